"""Comparisons by take-home pay: what each scenario leaves over the years, at national prices."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from mlcomp.taxes.take_home import TakeHome, take_homes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlcomp.accuracy.compare import MarketComparison
    from mlcomp.offers.judgement import Judgement
    from mlcomp.offers.offer import Worth
    from mlcomp.scenarios.compare import Compared, Comparison
    from mlcomp.taxes.asked import Asked

Each = TypeVar("Each")


class Taxed(NamedTuple):
    """What is left of the pay of some years."""

    years: tuple[TakeHome, ...]

    @property
    def pay(self) -> float:
        """What is paid in all of them, US dollars."""
        return fsum(year.case.earned for year in self.years)

    @property
    def net(self) -> float:
        """What is left of it, US dollars."""
        return fsum(year.net for year in self.years)

    @property
    def real(self) -> float | None:
        """What that buys at national prices; None where no prices are published."""
        found = [year.real for year in self.years if year.real is not None]
        return fsum(found) if len(found) == len(self.years) else None


def wages_of(worth: Worth, years: int) -> list[float]:
    """Return the wages of each year of an offer: all but relocation, match and benefits."""
    return [year.recurring + year.sign_on for year in worth.years[:years]]


def offer_taxed(judgement: Judgement, asked: Asked) -> Taxed:
    """Return what is left of each year of an offer.

    Raises:
        ProfileError: the job is at no place in the 50 states and DC.
    """
    profile = judgement.estimate.profile
    wages = wages_of(judgement.worth, len(judgement.worth.years))
    return Taxed(tuple(take_homes([asked.case(pay, profile) for pay in wages])))


def by_take_home(
    comparison: Comparison, market: MarketComparison | None, asked: Asked
) -> tuple[Comparison, MarketComparison | None, tuple[Taxed, ...]]:
    """Sort scenarios by what they leave at national prices; those without prices come last.

    What is taxed is the pay by the book that ranks, or what is really paid.

    Raises:
        ProfileError: a scenario is at no place in the 50 states and DC.
    """
    ranking: list[Compared] = list(comparison.scenarios)
    if market and market.ranks:
        both = zip(market.scenarios, comparison.scenarios, strict=True)
        ranking = [there.compared if there else own for there, own in both]
    wages = [_wages(one) for one in ranking]
    cases = [
        asked.case(pay, one.profile)
        for one, years in zip(ranking, wages, strict=True)
        for pay in years
    ]
    answers = iter(take_homes(cases))
    taxed = [Taxed(tuple(next(answers) for _ in years)) for years in wages]
    order = sorted(range(len(taxed)), key=lambda n: _worst_last(taxed[n].real))
    sorted_ = comparison._replace(scenarios=_in(order, comparison.scenarios))
    opinion = market and market._replace(scenarios=_in(order, market.scenarios))
    return sorted_, opinion, _in(order, taxed)


def _wages(one: Compared) -> list[float]:
    if one.judgement:
        return wages_of(one.judgement.worth, one.over_years)
    return [one.total / one.over_years] * one.over_years


def _worst_last(real: float | None) -> float:
    return float("inf") if real is None else -real


def _in(order: Sequence[int], each: Sequence[Each]) -> tuple[Each, ...]:
    return tuple(each[n] for n in order)
