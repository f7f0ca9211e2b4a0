"""Low, typical and high: the only kind of number mlcomp multiplies."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt
from typing import TYPE_CHECKING, Any, Generic, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import TypeVar

    class Number(Protocol):
        """What the arithmetic is done with: a float, or an expression of SQL."""

        def __add__(self, other: Any, /) -> Self: ...
        def __radd__(self, other: Any, /) -> Self: ...
        def __sub__(self, other: Any, /) -> Self: ...
        def __rsub__(self, other: Any, /) -> Self: ...
        def __mul__(self, other: Any, /) -> Self: ...
        def __rmul__(self, other: Any, /) -> Self: ...
        def __truediv__(self, other: Any, /) -> Self: ...
        def __rtruediv__(self, other: Any, /) -> Self: ...
        def __lt__(self, other: Any, /) -> object: ...
        def __gt__(self, other: Any, /) -> object: ...

    T = TypeVar("T", bound=Number, default=float)
else:
    # A default for the type of numbers is known from Python 3.13 on.
    from typing import TypeVar

    T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Maths(Generic[T]):
    """What the arithmetic needs beyond + - * / and <.

    The same arithmetic runs on floats, for a person, and on SQL, for a table: whoever
    applies it to columns passes theirs.
    """

    log: Callable[[T | float], T]
    exp: Callable[[T | float], T]
    sqrt: Callable[[T | float], T]
    least: Callable[[T | float, T | float], T]
    greatest: Callable[[T | float, T | float], T]
    where: Callable[[object, T | float, T | float], T]


# Of any type, since it is what is taken where nothing else is passed.
FLOATS: Maths[Any] = Maths(
    log, exp, sqrt, min, max, lambda true, then, other: then if true else other
)


@dataclass(frozen=True, slots=True)
class Range(Generic[T]):
    """Three numbers of one unit: US dollars a year, a multiplier, or a share of a band."""

    low: T
    typical: T
    high: T

    def __mul__(self, factor: Range[T] | Range[float] | float) -> Range[T]:
        """Multiply low by low, typical by typical, high by high; or all by one number."""
        if not isinstance(factor, Range):
            return Range(self.low * factor, self.typical * factor, self.high * factor)
        return Range(self.low * factor.low, self.typical * factor.typical, self.high * factor.high)

    def inverse(self) -> Range[T]:
        """Return the factor that undoes this one: the lowest result comes from the highest."""
        return Range(1 / self.high, 1 / self.typical, 1 / self.low)

    def at(self, position: T, maths: Maths[T] = FLOATS) -> T:
        """Return the value at a position: 0 is low, 0.5 typical, 1 high, linear between."""
        below = self.low + (self.typical - self.low) * (position * 2)
        above = self.high - (self.high - self.typical) * (2 - position * 2)
        # Exactly typical in the middle, where rounding would miss it by a last digit.
        above = maths.where(position > 0.5, above, self.typical)
        return maths.where(position < 0.5, below, above)

    def within(self, shares: Range[T], maths: Maths[T] = FLOATS) -> Range[T]:
        """Return the part of this range that lies between two positions of it."""
        return Range(
            self.at(shares.low, maths),
            self.at(shares.typical, maths),
            self.at(shares.high, maths),
        )
