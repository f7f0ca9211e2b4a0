"""What the types of a rule book cannot say: order, gaps, duplicates, names without a record."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from mlcomp.book.dimensions import RESERVED
from mlcomp.book.ranges import Range
from mlcomp.book.records import EmployerUplift, Option, Sourced
from mlcomp.employers.names import employer_key
from mlcomp.employers.registry import kinds
from mlcomp.errors import Fault
from mlcomp.places.areas import area
from mlcomp.text import bare, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mlcomp.book.records import DeclaredFactor, Level, Location, Tier


def contradictions(parts: dict[str, Any]) -> Iterator[Fault]:
    """Yield what types cannot say of a book, given as its fields.

    A field that is not there is faulty itself: nobody knows what it would have, and nothing that
    names a record of it is at fault for that.
    """
    levels: tuple[Level, ...] = parts.get("level", ())
    progression = parts.get("progression")
    for track in dict.fromkeys(level.track for level in levels):
        rungs = [level for level in levels if level.track == track]
        with_years = [level for level in rungs if level.min_years is not None]
        yield from _years_order(with_years)
        if progression and with_years:
            yield from _open_end(with_years[-1], progression.open_ended_years)
        positions = progression.positions if progression and "tier" in parts else None
        yield from falling(rungs, parts.get("location", ()), positions, parts.get("tier", ()))
    yield from _unknown_ids(parts)
    yield from _zones(parts)
    yield from _place_codes(parts.get("location", ()))
    yield from _kinds(parts.get("tier", ()))
    yield from _declared(parts.get("factor", ()))
    calibration = parts.get("calibration")
    if calibration:
        yield from _unknown_source(parts, "calibration.source", "", calibration.source)
    for path, record, values in _together(parts):
        yield from _duplicates(path, record, [v for v in values if isinstance(v, Option)])
        for value in values:
            which = record(value) if isinstance(value, Option) else ""
            yield from _unknown_source(parts, f"{path}.source", which, value.source)


def _unknown_source(
    parts: dict[str, Any], path: str, record: str, found: str | None
) -> Iterator[Fault]:
    if "sources" in parts and found not in (None, *parts["sources"]):
        known = ", ".join(parts["sources"]) or "none"
        yield Fault(path, record, f"a key of sources ({known})", quoted(found))


def _together(
    parts: dict[str, Any],
) -> Iterator[tuple[str, Callable[[Option], str], list[Sourced]]]:
    """Yield the values that stand together: their path, how one is named there, and they."""
    for name, value in parts.items():
        records = value if isinstance(value, tuple) else (value,)
        yield name, partial(_named, name), [r for r in records if isinstance(r, Sourced)]
    for factor in parts.get("factor", ()):
        name = f"{_named('factor', factor)}, option"
        yield "factor.option", partial(_named, name), list(factor.option)


def _named(table: str, record: Option | DeclaredFactor) -> str:
    return f"{table} {quoted(record.id)}"


def _declared(factors: tuple[DeclaredFactor, ...]) -> Iterator[Fault]:
    """Refuse factors whose id means something else, and defaults that are no option."""
    ids: set[str] = set()
    for factor in factors:
        where = _named("factor", factor)
        if factor.id in ids:
            yield Fault("factor.id", where, "an id of its own", "one that is taken")
        ids.add(factor.id)
        if factor.id in RESERVED:
            expected = "an id that nothing else in mlcomp has"
            yield Fault("factor.id", where, expected, quoted(factor.id))
        known = [option.id for option in factor.option]
        if factor.default is not None and factor.default not in known:
            expected = f"an id of its options ({', '.join(known)})"
            yield Fault("factor.default", where, expected, quoted(factor.default))


def _unknown_ids(parts: dict[str, Any]) -> Iterator[Fault]:
    """Refuse equity and bonus for tiers, industries and levels that the book does not have."""
    uplifts = [("uplift", parts["uplift"])] if "uplift" in parts else []
    uplifts += [("uplift_at", uplift) for uplift in parts.get("uplift_at", ())]
    for path, uplift in uplifts:
        named = [("level", level) for level in uplift.levels]
        if isinstance(uplift, EmployerUplift):
            named += [("tier", uplift.tier), ("industry", uplift.industry)]
        for dimension, id_ in named:
            known = [option.id for option in parts.get(dimension, ())]
            if id_ is not None and dimension in parts and id_ not in known:
                key_path = f"{path}.{'levels' if dimension == 'level' else dimension}"
                expected = f"an id of {dimension} ({', '.join(known)})"
                yield Fault(key_path, "", expected, quoted(id_))


def _duplicates(
    path: str, named: Callable[[Option], str], options: list[Option]
) -> Iterator[Fault]:
    owners: dict[str, str] = {}
    ids: set[str] = set()
    key = employer_key if path == "tier" else bare
    for option in options:
        where = named(option)
        if option.id in ids:
            yield Fault(f"{path}.id", where, "an id of its own", "one that is taken")
        ids.add(option.id)
        for name in option.names:
            owner = owners.setdefault(key(name), option.id)
            if owner != option.id:
                yield Fault(
                    f"{path}.aliases",
                    where,
                    "names that mean one option",
                    f"{quoted(name)}, which also means {quoted(owner)}",
                )


def _kinds(tiers: tuple[Tier, ...]) -> Iterator[Fault]:
    """Refuse kinds of employer that nobody is, and those that two tiers price."""
    owners: dict[str, str] = {}
    known = [kind.id for kind in kinds()] if any(tier.kinds for tier in tiers) else []
    for tier in tiers:
        where = f"tier {quoted(tier.id)}"
        for kind in tier.kinds:
            if kind not in known:
                yield Fault(
                    "tier.kinds", where, f"kinds of employer ({', '.join(known)})", quoted(kind)
                )
            owner = owners.setdefault(kind, tier.id)
            if owner != tier.id:
                expected, found = "kinds that no other tier prices", f"which {quoted(owner)} prices"
                yield Fault("tier.kinds", where, expected, f"{quoted(kind)}, {found}")


def _place_codes(locations: tuple[Location, ...]) -> Iterator[Fault]:
    """Refuse codes of no place, and places that two locations price."""
    owners: dict[str, str] = {}
    for location in locations:
        where = f"location {quoted(location.id)}"
        for code in (*location.metros, *location.states, *location.whole_states):
            if area(code) is None:
                path, what = "location.metros", "the CBSA code of a metro (`mlcomp places` has it)"
                for name in ("states", "whole_states"):
                    if code in getattr(location, name):
                        path, what = f"location.{name}", "the postal code of a state"
                yield Fault(path, where, what, quoted(code))
            owner = owners.setdefault(code, location.id)
            if owner != location.id:
                expected = "metros and states that no other location prices"
                found = f"{quoted(code)}, which {quoted(owner)} prices"
                yield Fault("location.metros", where, expected, found)


def _open_end(last: Level, found: int) -> Iterator[Fault]:
    if last.max_years is None and found <= (last.min_years or 0):
        expected = f"more than the {last.min_years} years at which level {quoted(last.id)} begins"
        yield Fault("progression.open_ended_years", "", expected, str(found))


def _years_order(levels: list[Level]) -> Iterator[Fault]:
    """Refuse levels of one track, all of which name years, with gaps between them."""
    for level in levels:
        if level.max_years is not None and level.max_years < (level.min_years or 0):
            yield Fault(
                "level.max_years",
                f"level {quoted(level.id)}",
                f"at least min_years ({level.min_years})",
                str(level.max_years),
            )
    if levels and levels[0].min_years != 0:
        first = levels[0]
        expected = f"0 for the first level of track {quoted(first.track)} that has years"
        yield Fault("level.min_years", _named("level", first), expected, str(first.min_years))
    for lower, upper in pairwise(levels):
        where = f"level {quoted(upper.id)}"
        if lower.max_years is None:
            yield Fault(
                "level.max_years",
                f"level {quoted(lower.id)}",
                "a number, since only the last level is open-ended",
                "none",
            )
        # One shared year is what a guide means by "6-10" and "10+"; the lower level takes it.
        elif upper.min_years not in (lower.max_years, lower.max_years + 1):
            yield Fault(
                "level.min_years",
                where,
                f"{lower.max_years + 1}, the year after level {quoted(lower.id)}",
                str(upper.min_years),
            )


Priced = list[tuple["Level", Range]]
"""Levels of one track with what they pay somewhere, US dollars a year."""


def falling(
    levels: Sequence[Level],
    locations: Sequence[Location],
    positions: Range | None,
    tiers: Sequence[Tier],
) -> Iterator[Fault]:
    """Refuse levels of one track between which pay falls, anywhere or in a place of their own.

    With positions in the band, a year of experience may not lower typical pay either.
    """
    for place, priced in _in_places(levels, locations):
        yield from _base_order(place, priced)
        if positions:
            by_years = [each for each in priced if each[0].min_years is not None]
            yield from _pay_order(place, by_years, positions, tiers)


def _in_places(
    levels: Sequence[Level], locations: Sequence[Location]
) -> Iterator[tuple[str, Priced]]:
    """Yield what levels pay: anywhere (""), and where one of them has a range of its own."""
    yield "", [(level, level.base) for level in levels]
    for location in locations:
        if any(location.id in level.locations for level in levels):
            yield (
                location.id,
                [(x, x.locations.get(location.id, x.base * location.range)) for x in levels],
            )


def _key(level: Level, place: str) -> str:
    return f"level.locations.{place}" if place in level.locations else "level.base"


def _at(place: str) -> str:
    return f" in location {quoted(place)}" if place else ""


def _base_order(place: str, priced: Priced) -> Iterator[Fault]:
    """Refuse levels of one track that pay less than the one below."""
    for (lower, below), (upper, above) in pairwise(priced):
        for end in ("low", "typical", "high"):
            least, found = getattr(below, end), getattr(above, end)
            if found < least:
                yield Fault(
                    _key(upper, place),
                    f"level {quoted(upper.id)}",
                    f"no less than level {quoted(lower.id)} ({least:,.0f} {end}){_at(place)}",
                    f"{found:,.0f}",
                )


def _zones(parts: dict[str, Any]) -> Iterator[Fault]:
    """Refuse a level's range in a location that the book does not have, or beside a curve."""
    known = [location.id for location in parts.get("location", ())]
    for level in parts.get("level", ()):
        where = _named("level", level)
        if level.locations and parts.get("years_curve"):
            expected = "progression in place of years_curve, which knows no places"
            yield Fault("level.locations", where, expected, "both")
        for place in level.locations:
            if "location" in parts and place not in known:
                expected = f"an id of location ({', '.join(known) or 'none'})"
                yield Fault("level.locations", where, expected, quoted(place))


def _pay_order(
    place: str, priced: Priced, positions: Range, tiers: Sequence[Tier]
) -> Iterator[Fault]:
    """Refuse a book in which another year of experience would lower typical pay."""
    whole = Range(0, 0.5, 1)
    for name, band in [("", whole), *((t.id, t.band) for t in tiers if t.band)]:
        for (lower, below), (upper, above) in pairwise(priced):
            last = below.within(band).at(positions.high)
            first = above.within(band).at(positions.low)
            if first < last - 0.005:
                at = _at(place) + (f" in tier {quoted(name)}" if name else "")
                yield Fault(
                    _key(upper, place),
                    f"level {quoted(upper.id)}",
                    f"a typical base at its first year of at least {last:,.0f}, where level "
                    f"{quoted(lower.id)} ends{at} (or narrower progression.positions)",
                    f"{first:,.0f}",
                )
