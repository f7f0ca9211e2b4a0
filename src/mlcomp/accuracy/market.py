"""The second opinion: what open pay data says of the same person, beside a rule book's figure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from mlcomp.book.loading import load_book
from mlcomp.book.rulebook import is_guide
from mlcomp.errors import ProfileError
from mlcomp.rules.estimate import estimate
from mlcomp.rules.result import Note
from mlcomp.text import listed, unknown

if TYPE_CHECKING:
    from mlcomp.book.rulebook import Book
    from mlcomp.rules.bands import Bands
    from mlcomp.rules.profile import Profile
    from mlcomp.rules.result import Estimate, LevelFound

Notes = tuple[Note, ...]
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


def market_check(profile: Profile, result: Estimate) -> tuple[MarketCheck | None, Notes]:
    """Hold an estimate against the market book; return why in a note where that cannot be.

    It has no figure of what is its own estimate, of which nothing is said, and of a person of
    whom it lacks the level, tier or option. Factors that only the other book declares are left
    out.
    """
    return check_by(load_book(MARKET), profile, result)


def check_by(market: Book, profile: Profile, result: Estimate) -> tuple[MarketCheck | None, Notes]:
    """Hold an estimate against the market book as `market_check` does, which loads the book."""
    if result.book == market.edition:
        return None, ()
    try:
        known, left_out = known_to(market, profile, result.level)
        return _check(result, estimate(known, market), left_out), ()
    except ProfileError as error:
        return None, (left_out_note(market, error),)


def market_bands(profile: Profile, result: Bands) -> tuple[Bands, tuple[MarketCheck, ...] | None]:
    """Hold a book's levels against the market book's; say in a note which of them it lacks.

    Returns no checks where the book is the market's own, or the profile names what it lacks.
    """
    market = load_book(MARKET)
    if result.book.edition == market.edition:
        return result, None
    job = replace(profile, years=None)
    checks, lacking = [], []
    for level, here in result.levels:
        try:
            known, left_out = known_to(market, replace(job, level=level.id), here.level)
        except ProfileError:
            lacking.append(level.id)
            continue
        try:
            checks.append(_check(here, estimate(known, market), left_out))
        except ProfileError as error:
            return result.noted(left_out_note(market, error)), None
    if lacking:
        said = f"{market.edition} has no such level as {listed(lacking)}."
        result = result.noted(Note("market", said))
    return result, tuple(checks)


def known_to(market: Book, profile: Profile, found: LevelFound) -> tuple[Profile, tuple[str, ...]]:
    """Return a person as the market book is to read them, and the factors it lacks, by id.

    What levels are called is a book's own: E3 is the third engineer here and the first there.
    So the market is handed the id of the level that the other book found, not the name typed.

    Raises:
        ProfileError: it has no level of that id on that track.
    """
    if profile.level is not None:
        levels = [level.id for level in market.level if level.track == found.track]
        if found.id not in levels:
            raise ProfileError(unknown("level", found.id, levels or [x.id for x in market.level]))
        profile = replace(profile, level=found.id)
    has = {dimension.id for dimension in market.dimensions}
    left_out = tuple(id_ for id_ in profile.factors if id_ not in has)
    for id_ in left_out:
        profile = profile.naming(id_, ())
    return profile, left_out


def left_out_note(market: Book, error: ProfileError) -> Note:
    """Say why the market has no figure of a person."""
    reasons = "; ".join(map(str, error.faults)).rstrip(".?")
    return Note("market", f"{market.edition} is left out: {reasons}.")


def _check(here: Estimate, there: Estimate, left_out: tuple[str, ...]) -> MarketCheck:
    return MarketCheck(
        is_guide(here.book, here.calibration),
        there,
        here.base.typical / there.base.typical,
        here.total.typical / there.total.typical,
        left_out,
    )
