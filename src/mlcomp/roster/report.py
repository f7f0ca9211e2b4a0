"""What a roster's report draws: how pay is spread in each group, and who is farthest outside."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from mlcomp.roster.batch import price_file
from mlcomp.roster.pricing.sql import sql
from mlcomp.roster.standing import ROSTER, Split
from mlcomp.roster.summary import MIN_WIDE, keys_of
from mlcomp.text import folded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlcomp.accuracy.backtest import Measure
    from mlcomp.roster.engines.job import Watch
    from mlcomp.roster.request import Batch
    from mlcomp.roster.standing import Grouping
    from mlcomp.roster.summary import Summary

LEVEL = "level"
SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)
MAX_GROUPS = 30
"""Groups of the column of choice that are drawn, the largest."""
BINS = 20
"""Bins of compa-ratios from one whole number to the next."""
FIRST_BIN, LAST_BIN = 8, 40
"""Those that take all that is lower, or higher: from 0.4 to 2."""


class Spread(NamedTuple):
    """A group's real pay: the means of each person's range, and percentiles at `SHARES`.

    Percentiles are None where fewer than `MIN_WIDE` people are paid; so are the means without
    any. US dollars a year.
    """

    low: float | None = None
    typical: float | None = None
    high: float | None = None
    pay: tuple[float, ...] | None = None
    compa_ratio: tuple[float, ...] | None = None


class Bin(NamedTuple):
    """People whose compa-ratio is `start` or more and under `end`; None at an open end."""

    start: float | None
    end: float | None
    below: int
    within: int
    above: int


class Outlier(NamedTuple):
    """Someone who is paid outside of their own range; `row` is their place among the people."""

    row: int
    known_by: str | None
    level: str
    metro: str | None
    paid: float
    low: float
    typical: float
    high: float


class Shape(NamedTuple):
    """Real pay of one kind: the spread of each group by its value, None that of everybody."""

    levels: Mapping[str | None, Spread]
    groups: Mapping[str | None, Spread]
    bins: tuple[Bin, ...]
    below: tuple[Outlier, ...]
    above: tuple[Outlier, ...]


class Report(NamedTuple):
    """A roster's summary, its split by the column of choice, and the shape of its real pay."""

    summary: Summary
    split: Split | None
    """The largest groups alone; None without such a column, and for the levels, which are there."""
    shapes: Mapping[Measure, Shape]


def report_file(batch: Batch, outliers: int, watch: Watch | None = None) -> Report:
    """Price a file of people and return what its report says.

    Args:
        batch: what is to be priced; of the columns it is split by the first counts.
        outliers: how many people are listed on either side of the range.
        watch: as for `price_file`.

    Raises:
        RosterError: the file cannot be read.
        ProfileError: columns are named that do not fit.
        UsageError: the column of choice, or one to know people by, is none.
    """
    shapes: dict[Measure, Shape] = {}

    def ask(grouping: Grouping, summary: Summary) -> None:
        for kind in grouping.kinds if summary.everybody else ():
            shapes[kind] = _shape(grouping, _drawn(summary), kind, outliers)

    summary = price_file(replace(batch, further=ask), watch)
    return Report(summary, _drawn(summary), shapes)


def _drawn(summary: Summary) -> Split | None:
    if not summary.splits or summary.splits[0].by == LEVEL:
        return None
    split = summary.splits[0]
    groups = sorted(split.groups, key=lambda group: (-group.people, _natural(group.title)))
    rest = groups[MAX_GROUPS:]
    return Split(
        split.by,
        tuple(groups[:MAX_GROUPS]),
        split.other_groups + len(rest),
        split.other_people + sum(group.people for group in rest),
    )


def _natural(name: str) -> list[tuple[int, str]]:
    """Return what sorts names as people count: team 2 before team 10."""
    parts = re.split("([0-9]+)", folded(name))
    digits = [part.lstrip("0") if place % 2 else "" for place, part in enumerate(parts)]
    return [(len(each), each or part) for each, part in zip(digits, parts, strict=True)]


def _shape(grouping: Grouping, split: Split | None, kind: Measure, outliers: int) -> Shape:
    groups: dict[str | None, Spread] = {}
    if split:
        (key,) = keys_of([split.by])
        among = ", ".join(sql(group.value or "") for group in split.groups)
        groups = _spreads(grouping, kind, key, f"(({key}))", f"{key} IN ({among})")
    return Shape(
        levels=_spreads(grouping, kind, LEVEL, f"(({LEVEL}), ())"),
        groups=groups,
        bins=_bins(grouping, kind),
        below=_outliers(grouping, kind, "paid < low", "paid / low", outliers),
        above=_outliers(grouping, kind, "paid > high", "paid / high DESC", outliers),
    )


def _people(kind: Measure) -> str:
    """Return those whose pay of a kind is known, as the FROM of a query."""
    figures = ", ".join(f"{kind}_{name} AS {name}" for name in ("paid", "low", "typical", "high"))
    return f"(SELECT *, {figures} FROM {ROSTER} WHERE {kind}_paid IS NOT NULL)"


def _spreads(
    grouping: Grouping, kind: Measure, key: str, sets: str, among: str = "TRUE"
) -> dict[str | None, Spread]:
    shares = f"{grouping.database.list_of}({', '.join(map(str, SHARES))})"
    rows = grouping.database.ask(
        f"SELECT {key}, count(*), avg(low), avg(typical), avg(high), "
        f"{grouping.quantile}(paid, {shares}), {grouping.quantile}(paid / typical, {shares}) "
        f"FROM {_people(kind)} WHERE {among} GROUP BY GROUPING SETS {sets}"
    )
    return {
        value or None: Spread(*means, *((tuple(paid), tuple(ratio)) if people >= MIN_WIDE else ()))
        for value, people, *means, paid, ratio in rows
        if people
    }


def _bins(grouping: Grouping, kind: Measure) -> tuple[Bin, ...]:
    place = f"least(greatest(floor(paid / typical * {BINS} + 1e-9), {FIRST_BIN - 1}), {LAST_BIN})"
    rows = grouping.database.ask(
        f"SELECT CAST({place} AS INTEGER) AS place, count_if(paid < low), "
        f"count_if(paid BETWEEN low AND high), count_if(paid > high) FROM {_people(kind)} "
        "GROUP BY place"
    )
    counts = {place: tuple(counted) for place, *counted in rows}
    if sum(map(sum, counts.values())) < MIN_WIDE:
        return ()
    return tuple(
        Bin(
            None if place < FIRST_BIN else place / BINS,
            None if place == LAST_BIN else (place + 1) / BINS,
            *counts.get(place, (0, 0, 0)),
        )
        for place in range(min(counts), max(counts) + 1)
    )


def _outliers(
    grouping: Grouping, kind: Measure, outside: str, order: str, limit: int
) -> tuple[Outlier, ...]:
    rows = grouping.database.ask(
        "SELECT row, known_by, level, metro, paid, low, typical, high "
        f"FROM {_people(kind)} WHERE {outside} ORDER BY {order}, row LIMIT {limit}"
    )
    return tuple(
        Outlier(row, known_by, grouping.titles[level], *figures)
        for row, known_by, level, *figures in rows
    )
