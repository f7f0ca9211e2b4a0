"""Write data/market.toml from the evidence; the same bytes for the same data.

    python scripts/build_market.py SURVEY.csv LCA.csv OEWS_INDUSTRIES.csv data/market.toml

Metro and state wages come from data/areas.csv, which scripts/build_places.py makes.
"""

from __future__ import annotations

import sys
from math import exp, log
from pathlib import Path
from typing import TYPE_CHECKING

import market_figures as figures
import market_options as options
import market_text as text
from market_data import read_industry, read_lca, read_survey
from market_fit import LEVELS, average_employer, fit
from market_toml import multiplier, record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from market_fit import Fit

ADVERTISING = "541800"


def market_toml(found: Fit, oews: Mapping[str, tuple[float, int]]) -> str:
    """Return the market book as TOML."""
    parts = (
        [text.HEAD.rstrip()],
        _levels(found),
        _curve(found),
        _places(found),
        _tiers(found),
        options.industries(found, oews),
        options.unproven(),
        options.education(),
        options.uplifts(),
    )
    return "\n\n".join(record for part in parts for record in part) + "\n"


def _levels(found: Fit) -> Iterator[str]:
    for level in LEVELS:
        (least, most), summary = text.LEVELS[level]
        yield record(
            "[level]",
            **text.named("level", level),
            min_years=least,
            max_years=most,
            base=[round(found.levels[level] * x, -2) for x in (found.band.low, 1, found.band.high)],
            summary=summary,
            basis="evidence",
            source="pooled",
            n=found.level_n[level],
            reason=(
                "Median pay of the title over the average place of ML jobs; width: log sd 0.19 "
                "of self-reports with years, metro and employer known."
            ),
        )


def _curve(found: Fit) -> Iterator[str]:
    yield record(
        "years_curve",
        points=[[years, round(base, -2)] for years, base in found.curve],
        range=multiplier(found.band),
        weight=0.5,
        basis="evidence",
        source="self-reports",
        n=figures.N,
        reason=(
            "Years are not titles. Shape: median base by single year, never falling; "
            f"height: the survey's median of {found.median:,.0f} (n = {found.survey_n:,}) "
            "over the average place. Beside a level both count alike (geometric mean): no "
            "data has both, so neither can be shown to know more."
        ),
    )


def _places(found: Fit) -> Iterator[str]:
    yield record(
        "national",
        title="Average place of ML jobs",
        range=multiplier(found.national),
        basis="evidence",
        source="lca",
        n=found.lca_n,
        reason=(
            "Where nothing is known of the place, it may be any where ML jobs are: the "
            "filings' states, 8 in 10 of them. 1 is the nation's average wage. Remote jobs "
            f"pay {found.remote:.2f} times the others at the same level in the survey, so "
            "they share it."
        ),
    )
    yield record(
        "elsewhere",
        wages="oews-2025",
        shrink=found.shrink,
        basis="evidence",
        source="oews",
        n=1_950_330,
        reason=(
            "Wage ratios overstate what one job pays more, as senior jobs cluster in dear "
            f"places. The power is midway between {found.slope_lca:.2f} (filings, level and "
            f"employer equal) and {found.slope_self_reports:.2f} (controlled self-reports). "
            "n counts the people employed."
        ),
    )
    for id_, (title, code, low, high, n) in figures.METROS.items():
        yield record(
            "[location]",
            id=id_,
            title=title,
            metros=[code],
            range=multiplier(found.metros[id_]),
            basis="evidence",
            source="self-reports",
            n=n,
            reason=(
                f"Controlled comparisons with the rest of the country ({low:.2f} to {high:.2f}) "
                "and the rule for other metros, each by its precision."
            ),
        )


def _tiers(found: Fit) -> Iterator[str]:
    by_years = {
        "faang": figures.EMPLOYERS["largest"].base,
        "ai-startup": figures.EMPLOYERS["largest"].base
        * found.tiers["ai-startup"].typical
        / found.tiers["faang"].typical,
        "large-tech": figures.EMPLOYERS["technology"].base,
        "mid-size": _middle("technology", "traditional"),
        "bank": figures.EMPLOYERS["bank"].base,
        "consultancy": figures.EMPLOYERS["consulting"].base,
    }
    consulting = by_years["consultancy"] / by_years["mid-size"]
    ranges = {**found.tiers, "consultancy": found.tiers["mid-size"] * (consulting)}
    said = {
        "ai-startup": "Two filings, so mostly the FAANG figure.",
        "consultancy": "The mid-size figure times the self-reports' ratio of the two.",
        "mid-size": "By years: halfway between other technology and traditional companies.",
    }
    for tier in text.TIERS:
        measured = tier != "consultancy"
        reason = "By title, against the average employer; by years, from self-reports."
        yield record(
            "[tier]",
            **text.named("tier", tier),
            range=multiplier(ranges[tier]),
            years_range=multiplier(
                ranges[tier] * (by_years[tier] / average_employer() / ranges[tier].typical)
            ),
            basis="evidence",
            source="lca" if measured else "self-reports",
            n=found.tier_n[tier] if measured else figures.EMPLOYERS["consulting"].n,
            reason=f"{reason} {said[tier]}" if tier in said else reason,
        )
    yield record(
        "any_tier",
        title="Employer not known",
        range=multiplier(found.any_tier),
        basis="evidence",
        source="survey",
        n=found.survey_n,
        reason=(
            "What is left of the survey's spread within a level, of which place and band "
            "explain the rest: it may be any employer."
        ),
    )


def _middle(*kinds: str) -> float:
    return exp(sum(log(figures.EMPLOYERS[kind].base) for kind in kinds) / len(kinds))


def main(survey: str, lca: str, industries: str, out: str) -> None:
    """Fit to everything and write the book."""
    found = fit(read_survey(Path(survey)), read_lca(Path(lca)))
    oews = read_industry(Path(industries), ADVERTISING)
    Path(out).write_text(market_toml(found, oews), encoding="utf-8")
    print(f"{out}: {found.survey_n:,} survey rows, {found.lca_n:,} filings")


if __name__ == "__main__":
    main(*sys.argv[1:])
