"""What every table shares: the console, its glyphs, money and bars. Imports Rich."""

from __future__ import annotations

import sys
from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from mlcomp.text import integer, thousands

if TYPE_CHECKING:
    from rich.console import RenderableType

    from mlcomp.book.ranges import Range
    from mlcomp.rules.pay import Pay

PIPE_WIDTH = 80
MIN_BAR, MAX_BAR = 12, 100
MIN_NAME = 16
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

    pastes = False
    """Whether what is printed is to be pasted elsewhere: then a list of options is a table."""

    def __init__(self) -> None:
        self.console = Console(
            file=sys.stdout, highlight=False, markup=False, emoji=False, soft_wrap=False
        )
        self.glyphs = ASCII if self.console.options.ascii_only else UNICODE
        if not self.console.is_terminal:
            self.console.width = PIPE_WIDTH

    def table(self, *columns: str, right: tuple[str, ...] = ()) -> Table:
        """Return an empty table; columns named in `right` hold figures and never wrap."""
        table = _of()
        for name in columns:
            figures = name in right
            table.add_column(
                name,
                justify="right" if figures else "left",
                no_wrap=figures,
                overflow="fold",
            )
        return table

    def show(self, renderable: RenderableType, spare: tuple[str, ...] = ()) -> None:
        """Print a table as wide as its figures need, and no trailing blanks into a pipe.

        Where a table is wider than that, columns of these headings are left out, one after
        the other, until it is not.
        """
        width = self.console.width
        if isinstance(renderable, Table):
            for heading in spare:
                if self.has_room(renderable):
                    break
                rows = renderable.rows
                renderable = _of(*(each for each in renderable.columns if each.header != heading))
                renderable.rows = rows
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

    def has_room(self, table: Table) -> bool:
        """Return whether a table fits without breaking its lines."""
        return self._needed(table) <= self.console.width

    def _needed(self, table: Table) -> int:
        """Return the width below which Rich would cut a column that never wraps."""
        unlimited = self.console.options.update(max_width=NO_LIMIT)
        for column in table.columns:
            if column.no_wrap:
                lines = "\n".join(map(str, (column.header, *column.cells))).split("\n")
                column.width = max(map(cell_len, lines))
        return self.console.measure(table, options=unlimited).minimum

    def heading(self, title: str, below: str) -> None:
        """Print who or what is shown, and one line of context."""
        self.show(Text(title, style="bold"))
        self.show(Text(below, style="dim"))
        self.show(Text(""))

    def line(self, text: str) -> None:
        """Print a sentence on one line, however long: what a script may look for."""
        width = self.console.width
        self.console.width = max(width, len(text) + 1)
        self.show(Text(text))
        self.console.width = width

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

    def wrapped(self, name: str, width: int = 28) -> str:
        """Break a long name after its hyphens, where Rich would break it anywhere."""
        room = max(MIN_NAME, width + self.console.width - PIPE_WIDTH)
        return "\n".join(wrap(name, min(width, room)))

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

    @property
    def is_narrow(self) -> bool:
        """Whether there is less room than in a pipe, which is what tables are laid out for."""
        return self.console.width < PIPE_WIDTH

    def bar_width(self, usual: int) -> int:
        """Return the columns of a bar that has so many in a pipe: with more room it has more."""
        return min(MAX_BAR, max(MIN_BAR, usual + self.console.width - PIPE_WIDTH))

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


def _of(*columns: Column) -> Table:
    """Return a table of columns, in the style of all."""
    return Table(
        *columns, box=box.SIMPLE_HEAD, header_style="dim", padding=(0, 1, 0, 0), show_edge=False
    )
