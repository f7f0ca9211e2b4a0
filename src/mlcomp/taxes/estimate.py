"""Estimates by take-home pay: what is left of typical base and of typical total."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlcomp.taxes.take_home import TakeHome, take_homes

if TYPE_CHECKING:
    from mlcomp.rules.result import Estimate
    from mlcomp.taxes.asked import Asked


class Left(NamedTuple):
    """What is left of a pay; of an estimate, of typical total, and of typical base."""

    total: TakeHome
    base: TakeHome | None = None
    estimate: Estimate | None = None


def left_of(result: Estimate, asked: Asked) -> Left:
    """Return what is left of an estimate's typical pay.

    Raises:
        ProfileError: the person is at no place in the 50 states and DC.
    """
    typical = (result.base.typical, result.total.typical)
    base, total = take_homes([asked.case(pay, result.profile) for pay in typical])
    return Left(total, base, result)
