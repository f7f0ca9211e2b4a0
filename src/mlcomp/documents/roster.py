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
    """Real pay against its range, low to high, which nobody's likely range decides."""

    paid: int
    """How many have real pay; all below is of them."""
    mean: int | None
    """The mean of real pay; null where nobody has any, as are the compa-ratios."""
    compa_p25: float | None
    """The first quartile of compa-ratios: real pay over typical pay."""
    compa_median: float | None
    """The median of compa-ratios."""
    compa_p75: float | None
    """The third quartile of compa-ratios."""
    below_minimum: int
    """How many are paid less than the low end of their range."""
    within: int
    """How many are paid between the ends of their range, or at one."""
    above_maximum: int
    """How many are paid more than the high end of their range."""
    to_minimum: int
    """What it costs to bring all who are below the low end of their range up to it."""
    to_typical: int
    """What it costs to bring all who are below typical pay up to it."""


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
    """People of one value of a column, as `RosterLevelDoc`."""

    value: str | None
    """What stands in the column, or the id of a level; null where the cell is empty."""
    title: str
    """The level's title; of any other column the value."""
    people: int
    base_typical: int
    total_typical: int
    base: StandingDoc | None
    total: StandingDoc | None


@strict
class RosterSplitDoc(TypedDict):
    """The people who are priced, by one column: up to 1,000 groups, the largest first."""

    by: str
    """The column."""
    groups: list[RosterGroupDoc]
    other_groups: int
    """How many groups there are besides."""
    other_people: int
    """How many people are in those."""


@strict
class RosterWidestDoc(TypedDict):
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

    schema: Literal["mlcomp/roster/v2"]
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
    splits: list[RosterSplitDoc]
    """The people by each column that was asked for."""
    widest: list[RosterWidestDoc]
