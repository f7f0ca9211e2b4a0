"""The JSON of take-home pay, as types; see `documents`.

Amounts are whole US dollars a year, unless a description says otherwise.
"""

from __future__ import annotations

from typing import Literal, NotRequired

# pydantic reads a TypedDict's fields before Python 3.12 only from this one.
from typing_extensions import TypedDict

from mlcomp.documents.base import strict

Kind = Literal["federal", "social_security_medicare", "state", "state_payroll", "local"]


@strict
class InputsDoc(TypedDict):
    """What the library was asked, under its own names; US dollars and cents a year."""

    state: int
    """The library's number of the state; 0 for none."""
    mstat: int
    """1 for single, 2 for joint filers."""
    depx: int
    """Dependents."""
    pwages: float
    """The person's wages."""
    swages: float
    """The spouse's wages."""
    proptax: float
    """State and local taxes, which may be itemized."""


@strict
class LibraryDoc(TypedDict):
    """Where the library computed a tax."""

    name: str
    """The library."""
    version: str
    """Its version."""
    law: int
    """The year of the law."""
    inputs: InputsDoc
    """What it was asked."""
    output: Literal["fiitax", "siitax", "tfica"]
    """Its name for the tax."""


@strict
class BracketDoc(TypedDict):
    """A rate on what lies above an amount, up to the next bracket's."""

    above: float
    """US dollars a year."""
    percent: float
    """Percent."""


@strict
class LevyCreditDoc(TypedDict):
    """What a tax is reduced by, for incomes up to a limit."""

    income_up_to: float
    """US dollars a year."""
    fixed: float
    """US dollars a year."""
    rates: list[BracketDoc]
    """By brackets, of what is taxed."""


@strict
class LevyDoc(TypedDict):
    """How a tax follows from what is taxed, US dollars and cents."""

    taxed: float
    """What counts, after deductions and up to the limit."""
    income: float
    """The income that credits ask for."""
    rates: list[BracketDoc]
    """By brackets, of what is taxed."""
    fixed: float
    """US dollars a year."""
    at_most: float | None
    """US dollars a year; null without a limit."""
    credits: list[LevyCreditDoc]
    """What it is reduced by."""
    year: int
    """The year of the figures."""
    basis: Literal["evidence", "assumption"]
    """What they rest on."""
    source: str
    """Where they are from."""
    reason: str | None
    """Why they are what they are."""


@strict
class TaxLineDoc(TypedDict):
    """One tax: `library` or `levy` has all that it follows from."""

    of: Kind
    """What it is part of."""
    label: str
    """Its name."""
    dollars: int
    """US dollars a year."""
    library: LibraryDoc | None
    """Where the library computed it."""
    levy: LevyDoc | None
    """Where it is not the library's."""


@strict
class TakeHomeDoc(TypedDict):
    """What taxes leave of a year's pay, and what that buys at national prices."""

    law: int
    """The year of the law."""
    filing: Literal["single", "married"]
    """The filing status; married is jointly."""
    pay: int
    """US dollars a year."""
    spouse_pay: NotRequired[int]
    """US dollars a year; absent without."""
    dependents: NotRequired[int]
    """Children under 17; absent without."""
    pretax: NotRequired[int]
    """US dollars a year into a 401(k) or an HSA; absent without. `net` includes them."""
    work: str
    """Where it is earned."""
    home: str
    """Where it is taxed and spent."""
    federal: int
    """Federal income tax."""
    social_security_medicare: int
    """The employee's part, the additional Medicare tax included."""
    state: int
    """State income tax."""
    state_payroll: int
    """What employees pay into the state's insurance."""
    local: int
    """Taxes of cities and counties."""
    net: int
    """What is left."""
    effective_percent: float
    """What taxes take, in percent of all pay, to a tenth."""
    marginal_percent: float | None
    """What taxes take of the next thousand dollars, in percent, to a tenth."""
    price_level: float | None
    """Prices of all items where home is, 100 in the nation; null where none are published."""
    housing_price_level: float | None
    """Prices of housing there, 100 in the nation."""
    net_at_national_prices: int | None
    """What `net` buys, in US dollars at the nation's prices."""
    lines: list[TaxLineDoc]
    """Each tax, with all that it follows from."""
    notes: list[str]
    """What is not counted."""


@strict
class TakeHomeYearsDoc(TypedDict):
    """What is left of the wages of some years; of an offer no relocation, match or benefits."""

    net: int
    """US dollars in all of them."""
    net_at_national_prices: int | None
    """What that buys at the nation's prices; null where none are published."""
    years: list[TakeHomeDoc]
    """Each year."""


@strict
class MoveDoc(TypedDict):
    """What a move leaves of typical total, and what it changes."""

    pay: int
    """Typical total there, US dollars a year."""
    net: int
    """What is left of it, US dollars a year."""
    net_change: int
    """What is left after the move, less before."""
    price_level: float | None
    """Prices of all items there, 100 in the nation; null where none are published."""
    net_at_national_prices: int | None
    """What `net` buys at the nation's prices."""
    change_at_national_prices: int | None
    """What that changes, US dollars a year."""
