"""Score rule books on the evidence, by cross-validation, through `mlcomp.estimate` itself."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from market_book import market_toml
from market_data import RECENT, Row, outside_sd, read_industry, read_lca, read_survey
from market_fit import FILINGS_SHARE, fit
from market_places import City, read_cities
from mlcomp import Profile, estimate
from mlcomp.accuracy.score import score
from mlcomp.book.loading import validated
from mlcomp.text import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from market_fit import Fit
    from mlcomp import Book, Pay
    from mlcomp.accuracy.score import Score

    Change = Callable[[dict[str, Any]], None]
    Pairs = Sequence[tuple[Row, Pay]]

FOLDS = 10
ADVERTISING = "541800"


class Evidence(NamedTuple):
    """What books are fitted to and scored on; `cities` says what places pay, no more.

    `outside_sd` is how far the nonmetropolitan areas of a state lie apart, in log wages.
    """

    survey: tuple[Row, ...]
    lca: tuple[Row, ...]
    cities: tuple[City, ...]
    oews: dict[str, tuple[float, int]]
    outside_sd: float

    @property
    def recent(self) -> list[Row]:
        """The survey's rows of 2024-25."""
        return [row for row in self.survey if row.year == RECENT]


def read_evidence(folder: Path) -> Evidence:
    """Read the files that the book is fitted to."""
    return Evidence(
        tuple(read_survey(folder / "salaries_cc0_us_mle_2020_2025.csv")),
        tuple(read_lca(folder / "lca_fy2024q1_ml.csv")),
        tuple(read_cities(folder / "h1b_fy2026q2_places.csv")),
        read_industry(folder / "oews_2025_industries.csv", ADVERTISING),
        outside_sd(folder / "oews_2025_areas.csv"),
    )


def fitted(evidence: Evidence, *, filings_share: float = FILINGS_SHARE) -> Fit:
    """Return what is fitted to this evidence."""
    survey, lca, cities, _, outside = evidence
    return fit(survey, lca, cities, outside, filings_share=filings_share)


def cross_validated(
    evidence: Evidence,
    *,
    change: Change | None = None,
    filings_share: float = FILINGS_SHARE,
    employers: bool = True,
) -> list[tuple[Row, Pay]]:
    """Return every range of 2024-25 and every filing, estimated from the other folds.

    No fold splits a range or an employer. Filings are scored at the book's time: their wages
    are aged as for fitting.

    Args:
        evidence: the rows.
        change: what to change in each fold's book, as parsed TOML.
        filings_share: where levels stand between survey and filings.
        employers: whether the filings' employers are told to the book.
    """
    pairs: list[tuple[Row, Pay]] = []
    for fold in range(FOLDS):
        found = fitted(
            evidence._replace(
                survey=tuple(row for row in evidence.survey if fold_of(row) != fold),
                lca=tuple(row for row in evidence.lca if fold_of(row) != fold),
            ),
            filings_share=filings_share,
        )
        raw = tomllib.loads(market_toml(found, evidence.oews))
        if change:
            change(raw)
        rows = [row for row in evidence.recent if fold_of(row) == fold]
        rows += [aged(row, found.aged) for row in evidence.lca if fold_of(row) == fold]
        pairs += estimated(rows, validated(raw, "market.toml"), employers=employers)
    return pairs


def fold_of(row: Row) -> int:
    """Return a row's fold: that of its employer or of its range, so the same each run."""
    return crc32(row.unit.encode()) % FOLDS


def at_book_time(evidence: Evidence) -> list[Row]:
    """Return what is scored: ranges of 2024-25, and all filings, aged."""
    growth = fitted(evidence).aged
    return [*evidence.recent, *(aged(row, growth) for row in evidence.lca)]


def aged(row: Row, growth: float) -> Row:
    """Return a filing at the book's time."""
    return row._replace(low=row.low * growth, high=row.high * growth)


def estimated(rows: Sequence[Row], book: Book, *, employers: bool = True) -> list[tuple[Row, Pay]]:
    """Return rows with the base pay that a book estimates for them."""
    known = {folded(name) for option in book.tier for name in option.names}

    @cache
    def price(level: str, state: str | None, tier: str | None, industry: str | None) -> Pay:
        profile = Profile(
            level=level,
            city=state,
            tier=tier if tier and folded(tier) in known else None,
            industry=industry,
        )
        return estimate(profile, book).base

    def employer(row: Row) -> tuple[str | None, str | None]:
        return (row.tier, row.industry) if employers else (None, None)

    return [(row, price(row.level, row.state, *employer(row))) for row in rows]


def only(pairs: Pairs, **asked: str) -> list[tuple[Row, Pay]]:
    """Return the pairs whose row says what is asked."""
    return [p for p in pairs if all(getattr(p[0], name) == x for name, x in asked.items())]


def score_of(pairs: Pairs) -> Score:
    """Score estimates of base pay on people: those a range stands for, and filings."""
    return score((row.posted, pay) for row, pay in pairs)
