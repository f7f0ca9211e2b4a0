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


class Duck:
    """A DuckDB relation that has not run."""

    ordered = True
    rows = 0
    algebra: Any = DuckExpressions()

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
        ((self.rows, *row),) = frame.to_native().aggregate(", ".join(lists)).fetchall()
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
        if len(keys) > MOST_INLINE or kind_of(keys) != "text":
            return self._joined(native, key, keys, columns)
        place = f"{key}_place"
        members = ", ".join(map(text_of, keys))
        number = f"enum_code(try_cast({name_of(key)} AS ENUM({members})))::INTEGER + 1"
        native = native.select("*", SQLExpression(number).alias(place))
        found = []
        for name, values in columns.items():
            element = f"list_extract({_list_of(values)}, {name_of(place)})"
            found.append(SQLExpression(element).alias(name))
        native = native.select("*", *found)
        return nw.from_native(native).drop(place)

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
        return frame.select(*native.columns, *added).to_native()


def _list_of(values: Iterable[Any]) -> str:
    values = list(values)
    kind = kind_of(values)
    if kind == "text":
        each = ("NULL" if value is None else text_of(value) for value in values)
    else:
        each = ("NULL" if value is None else f"'{value!r}'" for value in values)
    return f"[{', '.join(each)}]::{_TYPES[kind]}[]"
