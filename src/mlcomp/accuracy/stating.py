"""What a calibration changes in a book: value by value, and as a book that states only that."""

from __future__ import annotations

import re
from math import exp
from typing import TYPE_CHECKING, Any, NamedTuple

from mlcomp.accuracy.backfit import BANDS
from mlcomp.accuracy.ordering import narrowed
from mlcomp.accuracy.parts import CURVE, METRO, Key, bands_of
from mlcomp.book.ranges import Range
from mlcomp.text import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlcomp.accuracy.calibrating import Calibrated
    from mlcomp.book.rulebook import Book

Table = dict[str, Any]


class Moved(NamedTuple):
    """A value that a calibration has moved, and by how many people's pay.

    `before` is None where the book had no value of its own; multipliers, or for levels US
    dollars a year.
    """

    key: Key
    id: str
    people: int
    before: Range | None
    after: Range


class Identity(NamedTuple):
    """What the new book says of itself: what it extends, its edition, and the pay it rests on."""

    extends: str
    edition: str
    source: str
    period: str


def moved(result: Calibrated) -> tuple[Moved, ...]:
    """Return every value that differs from the starting book's, the bands first."""
    return tuple(each for each in _all(result) if each.before != each.after)


def left_alone(result: Calibrated) -> tuple[tuple[Key, int], ...]:
    """Return the values that too few people have for them to be moved, and how many have them."""
    has_moved = {each.key for each in moved(result)}
    few = (k for k in sorted(result.seen) if k not in result.fit.people and k not in has_moved)
    return tuple((key, result.seen[key]) for key in few)


def book_of(result: Calibrated, identity: Identity) -> Table:
    """Return the new book as parsed TOML: it extends the starting one and states what moved."""
    source = id_from(f"pay of {identity.edition}")
    raw: Table = {
        "schema": "mlcomp/book/v1",
        "extends": identity.extends,
        "edition": identity.edition,
        "title": f"{result.start.book.title[:900]}, calibrated",
        "sources": {source: {"title": identity.source, "period": identity.period}},
    }
    records: dict[Key, list[Moved]] = {}
    for each in moved(result):
        records.setdefault(_whose(each.key), []).append(each)
    for values in records.values():
        record = _record(raw, values[0])
        for each in values:
            stated = _values(each, result)
            if "locations" in stated:
                stated["locations"] = record.get("locations", {}) | stated["locations"]
            record.update(stated)
        own = sum(each.people for each in values if each.key in result.fit.people)
        record |= {
            "basis": "evidence",
            "source": source,
            "n": own or values[0].people,
            "reason": _reason(values, result),
        }
    if (progression := result.start.book.progression) and result.fit.positions < 1:
        positions = narrowed(progression.positions, result.fit.positions)
        raw["progression"] = {
            "positions": [positions.low, positions.high],
            "basis": "evidence",
            "source": source,
            "n": result.people,
            "reason": "Levels overlap: years move pay in a band only so far that it never falls.",
        }
    raw["calibration"] = {
        "inside": round(result.after.in_likely, 3),
        "n": result.people,
        "bias": round(result.after.bias, 3),
        "source": source,
    }
    return raw


def _all(result: Calibrated) -> Iterator[Moved]:
    book, fit = result.start.book, result.fit
    before = bands_of(book)
    for key, band in fit.bands.items():
        people = fit.people.get(key) or _alike(key, result)
        yield Moved(key, key.id, people, before[key], band)
    ids = {location.id for location in book.location}
    for key, effect in fit.effects.items():
        if not effect and key.table == METRO:
            continue
        was, name = _value(key, result), key.id
        if key.table == METRO:
            place = result.metros[key.id].place
            # A name that is taken, or has no letters, gives way to the metro's code.
            name = id_from(place.metro.name if place.metro else "")
            name = f"metro-{key.id}" if name in ids or not name else name
        after = was * exp(effect)
        rounded = Range(*(round(each, 4) for each in (after.low, after.typical, after.high)))
        had = None if key.table == METRO or key.id in _converted(result, key) else was
        yield Moved(key, name, fit.people[key], had, rounded)


def _alike(key: Key, result: Calibrated) -> int:
    """Return how many people a level rests on that is paid as others, for too few of its own."""
    typical = result.fit.bands[key].typical
    alike = (k for k, band in result.fit.bands.items() if band.typical == typical)
    return sum(result.fit.people.get(k, 0) for k in alike) or result.people


def _converted(result: Calibrated, key: Key) -> tuple[str, ...]:
    return tuple(result.start.tiers) if key.table == "tier" else ()


def _value(key: Key, result: Calibrated) -> Range:
    """Return what the starting book has for a factor."""
    book, tiers = result.start.book, result.start.tiers
    if key.table == METRO:
        return result.metros[key.id].place.factor
    if key.table == "tier" and key.id in tiers:
        return Range(tiers[key.id], tiers[key.id], tiers[key.id])
    found = _found(key, book)
    if found is None:
        raise ValueError(f"expected a value of the book, found {key}")
    return found


def _found(key: Key, book: Book) -> Range | None:
    if key.table == "location":
        return next(each.range for each in book.location if each.id == key.id)
    if key.table == "tier":
        tier = next(each for each in book.tier if each.id == key.id)
        return tier.years_range if key.part else tier.range
    name = key.id if key.table == "factor" else key.table
    dimension = next(each for each in book.dimensions if each.id == name)
    option = key.part or (name if dimension.choice == "flag" else key.id)
    return next(each.range for each in dimension.options if each.id == option)


def _record(raw: Table, each: Moved) -> Table:
    """Return the record of the new book that a value belongs to, made where there is none."""
    table, id_, part = each.key
    if not id_:
        found: Table = raw.setdefault(table, {})
        return found
    record = _with_id(raw, "location" if table == METRO else table, each.id)
    return _with_id(record, "option", part) if table == "factor" else record


def _with_id(table: Table, name: str, id_: str) -> Table:
    records: list[Table] = table.setdefault(name, [])
    for record in records:
        if record["id"] == id_:
            return record
    records.append({"id": id_})
    return records[-1]


def _values(each: Moved, result: Calibrated) -> Table:
    table, _, part = each.key
    numbers = [_plain(number) for number in (each.after.low, each.after.typical, each.after.high)]
    if table == "level":
        return {"locations": {part: numbers}} if part else {"base": numbers}
    if table == CURVE and (curve := result.start.book.years_curve):
        middle = each.after.typical
        points = [[_plain(y), _plain(round(paid * middle, -2))] for y, paid in curve.points]
        width = [round(each.after.low / middle, 3), 1, round(each.after.high / middle, 3)]
        return {"points": points, "range": width}
    ranged = {("years_range" if part and table == "tier" else "range"): numbers}
    if table == METRO:
        place = result.metros[each.key.id].place
        named = place.metro.name if place.metro else place.name
        return {"title": named, "metros": [each.key.id], **ranged}
    if each.key.id in _converted(result, each.key):
        return {"drop": ["band"], **ranged}
    return ranged


def id_from(text: str) -> str:
    """Return the id that a name makes, perhaps none."""
    return "-".join(re.findall("[a-z0-9]+", text.casefold()))[:60].strip("-")


def _plain(number: float) -> float:
    return int(number) if number == int(number) else number


def _whose(key: Key) -> Key:
    """Return the record that a value belongs to, as the key of its first value."""
    return key if key.table == "factor" else key._replace(part="")


def _beside(key: Key, book: Book) -> list[Key]:
    """Return every value of a record in the starting book, where it may have several."""
    if key.table == "level":
        return [each for each in bands_of(book) if _whose(each) == key]
    tier = next((each for each in book.tier if key.table == "tier" and each.id == key.id), None)
    found = [key] if tier is None or tier.range else []
    return [*found, key._replace(part="years_range")] if tier and tier.years_range else found


def _reason(values: list[Moved], result: Calibrated) -> str:
    """Say how each value of a record has moved, and which of them has not."""
    start, fitted = result.start.book, result.fit.people
    first = values[0].key
    beside = _beside(_whose(first), start)

    def name(key: Key) -> str:
        return key.part.replace("_", " ") or ("base" if key.table == "level" else "range")

    k = result.strength.of(first)
    shrunk = f"by n / (n + {k:g})."
    said, changed = [], []
    for each in values:
        if each.key in fitted and each.before:
            change = f"{each.after.typical / each.before.typical - 1:+.1%}"
            changed.append(change if len(beside) < 2 else f"{change} ({name(each.key)})")
        elif each.key in fitted:
            how = "In place of a part of the band" if first.table == "tier" else "Its own figure"
            said.append(f"{how}; shrunk towards {start.edition} {shrunk}")
    if changed:
        towards = "what all levels have in common" if first.table in BANDS else start.edition
        said.insert(0, f"Moved by {listed(changed, 'and')}, shrunk towards {towards} {shrunk}")
    if few := [each.key for each in values if each.key not in fitted]:
        whose = f"{listed(map(name, few), 'and')}: too" if len(beside) > 1 else "Too"
        said.append(
            f"{whose} few people of its own to be moved by: paid as the levels beside it, below "
            "which, or above which, pay would fall."
        )
    has_moved = {each.key for each in values}
    if still := [key for key in beside if key not in has_moved]:
        said.append(f"Not moved, as in {start.edition}: {listed(map(name, still), 'and')}.")
    return " ".join(said)
