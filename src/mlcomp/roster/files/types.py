"""What the values of JSON are in Parquet: a type that holds each of them exactly, or text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_WHOLE = {"BIGINT", "UBIGINT"}
_NUMBERS = {*_WHOLE, "DOUBLE"}
_LIST = '["VARCHAR"]'


class Kind(NamedTuple):
    """The type of a column; `how` makes it of the text of a cell."""

    how: str = "{}"

    def column(self, text: str) -> str:
        """Return the column, as SQL, of the text of its cells."""
        return self.how.format(text)


TEXT = Kind()
_CAST = {name: Kind(f"CAST({{}} AS {name})") for name in ("BOOLEAN", "BIGINT", "UBIGINT", "DOUBLE")}
_DECIMAL = Kind("CAST({} AS DECIMAL(38, 0))")
_NAMES = Kind(f"from_json({{}}, '{_LIST}')")
_JSON = Kind("CAST({} AS JSON)")

# By the digits written, or by writing the number that was read: 17 of them may stand for it.
_DOUBLE = "try_cast({0} AS DOUBLE)"
_IS_DOUBLE = (
    f"coalesce(isfinite({_DOUBLE}), false) AND (length(replace({{0}}, '.', '')) <= 15 "
    f"OR CAST({_DOUBLE} AS VARCHAR) IN ({{0}}, concat({{0}}, '.0')))"
)
_CHECKS = {
    "BIGINT": "try_cast({0} AS BIGINT) IS NOT NULL",
    "DOUBLE": _IS_DOUBLE,
    "DECIMAL": "regexp_matches({0}, '^-?[0-9]{{1,38}}$')",
    "NAMES": f"json_structure({{0}}) IN ('{_LIST}', '[\"NULL\"]')",
}


def kinds_of(connection: DuckDBPyConnection, rows: str, pointers: str, columns: int) -> list[Kind]:
    """Return a type for each column that holds all of its values.

    Args:
        connection: an open DuckDB.
        rows: the lines that are rows, as the FROM of a query.
        pointers: the JSON pointers of the columns, as a list in SQL.
        columns: how many there are.
    """
    shapes = connection.execute(
        f"SELECT DISTINCT unnest(kinds) AS kind, unnest(range({columns})) AS place "
        f"FROM (SELECT DISTINCT json_type(text, {pointers}) AS kinds FROM {rows})"
    ).fetchall()
    found: list[set[str]] = [set() for _ in range(columns)]
    for kind, place in shapes:
        if kind not in (None, "NULL"):
            found[place].add(kind)
    checks = {
        (place, check): _CHECKS[check].format(f"cells[{place + 1}]")
        for place, kinds in enumerate(found)
        for check in _asked(kinds)
    }
    holds: dict[tuple[int, str], bool] = {}
    if checks:
        asked = ", ".join(f"coalesce(bool_and({each}), true)" for each in checks.values())
        (answers,) = connection.execute(
            f"SELECT {asked} FROM (SELECT json_extract_string(text, {pointers}) AS cells "
            f"FROM {rows})"
        ).fetchall()
        holds = dict(zip(checks, answers, strict=True))
    return [
        _kind(kinds, {check for check in _CHECKS if holds.get((place, check))})
        for place, kinds in enumerate(found)
    ]


def _asked(kinds: set[str]) -> tuple[str, ...]:
    """Return which checks of a column's values decide its type."""
    if kinds and kinds <= _NUMBERS:
        return ("BIGINT", "DECIMAL") if kinds <= _WHOLE else ("DOUBLE", "DECIMAL")
    return ("NAMES",) if kinds == {"ARRAY"} else ()


def _kind(kinds: set[str], holds: set[str]) -> Kind:
    if kinds == {"BOOLEAN"}:
        return _CAST["BOOLEAN"]
    if kinds and kinds <= _NUMBERS:
        if kinds <= _WHOLE and "BIGINT" in holds:
            return _CAST["BIGINT"]
        if kinds == {"UBIGINT"}:
            return _CAST["UBIGINT"]
        if "DOUBLE" in holds:
            return _CAST["DOUBLE"]
        return _DECIMAL if "DECIMAL" in holds else TEXT
    if kinds == {"ARRAY"} and "NAMES" in holds:
        return _NAMES
    return _JSON if kinds and kinds <= {"ARRAY", "OBJECT"} else TEXT
