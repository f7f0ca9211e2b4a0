"""Who is priced and who is not, counted while rows are written or read back from what was."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mlcomp.roster.engines.late import Met
from mlcomp.roster.pricing.reading import Cell, placeless
from mlcomp.roster.pricing.sql import name_of
from mlcomp.roster.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duckdb import DuckDBPyConnection

    from mlcomp.book.rulebook import Book


def met_in(
    connection: DuckDBPyConnection, written: str, prefix: str, given: Mapping[str, str]
) -> Counter[Met]:
    """Count the rows that have something to count in what was written.

    Args:
        connection: where it can be asked for.
        written: the priced roster, as the FROM of a query.
        prefix: what stands before the names of the added columns.
        given: its own columns of city and remote, as far as it has them.
    """
    error, level = name_of(f"{prefix}error"), name_of(f"{prefix}level_id")
    blank = placeless({name: Cell(name_of(column), "text") for name, column in given.items()})
    found = connection.execute(
        f"SELECT {error} AS error, {level} IS NOT NULL AS priced, {blank} AS placeless, count(*) "
        f"FROM {written} WHERE {error} IS NOT NULL OR {blank} GROUP BY ALL"
    ).fetchall()
    return Counter({Met(*met): count for *met, count in found})


def counted(book: Book, rows: int, met: Counter[Met]) -> Summary:
    """Return a summary that says who is priced, and nothing of levels and pay."""
    errors: Counter[str] = Counter()
    for each, count in met.items():
        if each.error is not None:
            errors[each.error] += count
    return Summary(
        book=book.edition,
        book_title=book.title,
        fingerprint=book.fingerprint,
        rows=rows,
        priced=rows - sum(count for each, count in met.items() if not each.priced),
        errors=tuple(sorted(errors.items(), key=lambda each: (-each[1], each[0]))),
        everybody=None,
        levels=(),
        splits=(),
        gaps=None,
        widest=(),
        placeless=sum(count for each, count in met.items() if each.priced and each.placeless),
    )
