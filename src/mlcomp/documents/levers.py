"""The JSON of levers, as types; see `documents`.

Amounts are whole US dollars.
"""

from __future__ import annotations

from typing import Literal, NotRequired

# pydantic reads a TypedDict's fields before Python 3.12 only from this one.
from typing_extensions import TypedDict

from mlcomp.documents.base import strict
from mlcomp.documents.results import CalibrationDoc, PayDoc, ProfileDoc
from mlcomp.documents.take_home import MoveDoc, TakeHomeDoc


@strict
class ChangeDoc(TypedDict):
    """Typical US dollars a year after a change, and the difference it makes."""

    typical: int
    """US dollars a year after the change."""
    dollars: int
    """US dollars a year, after less before."""
    percent: float
    """Percent of typical pay before, to a tenth."""


@strict
class LeverMarketDoc(TypedDict):
    """One change by the market book."""

    within_uncertainty: bool
    """Whether the market's own range for the change includes none."""
    base: ChangeDoc
    """Base after the change."""
    total: ChangeDoc
    """Total after the change."""


@strict
class LeverDoc(TypedDict):
    """One change and what it does to typical pay.

    `in_hand` where a person can choose it; `within_uncertainty` where the rule book's own
    range for the change includes none.
    """

    dimension: str
    """What changes: level, years, location, metro, tier and so on."""
    id: str
    """The rule book's id, a metro's code, or the new years."""
    label: str
    """The change in words."""
    in_hand: bool
    """Whether a person can choose it."""
    within_uncertainty: bool
    """Whether the book's own range for the change includes none."""
    base: ChangeDoc
    """Base after the change."""
    total: ChangeDoc
    """Total after the change."""
    market: LeverMarketDoc | None
    """The same change by the market book; null where it has no opinion or was not asked."""
    take_home: NotRequired[MoveDoc]
    """What taxes leave after a move, where it was asked for."""


@strict
class LeversMarketDoc(TypedDict):
    """The person by the market book, before any change."""

    book: str
    """The market book's edition."""
    fingerprint: str
    """Which version of that book, the data and the rules: 64 hexadecimal digits."""
    calibration: CalibrationDoc | None
    """How well it held against real pay; null where nobody has measured it."""
    base: PayDoc
    """Its base, US dollars a year."""
    total: PayDoc
    """Its total, US dollars a year."""
    base_ratio: float
    """The rule book's typical base over the market's."""
    total_ratio: float
    """The rule book's typical total over the market's."""


@strict
class LeversDoc(TypedDict):
    """Every single change that a rule book allows one person, the largest gain first.

    The market's gain counts where it has an opinion, the rule book's elsewhere.
    """

    schema: Literal["mlcomp/levers/v1"]
    book: str
    """The rule book's edition."""
    fingerprint: str
    """Which version of that book, the data and the rules: 64 hexadecimal digits."""
    calibration: CalibrationDoc | None
    """How well the book held against real pay; null where nobody has measured it."""
    profile: ProfileDoc
    """Who is priced."""
    base: PayDoc
    """The estimate's base, US dollars a year."""
    total: PayDoc
    """The estimate's total, US dollars a year."""
    levers: list[LeverDoc]
    """The largest gain in typical total first: the market's where it has one."""
    notes: list[str]
    """What the numbers alone would hide."""
    market: LeversMarketDoc | None
    """The same person by the market book, before any change; null with one opinion."""
    take_home: NotRequired[TakeHomeDoc]
    """What taxes leave of typical total before any change, where it was asked for."""
