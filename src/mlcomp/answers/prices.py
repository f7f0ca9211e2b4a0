"""One person's pay: what `estimate` and `bands` show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.accuracy.market import market_bands, market_check
from mlcomp.rules.bands import bands
from mlcomp.rules.estimate import estimate

if TYPE_CHECKING:
    from mlcomp.accuracy.market import MarketCheck
    from mlcomp.book.rulebook import Book
    from mlcomp.rules.bands import Bands
    from mlcomp.rules.profile import Profile
    from mlcomp.rules.result import Estimate


def estimated(
    profile: Profile, book: Book, *, no_market: bool = False
) -> tuple[Estimate, MarketCheck | None]:
    """Return a person's estimate, and the market's opinion unless it is left out.

    Raises:
        ProfileError: the book cannot price the person.
    """
    result = estimate(profile, book)
    if no_market:
        return result, None
    check, said = market_check(profile, result)
    return result._replace(notes=result.notes + said), check


def banded(
    profile: Profile, book: Book, *, no_market: bool = False
) -> tuple[Bands, tuple[MarketCheck, ...] | None]:
    """Return every level with its pay, and the market's unless it is left out.

    Raises:
        ProfileError: the book cannot price the job.
    """
    result = bands(profile, book)
    return (result, None) if no_market else market_bands(profile, result)
