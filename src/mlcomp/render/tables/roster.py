"""A roster's summary as a person reads it in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from mlcomp.text import number_of, thousands

if TYPE_CHECKING:
    from mlcomp.book.rulebook import Held
    from mlcomp.render.tables.terminal import Screen
    from mlcomp.roster.summary import Standing, Summary


def print_roster(screen: Screen, summary: Summary, _: Held | None = None) -> None:
    """Print people by level, real pay against its likely range, and the widest groups."""
    screen.heading(
        f"{summary.priced:,} of {number_of(summary.rows, 'person', 'people')} priced",
        f"{summary.book_title}; US dollars a year, means of typical pay",
    )
    table = screen.table(
        "Level", "People", "Typical base", "Typical total",
        right=("People", "Typical base", "Typical total"),
    )  # fmt: skip
    for level in summary.levels:
        table.add_row(
            Text(level.title, style="bold"),
            f"{level.people:,}",
            thousands(level.base_typical),
            thousands(level.total_typical),
        )
    screen.show(table)
    if summary.placeless:
        screen.show(Text(""))
        screen.show(Text(f"{summary.placeless:,} without a city, priced as the nation"))
    for kind in summary.standing:
        _print_standing(screen, summary, kind)
    _print_widest(screen, summary)


def _print_standing(screen: Screen, summary: Summary, kind: str) -> None:
    screen.show(Text(""))
    figures = ("Paid", "Below", "Within", "Above", "Cost to bring up")
    table = screen.table(f"Real {kind}, likely range", *figures, right=figures)
    for level in summary.levels:
        table.add_row(level.title, *_cells(level.standing[kind]))
    table.add_row(Text("Everyone", style="bold"), *_cells(summary.standing[kind]))
    screen.show(table)


def _cells(standing: Standing) -> list[str]:
    counts = (standing.paid, standing.below, standing.within, standing.above)
    return [*(f"{count:,}" for count in counts), thousands(standing.cost)]


def _print_widest(screen: Screen, summary: Summary) -> None:
    if not summary.widest:
        return
    titles = {level.id: level.title for level in summary.levels}
    screen.show(Text(""))
    figures = ("People", "P10", "P90", "Spread")
    table = screen.table("Widest groups, real over typical", *figures, right=figures)
    for group in summary.widest:
        who = f"{titles[group.level]} {group.pay}, {group.metro or 'no metro'}"
        spread = f"{screen.glyphs.times} {group.spread:.2f}"
        table.add_row(
            Text(who), f"{group.people:,}", f"{group.p10:.2f}", f"{group.p90:.2f}", spread
        )
    screen.show(table)
