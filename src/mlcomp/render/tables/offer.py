"""An offer held against an estimate, as a person reads it in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from mlcomp.offers.judgement import is_there
from mlcomp.render.offer import ask_notes, year_documents
from mlcomp.render.parts import conditions, percentile, signed
from mlcomp.render.tables.estimate import headline
from mlcomp.render.tables.terminal import Screen
from mlcomp.rules.result import texts
from mlcomp.text import article, listed, thousands

if TYPE_CHECKING:
    from mlcomp.offers.judgement import Judged, Judgement
    from mlcomp.offers.offer import Worth

BAR_WIDTH = 44
OTHER = "Other"
FIGURES = ("Base", "Bonus", "Equity", "Sign-on", OTHER, "Total")


def print_offer(judgement: Judgement) -> None:
    """Print the offer year by year, where it stands, what to ask for, and notes."""
    screen = Screen()
    estimate, claimed = judgement.estimate, judgement.claimed
    shares = judgement.offer.shares_are.capitalize()
    title, context = headline(estimate)
    screen.heading(", ".join([f"Offer to {article(title)}", *conditions(estimate)]), context)
    if claimed:
        screen.show(Text(f"{shares} counted as nothing", style="bold"))
    _print_years(screen, judgement.worth)
    if claimed:
        screen.show(Text(""))
        screen.show(Text(f"{shares} at the value claimed", style="bold"))
        _print_years(screen, claimed)
    screen.show(Text(""))
    screen.show(Text(_in_words(judgement.worth)))
    screen.show(Text(""))
    _print_judged(screen, judgement)
    _print_bars(screen, judgement)
    screen.notes(texts((*judgement.notes, *estimate.notes)))


def _print_years(screen: Screen, worth: Worth) -> None:
    years = year_documents(worth)
    has_other = any(year["other"] for year in years)
    figures = tuple(name for name in FIGURES if name != OTHER or has_other)
    table = screen.table("Year", *figures, right=figures)
    for year in years:
        parts = dict(zip(FIGURES, list(year.values())[1:], strict=True))
        table.add_row(str(year["year"]), *(f"{parts[name]:,d}" for name in figures))
    table.add_section()
    average = f"{worth.four_year_average:,.0f}"
    table.add_row("Four-year average", *[""] * (len(figures) - 1), average, style="bold green")
    screen.show(table)


def _in_words(worth: Worth) -> str:
    """Say year one beside the average of four, and what recurs apart from what does not."""
    sign_on = [f"{year.sign_on:,.0f} in year {year.year}" for year in worth.years if year.sign_on]
    apart = f"; sign-on pay is {listed(sign_on, 'and')}" if sign_on else ""
    return (
        f"Year one pays {worth.years[0].total:,.0f}; four years average "
        f"{worth.four_year_average:,.0f}. {worth.recurring_total:,.0f} a year recurs on average "
        f"over four years (base, bonus, equity){apart}."
    )


def _print_judged(screen: Screen, judgement: Judgement) -> None:
    named = _named(judgement)
    both = named.values()
    table = screen.table("Against the estimate", *named, right=tuple(named))
    rows = [
        ("Offered, recurring", [f"{judged.amount:,.0f}" for judged in both]),
        ("Typical", [thousands(judged.pay.typical) for judged in both]),
        ("Percentile", [percentile(judged.percentile) for judged in both]),
        ("Compa-ratio", [f"{judged.compa_ratio:.2f}" for judged in both]),
        ("Range penetration", [_penetration(judged) for judged in both]),
        ("From typical", [signed(judged.above_typical) for judged in both]),
        ("From likely high", [signed(judged.above_likely_high) for judged in both]),
    ]
    for name, cells in rows:
        table.add_row(name, *cells)
    table.add_section()
    asks = [
        ("Ask, to typical", [judged.to_typical for judged in both]),
        ("Ask, to 75th percentile", [judged.to_p75 for judged in both]),
    ]
    for name, dollars in asks:
        table.add_row(
            name, *("there" if is_there(ask) else signed(ask) for ask in dollars), style="bold"
        )
    screen.show(table)
    for note in ask_notes(judgement):
        screen.show(Text(""))
        screen.show(Text(note))


def _named(judgement: Judgement) -> dict[str, Judged]:
    """Return what is held against the estimate, by its name."""
    named = {"Base": judgement.base, "Total": judgement.total}
    if standing := judgement.at_worth:
        named[f"Total at {standing.share * 100:g}%"] = standing.total
    return named


def _penetration(judged: Judged) -> str:
    share = judged.range_penetration
    return "none" if share is None else f"{share:.0%}"


def _print_bars(screen: Screen, judgement: Judgement) -> None:
    """Draw both estimates on one scale that has room for the offer."""
    named = _named(judgement)
    start = min(min(judged.pay.low, judged.amount) for judged in named.values())
    end = max(max(judged.pay.high, judged.amount) for judged in named.values())
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True)
    for name, judged in named.items():
        bar = screen.bar(judged.pay, start, end, BAR_WIDTH, mark=judged.amount)
        grid.add_row(name, bar)
    grid.add_row("", Text(f"{screen.glyphs.mark} the offer  {screen.glyphs.typical} typical"))
    screen.show(Text(""))
    screen.show(grid)
