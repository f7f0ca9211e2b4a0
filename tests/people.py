"""Rosters for tests: random cells, and what `estimate` says of each person."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path
from typing import Any

import pytest

from conftest import run
from mlcomp import Book, OfferError, ProfileError, estimate
from mlcomp.offers.money import Origin, salary
from mlcomp.roster.cells import person, profile_of
from mlcomp.rules.pay import FIGURES
from mlcomp.rules.result import Estimate

COLUMNS = (
    *("years", "level", "city", "remote", "remote_policy", "hq", "tier"),
    *("specialization", "industry", "lifecycle", "degree"),
)
Person = dict[str, Any]


def columns_for(book: Book) -> tuple[str, ...]:
    """The columns that people of a book are priced by, those of its own factors last."""
    return (*COLUMNS, *(factor.id.replace("-", "_") for factor in book.factor))


PAID: dict[str | None, float | None] = {
    None: None,
    "": None,
    "250000": 250_000.0,
    "$180,000": 180_000.0,
    "199999.99": 199_999.99,
    "185k": 185_000.0,
    " $0.2M ": 200_000.0,
    "262.35K": 262_350.0,
    "18,750/year": 18_750.0,
    "2_250_000 per Yr": 2_250_000.0,
    "180 000": 180_000.0,
    "100000.125": 100_000.13,
    "1": None,
    "0": None,
    "-5": None,
    "abc": None,
    "1e5": None,
    "1,5": None,
    "92.50": None,
    "18,750": None,
    "2,250,000": None,
    "250.000": None,
    "100.000,00": None,
    "50,000k": None,
    "8k a month": None,
    "$0,000": None,
    "1000000000000": None,
}
"""Real pay as it is written, and what it is a year; None for what an offer would refuse."""

TRUTHS = ("true", "False", "YES", "n", "0", "1", "perhaps", " true ")
YEARS = (
    "4",
    " 4.5 ",
    "nan",
    "abc",
    "61",
    "-1",
    "1e1",
    "1_0",
    "inf",
    "0",
    "60",
    "60.0",
    "4,5",
    "+3",
    ".5",
    "7.",
    "٣",
    "0x10",
    "4d",
    "1e400",
    "2.99999999999",
    "007",
)
CITIES = (
    *("SF", "nyc", "Austin, TX", "portland me", "Texas", "remote", "Elmira, NY", "Springfield"),
    *("Enterprise, AL", "Bay Area", "St. Louis", "Austn", "London", "PALO ALTO", "Portland, OR"),
    *("94107", "Cypress, TX 77429", "hanover md", "rural Maine", "Austin, TX 94107", "2139"),
)
# What people type that no book has.
NAMES = {
    "tier": ("Snap, Inc.", "Capital One", "Two Sigma", "waymo llc", "Google LLC", "bank", "stripe"),
    "level": ("L5", "l-4", "E5", "IC-4", "SDE II", "Sr."),
    "specialization": ("NLP", "llms", "MLOps"),
    "industry": ("FinTech", "health-care", "finance"),
}
# Numbers to Python that SQL does not read.
ODD_YEARS = ("1_0", "٣")
ODD = (
    "zzz",
    " ",
    "a\tb",
    "é" * 201,
    "[red]x",
    "'; drop table people; --",
    '"',
    "=1+1",
    "👩",
    "a\x1fb",
)


CENT = 0.00501
"""Half a cent, and what is lost in the last digits."""


def expected(row: Person, book: Book) -> dict[str, Any]:
    """Price one person with `estimate`; the columns that a roster adds."""
    fields: dict[str, Any] = {}
    try:
        for column in columns_for(book):
            if row.get(column) not in (None, ""):
                value = row[column]
                fields |= person((column,), value, book)
        result = estimate(profile_of(fields), book)
    except ProfileError as error:
        return {"error": str(error)}
    figures: dict[str, Any] = {
        f"{kind}_{figure}": getattr(getattr(result, kind), figure)
        for kind in ("base", "total")
        for figure in FIGURES
    }
    metro = result.place.metro
    return {
        "level_id": result.level.id,
        "metro": metro.name if metro else None,
        **figures,
        "error": None,
        **placed(row, result),
    }


def placed(row: Person, result: Estimate) -> dict[str, Any]:
    """What a roster adds where a row has real pay: where it stands, or why it is none."""
    figures: dict[str, Any] = {}
    for kind in (kind for kind in ("base", "total") if kind in row):
        amount, pay = PAID[row[kind]], getattr(result, kind)
        if amount is not None:
            figures[f"{kind}_percentile"] = pay.percentile(amount)
            figures[f"{kind}_compa_ratio"] = pay.compa_ratio(amount)
            inside = pay.penetration(amount) if pay.high > pay.low else None
            figures[f"{kind}_range_penetration"] = inside
        elif row[kind]:
            figures.setdefault("error", refused_pay(kind, row[kind]))
    return figures


def refused_pay(kind: str, typed: str, origin: Origin = "roster") -> str:
    """What is said of such pay, under the name that its column has."""
    with pytest.raises(OfferError) as refused:
        salary(typed, origin=origin)
    return str(refused.value.faults[0]._replace(field=kind))


def assert_priced(rows: list[Person], found: list[Person], book: Book) -> None:
    """Every column of every row is what `estimate` says, to the cent and to the word."""
    assert len(found) == len(rows)
    for row, priced in zip(rows, found, strict=True):
        wanted = expected(row, book)
        assert priced["error"] == wanted["error"], row
        for name in ("level_id", "metro"):
            assert priced[name] == wanted.get(name), row
        for name in (f"{kind}_{figure}" for kind in ("base", "total") for figure in FIGURES):
            figure = priced[name]
            if wanted.get(name) is None:
                assert figure is None, (name, row)
            else:
                assert abs(float(figure) - wanted[name]) <= CENT, (name, row)
        for name, places in (("percentile", 2), ("compa_ratio", 4), ("range_penetration", 4)):
            for kind in (kind for kind in ("base", "total") if kind in row):
                share, said = priced[f"{kind}_{name}"], wanted.get(f"{kind}_{name}")
                assert (share is None) == (said is None), (name, row)
                if said is not None:
                    error = abs(float(share) - said)
                    assert error <= 0.50001 * 10**-places + 1e-9 * abs(said), (name, row)


def assert_figures(rows: list[Person], found: list[Person], book: Book) -> None:
    """As `assert_priced`, for SQL, which cannot suggest near names nor read odd numbers."""
    assert len(found) == len(rows)
    for row, priced in zip(rows, found, strict=True):
        if row["years"] in ODD_YEARS:
            assert priced["error"] is not None, row
            continue
        error = expected(row, book)["error"]
        assert (priced["error"] is None) == (error is None), row
        if error is not None:
            # Of several errors SQL may name another: it does not know what `Profile` refuses.
            if not {"é" * 201, "a\tb", " ", "a\x1fb"} & set(row.values()):
                assert priced["error"].partition(":")[0] == error.partition(":")[0], row
            assert priced["level_id"] is None
            assert priced["base_typical"] is None
        else:
            assert_priced([row], [priced], book)


def some_people(book: Book, seed: int, count: int = 120) -> list[Person]:
    """People of every kind, right and wrong, the same each time."""
    chance = random.Random(seed)
    names = {
        "level": book.level,
        "tier": book.tier,
        **{d.id.replace("-", "_"): d.options for d in book.dimensions if d.choice != "flag"},
    }

    def cell(column: str) -> str | None:
        options = names.get(column)
        if column == "years":
            plain = [str(chance.randint(0, 600) / 10) for _ in range(45)]
            return chance.choice([*YEARS, None, *plain])
        if column == "city":
            return chance.choice([None, "", *ODD, *CITIES, *CITIES, *CITIES])
        if column == "remote":
            return chance.choice([*[None] * 4, *["true", "1"] * 5, "no", "perhaps"])
        if column == "remote_policy":
            policies = ("national", "local", "HQ", " hq", "Local", "hq")
            return chance.choice([*[None] * 6, "", "zzz", " ", *policies])
        if column == "hq":
            return chance.choice([*[None] * 40, "", "zzz", *CITIES])
        if options is None:
            return chance.choice([None, "true", "no", "1", "perhaps"])
        known = [name for option in options for name in option.names]
        known += [name.upper() for name in known]
        known += NAMES.get(column, ())
        if column == "specialization":
            known += [f"{one}; {chance.choice(known)}" for one in known[:]]
        return chance.choice(
            [None, "", *ODD, *(chance.choice(known or ["none"]) for _ in range(40))]
        )

    return [{column: cell(column) for column in columns_for(book)} for _ in range(count)]


def with_pay(rows: list[Person], seed: int) -> list[Person]:
    """The same people with real pay, of which some is none."""
    chance = random.Random(seed)
    cells = [*PAID, *(["250000", "$180,000"] * 5)]
    return [{**row, "base": chance.choice(cells), "total": chance.choice(cells)} for row in rows]


PEOPLE = "id,city,years,note\n007,SF,4,1e5\n008,,5,2026-01-02\n"


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def batch(folder: Path, text: str | bytes, *options: str, name: str = "in.csv") -> Any:
    """Price a file's text as CSV on standard output."""
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return run("batch", str(file), "-", "--to", "csv", *options)
