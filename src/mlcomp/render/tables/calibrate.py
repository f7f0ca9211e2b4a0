"""A calibrated book as a person reads it in a terminal."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.text import Text

from mlcomp.accuracy.calibrating import ABSURD
from mlcomp.accuracy.robust import ENOUGH, FIVE
from mlcomp.accuracy.stating import left_alone, moved
from mlcomp.render.calibrate import scores, verdict
from mlcomp.text import listed, number_of, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlcomp.accuracy.calibrating import Calibrated
    from mlcomp.accuracy.parts import Key
    from mlcomp.accuracy.stating import Moved
    from mlcomp.book.ranges import Range
    from mlcomp.book.rulebook import Book
    from mlcomp.render.calibrate import Among, Scored
    from mlcomp.render.tables.terminal import Screen

FIGURES = ("Likely", "Below", "Above", "Bias", "Error", "Loss")
MOVED = ("People", "Was", "Is", "Change")
ROLES = {"start": "the start", "market": "the market", "new": "the new book"}


def print_calibrated(screen: Screen, result: Calibrated, new: Book, file: str) -> None:
    """Print what has moved, and how right the three books are."""
    k = result.strength
    screen.heading(
        f"{new.edition}, from {result.start.book.edition} and the base pay of {result.people:,}",
        f"shrunk by n / (n + k): k {k.levels:g} for levels, {k.factors:g} for factors",
    )
    table = screen.table("Typical", *MOVED, right=MOVED)
    for each in moved(result):
        table.add_row(_name(each.key, each.id), f"{each.people:,}", *_change(each))
    screen.show(table)
    screen.show(Text(""))
    for among, scored in groupby(scores(result, new), key=lambda each: (each.among, each.n)):
        _print_scores(screen, *among, scored)
    screen.show(Text(verdict(result)))
    screen.notes(_notes(result, file))


def _print_scores(screen: Screen, among: Among, people: int, scored: Iterable[Scored]) -> None:
    heading = "Out of fold" if among == "everybody" else f"{people:,} {among}"
    table = screen.table(heading, "Book", *FIGURES, right=FIGURES)
    for _, role, book, _, s in scored:
        shares = (f"{share:.0%}" for share in (s.in_likely, s.below, s.above))
        loss = f"{s.pinball.mean / 1000:.1f}K"
        row = (*shares, f"{s.bias:.2f}", f"{s.median_error:.0%}", loss)
        table.add_row(ROLES[role], book, *row)
    screen.show(table)
    screen.show(Text(""))


def _notes(result: Calibrated, file: str) -> list[str]:
    notes = []
    if alone := left_alone(result):
        named = listed([_name(key, key.id) for key, _ in alone[:8]], "and")
        more = f" and {len(alone) - 8} more" if len(alone) > 8 else ""
        notes.append(f"Left alone, with fewer than {FIVE} people each: {named}{more}.")
    if result.people < ENOUGH:
        notes.append(f"Fewer than {ENOUGH} people: every band keeps the width it had.")
    if result.fit.positions < 1:
        notes.append(
            f"Levels overlap: years move pay in a band {result.fit.positions:.0%} as far, so that "
            "it never falls with another year."
        )
    if result.absurd:
        notes.append(
            f"Set aside, {ABSURD:g} times off what is usual: {result.absurd:,} of "
            f"{result.absurd + result.people:,}."
        )
    if (common := result.in_common) and common.people < result.people:
        levels = f"level{'s' if len(common.levels) > 1 else ''} {listed(common.levels, 'and')}"
        notes.append(
            f"In common with the market: the {common.people:,} of {result.people:,} that it "
            f"prices too, of {levels}."
        )
    if missed := sum(count for _, count in result.unpriced):
        notes.append(f"{number_of(missed, 'row')} of {one_line(file, 60)} could not be used:")
        notes += [f"{count:,}: {one_line(why, 200)}" for why, count in result.unpriced[:5]]
    return notes


def _name(key: Key, id_: str) -> str:
    table = "location" if key.table == "metro" else key.table.replace("_", " ")
    return " ".join(filter(None, (table, id_, key.part.replace("_", " "))))


def _change(each: Moved) -> tuple[str, str, str]:
    if each.before is None:
        return "none", _figure(each, each.after), ""
    change = 100 * (each.after.typical / each.before.typical - 1)
    return _figure(each, each.before), _figure(each, each.after), f"{change:+.1f}%"


def _figure(each: Moved, value: Range) -> str:
    return f"{value.typical:,.0f}" if each.key.table == "level" else f"{value.typical:.3f}"
