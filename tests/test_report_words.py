"""What a roster's report says beside its figures: the book's record, the groups, the reasons."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import run
from report_page import reported, roster

pytest.importorskip("duckdb")


def test_the_books_record_stands_before_what_is_judged_by_it(tmp_path: Path) -> None:
    """Under the title, and beside the costs a doubt unless the record is good."""
    people, own = roster(tmp_path), tmp_path / "own.toml"
    assert run("book", "new", str(own)).code == 0
    for book, record, doubt in (
        ("guide", "Held against real base pay: 15% fell", "15% of measured base pay fell inside"),
        ("market", "Held against real base pay: 79% fell inside its likely range", None),
        (str(own), "Nobody has measured how well this book holds.", "measured how well this book"),
    ):
        text = reported(people, "--book", book).text
        cost = text.index("Cost to the minimum")
        assert text.index(record) < text.index("Typical base") < cost
        assert ("--book market judges by measured pay" in text[:cost]) == bool(doubt)
        if doubt:
            assert doubt in text[text.index("Real base pay") : cost]


def test_without_real_pay_the_column_still_splits(tmp_path: Path) -> None:
    """Typical base and total of each group, as of each level; what is only blanks is empty."""
    file = tmp_path / "people.csv"
    file.write_text("years,city,team\n4,SF,A 10\n5,NYC,A 9\n5,NYC,\n5,NYC,  \n6,NYC,A 9\n")
    page = reported(file, "--by", "team")
    groups = page.document["estimated_groups"]
    assert [(g["name"], g["people"]) for g in groups] == [
        *(("(empty)", 2), ("A 9", 2), ("A 10", 1)),
    ]
    summary = run("batch", str(file), "--by", "team", "--json").json["splits"][0]["groups"]
    for kind in ("base_typical", "total_typical"):
        assert {g[kind] for g in groups} == {g[kind] for g in summary}
    assert "What the book says, by team" in page.text
    assert "A 10" in page.text
    assert reported(file).document["estimated_groups"] == []


def test_a_column_of_many_values_is_cut_and_the_rest_counted(tmp_path: Path) -> None:
    """The largest groups are drawn; how many others there are is said."""
    file = roster(tmp_path, 120, tuple(f"team {n}" for n in range(40)))
    page = reported(file, "--by", "team")
    (pay,) = page.document["pay"]
    assert len(pay["groups"]) == 30
    assert page.document["other_groups"] == 6
    assert sum(g["people"] for g in pay["groups"]) + page.document["other_people"] == 108
    assert [group["name"] for group in pay["groups"][:4]] == [f"team {n}" for n in range(4)]
    assert f"6 more groups of team, none larger, with {page.document['other_people']} " in page.text
    assert reported(file, "--by", "level").document == reported(file).document
    (pay,) = reported(file, "--by", "metro").document["pay"]
    assert {group["name"][:6] for group in pay["groups"]} == {"San Fr", "Austin", "Boston"}


def test_reasons_speak_of_a_file(tmp_path: Path) -> None:
    """No shell took anything of a cell, and what all amounts are for is an option."""
    file = tmp_path / "people.csv"
    file.write_text('years,base\n4,50000\n4,"$,000"\n4,3m\n', "utf-8")
    expected = "base: expected US dollars a year such as 240000 or 240k, found"
    yearly = "or give --pay yearly if all are"
    said = {
        (
            f"{expected} '50000' ($50,000 a month would be 600,000 a year; if it is for a year, "
            f"write 50000/year, {yearly})"
        ),
        f"{expected} '$,000'",
        f"{expected} '3m' (if it is for a year, write 3000000/year, {yearly})",
    }
    assert {each["message"] for each in reported(file).document["errors"]} == said
    batch = run("batch", str(file), "-", "--to", "jsonl", "--allow-errors").out.splitlines()
    assert {json.loads(line)["error"] for line in batch} == said
    (scored,) = run("backtest", str(file), "--json").json["books"]
    assert {each["reason"] for each in scored["unpriced"]} == said
