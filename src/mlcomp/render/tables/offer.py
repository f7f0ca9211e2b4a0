"""An offer held against an estimate, as a person reads it in a terminal."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from mlcomp.offers.judgement import is_there
from mlcomp.render.offer import ask_notes, judge_of, notes_by, year_documents
from mlcomp.render.parts import conditions, percentile, signed
from mlcomp.render.tables.estimate import headline
from mlcomp.rules.result import texts
from mlcomp.text import article, listed, thousands

if TYPE_CHECKING:
    from mlcomp.offers.judgement import Judged, Judgement
    from mlcomp.offers.offer import Worth
    from mlcomp.offers.verdict import Verdict
    from mlcomp.render.tables.terminal import Screen
    from mlcomp.taxes.compare import Taxed

BAR_WIDTH = 44
OTHER = "Other"
FIGURES = ("Base", "Bonus", "Equity", "Sign-on", OTHER, "Total")


def print_offer(
    screen: Screen,
    judgement: Judgement,
    market: Judgement | None,
    verdict: Verdict,
    taxed: Taxed | None = None,
    *,
    explain: bool = False,
) -> None:
    """Print what it pays and what to do, then the years, the standing by each book, and notes."""
    estimate, claimed = judgement.estimate, judgement.claimed
    shares = judgement.offer.shares_are.capitalize()
    title, context = headline(estimate)
    screen.heading(", ".join([f"Offer to {article(title)}", *conditions(estimate)]), context)
    for sentence in verdict.text:
        screen.show(Text(sentence, style="bold" if sentence is verdict.text[-1] else ""))
    screen.show(Text(""))
    if claimed:
        screen.show(Text(f"{shares} counted as nothing", style="bold"))
    _print_years(screen, judgement.worth)
    if claimed:
        screen.show(Text(""))
        screen.show(Text(f"{shares} at the value claimed", style="bold"))
        _print_years(screen, claimed)
    if taxed:
        # Loaded only here, as the taxes are.
        from mlcomp.render.tables.taxed import notes_on, print_years

        print_years(screen, taxed)
    if sign_on := _sign_on(judgement.worth):
        screen.show(Text(""))
        screen.show(Text(sign_on))
    judged = [market, judgement] if market else [judgement]
    _print_judged(screen, judged, explain=explain)
    by = judge_of(judgement, market, verdict)
    for note in ask_notes(by):
        screen.show(Text(""))
        screen.show(Text(note))
    _print_bars(screen, by)
    after_tax = notes_on(taxed.years) if taxed else []
    screen.notes([*texts(notes_by(judgement, by)), *after_tax])


def _print_years(screen: Screen, worth: Worth) -> None:
    years = year_documents(worth)
    has_other = any(year["other"] for year in years)
    figures = tuple(name for name in FIGURES if name != OTHER or has_other)
    table = screen.table("Year", *figures, right=figures)
    for _, alike in groupby(years, lambda year: list(year.values())[1:]):
        first, *_, last = [*alike] * 2
        name = str(first["year"])
        if last["year"] != first["year"]:
            name += f" to {last['year']}"
        parts = dict(zip(FIGURES, list(first.values())[1:], strict=True))
        table.add_row(name, *(f"{parts[figure]:,d}" for figure in figures))
    table.add_section()
    average = f"{worth.four_year_average:,.0f}"
    table.add_row("Four-year average", *[""] * (len(figures) - 1), average, style="bold green")
    screen.show(table)


def _sign_on(worth: Worth) -> str:
    """Say what is paid once, which no standing counts; nothing where nothing is."""
    paid = [f"{year.sign_on:,.0f} in year {year.year}" for year in worth.years if year.sign_on]
    return f"Sign-on pay is paid once: {listed(paid, 'and')}." if paid else ""


def _print_judged(screen: Screen, judged: list[Judgement], *, explain: bool) -> None:
    """Print where each amount stands, by each book: side by side where there is room."""
    table = _standing(screen, judged, explain=explain)
    side_by_side = len(judged) == 1 or screen.has_room(table)
    for each in (
        [table] if side_by_side else [_standing(screen, [by], explain=explain) for by in judged]
    ):
        screen.show(Text(""))
        screen.show(each)


def _standing(screen: Screen, judged: list[Judgement], *, explain: bool) -> Table:
    """Return where each amount stands; with the terms of pay reviews where asked for."""
    named = {
        f"{each.estimate.book}\n{name.lower()}": amount
        for each in judged
        for name, amount in _named(each).items()
    }
    amounts = named.values()
    table = screen.table("Stands", *named, right=tuple(named))
    rows = [
        ("Offered, recurring", [f"{amount.amount:,.0f}" for amount in amounts]),
        ("Typical", [thousands(amount.pay.typical) for amount in amounts]),
        ("Percentile", [percentile(amount.percentile) for amount in amounts]),
        ("From typical", [signed(amount.above_typical) for amount in amounts]),
    ]
    if explain:
        rows += [
            ("Compa-ratio", [f"{amount.compa_ratio:.2f}" for amount in amounts]),
            ("Range penetration", [_penetration(amount) for amount in amounts]),
            ("From the inner high", [signed(amount.above_likely_high) for amount in amounts]),
        ]
    for name, cells in rows:
        table.add_row(name, *cells)
    table.add_section()
    asks = [
        ("Ask, to typical", [amount.to_typical for amount in amounts]),
        ("Ask, to the 75th", [amount.to_p75 for amount in amounts]),
    ]
    for name, dollars in asks:
        table.add_row(
            name, *("there" if is_there(ask) else signed(ask) for ask in dollars), style="bold"
        )
    return table


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
        bar = screen.bar(judged.pay, start, end, screen.bar_width(BAR_WIDTH), mark=judged.amount)
        grid.add_row(name, bar)
    grid.add_row("", Text(f"{screen.glyphs.mark} the offer  {screen.glyphs.typical} typical"))
    screen.show(Text(""))
    screen.show(grid)
