"""The JSON of comparisons, as types; see `documents`.

Amounts are whole US dollars.
"""

from __future__ import annotations

from typing import Literal, NotRequired

# pydantic reads a TypedDict's fields before Python 3.12 only from this one.
from typing_extensions import TypedDict

from mlcomp.documents.base import strict
from mlcomp.documents.decisions import DifferenceDoc, JudgedDoc
from mlcomp.documents.results import (
    CalibrationDoc,
    LevelFoundDoc,
    PayDoc,
    PlaceDoc,
    ProfileDoc,
)
from mlcomp.documents.take_home import TakeHomeYearsDoc
from mlcomp.documents.terms import OfferTermsDoc, OfferYearDoc


@strict
class OfferComparedDoc(TypedDict):
    """An offer among scenarios, US dollars; its pay is counted without private shares."""

    terms: OfferTermsDoc
    """What the offer says."""
    years: list[OfferYearDoc]
    """Years 1 to 5."""
    recurring_total: int
    """Base, bonus and equity, average of four years, US dollars a year."""
    four_year_average: int
    """Everything, average of four years, US dollars a year."""
    base: JudgedDoc
    """Base against base, US dollars a year."""
    total: JudgedDoc
    """Recurring pay against total compensation, US dollars a year."""
    claimed: int | None
    """Pay over all years compared with private shares as claimed, US dollars."""
    at_worth: NotRequired[int]
    """The same at `equity_worth_percent` of what is claimed, where it was given."""


@strict
class PaidDoc(TypedDict):
    """Base and total in US dollars over all years compared."""

    base: int | None
    """US dollars over all years compared; null where only a total is stated."""
    total: int
    """US dollars over all years compared, sign-on included."""


@strict
class StatedDoc(TypedDict):
    """What somebody is really paid, US dollars a year, as the scenario states it."""

    base: int | None
    """US dollars a year; null where only the total is stated."""
    total: int
    """US dollars a year."""


@strict
class ScenarioMarketDoc(TypedDict):
    """One scenario by the market book; ratios are the rule book's typical pay over its."""

    base: PayDoc
    """The market's base, US dollars a year."""
    total: PayDoc
    """The market's total, US dollars a year."""
    base_ratio: float
    """The rule book's typical base over the market's."""
    total_ratio: float
    """The rule book's typical total over the market's."""
    pay: PaidDoc
    """Over all years compared: the market's typical pay, or what is really paid."""
    difference: DifferenceDoc | None
    """This pay less that of the first scenario; null where the market cannot price that."""


@strict
class ComparisonMarketDoc(TypedDict):
    """The market book beside the rule book."""

    book: str
    """The market book's edition."""
    fingerprint: str
    """Which version of that book, the data and the rules: 64 hexadecimal digits."""
    calibration: CalibrationDoc | None
    """How well it held against real pay; null where nobody has measured it."""


@strict
class TieDoc(TypedDict):
    """Scenarios to which a book gives one typical total, to the dollar."""

    book: str
    """The edition of the book that cannot tell them apart."""
    total: int
    """Their typical total, US dollars over all years compared."""
    scenarios: list[str]
    """Their names."""
    why: str
    """What it has one figure for, or that it has none for what they differ in."""


@strict
class ScenarioDoc(TypedDict):
    """One scenario: its estimate a year, and its pay over all years compared.

    `pay` is typical pay, or what an offer or pay as stated comes to; `claimed` within an
    offer is the total over these years with private shares at the value claimed.
    """

    name: str
    """Its name in the file, or what distinguishes it."""
    kind: Literal["scenario", "offer", "stated"]
    """An estimate, the terms of an offer, or real pay as stated."""
    profile: ProfileDoc
    """Who is priced."""
    level: LevelFoundDoc
    """The level found."""
    place: PlaceDoc
    """The place found."""
    base: PayDoc
    """The estimate's base, US dollars a year."""
    total: PayDoc
    """The estimate's total, US dollars a year."""
    offer: OfferComparedDoc | None
    """Null for a scenario without one."""
    stated: StatedDoc | None
    """Null for a scenario that states no real pay."""
    pay: PaidDoc
    """Over all years compared."""
    difference: DifferenceDoc
    """Total pay less that of the first scenario, over all years compared."""
    notes: list[str]
    """What the numbers alone would hide."""
    market: ScenarioMarketDoc | None
    """The same scenario by the market book; null with one opinion."""
    take_home: NotRequired[TakeHomeYearsDoc]
    """What taxes leave of it, by the book that ranks them, where it was asked for."""


@strict
class ComparisonDoc(TypedDict):
    """Scenarios side by side, the best paid first; differences are to the first.

    The market ranks them, unless a book was chosen: then that does. With take-home pay the
    one that leaves most at national prices is first.
    """

    schema: Literal["mlcomp/compare/v1"]
    book: str
    """The rule book's edition."""
    fingerprint: str
    """Which version of that book, the data and the rules: 64 hexadecimal digits."""
    calibration: CalibrationDoc | None
    """How well the book held against real pay; null where nobody has measured it."""
    over_years: int
    """How many years `pay`, `difference` and `claimed` add up: 1 to 5."""
    scenarios: list[ScenarioDoc]
    """The best paid first, by the book that ranks them."""
    market: ComparisonMarketDoc | None
    """The market book; null with one opinion."""
    ranked_by: str
    """The edition of the book that ranks them."""
    ties: list[TieDoc]
    """What a book cannot tell apart."""
