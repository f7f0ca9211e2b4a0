"""Levers as a person reads them in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from mlcomp.render.levers import lever_document
from mlcomp.render.parts import conditions, signed, signed_percent
from mlcomp.render.tables.estimate import headline
from mlcomp.render.tables.terminal import Screen
from mlcomp.rules.result import texts
from mlcomp.text import article, thousands

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlcomp.scenarios.levers import Lever, Levers

BEST = 3
FIGURES = ("Base", "Total", "%")
UNSURE = "~"


def print_levers(levers: Levers) -> None:
    """Print what a person can choose, then what they cannot, the largest gain first."""
    screen = Screen()
    before = levers.before
    title, context = headline(before)
    screen.heading(", ".join([f"Levers of {article(title)}", *conditions(before)]), context)
    table = screen.table("Change", *FIGURES, "", right=FIGURES)
    table.add_row(
        "Now, typical", thousands(before.base.typical), thousands(before.total.typical), "", ""
    )
    sections = (("In your hands", True), ("Not in your hands", False))
    for name, in_hand in sections:
        lines = _lines([lever for lever in levers.levers if lever.in_hand is in_hand])
        if lines:
            table.add_section()
            table.add_row(Text(name, style="bold"), "", "", "", "")
        for label, of in lines:
            table.add_row(label, *_figures(of))
    screen.show(table)
    _print_legend(screen, levers.levers)
    screen.notes(texts(before.notes))


def _lines(listed: Sequence[Lever]) -> list[tuple[str, list[Lever]]]:
    """Return a label and its changes for each line; many places are one line, the best of them."""
    changing = [lever for lever in listed if not _nothing(lever)]
    places = [lever for lever in changing if lever.dimension == "metro"]
    lines: list[tuple[str, list[Lever]]] = []
    for lever in changing:
        if lever.dimension != "metro" or len(places) <= BEST:
            lines.append((_label(lever), [lever]))
        elif lever is places[0]:
            best = places[:BEST]
            names = "\n".join(f"  {place.label}" for place in best)
            lines.append((f"Best {BEST} of the {len(places)} other largest metros\n{names}", best))
    return lines


def _label(lever: Lever) -> str:
    return f"{lever.heading}: {lever.label}" if lever.heading else lever.label


def _figures(levers: list[Lever]) -> list[str]:
    """Return a line's cells; several changes stand below one another, after their heading."""
    of = [lever_document(lever) for lever in levers]
    cells = [
        [signed(lever["base"]["dollars"]) for lever in of],
        [signed(lever["total"]["dollars"]) for lever in of],
        [signed_percent(lever["total"]["percent"]) for lever in of],
        [UNSURE if lever["within_uncertainty"] else "" for lever in of],
    ]
    above = [""] if len(of) > 1 else []
    return ["\n".join([*above, *column]) for column in cells]


def _nothing(lever: Lever) -> bool:
    shown = lever_document(lever)
    return shown["base"]["dollars"] == 0 and shown["total"]["dollars"] == 0


def _print_legend(screen: Screen, listed: Sequence[Lever]) -> None:
    if any(lever.within_uncertainty and not _nothing(lever) for lever in listed):
        screen.show(Text(""))
        screen.show(
            Text(
                f"{UNSURE} within the book's own range: the likely range of the change reaches "
                "as far as none."
            )
        )
    nothing = [lever for lever in listed if _nothing(lever)]
    places = [lever for lever in nothing if lever.dimension == "metro"]
    without = [_label(lever) for lever in nothing if lever not in places or len(places) <= BEST]
    if len(places) > BEST:
        without.append(f"{len(places)} metros")
    if without:
        screen.show(Text(""))
        screen.show(Text(f"Changes nothing: {'; '.join(without)}.", style="dim"))
