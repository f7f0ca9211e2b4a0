"""The result: what was priced, every step from the band to total compensation, and notes.

Named tuples, because a frozen dataclass takes eight times as long to define at start-up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mlcomp.book.ranges import Range
    from mlcomp.book.records import Basis
    from mlcomp.places.resolver import Match
    from mlcomp.rules.pay import Pay
    from mlcomp.rules.profile import Profile
    from mlcomp.rules.steps import Operation


class Step(NamedTuple):
    """One line of the receipt: what was applied to the result so far, and what came of it.

    `start` sets US dollars a year; `within` keeps the part of the range between two
    positions of it (0 its low, 0.5 its typical, 1 its high); `multiply` multiplies.
    """

    id: str
    label: str
    operation: Operation
    applied: Range
    reached: Range
    basis: Basis
    source: str
    reason: str | None


class Cited(NamedTuple):
    """What a value rests on."""

    basis: Basis
    source: str
    reason: str | None


class LevelFound(NamedTuple):
    """The level a person is priced at, and why that one."""

    id: str
    title: str
    why: str


class MetroFound(NamedTuple):
    """A metro, by its CBSA code."""

    code: str
    name: str


class PlaceFound(NamedTuple):
    """How a place was understood and what it multiplies pay by."""

    typed: str | None
    match: Match
    name: str
    metro: MetroFound | None
    factor: Range
    basis: Basis
    note: str | None


class SoftwareEngineer(NamedTuple):
    """What a general software engineer would get at the same level and company."""

    premium: Range
    base: Pay
    total: Pay
    basis: Basis
    source: str


class Estimate(NamedTuple):
    """Base salary and total compensation, US dollars a year, with the receipt for both."""

    book: str
    book_title: str
    profile: Profile
    level: LevelFound
    place: PlaceFound
    steps: tuple[Step, ...]
    base: Pay
    total: Pay
    software_engineer: SoftwareEngineer | None
    notes: tuple[str, ...]
