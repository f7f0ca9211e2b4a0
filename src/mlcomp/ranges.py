"""Low, typical and high: the only kind of number mlcomp multiplies."""

from __future__ import annotations

from dataclasses import dataclass
from math import erf, exp, log, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Z90 = 1.2815515655
"""The standard normal's 90th percentile; low and high stand at the 10th and the 90th."""


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

    def at(self, position: float) -> float:
        """Return the value at a position: 0 is low, 0.5 typical, 1 high, linear between."""
        if position == 0.5:
            return self.typical
        if position < 0.5:
            return self.low + (self.typical - self.low) * (position * 2)
        return self.high - (self.high - self.typical) * (2 - position * 2)

    def within(self, shares: Range) -> Range:
        """Return the part of this range that lies between two positions of it."""
        return Range(self.at(shares.low), self.at(shares.typical), self.at(shares.high))


@dataclass(frozen=True, slots=True)
class Pay:
    """An amount in US dollars a year, with both its widths.

    `low` to `high` has every factor at one end at once; `likely_low` to
    `likely_high` holds 8 in 10 if the factors vary independently.
    """

    low: float
    typical: float
    high: float
    likely_low: float
    likely_high: float

    def percentile(self, amount: float) -> float:
        """Return the percentile, 0 to 100, of a positive amount in dollars a year.

        A split normal in logs with `typical` as its median and the likely
        range as its 10th and 90th percentile.
        """
        below = amount < self.typical
        end = self.likely_low if below else self.likely_high
        distance, width = log(amount / self.typical), abs(log(end / self.typical))
        if width == 0:
            return 50.0 if distance == 0 else (0.0 if below else 100.0)
        return 50 * (1 + erf(Z90 * distance / width / sqrt(2)))

    def at_percentile(self, percentile: float) -> float:
        """Return the amount in dollars a year at a percentile: the inverse of `percentile`.

        Up to the 90th it is never above `likely_high`, and so never above `high`.

        Raises:
            ValueError: the percentile is not between 0 and 100, both excluded.
        """
        # Only offers ask for it; an estimate does not wait for the import.
        from statistics import NormalDist

        if not 0 < percentile < 100:
            raise ValueError(f"expected a percentile between 0 and 100, found {percentile}")
        end = self.likely_low if percentile < 50 else self.likely_high
        width = abs(log(end / self.typical))
        return self.typical * exp(NormalDist().inv_cdf(percentile / 100) * width / Z90)


def product(factors: Iterable[Range]) -> Pay:
    """Multiply a base band in dollars by its factors, and say how wide the result likely is."""
    total, down, up = Range(1, 1, 1), 0.0, 0.0
    for factor in factors:
        total *= factor
        down += log(factor.typical / factor.low) ** 2
        up += log(factor.high / factor.typical) ** 2
    # Rounding in the last digit must not push a lone range's likely end past its own end.
    return Pay(
        total.low,
        total.typical,
        total.high,
        likely_low=max(total.low, total.typical * exp(-sqrt(down))),
        likely_high=min(total.high, total.typical * exp(sqrt(up))),
    )
