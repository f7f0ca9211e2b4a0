"""Offers, comparisons and levers: what `offer`, `compare` and `levers` show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.accuracy.compare import market_comparison
from mlcomp.accuracy.levers import market_levers
from mlcomp.accuracy.market import market_check
from mlcomp.errors import Fault, UsageError
from mlcomp.offers.judgement import judge
from mlcomp.offers.offer import YEARS
from mlcomp.offers.verdict import verdict_of
from mlcomp.scenarios.compare import compare
from mlcomp.scenarios.levers import levers_of
from mlcomp.text import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlcomp.accuracy.compare import MarketComparison
    from mlcomp.accuracy.levers import HeldLevers
    from mlcomp.book.rulebook import Book
    from mlcomp.offers.judgement import Judgement
    from mlcomp.offers.offer import Offer
    from mlcomp.offers.verdict import Verdict
    from mlcomp.rules.profile import Profile
    from mlcomp.rules.result import Estimate
    from mlcomp.scenarios.combinations import Scenario
    from mlcomp.scenarios.compare import Comparison
    from mlcomp.scenarios.levers import Levers


def judged(
    offer: Offer, estimated: Estimate, *, no_market: bool = False, by_book: bool = False
) -> tuple[Judgement, Judgement | None, Verdict]:
    """Return where an offer stands, where it stands in the market, and the verdict.

    The market judges, unless `by_book` makes the estimate's own book the judge.
    """
    result = judge(offer, estimated)
    check = None
    if not no_market:
        check, said = market_check(estimated.profile, estimated)
        result = result._replace(notes=result.notes + said)
    market = judge(offer, check.estimate) if check else None
    by, other = (market, result) if market and not by_book else (result, market)
    return result, market, verdict_of(by, other)


def compared(
    scenarios: Sequence[Scenario], book: Book, market: Book | None, *, years: int, by_book: bool
) -> tuple[Comparison, MarketComparison | None]:
    """Return scenarios, the best paid first, and the market's opinion of each.

    Args:
        scenarios: what is compared.
        book: the rule book that prices them.
        market: the market's, or None to leave it out.
        years: over how many years pay is added up, 1 to 5.
        by_book: the book ranks them, not the market.

    Raises:
        ProfileError: the book cannot price one of them.
    """
    result = compare(scenarios, book, years)
    return market_comparison(result, market, ranks=not by_book) if market else (result, None)


def years_compared(typed: object) -> int:
    """Return over how many years to add up, as typed.

    Raises:
        UsageError: no whole number from 1 to 5.
    """
    wanted = str(typed).strip()
    if wanted not in map(str, range(1, YEARS + 1)):
        expected = f"a whole number from 1 to {YEARS}"
        raise UsageError(Fault("over-years", expected=expected, found=quoted(typed)))
    return int(wanted)


def changed(
    profile: Profile, book: Book, *, no_market: bool = False
) -> tuple[Levers, HeldLevers | None]:
    """Return every single change a book allows, and each by the market unless it is left out.

    Raises:
        ProfileError: the book cannot price the person.
    """
    result = levers_of(profile, book)
    return (result, None) if no_market else market_levers(profile, result)
