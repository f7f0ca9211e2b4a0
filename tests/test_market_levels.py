"""What a book calls its own levels means those, in the market's opinion beside it too."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import run
from mlcomp import load_book
from mlcomp.employers.ladders import ladders
from mlcomp.rules.naming import level_named

OWN = """\
schema = "mlcomp/book/v1"
extends = "guide"
edition = "own-2026"
title = "Own pay"
drop = ["industry", "specialization"]

[[level]]
id = "entry"
aliases = ["e1"]

[[level]]
id = "mid"
aliases = ["e2"]

[[level]]
id = "senior"
title = "Engineer III"
aliases = ["e3"]
drop = ["max_years"]

[[level]]
id = "staff"
drop = true

[[level]]
id = "m1"
title = "Manager"
track = "manager"
base = [310_000, 390_000]
summary = "Leads a team."
basis = "policy"
by = "Pay team"
date = 2026-01-15
"""
LACKS = "market-2026 is left out: level: 'm1' is not known; valid: entry, mid, senior, staff."


@pytest.fixture
def own(tmp_path: Path) -> str:
    """Return a book whose level `e3` is senior, where Meta's E3 is entry."""
    file = tmp_path / "own.toml"
    file.write_text(OWN, encoding="utf-8")
    return str(file)


@pytest.mark.parametrize("typed", ["e3", "E-3", "Engineer III", "senior"])
def test_every_name_of_a_level_has_one_opinion_of_the_market(typed: str, own: str) -> None:
    """By estimate, offer, compare and levers: that of the level with its id."""
    person = ("--city", "SF", "--book", own, "--json")
    market = run("estimate", "--level", "senior", "--city", "SF", "--book", "market", "--json").json
    typical = market["base"]["typical"]
    assert run("estimate", "--level", typed, *person).json["market"]["base"]["typical"] == typical
    offer = run("offer", "--level", typed, "--base", "300k", *person).json
    assert offer["market"]["base"]["typical"] == typical
    both = run("compare", "--level", typed, "--level", "mid", *person).json["scenarios"]
    assert typical in [scenario["market"]["base"]["typical"] for scenario in both]
    levers = run("levers", "--level", typed, *person).json
    assert levers["market"]["base"]["typical"] == typical


def test_what_a_level_is_called_is_no_code_of_others(own: str) -> None:
    """`e2` is nobody's code, and the market's mid all the same."""
    found = run("estimate", "--level", "e2", "--book", own, "--json").json
    assert found["market"]["level"] == "mid"


def test_a_level_that_the_market_lacks_is_said(own: str) -> None:
    """In one line, whatever the command."""
    person = ("--level", "m1", "--book", own, "--json")
    assert LACKS in run("estimate", *person).json["notes"]
    assert LACKS in run("offer", "--base", "300k", *person).json["notes"]
    assert LACKS in run("levers", *person).json["notes"]
    compared = run("compare", "--level", "m1", "--level", "e3", "--book", own, "--json").json
    said = {one["name"]: one["notes"] for one in compared["scenarios"]}
    assert LACKS in said["Manager"]
    assert LACKS not in said["Engineer III"]
    bands = run("bands", "--book", own, "--json").json
    assert "market-2026 has no such level as m1." in bands["notes"]
    assert [each["level"] for each in bands["market"]] == ["entry", "mid", "senior"]
    assert LACKS not in run("estimate", *person, "--no-market").json["notes"]


def test_an_id_on_another_ladder_means_something_else(own: str) -> None:
    """A manager whose level has the id of an engineer's is not held against the engineer."""
    text = Path(own).read_text(encoding="utf-8")
    text = text.replace('id = "staff"\ndrop = true\n', "").replace("[[level]]\n\n", "")
    managers = text.replace('id = "m1"', 'id = "staff"\ndrop = ["min_years"]')
    Path(own).write_text(managers, encoding="utf-8")
    found = run("estimate", "--level", "staff", "--book", own, "--json").json
    assert found["market"] is None
    assert any(
        note.startswith("market-2026 is left out: level: 'staff'") for note in found["notes"]
    )


def test_the_shipped_books_read_every_code_alike() -> None:
    """So the market is handed what it would have read itself."""
    guide, market = load_book("guide"), load_book("market")
    for company, rungs in ladders().items():
        for code in (code for rung in rungs for code in rung.codes):
            read = [level_named(code, company or None, book).level.id for book in (guide, market)]
            assert read[0] == read[1], (company, code)


@pytest.mark.parametrize("order", [("market", None), (None, "market")])
def test_a_backtest_reads_levels_as_ones_own_book(
    own: str, order: tuple[str | None, str | None], tmp_path: Path
) -> None:
    """Whatever order the books come in; and levels that the market lacks it does not price."""
    pytest.importorskip("duckdb")
    pay = tmp_path / "pay.csv"
    rows = ["e3,300000"] * 3 + ["E2,200000"] * 2 + ["m1,350000"]
    pay.write_text("\n".join(("level,base", *rows)), encoding="utf-8")
    books = [part for book in order for part in ("--book", book or own)]
    found = run("backtest", str(pay), *books, "--json").json
    by_book = {book["book"]: book for book in found["books"]}
    levels = {
        edition: {g["value"]: g["priced"] for g in book["groups"] if g["by"] == "level"}
        for edition, book in by_book.items()
    }
    assert levels["own-2026"] == {"senior": 3, "mid": 2, "m1": 1}
    assert levels["market-2026"] == {"senior": 3, "mid": 2, None: 0}
    (unpriced,) = by_book["market-2026"]["unpriced"]
    assert unpriced["reason"].startswith("level: 'm1 of own-2026' is not known")
