"""Tables of constants in a query, written in its dialect row by row.

sqlglot translates one row of each; the others are written by its pattern, since translating
thousands of them takes far longer than all the rest.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlglot import exp

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mlcomp.roster.pricing.sql import Constant

_PLAIN = re.compile(r"[^\\\x00-\x1f]*").fullmatch
SHARED = 4
"""Keys that one meaning has to have, on average, to be written apart from them."""
_VALUE = re.compile(r"'mlcomp_value_\d+_\d+'")
_TABLE = re.compile(r"(?:\b\w+)?\(\s*'mlcomp_value_(\d+)_0'[^)]*\)")


class Values:
    """The tables of constants that a query has."""

    def __init__(self) -> None:
        self._tables: list[list[Sequence[Constant]]] = []

    def table(self, rows: Mapping[str, Sequence[Constant]], columns: Iterable[str]) -> str:
        """Return a table with its key, `k`, before its columns; its rows are written later.

        What many keys mean is written once: a warehouse reads and plans every constant.
        """
        names = list(columns)
        kinds = ("DOUBLE" if any(map(_is_number, each)) else "VARCHAR" for each in _turned(rows))
        # A number here is one once, and not in every row that it is joined to.
        casts = [
            f"CAST({name} AS {kind}) AS {name}" for name, kind in zip(names, kinds, strict=False)
        ]
        meant = {meaning: n for n, meaning in enumerate(dict.fromkeys(map(tuple, rows.values())))}
        if len(meant) * SHARED > len(rows):
            source = self._constants(((k, *row) for k, row in rows.items()), ["k", *names])
        else:
            keyed = self._constants(((k, meant[tuple(r)]) for k, r in rows.items()), ["k", "n"])
            means = self._constants(((n, *each) for each, n in meant.items()), ["n", *names])
            source = f"{keyed} JOIN {means} USING (n)"
        return f"SELECT {', '.join(['k', *casts])} FROM {source}"

    def _constants(self, rows: Iterable[Sequence[Constant]], columns: Sequence[str]) -> str:
        place = len(self._tables)
        self._tables.append(list(rows))
        marks = ", ".join(f"'mlcomp_value_{place}_{n}'" for n in range(len(columns)))
        return f"(VALUES ({marks})) AS named{place}({', '.join(columns)})"

    def written(self, query: str, dialect: str) -> str:
        """Return a query, in a dialect already, with the rows of its tables."""
        # As the dialect writes a quote within a text.
        quote = exp.Literal.string("'").sql(dialect=dialect)[1:-1]

        def rows(found: re.Match[str]) -> str:
            pattern = re.sub(r"\(\s+|\s+\)|\s+", _spaced, found[0])
            first, *between = _VALUE.split(pattern)
            lines = (
                first
                + "".join(
                    _constant(value, dialect, quote) + after
                    for value, after in zip(row, between, strict=True)
                )
                for row in self._tables[int(found[1])]
            )
            return "\n    " + ",\n    ".join(lines)

        written, tables = _TABLE.subn(rows, query)
        if tables != len(self._tables):
            raise ValueError(f"expected {len(self._tables)} tables of constants, found {tables}")
        return written


def _turned(rows: Mapping[str, Sequence[Constant]]) -> Iterable[Sequence[Constant]]:
    return zip(*rows.values(), strict=True)


def _is_number(value: Constant) -> bool:
    return isinstance(value, int | float)


def _spaced(blank: re.Match[str]) -> str:
    return blank[0].strip() or " "


def _constant(value: Constant, dialect: str, quote: str) -> str:
    if value is None:
        return "NULL"
    if not isinstance(value, str):
        return repr(value)
    if _PLAIN(value):
        return "'" + value.replace("'", quote) + "'"
    return exp.Literal.string(value).sql(dialect=dialect)
