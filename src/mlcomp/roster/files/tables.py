"""What a file of people is, once it is open: a relation, and which of its columns says what."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlcomp.errors import RosterError
from mlcomp.roster.cells import MADE
from mlcomp.text import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from duckdb import DuckDBPyRelation

    Finder = Callable[[list[str]], dict[str, str]]

HIDDEN = f"{MADE}cell_"
LINE = f"{MADE}line"
"""The column that has a whole line of JSON, and a comma in place of its last brace."""
MAX_COLUMNS = 1_000
"""Up to this an answer takes seconds; planning grows with the square of the columns."""


class Source(NamedTuple):
    """A file that was opened.

    Attributes:
        people: its rows with its own columns, or `LINE` that has them all, and after them
            those that are read in another form than they are written (`HIDDEN` and the
            input's name).
        names: its own columns.
        mapping: the relation's column for each input.
        given: the file's own column for each input.
        rows: about how many rows there are.
        together: about how many of them a thread reads at a time; 0 where the file says so.
        rejects: the query of lines that are no rows: line, reason, text and the place of
            those to be read again; runs after `people` has been read.
        kept: the relation's columns of which a row is written: `names`, or `LINE`.
    """

    people: DuckDBPyRelation
    names: list[str]
    mapping: dict[str, str]
    given: dict[str, str]
    rows: int
    together: int
    rejects: str | None
    kept: list[str]


def refuse_many(names: Sequence[str], shown: str) -> None:
    """Refuse more columns than can be priced in seconds.

    Raises:
        RosterError: there are more than `MAX_COLUMNS`.
    """
    if len(names) > MAX_COLUMNS:
        raise RosterError(f"{shown}: expected up to {MAX_COLUMNS:,} columns, found more")


def refuse_twins(names: Sequence[str], shown: str) -> None:
    """Refuse columns that differ in case alone, or not at all.

    Raises:
        RosterError: two columns are so.
    """
    seen: dict[str, str] = {}
    for name in names:
        if (first := seen.get(folded := name.casefold())) is not None:
            both = quoted(name) if first == name else f"{quoted(first)} and {quoted(name)}"
            raise RosterError(
                f"{shown}: two columns are named {both}; every column needs its own name"
            )
        seen[folded] = name
