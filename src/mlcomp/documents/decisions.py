"""The JSON of offers, as types; see `documents`.

Amounts are whole US dollars.
"""

from __future__ import annotations

from typing import Literal, NotRequired

# pydantic reads a TypedDict's fields before Python 3.12 only from this one.
from typing_extensions import TypedDict

from mlcomp.documents.base import strict
from mlcomp.documents.results import CalibrationDoc, EstimateDoc
from mlcomp.documents.take_home import TakeHomeYearsDoc
from mlcomp.documents.terms import OfferTermsDoc, OfferYearDoc, VerdictDoc


@strict
class ClaimedDoc(TypedDict):
    """An offer with private shares at the value claimed for them, US dollars."""

    years: list[OfferYearDoc]
    """Each year."""
    recurring_total: int
    """Base, bonus and equity, average of four years, US dollars a year."""
    four_year_average: int
    """Everything, average of four years, US dollars a year."""


@strict
class JudgedDoc(TypedDict):
    """An amount in US dollars a year against the estimate.

    `percentile` is whole: 0 is below 1, 100 is above 99. `to_typical` and `to_p75` are what
    to ask for, 0 where the offer is there already; `above_typical` and `above_likely_high`
    are distances, negative below. `range_penetration` is 0 at low and 1 at high.
    """

    amount: int
    """US dollars a year, shares at the price of the grant."""
    percentile: int
    """Whole percentile of the estimate: 0 is below 1, 100 is above 99."""
    compa_ratio: float
    """Amount over typical."""
    range_penetration: float | None
    """0 at low, 1 at high; null where low is high."""
    typical: int
    """US dollars a year."""
    p75: int
    """The 75th percentile, US dollars a year."""
    to_typical: int
    """US dollars a year to ask for; 0 where the offer is there."""
    to_p75: int
    """US dollars a year to ask for; 0 where the offer is there."""
    above_typical: int
    """US dollars a year; negative below."""
    above_likely_high: int
    """US dollars a year; negative below."""


@strict
class AtWorthDoc(TypedDict):
    """An offer with private shares at a share of the value claimed for them, US dollars."""

    percent: float
    """Percent of the value claimed."""
    years: list[OfferYearDoc]
    """Each year."""
    recurring_total: int
    """Base, bonus and equity, average of four years, US dollars a year."""
    four_year_average: int
    """Everything, average of four years, US dollars a year."""
    total: JudgedDoc
    """Recurring pay against total compensation, without growth."""


@strict
class GapDoc(TypedDict):
    """What a total lacks to typical, US dollars a year; a negative part is above its typical."""

    base: int
    """Typical base less the base offered."""
    equity_and_bonus: int
    """The rest of what the total lacks."""


@strict
class OfferMarketDoc(TypedDict):
    """The offer judged by the market book; ratios are this book's typical pay over its."""

    book: str
    fingerprint: str
    """Which version of that book, the data and the rules: 64 hexadecimal digits."""
    calibration: CalibrationDoc | None
    base: JudgedDoc
    total: JudgedDoc
    gap: GapDoc | None
    base_ratio: float
    total_ratio: float


@strict
class OfferDoc(TypedDict):
    """An offer year by year and against the estimate; `claimed` is null for public shares."""

    schema: Literal["mlcomp/offer/v1"]
    book: str
    """The rule book's edition."""
    fingerprint: str
    """Which version of that book, the data and the rules: 64 hexadecimal digits."""
    calibration: CalibrationDoc | None
    """How well the book held against real pay; null where nobody has measured it."""
    offer: OfferTermsDoc
    """What the offer says."""
    years: list[OfferYearDoc]
    """Years 1 to 5."""
    recurring_total: int
    """Base, bonus and equity, average of four years, US dollars a year."""
    one_time_total: int
    """Sign-on pay, all of it, US dollars."""
    four_year_average: int
    """Everything, average of four years, US dollars a year."""
    claimed: ClaimedDoc | None
    """With private shares at the value claimed; null for public ones."""
    at_worth: NotRequired[AtWorthDoc]
    """With private shares at `equity_worth_percent` of that, where it was given."""
    base: JudgedDoc
    """Base against base."""
    total: JudgedDoc
    """Recurring pay against total compensation, without growth."""
    gap: GapDoc | None
    """Null where the total is typical or more, to the thousand."""
    verdict: VerdictDoc
    """By the market, or by the book that was asked for."""
    market: OfferMarketDoc | None
    """The same judged by the market book; null with one opinion."""
    estimate: EstimateDoc
    """What the offer is held against."""
    notes: list[str]
    """What the numbers alone would hide, by `book`; by the judge they are in `verdict`."""
    take_home: NotRequired[TakeHomeYearsDoc]
    """What taxes leave of each year, where it was asked for."""


@strict
class DifferenceDoc(TypedDict):
    """A difference in US dollars, and in percent of what it is compared with."""

    dollars: int
    """US dollars."""
    percent: float
    """Percent, to a tenth."""
