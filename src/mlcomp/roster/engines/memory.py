"""Frames in this process: DuckDB gets the columns that pricing needs, each frame the new ones.

None of them is copied, and DuckDB reads Polars without PyArrow.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlcomp.errors import Fault, ProfileError
from mlcomp.roster.cells import PAY, aspects
from mlcomp.roster.engines.connection import connected
from mlcomp.roster.engines.duck import TEXTS, Duck
from mlcomp.roster.pricing.columns import made
from mlcomp.roster.pricing.reading import kind_of
from mlcomp.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    import polars as pl
    import pyarrow as pa
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

    from mlcomp.roster.engines.engine import Task

_FRAME = "mlcomp_frame"


def price_pandas(frame: pd.DataFrame, task: Task) -> pd.DataFrame:
    """Return a pandas frame with the added columns, its index and all else as it is."""
    import pandas as pd

    people = pd.DataFrame(frame[list(task.inputs.values())].reset_index(drop=True))
    people.columns = pd.Index(task.inputs)
    kinds = pd.api.types
    for name, dtype in people.dtypes.items():
        # DuckDB takes the type of objects from the first of them.
        if not kinds.is_numeric_dtype(dtype) and dtype not in ("str", "string"):
            try:
                people[name] = people[name].astype("string")
            except UnicodeEncodeError as error:
                fault = Fault(name, expected="text in UTF-8", found=quoted(error.object))
                raise ProfileError(fault) from None
    with _pricing(people, task) as priced:
        found = priced.fetchnumpy()
    return frame.assign(
        **{
            name: pd.array(_filled(found[name]), dtype="str")
            if ours in TEXTS
            else _filled(found[name])
            for name, ours in task.added.items()
        }
    )


def _filled(values: Any) -> Any:
    """Return an array with NaN for nulls, of which DuckDB makes a mask where there are any."""
    return values.filled(float("nan")) if hasattr(values, "filled") else values


def price_arrow(frame: pa.Table, task: Task) -> pa.Table:
    """Return a PyArrow table with the added columns."""
    people = frame.select(list(task.inputs.values())).rename_columns(list(task.inputs))
    with _pricing(people, task) as priced:
        found = priced.to_arrow_table()
    for name in task.added:
        frame = frame.append_column(name, found.column(name))
    return frame


def price_polars(frame: pl.DataFrame, task: Task) -> pl.DataFrame:
    """Return a Polars frame with the added columns."""
    import polars as pl

    with _pricing(_Stream(_inputs(frame, task)), task) as priced:
        return frame.hstack(pl.DataFrame(_Stream(priced)))


def price_lazily(frame: pl.LazyFrame, task: Task) -> pl.LazyFrame:
    """Return a Polars query with the added columns: a function of the rows that are collected.

    The distinct rows of each look-up's columns are read at once.
    """
    import polars as pl

    people = _inputs(frame, task)
    there = {each.among(task.inputs) for each in aspects(task.book)}
    there |= {(name,) for name in ("years", *PAY) if name in task.inputs}
    distinct = pl.collect_all([people.select(names).unique() for names in there if names])
    database = _Database()
    database.connection.register(_FRAME, _Stream(pl.concat(distinct, how="diagonal")))
    query = _engine(database.connection, whole=True).pricing(_own(task))
    database.connection.unregister(_FRAME)
    kinds = {name: pl.String if ours in TEXTS else pl.Float64 for name, ours in task.added.items()}
    priced = pl.struct(pl.col(theirs).alias(ours) for ours, theirs in task.inputs.items())
    pricer = _Pricer(query, database)
    priced = priced.map_batches(pricer, return_dtype=pl.Struct(kinds), is_elementwise=True)
    return frame.with_columns(priced.alias(made("priced"))).unnest(made("priced"))


class _Database:
    """A DuckDB that is open for as long as anybody has this."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self.connection = self._open.enter_context(connected(variables=True))


class _Pricer:
    """Prices a batch of rows, whose columns are fields of a struct; can be sent elsewhere."""

    def __init__(self, query: str, database: _Database | None = None) -> None:
        self.query = query
        self._database = database
        # Opening a DuckDB and reading the query are half of a batch's cost; two threads may ask
        # at once.
        self._idle: list[_Prepared] = []

    def __reduce__(self) -> tuple[type[_Pricer], tuple[str]]:
        return _Pricer, (self.query,)

    def __call__(self, rows: pl.Series) -> pl.Series:
        people = _typed(rows.struct.unnest())
        try:
            prepared = self._idle.pop()
        except IndexError:
            self._database = self._database or _Database()
            prepared = _Prepared(self._database, self.query, people)
        priced = prepared.priced(people)
        self._idle.append(prepared)
        return priced.to_struct(rows.name)


class _Prepared:
    """A query that is read once, for tables that all have the columns of a first one."""

    def __init__(self, database: _Database, query: str, first: object) -> None:
        self._database = database
        self._connection = database.connection.cursor()
        # DuckDB finds it by this name; a query over a registered table is planned at each run.
        self._table = mlcomp_frame = _Stream(first)  # noqa: F841
        self._connection.execute(f"PREPARE {_FRAME}_priced AS {query}")

    def priced(self, table: object) -> pl.DataFrame:
        """Run the query over another table."""
        import polars as pl

        self._table.table = table
        try:
            return pl.DataFrame(_Stream(self._connection.sql(f"EXECUTE {_FRAME}_priced")))
        finally:
            self._table.table = None


def _inputs(frame: Any, task: Task) -> Any:
    import polars as pl

    people = frame.select(pl.col(theirs).alias(ours) for ours, theirs in task.inputs.items())
    for name, kind in people.collect_schema().items():
        # DuckDB would take Python's objects for texts, and read their addresses.
        if kind == pl.Object:
            kind_of(name, str(kind))
    return _typed(people)


def _typed(people: Any) -> Any:
    """Return a Polars frame without columns of type Null, which DuckDB does not read from it."""
    import polars as pl
    from polars import selectors

    return people.with_columns(selectors.by_dtype(pl.Null).cast(pl.String))


@dataclass
class _Stream:
    """A table that is nothing but its rows, from Polars to DuckDB and back.

    DuckDB would ask PyArrow for a Polars frame that it knows as one, and Polars keep the type of
    a relation for good, of which DuckDB's bindings complain on standard error at the end.
    """

    table: Any

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.table.__arrow_c_stream__(requested_schema)


@contextmanager
def _given(table: object) -> Iterator[DuckDBPyConnection]:
    """Give a table to a DuckDB of its own."""
    with connected() as connection:
        connection.register(_FRAME, table)
        yield connection


@contextmanager
def _pricing(table: object, task: Task) -> Iterator[DuckDBPyRelation]:
    """Price a table whose columns are the inputs, under their names; give the added columns."""
    with _given(table) as connection:
        engine = _engine(connection)
        yield engine.answer(engine.pricing(_own(task)))


def _engine(connection: DuckDBPyConnection, *, whole: bool = False) -> Duck:
    return Duck(connection.table(_FRAME), connection, whole=whole)


def _own(task: Task) -> Task:
    return task._replace(inputs={ours: ours for ours in task.inputs})
