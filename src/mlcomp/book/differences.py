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
    from collections.abc import Iterator, Sequence

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
    percent, as `unit` says; None for what is no figure, or stands in one book only. `was` and
    `now` are the figures themselves; of a whole record its base salary or its multiplier.
    """

    table: str
    id: str
    key: str
    old: str | None
    new: str | None
    unit: Unit | None = None
    difference: float | None = None
    was: Range | None = None
    now: Range | None = None


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
        there = one if whole in gone else other
        own = (key for key in ("base", "range") if (*whole, key) in there)
        figure = next((_figure((key,), there[*whole, key]) for key in own), None)
        unit, is_ = figure or (None, None)
        change = Change(table, id_, "", None, None, unit)
        if whole in gone:
            changes.append(change._replace(old=WHOLE, was=is_))
        else:
            changes.append(change._replace(new=WHOLE, now=is_))
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
    was, now = (_figure(key, value) if value is not None else None for value in (old, new))
    if was and now:
        difference = _difference(was[0], was[1], now[1])
        return change._replace(unit=was[0], difference=difference, was=was[1], now=now[1])
    if was:
        return change._replace(unit=was[0], was=was[1])
    return change._replace(unit=now[0], now=now[1]) if now else change


def _figure(key: Sequence[str], value: Any) -> tuple[Unit, Range] | None:
    """Return a figure of a book and its unit, None for what is no figure."""
    if any(name in _DOLLARS for name in key):
        return "dollars", read_dollars(value)
    if any(name in _MULTIPLIERS for name in key):
        return "percent", read_multiplier(value)
    return None


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
