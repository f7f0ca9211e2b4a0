"""The evidence as the market book is fitted to it: rows of pay in the book's own ids."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NamedTuple

from mlcomp.places.areas import area

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SURVEY_LEVELS = {"EN": "entry", "MI": "mid", "SE": "senior", "EX": "staff"}
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


class Row(NamedTuple):
    """One person's base pay in US dollars a year, and what the data says about the job."""

    data: str
    level: str
    base: float
    year: int
    state: str | None = None
    tier: str | None = None
    industry: str | None = None
    employer: str | None = None
    remote: bool = False

    @property
    def group(self) -> str:
        """The kind of employer, as far as it is known."""
        return self.tier or self.industry or ""


def read_survey(path: Path, *, twins: bool = False) -> list[Row]:
    """Return the salary survey, without its exact duplicates unless they are asked for."""
    rows = list(_read(path))
    if not twins:
        rows = list({tuple(row.items()): row for row in rows}.values())
    return [
        Row(
            "survey",
            SURVEY_LEVELS[row["experience_level"]],
            float(row["salary_in_usd"]),
            int(row["work_year"]),
            remote=row["remote_ratio"] == "100",
        )
        for row in rows
    ]


def read_lca(path: Path) -> list[Row]:
    """Return the labor condition applications, a quarter of 2023."""
    return [
        Row(
            "lca",
            LCA_LEVELS[row["level"]],
            float(row["ANNUAL_WAGE"]),
            2023,
            row["WORKSITE_STATE"],
            LCA_TIERS[row["tier"]],
            "autonomous-driving" if row["tier"] == "AV/EV" else None,
            _employer(row["EMPLOYER_NAME"]),
        )
        for row in _read(path)
    ]


def read_industry(path: Path, code: str) -> dict[str, tuple[float, int]]:
    """Return an industry's ratio to the nation and its employment, by occupation code."""
    return {
        row["soc"]: (float(row["ratio_p50"]), int(float(row["employment"])))
        for row in _read(path)
        if row["industry_code"] == code
    }


def wage_ratios(code: str) -> tuple[float, float, float]:
    """Return an area's wages over the nation's: lower, employment-weighted mean, higher."""
    found = area(code)
    if found is None:
        raise ValueError(f"expected an area that BLS reports, found {code!r}")
    both = [o for o in (found.data_scientists, found.software_developers) if o]
    weights = [o.employment or 0 for o in both]
    if not all(weights):
        weights = [1] * len(both)
    mean = sum(o.ratio * w for o, w in zip(both, weights, strict=True)) / sum(weights)
    ratios = [o.ratio for o in both]
    return min(ratios), mean, max(ratios)


def _employer(name: str) -> str:
    return name.casefold().split(",")[0].removesuffix(".").strip()


def _read(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
