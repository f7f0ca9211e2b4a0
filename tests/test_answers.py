"""Questions as plain data: each gets what the command of that name prints, word for word."""

from __future__ import annotations

import json
import random
import shlex
from pathlib import Path
from typing import Any

import pytest

from conftest import Run, run
from mlcomp.answers.question import COMMANDS, answer
from mlcomp.answers.shell import command_line
from mlcomp.answers.talk import reply
from mlcomp.errors import MlcompError, UsageError

MID: dict[str, Any] = {"years": 4, "city": "SF"}
QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    ("estimate", MID),
    ("estimate", {"years": "0", "remote": True, "remote_policy": "hq", "hq": "Austin, TX"}),
    ("estimate", {"level": "senior", "specialization": ["rl", "inference"], "lifecycle": True}),
    ("estimate", {**MID, "tier": "google", "book": "market", "degree": "phd"}),
    ("estimate", {**MID, "no_market": True, "industry": "quant", "remote": False, "hq": None}),
    ("bands", {"city": "O'Fallon, MO"}),
    ("levers", {**MID, "tier": "mid-size"}),
    ("offer", {**MID, "base": "210k", "equity": "400k", "bonus": "15%", "sign_on": "50000,25000"}),
    ("offer", {**MID, "base": 210000, "raise": "3%", "book": "guide"}),
    ("compare", {"years": 4, "city": ["SF", "Portland, OR"], "remote": [True, False]}),
    ("compare", {"level": "mid,senior", "over_years": 4, "tier": ["google"]}),
    (
        "compare",
        {
            "person": {"years": 4, "remote": False},
            "scenario": [{"name": 'A "quoted" name', "city": "SF", "specialization": ["rl"]}],
            "offer": [{"name": "Café", "base": "190k", "growth": "-5%", "equity": 9e4, "hq": ""}],
        },
    ),
    ("take-home", {"pay": 250_000, "city": "SF"}),
    ("take-home", {**MID, "filing": "married", "spouse_pay": "90k", "dependents": 2}),
    ("take-home", {"pay": "250k", "city": "NYC", "live_in": "Yonkers", "pretax": 23_500}),
    ("places", {"query": "Portland"}),
    ("places", {"state": "WA", "book": "market"}),
    ("places", {"top": 3}),
    ("factors", {}),
    ("factors", {"dimension": "industry", "book": "market"}),
]
REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("estimate", {"years": "61"}),
    ("estimate", {**MID, "city": "Springfield"}),
    ("estimate", {**MID, "tier": "gogle"}),
    ("estimate", {**MID, "factor": {"company-size": "small"}}),
    ("estimate", {**MID, "book": "guid"}),
    ("offer", {**MID, "base": "-1", "city": "Nowhereville", "vesting": "25/25"}),
    ("offer", MID | {"base": "200k", "degree": "none", "industry": "none"}),
    ("compare", {"years": 4, "city": ["SF,,NYC"]}),
    ("compare", {"years": 4, "over_years": "6"}),
    ("take-home", {"pay": "250k"}),
    ("take-home", {"pay": "250k", **MID}),
    ("take-home", {**MID, "filing": "maried"}),
    ("take-home", {**MID, "pay": "1"}),
    ("places", {}),
    ("places", {"query": "Nowhereville"}),
    ("places", {"state": "XX"}),
    ("factors", {"dimension": "industri"}),
]


def typed(command: str, inputs: dict[str, Any]) -> Run:
    """Run the command line that asks the same."""
    line, _, toml = command_line(command, inputs).partition(" <<'TOML'\n")
    return run(*shlex.split(line)[1:], "--json", stdin=toml.removesuffix("TOML"))


@pytest.mark.parametrize(("command", "inputs"), QUESTIONS, ids=lambda part: str(part)[:40])
def test_a_document_is_the_commands(command: str, inputs: dict[str, Any]) -> None:
    """The answer is what the command line beside it prints with --json, to the letter."""
    done = typed(command, inputs)
    found = answer(command, inputs)
    assert done.code == 0, done.err
    assert found.text("json") == done.out
    assert found.document() == done.json


@pytest.mark.parametrize(("command", "inputs"), REFUSED, ids=lambda part: str(part)[:40])
def test_a_refusal_is_the_commands(command: str, inputs: dict[str, Any]) -> None:
    """What is wrong is said in the command's words, a line each."""
    done = typed(command, inputs)
    said = json.loads(reply(json.dumps({"ask": "answer", "command": command, "inputs": inputs})))
    assert done.code != 0
    assert [f"mlcomp: {line}" for line in said["errors"]] == [
        # What only a shell can do about it: no file is opened here, no option is typed.
        line.replace("; shipped: guide, market, or a TOML file", "; shipped: guide or market")
        for line in done.err.splitlines()
    ]


@pytest.mark.parametrize(
    ("inputs", "about"),
    [
        ({"base": "20000", "bonus": "0.15"}, [("base", ""), ("bonus", "")]),
        ({"base": "200k", "sign_on": "x"}, [("sign_on", "")]),
        ({"base": "200k", "years": ""}, [("", "")]),
        ({"offer": [{"name": "A", "base": "20000"}]}, [("base", "offer 'A'")]),
    ],
)
def test_a_refusal_names_its_inputs(inputs: dict[str, Any], about: list[tuple[str, str]]) -> None:
    """Of each line the input is said under its name in a question, for a form to mark it."""
    command = "compare" if "offer" in inputs else "offer"
    person = {} if "offer" in inputs else {"years": "4"}
    asked = {"ask": "answer", "command": command, "inputs": {**person, **inputs}}
    found = json.loads(reply(json.dumps(asked)))
    assert [(each["input"], each["record"]) for each in found["about"]][: len(about)] == about
    assert len(found["about"]) == len(found["errors"])


def test_every_question_is_tried() -> None:
    """No command that can be asked goes without a test."""
    assert {command for command, _ in QUESTIONS} == set(COMMANDS)


def test_other_formats_are_the_commands() -> None:
    """CSV, and JSON as text, are what --format prints."""
    for output in ("csv", "json"):
        said = {"ask": "answer", "command": "estimate", "inputs": MID, "format": output}
        printed = run("estimate", "--years", "4", "--city", "SF", "--format", output).out
        assert json.loads(reply(json.dumps(said))) == {"text": printed}


def test_neither_years_nor_level() -> None:
    """Who names neither is told so, without the example of a command line."""
    with pytest.raises(MlcompError, match=r"^expected years or level, found neither$"):
        answer("estimate", {"city": "SF"})


@pytest.mark.parametrize(
    ("command", "inputs", "words"),
    [
        ("estimte", {}, "'estimte' is not known; did you mean estimate?"),
        ("estimate", {"yeers": 4}, "yeers: expected a known key, found an unknown one (did"),
        ("estimate", {"years": 4, "remote": "yes"}, "remote: expected true or false, found 'yes'"),
        ("estimate", {"years": 4, "city": 5}, "city: expected text, found '5'"),
        ("estimate", {"years": 4, "factor": "a"}, "factor: expected an object"),
        ("compare", {"years": 4, "remote": "yes"}, "remote: expected true or false, found 'yes'"),
        ("offer", {"base": "200k", "specialization": 5}, "specialization: expected a name or a"),
        ("compare", {"years": 4, "factor": "a"}, "factor: expected an object"),
        ("take-home", {"pay": "250k", "city": 5}, "city: expected text, found '5'"),
        ("take-home", {"pay": "250k", "live_in": 5}, "live_in: expected text"),
        ("take-home", {"pay": True, "city": "SF"}, "pay: expected US dollars"),
        ("places", {"query": 5}, "query: expected text, found '5'"),
        ("places", {"top": "3"}, "top: expected a number of metros"),
        ("compare", {"years": 4, "scenario": []}, "people as lists of values or as tables"),
    ],
)
def test_what_no_command_line_can_say(command: str, inputs: dict[str, Any], words: str) -> None:
    """Data of the wrong kind is refused in a line that names it."""
    with pytest.raises(UsageError) as refused:
        answer(command, inputs)
    assert words in str(refused.value)


def test_no_file_is_opened(tmp_path: Path) -> None:
    """A book is a shipped one or the text that came along; a path is refused."""
    own = tmp_path / "own.toml"
    assert run("book", "new", str(own)).code == 0
    with pytest.raises(MlcompError, match="no such rule book; shipped: guide or market"):
        answer("estimate", {**MID, "book": str(own)})


def test_a_book_of_ones_own(tmp_path: Path) -> None:
    """A book's text prices as its file does, and judges, since it was named."""
    own = tmp_path / "own.toml"
    assert run("book", "new", str(own)).code == 0
    text = own.read_text("utf-8")
    said: dict[str, Any] = {"own": {"name": str(own), "text": text}}
    for command, more in (("estimate", {}), ("offer", {"base": "210k"})):
        inputs = {**MID, **more, "book": str(own)}
        asked = {"ask": "answer", "command": command, "inputs": inputs, **said}
        found = json.loads(reply(json.dumps(asked)))
        done = run(*shlex.split(found["command"])[1:], "--json")
        assert found["document"] == done.json
        assert found["document"]["book"] == "ours-1"


def test_a_book_is_checked_in_the_commands_words(tmp_path: Path) -> None:
    """A book without faults and one with several get what `mlcomp book check` prints."""
    own = tmp_path / "own.toml"
    assert run("book", "new", str(own)).code == 0
    whole = own.read_text("utf-8")
    posing = whole.replace('"ours-1"', '"guide-2026"', 1)
    twisted = whole.replace("[1.20, 1.40]", "[1.40, 1.20]") + "oops = 1\n"
    for text in (whole, twisted, posing, "= 5"):
        own.write_text(text, "utf-8")
        done = run("book", "check", str(own))
        said = {"ask": "check", "own": {"name": str(own), "text": text}}
        found = json.loads(reply(json.dumps(said)))
        lines = [f"mlcomp: {line}" for line in found.get("errors", ())] or found["lines"]
        assert lines == (done.err or done.out).splitlines()


@pytest.mark.parametrize(
    ("field", "typed", "first"),
    [
        ("city", "san f", "San Francisco, CA"),
        ("hq", "antonio", "San Antonio, TX"),
        ("level", "", "entry"),
        ("tier", "goog", "Google"),
        ("remote_policy", "h", "hq"),
        ("specialization", "training", "training"),
        ("shoe_size", "4", ""),
    ],
)
def test_suggestions_are_names_that_are_known(field: str, typed: str, first: str) -> None:
    """What is offered begins with what was typed or has it inside, in its own spelling."""
    said = {"ask": "suggest", "field": field, "typed": typed}
    names = json.loads(reply(json.dumps(said)))["names"]
    assert [name for name in names if typed not in name.casefold()] == []
    if first and field != "specialization":
        assert names[0].casefold() == first.casefold()
    for name in random.Random(1).sample(names, min(3, len(names))):
        person = {"level": "mid", "city": name} if field in ("city", "hq") else {field: name}
        if field not in ("remote_policy",):
            answer("estimate", {"level": "mid", **person})
