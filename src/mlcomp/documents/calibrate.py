"""The JSON of `mlcomp calibrate`, as types; see `mlcomp.documents`."""

from __future__ import annotations

from typing import Literal

# pydantic reads a TypedDict's fields before Python 3.12 only from this one.
from typing_extensions import TypedDict

from mlcomp.documents.backtest import UnpricedDoc
from mlcomp.documents.base import strict


@strict
class CalibratedScoreDoc(TypedDict):
    """How right a book was of `n` people; the new book by fits that left them out.

    `among` says of whom: of everybody, or of those that the market prices too where these are
    fewer. Shares are 0 to 1, bias is the median of estimate over real pay, losses are US dollars.
    """

    among: Literal["everybody", "in common"]
    role: Literal["start", "market", "new"]
    book: str
    n: int
    in_likely: float
    below: float
    above: float
    bias: float
    median_error: float
    pinball: int
    pinball_at: list[int]


@strict
class MovedDoc(TypedDict):
    """One value of the book that has moved, and by how many people's pay.

    `part` is what of the record it is: a location, `years_range`, an option. US dollars a year
    for a level, else multipliers; `before` is null where the starting book had none.
    """

    table: str
    id: str
    part: str | None
    n: int
    before: list[float] | None
    after: list[float]
    percent: float | None


@strict
class LeftAloneDoc(TypedDict):
    """One value of the book that too few people have for it to be moved."""

    table: str
    id: str
    part: str | None


@strict
class ShrunkDoc(TypedDict):
    """What k is in n / (n + k): how many people the starting book counts as."""

    levels: float
    factors: float


@strict
class InCommonDoc(TypedDict):
    """The people that the market has a figure of too: how many, and at which levels."""

    n: int
    levels: list[str]


@strict
class CalibrateDoc(TypedDict):
    """A rule book fitted to real base pay."""

    schema: Literal["mlcomp/calibrate/v1"]
    file: str
    book: str
    fingerprint: str
    """Which version of that book, the data and the rules: 64 hexadecimal digits."""
    extends: str
    n: int
    scored: int
    """Of how many people the book's `[calibration]` record is: of all of `n`."""
    set_aside: int
    unpriced: list[UnpricedDoc]
    k: ShrunkDoc
    scores: list[CalibratedScoreDoc]
    in_common: InCommonDoc | None
    beats_market: bool | None
    """Of those in common, whether the new book loses less; null where there are none."""
    moved: list[MovedDoc]
    left_alone: list[LeftAloneDoc]
