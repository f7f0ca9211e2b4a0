"""`price`: each kind of dataframe stays as it is, and only gets columns more."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mlcomp import Book, ProfileError
from mlcomp.roster.pricing.columns import outputs_of

duckdb = pytest.importorskip("duckdb")
pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")
pa = pytest.importorskip("pyarrow")

from mlcomp.roster.frame import price  # noqa: E402 (duckdb may be missing)

MID_SF = 261_333.33


def texts(columns: dict[str, list[Any]]) -> Any:
    return pa.table(columns, schema=pa.schema([(name, pa.string()) for name in columns]))


def duckdb_rows(table: Any, book: Book | str = "guide") -> list[dict[str, Any]]:
    with duckdb.connect() as connection:
        priced = price(connection.from_arrow(table), book)
        return [dict(zip(priced.columns, row, strict=True)) for row in priced.fetchall()]


KINDS: dict[str, Callable[[Any], list[dict[str, Any]]]] = {
    "pandas": lambda table: price(table.to_pandas()).to_dict("records"),
    "polars": lambda table: price(pl.DataFrame(table)).to_dicts(),
    "lazy": lambda table: price(pl.DataFrame(table).lazy()).collect().to_dicts(),
    "pyarrow": lambda table: price(table).to_pylist(),
    "duckdb": duckdb_rows,
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_frame_without_rows_gets_the_columns(kind: str) -> None:
    """With their types, whatever the kind."""
    empty = texts({"years": [], "city": []})
    assert KINDS[kind](empty) == []
    added = [name for name in price(empty).column_names if name not in ("years", "city")]
    assert added == list(outputs_of(()))
    schema = price(pl.DataFrame(empty).lazy()).collect_schema()
    assert (schema["error"], schema["base_low"]) == (pl.String, pl.Float64)
    types = price(pd.DataFrame({"years": []})).dtypes
    assert (str(types["metro"]), str(types["base_low"])) == ("str", "float64")


@pytest.mark.parametrize("kind", KINDS)
def test_a_frame_of_levels_alone(kind: str) -> None:
    """One input is enough, in any spelling of its name."""
    rows = KINDS[kind](texts({"Level": ["mid", "nobody", "Staff"]}))
    assert [row["base_typical"] for row in rows][::2] == [220_000, 400_000]
    assert rows[1]["error"].startswith("level: 'nobody' is not known")


@pytest.mark.parametrize("kind", KINDS)
def test_columns_of_any_name(kind: str) -> None:
    """Words of SQL, quotes and dots are names, of inputs and of others."""
    odd = 'sel"ect `x`, y'
    table = texts({"from": ["a"], odd: ["4"], "group by": ["SF"], "p.q": ["x"], "{z}": ["$"]})
    mapping = {"years": odd, "city": "group by"}
    frames: dict[str, Any] = {
        "pandas": table.to_pandas(),
        "polars": pl.DataFrame(table),
        "lazy": pl.DataFrame(table).lazy(),
        "pyarrow": table,
    }
    if kind == "duckdb":
        with duckdb.connect() as connection:
            priced: Any = price(connection.from_arrow(table), columns=mapping, prefix="a'\"b")
            priced = priced.to_arrow_table()
    else:
        priced = price(frames[kind], columns=mapping, prefix="a'\"b")
    priced = priced.collect() if kind == "lazy" else priced
    table_again = priced if isinstance(priced, pa.Table) else pa.table(priced)
    assert table_again.column_names[:5] == table.column_names
    assert table_again["a'\"bbase_typical"].to_pylist() == [MID_SF]


INDEXES = {
    "duplicate": lambda: pd.Index([7, 7, 7], name="seven"),
    "multi": lambda: pd.MultiIndex.from_tuples([(1, "a"), (1, "b"), (0, "a")], names=["n", None]),
    "datetime": lambda: pd.date_range("2024-03-01", periods=3, freq="D", name="day"),
    "text": lambda: pd.Index(["b", "a", "c"]),
}


@pytest.mark.parametrize("name", INDEXES)
def test_pandas_keeps_its_index_columns_and_attributes(name: str) -> None:
    """Of any kind of index; rows are not aligned by it, and the frame given is not changed."""
    people = pd.DataFrame(
        {
            "years": [1, 4, 9],
            "city": pd.Categorical(["SF", None, "SF"]),
            "note": [object(), None, 3],
            "flag": pd.array([True, None, False], dtype="boolean"),
        },
        index=INDEXES[name](),
    )
    people.attrs["source"] = "a survey"
    before = people.copy()
    priced = price(people)
    pd.testing.assert_frame_equal(people, before)
    pd.testing.assert_frame_equal(priced[list(people.columns)], before)
    assert priced.attrs == {"source": "a survey"}
    assert priced["level_id"].tolist() == ["entry", "mid", "senior"]
    assert priced["metro"].isna().tolist() == [False, True, False]


@pytest.mark.parametrize(
    "years",
    [
        [4, None, 61],
        ["4", None, "61"],
        [4.0, float("nan"), 61.0],
        ["4", 4.5, None],
        [4] * 1_500 + ["x"],
    ],
    ids=["objects", "texts", "floats", "mixed", "late"],
)
def test_pandas_objects_are_read_as_what_they_hold(years: list[Any]) -> None:
    """Whatever stands first: nothing is lost, and an odd one has estimate's words."""
    priced = price(pd.DataFrame({"years": pd.Series(years, dtype=object), "city": "SF"}))
    assert priced["base_typical"][0] == MID_SF
    for cell, error in zip(years, priced["error"], strict=True):
        if cell in (4, "4", 4.5):
            assert pd.isna(error)
        elif cell is None or cell != cell:
            assert error == "expected years or level, found neither"
        else:
            assert error.startswith("years: expected a number from 0 to 60, found '")


@pytest.mark.parametrize("dtype", ["Int64", "Float64", "Int8", "UInt32", "float32", "string"])
def test_pandas_nullable_types(dtype: str) -> None:
    """A null is a cell that is not given."""
    cells = ["4", None, "9"] if dtype == "string" else [4, None, 9]
    priced = price(pd.DataFrame({"years": pd.array(cells, dtype=dtype)}))
    assert str(priced["years"].dtype) == dtype
    assert [level if isinstance(level, str) else None for level in priced["level_id"]] == [
        *("mid", None, "senior")
    ]


def test_numbers_out_of_range_have_estimates_words() -> None:
    """As Python writes them: whole, with a fraction, large, and not a number."""
    years = [61.0, -1.5, 1e20, float("nan"), float("inf")]
    priced = price(pl.DataFrame({"years": years}))
    for value, error in zip(years, priced["error"], strict=True):
        assert error == f"years: expected a number from 0 to 60, found '{value!r}'"
    whole = price(pl.DataFrame({"years": [61, -1]}))
    assert whole["error"][0] == "years: expected a number from 0 to 60, found '61'"


def test_a_lazy_frame_stays_lazy() -> None:
    """What is collected, filtered or left out later is as of the frame; either engine runs it."""
    read = []

    def seen(frame: Any) -> Any:
        read.append(frame.height)
        return frame

    people = pl.DataFrame({"years": [4, 9] * 500, "city": ["SF"] * 1000, "id": range(1000)})
    lazy = people.lazy().map_batches(seen)
    priced = price(lazy)
    assert isinstance(priced, pl.LazyFrame)
    known = len(read)
    assert priced.collect_schema().names()[:3] == ["years", "city", "id"]
    assert len(read) == known
    whole = price(people)
    assert priced.collect().equals(whole)
    assert priced.collect(engine="streaming").equals(whole)
    wanted = whole.filter(pl.col("id") > 990).select("id", "total_high")
    assert priced.filter(pl.col("id") > 990).select("id", "total_high").collect().equals(wanted)
    assert priced.group_by("level_id").len().sort("level_id").collect().rows() == [
        *(("mid", 500), ("senior", 500))
    ]


def test_a_lazy_frame_of_many_batches_is_priced_as_one(tmp_path: Path) -> None:
    """Batch after batch by a query that is planned once, whatever a batch's own texts are."""
    cities = ["SF", None, "Austin, TX", "Nowhere", "Boston, MA"]
    rows = 5 * 40_000
    people = pl.DataFrame(
        {
            "years": [n % 40 for n in range(rows)],
            "city": [cities[n // 40_000] for n in range(rows)],
            "tier": [("google", "consultancy")[n // 90_000 % 2] for n in range(rows)],
        }
    ).with_columns(pl.col("city").cast(pl.Categorical), pl.col("tier").cast(pl.Categorical))
    whole = price(people)
    apart = pl.concat([people.head(3), people.slice(3, 9), people.slice(12)], rechunk=False)
    assert price(people.lazy()).collect(engine="streaming").equals(whole)
    assert price(apart.lazy()).collect(engine="streaming").equals(whole)
    price(people.lazy()).sink_parquet(tmp_path / "priced.parquet")
    assert pl.read_parquet(tmp_path / "priced.parquet").equals(whole)


def test_many_distinct_values_keep_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than fit a query are joined, and the rows are put in order again, on every kind."""
    monkeypatch.setattr("mlcomp.roster.engines.duck.MAX_INLINE", 50)
    cities = [f"Nowhere {n}" if n % 2 else "SF" for n in range(3_000)]
    table = texts({"years": [str(n % 40) for n in range(3_000)], "city": cities})
    for kind, rows in KINDS.items():
        for city, row in zip(cities, rows(table), strict=True):
            assert row["city"] == city, kind
            assert (row["error"] == row["error"] and row["error"] is not None) == (city != "SF")


def test_polars_and_pandas_need_no_pyarrow() -> None:
    """DuckDB reads and fills them without."""
    code = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "import pandas as pd, polars as pl\n"
        "from mlcomp import price\n"
        "people = {'years': [4, 5], 'city': ['SF', None]}\n"
        "print(price(pd.DataFrame(people))['base_typical'].tolist())\n"
        "print(price(pl.DataFrame(people))['base_typical'].to_list())\n"
        "print(price(pl.LazyFrame(people)).collect()['base_typical'].to_list())\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[261333.33, 226666.67]"] * 3


def test_a_name_that_is_there_twice_is_said() -> None:
    """Of whatever kind of frame, before anything is read."""
    for frame in (
        pd.DataFrame([[1, 4]], columns=["years", "years"]),
        pa.table([[1], [4]], names=["years", "years"]),
    ):
        with pytest.raises(ProfileError, match=re.escape("columns: 'years' is there 2 times")):
            price(frame)
    with pytest.raises(TypeError, match="expected a pandas, Polars, PyArrow, DuckDB or PySpark"):
        price({"years": [4]})
