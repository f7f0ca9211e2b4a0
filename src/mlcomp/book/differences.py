"""What changed between two rule books, value by value."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from mlcomp.book.extending import Path as Keys
from mlcomp.book.extending import identity
from mlcomp.book.loading import SHIPPED, is_piped, resolved_book
from mlcomp.book.values import read_dollars, read_multiplier
from mlcomp.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlcomp.book.ranges import Range
    from mlcomp.book.rulebook import Book

Unit = Literal["dollars", "percent"]
WHOLE = "all of it"
# Of how well a book held, its own edition speaks.
_NOT_COMPARED = "calibration"

_DOLLARS = ("base", "locations")
_MULTIPLIERS = ("range", "years_range", "levels")


class Change(NamedTuple):
    """One value that two books have otherwise; None where one of them has none.

    `key` is "" for a record that only one of them has.

    `difference` is that of typical pay in US dollars a year, or of a typical multiplier in
    percent, as `unit` says; None for what is no figure, or stands in one book only.
    """

    table: str
    id: str
    key: str
    old: str | None
    new: str | None
    unit: Unit | None = None
    difference: float | None = None


class Differences(NamedTuple):
    """Two books and what they have otherwise, in the order of the older one."""

    old: Book
    new: Book
    changes: tuple[Change, ...]


def differences(old: str, new: str) -> Differences:
    """Compare two rule books, shipped ones by their names or files, as resolved.

    One that comes through a pipe extends what lies beside the other.

    Raises:
        BookError: one of them cannot be read, or has faults.
    """
    before, was = resolved_book(old, _folder_of(new))
    after, now = resolved_book(new, _folder_of(old))
    one, other = (dict(_values(book.raw, ())) for book in (was, now))
    gone, come = (_wholes(a) - _wholes(b) for a, b in ((one, other), (other, one)))
    in_one = gone | come
    changes = [
        _change(path, one.get(path), other.get(path))
        for path in dict.fromkeys((*one, *other))
        if one.get(path) != other.get(path) and not {path[:1], path[:2]} & in_one
    ]
    # A table that went took its records along.
    for whole in sorted(each for each in in_one if len(each) == 1 or each[:1] not in in_one):
        table, id_ = (*whole, "")[:2]
        was_there = whole in gone
        changes.append(
            Change(table, id_, "", WHOLE if was_there else None, None if was_there else WHOLE)
        )
    return Differences(before, after, tuple(changes))


def _folder_of(book: str) -> Path | None:
    """Return where a book lies; None for one that ships or comes through a pipe."""
    path = Path(book)
    return None if book in SHIPPED or is_piped(path) else path.parent


def _wholes(values: dict[Keys, Any]) -> set[Keys]:
    """Return the tables of a book by their names, and its records by their ids."""
    return {path[:end] for path in values for end in (1, 2) if len(path) > end}


def _values(value: Any, path: Keys) -> Iterator[tuple[Keys, Any]]:
    """Yield every value with its path; of records, their ids are a part of it."""
    if isinstance(value, dict):
        for key, each in value.items():
            if key != "id" and (path or key != _NOT_COMPARED):
                yield from _values(each, (*path, key))
    elif isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
        for each in value:
            yield from _values(each, (*path, identity(each) or ""))
    else:
        yield path, value


def _change(path: Keys, old: Any, new: Any) -> Change:
    table, id_, *key = path if len(path) > 1 else ("", "", *path)
    if not key:
        id_, key = "", [id_]
    change = Change(table, id_, ".".join(key), _shown(old), _shown(new))
    unit: Unit | None = None
    if any(name in _DOLLARS for name in key):
        unit, read = "dollars", read_dollars
    elif any(name in _MULTIPLIERS for name in key):
        unit, read = "percent", read_multiplier
    if unit is None or old is None or new is None:
        return change
    return change._replace(unit=unit, difference=_difference(unit, read(old), read(new)))


def _difference(unit: Unit, old: Range, new: Range) -> float:
    if unit == "dollars":
        return new.typical - old.typical
    return 100 * (new.typical / old.typical - 1)


def _shown(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, list):
        return ", ".join(filter(None, map(_shown, value)))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:,}"
    return value if isinstance(value, str) else printable(str(value))
