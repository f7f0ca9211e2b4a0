"""`price`: the same rules on every kind of dataframe, row by row what `estimate` says."""

from __future__ import annotations

import math
import re
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from conftest import examples
from mlcomp import Book, ProfileError, load_book
from people import Person, assert_priced, columns_for, some_people, with_pay
from strategies import books

duckdb = pytest.importorskip("duckdb")
pl = pytest.importorskip("polars")
pd = pytest.importorskip("pandas")
pa = pytest.importorskip("pyarrow")

from mlcomp.roster.frame import price  # noqa: E402 (duckdb may be missing)


def columns(rows: list[Person], book: Book) -> dict[str, list[Any]]:
    cells = (*columns_for(book), "base", "total")
    return {name: [row[name] for row in rows] for name in cells}


def polars_frame(rows: list[Person], book: Book) -> Any:
    cells = columns(rows, book)
    return pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String))


def on_polars(rows: list[Person], book: Book) -> list[Person]:
    return price(polars_frame(rows, book), book).to_dicts()


def on_polars_lazily(rows: list[Person], book: Book) -> list[Person]:
    return price(polars_frame(rows, book).lazy(), book).collect().to_dicts()


def on_pandas(rows: list[Person], book: Book) -> list[Person]:
    priced = price(pd.DataFrame(columns(rows, book), dtype="str"), book)
    return [
        {k: None if isinstance(v, float) and math.isnan(v) else v for k, v in row.items()}
        for row in priced.to_dict("records")
    ]


def on_arrow(rows: list[Person], book: Book) -> list[Person]:
    cells = columns(rows, book)
    schema = pa.schema([(name, pa.string()) for name in cells])
    return price(pa.table(cells, schema=schema), book).to_pylist()


def on_duckdb(rows: list[Person], book: Book) -> list[Person]:
    with duckdb.connect() as connection:
        connection.register("people", polars_frame(rows, book))
        priced = price(connection.sql("SELECT * FROM people"), book)
        names = priced.columns
        return [dict(zip(names, row, strict=True)) for row in priced.fetchall()]


KINDS = {
    "polars": on_polars,
    "polars-lazy": on_polars_lazily,
    "pandas": on_pandas,
    "pyarrow": on_arrow,
    "duckdb": on_duckdb,
}


@pytest.mark.parametrize("kind", KINDS)
@settings(examples(12), phases=[Phase.generate])
@given(data=st.data())
def test_every_row_of_a_random_roster_is_its_estimate(
    kind: str, guide: Book, data: st.DataObject
) -> None:
    """Figures to the cent and errors to the word, in the shipped books and in random ones."""
    book = data.draw(st.one_of(st.just(guide), st.just(load_book("market")), books()))
    seed = data.draw(st.integers(0, 2**32))
    rows = with_pay(some_people(book, seed, data.draw(st.integers(0, 60))), seed)
    assert_priced(rows, KINDS[kind](rows, book), book)


def test_columns_that_cannot_be_read_are_said_at_once() -> None:
    """Lists, numbers for names, two of one name, and nothing to price by."""
    for frame, said in (
        (
            pl.DataFrame({"years": [4], "specialization": [["rl"]]}),
            "specialization: expected a col",
        ),
        (pd.DataFrame({0: [1], "years": [4]}), "columns: expected names that are text, found 0"),
        (pd.DataFrame([[1, 4]], columns=["years", "years"]), "columns: "),
        (pl.DataFrame({"a": [1]}), "columns: expected years or level among them, found 'a'"),
    ):
        with pytest.raises(ProfileError, match=re.escape(said)):
            price(frame)


def test_metros_are_text_where_there_are_none() -> None:
    """The type of a column does not hang on what is in it."""
    priced = price(pl.DataFrame({"years": [4]}))
    assert priced.schema["metro"] == priced.schema["error"] == pl.String
    with duckdb.connect() as connection:
        lazy = price(connection.sql("SELECT 4 AS years"))
        types = dict(zip(lazy.columns, map(str, lazy.types), strict=True))
        assert (types["metro"], types["level_id"]) == ("VARCHAR", "VARCHAR")


@pytest.mark.parametrize("kind", ["DataFrame", "LazyFrame"])
def test_nothing_is_left_behind_at_the_end(kind: str) -> None:
    """A program that prices a Polars frame ends without a word on standard error."""
    program = (
        "import mlcomp, polars as pl\n"
        f"people = pl.{kind}({{'years': [4], 'city': ['SF']}})\n"
        "print(mlcomp.price(people).lazy().collect()['base_typical'][0])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("261333.33\n", "")


@pytest.mark.parametrize("lazy", [False, True])
@pytest.mark.parametrize("blank", ["years", "city", "base"])
def test_a_column_of_nothing_is_one_of_blank_cells(blank: str, *, lazy: bool) -> None:
    """Polars has a type for it, Null, as PyArrow and pandas have."""
    cells = {"level": ["mid", "senior"], "years": [4, 7], "city": ["SF", "NYC"]}
    frame = pl.DataFrame(cells | {blank: [None, None]})
    whole = pl.DataFrame(cells | {blank: ["", ""]})
    priced = price(frame.lazy()).collect() if lazy else price(frame)
    assert priced.drop(blank).equals(price(whole).drop(blank))
    assert priced.schema[blank] == pl.Null


@pytest.mark.parametrize("lazy", [False, True])
def test_a_column_of_objects_is_refused(*, lazy: bool) -> None:
    """Polars keeps any of Python's objects, which are no text: not one is read as some."""
    frame = pl.DataFrame({"years": [4], "city": pl.Series([object()], dtype=pl.Object)})
    with pytest.raises(ProfileError, match=r"city: expected a column of text .*, found Object"):
        price(frame.lazy() if lazy else frame)


def test_text_that_is_no_utf_8_is_refused() -> None:
    """A half of a character, which pandas may hold, is named with its column."""
    frame = pd.DataFrame({"years": [4], "city": pd.Series(["SF\ud800"], dtype=object)})
    with pytest.raises(ProfileError, match=r"city: expected text in UTF-8, found 'SF\\ud800'"):
        price(frame)
