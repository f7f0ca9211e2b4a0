"""The JSON of comparisons, as types; see `documents`.

Amounts are whole US dollars.
"""

from __future__ import annotations

from typing import Literal

# pydantic reads a TypedDict's fields before Python 3.12 only from this one.
from typing_extensions import TypedDict

from mlcomp.documents.decisions import DifferenceDoc, JudgedDoc, OfferTermsDoc, OfferYearDoc
from mlcomp.documents.results import (
    CalibrationDoc,
    LevelFoundDoc,
    PayDoc,
    PlaceDoc,
    ProfileDoc,
    strict,
)


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


@strict
class PaidDoc(TypedDict):
    """Base and total in US dollars over all years compared."""

    base: int
    """US dollars over all years compared."""
    total: int
    """US dollars over all years compared, sign-on included."""


@strict
class ScenarioDoc(TypedDict):
    """One scenario: its estimate a year, and its pay over all years compared.

    `pay` is typical pay, or for an offer what it pays; `claimed` within an offer is the
    total over these years with private shares at the value claimed.
    """

    name: str
    """Its name in the file, or what distinguishes it."""
    kind: Literal["scenario", "offer"]
    """Whether terms of an offer were given."""
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
    pay: PaidDoc
    """Over all years compared."""
    difference: DifferenceDoc
    """Total pay less that of the first scenario, over all years compared."""
    notes: list[str]
    """What the numbers alone would hide."""


@strict
class ComparisonDoc(TypedDict):
    """Scenarios side by side, the best paid first; differences are to the first."""

    schema: Literal["mlcomp/compare/v1"]
    book: str
    """The rule book's edition."""
    calibration: CalibrationDoc | None
    """How well the book held against real pay; null where nobody has measured it."""
    over_years: int
    """How many years `pay`, `difference` and `claimed` add up: 1 to 5."""
    scenarios: list[ScenarioDoc]
    """The best paid first."""
