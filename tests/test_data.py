"""The shipped rule books: valid, sourced, and with nothing unused in them."""

from __future__ import annotations

import json
import tomllib
from dataclasses import asdict
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from mlcomp import load_book
from mlcomp.book.loading import SHIPPED, _loaded, check_book
from mlcomp.book.records import Sourced
from mlcomp.book.rulebook import Book
from mlcomp.files import data_file


def raw(name: str) -> dict[str, Any]:
    return tomllib.loads(data_file(SHIPPED[name]).read_text(encoding="utf-8"))


def values(book: Book) -> list[Sourced]:
    records = [r for v in vars(book).values() for r in (v if isinstance(v, tuple) else (v,))]
    return [record for record in records if isinstance(record, Sourced)]


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_book_is_valid(name: str) -> None:
    """The fast way of loading it, which skips pydantic, gives what validation gives."""
    assert asdict(load_book(name)) == asdict(check_book(name))


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_book_is_parsed_already(name: str) -> None:
    """The copy that is loaded is of the text that is shipped: see scripts/parse_books.py."""
    path = data_file(SHIPPED[name])
    assert json.loads(path.with_suffix(".json").read_bytes()) == [
        crc32(path.read_bytes()),
        raw(name),
    ], "run python scripts/parse_books.py"


@pytest.mark.parametrize("copy", ["none", "of another text", "no JSON"])
def test_an_edited_book_is_read_from_its_text(
    copy: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy counts only while the text is what it was; without one nothing is lost."""
    text = data_file("bands.toml").read_text(encoding="utf-8")
    edited = text.replace("guide-2026", "guide-2099")
    (tmp_path / "bands.toml").write_text(edited, encoding="utf-8")
    parsed = data_file("bands.json").read_text(encoding="utf-8")
    if copy != "none":
        content = parsed if copy == "of another text" else "[1"
        (tmp_path / "bands.json").write_text(content, encoding="utf-8")
    monkeypatch.setattr("mlcomp.book.loading.data_file", tmp_path.joinpath)
    _loaded.cache_clear()
    try:
        assert load_book().edition == "guide-2099"
    finally:
        _loaded.cache_clear()


@pytest.mark.parametrize("name", SHIPPED)
def test_every_value_says_what_it_rests_on(name: str) -> None:
    """Basis, source and section or reason; sentences end in a full stop."""
    book = load_book(name)
    for value in values(book):
        assert value.basis in ("guide", "evidence", "assumption")
        assert value.section or value.reason or value.n
        assert not value.reason or value.reason.endswith(".")
        assert book.citation(value)


@pytest.mark.parametrize("name", SHIPPED)
def test_no_source_is_unused(name: str) -> None:
    """A source that nothing cites is a leftover."""
    book = load_book(name)
    assert book.calibration
    used = {book.calibration.source, *(value.source for value in values(book))}
    assert used - {None} == set(book.sources)


def test_only_what_the_guide_states_rests_on_it() -> None:
    """A figure, or that there is none; where it gives a direction, the size is an assumption."""
    stated = {value.title for value in values(load_book("guide")) if value.basis == "guide"}
    assert stated == {
        *("Entry", "Mid", "Senior", "Staff/Principal"),
        *("National average", "San Francisco", "New York", "Seattle"),
        *("Equity and bonus", "ML premium over software engineers"),
        *("Bachelor's degree", "Master's degree", "Doctorate"),
    }


def test_the_guides_book_says_what_the_guide_says() -> None:
    """The guide's published numbers, level by level and factor by factor."""
    book = raw("guide")
    assert book["edition"] == "guide-2026"
    assert [
        (level["id"], level["min_years"], level.get("max_years"), *level["base"])
        for level in book["level"]
    ] == [
        ("entry", 0, 2, 130_000, 180_000),
        ("mid", 3, 5, 180_000, 260_000),
        ("senior", 6, 10, 260_000, 350_000),
        ("staff", 10, None, 350_000, 450_000),
    ]
    assert all(place["range"] == [1.15, 1.30] for place in book["location"])
    assert {t["id"]: t["band"] for t in book["tier"]} == {
        "faang": [0.75, 1.0],
        "ai-startup": [0.75, 1.0],
        "mid-size": [0.35, 0.65],
        "consultancy": [0.35, 0.65],
    }
    assert {s["id"]: s["range"] for s in book["specialization"]} == {
        "reinforcement-learning": [1.00, 1.10],
        "distributed-training": [1.02, 1.12],
        "real-time-inference": [1.00, 1.08],
        "generalist": 1,
    }
    assert {i["id"]: i["range"] for i in book["industry"]} == {
        "technology": 1,
        "quant-finance": [1.15, 1.35],
        "autonomous-driving": [1.10, 1.25],
        "marketing-analytics": [0.85, 0.95],
    }
    assert book["lifecycle"]["range"] == [1.00, 1.08]
    assert book["uplift"]["range"] == [1.20, 1.40]
    assert book["software_engineer"]["range"] == [1.10, 1.25]
