"""The error function from + - * / and exp alone, for engines that have none."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlcomp.ranges import Maths

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
_FARTHEST = 30.0
"""Standard deviations; the tail beyond is nothing, and PostgreSQL's exp would refuse it."""


def erf(x: float, maths: Maths) -> float:
    """Return the error function of a number or a column."""
    z = x * sqrt(2)
    a = maths.least(_FARTHEST, maths.where(z < 0, 0 - z, z))
    above, below = _ABOVE[0] * a, _BELOW[0] * a
    for coefficient in _ABOVE[1:-1]:
        above = (above + coefficient) * a
    for coefficient in _BELOW[1:-1]:
        below = (below + coefficient) * a
    tail = maths.exp(0 - a * a / 2) * (above + _ABOVE[-1]) / (below + _BELOW[-1])
    return maths.where(z < 0, 2 * tail - 1, 1 - 2 * tail)
