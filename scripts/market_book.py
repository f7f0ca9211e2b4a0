"""The market book as TOML: the fitted numbers as records, each with what it rests on."""

from __future__ import annotations

from math import exp, log
from typing import TYPE_CHECKING

import market_figures as figures
import market_options as options
import market_text as text
from market_fit import LEVELS, average_employer
from market_toml import inward, multiplier, record
from mlcomp.places.names import STATES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from market_fit import Fit
    from mlcomp.accuracy.score import Score
    from mlcomp.book.ranges import Range


def market_toml(
    found: Fit, oews: Mapping[str, tuple[float, int]], held: Score | None = None
) -> str:
    """Return the market book as TOML, with how well it held where that was scored."""
    tiers = _written_tiers(found)
    parts = (
        [text.HEAD.rstrip()],
        _levels(found),
        _curve(found),
        _places(found),
        _tiers(found, tiers),
        options.industries(found, oews),
        options.unproven(),
        options.education(),
        options.uplifts(tiers, multiplier(found.any_tier)),
        [calibration(held, "pooled")] if held else [],
    )
    return "\n\n".join(record for part in parts for record in part) + "\n"


def calibration(held: Score, source: str) -> str:
    """Return the record of how well a book held against real pay."""
    return record("calibration", **calibration_values(held, source))


def calibration_values(held: Score, source: str) -> dict[str, object]:
    """Return what `[calibration]` says, by key."""
    return {
        "inside": round(held.in_likely, 3),
        "n": held.n,
        "bias": round(held.bias, 3),
        "source": source,
    }


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
            reason=f"{_height(found, level)} Width: log sd {figures.LOG_SD_EVERYTHING_KNOWN} of "
            "self-reports with years, metro and employer known.",
        )


def _height(found: Fit, level: str) -> str:
    if level == "staff":
        return (
            f"Senior pay times the filings' step above it ({found.staff_step:.2f}, "
            f"n = {found.staff_n}): executive titles of the survey are not staff."
        )
    return (
        "Median pay of the title over the average place of ML jobs, midway between posted "
        f"ranges' midpoints and filings, which lie {exp(found.gap) - 1:.0%} apart."
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
            f"height: the survey's median midpoint of {found.median:,.0f} "
            f"(n = {found.survey_n:,}), moved midway to the filings as levels are, over the "
            "average place. Beside a level both count alike (geometric mean): no "
            "data has both, so neither can be shown to know more."
        ),
    )


def _places(found: Fit) -> Iterator[str]:
    where = found.places
    yield record(
        "national",
        title="Average place of ML jobs",
        range=multiplier(found.national),
        basis="evidence",
        source="lca",
        n=found.lca_n,
        reason=(
            "Where nothing is known of the place, it may be any where ML jobs are: the "
            "filings' states, and the metros in them, 8 in 10. 1 is the nation's average "
            f"wage. Remote jobs post {found.remote:.2f} times the others at the same level in "
            "the survey, so they share it."
        ),
    )
    yield record(
        "elsewhere",
        wages="oews-2025",
        shrink=where.power,
        spread=round(exp(where.spread), 3),
        outside_spread=round(exp(where.outside_spread), 3),
        basis="evidence",
        source="oews",
        n=1_950_330,
        reason=(
            "Wage ratios overstate what one job pays more, as senior jobs cluster in dear "
            f"places. The power is the mean of {where.slopes['filings']:.2f} (filings, level "
            f"and employer equal), {where.slopes['self-reports']:.2f} (controlled "
            f"self-reports) and {where.slopes['recent']:.2f} (filings of 2025-26, wage level "
            "equal); the spread is how far those filings' metros lie from it. Outside the "
            "metros, where nobody filed, a state's nonmetropolitan areas count together, and "
            "the spread is wider by how far they lie apart. n counts the people employed."
        ),
    )
    for id_, (title, code, low, high, n) in figures.METROS.items():
        yield record(
            "[location]",
            id=id_,
            title=title,
            metros=[code],
            range=multiplier(where.hubs[id_]),
            basis="evidence",
            source="self-reports",
            n=n,
            reason=(
                f"Controlled comparisons with the rest of the country ({low:.2f} to {high:.2f}) "
                "and the rule for other metros, each by its precision."
            ),
        )
    for code, (size, n) in where.states.items():
        yield record(
            "[location]",
            id=f"state-{code.lower()}",
            title=f"{STATES[code]}, city not known",
            whole_states=[code],
            range=multiplier(size),
            basis="evidence",
            source="recent",
            n=n,
            reason=(
                "As where its jobs are: midway between its metros' factors, weighed by the "
                "filings of each, and the filings' own pay at equal wage level, scaled as "
                "wages are; as wide as its metros lie apart."
            ),
        )


def _written_tiers(found: Fit) -> dict[str, tuple[list[float], list[float]]]:
    """Return each tier's multiplier by title and by years, as the book has them."""
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
    titles = {**found.tiers, "consultancy": found.tiers["mid-size"] * consulting}
    widest = multiplier(found.any_tier)

    def years(tier: str, size: Range) -> Range:
        known = found.years_tiers.get(tier)
        return known or size * (by_years[tier] / average_employer() / size.typical)

    return {
        tier: (inward(titles[tier], widest), inward(years(tier, titles[tier]), widest))
        for tier in text.TIERS
    }


def _tiers(found: Fit, tiers: Mapping[str, tuple[list[float], list[float]]]) -> Iterator[str]:
    employer = "By title, against the average employer; by years, from self-reports."
    capped = "No side is wider than where the employer is not known."
    for tier in text.TIERS:
        source: str | None = "lca"
        n: int | None = found.tier_n.get(tier, 0)
        reason = f"{employer} {capped}"
        if tier == "ai-startup":
            source = n = None
            reason = f"{employer} There is one filing (Cohere), so mostly FAANG's. {capped}"
        if tier == "mid-size":
            years = "By years: halfway between other technology and traditional companies."
            reason = f"{employer} {years} {capped}"
        if tier == "consultancy":
            source, n = "self-reports", figures.EMPLOYERS["consulting"].n
            reason = f"{employer} The mid-size figure times the self-reports' ratio. {capped}"
        if tier == "frontier-lab":
            source, n = "labs", figures.LABS_N
            reason = (
                f"Midpoints of {figures.LABS_SENIOR:,.0f} for machine learning and research "
                "in San Francisco, over a senior there by this book, and over "
                f"{figures.LABS_YEARS} years. The postings name no level, so entry, mid and "
                f"staff there are read off the same ratio. {capped}"
            )
        by_title, by_years = tiers[tier]
        yield record(
            "[tier]",
            **text.named("tier", tier),
            range=by_title,
            years_range=by_years,
            basis="evidence" if source else "assumption",
            source=source,
            n=n,
            reason=reason,
        )
    yield record(
        "any_tier",
        title="Employer not known",
        range=multiplier(found.any_tier),
        basis="evidence",
        source="pooled",
        n=found.survey_n + found.lca_n,
        reason=(
            f"Log sd {found.spread.log_sd:.2f} with level and place known: the mean variance "
            f"of people in posted ranges ({found.spread.survey**0.5:.2f}, without what places "
            f"explain), filings within a level less their state's factor "
            f"({found.spread.filings**0.5:.2f}) and "
            f"self-reports ({figures.LOG_SD_PLACE_KNOWN:.2f}), and half the gap between data "
            "sets; less what band and place have already."
        ),
    )


def _middle(*kinds: str) -> float:
    return exp(sum(log(figures.EMPLOYERS[kind].base) for kind in kinds) / len(kinds))
