"""What people's pay is made of by a rule book, each part with the value of the book that it is.

This is what a calibration moves: the band, and every factor that is a record of the book.
"""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, NamedTuple

from mlcomp.book.ranges import Range
from mlcomp.rules.experience import on_curve
from mlcomp.rules.pay import Product, multiplied
from mlcomp.rules.steps import UPLIFT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlcomp.book.rulebook import Book
    from mlcomp.rules.result import Estimate, Step

CURVE = "years_curve"
METRO = "metro"
"""The table of a metro that no location prices yet; its id is the metro's code."""


class Key(NamedTuple):
    """A value of a book: its table, the record's id, and what of the record it is.

    `part` is a location's id for a level's own range there, `years_range` for that of a tier,
    and the option's id for a factor that the book declares.
    """

    table: str
    id: str = ""
    part: str = ""


class Parts(NamedTuple):
    """What one kind of person is paid by: a band, the part of it, and factors on it.

    `shares` is the part of the band that a tier keeps, `reached` how far years lead into it.
    `by_years` is, in logs, what a curve pays for the years of somebody whose level is named.
    `rest` are all factors together, `keys` those of them that are a value of the book.
    """

    band: Key
    shares: Range | None
    reached: float | None
    by_years: float | None
    rest: Product[float]
    keys: tuple[Key, ...]


def bands_of(book: Book) -> dict[Key, Range]:
    """Return the bands of a book, US dollars a year; around its curve of years, multipliers."""
    bands = {Key("level", level.id): level.base for level in book.level}
    for level in book.level:
        bands |= {Key("level", level.id, place): own for place, own in level.locations.items()}
    if book.years_curve:
        bands[Key(CURVE)] = book.years_curve.range
    return bands


def parts_of(result: Estimate, book: Book, tiers: Mapping[str, float]) -> Parts:
    """Return what an estimate of base salary is made of.

    Args:
        result: the estimate.
        book: the rule book that made it.
        tiers: of tiers that keep a part of the band, those that are to multiply pay instead,
            and by how much.
    """
    steps = {step.id: step for step in result.steps if step.operation == "within"}
    kept, reached = steps.get("tier"), steps.get("years")
    tier, years, curve = result.profile.tier or "", result.profile.years, book.years_curve
    factors = [(_key(step, result, book), step.applied) for step in _factors(result)]
    if kept and tier in tiers:
        factors.append((Key("tier", tier), _exactly(tiers[tier])))
    band, by_years = _band(result, book), None
    if curve and years is not None:
        paid = on_curve(years, curve.points)
        if band.table == CURVE:
            factors.append((None, _exactly(paid)))
        else:
            by_years = log(paid)
    return Parts(
        band,
        kept.applied if kept and tier not in tiers else None,
        reached.applied.typical if reached else None,
        by_years,
        multiplied(applied for _, applied in factors),
        tuple(key for key, _ in factors if key),
    )


def instead_of_band(result: Estimate, book: Book) -> float:
    """Return what a tier that keeps a part of the band comes to as a multiplier of typical pay."""
    without = parts_of(result, book, {result.profile.tier or "": 1.0})
    band = bands_of(book)[without.band]
    in_band = band.at(without.reached) if without.reached is not None else band.typical
    return result.base.typical / (in_band * without.rest.range.typical)


def keeps_band(result: Estimate) -> bool:
    """Return whether somebody's tier keeps a part of the band."""
    return any(step.id == "tier" and step.operation == "within" for step in result.steps)


def _exactly(number: float) -> Range:
    return Range(number, number, number)


def _band(result: Estimate, book: Book) -> Key:
    if book.years_curve and result.profile.years is not None and result.profile.level is None:
        return Key(CURVE)
    (level,) = (each for each in book.level if each.id == result.level.id)
    place = result.place.location or ""
    return Key("level", level.id, place if place in level.locations else "")


def _factors(result: Estimate) -> Iterator[Step]:
    """Yield the factors on base salary; how years move a level's pay is told apart."""
    for step in result.steps:
        if step.operation == "multiply" and step.id not in ("years", UPLIFT):
            yield step


def _key(step: Step, result: Estimate, book: Book) -> Key | None:
    """Return the value of the book that a factor is, if it is one that may be moved."""
    profile, place = result.profile, result.place
    if step.id == "location":
        if place.location:
            return None if _band(result, book).part else Key("location", place.location)
        return Key(METRO, place.metro.code) if place.metro else None
    if step.id == "tier":
        tier = next((each for each in book.tier if each.id == profile.tier), None)
        if tier is None:
            return None
        by_years = _band(result, book).table == CURVE and tier.years_range
        return Key("tier", tier.id, "years_range" if by_years else "")
    for dimension in book.dimensions:
        # Of several only the strongest counts, and which that is may change with the figures.
        if dimension.id == step.id and dimension.choice != "several":
            (option,) = profile.named(dimension.id)
            if dimension.declared:
                return Key("factor", dimension.id, option)
            return Key(dimension.id, "" if dimension.choice == "flag" else option)
    return None
