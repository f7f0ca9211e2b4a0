"""Levers as a person reads them in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from mlcomp.accuracy.levers import HeldLever
from mlcomp.book.rulebook import is_guide
from mlcomp.render.levers import changes_nothing, lever_document
from mlcomp.render.parts import conditions, signed, signed_percent
from mlcomp.render.tables.estimate import headline
from mlcomp.rules.result import texts
from mlcomp.text import article, thousands

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlcomp.accuracy.levers import HeldLevers
    from mlcomp.render.tables.terminal import Screen
    from mlcomp.rules.result import Estimate
    from mlcomp.scenarios.levers import Lever, Levers
    from mlcomp.taxes.levers import Moves

BEST = 3
FIGURES = ("Base", "Total", "%")
UNSURE = "~"
APART = "!"
UNKNOWN = "none"
LEGEND = {
    UNSURE: (
        f"{UNSURE} within the book's own range: the likely range of the change reaches as far as "
        "none."
    ),
    APART: f"{APART} the books disagree: by one it gains, by the other it loses or does nothing.",
}


def print_levers(
    screen: Screen,
    levers: Levers,
    market: HeldLevers | None = None,
    moves: Moves | None = None,
) -> None:
    """Print what a person can choose, then what they cannot, the largest gain first."""
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
    changing, nothing = _parted(levers, market)
    marks: set[str] = set()
    for name, in_hand in (("In your hands", True), ("Not in your hands", False)):
        lines = _lines([each for each in changing if each.own.in_hand is in_hand])
        if lines:
            table.add_section()
            table.add_row(Text(name, style="bold"), *blank)
        for label, each in lines:
            row = (_both_figures(each) if both else _figures(each.own)) if each else blank
            marks.update(row)
            table.add_row(label, *row)
    screen.show(table)
    legend = [text for mark, text in LEGEND.items() if mark in marks]
    if legend:
        screen.show(Text("\n".join(["", *legend])))
    _print_without(screen, nothing)
    after_tax: list[str] = []
    if moves:
        # Loaded only here, as the taxes are.
        from mlcomp.render.tables.taxed import notes_on, print_moves

        print_moves(screen, moves)
        after_tax = notes_on([moves.before])
    screen.notes([*texts(before.notes), *after_tax])


def _parted(levers: Levers, market: HeldLevers | None) -> tuple[list[HeldLever], list[Lever]]:
    """Return the changes that change something by either book, and those that change nothing."""
    changing, nothing = [], []
    for each in market.levers if market else [HeldLever(lever, None) for lever in levers.levers]:
        if all(map(changes_nothing, filter(None, each))):
            nothing.append(each.own)
        else:
            changing.append(each)
    return changing, nothing


def _total_columns(before: Estimate) -> tuple[str, ...]:
    own = "Guide" if is_guide(before.book, before.calibration) else "Book"
    return ("Market\ntotal", "%", "", "", f"{own}\ntotal", "%", "")


def _lines(changing: Sequence[HeldLever]) -> list[tuple[str, HeldLever | None]]:
    """Return a label and its change for each line; of many places the best, after a heading."""
    places = [each for each in changing if each.own.dimension == "metro"]
    lines: list[tuple[str, HeldLever | None]] = []
    for each in changing:
        if each.own.dimension != "metro" or len(places) <= BEST:
            lines.append((_label(each.own), each))
        elif each is places[0]:
            lines.append((f"Best {BEST} of the {len(places)} other largest metros", None))
            lines += ((f"  {place.own.label}", place) for place in places[:BEST])
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


def _print_without(screen: Screen, nothing: Sequence[Lever]) -> None:
    places = [lever for lever in nothing if lever.dimension == "metro"]
    without = [_label(lever) for lever in nothing if lever not in places or len(places) <= BEST]
    if len(places) > BEST:
        without.append(f"{len(places)} metros")
    if without:
        screen.show(Text(""))
        screen.show(Text(f"Changes nothing: {'; '.join(without)}.", style="dim"))
