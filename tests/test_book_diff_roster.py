"""`book diff --roster`: what another book does to people, group by group and person by person."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import jsonschema
import pytest

from conftest import run
from mlcomp import Profile, estimate, load_book

pytest.importorskip("duckdb")

OURS = """
schema = "mlcomp/book/v1"
extends = "guide"
edition = "ours-1"
title = "Ours"
drop = ["industry"]

[[level]]
id = "mid"
base = [190_000, 280_000]
basis = "policy"
by = "HR"
date = 2026-01-15

[[location]]
id = "seattle"
range = 1.1
basis = "policy"
by = "HR"
date = 2026-01-15
"""
PEOPLE = [
    *[("mid", "SF", "", "red")] * 3,
    *[("senior", "Seattle", "", "blue")] * 2,
    ("senior", "SF", "", "blue"),
    ("mid", "SF", "quant-finance", "red"),
    ("boss", "SF", "", "red"),
]


@pytest.fixture
def line(tmp_path: Path) -> tuple[str, ...]:
    """A comparison of the guide with a book that pays mids more, and people in Seattle less."""
    (tmp_path / "ours.toml").write_text(OURS, encoding="utf-8")
    with (tmp_path / "people.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("level", "where", "industry", "team"), *PEOPLE])
    files = (str(tmp_path / "ours.toml"), "--roster", str(tmp_path / "people.csv"))
    return ("book", "diff", "guide", *files, "--map", "city=where", "--by", "team")


def test_people_are_priced_by_both_books(line: tuple[str, ...], tmp_path: Path) -> None:
    """Count, mean and cost of everybody and each group, as `estimate` has them by each book."""
    document = run(*line, "--json").json
    jsonschema.validate(document, run("schema", "book-diff").json)
    roster, ours = document["roster"], load_book(tmp_path / "ours.toml")
    guide = load_book("guide")
    assert (roster["rows"], roster["priced"]) == (8, 6)
    pays = [
        [estimate(Profile(level=level, city=city), book) for book in (guide, ours)]
        for level, city, _, _ in PEOPLE[:6]
    ]
    for measure in ("base", "total"):
        was, now = ([getattr(e, measure).typical for e in each] for each in zip(*pays, strict=True))
        of_all = next(g for g in roster["groups"] if (g["by"], g["measure"]) == ("all", measure))
        assert of_all["people"] == 6
        assert of_all["old"] == pytest.approx(sum(was) / 6, abs=1)
        assert of_all["new"] == pytest.approx(sum(now) / 6, abs=1)
        assert of_all["cost"] == pytest.approx(sum(now) - sum(was), abs=1)
    groups = {(g["by"], g["value"]): g for g in roster["groups"] if g["measure"] == "base"}
    assert [by for by, _ in groups][:3] == ["all", "level", "level"]
    assert groups["team", "red"]["people"] == 3
    assert groups["level", "mid"]["cost"] == pytest.approx(3 * 15_000 * 1.225, abs=1)
    assert groups["metro", "Seattle-Tacoma-Bellevue, WA"]["cost"] < 0


def test_who_gains_and_loses_most_is_named_by_row(line: tuple[str, ...]) -> None:
    """Nobody whose pay stays is among them; rows count from the first person."""
    roster = run(*line, "--json").json["roster"]
    gain, lose = (
        [each["row"] for each in roster[side] if each["measure"] == "base"]
        for side in ("gain", "lose")
    )
    assert (gain, lose) == ([1, 2, 3], [4, 5])
    assert roster["lose"][0]["groups"]["team"] == "blue"
    shown = run(*line)
    assert (shown.code, shown.err) == (0, "")
    assert "row 4: senior, Seattle-Tacoma-Bellevue, WA, blue" in " ".join(shown.out.split())
    assert max(map(len, shown.out.splitlines())) <= 80


def test_who_cannot_be_priced_by_one_of_them_is_counted(line: tuple[str, ...]) -> None:
    """With the book that cannot, and in no group."""
    unpriced = run(*line, "--json").json["roster"]["unpriced"]
    assert [(each["book"], each["rows"]) for each in unpriced] == [
        ("guide-2026", 1),
        ("ours-1", 1),
        ("ours-1", 1),
    ]
    assert any("the rule book has none" in each["reason"] for each in unpriced)


def test_without_a_roster_there_is_none(tmp_path: Path, line: tuple[str, ...]) -> None:
    """Null in the JSON; options that belong to one are refused; CSV has its groups."""
    ours = str(tmp_path / "ours.toml")
    assert json.loads(run("book", "diff", "guide", ours, "--json").out)["roster"] is None
    refused = run("book", "diff", "guide", ours, "--by", "team")
    assert (refused.code, refused.out) == (2, "")
    assert "roster: expected a file of people, found none" in refused.err
    rows = list(csv.DictReader(run(*line, "--format", "csv").out.splitlines()))
    assert (rows[0]["by"], rows[0]["people"]) == ("all", "6")


def test_two_books_that_say_the_same_do_nothing(line: tuple[str, ...]) -> None:
    """No cost, and nobody gains or loses."""
    same = run("book", "diff", "guide", "guide", *line[4:], "--json").json
    assert same["changes"] == []
    assert {group["cost"] for group in same["roster"]["groups"]} == {0}
    assert same["roster"]["gain"] == same["roster"]["lose"] == []
