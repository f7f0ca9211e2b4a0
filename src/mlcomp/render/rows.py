"""Results as plain rows, for CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlcomp.text import unrun

if TYPE_CHECKING:
    from collections.abc import Sequence

Cell = str | int | float | bool | None


class Rows(NamedTuple):
    """A header and its rows."""

    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def as_csv(rows: Rows) -> str:
    """Return rows as CSV with LF line ends; nothing is an empty cell, and no text a formula."""
    lines = (",".join(map(_csv_cell, row)) for row in (rows.header, *rows.rows))
    return "".join(f"{line}\n" for line in lines)


def _csv_cell(cell: Cell) -> str:
    # Python's own writer leaves a lone carriage return without quotes, which ends a line.
    text = unrun(cell) if isinstance(cell, str) else "" if cell is None else str(cell)
    return '"' + text.replace('"', '""') + '"' if set(text) & set(',"\r\n') else text


def literal(text: str) -> str:
    """Return text as Markdown that shows it as it is, on one line: no HTML, link or style."""
    import re
    from html import escape

    line = escape(" ".join(text.splitlines()), quote=False)
    # An underscore inside a word is no emphasis: names such as base_low stay readable.
    marks = r"[\\`*\[\]|~!#]|(?<![^\W_])_|_(?![^\W_])"
    # What would be a link by itself: an address of the web or of mail.
    links = r"(?<=[a-zA-Z]):(?=//)|(?<=[wW]{3})\.|@"
    return re.sub(f"{marks}|{links}", r"\\\g<0>", line)
