"""The JSON of a roster's summary, as types; see `documents`.

Amounts are whole US dollars a year.
"""

from __future__ import annotations

from typing import Literal

# pydantic reads a TypedDict's fields before Python 3.12 only from this one.
from typing_extensions import TypedDict

from mlcomp.documents.base import strict
from mlcomp.documents.results import CalibrationDoc


@strict
class StandingDoc(TypedDict):
    """Real pay against the likely range; `cost` brings all below up to it."""

    paid: int
    below: int
    within: int
    above: int
    cost: int


@strict
class RosterErrorDoc(TypedDict):
    """A message, and how many rows have it."""

    message: str
    rows: int


@strict
class RosterLevelDoc(TypedDict):
    """The people of a level; typical pay is their mean, standing null without real pay."""

    id: str
    title: str
    people: int
    base_typical: int
    total_typical: int
    base: StandingDoc | None
    total: StandingDoc | None


@strict
class RosterGroupDoc(TypedDict):
    """People of one level and metro; percentiles of real over typical pay, `spread` p90 / p10."""

    pay: Literal["base", "total"]
    level: str
    metro: str | None
    people: int
    p10: float
    p90: float
    spread: float


@strict
class RosterDoc(TypedDict):
    """A roster that was priced: counts of people, whole US dollars a year.

    `without_city` are those with a blank one, who are priced as the nation.
    """

    schema: Literal["mlcomp/roster/v1"]
    book: str
    fingerprint: str
    """Which version of that book, the data and the rules: 64 hexadecimal digits."""
    calibration: CalibrationDoc | None
    rows: int
    priced: int
    without_city: int
    rejected: int
    errors: list[RosterErrorDoc]
    levels: list[RosterLevelDoc]
    base: StandingDoc | None
    total: StandingDoc | None
    widest: list[RosterGroupDoc]
