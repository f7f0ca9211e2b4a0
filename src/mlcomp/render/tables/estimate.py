"""An estimate as a person reads it in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from mlcomp.render.parts import calibration_sentence
from mlcomp.render.tables.opinions import print_opinions
from mlcomp.rules.result import texts
from mlcomp.text import number_of, thousands

if TYPE_CHECKING:
    from mlcomp.accuracy.market import MarketCheck
    from mlcomp.book.ranges import Range
    from mlcomp.render.tables.terminal import Screen
    from mlcomp.rules.pay import Pay
    from mlcomp.rules.result import Estimate, Step
    from mlcomp.taxes.estimate import Left


def print_estimate(
    screen: Screen,
    estimate: Estimate,
    market: MarketCheck | None = None,
    left: Left | None = None,
    *,
    explain: bool = False,
) -> None:
    """Print who is priced and at what, by both books; then the steps to it, notes and sources."""
    title, context = headline(estimate)
    screen.heading(title, context)
    print_opinions(screen, estimate, market)
    screen.show(Text(""))
    _print_steps(screen, estimate)
    _print_software_engineer(screen, estimate)
    screen.notes(texts(estimate.notes))
    if left:
        # Loaded only here, as the taxes are.
        from mlcomp.render.tables.taxed import print_taxes

        screen.show(Text(""))
        print_taxes(screen, {"Base": left.base, "Total": left.total})
    if explain:
        _print_sources(screen, estimate)


def headline(estimate: Estimate) -> tuple[str, str]:
    """Return who is priced, and on what authority."""
    place = "remote" if estimate.profile.remote else estimate.place.name
    title = f"{estimate.level.title} ML engineer, {place}"
    why = estimate.level.why
    years = estimate.profile.years
    if years is not None and why == "as asked":
        why = f"level as asked, {number_of(years, 'year')}"
    return title, f"{why}; {estimate.book_title}; US dollars a year"


def _print_steps(screen: Screen, estimate: Estimate) -> None:
    figures = ("", "Low", "Typical", "High")
    table = screen.table("Step", *figures, "Basis", right=figures)
    *to_base, last = estimate.steps
    for step in to_base:
        table.add_row(step.label, _applied(screen, step), *_amounts(step.reached), step.basis)
    table.add_section()
    table.add_row("Base salary", "", *_amounts(estimate.base), "", style="bold green")
    table.add_section()
    # The uplift's own result is total compensation, which the next line shows.
    table.add_row(last.label, _applied(screen, last), "", "", "", last.basis)
    table.add_section()
    table.add_row("Total compensation", "", *_amounts(estimate.total), "", style="bold green")
    # The figures come first; --explain has each basis.
    screen.show(table, spare=("Basis",))


def _print_software_engineer(screen: Screen, estimate: Estimate) -> None:
    engineer = estimate.software_engineer
    if engineer is None:
        return
    low, high = engineer.premium.low - 1, engineer.premium.high - 1
    premium = f"{low * 100:.0f}{screen.glyphs.dash}{high * 100:.0f}%"
    screen.show(Text(""))
    screen.show(
        Text(
            f"A software engineer there would get base {thousands(engineer.base.typical)}, "
            f"total {thousands(engineer.total.typical)} (ML pays {premium} more; "
            f"{engineer.basis})."
        )
    )


def _print_sources(screen: Screen, estimate: Estimate) -> None:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(overflow="fold", max_width=26)
    grid.add_column(overflow="fold")
    for step in estimate.steps:
        cited = None if step.basis == "assumption" else f"{step.source.rstrip('.?')}."
        why = " ".join(filter(None, (cited, step.reason)))
        grid.add_row(step.label, Text(f"{step.basis}: {why}"))
    screen.show(Text(""))
    screen.show(Text("Where each number comes from", style="bold"))
    screen.show(grid)
    if estimate.calibration:
        screen.show(Text(""))
        sentence = calibration_sentence(estimate.calibration)
        screen.show(Text(f"{sentence} Source: {estimate.calibration.source}."))


def _applied(screen: Screen, step: Step) -> str:
    if step.operation == "multiply":
        return screen.multiplier(step.applied)
    if step.operation == "start":
        return ""
    if step.applied.low == 0 and step.applied.high == 1:
        return f"at {step.applied.typical:.0%} of it"
    return f"{screen.shares(step.applied)} of it"


def _amounts(pay: Pay | Range) -> tuple[str, str, str]:
    return thousands(pay.low), thousands(pay.typical), thousands(pay.high)
