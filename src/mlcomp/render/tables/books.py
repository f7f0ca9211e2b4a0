"""What is said of rule books themselves, as a person reads it in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from mlcomp.render.books import held_lines
from mlcomp.render.tables.people import print_roster_change
from mlcomp.text import printable

if TYPE_CHECKING:
    from mlcomp.book.differences import Change, Differences
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
    table = screen.table("What", "Was", "Is", "Difference", right=("Difference",))
    for change in found.changes:
        what = " ".join(filter(None, (change.table, change.id, change.key)))
        table.add_row(what, change.old or "none", change.new or "none", _difference(change))
    if found.changes:
        screen.show(table)
    if roster:
        print_roster_change(screen, roster)


def _difference(change: Change) -> str:
    if change.difference is None:
        return ""
    if change.unit == "dollars":
        return f"{change.difference:+,.0f}"
    return f"{change.difference:+.1f}%"
