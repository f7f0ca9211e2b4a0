"""What is said of rule books themselves, as JSON and as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.render.parts import calibration_sentence, range_document
from mlcomp.render.renderers import Renderers
from mlcomp.render.rows import Rows
from mlcomp.text import number_of

if TYPE_CHECKING:
    from mlcomp.book.differences import Change, Differences
    from mlcomp.book.rulebook import Book
    from mlcomp.book.verdict import Checked
    from mlcomp.documents.books import (
        BookCheckDoc,
        BookDiffDoc,
        ChangeDoc,
        CheckedBookDoc,
        PersonChangeDoc,
        RosterChangeDoc,
    )
    from mlcomp.roster.difference import PersonChange, RosterChange

GROUP_COLUMNS = ("measure", "by", "value", "people", "old", "new", "cost")
CHANGE_COLUMNS = ("table", "id", "key", "old", "new", "unit", "difference")


def held_lines(book: Book, shown: str) -> list[str]:
    """Say that a book under a name has no faults, and how well it held, a line each."""
    levels = number_of(len(book.level), "level")
    lines = [f"{shown}: edition {book.stamp}, {levels}, no faults found"]
    return lines + ([calibration_sentence(book.held)] if book.held else [])


def check_document(checked: tuple[Checked, ...]) -> BookCheckDoc:
    """Return checked books as `mlcomp/book-check/v1`."""
    return {
        "schema": "mlcomp/book-check/v1",
        "ok": all(not each.faults for each in checked),
        "books": [_checked_document(each) for each in checked],
    }


def _checked_document(checked: Checked) -> CheckedBookDoc:
    book = checked.book
    return {
        "file": checked.file,
        "edition": book.edition if book else None,
        "fingerprint": book.fingerprint if book else None,
        "levels": len(book.level) if book else None,
        "faults": [
            {
                "field": fault.field,
                "record": fault.record,
                "expected": fault.expected,
                "found": fault.found,
                "text": str(fault),
            }
            for fault in checked.faults
        ],
    }


def check_rows(checked: tuple[Checked, ...]) -> Rows:
    """Return one row a fault."""
    return Rows(
        ("file", "field", "record", "fault"),
        [[c.file, f.field, f.record, str(f)] for c in checked for f in c.faults],
    )


def diff_document(found: Differences, roster: RosterChange | None = None) -> BookDiffDoc:
    """Return what changed as `mlcomp/book-diff/v1`."""
    return {
        "schema": "mlcomp/book-diff/v1",
        "old": found.old.edition,
        "old_fingerprint": found.old.fingerprint,
        "new": found.new.edition,
        "new_fingerprint": found.new.fingerprint,
        "changes": [_change_document(change) for change in found.changes],
        "roster": roster and _roster_document(roster),
    }


def _roster_document(roster: RosterChange) -> RosterChangeDoc:
    return {
        "rows": roster.rows,
        "priced": roster.priced,
        "groups": [
            {
                "measure": group.measure,
                "by": group.by,
                "value": group.value,
                "people": group.people,
                "old": round(group.old),
                "new": round(group.new),
                "cost": round(group.cost),
            }
            for group in roster.groups
        ],
        "gain": [_person_document(each) for each in roster.most],
        "lose": [_person_document(each) for each in roster.least],
        "unpriced": [
            {"book": book, "reason": reason, "rows": count}
            for book, reason, count in roster.unpriced
        ],
    }


def _person_document(person: PersonChange) -> PersonChangeDoc:
    return {
        "measure": person.measure,
        "row": person.row,
        "groups": dict(person.groups),
        "old": round(person.old),
        "new": round(person.new),
    }


def _rounded(change: Change) -> float | None:
    if change.difference is None:
        return None
    digits = 0 if change.unit == "dollars" else 1
    return round(change.difference, digits) + 0.0


def _change_document(change: Change) -> ChangeDoc:
    return {
        "table": change.table,
        "id": change.id,
        "key": change.key,
        "old": change.old,
        "new": change.new,
        "unit": change.unit,
        "difference": _rounded(change),
        "old_range": range_document(change.was) if change.was else None,
        "new_range": range_document(change.now) if change.now else None,
    }


def diff_rows(found: Differences, roster: RosterChange | None = None) -> Rows:
    """Return one row a change; with a roster one row a group of its people."""
    if roster:
        return Rows(
            GROUP_COLUMNS,
            [[*group[:4], *map(round, group[4:])] for group in roster.groups],
        )
    return Rows(
        CHANGE_COLUMNS,
        [[c.table, c.id, c.key, c.old, c.new, c.unit, _rounded(c)] for c in found.changes],
    )


CHECK = Renderers(check_document, check_rows, "books:print_checked")
DIFF = Renderers(diff_document, diff_rows, "books:print_differences")
