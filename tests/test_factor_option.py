"""Declared factors through the command line: options, files, every format, completion."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from conftest import Run, run
from mlcomp.cli.app import app
from own_factors import own_text

SMALL = ("--factor", "company-size=small")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The path of a rule book with two factors of its own."""
    file = tmp_path_factory.mktemp("books") / "ours.toml"
    file.write_text(own_text(), encoding="utf-8")
    return str(file)


def ours(book: str, *args: str, stdin: str | None = None) -> Run:
    """Run `mlcomp` with that book."""
    return run(*args, stdin=stdin, env={"MLCOMP_BOOK": book})


OFFER = ("offer", "--base", "240k", "--years", "4")


@pytest.mark.parametrize(
    ("line", "profile"),
    [
        (("estimate", "--years", "4", *SMALL), lambda d: d["profile"]),
        (("bands", *SMALL), lambda d: d["profile"]),
        (("levers", "--years", "4", *SMALL), lambda d: d["profile"]),
        (("compare", "--years", "4", *SMALL), lambda d: d["scenarios"][0]["profile"]),
        ((*OFFER, *SMALL), lambda d: d["estimate"]["profile"]),
    ],
    ids=["estimate", "bands", "levers", "compare", "offer"],
)
def test_each_command_about_a_person_takes_factors(book: str, line: Any, profile: Any) -> None:
    """In JSON the profile has them, as its schema says; in every format they change figures."""
    document = ours(book, *line, "--json").json
    assert profile(document)["factors"] == {"company-size": "small"}
    jsonschema.validate(document, run("schema", line[0]).json)
    plain = [word for word in line if word not in SMALL]
    without = ours(book, *plain, "--json").json
    assert profile(without)["factors"] == {"company-size": "mid"}
    for output in ("table", "json", "csv", "markdown"):
        shown, other = (ours(book, *each, "--format", output).out for each in (line, plain))
        assert shown != other
    guide = run(*plain, "--json").json
    assert "factors" not in profile(guide)


def test_each_format_of_an_estimate_has_the_step(book: str) -> None:
    """213,333 times 0.95 is 202,667: as a step of the table, JSON, CSV and Markdown."""
    line = ("estimate", "--years", "4", "--factor", "Company Size=under 50")
    document = ours(book, *line, "--json").json
    step = document["steps"][3]
    assert (step["id"], step["label"], step["basis"]) == (
        *("company-size", "Under 50 people", "assumption"),
    )
    assert step["reached"]["typical"] == document["base"]["typical"] == 202_667
    rows = list(csv.DictReader(io.StringIO(ours(book, *line, "--format", "csv").out)))
    assert (rows[3]["id"], rows[3]["typical"]) == ("company-size", "202667")
    assert "| Under 50 people | × 0.90–1.00 |" in ours(book, *line, "--format", "markdown").out
    out = ours(book, *line, "--explain").out
    assert "Under 50 people      × 0.90–1.00" in out
    assert "assumption: No data of ours counts a company's people." in " ".join(out.split())


def test_a_receipt_with_factors_verifies(book: str) -> None:
    """`verify` replays the step, and finds a changed one."""
    receipt = ours(book, "estimate", "--years", "4", *SMALL, "--factor", "on-call=weekly", "--json")
    assert run("verify", "-", "--book", book, stdin=receipt.out).code == 0
    changed = json.loads(receipt.out)
    changed["steps"][4]["reached"]["typical"] += 1
    found = run("verify", "-", "--book", book, stdin=json.dumps(changed))
    assert found.code == 1
    assert "step 'on-call', typical" in found.out


@pytest.mark.parametrize(
    ("factors", "said"),
    [
        (["company-size"], "factor: expected ID=NAME such as company-size=small, found 'company-size'"),
        (["=small"], "factor: expected ID=NAME such as company-size=small, found '=small'"),
        (["company-size= "], "factor: expected ID=NAME such as company-size=small, found 'company-size= '"),
        (["company-sze=small"], "factor: 'company-sze' is not known; did you mean company-size? valid: company-size, on-call"),
        (["company-size=smal"], "company-size: 'smal' is not known; did you mean small? valid: small, mid"),
        (["level=senior"], "factor: 'level' is not known; valid: company-size, on-call"),
        (["factors=small"], "factor: 'factors' is not known; valid: company-size, on-call"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("command", ["estimate", "compare"])
def test_what_is_not_right_is_one_line(
    book: str, command: str, factors: list[str], said: str
) -> None:
    """Exit 2, and what would be right."""
    options = [word for factor in factors for word in ("--factor", factor)]
    refused = ours(book, command, "--years", "4", *options)
    assert (refused.code, refused.out, refused.err) == (2, "", f"mlcomp: {said}\n")


def test_one_person_has_one_option_of_a_factor(book: str) -> None:
    """Two are refused, the same one twice is not; a book without factors has none."""
    twice = ("estimate", "--years", "4", *SMALL, "--factor", "company_size=mid")
    assert ours(book, *twice).err == (
        "mlcomp: company-size: expected one option, found 'small' and 'mid'\n"
    )
    assert ours(book, "estimate", "--years", "4", *SMALL, *SMALL).code == 0
    refused = run("estimate", "--years", "4", *SMALL)
    assert refused.err == "mlcomp: factor: the rule book has none, found 'company-size'\n"


def test_options_of_factors_combine(book: str) -> None:
    """Lists and repetition of one factor, times several factors, named by their titles."""
    line = ("compare", "--years", "4", "--factor", "company-size=small,mid", "--city", "SF")
    found = ours(book, *line, "--factor", "on-call=weekly", "--json").json["scenarios"]
    assert [(s["name"], s["profile"]["factors"]) for s in found] == [
        ("50 to 1,000 people", {"company-size": "mid", "on-call": "weekly"}),
        ("Under 50 people", {"company-size": "small", "on-call": "weekly"}),
    ]
    both = (*line[:3], *SMALL, "--factor", "company-size=mid", "--city", "SF,Austin")
    found = ours(book, *both, "--json").json["scenarios"]
    assert len(found) == 4
    assert found[-1]["name"] == "Austin, TX, Under 50 people"


def test_two_names_of_an_option_are_one_scenario(book: str) -> None:
    """A note says so, as for companies of one tier."""
    line = ("compare", "--years", "4", "--factor", "company-size=tiny,small", "--json")
    (one,) = ours(book, *line).json["scenarios"]
    assert one["notes"][0] == "tiny and small are one scenario: both are Under 50 people."


def test_a_file_of_scenarios_has_factors(book: str, tmp_path: Path) -> None:
    """Those of the person and of a scenario are merged by id, in any spelling."""
    file = tmp_path / "scenarios.toml"
    file.write_text(
        """
        [person]
        years = 4
        factor.company-size = "small"
        [[scenario]]
        name = "A"
        factor.on-call = "weekly"
        [[scenario]]
        name = "B"
        factor."Company size" = "mid"
        [[offer]]
        name = "C"
        base = "240k"
        """,
        encoding="utf-8",
    )
    found = ours(book, "compare", "--file", str(file), "--json").json["scenarios"]
    assert {one["name"]: one["profile"]["factors"] for one in found} == {
        "A": {"company-size": "small", "on-call": "weekly"},
        "B": {"company-size": "mid"},
        "C": {"company-size": "small"},
    }
    refused = ours(book, "compare", "--file", str(file), *SMALL)
    assert "file: expected no --factor beside it" in refused.err


def test_faults_of_a_files_factors_are_in_its_words(book: str, tmp_path: Path) -> None:
    """All at once: path, record, expected, found and the nearest."""
    file = tmp_path / "bad.toml"
    file.write_text(
        """
        [person]
        years = 4
        factor.company-size = "smal"
        factor.level = "senior"
        [[scenario]]
        name = "A"
        factor = 3
        [[scenario]]
        name = "B"
        factor.company-sze = "mid"
        factor.on-call = true
        [[offer]]
        name = "C"
        base = "240k"
        factor.company-size = "small,mid"
        factr.on-call = "weekly"
        """,
        encoding="utf-8",
    )
    refused = ours(book, "compare", "--file", str(file))
    assert refused.code == 1
    assert [line.removeprefix("mlcomp: bad.toml: ") for line in refused.err.splitlines()] == [
        "person.factor.company-size: 'smal' is not known; did you mean small? valid: small, mid",
        "person.factor.level: 'level' is not known; valid: company-size, on-call",
        "scenario.factor, scenario 'A': expected a table, each factor by its id: factor.company-size = \"small\", found 3",
        "scenario.factor.company-sze, scenario 'B': 'company-sze' is not known; did you mean company-size? valid: company-size, on-call",
        "scenario.factor.on-call, scenario 'B': expected text, found True",
        "offer.factr, offer 'C': expected a known key, found an unknown one (did you mean factor?)",
        "offer.factor.company-size, offer 'C': expected one value, a table for each; found the list 'small,mid'",
    ]  # fmt: skip


def test_factors_lists_what_a_book_declares(book: str) -> None:
    """After the degrees, before the uplift; the default is marked in every format."""
    every = ours(book, "factors", "--json").json
    jsonschema.validate(every, run("schema", "factors").json)
    order = list(dict.fromkeys(factor["dimension"] for factor in every["factors"]))
    assert order[-5:] == ["degree", "company-size", "on-call", "uplift", "software-engineer"]
    one = ours(book, "factors", "Company size", "--json").json
    assert [(f["id"], f.get("default")) for f in one["factors"]] == [("small", None), ("mid", True)]
    assert one["declared"] == [
        {"id": "company-size", "title": "Company size", "help": "How many people work there."}
    ]
    for output in ("table", "csv", "markdown"):
        out = ours(book, "factors", "company-size", "--format", output).out
        assert "50 to 1,000 people (the default)" in out
        assert "Under 50 people (the default)" not in out
    out = ours(book, "factors", "on-call").out
    assert out.startswith("Pager duty\n")
    assert "How often a pager rings." in out
    refused = ours(book, "factors", "on-cal")
    assert "did you mean on-call? valid: level, progression" in refused.err
    assert "degree, company-size, on-call, uplift" in refused.err
    assert "company-size" not in run("factors", "on-cal").err
    assert "declared" not in run("factors", "--json").json


def test_levers_are_labelled_by_the_factors_title(book: str) -> None:
    """In the table by title; in JSON by id. The option that counts is no change."""
    out = ours(book, "levers", "--years", "4", "--city", "SF").out
    assert "Company size: Under 50 people" in out
    assert "Pager duty: On call every week" in out
    levers = ours(book, "levers", "--years", "4", "--city", "SF", "--json").json["levers"]
    own = {(one["dimension"], one["id"]): one for one in levers}
    assert ("company-size", "mid") not in own
    # 261,333 times 1.07, and times 0.95.
    assert own["on-call", "weekly"]["base"] == {
        "typical": 279_627,
        "dollars": 18_294,
        "percent": 7.0,
    }
    assert own["company-size", "small"]["base"]["dollars"] == -13_066


def test_the_market_check_is_of_the_same_person(book: str) -> None:
    """The market book knows no such factor: its figure is the same, and says so."""
    line = ("estimate", "--years", "4", "--json")
    assert ours(book, *line).json["market"]["base_ratio"] > 1
    left_out = ours(book, *line, *SMALL).json["market"]
    assert left_out["base"] == ours(book, *line).json["market"]["base"]
    assert left_out["verdict"].endswith(", company-size left out")


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["estimate", "--factor", ""], ["company-size=small", "company-size=mid", "on-call=weekly"]),
        (["estimate", "--factor", "on"], ["on-call=weekly"]),
        (["compare", "--factor", "company-size=s"], ["company-size=small"]),
        (["levers", "--factor", "company_size=T"], ["company_size=Tiny"]),
        (["bands", "--factor", "nothing=s"], []),
        (["factors", "comp"], ["company-size"]),
        # Bash ends a word at each =, and puts what it is offered after it.
        (["offer", "--factor", "company-size", "=", "s"], ["small"]),
        (["offer", "--factor", "company-size", "="], ["small", "mid"]),
    ],
)  # fmt: skip
def test_the_shell_completes_factors(book: str, words: list[str], offered: list[str]) -> None:
    """Ids with their options, and names once something is typed after the =."""
    env = {
        "_MLCOMP_COMPLETE": "complete_bash",
        "COMP_WORDS": "\n".join(["mlcomp", *words]),
        "COMP_CWORD": str(len(words)),
        "MLCOMP_BOOK": book,
    }
    result = CliRunner().invoke(app, [], env=env, prog_name="mlcomp")
    assert result.stdout.split() == offered
