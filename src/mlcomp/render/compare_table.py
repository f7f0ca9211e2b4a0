"""A comparison as a person reads it in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from mlcomp.render.parts import difference, percentile, signed, signed_percent
from mlcomp.render.terminal import Screen
from mlcomp.text import thousands

if TYPE_CHECKING:
    from mlcomp.compare import Compared, Comparison

BAR_WIDTH = 40
FIGURES = ("Base", "Total", "Likely total", "To the first", "%")


def print_comparison(comparison: Comparison) -> None:
    """Print the scenarios, the best paid first, then their bars on one scale, and notes."""
    screen = Screen()
    scenarios = comparison.scenarios
    years = comparison.over_years
    period = "US dollars a year" if years == 1 else f"US dollars over {years} years"
    screen.heading(_title(comparison), f"{comparison.book_title}; {period}")
    table = screen.table("Scenario", *FIGURES, right=FIGURES)
    for one in scenarios:
        apart = difference(one.total, comparison.first.total)
        is_first = one is comparison.first
        table.add_row(
            Text(one.name, style="bold"),
            thousands(one.base),
            thousands(one.total),
            _likely(screen, one),
            "" if is_first else signed(apart["dollars"]),
            "" if is_first else signed_percent(apart["percent"]),
        )
        if one.claimed is not None:
            table.add_row("  as claimed", "", thousands(one.claimed), style="dim")
    screen.show(table)
    _print_bars(screen, scenarios)
    screen.notes(_notes(scenarios))


def _title(comparison: Comparison) -> str:
    """Return what all scenarios share, how many there are, and what sorts them."""
    scenarios = comparison.scenarios
    estimates = [one.estimate for one in scenarios]
    titles = {estimate.level.title for estimate in estimates}
    labels = [
        {step.label: None for step in estimate.steps if step.id not in ("band", "uplift")}
        for estimate in estimates
    ]
    shared = [label for label in labels[0] if all(label in other for other in labels)]
    who = f"{titles.pop()} ML engineer" if len(titles) == 1 else "ML engineer"
    offers = any(one.judgement for one in scenarios)
    by = "total" if offers else "typical total"
    count = f"{len(scenarios)} scenario{'' if len(scenarios) == 1 else 's'}"
    return f"{', '.join([who, *shared])}: {count} by {by}"


def _likely(screen: Screen, one: Compared) -> str:
    if one.judgement:
        return f"percentile {percentile(one.judgement.total.percentile)}"
    return screen.span(one.market.likely_low, one.market.likely_high)


def _print_bars(screen: Screen, scenarios: tuple[Compared, ...]) -> None:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(overflow="fold")
    grid.add_column(no_wrap=True)
    start = min(min(one.market.low, one.total) for one in scenarios)
    end = max(max(one.market.high, one.total) for one in scenarios)
    for one in scenarios:
        mark = one.total if one.judgement else None
        grid.add_row(
            Text(one.name, style="bold"), screen.bar(one.market, start, end, BAR_WIDTH, mark)
        )
    if any(one.judgement for one in scenarios):
        legend = f"{screen.glyphs.mark} the offer  {screen.glyphs.typical} typical of its estimate"
        grid.add_row("", Text(legend))
    screen.show(Text(""))
    screen.show(grid)


def _notes(scenarios: tuple[Compared, ...]) -> list[str]:
    """Return every note once, with the name of its scenario unless all share it."""
    names: dict[str, list[str]] = {}
    for one in scenarios:
        for note in (*(one.judgement.notes if one.judgement else ()), *one.estimate.notes):
            names.setdefault(note, []).append(one.name)
    return [
        note if len(named) == len(scenarios) else f"{_named(named)}: {note}"
        for note, named in names.items()
    ]


def _named(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
