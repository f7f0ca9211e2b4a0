"""An offer: what it says, and what it pays year by year."""

from __future__ import annotations

from math import fsum
from typing import NamedTuple

from mlcomp.offers.grants import EquityKind, Options, is_private
from mlcomp.offers.match import NO_MATCH, Match
from mlcomp.offers.vesting import EVEN, Vesting, vested

YEARS = 5
AVERAGED_YEARS = 4


class Offer(NamedTuple):
    """What an employer offers; amounts in US dollars. `read_offer` makes one and checks it."""

    base: float
    """Dollars in year 1; it grows by `base_raise` in each year after it."""
    bonus: float = 0.0
    """Dollars at target in year 1."""
    bonus_share: float | None = None
    """The bonus as a share of base, where it was given as a percentage: it grows with base."""
    equity: float = 0.0
    """Dollars of the first grant on the day it is granted, the first day of year 1.

    Of options it is their spread on that day.
    """
    vesting: Vesting = EVEN
    refresh: float = 0.0
    """Dollars of one more grant at the end of each year, the first at the end of year 1."""
    refresh_vesting: Vesting = EVEN
    """The schedule of each refresher, counted from its own grant."""
    sign_on: tuple[float, ...] = ()
    """Dollars once in year 1, and perhaps once more in year 2."""
    growth: float = 0.0
    """Yearly change of the share price, as a share of it."""
    equity_kind: EquityKind = "public"
    equity_worth: float | None = None
    """The share of their claimed value at which private shares are counted a second time."""
    options: Options | None = None
    """The options of the first grant, which is otherwise of shares."""
    base_raise: float = 0.0
    """Yearly growth of base from year 2 on, as a share of it."""
    bonus_payout: float = 1.0
    """The share of the target bonus that is expected to be paid."""
    relocation: float = 0.0
    """Dollars once in year 1."""
    match: Match = NO_MATCH
    """What is added to the employee's retirement savings."""
    benefits: float = 0.0
    """Dollars a year that other benefits are worth."""
    understood: tuple[str, ...] = ()
    """How terms were read that say one thing in another's words, a sentence each."""

    @property
    def has_shares(self) -> bool:
        """Whether shares or options are any part of it."""
        return self.equity > 0 or self.refresh > 0 or self.options is not None

    @property
    def shares_are(self) -> str:
        """What its shares are called: "private shares"."""
        private = "private" if is_private(self.equity_kind) else "public"
        return f"{private} {'options' if self.options else 'shares'}"

    def as_promised(self) -> Offer:
        """Return the offer as it is judged: base of year 1, target bonus, prices of the grant."""
        return self._replace(growth=0.0, base_raise=0.0, bonus_payout=1.0)

    def granted(self, years: int = 0) -> float:
        """Return what the whole first grant is worth, in dollars, after years of growth."""
        if self.options:
            return self.options.spread(self.growth, years)
        return self.equity * (1 + self.growth) ** years

    def refreshed(self, years: int = 0) -> float:
        """Return what one refresher is worth, in dollars, after years of growth."""
        return self.refresh * (1 + self.growth) ** years


class Year(NamedTuple):
    """What one year of an offer pays, US dollars."""

    year: int
    base: float
    bonus: float
    equity: float
    sign_on: float
    other: float = 0.0
    """Relocation, match and benefits."""

    @property
    def recurring(self) -> float:
        """Base, bonus and equity: all but what is paid once or is no pay of its own."""
        return self.base + self.bonus + self.equity

    @property
    def total(self) -> float:
        """Everything the year pays."""
        return self.recurring + self.sign_on + self.other


class Worth(NamedTuple):
    """An offer year by year, with shares counted in one way."""

    years: tuple[Year, ...]

    @property
    def recurring_total(self) -> float:
        """Base, bonus and equity in dollars a year: the average of the first four years."""
        return fsum(year.recurring for year in self.years[:AVERAGED_YEARS]) / AVERAGED_YEARS

    @property
    def average_equity(self) -> float:
        """Shares in dollars a year: the average of what vests in the first four years."""
        return fsum(year.equity for year in self.years[:AVERAGED_YEARS]) / AVERAGED_YEARS

    @property
    def one_time_total(self) -> float:
        """Sign-on pay in dollars, all of it."""
        return fsum(year.sign_on for year in self.years)

    @property
    def four_year_average(self) -> float:
        """Everything the first four years pay, in dollars a year."""
        return fsum(year.total for year in self.years[:AVERAGED_YEARS]) / AVERAGED_YEARS

    def base_over(self, years: int) -> float:
        """Return base of the first years together, in dollars."""
        return fsum(year.base for year in self.years[:years])

    def over(self, years: int) -> float:
        """Return everything the first years pay together, in dollars."""
        return fsum(year.total for year in self.years[:years])


def worth(offer: Offer, *, shares: float = 1.0, years: int = YEARS) -> Worth:
    """Return what an offer pays in each of its first years.

    Args:
        offer: what is offered.
        shares: the share of their value at which shares are counted: 0 is not at all.
        years: how many years to return.
    """
    equity = [0.0] * years
    grants = [(offer.granted, offer.vesting, 0)]
    grants += [(offer.refreshed, offer.refresh_vesting, year) for year in range(1, years)]
    for value_at, plan, after in grants:
        paid = vested(value_at, plan, granted_after=after, years=years)
        equity = [before + more * shares for before, more in zip(equity, paid, strict=True)]
    sign_on = (*offer.sign_on, *[0.0] * years)
    return Worth(tuple(_year(offer, n, equity[n], sign_on[n]) for n in range(years)))


def _year(offer: Offer, before: int, equity: float, sign_on: float) -> Year:
    """Return what one year pays, after so many years before it."""
    risen = (1 + offer.base_raise) ** before
    base = offer.base * risen
    target = offer.bonus if offer.bonus_share is None else offer.bonus * risen
    other = offer.match.on(base) + offer.benefits + (0.0 if before else offer.relocation)
    return Year(before + 1, base, target * offer.bonus_payout, equity, sign_on, other)
