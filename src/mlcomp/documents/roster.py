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
    """Real pay against its range, low to high, which nobody's likely range decides.

    Of a level or group with fewer than five people with real pay only their count is told. Where
    everybody's less the others' would tell the rest, the smallest other group has compa-ratios
    alone.
    """

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
    below_minimum: int | None
    """How many are paid less than the low end of their range."""
    within: int | None
    """How many are paid between the ends of their range, or at one."""
    above_maximum: int | None
    """How many are paid more than the high end of their range."""
    to_minimum: int | None
    """What it costs to bring all who are below the low end of their range up to it."""
    to_typical: int | None
    """What it costs to bring all who are below typical pay up to it."""


@strict
class RosterErrorDoc(TypedDict):
    """A message, and how many rows have it."""

    message: str
    rows: int


@strict
class RosterFiguresDoc(TypedDict):
    """Some people; typical pay is their mean, standing null without real pay."""

    title: str
    """The level's title; of any other column the value."""
    people: int
    base_typical: int
    total_typical: int
    base: StandingDoc | None
    total: StandingDoc | None


@strict
class RosterLevelDoc(RosterFiguresDoc):
    """The people of a level."""

    id: str


@strict
class RosterGroupDoc(RosterFiguresDoc):
    """People of one value of a column."""

    value: str | None
    """What stands in the column, or the id of a level; null where the cell is empty."""


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
class RosterGapDoc(TypedDict):
    """The pay of one group over its estimates, against the reference's.

    Null where the group, or for a difference the reference, has too few people.
    """

    pay: Literal["base", "total"]
    value: str | None
    """What stands in the column; null where the cell is empty."""
    people: int
    """How many of the group have real pay."""
    ratio: float | None
    """The geometric mean of real pay over typical pay."""
    percent: float | None
    """How far the ratio is above the reference's, in percent; 0 for the reference itself."""
    low: float | None
    """The low end of the 95% interval of the difference, in percent."""
    high: float | None
    """The high end of the 95% interval of the difference, in percent."""


@strict
class RosterGapsDoc(TypedDict):
    """Groups of one column by their pay over estimate: a comparison, and no finding of cause."""

    by: str
    """The column."""
    reference: str | None
    """The group that the others are compared with, which comes first."""
    held: list[str]
    """What people are priced by, which the comparison so holds equal."""
    few: int
    """People with real pay whom a group needs before a figure of it is told."""
    resamples: int
    """How often each group was drawn again from itself for the intervals."""
    groups: list[RosterGapDoc]
    """The reference and up to 20 others, the largest first, for each kind of pay."""
    other_groups: int
    """How many groups there are besides."""
    notes: list[str]
    """What the figures say and what they do not."""


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
    gaps: RosterGapsDoc | None
    """Pay over estimate between groups, where that was asked for."""
    widest: list[RosterWidestDoc]
