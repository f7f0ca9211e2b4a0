"""Results as plain rows, for CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

Cell = str | int | float | bool | None


class Rows(NamedTuple):
    """A header and its rows."""

    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def as_csv(rows: Rows) -> str:
    """Return rows as CSV with LF line ends; nothing is an empty cell."""
    import csv
    from io import StringIO

    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(rows.header)
    writer.writerows(rows.rows)
    return out.getvalue()
