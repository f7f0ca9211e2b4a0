"""The market book: knowing more never widens the likely range."""

from __future__ import annotations

from functools import cache
from math import log
from typing import Any

import pytest

from mlcomp import Estimate, Profile, estimate, load_book
from mlcomp.places.areas import metros
from mlcomp.places.names import STATES

MARKET = load_book("market")
TIERS = [tier.id for tier in MARKET.tier]
LEVELS = [level.id for level in MARKET.level]
PLACES = [*(metro.name for metro in metros()), *STATES]
PEOPLE = [
    *({"level": level} for level in LEVELS),
    *({"level": level, "years": 7} for level in LEVELS),
    *({"years": years} for years in (0, 4, 7, 15)),
]


@cache
def sides(**person: Any) -> tuple[float, ...]:
    """How far likely base and total reach down and up from typical, in logs."""
    found: Estimate = estimate(Profile(**person), MARKET)
    return tuple(
        side
        for pay in (found.base, found.total)
        for side in (log(pay.typical / pay.likely_low), log(pay.likely_high / pay.typical))
    )


def wider(more: dict[str, Any], less: dict[str, Any]) -> bool:
    return any(a > b + 1e-12 for a, b in zip(sides(**more), sides(**less), strict=True))


@pytest.mark.parametrize("person", PEOPLE, ids=str)
def test_to_know_the_place_or_the_employer_never_widens(person: dict[str, Any]) -> None:
    """Each tier and each metro and state, down and up, in base and in total.

    Factors vary on their own, so their widths add in squares: what holds for a place and for
    a tier alone holds for both together; the metros below are tried together with every tier.
    """
    assert [tier for tier in TIERS if wider({**person, "tier": tier}, person)] == []
    assert [place for place in PLACES if wider({**person, "city": place}, person)] == []
    for city in ("SF", "NYC", "Columbus, OH", "Waterbury, CT", "CA", "WY"):
        there = {**person, "city": city}
        for tier in TIERS:
            both = {**there, "tier": tier}
            assert not wider(both, there), (city, tier)
            assert not wider(both, {**person, "tier": tier}), (city, tier)


@pytest.mark.parametrize("level", LEVELS)
def test_to_know_the_years_beside_a_level_never_widens(level: str) -> None:
    """And the other way round: a level beside years."""
    for years in (0, 3, 7, 12, 30):
        assert not wider({"level": level, "years": years}, {"level": level})
        for tier in TIERS:
            assert not wider({"level": level, "years": years, "tier": tier}, {"level": level})


def test_a_level_and_a_metro_are_enough_to_decide_by() -> None:
    """The likely range is at most 0.62 of the typical figure in every metro, employer unknown.

    But for metros of which no wage is published.
    """
    measured = [m for m in metros() if m.data_scientists or m.software_developers]
    assert len(metros()) - len(measured) <= 2
    for metro in measured:
        pay = estimate(Profile(level="mid", city=metro.name), MARKET).base
        assert (pay.likely_high - pay.likely_low) / pay.typical <= 0.62, metro.name
