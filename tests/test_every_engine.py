"""Whatever a person is described by: each engine gives what `estimate` gives, or says why not."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from mlcomp import Book, Profile, load_book
from mlcomp.book.loading import validated
from own_factors import own_text
from people import (
    CITIES,
    Person,
    assert_figures,
    assert_priced,
    columns_for,
    table,
)
from test_every_field import NAMED, PERSON

pytest.importorskip("duckdb")
pytest.importorskip("sqlglot")

from mlcomp.roster.batch import price_file
from mlcomp.roster.query.query import pricing_query
from mlcomp.roster.request import Batch
from test_roster_frames import KINDS
from test_roster_sql import on_duckdb


@pytest.fixture(scope="module", params=["guide", "market", "ours"])
def book(request: pytest.FixtureRequest) -> Book:
    """Both shipped books, and one with two factors of its own."""
    if request.param == "ours":
        return validated(tomllib.loads(own_text()), "ours.toml")
    return load_book(request.param)


# Employers, codes and fields that no book has: some say what others of them mean.
TYPED = [
    *({"tier": tier} for tier in ("Snap, Inc.", "CAPITAL ONE", "bank", "Waymo LLC", "googel")),
    *({"tier": tier, "industry": "fintech"} for tier in ("Two Sigma", "the walmart co", None)),
    *({"tier": "Two Sigma", "industry": industry} for industry in ("hft", "tech", "zzz", None)),
    *({"level": "L5", "tier": tier} for tier in ("Alphabet Inc.", "amazon", "Stripe", "bank")),
    *({"level": level, "tier": None} for level in ("l-5", "ic4", "IC-4", "E5", "sde ii", "Sr.")),
    *({"level": level, "tier": "googel"} for level in ("L5", "IC4", "zzz")),
    *({"specialization": named} for named in ("NLP", "nlp; rl", "MLOps;LLM", "NLP;zzz", "NPL")),
]


def cell(value: Any) -> str:
    return value[0] if isinstance(value, tuple) else str(value)


def everybody(book: Book) -> list[Person]:
    """One person a field, an option, a name that is not known, and a default left out."""
    plain = {name: str(value) for name, value in PERSON.items()}
    people = [plain]
    for field in fields(Profile):
        value, needed = NAMED[field.name]
        given = {name: cell(each) for name, each in needed.items()}
        if field.name == "factors":
            value = {id_: name for id_, name in value.items() if id_ in {f.id for f in book.factor}}
            given |= {id_.replace("-", "_"): name for id_, name in value.items()}
        else:
            given[field.name] = cell(value)
        people.append(plain | given)
    for dimension in book.dimensions:
        name = dimension.id.replace("-", "_")
        cells = ["true", "no"] if dimension.choice == "flag" else ["zzz"]
        cells += [each for option in dimension.options for each in (option.id, option.title)]
        people += [plain | {name: each} for each in cells]
    people += [plain | person for person in TYPED]
    names = columns_for(book)
    return [dict.fromkeys(names) | person for person in people]


@pytest.mark.parametrize("kind", KINDS)
def test_on_every_kind_of_frame(book: Book, kind: str) -> None:
    """To the cent and to the word."""
    people = [person | {"base": None, "total": None} for person in everybody(book)]
    assert_priced(people, KINDS[kind](people, book), book)


def test_in_a_file(book: Book, tmp_path: Path) -> None:
    """`mlcomp batch`, its columns under the ids of the book's own factors."""
    people = everybody(book)
    names = [name.replace("_", "-") for name in people[0]]
    lines = [",".join(f'"{each or ""}"' for each in person.values()) for person in people]
    (tmp_path / "in.csv").write_text("\n".join([",".join(names), *lines]) + "\n", "utf-8")
    price_file(Batch(source=str(tmp_path / "in.csv"), target=str(tmp_path / "out.csv"), book=book))
    found = table((tmp_path / "out.csv").read_text("utf-8"))
    assert_priced(people, [{n: c or None for n, c in row.items()} for row in found], book)


def test_in_a_query(book: Book) -> None:
    """`mlcomp sql`, on DuckDB."""
    people = everybody(book)
    names = columns_for(book)
    query = pricing_query(book, "duckdb", "people", ("place", *names), CITIES)
    assert_figures(people, on_duckdb(query, people, names), book)
