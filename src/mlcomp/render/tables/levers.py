"""Levers as a person reads them in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from mlcomp.accuracy.levers import HeldLever
from mlcomp.render.levers import lever_document
from mlcomp.render.parts import conditions, signed, signed_percent
from mlcomp.render.tables.estimate import headline
from mlcomp.render.tables.terminal import Screen
from mlcomp.rules.result import texts
from mlcomp.text import article, thousands

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlcomp.accuracy.levers import HeldLevers
    from mlcomp.rules.result import Estimate
    from mlcomp.scenarios.levers import Lever, Levers
    from mlcomp.taxes.levers import Moves

BEST = 3
FIGURES = ("Base", "Total", "%")
UNSURE = "~"
APART = "!"
UNKNOWN = "none"


def print_levers(
    levers: Levers, market: HeldLevers | None = None, moves: Moves | None = None
) -> None:
    """Print what a person can choose, then what they cannot, the largest gain first."""
    screen = Screen()
    before = levers.before
    title, context = headline(before)
    screen.heading(", ".join([f"Levers of {article(title)}", *conditions(before)]), context)
    both = market is not None
    columns = _total_columns(before) if both else (*FIGURES, "")
    table = screen.table("Change", *columns, right=columns)
    blank = [""] * len(columns)
    now = (
        ["Now, typical", thousands(market.before.total.typical), "", "", ""]
        if market
        else ["Now, typical", thousands(before.base.typical)]
    )
    now.append(thousands(before.total.typical))
    table.add_row(*now, *[""] * (len(columns) + 1 - len(now)))
    listed = market.levers if market else [HeldLever(lever, None) for lever in levers.levers]
    sections = (("In your hands", True), ("Not in your hands", False))
    for name, in_hand in sections:
        lines = _lines([each for each in listed if each.own.in_hand is in_hand])
        if lines:
            table.add_section()
            table.add_row(Text(name, style="bold"), *blank)
        for label, of in lines:
            rows = [_both_figures(each) if both else _figures(each.own) for each in of]
            # Several changes stand below one another, after their heading.
            above = [""] if len(of) > 1 else []
            table.add_row(label, *("\n".join([*above, *c]) for c in zip(*rows, strict=True)))
    screen.show(table)
    _print_legend(screen, listed, both=both)
    after_tax: list[str] = []
    if moves:
        # Loaded only here, as the taxes are.
        from mlcomp.render.tables.taxed import notes_on, print_moves

        print_moves(screen, moves)
        after_tax = notes_on([moves.before])
    screen.notes([*texts(before.notes), *after_tax])


def _total_columns(before: Estimate) -> tuple[str, ...]:
    own = "Guide" if before.book.startswith("guide-") else "Book"
    return ("Market\ntotal", "%", "", "", f"{own}\ntotal", "%", "")


def _lines(listed: Sequence[HeldLever]) -> list[tuple[str, list[HeldLever]]]:
    """Return a label and its changes for each line; many places are one line, the best of them."""
    changing = [each for each in listed if not _nothing(each)]
    places = [each for each in changing if each.own.dimension == "metro"]
    lines: list[tuple[str, list[HeldLever]]] = []
    for each in changing:
        if each.own.dimension != "metro" or len(places) <= BEST:
            lines.append((_label(each.own), [each]))
        elif each is places[0]:
            best = places[:BEST]
            names = "\n".join(f"  {place.own.label}" for place in best)
            lines.append((f"Best {BEST} of the {len(places)} other largest metros\n{names}", best))
    return lines


def _label(lever: Lever) -> str:
    return f"{lever.heading}: {lever.label}" if lever.heading else lever.label


def _figures(lever: Lever) -> list[str]:
    """Return one book's cells of a change."""
    of = lever_document(lever)
    return [
        signed(of["base"]["dollars"]),
        signed(of["total"]["dollars"]),
        signed_percent(of["total"]["percent"]),
        UNSURE if of["within_uncertainty"] else "",
    ]


def _both_figures(each: HeldLever) -> list[str]:
    """Return the market's cells of a change, the mark of disagreement, and the book's own."""
    market = _figures(each.market)[1:] if each.market else [UNKNOWN, "", ""]
    return [*market, APART if each.disagree else "", *_figures(each.own)[1:]]


def _nothing(each: HeldLever) -> bool:
    shown = [lever_document(lever) for lever in each if lever]
    return all(of["base"]["dollars"] == 0 and of["total"]["dollars"] == 0 for of in shown)


def _print_legend(screen: Screen, listed: Sequence[HeldLever], *, both: bool) -> None:
    changing = [each for each in listed if not _nothing(each)]
    legend = []
    if any(lever and lever.within_uncertainty for each in changing for lever in each):
        legend.append(
            f"{UNSURE} within the book's own range: the likely range of the change reaches "
            "as far as none."
        )
    if both and any(each.disagree for each in changing):
        legend.append(
            f"{APART} the books disagree: by one it gains, by the other it loses or does nothing."
        )
    if legend:
        screen.show(Text(""))
    for line in legend:
        screen.show(Text(line))
    nothing = [each.own for each in listed if _nothing(each)]
    places = [lever for lever in nothing if lever.dimension == "metro"]
    without = [_label(lever) for lever in nothing if lever not in places or len(places) <= BEST]
    if len(places) > BEST:
        without.append(f"{len(places)} metros")
    if without:
        screen.show(Text(""))
        screen.show(Text(f"Changes nothing: {'; '.join(without)}.", style="dim"))
