"""The JSON of an offer's terms and years, as types; see `documents`.

Amounts are whole US dollars, but for prices of a share.
"""

from __future__ import annotations

from typing import Literal, NotRequired

# pydantic reads a TypedDict's fields before Python 3.12 only from this one.
from typing_extensions import TypedDict

from mlcomp.documents.base import strict
from mlcomp.offers.grants import EquityKind


@strict
class OptionsDoc(TypedDict):
    """Options that are granted; prices in US dollars a share."""

    strike: float
    """US dollars a share."""
    share_price: float
    """US dollars a share on the day of the grant."""
    shares: int
    """How many."""
    exercise_cost: int
    """What exercising all of them costs, US dollars; nothing here deducts it."""


@strict
class MatchDoc(TypedDict):
    """What an employer adds to retirement savings."""

    rate_percent: float
    """Percent of what the employee puts in."""
    base_percent: float
    """Percent of base up to which that is matched."""
    deferral_limit: int
    """US dollars a year that an employee may put in: the IRS limit of `deferral_year`."""
    deferral_year: int
    """The year of that limit, which is taken for all years."""


@strict
class OfferTermsDoc(TypedDict):
    """What an offer says, US dollars; percentages are of base, of a grant and of a share price.

    Terms that are not given, and not named as none, have no key.
    """

    base: int
    """US dollars in year 1."""
    bonus: int
    """Target bonus, US dollars in year 1."""
    bonus_percent: float | None
    """Target bonus in percent of base; null where it was given in dollars."""
    equity: int
    """The whole first grant, US dollars on the day of the grant."""
    vesting_percent: list[float]
    """Percent of the first grant that vests in each year after it."""
    refresh: int
    """A further grant at the end of each year, US dollars; 0 is none."""
    refresh_vesting_percent: list[float]
    """Percent of each refresher that vests in each year after its grant."""
    sign_on: list[int]
    """US dollars paid in year 1, and perhaps in year 2."""
    growth_percent: float
    """Assumed yearly change of the share price; no percentile has it."""
    equity_kind: EquityKind
    """Private shares count as nothing wherever it does not say claimed; options are private."""
    equity_worth_percent: NotRequired[float]
    """Percent of their claimed value at which private shares are counted a second time."""
    options: NotRequired[OptionsDoc]
    """The options of the first grant, whose spread is `equity`."""
    raise_percent: NotRequired[float]
    """Yearly growth of base from year 2 on; no percentile has it."""
    bonus_payout_percent: NotRequired[float]
    """Percent of the target bonus that is expected; no percentile has it."""
    relocation: NotRequired[int]
    """US dollars in year 1."""
    match: NotRequired[MatchDoc]
    """What is added to retirement savings."""
    benefits: NotRequired[int]
    """US dollars a year."""


@strict
class OfferYearDoc(TypedDict):
    """What one year of an offer pays, US dollars; private shares count as nothing."""

    year: int
    """Year of the offer, from 1."""
    base: int
    """US dollars."""
    bonus: int
    """US dollars."""
    equity: int
    """What vests in the year, US dollars."""
    sign_on: int
    """US dollars."""
    other: int
    """Relocation, match and benefits, US dollars: no part of recurring pay."""
    total: int
    """The sum of base, bonus, equity, sign-on and other, US dollars."""


@strict
class AskDoc(TypedDict):
    """What to ask for: so many US dollars a year more, to reach a percentile."""

    of: Literal["base", "total"]
    percentile: Literal[50, 75]
    dollars: int
    """US dollars a year more."""
    amount: int
    """What that comes to, US dollars a year."""


@strict
class VerdictDoc(TypedDict):
    """What to make of an offer: low is under the 25th percentile, high above the 75th."""

    by: str
    """The edition of the rule book that judged."""
    base: Literal["low", "fair", "high"]
    total: Literal["low", "fair", "high"]
    asks: list[AskDoc]
    text: list[str]
    """The same in a sentence each, and where the other book differs."""
    notes: list[str]
    """What the command says below: of its gap by the judge, of the offer and of the estimate."""
