"""Tables as Markdown: what a terminal shows of a result, to be pasted into an issue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mlcomp.render.rows import literal
from mlcomp.render.tables.terminal import NO_LIMIT, UNICODE, Screen

if TYPE_CHECKING:
    from rich.console import RenderableType


class Markdown(Screen):
    """A screen without a width: tables are Markdown's, each line a paragraph, and no bars."""

    pastes = True

    def __init__(self) -> None:
        super().__init__()
        self.console.width = NO_LIMIT
        self.glyphs = self.glyphs._replace(bullet=UNICODE.bullet)
        self._begun = False

    def show(self, renderable: RenderableType, spare: tuple[str, ...] = ()) -> None:  # noqa: ARG002 (there is room)
        """Write a table, its figures to the right, or a paragraph; nothing where nothing is."""
        while isinstance(renderable, Padding):
            renderable = renderable.renderable
        if isinstance(renderable, Table):
            block = _list(renderable) if not renderable.show_header else _table(renderable)
        else:
            block = "\n\n".join(filter(None, _shown(renderable).split("\n")))
        if block:
            self.console.file.write(f"\n{block}\n" if self._begun else f"{block}\n")
            self._begun = True

    def bar(self, *_: object, **__: object) -> Text:
        """Return nothing: a bar needs letters of one width."""
        return Text("")

    def wrapped(self, name: str, *_: object, **__: object) -> str:
        """Return a name whole."""
        return name


def _table(table: Table) -> str:
    """Return a table; a column without a cell in it is left out, a heading is one line."""
    columns = []
    for column in table.columns:
        cells = [_cell(cell, row.style) for cell, row in zip(column.cells, table.rows, strict=True)]
        if any(cells):
            heading = " ".join(_shown(column.header).split())
            columns.append([heading, "---:" if column.justify == "right" else "---", *cells])
    return "\n".join(f"| {' | '.join(line)} |" for line in zip(*columns, strict=True))


def _list(grid: Table) -> str:
    """Return rows without a heading as a list; those of one cell belong to a bar."""
    rows = zip(*(list(column.cells) for column in grid.columns), strict=True)
    lines = []
    for row in rows:
        cells = [
            text
            for column, cell in zip(grid.columns, row, strict=True)
            if (text := _cell(cell, column.style))
        ]
        if len(cells) > 1:
            bullet = cells[0] == UNICODE.bullet
            lines.append(f"- {' '.join(cells[bullet:])}")
    return "\n".join(lines)


def _cell(cell: RenderableType, of_row: object = "") -> str:
    """Return a cell on one line, bold where it is so on a terminal."""
    lines = [line.strip() for line in _shown(cell).split("\n")]
    shown = "<br>".join(lines) if any(lines) else ""
    return f"**{shown}**" if shown and not isinstance(cell, Text) and _bold(of_row) else shown


def _shown(renderable: RenderableType) -> str:
    """Return text as Markdown: nothing in it is markup, but bold is."""
    text = renderable if isinstance(renderable, Text) else Text(str(renderable))
    plain = "\n".join(map(literal, text.plain.split("\n")))
    return f"**{plain}**" if plain and _bold(text.style) else plain


def _bold(style: object) -> bool:
    return "bold" in str(style).split() and "not" not in str(style).split()
