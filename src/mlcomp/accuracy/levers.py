"""Levers by two books: each change as a rule book and as the market prices it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlcomp.accuracy.market import MARKET, known_to, left_out_note
from mlcomp.book.loading import load_book
from mlcomp.errors import ProfileError
from mlcomp.rules.estimate import estimate
from mlcomp.rules.result import Estimate
from mlcomp.scenarios.levers import priced_after

if TYPE_CHECKING:
    from mlcomp.book.rulebook import Book
    from mlcomp.rules.profile import Profile
    from mlcomp.scenarios.levers import Lever, Levers

NOTHING = 500
"""US dollars a year: a smaller change is none, as it is shown to the nearest thousand."""


class HeldLever(NamedTuple):
    """One change by a rule book, and by the market where it has an opinion."""

    own: Lever
    market: Lever | None

    @property
    def total(self) -> float:
        """What orders it: the market's change in typical total, else the book's own."""
        return (self.market or self.own).total

    @property
    def disagree(self) -> bool:
        """Whether one book has a gain where the other has a loss, or nothing."""
        return self.market is None or _sign(self.own.total) != _sign(self.market.total)


class HeldLevers(NamedTuple):
    """Every lever by two books, the largest gain first; `before` is the market's estimate."""

    before: Estimate
    levers: tuple[HeldLever, ...]


def market_levers(profile: Profile, levers: Levers) -> tuple[Levers, HeldLevers | None]:
    """Hold each lever of a person against the market book.

    None are held where they are the market book's own, or where it cannot price the person,
    of which a note says why. A change by a factor that it does not have, or of a name it does
    not know, has no opinion of the market.
    """
    market = load_book(MARKET)
    if levers.before.book == market.edition:
        return levers, None
    try:
        known, _ = known_to(market, profile, levers.before.level)
        before = estimate(known, market)
    except ProfileError as error:
        notes = (*levers.before.notes, left_out_note(market, error))
        return levers._replace(before=levers.before._replace(notes=notes)), None
    # A factor for which it has no option is one that it has no opinion of.
    lacking = {dimension.id for dimension in market.dimensions if not dimension.options}
    both = [
        HeldLever(lever, None if lever.dimension in lacking else _priced(lever, before, market))
        for lever in levers.levers
    ]
    both.sort(key=lambda each: -each.total)
    return levers, HeldLevers(before, tuple(both))


def _priced(lever: Lever, before: Estimate, market: Book) -> Lever | None:
    """Return a change by the market book, None where it is by a factor that it does not have."""
    here = lever.after if isinstance(lever.after, Estimate) else lever.before
    try:
        profile, left_out = known_to(market, lever.profile, here.level)
        if lever.dimension in left_out:
            return None
        return lever._replace(
            before=before, after=priced_after(before, profile, lever.place, market)
        )
    except ProfileError:
        return None


def _sign(dollars: float) -> int:
    return 0 if abs(dollars) < NOTHING else 1 if dollars > 0 else -1
