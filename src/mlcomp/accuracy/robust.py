"""What is in the middle of some figures, and at their ends, so that no single one decides it."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

FIVE = 5
"""No value of a book is moved by fewer people, so that nobody's pay can be read off it."""

_TENTH = (0.05, 0.15)
ENOUGH = round(FIVE / (_TENTH[1] - _TENTH[0]))
"""People of whom `FIVE` stand around the outermost tenth."""


def middle(values: Sequence[float], weights: Sequence[float] | None = None) -> float:
    """Return the mean of the middle half: near the median, and no single person's value."""
    if weights is None or min(weights) == max(weights):
        return _between(values, 0.25, 0.75)
    low, high = 0.25 * fsum(weights), 0.75 * fsum(weights)
    reached, parts = 0.0, []
    for value, weight in sorted(zip(values, weights, strict=True)):
        inside = min(high, reached + weight) - max(low, reached)
        if inside > 0:
            parts.append(value * inside)
        reached += weight
    return fsum(parts) / (high - low)


def tenth_from_top(values: Sequence[float]) -> float:
    """Return the value that a tenth lies above, as the mean of those around it."""
    return -_between([-value for value in values], *_TENTH)


def _between(values: Sequence[float], start: float, end: float) -> float:
    """Return the mean of the values from one share of them to another."""
    ordered, count = sorted(values), len(values)
    low, high = start * count, end * count
    first, last = int(low), min(int(high), count - 1)
    if first == last:
        return ordered[first]
    inside = fsum(ordered[first + 1 : last])
    ends = ordered[first] * (first + 1 - low) + ordered[last] * (high - last)
    return (inside + ends) / (high - low)


def rising(values: Sequence[float], weights: Sequence[float]) -> list[float]:
    """Return the nearest values, in weighted squares, of which none is below the one before."""
    blocks: list[tuple[float, float, int]] = []
    for value, weight in zip(values, weights, strict=True):
        mean, whole, count = value, weight, 1
        while blocks and blocks[-1][0] > mean:
            before, its_weight, its_count = blocks.pop()
            together = whole + its_weight
            mean = (mean * whole + before * its_weight) / together
            whole, count = together, count + its_count
        blocks.append((mean, whole, count))
    return [mean for mean, _, count in blocks for _ in range(count)]
