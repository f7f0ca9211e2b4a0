"""A product of ranges: base pay and total pay, with both their widths and percentiles."""

from __future__ import annotations

from dataclasses import dataclass, fields
from math import erf, exp, log, sqrt
from typing import TYPE_CHECKING, Generic

from mlcomp.book.ranges import FLOATS, Maths, Range, T

if TYPE_CHECKING:
    from collections.abc import Iterable

Z90 = 1.2815515655
"""The standard normal's 90th percentile; low and high stand at the 10th and the 90th."""

_BEYOND = 40.0


@dataclass(frozen=True, slots=True)
class Pay(Generic[T]):
    """An amount in US dollars a year, with both its widths.

    `low` to `high` has every factor at one end at once; `likely_low` to
    `likely_high` holds 8 in 10 if the factors vary independently.
    """

    low: T
    typical: T
    high: T
    likely_low: T
    likely_high: T

    def percentile(self: Pay[float], amount: float) -> float:
        """Return the percentile, 0 to 100, of a positive amount in dollars a year.

        A split normal in logs with `typical` as its median and the likely
        range as its 10th and 90th percentile.
        """
        return 50 * (1 + erf(self.standing(amount) / sqrt(2)))

    def standing(self, amount: T, maths: Maths[T] = FLOATS) -> T:
        """Return by how many standard deviations a positive amount is above typical.

        Below typical and above it each have their own. Where pay has no width, an amount
        is further out than any percentile reaches, or exactly typical.
        """
        where, typical = maths.where, self.typical
        distance = maths.log(amount / typical)
        down, up = maths.log(typical / self.likely_low), maths.log(self.likely_high / typical)
        width = where(amount < typical, down, up)
        has_width = width > 0
        z = Z90 * distance / where(has_width, width, 1.0)
        outside = where(amount < typical, -_BEYOND, where(amount > typical, _BEYOND, 0.0))
        return where(has_width, z, outside)

    def at_percentile(self: Pay[float], percentile: float) -> float:
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

    def compa_ratio(self, amount: T) -> T:
        """Return an amount over typical pay; 1 is exactly typical."""
        return amount / self.typical

    def penetration(self, amount: T) -> T:
        """Return how far into low to high an amount is: 0 at low, 1 at high, beyond them outside.

        A range without width has no inside: whoever asks has seen that high is above low.
        """
        return (amount - self.low) / (self.high - self.low)


FIGURES = tuple(field.name for field in fields(Pay))
"""The names of the five figures, in order."""


@dataclass(frozen=True, slots=True)
class Product(Generic[T]):
    """A band in dollars a year times factors that vary independently.

    `down` and `up` are the sums of the squared logs from typical to each end.
    """

    range: Range[T]
    down: T
    up: T

    @classmethod
    def of(cls, factor: Range[T], maths: Maths[T] = FLOATS) -> Product[T]:
        """Return a single factor, or a band, as a product."""
        down = maths.log(factor.typical / factor.low)
        up = maths.log(factor.high / factor.typical)
        return cls(factor, down * down, up * up)

    def __mul__(self, other: Product[T] | Product[float]) -> Product[T]:
        """Multiply the ranges; independent spreads add in squares."""
        return Product(self.range * other.range, self.down + other.down, self.up + other.up)

    def pay(self, maths: Maths[T] = FLOATS) -> Pay[T]:
        """Say what the product is, and how wide it likely is."""
        low, typical, high = self.range.low, self.range.typical, self.range.high
        # Rounding in the last digit must not push a lone range's likely end past its own end.
        return Pay(
            low,
            typical,
            high,
            likely_low=maths.greatest(low, typical / maths.exp(maths.sqrt(self.down))),
            likely_high=maths.least(high, typical * maths.exp(maths.sqrt(self.up))),
        )


UNCHANGED = Product(Range(1.0, 1.0, 1.0), 0.0, 0.0)
"""The product of no factors."""


def multiplied(factors: Iterable[Range]) -> Product[float]:
    """Multiply a base band in dollars by its factors."""
    result = UNCHANGED
    for factor in factors:
        result *= Product.of(factor)
    return result


def product(factors: Iterable[Range]) -> Pay:
    """Multiply a base band in dollars by its factors, and say how wide the result likely is."""
    return multiplied(factors).pay()
