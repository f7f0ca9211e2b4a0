"""Bands and factors as a person reads them in a terminal."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mlcomp.render.parts import calibration_sentence
from mlcomp.render.tables.market import print_market_bands
from mlcomp.rules.result import texts
from mlcomp.text import listed, thousands

if TYPE_CHECKING:
    from mlcomp.accuracy.market import MarketCheck
    from mlcomp.book.listing import FactorListed, Listing
    from mlcomp.render.tables.terminal import Screen
    from mlcomp.rules.bands import Bands

BAR_WIDTH = 20
SOME = 12
"""Employers of a tier that are named in a table."""


def print_bands(
    screen: Screen, bands: Bands, market: tuple[MarketCheck, ...] | None = None
) -> None:
    """Print each level with base, total and summary, on one scale; then the market's."""
    first = bands.first
    what = [first.place.name if not first.profile.remote else "remote, national band"]
    what += [step.label for step in first.steps if step.id not in ("band", "location", "uplift")]
    screen.heading(
        f"ML engineer pay bands, {', '.join(what)}", f"{bands.book.title}; US dollars a year"
    )
    figures = ("Base", "Typical", "Total", "Typical total")
    table = screen.table("Level", "Years", *figures, "Basis", right=("Years", *figures))
    for level, estimate in bands.levels:
        last = "+" if level.max_years is None else f"{screen.glyphs.dash}{level.max_years}"
        table.add_row(
            Text(level.title, style="bold"),
            "" if level.min_years is None else f"{level.min_years}{last}",
            _short(screen, estimate.base.low, estimate.base.high),
            thousands(estimate.base.typical),
            _short(screen, estimate.total.low, estimate.total.high),
            thousands(estimate.total.typical),
            level.basis,
        )
    screen.show(table, spare=("Basis", "Total", "Base"))
    screen.show(Text(""))
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="bold")
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    start, end = first.base.low, bands.levels[-1][1].base.high
    for level, estimate in bands.levels:
        grid.add_row(
            level.title,
            screen.bar(estimate.base, start, end, screen.bar_width(BAR_WIDTH)),
            Text(level.summary),
        )
    screen.show(grid)
    held = bands.book.held
    screen.notes([*texts(bands.notes), *([calibration_sentence(held)] if held else [])])
    if market is not None:
        print_market_bands(screen, bands, market)


def print_factors(screen: Screen, listing: Listing) -> None:
    """Print every option by dimension: size, basis, source and the names that mean it."""
    for position, (dimension, group) in enumerate(groupby(listing.factors, lambda f: f.dimension)):
        if position:
            screen.show(Text(""))
        options = list(group)
        own = options[0].declared
        heading = own.title if own else dimension.replace("-", " ").capitalize()
        screen.heading(heading, listing.book.title)
        if own:
            screen.show(Text(own.help))
            screen.show(Text(""))
        if screen.pastes:
            table = screen.table("Option", "Size", "Basis", "About", right=("Size",))
            for factor in options:
                table.add_row(factor.id, _size(screen, factor), factor.basis, _about(factor))
            screen.show(table)
            continue
        longest = max(len(factor.id) for factor in options)
        for factor in options:
            line = Text(f"{factor.id:<{longest}}  ", style="bold")
            line.append(f"{_size(screen, factor):<15}  {factor.basis}", style="not bold")
            screen.show(line)
            screen.show(Padding(_about(factor), (0, 0, 0, 2)))


def _about(factor: FactorListed) -> Text:
    cited = None if factor.basis == "assumption" else f"{factor.source.rstrip('.?')}."
    text = Text(" ".join(filter(None, (f"{factor.shown_title}.", cited, factor.reason))))
    if factor.aliases:
        text.append("\nAlso: " + ", ".join(factor.aliases), style="dim")
    if factor.companies:
        some, more = factor.companies[:SOME], len(factor.companies[SOME:])
        names = listed((*some, f"{more} more (--json has all)") if more else some, "and")
        text.append(f"\nEmployers: {names}", style="dim")
    return text


def _size(screen: Screen, factor: FactorListed) -> str:
    if factor.range is None:
        return "by place" if factor.id == "elsewhere" else "none"
    if factor.unit == "dollars":
        return screen.span(factor.range.low, factor.range.high)
    if factor.unit == "share of band":
        return screen.shares(factor.range)
    return screen.multiplier(factor.range)


def _short(screen: Screen, low: float, high: float) -> str:
    return f"{low / 1000:,.0f}{screen.glyphs.dash}{high / 1000:,.0f}K"
