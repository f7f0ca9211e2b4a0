"""Where ML jobs are and what a place pays: wages, controlled comparisons and recent filings."""

from __future__ import annotations

from collections import defaultdict
from math import exp, log, sqrt
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

import market_figures as figures
from market_data import read_rows, wage_ratios
from mlcomp.book.ranges import Range
from mlcomp.places.areas import area
from mlcomp.places.resolver import PlaceError, resolve
from mlcomp.rules.pay import Z90

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from market_data import Row

DATA_SCIENTISTS = "15-2051"
OCCUPATIONS = (DATA_SCIENTISTS, "15-1252")
MIN_STATE_FILINGS = 100
"""Filings by city that a state needs to be priced as where its jobs are."""


class City(NamedTuple):
    """Filings of October 2025 to March 2026 in one city: log median over the nation's.

    `wage_level` is the Department of Labor's, "" for all of them, where `over` means nothing.
    """

    occupation: str
    metro: str
    state: str
    wage_level: str
    n: int
    over: float
    log_sd: float


class Places(NamedTuple):
    """What places pay over the nation's average, in logs where it does not say Range.

    `slopes` are the three measured powers of BLS wage ratios and `power` what is made of them.
    `spread` is how far a metro lies from that rule, and `outside_spread` a place outside the
    metros from its state's figure for all of them; `states` are those priced as where their
    jobs are, with the filings behind each; `average` is the average place of ML jobs, and
    `own_width` how far pay lies on each side of a state's figure for the place alone.
    """

    slopes: dict[str, float]
    power: float
    spread: float
    hubs: dict[str, Range]
    states: dict[str, tuple[Range, int]]
    average: float
    average_sd: float
    own_width: float
    outside_spread: float = 0.0

    def of_state(self, code: str) -> float:
        """Return what a job pays for being in a state, its city not known."""
        if code in self.states:
            return log(self.states[code][0].typical)
        return self.power * _wages(code)

    def of_metro(self, code: str) -> float:
        """Return what a job pays for being in a metro."""
        for id_, (_, metro, *_) in figures.METROS.items():
            if metro == code:
                return log(self.hubs[id_].typical)
        return self.power * _wages(code)


def read_cities(path: Path) -> list[City]:
    """Return the recent filings by city, where the city is known and its metro measured."""
    rows = [row for row in read_rows(path) if row["soc"] in OCCUPATIONS]
    nation = {(r["soc"], r["wage_level"]): float(r["p50"]) for r in rows if r["kind"] == "nation"}
    cities = []
    for row in rows:
        place = _metro_of(row["place"]) if row["kind"] == "city" else None
        if place:
            over = nation.get((row["soc"], row["wage_level"]), float(row["p50"]))
            cities.append(
                City(
                    *(row["soc"], *place, row["wage_level"], int(row["n"])),
                    log(float(row["p50"]) / over),
                    log(float(row["p90"]) / float(row["p10"])) / 2 / Z90,
                )
            )
    return cities


def _metro_of(city: str) -> tuple[str, str] | None:
    """Return a city's metro and state, None where the name is not known or the metro not paid."""
    try:
        place = resolve(city)
    except PlaceError:
        return None
    if not place.metro or not place.state or not _measured(place.metro.code):
        return None
    return place.metro.code, place.state.code


def metro_effects(cities: Iterable[City]) -> dict[str, tuple[float, int]]:
    """Return each metro's pay over the nation's at equal occupation and wage level, and n."""
    found = defaultdict(list)
    for city in cities:
        if city.wage_level:
            found[city.metro].append((city.over, city.n))
    return {metro: (_mean(values), sum(n for _, n in values)) for metro, values in found.items()}


def jobs_by_state(cities: Iterable[City]) -> dict[str, dict[str, int]]:
    """Return how many data scientists' filings each metro of a state has."""
    jobs: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for city in cities:
        if city.occupation == DATA_SCIENTISTS and not city.wage_level:
            jobs[city.state][city.metro] += city.n
    return {
        state: dict(metros)
        for state, metros in sorted(jobs.items())
        if sum(metros.values()) >= MIN_STATE_FILINGS
    }


def places(lca: Sequence[Row], cities: Sequence[City], outside_sd: float) -> Places:
    """Fit what places pay: one power for all, hubs by precision, states by their jobs.

    `outside_sd` is how far the wages of a state's nonmetropolitan areas lie apart, in logs. No
    filing is outside the metros, so what places pay there is the rule's.
    """
    jobs = jobs_by_state(cities)
    wages = {
        state: _mean([(_wages(metro), n) for metro, n in metros.items()])
        for state, metros in jobs.items()
    }
    effects = metro_effects(cities)
    slopes = {
        "filings": _slope_of_filings(lca, wages),
        "self-reports": _slope_of_self_reports(),
        "recent": slope_and_intercept(effects)[0],
    }
    power = round(fmean(slopes.values()) / 0.05) * 0.05
    found = Places(slopes, power, _spread(effects, power), _hubs(power), {}, 0.0, 0.0, 0.0)
    variances: dict[str, float] = {}
    slope, intercept = slope_and_intercept(effects)
    for state, metros in jobs.items():
        logs = [(found.of_metro(metro), n) for metro, n in metros.items()]
        centre = _mean(logs)
        variances[state] = _mean([((x - centre) ** 2, n) for x, n in logs])
        half = sqrt(Z90**2 * variances[state] + found.spread**2)
        # Two measurements, neither the better: what its metros pay, and what its own
        # filings do, which are as much steeper as those of metros are.
        paid = _mean([(c.over, c.n) for c in cities if c.state == state and c.wage_level])
        centre = (centre + (paid - intercept) * power / slope) / 2
        found.states[state] = around(centre, half, half), sum(metros.values())
    here = [found.of_state(row.state or "") for row in lca]
    inside = [variances.get(row.state or "", 0.0) for row in lca]
    average = fmean(here)
    variance = fmean((x - average) ** 2 + v for x, v in zip(here, inside, strict=True))
    # Where the place is not known, neither is how far it lies from the rule.
    rule = (found.spread / Z90) ** 2
    own = fmean(found.spread**2 + Z90**2 * v for v in inside)
    # Which of its state's areas a place is in is not known, as a state's metro is not.
    outside = found.spread**2 + (Z90 * power * outside_sd) ** 2
    return found._replace(
        average=average,
        average_sd=sqrt(variance + rule),
        own_width=sqrt(own),
        outside_spread=sqrt(outside),
    )


def slope_and_intercept(effects: Mapping[str, tuple[float, int]]) -> tuple[float, float]:
    """Return the line of metros' pay on their wages, both in logs, by filings."""
    points = [(_wages(metro), effect, n) for metro, (effect, n) in effects.items()]
    x_mean = _mean([(x, n) for x, _, n in points])
    y_mean = _mean([(y, n) for _, y, n in points])
    products = sum(n * (x - x_mean) * (y - y_mean) for x, y, n in points)
    slope = products / sum(n * (x - x_mean) ** 2 for x, _, n in points)
    return slope, y_mean - slope * x_mean


def _spread(effects: Mapping[str, tuple[float, int]], power: float) -> float:
    """Return how far 8 in 10 metros lie from the rule, on each side, by filings."""
    apart = [(effect - power * _wages(metro), n) for metro, (effect, n) in effects.items()]
    centre = _mean(apart)
    return Z90 * sqrt(_mean([((x - centre) ** 2, n) for x, n in apart]))


def _slope_of_filings(lca: Sequence[Row], wages: Mapping[str, float]) -> float:
    """Return how pay rises with the state's wages, in logs, within level and employer.

    The cells' own means are taken out of both, so only differences inside a cell count.
    """
    cells = defaultdict(list)
    for row in lca:
        state = row.state or ""
        x = wages[state] if state in wages else _wages(state)
        cells[row.level, row.group].append((x, log(row.middle)))
    products = squares = 0.0
    for pairs in cells.values():
        x_mean, y_mean = (fmean(values) for values in zip(*pairs, strict=True))
        products += sum((x - x_mean) * (y - y_mean) for x, y in pairs)
        squares += sum((x - x_mean) ** 2 for x, _ in pairs)
    return products / squares


def _compared() -> dict[str, tuple[float, float, float]]:
    """Return each hub's wages, its controlled comparison and that one's sd, in logs."""
    hubs = {}
    for id_, (_, code, low, high, _) in figures.METROS.items():
        centre, sd = (log(low) + log(high)) / 2, (log(high) - log(low)) / 2 / Z90
        hubs[id_] = _wages(code), centre, sd
    return hubs


def _slope_of_self_reports() -> float:
    hubs = _compared().values()
    return sum(x * y for x, y, _ in hubs) / sum(x * x for x, _, _ in hubs)


def _hubs(power: float) -> dict[str, Range]:
    """Weigh the rule's figure and the controlled comparison by their precision."""
    hubs = _compared()
    prior = fmean((y - power * x) ** 2 for x, y, _ in hubs.values())
    found = {}
    for id_, (x, y, sd) in hubs.items():
        weight = prior / (prior + sd**2)
        left = Z90 * sqrt(prior * sd**2 / (prior + sd**2))
        found[id_] = around(weight * y + (1 - weight) * power * x, left, left)
    return found


def around(centre: float, down: float, up: float) -> Range:
    """Return a multiplier from logs: its typical, and how far its ends lie from it."""
    return Range(exp(centre - down), exp(centre), exp(centre + up))


def _measured(code: str) -> bool:
    found = area(code)
    return bool(found and (found.data_scientists or found.software_developers))


def _wages(code: str) -> float:
    return log(wage_ratios(code)[1])


def _mean(pairs: Sequence[tuple[float, int]]) -> float:
    return sum(x * n for x, n in pairs) / sum(n for _, n in pairs)
