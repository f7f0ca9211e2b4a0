"""How well a rule book held against real pay: in its file, checked, and shown by every face."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import validate

from conftest import run
from mlcomp import BookError, load_book
from mlcomp.book.loading import SHIPPED, validated
from mlcomp.documents.registry import json_schema
from mlcomp.files import data_file

COMMANDS = {
    "estimate": ("estimate", "--years", "4", "--city", "SF"),
    "offer": ("offer", "--base", "200k", "--years", "4"),
    "compare": ("compare", "--years", "4", "--city", "SF,Austin"),
    "levers": ("levers", "--years", "4"),
    "bands": ("bands",),
    "factors": ("factors",),
    "places": ("places", "Austin"),
}


def own_book(folder: Path, **calibration: Any) -> str:
    """A copy of the guide with this calibration, or without any."""
    file = folder / "own.toml"
    file.unlink(missing_ok=True)
    assert run("book", "new", str(file)).code == 0
    lines = "".join(f"{name} = {json.dumps(value)}\n" for name, value in calibration.items())
    with file.open("a", encoding="utf-8") as opened:
        opened.write(f"[calibration]\n{lines}" if calibration else "")
    return str(file)


@pytest.mark.parametrize("result", COMMANDS)
@pytest.mark.parametrize("book", SHIPPED)
def test_every_json_says_how_well_its_book_held(result: str, book: str) -> None:
    """Beside `book`, with the source in words."""
    held = load_book(book).calibration
    assert held
    document = run(*COMMANDS[result], "--book", book, "--json").json
    validate(document, json_schema(result))
    found = document["calibration"]
    assert list(document)[:4] == ["schema", "book", "fingerprint", "calibration"]
    assert (found["inside"], found["n"], found["bias"]) == (held.inside, held.n, held.bias)
    assert found["source"].startswith("ai-jobs.net posted ranges")
    for check in document.get("market") or []:
        if isinstance(check, dict):
            assert check["calibration"]["n"] == held.n


def test_a_roster_and_a_backtest_say_it_too(tmp_path: Path) -> None:
    """The summary's JSON, and each book of a backtest."""
    pytest.importorskip("duckdb")
    people = tmp_path / "people.csv"
    people.write_text("years,base\n4,200000\n", encoding="utf-8")
    summary = run("batch", str(people), "--summary", "--json").json
    validate(summary, json_schema("roster"))
    scored = run("backtest", str(people), "--book", "guide", "--book", "market", "--json").json
    validate(scored, json_schema("backtest"))
    for book, document in zip(
        ("guide", "market", "guide"), [*scored["books"], summary], strict=True
    ):
        held = load_book(book).calibration
        assert held
        assert document["calibration"]["inside"] == held.inside


@pytest.mark.parametrize(("book", "width"), [("guide", "inner"), ("market", "likely")])
def test_tables_say_it_where_a_book_is_looked_at(book: str, width: str) -> None:
    """`bands`, `book check` and `--explain`, not an estimate; 8 in 10 make a range a likely one."""
    held = load_book(book).calibration
    assert held
    sentence = f"{held.inside:.0%} fell inside its {width} range (80% would be right)"
    person = ("estimate", "--years", "4", "--book", book)
    for line in (("bands", "--book", book), (*person, "--explain"), ("book", "check", book)):
        assert sentence in " ".join(run(*line).out.split())
    assert sentence not in " ".join(run(*person).out.split())


def test_a_book_that_nobody_scored_says_nothing(tmp_path: Path) -> None:
    """What a copy of the guide begins with: its numbers are to be changed."""
    own = own_book(tmp_path)
    assert "calibration" not in tomllib.loads(Path(own).read_text(encoding="utf-8"))
    assert run("estimate", "--years", "4", "--book", own, "--json").json["calibration"] is None
    assert "Held against" not in run("bands", "--book", own).out
    assert len(run("book", "check", own).out.splitlines()) == 1


def test_a_book_of_ones_own_may_say_it(tmp_path: Path) -> None:
    """With its own source."""
    own = own_book(tmp_path, inside=0.8, n=120, bias=1.02, source="guide")
    found = run("estimate", "--years", "4", "--book", own, "--json").json["calibration"]
    source = "ML Engineer Salary Guide 2026, 2026"
    assert found == {"inside": 0.8, "likely": True, "n": 120, "bias": 1.02, "source": source}
    assert "80% fell inside" in run("book", "check", own).out


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"inside": 1.2}, "calibration.inside"),
        ({"n": 0}, "calibration.n"),
        ({"bias": 0}, "calibration.bias"),
        ({"source": "nobody"}, "calibration.source: expected a key of sources"),
        ({"insde": 0.8}, "did you mean inside?"),
    ],
)
def test_faults_of_a_calibration_are_named(change: dict[str, Any], said: str) -> None:
    """Each where it is, with what was expected."""
    raw = tomllib.loads(data_file("bands.toml").read_text(encoding="utf-8"))
    raw["calibration"].update(change)
    with pytest.raises(BookError) as refused:
        validated(raw, "bands.toml")
    assert said in str(refused.value)


def test_a_receipt_from_before_still_replays() -> None:
    """Without the field."""
    document = run("estimate", "--years", "4", "--json").json
    del document["calibration"]
    assert run("verify", "-", stdin=json.dumps(document)).code == 0
