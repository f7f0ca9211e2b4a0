"""DuckDB relations: look-ups as expressions, which keep the order of the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import narwhals as nw

from mlcomp.roster.engines.engine import kind_of
from mlcomp.roster.pricing.sql import DuckExpressions, list_of, name_of, sql, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from duckdb import DuckDBPyConnection

# A list this long is copied for every 2,048 rows; beyond it a join is cheaper.
MOST_INLINE = 20_000
MOST_COMPARED = 6


UNSEEN = "mlcomp: a value is not in the sample"


class UnseenError(Exception):
    """The sample does not stand for all rows."""


class Duck:
    """A DuckDB relation that has not run.

    Args:
        sample: take the distinct values of so many first rows for all; a query that then
            meets another fails with `UNSEEN`. 0 reads all rows.
        connection: the relation's own; the query is then planned once, and levels and metros
            stay enumerations, which are written faster.
    """

    algebra: Any = DuckExpressions()

    def __init__(self, sample: int = 0, connection: DuckDBPyConnection | None = None) -> None:
        self.sample = sample
        self.connection = connection
        self.reads_years = True
        self.ordered = True
        self.rows = 0
        self._places: list[str] = []

    def add(self, frame: Any, columns: Mapping[str, Any]) -> Staged:
        """Add columns that are expressions of SQL."""
        return _staged(frame).then({name: sql(each) for name, each in columns.items()})

    def start(self, native: Any) -> Any:
        """Return the relation."""
        return nw.from_native(native)

    def distinct(self, frame: Any, names: Sequence[str]) -> dict[str, list[Any]]:
        """Read the relation once for the distinct values of some columns."""
        lists = ["count(*)", *(f"list(DISTINCT {name_of(name)})" for name in names)]
        people = frame.to_native()
        if self.sample:
            people = people.limit(self.sample)
        ((self.rows, *row),) = people.aggregate(", ".join(lists)).fetchall()
        if self.rows < self.sample:
            self.sample = 0
        return {
            name: [value for value in values or () if value is not None]
            for name, values in zip(names, row, strict=True)
        }

    def look_up(
        self, frame: Any, key: str, keys: list[Any], columns: Mapping[str, list[Any]]
    ) -> Staged:
        """Find the key's place among the keys, and take that element of each list."""
        staged = _staged(frame)
        if not keys:
            # The sample has none, which has to hold for every row.
            keys, columns = [""], {}
        if len(keys) > MOST_INLINE or kind_of(keys) != "text":
            if self.sample:
                raise UnseenError
            return self._joined(staged, key, keys, columns)
        place = f"{key}_place"
        self._places.append(name_of(place))
        return staged.then({place: _place_of(key, keys)}).then(
            {
                name: f"list_extract({list_of(values)}, {name_of(place)})"
                for name, values in columns.items()
            }
        )

    def _joined(
        self, staged: Staged, key: str, keys: list[Any], columns: Mapping[str, list[Any]]
    ) -> Staged:
        named = {key: keys, **columns}
        lists = ", ".join(
            f"unnest({list_of(values)}) AS {name_of(name)}" for name, values in named.items()
        )
        self.ordered = False
        native = staged.relation()
        table = native.query("__mlcomp_relation", f"SELECT {lists}")
        joined = nw.from_native(native).join(nw.from_native(table), on=key, how="left")
        return _staged(joined)

    def finish(self, frame: Any, native: Any, added: Sequence[str]) -> Any:
        """Return the relation with the added columns."""
        columns = {name: name_of(name) for name in (*native.columns, *added)}
        error = added[-1]
        if self.sample and self._places:
            # A sum is null where any part is; asking for each by itself takes far longer.
            unseen = f"({' + '.join(self._places)}) IS NULL"
            columns[error] = (
                f"CASE WHEN {unseen} THEN error({text_of(UNSEEN)}) ELSE {columns[error]} END"
            )
        staged = _staged(frame)
        if self.connection:
            return self.connection.sql(staged.query(columns))
        priced = staged.relation()
        types = dict(zip(priced.columns, map(str, priced.types), strict=True))
        for name in added:
            if types[name].startswith("ENUM"):
                columns[name] += "::VARCHAR"
        return priced.select(*_expressions(columns))


class Staged(NamedTuple):
    """A relation, and the columns that are to be added to it one after another."""

    native: Any
    stages: tuple[Mapping[str, str], ...] = ()

    def then(self, columns: Mapping[str, str]) -> Staged:
        """Return the same with more columns, as SQL by name."""
        return self._replace(stages=(*self.stages, columns)) if columns else self

    def relation(self) -> Any:
        """Return the relation with all columns."""
        native = self.native
        for stage in self.stages:
            native = native.select("*", *_expressions(stage))
        return native

    def query(self, columns: Mapping[str, str]) -> str:
        """Return the query of some columns: planned once, where `relation` is for each stage."""
        text = f"({self.native.sql_query()}) AS people"
        for stage in self.stages:
            text = f"(SELECT *, {_listed(stage)} FROM {text}) AS people"
        return f"SELECT {_listed(columns)} FROM {text}"


def _expressions(columns: Mapping[str, str]) -> Iterator[Any]:
    from duckdb import SQLExpression

    return (SQLExpression(each).alias(name) for name, each in columns.items())


def _listed(columns: Mapping[str, str]) -> str:
    return ", ".join(f"{each} AS {name_of(name)}" for name, each in columns.items())


def _staged(frame: Any) -> Staged:
    return frame if isinstance(frame, Staged) else Staged(frame.to_native())


def _place_of(key: str, keys: list[str]) -> str:
    """Return the place of a text among some, from 1; 0 for null, and null for another text."""
    column = name_of(key)
    if len(keys) <= MOST_COMPARED:
        # Comparing a few is faster.
        cases = (f"WHEN {column} = {text_of(text)} THEN {n}" for n, text in enumerate(keys, 1))
        place = f"CASE {' '.join(cases)} END"
    else:
        members = ", ".join(map(text_of, keys))
        place = f"enum_code(try_cast({column} AS ENUM({members})))::INTEGER + 1"
    return f"CASE WHEN {column} IS NULL THEN 0 ELSE {place} END"
