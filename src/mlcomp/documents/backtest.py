"""The JSON of `mlcomp backtest`, as types; see `mlcomp.documents`."""

from __future__ import annotations

from typing import Literal

# pydantic reads a TypedDict's fields before Python 3.12 only from this one.
from typing_extensions import TypedDict

from mlcomp.documents.base import strict
from mlcomp.documents.results import CalibrationDoc


@strict
class BacktestGroupDoc(TypedDict):
    """How right a book was on the rows of one group; shares 0 to 1, losses in US dollars.

    `pinball` is the mean of `pinball_at` (10, 50, 90); `calibration` pairs each stated
    percentile with the share of real pay at or below it. Null where nothing was priced.
    """

    measure: Literal["base", "total"]
    by: str
    value: str | None
    n: int
    priced: int
    in_range: float | None
    in_likely: float | None
    below: float | None
    above: float | None
    bias: float | None
    median_error: float | None
    pinball: int | None
    pinball_at: list[int] | None
    calibration: list[list[float]] | None
    few: bool


@strict
class UnpricedDoc(TypedDict):
    """Why rows could not be priced, and how many."""

    reason: str
    rows: int


@strict
class BacktestBookDoc(TypedDict):
    """One book against the rows of a file."""

    book: str
    fingerprint: str
    """Which version of that book, the data and the rules: 64 hexadecimal digits."""
    calibration: CalibrationDoc | None
    rows: int
    groups: list[BacktestGroupDoc]
    unpriced: list[UnpricedDoc]


@strict
class BacktestDoc(TypedDict):
    """Rule books against real pay."""

    schema: Literal["mlcomp/backtest/v1"]
    books: list[BacktestBookDoc]
