"""`book check` of several files, `book show`, `book diff`: what is said of rule books themselves."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given

from conftest import examples, run
from mlcomp import load_book
from mlcomp.book.differences import differences
from mlcomp.book.extending import edition_of, extended, standing_alone
from mlcomp.book.loading import check_book, validated
from strategies import raw_books

BOOKS = sorted((Path(__file__).parent / "books").glob("*.toml"))


def plain(text: str) -> Any:
    """TOML as JSON has it, with dates as text."""
    return json.loads(json.dumps(tomllib.loads(text), default=str))


def test_several_books_are_checked_at_once(tmp_path: Path) -> None:
    """Those that hold in a line each; every fault of the others; exit 1."""
    bad = tmp_path / "bad.toml"
    bad.write_text('schema = "mlcomp/book/v1"\nextends = "guide"\n', encoding="utf-8")
    good = str(BOOKS[0])
    done = run("book", "check", good, str(bad), str(BOOKS[1]))
    assert done.code == 1
    assert done.out.count("no faults found") == 2
    assert [line.split(": ")[2] for line in done.err.splitlines()] == ["edition", "title"] * 2
    found = run("book", "check", good, str(bad), "--json")
    assert found.code == 1
    document = json.loads(found.out)
    jsonschema.validate(document, run("schema", "book-check").json)
    assert [bool(book["faults"]) for book in document["books"]] == [False, True]
    assert document["books"][0]["fingerprint"] == load_book(good).fingerprint


@pytest.mark.parametrize("book", [*BOOKS, "guide", "market"], ids=lambda b: Path(b).stem)
def test_a_book_shown_whole_is_the_same_book(book: str | Path, tmp_path: Path) -> None:
    """It prices alike: the same fingerprint, without extending anything."""
    whole = tmp_path / "whole.toml"
    whole.write_text(run("book", "show", str(book)).out, encoding="utf-8")
    assert "extends" not in tomllib.loads(whole.read_text(encoding="utf-8"))
    assert check_book(whole).fingerprint == check_book(book).fingerprint


def test_a_book_shown_whole_says_whose_each_value_is(tmp_path: Path) -> None:
    """A comment where it is inherited, a record's once; none at its own."""
    ours = tmp_path / "ours.toml"
    ours.write_text(
        'schema = "mlcomp/book/v1"\nextends = "guide"\nedition = "ours-1"\ntitle = "Ours"\n'
        '[[level]]\nid = "mid"\ntitle = "IC3"\n',
        encoding="utf-8",
    )
    shown = run("book", "show", str(ours)).out
    assert 'edition = "ours-1"\n' in shown
    assert 'country = "US" # guide-2026\n' in shown
    assert '[[level]] # guide-2026\nid = "mid"\ntitle = "IC3" # ours-1\n' in shown


@examples(30)
@given(raw=raw_books())
def test_a_book_that_extends_a_random_one_and_says_nothing_is_it(raw: dict[str, Any]) -> None:
    """But for its name; and one that says everything again is itself."""
    base = standing_alone(raw)
    own = {"schema": raw["schema"], "edition": "own", "title": "Own"}
    empty = extended(base, {**own, "extends": "base"})
    assert empty.raw == {**raw, **own}
    again = extended(base, {**raw, **own, "extends": "base"})
    assert not again.faults
    assert validated(again.raw, "again.toml").fingerprint == (
        validated(empty.raw, "empty.toml").fingerprint
    )
    assert edition_of(again.raw) == "own"


def test_what_changed_is_said_in_dollars_and_percent(tmp_path: Path) -> None:
    """A figure with how far typical pay moves; a record that came or went in one line."""
    ours = tmp_path / "ours.toml"
    policy = 'basis = "policy"\nby = "Committee"\ndate = 2026-01-15\n'
    ours.write_text(
        'schema = "mlcomp/book/v1"\nextends = "guide"\nedition = "ours-1"\ntitle = "Ours"\n'
        f'[[level]]\nid = "mid"\nbase = [180_000, 250_000]\n{policy}'
        f'[[location]]\nid = "seattle"\nrange = [1.10, 1.21]\n{policy}'
        '[[tier]]\nid = "consultancy"\ndrop = true\n',
        encoding="utf-8",
    )
    found = run("book", "diff", "guide", str(ours), "--json").json
    jsonschema.validate(found, run("schema", "book-diff").json)
    changes = {(c["table"], c["id"], c["key"]): c for c in found["changes"]}
    mid, seattle = changes["level", "mid", "base"], changes["location", "seattle", "range"]
    assert (mid["unit"], mid["difference"]) == ("dollars", -5000)
    # (1.155 / 1.225 - 1) x 100
    assert (seattle["unit"], seattle["difference"]) == ("percent", -5.7)
    assert changes["tier", "consultancy", ""]["new"] is None
    assert ("level", "senior", "base") not in changes
    table = run("book", "diff", "guide", str(ours)).out
    assert "-5,000" in table
    assert "-5.7%" in table
    assert mid["new_range"] == {"low": 180_000, "typical": 215_000, "high": 250_000}
    gone = changes["tier", "consultancy", ""]
    assert (gone["unit"], gone["new_range"]) == (None, None)
    rows = [line for line in table.splitlines() if line.startswith(("level", "location", "tier"))]
    assert [row.split()[:3] for row in rows[:2]] == [
        ["level", "mid", "base"],
        ["location", "seattle", "range"],
    ]
    assert " date " not in table
    assert "changes of what values rest on" in table
    added = run("book", "diff", str(ours), "guide", "--json").json["changes"]
    assert {c["old"] for c in added if c["id"] == "consultancy"} == {None}


def test_a_level_that_came_is_said_with_its_dollars(tmp_path: Path) -> None:
    """In the table its ends; in JSON the numbers beside the words. A ground alone is a row."""
    ours = tmp_path / "ours.toml"
    policy = 'basis = "policy"\nby = "Committee"\ndate = 2026-01-15\n'
    ours.write_text(
        'schema = "mlcomp/book/v1"\nextends = "guide"\nedition = "ours-1"\ntitle = "Ours"\n'
        '[[level]]\nid = "boss"\ntitle = "Boss"\ntrack = "boss"\nsummary = "Leads."\n'
        f"base = [260_000, 340_000]\n{policy}",
        encoding="utf-8",
    )
    found = run("book", "diff", "guide", str(ours), "--json").json
    (boss,) = (c for c in found["changes"] if c["id"] == "boss")
    assert (boss["old"], boss["new"], boss["unit"]) == (None, "all of it", "dollars")
    assert boss["new_range"] == {"low": 260_000, "typical": 300_000, "high": 340_000}
    assert "260,000, 340,000" in run("book", "diff", "guide", str(ours)).out


@pytest.mark.parametrize("book", ["guide", "market", *map(str, BOOKS)])
def test_a_book_is_no_different_from_itself(book: str) -> None:
    """Nothing changed, and it says so."""
    assert differences(book, book).changes == ()
    assert "The two books say the same." in run("book", "diff", book, book).out


@pytest.mark.parametrize("book", BOOKS, ids=lambda b: b.stem)
def test_the_json_schema_knows_books_that_extend(book: Path) -> None:
    """For an editor: a part is enough beside `extends`; an unknown key is not."""
    schema = run("schema", "book").json
    raw = plain(book.read_text(encoding="utf-8"))
    jsonschema.validate(raw, schema)
    for broken in ({**raw, "levels": []}, {k: v for k, v in raw.items() if k != "extends"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(broken, schema)


def test_the_hook_for_pre_commit_names_a_command_that_is_there() -> None:
    """Its entry runs, and its pattern takes files of rule books."""
    import re

    hook = (Path(__file__).parent.parent / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    (entry,) = re.findall(r"entry: mlcomp (.*)", hook)
    assert run(*entry.split(), str(BOOKS[0])).code == 0
    (pattern,) = re.findall(r"files: (.*)", hook)
    taken = ("book.toml", "pay/rule-book.toml", "books/steps.toml", "books/2026/zones.toml")
    assert all(re.search(pattern, name) for name in taken)
    assert not any(re.search(pattern, name) for name in ("pyproject.toml", "notebook.toml"))
