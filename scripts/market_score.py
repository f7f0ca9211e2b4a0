"""Score rule books on the evidence, by cross-validation, through `mlcomp.estimate` itself."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from build_market import ADVERTISING, market_toml
from market_data import Row, read_industry, read_lca, read_survey
from market_fit import fit
from mlcomp import Profile, estimate
from mlcomp.book.loading import validated

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from mlcomp import Book, Pay

    Change = Callable[[dict[str, Any]], None]

FOLDS = 10


class Evidence(NamedTuple):
    """The rows that books are fitted to and scored on."""

    survey: tuple[Row, ...]
    lca: tuple[Row, ...]
    oews: dict[str, tuple[float, int]]

    @property
    def recent(self) -> list[Row]:
        """The survey's rows of 2024-25."""
        return [row for row in self.survey if row.year >= 2024]


def read_evidence(folder: Path, *, twins: bool = False) -> Evidence:
    """Read the three files that the book is fitted to."""
    return Evidence(
        tuple(read_survey(folder / "salaries_cc0_us_mle_2020_2025.csv", twins=twins)),
        tuple(read_lca(folder / "lca_fy2024q1_ml.csv")),
        read_industry(folder / "oews_2025_industries.csv", ADVERTISING),
    )


def book_of(evidence: Evidence, change: Change | None = None) -> Book:
    """Return the book fitted to these rows, its tables changed on the way if so wished."""
    raw = tomllib.loads(market_toml(fit(evidence.survey, evidence.lca), evidence.oews))
    if change:
        change(raw)
    return validated(raw, "market.toml")


def fold_of(row: Row, *, by_employer: bool = False) -> int:
    """Return a row's fold: by what it says, so the same each run; or all of an employer's."""
    what = row.employer if by_employer and row.employer else repr(row)
    return crc32(what.encode()) % FOLDS


def cross_validated(
    evidence: Evidence,
    *,
    change: Change | None = None,
    fitted: Evidence | None = None,
    by_employer: bool = False,
) -> list[tuple[Row, Pay]]:
    """Return every row of 2024-25 and every filing, estimated from the other folds.

    `fitted` holds other versions of the same rows, to fit to in their place.
    """
    known = fitted or evidence
    pairs: list[tuple[Row, Pay]] = []
    for fold in range(FOLDS):

        def outside(row: Row, fold: int = fold) -> bool:
            return fold_of(row, by_employer=by_employer) != fold

        book = book_of(
            Evidence(
                tuple(filter(outside, known.survey)),
                tuple(filter(outside, known.lca)),
                evidence.oews,
            ),
            change,
        )
        held_out = [r for r in (*evidence.recent, *evidence.lca) if not outside(r)]
        pairs += estimated(held_out, book)
    return pairs


def estimated(rows: Sequence[Row], book: Book) -> list[tuple[Row, Pay]]:
    """Return rows with the base pay that a book estimates for them."""

    @cache
    def price(level: str, state: str | None, tier: str | None, industry: str | None) -> Pay:
        known = {option.id for option in book.tier}
        profile = Profile(
            level=level, city=state, tier=tier if tier in known else None, industry=industry
        )
        return estimate(profile, book).base

    return [(row, price(row.level, row.state, row.tier, row.industry)) for row in rows]
