"""How widely pay spreads where the employer is not known, and within each kind of employer."""

from __future__ import annotations

from collections import defaultdict
from math import log, sqrt
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

import market_figures as figures
from market_places import around
from mlcomp.accuracy.score import weighted_quantile
from mlcomp.rules.pay import Z90

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from market_data import Row
    from market_places import Places
    from mlcomp.book.ranges import Range

SHRINK_WIDTH = 50
"""Rows that the prior on a group's width is worth."""


class Spread(NamedTuple):
    """Variances of log pay with level and place known and the employer not.

    Each is read off the 10th and 90th percentile. `people` are those that the survey's ranges
    stand for, `place` what places explain of their spread; `filings` are within a level with
    their state's factor taken out, `self_reports` with years and metro known. `height`
    is what the data sets' own disagreement adds.
    """

    people: float
    place: float
    filings: float
    self_reports: float
    height: float

    @property
    def survey(self) -> float:
        """The survey's own variance, without what places explain."""
        return self.people - self.place

    @property
    def log_sd(self) -> float:
        """Standard deviation of log pay, the three data sets counting alike."""
        return sqrt(fmean((self.survey, self.filings, self.self_reports)) + self.height)


def pooled_spread(
    recent: Sequence[Row], lca: Sequence[Row], free: Sequence[float], where: Places, gap: float
) -> Spread:
    """Measure the spread; `free` are the filings' logs without place, `gap` that of heights."""
    people = [
        (row.level, log(one), row.weight / len(row.posted.people))
        for row in recent
        for one in row.posted.people
    ]
    return Spread(
        people=_variance(people),
        place=where.average_sd**2,
        filings=_variance([(row.level, y, 1.0) for row, y in zip(lca, free, strict=True)]),
        self_reports=figures.LOG_SD_PLACE_KNOWN**2,
        height=(gap / 2) ** 2,
    )


def _variance(people: Iterable[tuple[str, float, float]]) -> float:
    """Return the variance about the group's median, of each: group, log pay and weight."""
    groups: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for name, value, weight in people:
        groups[name].append((value, weight))
    apart: list[float] = []
    weights: list[float] = []
    for group in groups.values():
        logs, counts = zip(*group, strict=True)
        centre = weighted_quantile(logs, counts)
        apart += [x - centre for x in logs]
        weights += counts
    low, high = (weighted_quantile(apart, weights, share) for share in (0.1, 0.9))
    return ((high - low) / 2 / Z90) ** 2


def tier_ranges(
    lca: Sequence[Row],
    free: Sequence[float],
    levels: dict[str, float],
    employers: dict[str, float],
    known: float,
    widest: float,
) -> dict[str, Range]:
    """Return each tier's multiplier, as wide as an employer not seen lies around it.

    `known` is the squared log width that level and place already have. No side is wider
    than `widest`: to know the employer never says less than not to know it.
    """
    rows: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for row, y in zip(lca, free, strict=True):
        rows[row.group].append((row.employer or "", y - levels[row.level]))
    apart = {group: list(_held_out(pay)) for group, pay in rows.items()}
    everybody = _ends(x for values in apart.values() for x in values)
    ranges = {}
    for tier in sorted(employers):
        values = apart.get(tier, [])
        ends = _ends(values) if values else everybody
        n = len(values)
        widths = [
            sqrt(max(0.0, (n * own**2 + SHRINK_WIDTH * all_**2) / (n + SHRINK_WIDTH) - known))
            for own, all_ in zip(ends, everybody, strict=True)
        ]
        ranges[tier] = around(employers[tier], *(min(width, widest) for width in widths))
    return ranges


def _held_out(pay: Sequence[tuple[str, float]]) -> Iterable[float]:
    """Yield how far each row lies from the median of the other employers of its kind."""
    for employer in dict.fromkeys(name for name, _ in pay):
        others = [y for name, y in pay if name != employer]
        if others:
            centre = weighted_quantile(others)
            yield from (y - centre for name, y in pay if name == employer)


def _ends(values: Iterable[float]) -> tuple[float, float]:
    """Return how far the 10th and the 90th percentile lie from zero."""
    known = list(values)
    if not known:
        return 0.0, 0.0
    low, high = (weighted_quantile(known, share=share) for share in (0.1, 0.9))
    return max(0.0, -low), max(0.0, high)
