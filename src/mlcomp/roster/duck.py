"""DuckDB relations: look-ups as expressions, which keep the order of the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw

from mlcomp.roster.engines import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# A list this long is copied for every 2,048 rows; beyond it a join is cheaper.
MOST_INLINE = 20_000
_TYPES = {"text": "VARCHAR", "number": "DOUBLE", "whole": "BIGINT"}


class Duck:
    """A DuckDB relation that has not run."""

    ordered = True

    def start(self, native: Any) -> Any:
        """Return the relation."""
        return nw.from_native(native)

    def distinct(self, frame: Any, names: Sequence[str]) -> dict[str, list[Any]]:
        """Read the relation once for the distinct values of some columns."""
        if not names:
            return {}
        lists = ", ".join(f"list(DISTINCT {name_of(name)})" for name in names)
        (row,) = frame.to_native().aggregate(lists).fetchall()
        return {
            name: [value for value in values or () if value is not None]
            for name, values in zip(names, row, strict=True)
        }

    def look_up(
        self, frame: Any, key: str, keys: list[Any], columns: Mapping[str, list[Any]]
    ) -> Any:
        """Number the key as a member of an enumeration, and take that element of each list."""
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
        table = native.query("__mlcomp_relation", f"SELECT {lists}")  # noqa: S608 (quoted above)
        return nw.from_native(native).join(nw.from_native(table), on=key, how="left")

    def finish(self, frame: Any, native: Any, added: Sequence[str]) -> Any:
        """Return the relation with the added columns."""
        return frame.select(*native.columns, *added).to_native()


def name_of(name: str) -> str:
    """Return a name as SQL."""
    return '"' + name.replace('"', '""') + '"'


def text_of(text: str) -> str:
    """Return a text as SQL; what cannot stand in a query's text is decoded from its bytes."""
    return "'" + text.replace("'", "''") + "'"


def _list_of(values: Iterable[Any]) -> str:
    values = list(values)
    kind = kind_of(values)
    if kind == "text":
        each = ("NULL" if value is None else text_of(value) for value in values)
    else:
        each = ("NULL" if value is None else f"'{value!r}'" for value in values)
    return f"[{', '.join(each)}]::{_TYPES[kind]}[]"
