"""Tables of constants in a query, written in its dialect row by row.

sqlglot translates one row of each; the others are written by its pattern, since translating
thousands of them takes far longer than all the rest.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlglot import exp

from mlcomp.roster.pricing.sql import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mlcomp.roster.pricing.sql import Constant

_PLAIN = re.compile(r"[^'\\\x00-\x1f]*").fullmatch
_VALUE = re.compile(r"'mlcomp_value_\d+_\d+'")


class Values:
    """The tables of constants that a query has."""

    def __init__(self) -> None:
        self._tables: list[list[Sequence[Constant]]] = []

    def table(self, rows: Mapping[str, Sequence[Constant]], columns: Iterable[str]) -> str:
        """Return a table with its key before its columns; its rows are written later."""
        names = ["k", *columns]
        place = len(self._tables)
        self._tables.append([(key, *row) for key, row in rows.items()])
        marks = ", ".join(f"'mlcomp_value_{place}_{n}'" for n in range(len(names)))
        return f"SELECT * FROM (VALUES ({marks})) AS named({', '.join(names)})"

    def written(self, query: str, dialect: str) -> str:
        """Return a query, in a dialect already, with the rows of its tables."""
        for place, rows in enumerate(self._tables):
            found = re.search(rf"\w*\(\s*'mlcomp_value_{place}_0'[^)]*\)", query)
            if found is None:
                raise ValueError(f"expected table {place} of constants in the query")
            pattern = re.sub(r"\(\s+|\s+\)|\s+", _spaced, found[0])
            first, *between = _VALUE.split(pattern)
            lines = (
                first
                + "".join(
                    _constant(value, dialect) + after
                    for value, after in zip(row, between, strict=True)
                )
                for row in rows
            )
            text = ",\n    ".join(lines)
            query = f"{query[: found.start()]}\n    {text}{query[found.end() :]}"
        return query


def _spaced(blank: re.Match[str]) -> str:
    return blank[0].strip() or " "


def _constant(value: Constant, dialect: str) -> str:
    if value is None:
        return "NULL"
    if not isinstance(value, str):
        return repr(value)
    return text_of(value) if _PLAIN(value) else exp.Literal.string(value).sql(dialect=dialect)
