"""What another book does to a roster, as a person reads it in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from mlcomp.accuracy.backtest import EVERYBODY
from mlcomp.text import one_line

if TYPE_CHECKING:
    from mlcomp.render.tables.terminal import Screen
    from mlcomp.roster.difference import GroupChange, PersonChange, RosterChange

FIGURES = ("People", "Was", "Is", "Change", "Cost")
PERSON = ("Was", "Is", "Change")


def print_roster_change(screen: Screen, roster: RosterChange) -> None:
    """Print what it does to everybody and to each group, and who gains and loses most."""
    people = f"{roster.priced:,} of {roster.rows:,} people priced by both books"
    screen.show(Text(""))
    screen.show(Text(f"{people}; mean typical pay, and what all together are paid more"))
    for measure in ("base", "total"):
        groups = [group for group in roster.groups if group.measure == measure]
        if not groups:
            continue
        screen.show(Text(""))
        table = screen.table(measure.capitalize(), *FIGURES, right=FIGURES)
        for group in groups:
            change = _percent(group.old, group.new)
            figures = (f"{group.people:,}", f"{group.old:,.0f}", f"{group.new:,.0f}", change)
            table.add_row(_name(group), *figures, f"{group.cost + 0.0:+,.0f}")
        screen.show(table)
    for what, found in (("Gain most", roster.most), ("Lose most", roster.least)):
        _print_people(screen, what, [each for each in found if each.measure == "base"])
    notes = [f"{count:,} by {book}: {one_line(why, 200)}" for book, why, count in roster.unpriced]
    screen.notes(notes[:5])


def _print_people(screen: Screen, what: str, people: list[PersonChange]) -> None:
    if not people:
        return
    screen.show(Text(""))
    table = screen.table(f"{what}, base", *PERSON, right=PERSON)
    for person in people:
        known = ", ".join(one_line(value, 40) for _, value in person.groups if value)
        change = _percent(person.old, person.new)
        who = f"row {person.row:,}: {known}"
        table.add_row(who, f"{person.old:,.0f}", f"{person.new:,.0f}", change)
    screen.show(table)


def _name(group: GroupChange) -> str:
    if group.by == EVERYBODY:
        return "all"
    return f"{group.by} {one_line(group.value, 40) if group.value else '(none)'}"


def _percent(old: float, new: float) -> str:
    return f"{100 * (new / old - 1) + 0.0:+.1f}%"
