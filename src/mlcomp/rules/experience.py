"""Years of experience: how far through its level's band a person stands, or what they pay."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mlcomp.book.ranges import FLOATS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlcomp.book.ranges import Maths, T
    from mlcomp.book.records import Level, Progression, YearsCurve
    from mlcomp.book.rulebook import Book


def years_of(level: Level, progression: Progression) -> tuple[int, int] | None:
    """Return a level's first year, and how many years take a person through its band.

    None where the level names no years: they do not move a person in its band.
    """
    first, last = level.min_years, level.max_years
    if first is None:
        return None
    if last is None:
        last = max(progression.open_ended_years, first)
    return first, last + 1 - first


def position(
    years: T,
    first: T | float,
    length: T | float,
    progression: Progression,
    maths: Maths[T] = FLOATS,
) -> T:
    """Return where in the level's band that many years stand, 0 to 1."""
    t = maths.least(1.0, maths.greatest(0.0, (years - first) / length))
    positions = progression.positions
    return positions.low + (positions.high - positions.low) * t


def on_curve(
    years: T, points: Sequence[tuple[float, float]], maths: Maths[T] = FLOATS
) -> T | float:
    """Return the US dollars a year that a curve has at that many years, straight between points."""
    paid: T | float = points[-1][1]
    for (start, low), (end, high) in reversed(list(pairwise(points))):
        between = low + (high - low) * (maths.greatest(0.0, years - start) / (end - start))
        paid = maths.where(years < end, between, paid)
    return paid


def moved_by_years(
    by_years: T | float, by_level: T | float, curve: YearsCurve, maths: Maths[T] = FLOATS
) -> T:
    """Return what a level's pay is multiplied by where years count too: the mean in logs."""
    return maths.exp(maths.log(by_years / by_level) * curve.weight)


def level_of_years(years: float, book: Book) -> Level | None:
    """Return the first level whose years reach that far, or the last one that names years.

    None where no level of the book's default track names years.
    """
    completed = int(years)
    for level in book.ladder:
        if level.max_years is None or completed <= level.max_years:
            return level
    return book.ladder[-1] if book.ladder else None


class Edge(NamedTuple):
    """The completed years at which one level ends and the next begins."""

    years: int
    below: Level
    above: Level


def edge_near(years: float, book: Book) -> Edge | None:
    """Return the edge that is at most a year ahead, or was passed less than a year ago."""
    for below, above in pairwise(book.ladder):
        edge = None if below.max_years is None else below.max_years + 1
        if edge is not None and edge - 1 <= years < edge + 1:
            return Edge(edge, below, above)
    return None
