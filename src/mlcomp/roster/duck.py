"""DuckDB relations: look-ups as expressions, which keep the order of the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw

from mlcomp.roster.engines import kind_of
from mlcomp.roster.sql_algebra import DuckExpressions, name_of, sql, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# A list this long is copied for every 2,048 rows; beyond it a join is cheaper.
MOST_INLINE = 20_000
_TYPES = {"text": "VARCHAR", "number": "DOUBLE", "whole": "BIGINT"}


UNSEEN = "mlcomp: a value is not in the sample"


class UnseenError(Exception):
    """The sample does not stand for all rows."""


class Duck:
    """A DuckDB relation that has not run.

    Args:
        sample: take the distinct values of so many first rows for all; a query that then
            meets another fails with `UNSEEN`. 0 reads all rows.
    """

    algebra: Any = DuckExpressions()

    def __init__(self, sample: int = 0) -> None:
        self.sample = sample
        self.reads_years = True
        self.ordered = True
        self.rows = 0
        self._unseen: list[str] = []

    def add(self, frame: Any, columns: Mapping[str, Any]) -> Any:
        """Add columns that are expressions of SQL."""
        from duckdb import SQLExpression

        named = (SQLExpression(sql(each)).alias(name) for name, each in columns.items())
        return nw.from_native(frame.to_native().select("*", *named))

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
    ) -> Any:
        """Find the key's place in an enumeration, and take that element of each list."""
        from duckdb import SQLExpression

        native = frame.to_native()
        if not keys:
            self._unseen.append(f"{name_of(key)} IS NOT NULL")
            return frame
        if len(keys) > MOST_INLINE or kind_of(keys) != "text":
            if self.sample:
                raise UnseenError
            return self._joined(native, key, keys, columns)
        place = f"{key}_place"
        members = ", ".join(map(text_of, keys))
        number = f"enum_code(try_cast({name_of(key)} AS ENUM({members})))::INTEGER + 1"
        native = native.select("*", SQLExpression(number).alias(place))
        self._unseen.append(f"({name_of(place)} IS NULL AND {name_of(key)} IS NOT NULL)")
        found = []
        for name, values in columns.items():
            element = f"list_extract({_list_of(values)}, {name_of(place)})"
            found.append(SQLExpression(element).alias(name))
        return nw.from_native(native.select("*", *found) if found else native)

    def _joined(
        self, native: Any, key: str, keys: list[Any], columns: Mapping[str, list[Any]]
    ) -> Any:
        named = {key: keys, **columns}
        lists = ", ".join(
            f"unnest({_list_of(values)}) AS {name_of(name)}" for name, values in named.items()
        )
        self.ordered = False
        table = native.query("__mlcomp_relation", f"SELECT {lists}")
        return nw.from_native(native).join(nw.from_native(table), on=key, how="left")

    def finish(self, frame: Any, native: Any, added: Sequence[str]) -> Any:
        """Return the relation with the added columns."""
        from duckdb import SQLExpression

        priced = frame.to_native()
        columns = [name_of(name) for name in (*native.columns, *added[:-1])]
        error = name_of(added[-1])
        if self.sample and self._unseen:
            unseen = " OR ".join(self._unseen)
            error = f"CASE WHEN {unseen} THEN error({text_of(UNSEEN)}) ELSE {error} END"
        last = SQLExpression(error).alias(added[-1])
        return priced.select(*(SQLExpression(name) for name in columns), last)


def _list_of(values: Iterable[Any]) -> str:
    values = list(values)
    kind = kind_of(values)
    if kind == "text":
        each = ("NULL" if value is None else text_of(value) for value in values)
    else:
        each = ("NULL" if value is None else f"'{value!r}'" for value in values)
    return f"[{', '.join(each)}]::{_TYPES[kind]}[]"
