"""The document that a roster's report holds, as types; see `documents`.

Amounts are US dollars a year. Of single people there are the outliers alone.
"""

from __future__ import annotations

from typing import Literal

# pydantic reads a TypedDict's fields before Python 3.12 only from this one.
from typing_extensions import TypedDict

from mlcomp.documents.base import strict
from mlcomp.documents.results import CalibrationDoc
from mlcomp.documents.roster import RosterErrorDoc


@strict
class PercentilesDoc(TypedDict):
    """Percentiles among the people of a group: of whole dollars, or of ratios."""

    p10: float
    p25: float
    p50: float
    p75: float
    p90: float


@strict
class ReportGroupDoc(TypedDict):
    """People of a level, or with the same value of a column, and where their real pay stands."""

    name: str
    people: int
    """Who is priced."""
    paid: int
    """Whose real pay is known; all that follows is of them."""
    low: int | None
    """The mean of each person's own range; null where nobody's pay is known."""
    typical: int | None
    high: int | None
    pay: PercentilesDoc | None
    """Real pay; null in a group too small for its spread to be told."""
    compa_ratio: PercentilesDoc | None
    """Real pay over typical pay; null like `pay`."""
    below_minimum: int | None
    """Null in a level or group of fewer than five, or one that would give theirs away."""
    within: int | None
    above_maximum: int | None
    to_minimum: int | None
    """What brings all below their range's low end up to it; null like `pay`."""
    to_typical: int | None
    """What brings all below typical pay up to it; null like `pay`."""


@strict
class BinDoc(TypedDict):
    """People whose compa-ratio is `start` or more and under `end`, by where that is in their range.

    One without a start takes all that is lower; one without an end all that is higher.
    """

    start: float | None
    end: float | None
    below: int
    within: int
    above: int


@strict
class OutlierDoc(TypedDict):
    """One of those who are paid farthest outside of their own range."""

    row: int
    """Their place in the file, from 1, whatever stands above the first row."""
    id: str | None
    """What a column of choice says of them."""
    level: str
    metro: str | None
    paid: int
    low: int
    typical: int
    high: int
    compa_ratio: float


@strict
class OutliersDoc(TypedDict):
    """Who is farthest below the range and above it, the farthest first."""

    below: list[OutlierDoc]
    above: list[OutlierDoc]


@strict
class PaidDoc(TypedDict):
    """Real pay of one kind."""

    kind: Literal["base", "total"]
    everyone: ReportGroupDoc
    levels: list[ReportGroupDoc]
    groups: list[ReportGroupDoc]
    """The largest of the column of choice, most people first; none without one."""
    bins: list[BinDoc]
    """Compa-ratios of everyone; none where they are too few for their spread to be told."""
    outliers: OutliersDoc


@strict
class EstimatedDoc(TypedDict):
    """The people of a level or group, and what their pay is typically by the book: means."""

    name: str
    people: int
    base_typical: int
    total_typical: int


@strict
class RosterReportDoc(TypedDict):
    """A roster's report: counts of people, US dollars a year."""

    schema: Literal["mlcomp/roster-report/v1"]
    file: str
    """Its name without the folders that lead to it."""
    book: str
    title: str
    """The book's."""
    fingerprint: str
    """Which version of that book, the data and the rules: 64 hexadecimal digits."""
    calibration: CalibrationDoc | None
    rows: int
    priced: int
    without_city: int
    rejected: int
    """Lines that were no rows."""
    errors: list[RosterErrorDoc]
    """Why people could not be priced, most people first; alike ones are one."""
    other_errors: RosterErrorDoc | None
    """What the list has no room for, together."""
    by: str | None
    """The column of choice."""
    id: str | None
    """The column that outliers are known by."""
    estimated: list[EstimatedDoc]
    """Everybody, and each level."""
    estimated_groups: list[EstimatedDoc]
    """The largest groups of the column of choice, most people first; none without one."""
    other_groups: int
    """How many groups there are besides, none of them larger."""
    other_people: int
    """How many people are in those."""
    pay: list[PaidDoc]
