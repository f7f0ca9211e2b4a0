"""What each kind of dataframe does in its own way: distinct values, look-ups, row order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import narwhals as nw

from mlcomp.roster.pricing.frames_algebra import Frames, expression

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KINDS = {"text": nw.String, "number": nw.Float64, "whole": nw.Int64}


def kind_of(values: Sequence[Any]) -> str:
    """Return the kind of a column of Python values, of which some may be None."""
    kinds = {type(value) for value in values if value is not None}
    if kinds <= {str}:
        return "text"
    return "whole" if kinds == {int} and None not in values else "number"


class Engine(Protocol):
    """One kind of dataframe.

    Attributes:
        algebra: that of its columns.
        sample: how many rows stand for all when distinct values are asked for, or 0; a
            value that is not among theirs then fails the query.
        reads_years: look years up like any text, rather than by a pattern.
    """

    algebra: Any
    sample: int
    reads_years: bool

    def add(self, frame: Any, columns: Mapping[str, Any]) -> Any:
        """Add columns that are expressions of the engine's algebra."""

    def start(self, native: Any) -> Any:
        """Return the frame to work on, in Narwhals."""

    def distinct(self, frame: Any, names: Sequence[str]) -> dict[str, list[Any]]:
        """Return the distinct values of some columns, nulls left out; this runs the frame."""

    def look_up(
        self, frame: Any, key: str, keys: list[Any], columns: Mapping[str, list[Any]]
    ) -> Any:
        """Add columns by a key; a key that is not among the keys, or null, gets nulls."""

    def finish(self, frame: Any, native: Any, added: Sequence[str]) -> Any:
        """Return the native frame with the added columns, its rows as they were."""


class Frame:
    """What dataframes have in common that Narwhals drives."""

    algebra: Any = Frames()
    sample = 0
    reads_years = False

    def add(self, frame: Any, columns: Mapping[str, Any]) -> Any:
        """Add columns that are expressions of Narwhals."""
        return frame.with_columns(**{name: expression(each) for name, each in columns.items()})


class Eager(Frame):
    """pandas, Polars and PyArrow in memory."""

    row = "__mlcomp_row"

    def start(self, native: Any) -> Any:
        """Give the rows numbers, since joins may lose their order."""
        return nw.from_native(native, eager_only=True).with_row_index(self.row)

    def distinct(self, frame: Any, names: Sequence[str]) -> dict[str, list[Any]]:
        """Return the distinct values of some columns."""
        return {name: frame[name].drop_nulls().unique().to_list() for name in names}

    def look_up(
        self, frame: Any, key: str, keys: list[Any], columns: Mapping[str, list[Any]]
    ) -> Any:
        """Join the look-up table."""
        table = _table(key, keys, columns, frame.implementation)
        return frame.join(table, on=key, how="left")

    def finish(self, frame: Any, native: Any, added: Sequence[str]) -> Any:
        """Put the rows in order again, and the added columns beside the frame's own."""
        priced = frame.sort(self.row)
        whole = nw.from_native(native, eager_only=True)
        new = [priced[name] for name in added]
        if frame.implementation.is_pandas_like():
            index = nw.maybe_get_index(whole)
            new = [nw.maybe_set_index(nw.maybe_reset_index(one), index=index) for one in new]
        return whole.with_columns(*new).to_native()


class PolarsLazy(Frame):
    """A Polars query that has not run."""

    def start(self, native: Any) -> Any:
        """Return the query."""
        return nw.from_native(native)

    def distinct(self, frame: Any, names: Sequence[str]) -> dict[str, list[Any]]:
        """Run the query once for the distinct values of some columns."""
        import polars as pl

        lazy = frame.to_native()
        found = pl.collect_all([lazy.select(pl.col(n).drop_nulls().unique()) for n in names])
        return {name: one[name].to_list() for name, one in zip(names, found, strict=True)}

    def look_up(
        self, frame: Any, key: str, keys: list[Any], columns: Mapping[str, list[Any]]
    ) -> Any:
        """Join the look-up table, in the order of the rows."""
        table = _table(key, keys, columns, nw.Implementation.POLARS).to_native().lazy()
        joined = frame.to_native().join(table, on=key, how="left", maintain_order="left")
        return nw.from_native(joined)

    def finish(self, frame: Any, native: Any, added: Sequence[str]) -> Any:
        """Return the query with the added columns."""
        return frame.select(*native.collect_schema().names(), *added).to_native()


class Spark:
    """A PySpark dataframe: look-ups are broadcast, nothing is shuffled."""

    sample = 0
    reads_years = False

    def __init__(self) -> None:
        from mlcomp.roster.engines.spark_algebra import SparkColumns

        self.algebra: Any = SparkColumns()

    def add(self, frame: Any, columns: Mapping[str, Any]) -> Any:
        """Add columns that are expressions of Spark."""
        from mlcomp.roster.engines.spark_algebra import column

        native = {name: column(each) for name, each in columns.items()}
        return nw.from_native(frame.to_native().withColumns(native))

    def start(self, native: Any) -> Any:
        """Return the dataframe."""
        return nw.from_native(native)

    def distinct(self, frame: Any, names: Sequence[str]) -> dict[str, list[Any]]:
        """Run one job for the distinct values of some columns."""
        from pyspark.sql import functions as f

        if not names:
            return {}
        row = frame.to_native().agg(*(f.collect_set(name).alias(name) for name in names)).first()
        return {name: list(row[name]) for name in names}

    def look_up(
        self, frame: Any, key: str, keys: list[Any], columns: Mapping[str, list[Any]]
    ) -> Any:
        """Join the look-up table, sent whole to every worker."""
        from pyspark.sql import functions as f

        types = {"text": "string", "number": "double", "whole": "bigint"}
        named = {key: keys, **columns}
        schema = ", ".join(f"`{name}` {types[kind_of(each)]}" for name, each in named.items())
        native = frame.to_native()
        rows = list(zip(*(_coerced(each) for each in named.values()), strict=True))
        table = native.sparkSession.createDataFrame(rows, schema)
        return nw.from_native(native.join(f.broadcast(table), on=key, how="left"))

    def finish(self, frame: Any, native: Any, added: Sequence[str]) -> Any:
        """Return the dataframe with the added columns."""
        return frame.select(*native.columns, *added).to_native()


def _coerced(values: list[Any]) -> list[Any]:
    if kind_of(values) != "number":
        return values
    return [None if value is None else float(value) for value in values]


def _table(
    key: str, keys: list[Any], columns: Mapping[str, list[Any]], implementation: nw.Implementation
) -> Any:
    named = {name: _coerced(values) for name, values in {key: keys, **columns}.items()}
    schema = {name: KINDS[kind_of(values)] for name, values in named.items()}
    return nw.from_dict(named, schema=schema, backend=implementation)  # type: ignore[arg-type]


def engine_of(native: Any) -> Engine:
    """Return the engine of a native dataframe.

    Raises:
        TypeError: it is of no kind that can be priced.
    """
    frame = nw.from_native(native, pass_through=True)
    if isinstance(frame, nw.DataFrame):
        return Eager()
    if isinstance(frame, nw.LazyFrame):
        if frame.implementation.is_polars():
            return PolarsLazy()
        if frame.implementation.is_pyspark() or frame.implementation.is_pyspark_connect():
            return Spark()
        if frame.implementation.is_duckdb():
            from mlcomp.roster.engines.duck import Duck

            return Duck()
    raise TypeError(
        "expected a pandas, Polars, PyArrow, DuckDB or PySpark dataframe, "
        f"found {type(native).__name__}"
    )
