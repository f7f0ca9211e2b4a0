"""Fit the market book's numbers to pay: few parameters, medians and quantiles only.

Everything is fitted in logs. The same function serves the shipped book (all rows) and
cross-validation (the rows of the other folds), so what is scored is what is shipped.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from math import exp, log, sqrt
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

import market_figures as figures
from market_data import RECENT
from market_places import around, places
from market_widths import pooled_spread, tier_ranges
from mlcomp.accuracy.score import weighted_quantile
from mlcomp.rules.pay import Z90

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from market_data import Row
    from market_places import City, Places
    from market_widths import Spread
    from mlcomp.book.ranges import Range

LEVELS = ("entry", "mid", "senior", "staff")
LCA_TO_SURVEY_YEARS = 0.5
"""From jobs filed for in November 2023, which start early in 2024, to the survey's middle."""
SHRINK_MEAN = 2.6
"""Rows that the prior on a group's mean is worth: (0.24 / 0.15)^2 in log pay."""
FILINGS_SHARE = 0.5
"""Where levels stand between the survey's height (0) and the filings' (1), employer unknown."""


class Fit(NamedTuple):
    """The fitted numbers: US dollars a year, multipliers, and n behind each.

    `gap` is the survey's pay over the filings' at equal level and place, in logs.
    """

    places: Places
    growth: float
    aged: float
    gap: float
    national: Range
    remote: float
    levels: dict[str, float]
    level_n: dict[str, int]
    staff_step: float
    staff_n: int
    band: Range
    tiers: dict[str, Range]
    years_tiers: dict[str, Range]
    tier_n: dict[str, int]
    any_tier: Range
    spread: Spread
    driving: Range
    median: float
    curve: tuple[tuple[int, float], ...]
    survey_n: int
    lca_n: int


def fit(
    survey: Sequence[Row],
    lca: Sequence[Row],
    cities: Sequence[City],
    outside_sd: float,
    *,
    filings_share: float = FILINGS_SHARE,
) -> Fit:
    """Fit to the survey (2023 on; 2024 on sets the heights) and to both kinds of filings."""
    recent = [row for row in survey if row.year == RECENT]
    growth = _rise((row for row in survey if row.year == RECENT - 1), recent)
    aged = growth**LCA_TO_SURVEY_YEARS
    where = places(lca, cities, outside_sd)
    # The filings at the book's time, with the state's factor taken out of each wage.
    free = [log(row.middle * aged) - where.of_state(row.state or "") for row in lca]
    steps, _ = _polish(lca, free)
    above = {level: _median_log(recent, level) - where.average for level in LEVELS[:3]}
    below = {
        level: weighted_quantile(
            [y for row, y in zip(lca, free, strict=True) if row.level == level]
        )
        for level in ("mid", "senior")
    }
    gap = fmean(above[level] - below[level] for level in below)
    levels = {level: x - filings_share * gap for level, x in above.items()}
    for level, x in below.items():
        levels[level] = (1 - filings_share) * above[level] + filings_share * x
    levels["staff"] = levels["senior"] + steps["staff"] - steps["senior"]
    employers = _employers(lca, free, levels)
    counts = Counter(row.group for row in lca)
    spread = pooled_spread(recent, lca, free, where, gap)
    band = Z90 * figures.LOG_SD_EVERYTHING_KNOWN
    unknown = sqrt(max(0.0, (Z90 * spread.log_sd) ** 2 - band**2 - where.own_width**2))
    driving = employers.pop("autonomous-driving", None)
    tiers = tier_ranges(lca, free, levels, employers, band**2 + where.own_width**2, unknown)
    height = weighted_quantile([r.middle for r in recent], [r.weight for r in recent])
    curve = _curve(height / exp(where.average + filings_share * gap))
    labs = log(figures.LABS_SENIOR) - log(where.hubs["san-francisco"].typical)
    tiers["frontier-lab"] = _labs(labs - levels["senior"], band, unknown)
    found = Counter({level: sum(r.weight for r in recent if r.level == level) for level in LEVELS})
    found.update(Counter(row.level for row in lca))
    return Fit(
        places=where,
        growth=growth,
        aged=aged,
        gap=gap,
        national=around(where.average, Z90 * where.average_sd, Z90 * where.average_sd),
        remote=_rise(
            (row for row in recent if row.remote is False), (row for row in recent if row.remote)
        ),
        levels={level: exp(x) for level, x in levels.items()},
        level_n={level: round(n) for level, n in found.items()},
        staff_step=exp(steps["staff"] - steps["senior"]),
        staff_n=sum(row.level == "staff" for row in lca),
        band=around(0, band, band),
        tiers=tiers,
        years_tiers={"frontier-lab": _labs(labs - log(_at_eight(curve)), band, unknown)},
        tier_n=dict(counts),
        any_tier=around(0, unknown, unknown),
        spread=spread,
        driving=_driving(driving, counts["autonomous-driving"]),
        median=height,
        curve=curve,
        survey_n=round(sum(row.weight for row in recent)),
        lca_n=len(lca),
    )


def _rise(some: Iterable[Row], others: Iterable[Row]) -> float:
    """Return what the others are paid over what some are, at the midpoints, levels held equal."""
    before, after = list(some), list(others)
    rises = []
    for level in LEVELS:
        n = [sum(row.weight for row in rows if row.level == level) for rows in (before, after)]
        if all(n):
            weight = 1 / sum(1 / count for count in n)
            rises.append((weight, _median_log(after, level) - _median_log(before, level)))
    return exp(sum(w * rise for w, rise in rises) / sum(w for w, _ in rises))


def _median_log(rows: Iterable[Row], level: str) -> float:
    found = [row for row in rows if row.level == level]
    return weighted_quantile([log(row.middle) for row in found], [row.weight for row in found])


def _polish(lca: Sequence[Row], free: Sequence[float]) -> tuple[dict[str, float], dict[str, float]]:
    """Return level and employer effects by Tukey's median polish over single rows."""
    levels: dict[str, float] = {}
    groups: dict[str, float] = defaultdict(float)
    for _ in range(30):
        levels = _medians((r.level, y - groups[r.group]) for r, y in zip(lca, free, strict=True))
        effects = ((r.group, y - levels[r.level]) for r, y in zip(lca, free, strict=True))
        groups = defaultdict(float, _medians(effects))
    return levels, dict(groups)


def _employers(
    lca: Sequence[Row], free: Sequence[float], levels: dict[str, float]
) -> dict[str, float]:
    """Return what each kind of employer pays over a level; few rows lean on their neighbours."""
    found = _medians((r.group, y - levels[r.level]) for r, y in zip(lca, free, strict=True))
    counts = Counter(row.group for row in lca)
    for group, neighbour in (("ai-startup", "faang"), ("bank", "mid-size")):
        trust = counts[group] / (counts[group] + SHRINK_MEAN)
        apart = found.get(group, found[neighbour]) - found[neighbour]
        found[group] = found[neighbour] + trust * apart
    found.pop("frontier-lab", None)
    return found


def _labs(centre: float, band: float, unknown: float) -> Range:
    """Return the labs' multiplier: as wide as their posted ranges are beyond a band."""
    beyond = sqrt(max(0.0, (Z90 * figures.labs_log_sd()) ** 2 - band**2))
    return around(centre, min(beyond, unknown), min(beyond, unknown))


def _driving(effect: float | None, n: int) -> Range:
    """Pool the self-reports' ratio with the filings', both against the average employer."""
    known = figures.EMPLOYERS["driving"]
    centre = log(known.base / average_employer())
    if effect is not None:
        centre = (known.n * centre + n * effect) / (known.n + n)
    half = Z90 * figures.LOG_SD_EVERYTHING_KNOWN / sqrt(n + 1)
    return around(centre, half, half)


def average_employer() -> float:
    """Return the self-reports' average base over other technology's."""
    employers = figures.EMPLOYERS.values()
    return exp(sum(e.n * log(e.base) for e in employers) / sum(e.n for e in employers))


def _curve(national: float) -> tuple[tuple[int, float], ...]:
    """Return base by years: never falling (pooled neighbours), at the market's height."""
    pools: list[list[float]] = []
    for years, base, n in figures.BY_YEAR:
        pools.append([years, base, n, 1])
        while len(pools) > 1 and pools[-2][1] > pools[-1][1]:
            last, before = pools.pop(), pools.pop()
            n = before[2] + last[2]
            mean = (before[1] * before[2] + last[1] * last[2]) / n
            pools.append([before[0], mean, n, before[3] + last[3]])
    return tuple((int(pool[0]), pool[1] / figures.MEDIAN * national) for pool in pools)


def _at_eight(curve: Sequence[tuple[int, float]]) -> float:
    return dict(curve)[figures.LABS_YEARS]


def _medians(pairs: Iterable[tuple[str, float]]) -> dict[str, float]:
    groups: dict[str, list[float]] = defaultdict(list)
    for name, value in pairs:
        groups[name].append(value)
    return {name: weighted_quantile(values) for name, values in groups.items()}
