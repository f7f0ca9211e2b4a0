"""`mlcomp sql`: cells that are spelled in odd ways, in a query, mean what they do to `estimate`."""

from __future__ import annotations

import pytest

from mlcomp import Book
from people import COLUMNS, Person, assert_figures, columns_for

pytest.importorskip("duckdb")
pytest.importorskip("sqlglot")

from mlcomp.roster.query.query import pricing_query
from test_roster_sql import on_duckdb

ODD = {
    "specialization": ["", " ", "-", "_-", ";", " ; ", "rl;", ";rl", "RL ; inference", "rl; ;nlp"],
    "city": [" ", "-", " Austin, TX", "Austin,  TX ", "austin_tx", "Winston Salem,   NC", "_"],
    "level": ["", " ", "-", "Sen-ior", " senior ", "_", "L 5"],
    "tier": [" ", "-", "The Google, Inc.", "google-", "mid_size", " Mid Size ", "&", "inc"],
    "industry": [" ", "-", "tech ", "Quant-Finance", "quant finance"],
    "degree": [" ", "-", "ph-d", "Ph.D.", "P h d"],
    "lifecycle": ["", "TRUE", " yes ", "No", "0.0", "-", "maybe"],
    "remote": ["", "-", "T", " y", "0", "f"],
    "remote_policy": [" ", "-", "Local", "h-q"],
    "years": [
        "",
        " ",
        " 5 ",
        "+5",
        "-5",
        "5.",
        ".",
        "1e1",
        "nan",
        "inf",
        "60",
        "60.1",
        "0x1",
        "1_0",
    ],
}


def test_odd_spellings_are_read_as_one_person_is(guide: Book) -> None:
    """Blanks, hyphens, signs and empty names in a list count for a query as for `estimate`."""
    rows: list[Person] = [
        dict.fromkeys(COLUMNS) | {"years": "4", name: each}
        for name, spellings in ODD.items()
        for each in spellings
    ]
    names = columns_for(guide)
    cities = ["Austin, TX", "Winston-Salem, NC"]
    query = pricing_query(guide, "duckdb", "people", ("place", *names), cities)
    assert_figures(rows, on_duckdb(query, rows, names), guide)
