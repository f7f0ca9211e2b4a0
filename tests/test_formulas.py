"""Five pay formulas of real companies, written as rule books and priced by hand."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from conftest import run
from mlcomp import load_book
from test_roster_sql import on_duckdb

pytest.importorskip("duckdb")
pytest.importorskip("sqlglot")

from mlcomp.roster.query.query import pricing_query

BOOKS = Path(__file__).parent / "books"

# Book, person, and typical base and total in US dollars a year, each worked out beside it.
BY_HAND: list[tuple[str, dict[str, str], float, float]] = [
    # 150,000 x 1 (hub) x 1.05 (top step); x 1.1 for the bonus.
    ("steps", {"years": "4", "city": "SF", "step": "top"}, 157_500, 173_250),
    # 190,000 x 0.85 (elsewhere) x 0.95 (new to the level).
    ("steps", {"years": "7", "city": "Boise, ID", "step": "start"}, 153_425, 168_767.5),
    # 120,000 x 0.9 (no place) x 1 (the default step).
    ("steps", {"years": "1"}, 108_000, 118_800),
    # A quarter through four years: 170,000 + 30,000 / 4.
    ("national", {"years": "5", "city": "SF"}, 177_500, 213_000),
    # No years: the middle of 210,000 to 250,000.
    ("national", {"level": "l5", "city": "Wyoming"}, 230_000, 276_000),
    # 3 of 4 years: position 0.25 + 0.5 x 3/4 = 0.625 of 140,000 to 160,000.
    ("zones", {"years": "3", "city": "Palo Alto, CA"}, 152_500, 183_000),
    # 6 of 11 years from 4 on, so 2/11: 0.25 + 1/11 of 40,000 above 150,000.
    ("zones", {"years": "6", "city": "Boston"}, 150_000 + 40_000 * (0.25 + 1 / 11), 0),
    # Zone C is everywhere else: the middle of 130,000 to 170,000.
    ("zones", {"level": "p2", "city": "Denver"}, 150_000, 180_000),
    # (4 - 3) / 3 through 160,000 to 200,000, x 1.2 in the Bay Area; x 1.2.
    ("ladders", {"years": "4", "city": "SF"}, (160_000 + 40_000 / 3) * 1.2, 0),
    # Managers have no years: the middle of the band, whatever they bring; x 1.3.
    ("ladders", {"level": "m1", "years": "9", "city": "SF"}, 288_000, 374_400),
    ("ladders", {"level": "m2", "city": "Austin"}, 300_000, 450_000),
    ("one-salary", {"years": "0", "city": "Tulsa"}, 165_000, 181_500),
    ("one-salary", {"years": "25", "city": "NYC"}, 165_000, 181_500),
]
UPLIFT = {"zones": 1.2, "ladders": 1.2}


def options(person: dict[str, str]) -> list[str]:
    """What would have been typed."""
    words = []
    for name, value in person.items():
        words += ["--factor", f"{name}={value}"] if name == "step" else [f"--{name}", value]
    return words


def book_of(name: str) -> str:
    return str(BOOKS / f"{name}.toml")


@pytest.mark.parametrize(("name", "person", "base", "total"), BY_HAND)
def test_each_command_gives_what_the_formula_gives(
    name: str, person: dict[str, str], base: float, total: float, tmp_path: Path
) -> None:
    """To the dollar, in estimate and compare; to the cent in batch and in the query."""
    total = total or base * UPLIFT[name]
    book = book_of(name)
    one = run("estimate", *options(person), "--book", book, "--json").json
    assert (one["base"]["typical"], one["total"]["typical"]) == (round(base), round(total))
    other = ("--city", "Fargo, ND") if "city" in person else ("--years", "20")
    many = run("compare", *options(person), *other, "--book", book, "--json").json
    assert round(base) in {each["base"]["typical"] for each in many["scenarios"]}
    people = tmp_path / "people.csv"
    people.write_text(f"{','.join(person)}\n" + ",".join(f'"{v}"' for v in person.values()) + "\n")
    priced = run("batch", str(people), "-", "--from", "csv", "--to", "csv", "--book", book)
    (row,) = csv.DictReader(io.StringIO(priced.out))
    figures: tuple[Any, ...] = (float(row["base_typical"]), float(row["total_typical"]))
    assert figures == pytest.approx((base, total), abs=0.006)
    loaded = load_book(book)
    query = pricing_query(
        loaded, "duckdb", "people", ("place", *person), [person.get("city", "SF")]
    )
    (queried,) = on_duckdb(query, [person], tuple(person))
    assert (queried["base_typical"], queried["total_typical"]) == pytest.approx(
        (base, total), abs=0.006
    )


@pytest.mark.parametrize("name", ["steps", "national", "zones", "ladders", "one-salary"])
def test_each_book_has_no_faults(name: str) -> None:
    """And fits on a screen or two, since it states only what differs."""
    assert run("book", "check", book_of(name)).code == 0
    assert len((BOOKS / f"{name}.toml").read_text(encoding="utf-8").splitlines()) <= 110


def test_comparisons_rank_by_the_formula() -> None:
    """Three zones in the order of their dollars, by the book that was named."""
    found = run(
        *("compare", "--years", "5", "--city", "Denver,SF,Boston", "--book", book_of("zones")),
        "--json",
    ).json
    assert [each["base"]["typical"] for each in found["scenarios"]] == [
        *(round(low + 40_000 * (0.25 + 0.5 / 11)) for low in (180_000, 150_000, 130_000)),
    ]


def test_years_lead_to_no_manager_and_the_next_level_is_on_the_same_ladder() -> None:
    """Twenty years are an E5; above M1 is M2, above E5 nothing."""
    book = book_of("ladders")
    assert run("estimate", "--years", "20", "--book", book, "--json").json["level"]["id"] == "e5"

    def next_level(level: str) -> list[str]:
        found = run("levers", "--level", level, "--book", book, "--no-market", "--json").json
        return [each["id"] for each in found["levers"] if each["dimension"] == "level"]

    assert [next_level(level) for level in ("e4", "e5", "m1", "m2")] == [["e5"], [], ["m2"], []]


def test_without_years_a_level_has_to_be_named(tmp_path: Path) -> None:
    """A book whose levels name no years says so, in estimate and row by row."""
    text = (BOOKS / "ladders.toml").read_text(encoding="utf-8")
    book = tmp_path / "names.toml"
    lines = [line for line in text.splitlines() if not line.startswith(("min_years", "max_years"))]
    book.write_text("\n".join(lines), encoding="utf-8")
    refused = run("estimate", "--years", "4", "--book", str(book))
    expected = "a level (e3, e4, e5, m1, m2), since years lead to none in this rule book"
    assert (refused.code, refused.err) == (2, f"mlcomp: expected {expected}, found none\n")
    people = tmp_path / "people.csv"
    people.write_text("years,level\n4,\n,e4\n")
    priced = run("batch", str(people), "-", "--to", "csv", "--book", str(book))
    rows = list(csv.DictReader(io.StringIO(priced.out)))
    assert [row["error"] for row in rows] == [f"expected {expected}, found none", ""]
    assert rows[1]["base_typical"] == "180000.0"
