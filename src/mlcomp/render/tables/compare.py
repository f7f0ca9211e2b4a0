"""A comparison as a person reads it in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from mlcomp.render.parts import difference, is_likely, percentile, signed, signed_percent
from mlcomp.render.tables.terminal import Screen
from mlcomp.text import thousands

if TYPE_CHECKING:
    from mlcomp.scenarios.compare import Compared, Comparison

BAR_WIDTH = 40
# Longer names do not stand beside a bar: the bars have numbers then.
MAX_BESIDE_BAR = 24
# Offers have wider figures: beside those, longer names would be a word or less a line.
MAX_BESIDE_OFFER = 16


def print_comparison(comparison: Comparison) -> None:
    """Print the scenarios, the best paid first, then their bars on one scale, and notes."""
    screen = Screen()
    scenarios = comparison.scenarios
    years = comparison.over_years
    period = "US dollars a year" if years == 1 else f"US dollars over {years} years"
    screen.heading(_title(comparison), f"{comparison.book_title}; {period}")
    offers = any(one.judgement for one in scenarios)
    most = MAX_BESIDE_OFFER if offers else MAX_BESIDE_BAR
    numbered = len(scenarios) > 1 and max(len(one.name) for one in scenarios) > most
    figures = _figures(screen, comparison)
    if numbered and offers:
        _print_names(screen, scenarios)
    number = ("",) if numbered and not offers else ()
    table = screen.table(*number, "Scenario", *figures, right=(*number, *figures))
    for n, one in enumerate(scenarios):
        cells = [column[n] for column in figures.values()]
        name = Text(str(n + 1) if numbered and offers else one.name, style="bold")
        table.add_row(*(str(n + 1) for _ in number), name, *cells)
        for counted, total in _other_totals(one).items():
            cells = [thousands(total) if column == "Total" else "" for column in figures]
            table.add_row(*number, counted, *cells, style="dim")
    screen.show(table)
    _print_bars(screen, scenarios, numbered=numbered)
    screen.notes(_notes(scenarios))


def _other_totals(one: Compared) -> dict[str, float]:
    """Return a scenario's totals with private shares counted in other ways, by their names."""
    totals = {}
    if one.claimed is not None:
        totals["claimed"] = one.claimed
    standing = one.judgement and one.judgement.at_worth
    if standing and one.at_worth is not None:
        totals[f"at {standing.share * 100:g}%"] = one.at_worth
    return totals


def _print_names(screen: Screen, scenarios: tuple[Compared, ...]) -> None:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for number, one in enumerate(scenarios, 1):
        grid.add_row(str(number), Text(one.name, style="bold"))
    screen.show(grid)
    screen.show(Text(""))


def _figures(screen: Screen, comparison: Comparison) -> dict[str, list[str]]:
    """Return the columns that this comparison needs, a cell for each scenario."""
    scenarios = comparison.scenarios
    columns = {
        "Base": [thousands(one.base) for one in scenarios],
        "Total": [thousands(one.total) for one in scenarios],
    }
    if not all(one.judgement for one in scenarios):
        width = "Likely" if is_likely(comparison.calibration) else "Inner"
        columns[f"{width} total"] = [
            "" if one.judgement else screen.span(one.market.likely_low, one.market.likely_high)
            for one in scenarios
        ]
    judged = [one.judgement and one.judgement.total for one in scenarios]
    if any(judged):
        columns["Recurring,\npercentile"] = [
            percentile(total.percentile) if total else "" for total in judged
        ]
    if len(scenarios) > 1:
        apart = [difference(one.total, comparison.first.total) for one in scenarios[1:]]
        columns["To the\nfirst" if any(judged) else "To the first"] = [
            "",
            *(signed(each["dollars"]) for each in apart),
        ]
        columns["%"] = ["", *(signed_percent(each["percent"]) for each in apart)]
    return columns


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
    title = ", ".join([who, *shared])
    return title if len(scenarios) == 1 else f"{title}: {len(scenarios)} scenarios by {by}"


def _print_bars(screen: Screen, scenarios: tuple[Compared, ...], *, numbered: bool) -> None:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(overflow="fold", justify="right" if numbered else "left")
    grid.add_column(no_wrap=True)
    start = min(min(one.market.low, one.total) for one in scenarios)
    end = max(max(one.market.high, one.total) for one in scenarios)
    for number, one in enumerate(scenarios, 1):
        mark = one.total if one.judgement else None
        label = Text(str(number) if numbered else one.name, style="bold")
        grid.add_row(label, screen.bar(one.market, start, end, BAR_WIDTH, mark))
    if any(one.judgement for one in scenarios):
        legend = (
            f"{screen.glyphs.mark} the offer in these years, sign-on included  "
            f"{screen.glyphs.typical} typical of its estimate"
        )
        grid.add_row("", Text(legend))
    screen.show(Text(""))
    screen.show(grid)


def _notes(scenarios: tuple[Compared, ...]) -> list[str]:
    """Return every note once, with the name of its scenario unless all share it."""
    names: dict[str, list[str]] = {}
    for one in scenarios:
        for note in (*(one.judgement.notes if one.judgement else ()), *one.notes):
            names.setdefault(note.text, []).append(one.name)
    return [
        note if len(named) == len(scenarios) else f"{_named(named)}: {note}"
        for note, named in names.items()
    ]


def _named(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
