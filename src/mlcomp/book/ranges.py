"""Low, typical and high: the only kind of number mlcomp multiplies."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Maths:
    """What the arithmetic needs beyond + - * / and <.

    The same arithmetic runs on floats, on a dataframe's columns and on SQL: whoever
    applies it to columns passes theirs, which then stand where floats are written here.
    """

    log: Callable[[float], float]
    exp: Callable[[float], float]
    sqrt: Callable[[float], float]
    least: Callable[[float, float], float]
    greatest: Callable[[float, float], float]
    where: Callable[[bool, float, float], float]


FLOATS = Maths(log, exp, sqrt, min, max, lambda true, then, other: then if true else other)


@dataclass(frozen=True, slots=True)
class Range:
    """Three numbers of one unit: US dollars a year, a multiplier, or a share of a band."""

    low: float
    typical: float
    high: float

    def __mul__(self, factor: Range | float) -> Range:
        """Multiply low by low, typical by typical, high by high; or all by one number."""
        if not isinstance(factor, Range):
            return Range(self.low * factor, self.typical * factor, self.high * factor)
        return Range(self.low * factor.low, self.typical * factor.typical, self.high * factor.high)

    def inverse(self) -> Range:
        """Return the factor that undoes this one: the lowest result comes from the highest."""
        return Range(1 / self.high, 1 / self.typical, 1 / self.low)

    def at(self, position: float, maths: Maths = FLOATS) -> float:
        """Return the value at a position: 0 is low, 0.5 typical, 1 high, linear between."""
        below = self.low + (self.typical - self.low) * (position * 2)
        above = self.high - (self.high - self.typical) * (2 - position * 2)
        # Exactly typical in the middle, where rounding would miss it by a last digit.
        above = maths.where(position > 0.5, above, self.typical)
        return maths.where(position < 0.5, below, above)

    def within(self, shares: Range, maths: Maths = FLOATS) -> Range:
        """Return the part of this range that lies between two positions of it."""
        return Range(
            self.at(shares.low, maths),
            self.at(shares.typical, maths),
            self.at(shares.high, maths),
        )
