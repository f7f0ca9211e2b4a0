"""Fit the market book's numbers to rows of pay: few parameters, medians and quantiles only.

Everything is fitted in logs. The same function serves the shipped book (all rows) and
cross-validation (the rows of the other folds), so what is scored is what is shipped.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from math import exp, log, sqrt
from statistics import fmean, median, pstdev, quantiles
from typing import TYPE_CHECKING, NamedTuple

import market_figures as figures
from market_data import wage_ratios
from mlcomp.book.ranges import Range
from mlcomp.rules.pay import Z90

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from market_data import Row

LEVELS = ("entry", "mid", "senior", "staff")
LCA_TO_SURVEY_YEARS = 0.5
"""From jobs filed for in November 2023, which start early in 2024, to the survey's middle."""
SHRINK_MEAN = 2.6
"""Rows that the prior on a group's mean is worth: (0.24 / 0.15)^2 in log pay."""
SHRINK_WIDTH = 50
"""Rows that the prior on a group's width is worth."""


class Fit(NamedTuple):
    """The fitted numbers: US dollars a year, multipliers, and n behind each."""

    shrink: float
    slope_lca: float
    slope_self_reports: float
    growth: float
    aged: float
    national: Range
    remote: float
    levels: dict[str, float]
    level_n: dict[str, int]
    band: Range
    tiers: dict[str, Range]
    tier_n: dict[str, int]
    any_tier: Range
    driving: Range
    metros: dict[str, Range]
    median: float
    curve: tuple[tuple[int, float], ...]
    survey_n: int
    lca_n: int
    survey_width: Range


def fit(survey: Sequence[Row], lca: Sequence[Row]) -> Fit:
    """Fit to the survey (2023 on; 2024 on sets the heights) and to the LCA filings."""
    recent = [row for row in survey if row.year >= 2024]
    growth = _rise((row for row in survey if row.year == 2023), recent)
    aged = growth**LCA_TO_SURVEY_YEARS
    slope_lca, slope_reports = _slope(lca), _slope_of_self_reports()
    shrink = round((slope_lca + slope_reports) / 2 / 0.05) * 0.05
    at = {code: tuple(log(r) * shrink for r in wage_ratios(code)) for code in _states(lca)}
    here = [at[row.state or ""][1] for row in lca]
    mix, spread = fmean(here), Z90 * pstdev(here)

    # Levels and employers out of the filings, with the state's factor taken out of each wage.
    free = [log(row.base) - x for row, x in zip(lca, here, strict=True)]
    by_level, by_group = _polish(lca, free)
    counts = Counter(row.level for row in recent)
    lca_counts = Counter(row.level for row in lca)
    heights = {
        level: median(log(row.base) for row in recent if row.level == level) - mix
        for level in LEVELS
        if counts[level]
    }
    shared = [level for level in heights if level in by_level]
    weights = {x: 1 / (1 / counts[x] + 1 / lca_counts[x]) for x in shared}
    gap = sum(weights[x] * (heights[x] - by_level[x]) for x in shared) / sum(weights.values())
    levels = {
        x: (counts[x] * heights[x] + lca_counts[x] * (by_level.get(x, 0.0) + gap))
        / (counts[x] + lca_counts[x])
        for x in LEVELS
    }
    employers = {group: effect - gap + log(aged) for group, effect in by_group.items()}
    group_n = Counter(row.group for row in lca)
    few = group_n["ai-startup"] / (group_n["ai-startup"] + SHRINK_MEAN)
    above = employers.get("ai-startup", 0.0) - employers["faang"]
    employers["ai-startup"] = employers["faang"] + few * above
    few = group_n["bank"] / (group_n["bank"] + SHRINK_MEAN)
    above = employers.get("bank", employers["mid-size"]) - employers["mid-size"]
    employers["bank"] = employers["mid-size"] + few * above

    # Widths: what is left with everything known, then what each unknown adds to it.
    band = Z90 * figures.LOG_SD_EVERYTHING_KNOWN
    whole = _quantiles(
        log(row.base) - levels[row.level] - mix for row in recent if row.level in levels
    )
    place = fmean((at[row.state or ""][1] - at[row.state or ""][0]) ** 2 for row in lca)
    unknown = tuple(sqrt(max(0.0, end**2 - band**2 - spread**2)) for end in whole)
    tiers = _tier_ranges(lca, free, levels, employers, band**2 + place)
    middle = {level: exp(x) for level, x in levels.items()}
    height = median(row.base for row in recent)
    return Fit(
        shrink=shrink,
        slope_lca=slope_lca,
        slope_self_reports=slope_reports,
        growth=growth,
        aged=aged,
        national=_around(mix, spread, spread),
        remote=_rise(
            (row for row in recent if not row.remote), (row for row in recent if row.remote)
        ),
        levels=middle,
        level_n={x: counts[x] + lca_counts[x] for x in LEVELS},
        band=_around(0, band, band),
        tiers=tiers,
        tier_n=dict(group_n),
        any_tier=_around(0, *unknown),
        driving=_driving(employers.get("autonomous-driving"), group_n["autonomous-driving"]),
        metros=_metros(shrink),
        median=height,
        curve=_curve(height / exp(mix)),
        survey_n=len(recent),
        lca_n=len(lca),
        survey_width=_around(0, *whole),
    )


def _rise(some: Iterable[Row], others: Iterable[Row]) -> float:
    """Return what the others are paid over what some are, levels held equal."""
    before, after = defaultdict(list), defaultdict(list)
    for rows, logs in ((some, before), (others, after)):
        for row in rows:
            logs[row.level].append(log(row.base))
    both = [level for level in LEVELS if before[level] and after[level]]
    weights = [1 / (1 / len(before[x]) + 1 / len(after[x])) for x in both]
    rises = [median(after[x]) - median(before[x]) for x in both]
    return exp(sum(w * r for w, r in zip(weights, rises, strict=True)) / sum(weights))


def _slope(lca: Sequence[Row]) -> float:
    """Return how pay rises with the state's wages, in logs, within level and employer.

    The cells' own means are taken out of both, so only differences inside a cell count.
    """
    cells = defaultdict(list)
    for row in lca:
        x = log(wage_ratios(row.state or "")[1])
        cells[row.level, row.group].append((x, log(row.base)))
    products = squares = 0.0
    for pairs in cells.values():
        x_mean, y_mean = (fmean(values) for values in zip(*pairs, strict=True))
        products += sum((x - x_mean) * (y - y_mean) for x, y in pairs)
        squares += sum((x - x_mean) ** 2 for x, _ in pairs)
    return products / squares


def _hubs() -> dict[str, tuple[float, float, float]]:
    """Return each hub's wages, its controlled comparison and that one's sd, in logs."""
    hubs = {}
    for id_, (_, code, low, high, _) in figures.METROS.items():
        centre, sd = (log(low) + log(high)) / 2, (log(high) - log(low)) / 2 / Z90
        hubs[id_] = log(wage_ratios(code)[1]), centre, sd
    return hubs


def _slope_of_self_reports() -> float:
    hubs = _hubs().values()
    return sum(x * y for x, y, _ in hubs) / sum(x * x for x, _, _ in hubs)


def _metros(shrink: float) -> dict[str, Range]:
    """Weigh the rule's figure and the controlled comparison by their precision."""
    hubs = _hubs()
    prior = fmean((y - shrink * x) ** 2 for x, y, _ in hubs.values())
    found = {}
    for id_, (x, y, sd) in hubs.items():
        weight = prior / (prior + sd**2)
        left = Z90 * sqrt(prior * sd**2 / (prior + sd**2))
        found[id_] = _around(weight * y + (1 - weight) * shrink * x, left, left)
    return found


def _polish(lca: Sequence[Row], free: Sequence[float]) -> tuple[dict[str, float], dict[str, float]]:
    """Return level and employer effects by Tukey's median polish over single rows."""
    levels: dict[str, float] = {}
    groups: dict[str, float] = defaultdict(float)
    for _ in range(30):
        levels = _medians((r.level, y - groups[r.group]) for r, y in zip(lca, free, strict=True))
        effects = ((r.group, y - levels[r.level]) for r, y in zip(lca, free, strict=True))
        groups = defaultdict(float, _medians(effects))
    return levels, dict(groups)


def _tier_ranges(
    lca: Sequence[Row],
    free: Sequence[float],
    levels: dict[str, float],
    employers: dict[str, float],
    known: float,
) -> dict[str, Range]:
    """Return each tier's multiplier, as wide as its pay spreads beyond what all share.

    `known` is the squared log width that level and place already have.
    """
    left: dict[str, list[float]] = defaultdict(list)
    for row, y in zip(lca, free, strict=True):
        left[row.group].append(y - levels[row.level])
    medians = {group: median(values) for group, values in left.items()}
    everybody = _quantiles(y - medians[group] for group, values in left.items() for y in values)
    ranges = {}
    for tier in sorted(set(employers) - {"autonomous-driving"}):
        values = left.get(tier, [])
        ends = _quantiles(y - medians[tier] for y in values) if values else everybody
        n = len(values)
        widths = [
            sqrt(max(0.0, (n * own**2 + SHRINK_WIDTH * all_**2) / (n + SHRINK_WIDTH) - known))
            for own, all_ in zip(ends, everybody, strict=True)
        ]
        ranges[tier] = _around(employers[tier], *widths)
    return ranges


def _driving(effect: float | None, n: int) -> Range:
    """Pool the self-reports' ratio with the filings', both against the average employer."""
    known = figures.EMPLOYERS["driving"]
    centre = log(known.base / average_employer())
    if effect is not None:
        centre = (known.n * centre + n * effect) / (known.n + n)
    half = Z90 * figures.LOG_SD_EVERYTHING_KNOWN / sqrt(n + 1)
    return _around(centre, half, half)


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


def _around(centre: float, down: float, up: float) -> Range:
    return Range(exp(centre - down), exp(centre), exp(centre + up))


def _quantiles(values: Iterable[float]) -> tuple[float, float]:
    """Return how far the 10th and the 90th percentile lie from zero."""
    low, _, high = deciles(list(values))
    return max(0.0, -low), max(0.0, high)


def deciles(values: Sequence[float]) -> tuple[float, float, float]:
    """Return the 10th, 50th and 90th percentile, linear between neighbours."""
    cuts = quantiles(values, n=10, method="inclusive") if len(values) > 1 else list(values) * 9
    return cuts[0], cuts[4], cuts[8]


def _medians(pairs: Iterable[tuple[str, float]]) -> dict[str, float]:
    groups: dict[str, list[float]] = defaultdict(list)
    for name, value in pairs:
        groups[name].append(value)
    return {name: median(values) for name, values in groups.items()}


def _states(lca: Sequence[Row]) -> set[str]:
    return {row.state for row in lca if row.state}
