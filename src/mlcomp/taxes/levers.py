"""Levers by take-home pay: what a move leaves, at national prices."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlcomp.taxes.take_home import TakeHome, take_homes
from mlcomp.taxes.where import NO_TAXES_OF

if TYPE_CHECKING:
    from mlcomp.accuracy.levers import HeldLevers
    from mlcomp.places.place import Place
    from mlcomp.scenarios.levers import Lever, Levers
    from mlcomp.taxes.asked import Asked


class Move(NamedTuple):
    """A change of place and what is left of typical total after it."""

    lever: Lever
    after: TakeHome


class Moves(NamedTuple):
    """What is left before any change, and after each move, the best at national prices first."""

    by: str
    """The edition of the book whose typical total is taxed."""
    before: TakeHome
    moves: tuple[Move, ...]

    def real_gain(self, after: TakeHome) -> float | None:
        """Return what a move changes at national prices, US dollars a year."""
        if after.real is None or self.before.real is None:
            return None
        return after.real - self.before.real


def moves_of(levers: Levers, market: HeldLevers | None, asked: Asked) -> Moves:
    """Return what each move of a person leaves: by the market where it is asked for.

    Raises:
        ProfileError: the person is at no place in the 50 states and DC.
    """
    before = market.before if market else levers.before
    held = [each.market for each in market.levers] if market else list(levers.levers)
    moving = [(lever, place) for lever in held if lever and (place := _taxed_place(lever))]
    here = asked.case(before.total.typical, levers.before.profile)
    there = [asked.case_at(lever.after.total.typical, place) for lever, place in moving]
    now, *after = take_homes([here, *there])
    moves = [Move(lever, left) for (lever, _), left in zip(moving, after, strict=True)]
    moves.sort(key=lambda move: -(move.after.real or 0.0))
    return Moves(before.book, now, tuple(moves))


def _taxed_place(lever: Lever) -> Place | None:
    """Return where a lever moves a person, if taxes there are known: not those of Puerto Rico."""
    place = lever.place
    known = place and place.state and place.state.code not in NO_TAXES_OF
    return place if known else None
