"""What is said of rule books themselves, as a person reads it in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from mlcomp.book.differences import WHOLE
from mlcomp.book.extending import PROVENANCE
from mlcomp.render.books import held_lines
from mlcomp.render.tables.people import print_roster_change
from mlcomp.text import number_of, printable

if TYPE_CHECKING:
    from mlcomp.book.differences import Change, Differences
    from mlcomp.book.ranges import Range
    from mlcomp.book.verdict import Checked
    from mlcomp.render.tables.terminal import Screen
    from mlcomp.roster.difference import RosterChange


def print_checked(screen: Screen, checked: tuple[Checked, ...]) -> None:
    """Print a line for each book without faults; those of the others are errors."""
    for each in checked:
        for line in held_lines(each.book, printable(each.file)) if each.book else ():
            screen.line(line)


def print_differences(
    screen: Screen, found: Differences, roster: RosterChange | None = None
) -> None:
    """Print every change, a figure's with how far it moves typical pay; then what it does."""
    screen.heading(
        f"From {found.old.edition} to {found.new.edition}",
        f"{found.old.title} to {found.new.title}; differences are of typical pay",
    )
    if not found.changes:
        screen.show(Text("The two books say the same."))
    grounds = [each for each in found.changes if not each.unit and _is_ground(each.key)]
    values = [each for each in found.changes if each not in grounds]
    table = screen.table("What", "Was", "Is", "Difference", right=("Difference",))
    # What moves pay before words; what it rests on only where nothing else changed.
    for change in sorted(values, key=lambda each: each.unit is None) or grounds:
        what = " ".join(filter(None, (change.table, change.id, change.key)))
        old, new = _cell(change.old, change.was), _cell(change.new, change.now)
        table.add_row(what, old, new, _difference(change))
    if found.changes:
        screen.show(table)
    if values and grounds:
        count = number_of(len(grounds), "change")
        screen.notes([f"{count} of what values rest on (basis, by, date, ...): --json has them."])
    if roster:
        print_roster_change(screen, roster)


def _is_ground(key: str) -> bool:
    """Return whether a key, of an option too, says what a value rests on."""
    return key.rpartition(".")[2] in PROVENANCE


def _cell(shown: str | None, figure: Range | None) -> str:
    if shown == WHOLE and figure:
        return f"{figure.low:,.10g}, {figure.high:,.10g}"
    return shown or "none"


def _difference(change: Change) -> str:
    if change.difference is None:
        return ""
    if change.unit == "dollars":
        return f"{change.difference:+,.0f}"
    return f"{change.difference:+.1f}%"
