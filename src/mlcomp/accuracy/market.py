"""The market check: what open pay data says of the same person, beside a rule book's figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlcomp.book.loading import load_book
from mlcomp.errors import ProfileError
from mlcomp.rules.bands import bands
from mlcomp.rules.estimate import estimate

if TYPE_CHECKING:
    from mlcomp.book.rulebook import Held
    from mlcomp.rules.pay import Pay
    from mlcomp.rules.profile import Profile
    from mlcomp.rules.result import Estimate

MARKET = "market"
DATA = "open pay data, 2023-26"
AGREES = 0.05
"""Books within this share of each other are said to agree."""


class MarketCheck(NamedTuple):
    """The market book's estimate of the same person, US dollars a year.

    The ratios are typical pay over the market's; `priced` is the edition that was checked.
    """

    book: str
    calibration: Held | None
    priced: str
    level: str
    base: Pay
    total: Pay
    base_ratio: float
    total_ratio: float

    @property
    def verdict(self) -> str:
        """Say in a few words how the checked book stands to the market."""
        who = "the guide" if self.priced.startswith("guide-") else "this rule book"
        if abs(self.base_ratio - 1) < AGREES:
            return f"{who} agrees with the market here"
        return f"{who} is {self.base_ratio:.1f} times the market here"


def market_check(profile: Profile, result: Estimate) -> MarketCheck | None:
    """Hold an estimate against the market book.

    Returns None where the estimate is the market book's own, or where the profile is in a
    rule book's own terms that the market book does not have.
    """
    market = load_book(MARKET)
    if result.book == market.edition:
        return None
    try:
        return _check(result, estimate(profile, market))
    except ProfileError:
        return None


def market_bands(profile: Profile, priced: tuple[Estimate, ...]) -> tuple[MarketCheck, ...]:
    """Hold a book's levels against the market book's levels of the same id."""
    market = {level.id: there for level, there in bands(profile, load_book(MARKET)).levels}
    return tuple(_check(here, market[here.level.id]) for here in priced if here.level.id in market)


def _check(here: Estimate, there: Estimate) -> MarketCheck:
    return MarketCheck(
        there.book,
        there.calibration,
        here.book,
        here.level.id,
        there.base,
        there.total,
        here.base.typical / there.base.typical,
        here.total.typical / there.total.typical,
    )
