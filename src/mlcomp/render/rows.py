"""Results as plain rows, for CSV and Markdown."""

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


def as_markdown(rows: Rows) -> str:
    """Return rows as a Markdown table, numbers to the right."""
    numeric = [all(map(_is_number, column)) for column in zip(*rows.rows, strict=True)]
    numeric = numeric or [False] * len(rows.header)
    lines = [rows.header, ["---:" if right else "---" for right in numeric], *rows.rows]
    return "".join(f"| {' | '.join(_cell(cell) for cell in line)} |\n" for line in lines)


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float | None) and not isinstance(cell, bool)


def _cell(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int):
        return f"{cell:,}"
    text = "" if cell is None else f"{cell:g}" if isinstance(cell, float) else str(cell)
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")
