"""An offer: what it says, and what it pays year by year."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from mlcomp.errors import Fault, OfferError
from mlcomp.offers.money import SALARY, bonus, dollars, percent, salary, unfit
from mlcomp.offers.vesting import EVEN, Vesting, vested, vesting
from mlcomp.text import folded, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

EquityKind = Literal["public", "private"]
YEARS = 5
AVERAGED_YEARS = 4
MAX_SIGN_ON_YEARS = 2


class Offer(NamedTuple):
    """What an employer offers; amounts in US dollars. `read_offer` makes one and checks it."""

    base: float
    """Dollars a year, level over the years: raises are not promised, so none are counted."""
    bonus: float = 0.0
    """Dollars a year at target."""
    bonus_share: float | None = None
    """The bonus as a share of base, where it was given as a percentage."""
    equity: float = 0.0
    """Dollars of the first grant on the day it is granted, the first day of year 1."""
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


def read_offer(**values: Any) -> Offer:
    """Read an offer from what people type or write in a file; None is not given.

    Args:
        **values: any of base (required), bonus, equity, vesting, refresh, refresh_vesting,
            sign_on, growth and equity_kind, as text or numbers. Refreshers vest on the
            first grant's schedule unless `refresh_vesting` says otherwise.

    Raises:
        OfferError: with every fault of the values; a term without the shares that it is
            about is one.
    """
    if unknown := values.keys() - READERS.keys():
        raise TypeError(f"read_offer() has no {', '.join(sorted(unknown))}")
    faults: list[Fault] = []
    read: dict[str, Any] = {}
    for name, value in values.items():
        if value is None:
            continue
        try:
            read[name] = READERS[name](value)
        except OfferError as error:
            faults += (fault._replace(field=_shown(name)) for fault in error.faults)
    given = {name for name, value in values.items() if value is not None}
    faults += [
        Fault(_shown(name), expected=f"{listed(needed)} with it", found="none")
        for name, needed in NEEDS.items()
        if name in read and given.isdisjoint(needed)
    ]
    if values.get("base") is None:
        faults.insert(0, Fault("base", expected=SALARY, found="none"))
    if faults:
        raise OfferError(*faults)
    if "bonus" in read:
        target = read["bonus"]
        read |= {"bonus": target.on(read["base"]), "bonus_share": target.share}
    read.setdefault("refresh_vesting", read.get("vesting", EVEN))
    return Offer(**read)


def _shown(name: str) -> str:
    """Return the name of a value as its option has it."""
    return name.replace("_", "-")


def _growth(value: object) -> float:
    return percent(value, -99, 300)


def _sign_on(value: object) -> tuple[float, ...]:
    """Read one or two amounts: "50000,25000"; a comma before three digits is part of one."""
    parts: list[Any] = [value]
    if isinstance(value, list | tuple):
        parts = list(value)
    elif isinstance(value, str) and "," in value:
        try:
            return (dollars(value),)
        except OfferError:
            spaced = ", " in value
            parts = [part.strip() for part in value.split(", " if spaced else ",")]
    if not 1 <= len(parts) <= MAX_SIGN_ON_YEARS:
        raise unfit("US dollars once, such as 30000, or for two years, such as 50000,25000", value)
    return tuple(dollars(part) for part in parts)


def _equity_kind(value: object) -> EquityKind:
    kinds: tuple[EquityKind, ...] = get_args(EquityKind)
    for kind in kinds:
        if isinstance(value, str) and folded(value) == kind:
            return kind
    raise unfit("public or private", value)


READERS: Mapping[str, Callable[[object], Any]] = {
    "base": salary,
    "bonus": bonus,
    "equity": dollars,
    "vesting": vesting,
    "refresh": dollars,
    "refresh_vesting": vesting,
    "sign_on": _sign_on,
    "growth": _growth,
    "equity_kind": _equity_kind,
}


# A term that changes nothing without any of these is a slip.
NEEDS = {
    "vesting": ("equity", "refresh"),
    "refresh_vesting": ("refresh",),
    "growth": ("equity", "refresh"),
    "equity_kind": ("equity", "refresh"),
}


class Year(NamedTuple):
    """What one year of an offer pays, US dollars."""

    year: int
    base: float
    bonus: float
    equity: float
    sign_on: float

    @property
    def recurring(self) -> float:
        """Base, bonus and equity: all but what is paid once."""
        return self.base + self.bonus + self.equity

    @property
    def total(self) -> float:
        """Everything the year pays."""
        return self.recurring + self.sign_on


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

    def over(self, years: int) -> float:
        """Everything the first years pay together, in dollars."""
        return fsum(year.total for year in self.years[:years])


def worth(offer: Offer, *, shares: bool = True, years: int = YEARS) -> Worth:
    """Return what an offer pays in each of its first years; without `shares` they are nothing."""
    equity = [0.0] * years
    grants = [(offer.equity, offer.vesting, 0)]
    grants += [(offer.refresh, offer.refresh_vesting, year) for year in range(1, years)]
    for value, plan, after in grants if shares else ():
        paid = vested(value, plan, growth=offer.growth, granted_after=after, years=years)
        equity = [sum(both) for both in zip(equity, paid, strict=True)]
    sign_on = (*offer.sign_on, *[0.0] * years)
    return Worth(
        tuple(
            Year(year + 1, offer.base, offer.bonus, equity[year], sign_on[year])
            for year in range(years)
        )
    )
