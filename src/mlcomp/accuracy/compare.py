"""Comparisons by two books: each scenario as a rule book and as the market prices it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlcomp.accuracy.market import check_by
from mlcomp.offers.judgement import judge

if TYPE_CHECKING:
    from mlcomp.accuracy.market import MarketCheck
    from mlcomp.book.rulebook import Book, Held
    from mlcomp.scenarios.compare import Compared, Comparison


class MarketCompared(NamedTuple):
    """One scenario as the market prices it and judges its offer."""

    check: MarketCheck
    compared: Compared


class MarketComparison(NamedTuple):
    """The market's opinion of each scenario of a comparison, in the same order.

    `ranks` where the market sorts them; a scenario that it cannot price is None.
    """

    book: str
    fingerprint: str
    calibration: Held | None
    ranks: bool
    scenarios: tuple[MarketCompared | None, ...]


def market_comparison(
    comparison: Comparison, market: Book, *, ranks: bool
) -> tuple[Comparison, MarketComparison | None]:
    """Hold each scenario against the market book, and sort them by it where `ranks` asks to.

    An offer, and pay that is stated, stands by what it pays. Where the market cannot price
    one of the others, the comparison's own book ranks all of them: two scales do not mix.
    Returns no opinion where the comparison is the market's own.
    """
    if comparison.book == market.edition:
        return comparison, None
    both = [_priced(one, market) for one in comparison.scenarios]
    if not any(there for _, there in both):
        return comparison._replace(scenarios=tuple(one for one, _ in both)), None
    ranks = ranks and all(there or one.is_paid for one, there in both)
    if ranks:
        both.sort(key=lambda pair: -(pair[1].compared if pair[1] else pair[0]).total)
    scenarios = tuple(one for one, _ in both)
    opinions = tuple(there for _, there in both)
    by = (market.edition, market.fingerprint, market.held)
    return comparison._replace(scenarios=scenarios), MarketComparison(*by, ranks, opinions)


def _priced(one: Compared, market: Book) -> tuple[Compared, MarketCompared | None]:
    check, said = check_by(market, one.profile, one.estimate)
    if check is None:
        return one._replace(notes=one.notes + said), None
    judgement = judge(one.judgement.offer, check.estimate) if one.judgement else None
    return one, MarketCompared(check, one._replace(estimate=check.estimate, judgement=judgement))
