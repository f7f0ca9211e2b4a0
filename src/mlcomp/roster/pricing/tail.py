"""The normal distribution's tail from + - * / and exp, for engines without an error function.

In steps, since each needs the one before it many times over, and an engine would work that
out as often: a column of its own each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlcomp.book.ranges import Maths, T

# The normal's upper tail as exp(-a * a / 2) times a ratio of two polynomials: J. F. Hart et
# al., Computer Approximations (1968), no. 5666; within 1e-15 of the C library's erf.
_ABOVE = (
    3.52624965998911e-02,
    0.700383064443688,
    6.37396220353165,
    33.912866078383,
    112.079291497871,
    221.213596169931,
    220.206867912376,
)
_BELOW = (
    8.83883476483184e-02,
    1.75566716318264,
    16.064177579207,
    86.7807322029461,
    296.564248779674,
    637.333633378831,
    793.826512519948,
    440.413735824752,
)
_MAX_DISTANCE = 30.0
"""Standard deviations; the tail beyond is nothing, and PostgreSQL's exp would refuse it."""


def distance(z: T, maths: Maths[T]) -> T:
    """Return how far from the median so many standard deviations are, at most `_MAX_DISTANCE`."""
    return maths.least(_MAX_DISTANCE, maths.where(z < 0, 0 - z, z))


def tail(a: T, maths: Maths[T]) -> T:
    """Return the share, 0 to 0.5, of what is further out than a `distance`, on its side."""
    above, below = _ABOVE[0] * a, _BELOW[0] * a
    for coefficient in _ABOVE[1:-1]:
        above = (above + coefficient) * a
    for coefficient in _BELOW[1:-1]:
        below = (below + coefficient) * a
    return maths.exp(0 - a * a / 2) * (above + _ABOVE[-1]) / (below + _BELOW[-1])


def percentile(z: T, share: T, maths: Maths[T]) -> T:
    """Return the percentile, 0 to 100, of a number of standard deviations with its `tail`."""
    return maths.where(z < 0, 100 * share, 100 - 100 * share)
