"""What people type before they have read anything: it works, or the answer names what does."""

from __future__ import annotations

import pytest

from conftest import run
from mlcomp import __version__
from mlcomp.cli.app import COMMANDS


@pytest.mark.parametrize(
    ("guess", "meant"),
    [
        ("estimate -y 4 -c SF", "estimate --years 4 --city SF"),
        ("estimate --years 4 --location SF", "estimate --years 4 --city SF"),
        ("estimate --years 4 --format md", "estimate --years 4 --format markdown"),
        ("estimate --years 4 -o json", "estimate --years 4 --json"),
        ("estimate --years 4 --format CSV", "estimate --years 4 --format csv"),
        ("compare -y 4 -c SF,NYC -o md", "compare --years 4 --city SF,NYC --format markdown"),
        ("bands --location SF -o csv", "bands --city SF --format csv"),
        ("-V", "--version"),
        ("help", "--help"),
        ("help estimate", "estimate --help"),
        ("help book new", "book new --help"),
    ],
)
def test_a_guess_does_what_it_means(guess: str, meant: str) -> None:
    """The same result, to the letter."""
    done = run(*guess.split())
    assert (done.code, done.err) == (0, "")
    assert done == run(*meant.split())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            ["estimate", "--years", "4", "--remote", "true"],
            "remote: expected no value behind it, found 'true'; --remote alone says yes",
        ),
        (
            ["estimate", "--remote", "no", "--years", "4"],
            "remote: expected no value behind it, found 'no'; leave --remote out",
        ),
        (
            ["estimate", "--years", "4", "--no-remote"],
            "expected an option of estimate, found '--no-remote'; leave --remote out",
        ),
        (
            ["estimate", "--years", "4", "--city", "SF,NYC"],
            "city: unknown place 'SF,NYC': mlcomp compare takes several: --city SF,NYC",
        ),
        (
            ["levers", "--years", "4,8"],
            (
                "years: expected a number from 0 to 60, found '4,8'; "
                "mlcomp compare takes several: --years 4,8"
            ),
        ),
        (
            ["estimate", "--years", "4", "--tier", "google,mid-size"],
            (
                "tier: expected one value, found 'google,mid-size'; "
                "mlcomp compare takes several: --tier google,mid-size"
            ),
        ),
        (
            ["offer", "--base", "200k", "--years", "4", "--city", "Austin, TX, NYC"],
            (
                "city: unknown place 'Austin, TX, NYC': "
                "mlcomp compare takes several: --city 'Austin, TX, NYC'"
            ),
        ),
        (
            ["compare", "s.toml"],
            (
                "compare: expected options only, found 's.toml'; "
                "a file is named by --file: mlcomp compare --file s.toml"
            ),
        ),
        (
            ["estimate", "4", "SF"],
            (
                "estimate: expected options only, found '4' and 'SF'; "
                "for example: mlcomp estimate --years 4 --city SF --tier google --explain"
            ),
        ),
        (
            ["estimate", "4", "--years", "5"],
            (
                "estimate: expected options only, found '4'; "
                "for example: mlcomp estimate --years 4 --city SF --tier google --explain"
            ),
        ),
        (
            ["estimate", "--", "--base=240k"],
            (
                "estimate: expected options only, found '--base=240k'; "
                "for example: mlcomp estimate --years 4 --city SF --tier google --explain"
            ),
        ),
        (
            ["estimate", "-c", "New", "York", "--years", "4"],
            (
                "estimate: expected options only, found 'York'; "
                "words that belong together stand in quotes: -c 'New York'"
            ),
        ),
        (
            ["estimate", "--yeers", "4"],
            "expected an option of estimate, found '--yeers'; did you mean --years?",
        ),
        (
            ["book", "new", "--xyz", "ours.toml"],
            "expected an option of book new, found '--xyz'; mlcomp book new --help lists them",
        ),
        (
            ["--years", "4"],
            (
                "expected an option of mlcomp itself, found '--years'; "
                "a command comes first: mlcomp estimate --years 4 --city SF"
            ),
        ),
        (
            ["offer", "--years", "4"],
            (
                "base: expected US dollars a year such as 240000 or 240k, found none; "
                "for example: mlcomp offer --base 240k --equity 400k --years 4 --city SF"
            ),
        ),
        (
            ["batch"],
            (
                "batch: expected IN (CSV, JSON lines or Parquet; - is stdin), found none; "
                "for example: mlcomp batch people.csv priced.parquet --map years=tenure"
            ),
        ),
        (
            ["estimate", "--years", "4", "--format", "jsn"],
            "format: 'jsn' is not known; did you mean json? valid: table, json, csv, markdown",
        ),
        (
            ["book", "chek"],
            "command: 'chek' is not known; did you mean check? valid: check, diff, new, show",
        ),
    ],
)
def test_a_refusal_names_what_would_be_right(line: list[str], said: str) -> None:
    """One line, exit 2."""
    done = run(*line)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"mlcomp: {said}\n"


@pytest.mark.parametrize(
    ("typed", "like"), [("estmate", "estimate"), ("lever", "levers"), ("compair", "compare")]
)
def test_a_misspelt_command_gets_the_nearest(typed: str, like: str) -> None:
    """As a command, and behind `help`."""
    for line in ([typed, "--years", "4"], ["help", typed]):
        done = run(*line)
        assert (done.code, done.out) == (2, "")
        assert f"'{typed}' is not known; did you mean {like}?" in done.err
        assert len(done.err.splitlines()) == 1


def test_a_word_like_no_command_gets_all_of_them() -> None:
    """Nothing is guessed."""
    assert f"'xyzzy' is not known; valid: {', '.join(COMMANDS)}\n" in run("xyzzy").err


def test_a_city_that_is_wrong_is_no_list() -> None:
    """`compare` is named only where it would price what was typed."""
    assert "compare" not in run("estimate", "--years", "4", "--city", "Sprngfield,IL").err
    assert "compare" not in run("estimate", "--years", "4", "--city", "SF,Nowherville").err


@pytest.mark.parametrize("command", ["", *COMMANDS, "book new"])
def test_flags_show_no_type(command: str) -> None:
    """What stands alone is shown alone."""
    helped = run(*command.split(), "--help").out
    assert "--help" in helped
    assert "<bool>" not in helped


def test_the_version_is_one_line() -> None:
    """`-V` as `--version`."""
    assert run("-V").out == f"mlcomp {__version__}\n"
