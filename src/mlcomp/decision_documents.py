"""The JSON of offers, comparisons and levers, as types; see `documents`.

Amounts are whole US dollars.
"""

from __future__ import annotations

from typing import Literal

# pydantic reads a TypedDict's fields before Python 3.12 only from this one.
from typing_extensions import TypedDict

from mlcomp.documents import EstimateDoc, LevelFoundDoc, PayDoc, PlaceDoc, ProfileDoc, strict
from mlcomp.offer import EquityKind


@strict
class OfferTermsDoc(TypedDict):
    """What an offer says, US dollars; percentages are of base, of a grant and of a share price."""

    base: int
    bonus: int
    bonus_percent: float | None
    equity: int
    vesting_percent: list[float]
    refresh: int
    refresh_vesting_percent: list[float]
    sign_on: list[int]
    growth_percent: float
    equity_kind: EquityKind


@strict
class OfferYearDoc(TypedDict):
    """What one year of an offer pays, US dollars; private shares count as nothing."""

    year: int
    base: int
    bonus: int
    equity: int
    sign_on: int
    total: int


@strict
class ClaimedDoc(TypedDict):
    """An offer with private shares at the value claimed for them, US dollars."""

    years: list[OfferYearDoc]
    recurring_total: int
    four_year_average: int


@strict
class JudgedDoc(TypedDict):
    """An amount in US dollars a year against the estimate.

    `percentile` is whole: 0 is below 1, 100 is above 99. `to_typical` and `to_p75` are what
    to ask for, 0 where the offer is there already; `above_typical` and `above_likely_high`
    are distances, negative below. `range_penetration` is 0 at low and 1 at high.
    """

    amount: int
    percentile: int
    compa_ratio: float
    range_penetration: float | None
    typical: int
    p75: int
    to_typical: int
    to_p75: int
    above_typical: int
    above_likely_high: int


@strict
class GapDoc(TypedDict):
    """What a total lacks to typical, US dollars a year; a negative part is above its typical."""

    base: int
    equity_and_bonus: int


@strict
class OfferDoc(TypedDict):
    """An offer year by year and against the estimate; `claimed` is null for public shares."""

    schema: Literal["mlcomp/offer/v1"]
    book: str
    offer: OfferTermsDoc
    years: list[OfferYearDoc]
    recurring_total: int
    one_time_total: int
    four_year_average: int
    claimed: ClaimedDoc | None
    base: JudgedDoc
    total: JudgedDoc
    gap: GapDoc | None
    estimate: EstimateDoc
    notes: list[str]


@strict
class DifferenceDoc(TypedDict):
    """A difference in US dollars, and in percent of what it is compared with."""

    dollars: int
    percent: float


@strict
class OfferComparedDoc(TypedDict):
    """An offer among scenarios, US dollars; its pay is counted without private shares."""

    terms: OfferTermsDoc
    years: list[OfferYearDoc]
    recurring_total: int
    four_year_average: int
    base: JudgedDoc
    total: JudgedDoc
    claimed: int | None


@strict
class PaidDoc(TypedDict):
    """Base and total in US dollars over all years compared."""

    base: int
    total: int


@strict
class ScenarioDoc(TypedDict):
    """One scenario: its estimate a year, and its pay over all years compared.

    `pay` is typical pay, or for an offer what it pays; `claimed` within an offer is the
    total over these years with private shares at the value claimed.
    """

    name: str
    kind: Literal["scenario", "offer"]
    profile: ProfileDoc
    level: LevelFoundDoc
    place: PlaceDoc
    base: PayDoc
    total: PayDoc
    offer: OfferComparedDoc | None
    pay: PaidDoc
    difference: DifferenceDoc
    notes: list[str]


@strict
class ComparisonDoc(TypedDict):
    """Scenarios side by side, the best paid first; differences are to the first."""

    schema: Literal["mlcomp/compare/v1"]
    book: str
    over_years: int
    scenarios: list[ScenarioDoc]


@strict
class ChangeDoc(TypedDict):
    """Typical US dollars a year after a change, and the difference it makes."""

    typical: int
    dollars: int
    percent: float


@strict
class LeverDoc(TypedDict):
    """One change and what it does to typical pay.

    `in_hand` where a person can choose it; `within_uncertainty` where the rule book's own
    range for the change includes none.
    """

    dimension: str
    id: str
    label: str
    in_hand: bool
    within_uncertainty: bool
    base: ChangeDoc
    total: ChangeDoc


@strict
class LeversDoc(TypedDict):
    """Every single change that a rule book allows one person, the largest gain first."""

    schema: Literal["mlcomp/levers/v1"]
    book: str
    profile: ProfileDoc
    base: PayDoc
    total: PayDoc
    levers: list[LeverDoc]
    notes: list[str]
