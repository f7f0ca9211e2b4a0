"""At the prompt: what is lacking is asked for on a terminal, and nowhere else."""

from __future__ import annotations

import os
import shlex
import sys
import threading
from pathlib import Path

import pytest

import mlcomp.cli.app
from conftest import Run, run
from terminal import Terminal


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have somebody there who can be asked."""
    monkeypatch.setattr(mlcomp.cli.app, "on_a_terminal", lambda: True)


def said(done: Run) -> str:
    """Return the command line that a conversation ended with, behind `$ `."""
    (line,) = (line for line in done.err.splitlines() if line.startswith("$ "))
    return line.removeprefix("$ ")


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize(
    ("typed", "answers", "line"),
    [
        ("", ["2", "Austin", ""], "mlcomp estimate --years 2 --city Austin"),
        ("estimate", ["4", "", ""], "mlcomp estimate --years 4"),
        (
            "estimate",
            ["Senior", "Portland, OR", "google"],
            "mlcomp estimate --level Senior --city 'Portland, OR' --tier google",
        ),
        ("estimate -c SF", ["4", "google"], "mlcomp estimate -c SF --years 4 --tier google"),
        (
            "levers --no-market --book market",
            ["4", "", "uber"],
            "mlcomp levers --no-market --book market --years 4 --tier uber",
        ),
        (
            "offer",
            ["200k", "15%", "", "4", "SF", ""],
            "mlcomp offer --base 200k --bonus 15% --years 4 --city SF",
        ),
        (
            "compare",
            ["4", "SF, NYC", "faang,mid-size"],
            "mlcomp compare --years 4 --city 'SF, NYC' --tier faang,mid-size",
        ),
        ("places", ["Portland"], "mlcomp places Portland"),
    ],
)
def test_what_is_lacking_is_asked_for(typed: str, answers: list[str], line: str) -> None:
    """It answers, and shows the line that says the same; Enter leaves out."""
    done = run(*typed.split(), stdin="".join(f"{answer}\n" for answer in answers))
    assert done.code == 0, done.err
    assert said(done) == line
    alone = run(*shlex.split(line)[1:])
    assert (alone.code, alone.err) == (0, "")
    # The runner shows what is typed where the answer is shown.
    assert done.out.endswith(alone.out)


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize(
    ("typed", "answers", "refused"),
    [
        ("estimate", ["99", "4", "", ""], "years: expected a number from 0 to 60, found '99'"),
        ("estimate", ["senor", "senior", "", ""], "did you mean senior"),
        ("estimate", ["", "4", "", ""], "expected an answer, found none; this one is needed"),
        ("estimate", ["4", "Sprngfield", "SF", ""], "did you mean `Springfield, IL`"),
        ("estimate", ["4", "SF,NYC", "SF", ""], "mlcomp compare takes several: --city SF,NYC"),
        ("estimate", ["4", "", "gogle", "google"], "did you mean "),
        ("offer", ["200", "200k", "", "", "4", "", ""], "base: expected US dollars a year"),
        ("compare", ["4", "SF,Nowherville", "SF", ""], "unknown place 'Nowherville'"),
        ("places", ["Sprngfield", "Springfield, IL"], "did you mean `Springfield, IL`"),
    ],
)
def test_an_answer_is_checked_at_once(typed: str, answers: list[str], refused: str) -> None:
    """What the command would refuse is asked again, with its own suggestions."""
    done = run(*typed.split(), stdin="".join(f"{answer}\n" for answer in answers))
    assert done.code == 0, done.err
    assert done.err.count("mlcomp: ") == 1
    assert refused in done.err
    assert shlex.split(said(done))[-1] in answers


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize(
    "line",
    [
        *("estimate --json", "estimate --format json", "estimate -o csv", "offer -o md"),
        *("compare --json", "places --json", "levers --city Sprngfield --json"),
        # Nothing that is asked for would help these.
        *("estimate --years 99", "batch", "verify", "schema", "book new", "compare --xyz"),
        "estimate --tier gogle",
    ],
)
def test_where_nothing_is_asked_the_error_stays(line: str) -> None:
    """Of a machine's format, and of what is wrong rather than lacking."""
    done = run(*line.split(), stdin="4\n4\n4\n")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("mlcomp: ")
    assert done == run(*line.split(), stdin="")


@pytest.mark.usefixtures("there")
def test_what_was_typed_wrong_before_is_not_asked_again() -> None:
    """The answers are not to blame: the refusal ends the conversation."""
    done = run("estimate", "--city", "Sprngfield", stdin="4\n")
    assert done.code == 2
    assert "unknown place 'Sprngfield'" in done.err


@pytest.mark.usefixtures("there")
def test_the_end_of_input_ends_it() -> None:
    """Ctrl-D ends a conversation as Ctrl-C does."""
    assert run("estimate", stdin="4\n").code == 130


@pytest.mark.parametrize("line", ["estimate", "offer", "compare", "places", "levers"])
def test_a_pipe_is_not_asked(line: str) -> None:
    """Without a terminal nothing is read and the error names what is lacking."""
    done = run(*line.split(), stdin="4\nSF\n\n")
    assert (done.code, done.out) == (2, "")
    assert "expected" in done.err


@pytest.fixture
def environment() -> dict[str, str]:
    """Return an environment as a person's, at a terminal of 80 columns."""
    kept = {k: v for k, v in os.environ.items() if k not in ("CI", "NO_COLOR", "MLCOMP_BOOK")}
    return {**kept, "TERM": "xterm", "COLUMNS": "80", "PYTHONUTF8": "1"}


MLCOMP = (sys.executable, "-m", "mlcomp")


def test_on_a_real_terminal(environment: dict[str, str], tmp_path: Path) -> None:
    """Questions with their choices, Tab, a refusal at once, the line, and the answer."""
    terminal = Terminal(MLCOMP, environment, tmp_path)
    terminal.until(r"Years of experience, or a level \(entry, mid, senior, staff\): $")
    terminal.type("2\n")
    terminal.until("City: $")
    terminal.type("Sprngfield\n")
    terminal.until("did you mean `Springfield, IL`")
    terminal.until("City: $")
    terminal.type("Aus\t\n")
    terminal.until(r"Company, or a kind of company \(faang, .*\): $")
    terminal.type("\n")
    terminal.until(r"\$ mlcomp estimate --years 2 --city 'Austin, TX'\n")
    code, answer = terminal.ended()
    terminal.close()
    assert code == 0
    assert "Entry ML engineer, Austin, TX" in answer
    assert "Total compensation" in answer


@pytest.mark.parametrize(
    ("command", "env"),
    [
        ((*MLCOMP, "estimate"), {"CI": "true"}),
        (("sh", "-c", f"{sys.executable} -m mlcomp estimate | cat"), {}),
        (("sh", "-c", f"{sys.executable} -m mlcomp estimate </dev/null"), {}),
        (("sh", "-c", f"{sys.executable} -m mlcomp estimate 2>&1 >/dev/null"), {}),
    ],
    ids=["CI", "pipe", "no input", "no output"],
)
def test_no_question_where_nobody_is(
    environment: dict[str, str], tmp_path: Path, command: tuple[str, ...], env: dict[str, str]
) -> None:
    """In CI, or with a pipe or file on one side of a terminal, the error stays."""
    terminal = Terminal(command, environment | env, tmp_path)
    _, seen = terminal.ended()
    terminal.close()
    assert seen.startswith("mlcomp: expected years or level, found neither")


@pytest.mark.usefixtures("there")
def test_an_end_of_input_beside_another_thread_ends_nothing_else() -> None:
    """Only a query of mlcomp's own that does not end makes the process end at once."""
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        assert run("estimate", stdin="4\n").code == 130
    finally:
        done.set()
        other.join()
