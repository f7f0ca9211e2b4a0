"""What every table shares: the console, its glyphs, money and bars. Imports Rich."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from mlcomp.render.tables.picture import recording_now
from mlcomp.text import integer, thousands

if TYPE_CHECKING:
    from rich.console import RenderableType

    from mlcomp.book.ranges import Range
    from mlcomp.rules.pay import Pay

PIPE_WIDTH = 80
NO_LIMIT = 100_000


class Glyphs(NamedTuple):
    """The few characters that an ASCII terminal lacks."""

    times: str
    dash: str
    dot: str
    bullet: str
    outside: str
    likely: str
    typical: str
    mark: str


UNICODE = Glyphs("×", "–", "·", "•", "─", "━", "●", "▲")
ASCII = Glyphs("x", "-", "|", "*", "-", "=", "O", "^")


class Screen:
    """Where tables go: standard output, as wide as it is, plain where it is not a terminal."""

    def __init__(self) -> None:
        shown = Console(
            file=sys.stdout, highlight=False, markup=False, emoji=False, soft_wrap=False
        )
        self.glyphs = ASCII if shown.options.ascii_only else UNICODE
        if not shown.is_terminal:
            shown.width = PIPE_WIDTH
        self.console = shown
        if record := recording_now():
            record.width = shown.width
            self.console = record

    def table(self, *columns: str, right: tuple[str, ...] = ()) -> Table:
        """Return an empty table; columns named in `right` hold figures and never wrap."""
        table = Table(
            box=box.SIMPLE_HEAD, header_style="dim", padding=(0, 1, 0, 0), show_edge=False
        )
        for name in columns:
            figures = name in right
            table.add_column(
                name,
                justify="right" if figures else "left",
                no_wrap=figures,
                overflow="fold",
            )
        return table

    def show(self, renderable: RenderableType) -> None:
        """Print a table as wide as its figures need, and no trailing blanks into a pipe."""
        width = self.console.width
        if isinstance(renderable, Table):
            self.console.width = max(width, self._needed(renderable))
        if self.console.is_terminal:
            self.console.print(renderable)
            self.console.width = width
            return
        with self.console.capture() as printed:
            self.console.print(renderable)
        self.console.width = width
        self.console.file.write(
            "".join(line.rstrip() + "\n" for line in printed.get().splitlines())
        )

    def _needed(self, table: Table) -> int:
        """Return the width below which Rich would cut a column that never wraps."""
        unlimited = self.console.options.update(max_width=NO_LIMIT)
        for column in table.columns:
            if column.no_wrap:
                shown = (column.header, *column.cells)
                cells = (self.console.measure(cell, options=unlimited) for cell in shown)
                column.min_width = max(cell.maximum for cell in cells)
        return self.console.measure(table, options=unlimited).minimum

    def heading(self, title: str, below: str) -> None:
        """Print who or what is shown, and one line of context."""
        self.show(Text(title, style="bold"))
        self.show(Text(below, style="dim"))
        self.show(Text(""))

    def notes(self, notes: list[str]) -> None:
        """Print notes, one bullet each."""
        if not notes:
            return
        grid = Table.grid(padding=(0, 1))
        grid.add_column(no_wrap=True)
        grid.add_column(overflow="fold")
        for note in notes:
            grid.add_row(self.glyphs.bullet, Text(note))
        self.show(Text(""))
        self.show(grid)

    def multiplier(self, factor: Range) -> str:
        """Return a factor as "× 1.15–1.30"."""
        low, high = f"{factor.low:.2f}", f"{factor.high:.2f}"
        return f"{self.glyphs.times} {low}" + ("" if low == high else f"{self.glyphs.dash}{high}")

    def shares(self, band: Range) -> str:
        """Return a part of a band as "75–100%"."""
        return f"{band.low:.0%}{self.glyphs.dash}{band.high:.0%}".replace("%", "", 1)

    def span(self, low: float, high: float) -> str:
        """Return two amounts as "218,000–321,000"."""
        return f"{thousands(low)}{self.glyphs.dash}{thousands(high)}"

    def bar(
        self, pay: Pay, start: float, end: float, width: int, mark: float | None = None
    ) -> Text:
        """Draw low to high on a scale of dollars, the likely part thick, typical as a point.

        `mark` is an amount that is pointed out on it.
        """

        def column(amount: float) -> int:
            share = 0.0 if end <= start else (amount - start) / (end - start)
            return min(width - 1, max(0, integer(share * (width - 1))))

        low, high = column(pay.low), column(pay.high)
        likely_low, likely_high = column(pay.likely_low), column(pay.likely_high)
        typical = column(pay.typical)
        parts = (
            (low, " ", ""),
            (likely_low, self.glyphs.outside, "dim"),
            (typical, self.glyphs.likely, "cyan"),
            (typical + 1, self.glyphs.typical, "bold cyan"),
            (likely_high + 1, self.glyphs.likely, "cyan"),
            (high + 1, self.glyphs.outside, "dim"),
        )
        bar = Text()
        for end_at, glyph, style in parts:
            bar.append(glyph * (end_at - len(bar)), style)
        if mark is not None:
            at = column(mark)
            bar.append(" " * (at - len(bar)))
            bar = bar[:at] + Text(self.glyphs.mark, style="bold yellow") + bar[at + 1 :]
        return bar
