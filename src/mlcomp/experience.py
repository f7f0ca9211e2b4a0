"""Years of experience: how far through its level's band a person stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.ranges import FLOATS

if TYPE_CHECKING:
    from mlcomp.book import Level, Progression
    from mlcomp.ranges import Maths


def years_of(level: Level, progression: Progression) -> tuple[int, int]:
    """Return a level's first year, and how many years take a person through its band."""
    last = level.max_years
    if last is None:
        last = max(progression.open_ended_years, level.min_years)
    return level.min_years, last + 1 - level.min_years


def position(
    years: float, first: float, length: float, progression: Progression, maths: Maths = FLOATS
) -> float:
    """Return where in the level's band that many years stand, 0 to 1."""
    t = maths.least(1.0, maths.greatest(0.0, (years - first) / length))
    positions = progression.positions
    return positions.low + (positions.high - positions.low) * t
