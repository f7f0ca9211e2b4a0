"""The market book held against filings of October 2025 to March 2026, which have no titles."""

from __future__ import annotations

from collections import defaultdict
from math import exp, log, sqrt
from typing import TYPE_CHECKING

from market_data import read_rows
from market_places import DATA_SCIENTISTS, OCCUPATIONS, metro_effects, slope_and_intercept
from mlcomp import Profile, estimate
from mlcomp.places.areas import area
from mlcomp.rules.pay import Z90

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from market_fit import Fit
    from market_places import City
    from mlcomp import Book

MIN_METRO_FILINGS = 400
BAY = {"41860", "41940"}
EMPLOYERS = {
    "meta": "faang",
    "google": "faang",
    "apple": "faang",
    "amazon": "faang",
    "microsoft": "faang",
    "nvidia": "faang",
    "linkedin": "large-tech",
    "adobe": "large-tech",
    "paypal": "large-tech",
    "pinterest": "large-tech",
    "salesforce": "large-tech",
    "capital one": "bank",
    "jpmorgan": "bank",
    "fidelity": "bank",
    "visa": "bank",
    "deloitte": "consultancy",
    "ernst": "consultancy",
}


def metros_table(found: Fit, cities: Sequence[City], book: Book) -> str:
    """Return each large metro's filings beside the book's factor."""
    effects = metro_effects(cities)
    slope, intercept = slope_and_intercept(effects)
    scale = found.places.power / slope
    lines = [
        "| metro | filings | pay at equal wage level, 1 = nation | the same, scaled | book |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for code, (effect, n) in sorted(effects.items(), key=lambda item: -item[1][1]):
        metro = area(code)
        if n >= MIN_METRO_FILINGS and metro:
            factor = estimate(Profile(level="mid", city=metro.name), book).place.factor.typical
            over = effect - intercept
            lines.append(
                f"| {metro.name} | {n:,} | {exp(over):.2f} | {exp(over * scale):.2f} "
                f"| {factor:.2f} |"
            )
    return "\n".join(lines) + "\n"


def states_table(book: Book, before: dict[str, float]) -> str:
    """Return what a state alone multiplies pay by, and what it did."""
    lines = ["| state | before | now | filings |", "| --- | ---: | ---: | ---: |"]
    for location in book.location:
        for code in location.whole_states:
            name = location.title.partition(",")[0]
            lines.append(
                f"| {name} | {before[code]:.2f} | {location.range.typical:.2f} | {location.n:,} |"
            )
    return "\n".join(lines) + "\n"


def employers_table(path: Path, book: Book) -> str:
    """Return large employers' medians over banks', beside the tiers' over the bank tier.

    Neither place nor level is held equal in the filings.
    """
    paid: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for row in read_rows(path):
        tier = next((t for name, t in EMPLOYERS.items() if name in row["employer"].casefold()), "")
        if tier and row["soc"] in OCCUPATIONS:
            paid[tier].append((log(float(row["p50"])), int(row["n"])))
    means = {
        tier: sum(x * n for x, n in pay) / sum(n for _, n in pay) for tier, pay in paid.items()
    }
    titles = {tier.id: tier for tier in book.tier}
    lines = [
        "| kind of employer | filings 2025-26 | median over banks' | book, by title | by years |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for tier in ("faang", "large-tech", "bank", "consultancy"):
        by_title, by_years = (
            getattr(titles[tier], name).typical / getattr(titles["bank"], name).typical
            for name in ("range", "years_range")
        )
        n = sum(n for _, n in paid[tier])
        over = exp(means[tier] - means["bank"])
        lines.append(
            f"| {titles[tier].title} | {n:,} | {over:.2f} | {by_title:.2f} | {by_years:.2f} |"
        )
    return "\n".join(lines) + "\n"


def widths_table(found: Fit, cities: Sequence[City]) -> str:
    """Return how widely pay spreads: filings in one place, all wage levels, and the book."""
    spread = found.spread
    figures = {
        "book: level and place": spread.log_sd,
        "of which people in posted ranges, less what places explain": sqrt(spread.survey),
        "of which filings 2023, level equal, state's factor taken out": sqrt(spread.filings),
        "of which self-reports, years and metro equal": sqrt(spread.self_reports),
        "of which half the gap between survey and filings": sqrt(spread.height),
        "book: everything": log(found.band.high) / Z90,
    }
    lines = ["| what is known | log sd |", "| --- | ---: |", *_bay(cities)]
    lines += [f"| {what} | {log_sd:.2f} |" for what, log_sd in figures.items()]
    return "\n".join(lines) + "\n"


def _bay(cities: Sequence[City]) -> Iterator[str]:
    for occupation in OCCUPATIONS:
        name = "data scientists" if occupation == DATA_SCIENTISTS else "software developers"
        rows = [
            c for c in cities if c.metro in BAY and c.occupation == occupation and not c.wage_level
        ]
        n = sum(c.n for c in rows)
        centre = sum(c.over * c.n for c in rows) / n
        variance = sum(c.n * (c.log_sd**2 + (c.over - centre) ** 2) for c in rows) / n
        yield f"| filings 2025-26, Bay Area, {name} (n = {n:,}) | {sqrt(variance):.2f} |"
