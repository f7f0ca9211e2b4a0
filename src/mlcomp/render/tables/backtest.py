"""Backtests as a person reads them in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from mlcomp.accuracy.backtest import EVERYBODY
from mlcomp.accuracy.score import FEW
from mlcomp.text import integer, number_of, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlcomp.accuracy.backtest import Backtest, Group
    from mlcomp.book.rulebook import Book
    from mlcomp.render.tables.terminal import Screen

BAR_WIDTH = 40
FIGURES = ("n", "Likely", "Below", "Above", "Range", "Bias", "Error", "Loss")


def print_backtests(screen: Screen, results: tuple[Backtest, ...], _: Sequence[Book] = ()) -> None:
    """Print each book's scores, one table, then what could not be priced and calibration."""
    screen.heading(
        "Real pay against rule books",
        "80% in the likely range, 10% below, 10% above and a bias of 1 would be right",
    )
    for measure in ("base", "total"):
        keys = dict.fromkeys(
            (g.by, g.value) for r in results for g in r.groups if g.measure == measure
        )
        if keys:
            _print_measure(screen, measure, list(keys), results)
    if any(group.few for result in results for group in result.groups):
        screen.show(Text(f"* fewer than {FEW} rows: too few to read much into", style="dim"))
    for result in results:
        _print_unpriced(screen, result)
        _print_calibration(screen, result)


def _print_measure(
    screen: Screen,
    measure: str,
    keys: list[tuple[str, str | None]],
    results: tuple[Backtest, ...],
) -> None:
    """Print one table; with several books each group is a line of its own above them."""
    table = screen.table(measure.capitalize(), *FIGURES, right=FIGURES)
    for key in keys:
        found = [
            (result.book, group)
            for result in results
            for group in result.groups
            if group.measure == measure and (group.by, group.value) == key
        ]
        name = _name(found[0][1])
        if len(results) > 1:
            table.add_row(Text(name, style="bold"))
        for book, group in found:
            table.add_row(f"  {book}" if len(results) > 1 else name, *_figures(group))
    screen.show(table)
    screen.show(Text(""))


def _name(group: Group) -> str:
    if group.by == EVERYBODY:
        return "everyone"
    return f"{group.by} {one_line(group.value, 40) if group.value else '(none)'}"


def _figures(group: Group) -> list[str]:
    count = f"{group.priced:,}{'*' if group.few else ''}"
    s = group.score
    if s is None:
        return [count, *["none"] * (len(FIGURES) - 1)]
    shares = (s.in_likely, s.below, s.above, s.in_range)
    return [
        count,
        *(f"{share:.0%}" for share in shares),
        f"{s.bias:.2f}",
        f"{s.median_error:.0%}",
        f"{s.pinball.mean / 1000:.1f}K",
    ]


def _print_unpriced(screen: Screen, result: Backtest) -> None:
    missed = sum(count for _, count in result.unpriced)
    if not missed:
        return
    screen.show(Text(""))
    rows = number_of(result.rows, "row")
    screen.show(Text(f"{result.book}: {missed:,} of {rows} could not be priced"))
    screen.notes([f"{count:,}: {one_line(reason, 200)}" for reason, count in result.unpriced[:5]])


def _print_calibration(screen: Screen, result: Backtest) -> None:
    """Draw the share of real pay below each stated percentile, and where it should be."""
    for measure in ("base", "total"):
        group = result.everybody("base" if measure == "base" else "total")
        if group is None or group.score is None:
            continue
        screen.show(Text(""))
        right = f"{screen.glyphs.typical} is right"
        title = f"{result.book}, {measure}: real pay below each percentile ({right})"
        screen.show(Text(title, style="bold"))
        grid = Table.grid(padding=(0, 1))
        grid.add_column(justify="right", no_wrap=True)
        grid.add_column(no_wrap=True)
        grid.add_column(justify="right", no_wrap=True)
        for stated, share in group.score.calibration:
            if stated % 10 == 0:
                grid.add_row(str(stated), _bar(screen, stated / 100, share), f"{share:.0%}")
        screen.show(grid)


def _bar(screen: Screen, stated: float, share: float) -> Text:
    """Return a bar as long as the share, with a point where the stated percentile is."""
    filled, wanted = integer(share * BAR_WIDTH), integer(stated * BAR_WIDTH)
    cells = [screen.glyphs.likely if i < filled else " " for i in range(BAR_WIDTH + 1)]
    cells[wanted] = screen.glyphs.typical
    return Text("".join(cells).rstrip())
