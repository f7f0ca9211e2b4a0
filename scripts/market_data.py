"""The evidence as the market book is fitted to it: pay in the book's own ids.

The salary survey is the two ends of posted ranges, row by row; here they are ranges again.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NamedTuple

from mlcomp.accuracy.score import Posted
from mlcomp.places.areas import area
from mlcomp.places.names import STATES
from nonmetro import Figures, is_nonmetro, log_sd_within_states

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

# Executive titles (EX) are no level here: heads of teams and of companies, not staff engineers.
SURVEY_LEVELS = {"EN": "entry", "MI": "mid", "SE": "senior"}
# A title without a word for seniority is what postings call mid.
LCA_LEVELS = {
    "entry": "entry",
    "unstated": "mid",
    "II": "mid",
    "senior": "senior",
    "staff+": "staff",
}
LCA_TIERS = {
    "FAANG+": "faang",
    "AI lab": "ai-startup",
    "Large tech": "large-tech",
    "Finance": "bank",
    "Other": "mid-size",
    "AV/EV": None,
}
FRONTIER_LABS = ("x.ai",)
"""Employers of the tier `frontier-lab` in the filings, whose own tier is wider."""
RECENT = 2024
"""The survey's years from here on are one period, which sets the heights."""


class Row(NamedTuple):
    """Base pay in US dollars a year, from `low` to `high`, and what the data says of the job.

    A filing's ends are the same. A range that stands for several levels is a row for each,
    of an equal part of its `weight`.
    """

    data: str
    level: str
    low: float
    high: float
    year: int
    weight: float = 1.0
    state: str | None = None
    tier: str | None = None
    industry: str | None = None
    employer: str | None = None
    remote: bool | None = None

    @property
    def middle(self) -> float:
        """The midpoint, US dollars a year."""
        return (self.low + self.high) / 2

    @property
    def posted(self) -> Posted:
        """The row as pay to be scored."""
        return Posted(self.low, self.high, self.weight)

    @property
    def group(self) -> str:
        """The kind of employer, as far as it is known."""
        return self.tier or self.industry or ""

    @property
    def unit(self) -> str:
        """What folds never split: an employer, or a range whatever its levels."""
        return self.employer or f"{self.low:.0f}-{self.high:.0f}"


def read_survey(path: Path) -> list[Row]:
    """Return the survey's ranges: each once in its period, however often it was posted."""
    levels: dict[tuple[int, float, float], dict[str, None]] = {}
    remote: dict[tuple[int, float, float], set[bool]] = {}
    for row, low, high in posted_ranges(list(read_rows(path))):
        if row["experience_level"] in SURVEY_LEVELS:
            posted = min(int(row["work_year"]), RECENT), low, high
            levels.setdefault(posted, {})[SURVEY_LEVELS[row["experience_level"]]] = None
            remote.setdefault(posted, set()).add(row["remote_ratio"] == "100")
    return [
        Row(
            *("survey", level, low, high, year, 1 / len(named)),
            remote=next(iter(remote[year, low, high]))
            if len(remote[year, low, high]) == 1
            else None,
        )
        for (year, low, high), named in levels.items()
        for level in named
    ]


def posted_ranges(
    rows: Sequence[dict[str, str]],
) -> Iterator[tuple[dict[str, str], float, float]]:
    """Yield each posting of the survey: its columns, low and high.

    Neighbouring rows that agree in everything but the salary, the higher first, are the ends
    of one posted range; a row without such a neighbour is a single salary.
    """
    position = 0
    while position < len(rows):
        first, *others = rows[position : position + 2]
        pay = float(first["salary_in_usd"])
        partner = others[0] if others and _same_posting(first, others[0]) else None
        low = float(partner["salary_in_usd"]) if partner else pay
        if low > pay:
            partner, low = None, pay
        yield first, low, pay
        position += 2 if partner else 1


def _same_posting(one: dict[str, str], other: dict[str, str]) -> bool:
    return all(other[name] == one[name] for name in one if name != "salary_in_usd")


def read_lca(path: Path) -> list[Row]:
    """Return the labor condition applications, a quarter of 2023."""
    return list(map(_filing, read_rows(path)))


def _filing(row: dict[str, str]) -> Row:
    employer = row["EMPLOYER_NAME"].casefold().split(",")[0].removesuffix(".").strip()
    lab = employer.removesuffix(" corp") in FRONTIER_LABS
    wage = float(row["ANNUAL_WAGE"])
    return Row(
        *("lca", LCA_LEVELS[row["level"]], wage, wage, 2023),
        state=row["WORKSITE_STATE"],
        tier="frontier-lab" if lab else LCA_TIERS[row["tier"]],
        industry="autonomous-driving" if row["tier"] == "AV/EV" else None,
        employer=employer,
    )


def read_industry(path: Path, code: str) -> dict[str, tuple[float, int]]:
    """Return an industry's ratio to the nation and its employment, by occupation code."""
    return {
        row["soc"]: (float(row["ratio_p50"]), int(float(row["employment"])))
        for row in read_rows(path)
        if row["industry_code"] == code
    }


def wage_ratios(code: str) -> tuple[float, float, float]:
    """Return an area's wages over the nation's: lower, employment-weighted mean, higher."""
    found = area(code)
    both = [o for o in (found.data_scientists, found.software_developers) if o] if found else []
    if not both:
        raise ValueError(f"expected an area that BLS reports, found {code!r}")
    weights = [o.employment or 0 for o in both]
    if not all(weights):
        weights = [1] * len(both)
    mean = sum(o.ratio * w for o, w in zip(both, weights, strict=True)) / sum(weights)
    ratios = [o.ratio for o in both]
    return min(ratios), mean, max(ratios)


def outside_sd(path: Path) -> float:
    """Return how far the wages of a state's nonmetropolitan areas lie apart, in logs."""
    areas: dict[str, list[Figures]] = {}
    for row in read_rows(path):
        if is_nonmetro(row["area_name"]):
            jobs, ratio = row["employment"], row["ratio_p50"]
            figures = Figures(int(float(jobs)) if jobs else None, float(ratio) if ratio else None)
            areas.setdefault(row["area_name"], []).append(figures)
    return log_sd_within_states(areas, STATES)


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file by column."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
