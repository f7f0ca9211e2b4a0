"""The second opinion: what open pay data says of the same person, beside a rule book's figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlcomp.book.loading import load_book
from mlcomp.book.rulebook import is_guide
from mlcomp.errors import ProfileError
from mlcomp.rules.bands import bands
from mlcomp.rules.estimate import estimate
from mlcomp.text import listed

if TYPE_CHECKING:
    from mlcomp.book.rulebook import Book
    from mlcomp.rules.profile import Profile
    from mlcomp.rules.result import Estimate

MARKET = "market"
DATA = "open pay data, 2023-26"
AGREES = 0.05
"""Books within this share of each other are said to agree."""


class MarketCheck(NamedTuple):
    """The market book's estimate of the same person, beside another book's.

    `of_guide` where that is the shipped guide. The ratios are typical pay over the market's;
    `left_out` are the factors that only the other book has, without which the market's figure
    is.
    """

    of_guide: bool
    estimate: Estimate
    base_ratio: float
    total_ratio: float
    left_out: tuple[str, ...] = ()

    @property
    def verdict(self) -> str:
        """Say in a few words how the checked book stands to the market."""
        who = "the guide" if self.of_guide else "this rule book"
        without = f", {listed(self.left_out, 'and')} left out" if self.left_out else ""
        if max(abs(self.base_ratio - 1), abs(self.total_ratio - 1)) < AGREES:
            return f"{who} agrees with the market here{without}"
        return (
            f"{who} is {self.base_ratio:.1f} times the market here in base and "
            f"{self.total_ratio:.1f} times in total{without}"
        )


def market_check(profile: Profile, result: Estimate) -> MarketCheck | None:
    """Hold an estimate against the market book.

    Returns None where the estimate is the market book's own, or where the profile names a
    level, tier or option that the market book does not have. Factors that only the other
    book declares are left out.
    """
    return check_by(load_book(MARKET), profile, result)


def check_by(market: Book, profile: Profile, result: Estimate) -> MarketCheck | None:
    """Hold an estimate against the market book as `market_check` does, which loads the book."""
    if result.book == market.edition:
        return None
    known, left_out = known_to(market, profile)
    try:
        return _check(result, estimate(known, market), left_out)
    except ProfileError:
        return None


def market_bands(profile: Profile, priced: tuple[Estimate, ...]) -> tuple[MarketCheck, ...] | None:
    """Hold a book's levels against the market book's levels of the same id.

    Returns None where the book is the market's own, or the profile names what it lacks.
    """
    book = load_book(MARKET)
    if priced[0].book == book.edition:
        return None
    known, left_out = known_to(book, profile)
    try:
        market = {level.id: there for level, there in bands(known, book).levels}
    except ProfileError:
        return None
    return tuple(
        _check(here, market[here.level.id], left_out) for here in priced if here.level.id in market
    )


def known_to(market: Book, profile: Profile) -> tuple[Profile, tuple[str, ...]]:
    """Return a profile without the factors that the market book lacks, and their ids."""
    if not profile.factors:
        return profile, ()
    has = {dimension.id for dimension in market.dimensions}
    left_out = tuple(id_ for id_ in profile.factors if id_ not in has)
    for id_ in left_out:
        profile = profile.naming(id_, ())
    return profile, left_out


def _check(here: Estimate, there: Estimate, left_out: tuple[str, ...]) -> MarketCheck:
    return MarketCheck(
        is_guide(here.book, here.calibration),
        there,
        here.base.typical / there.base.typical,
        here.total.typical / there.total.typical,
        left_out,
    )
