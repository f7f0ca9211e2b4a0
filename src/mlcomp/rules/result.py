"""The result: what was priced, every step from the band to total compensation, and notes.

Named tuples, because a frozen dataclass takes eight times as long to define at start-up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlcomp.book.ranges import Range
    from mlcomp.book.records import Basis
    from mlcomp.book.rulebook import Held
    from mlcomp.places.place import Match
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


def factors_of(steps: Iterable[Step]) -> dict[str, Range]:
    """Return what varies independently in taken steps, by their ids: see `Reached.factors`."""
    factors: dict[str, Range] = {}
    for step in steps:
        if step.operation == "multiply":
            factors[step.id] = step.applied
        else:
            factors = {"band": step.reached}
    return factors


class Cited(NamedTuple):
    """What a value rests on."""

    basis: Basis
    source: str
    reason: str | None


class LevelFound(NamedTuple):
    """The level a person is priced at, why that one, and the ladder that it is a rung of."""

    id: str
    title: str
    why: str
    track: str


class MetroFound(NamedTuple):
    """A metro, by its CBSA code."""

    code: str
    name: str


class PlaceFound(NamedTuple):
    """How a place was understood and what it multiplies pay by.

    `location` is the id of the book's location that prices it, if one does.
    """

    typed: str | None
    match: Match
    name: str
    metro: MetroFound | None
    factor: Range
    basis: Basis
    note: str | None
    location: str | None = None


class SoftwareEngineer(NamedTuple):
    """What a general software engineer would get at the same level and company."""

    premium: Range
    base: Pay
    total: Pay
    basis: Basis
    source: str


NoteKind = Literal[
    # Of an estimate: how its years and level, its company and its factors were taken, what has
    # no figure, what the edge of a level nearby does to pay, what a degree means, how the place
    # was understood, what equity and bonus are made of, and pay under the other remote policies.
    "years",
    "level",
    "field",
    "edge",
    "company",
    "strongest",
    "absent",
    "degree",
    "place",
    "bonus",
    "policy",
    # Of an offer: how its terms were read, when its first grant ends, how its shares are counted,
    # what is assumed of its pay, what it holds besides pay, what its total lacks.
    "terms",
    "vesting",
    "shares",
    "assumed",
    "other",
    "gap",
    # Of a comparison: values that are one scenario.
    "merged",
    # Of two books: why the market has no figure.
    "market",
]


class Note(NamedTuple):
    """A sentence beside a result, and what it is about."""

    kind: NoteKind
    text: str


def texts(notes: Iterable[Note]) -> list[str]:
    """Return the sentences of notes, as every face shows them."""
    return [note.text for note in notes]


def of_several(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Return the notes but those with amounts of one estimate: other policies, a level's edge."""
    return tuple(note for note in notes if note.kind not in ("policy", "edge"))


class Estimate(NamedTuple):
    """Base salary and total compensation, US dollars a year, with the receipt for both."""

    book: str
    book_title: str
    fingerprint: str
    profile: Profile
    level: LevelFound
    place: PlaceFound
    steps: tuple[Step, ...]
    base: Pay
    total: Pay
    software_engineer: SoftwareEngineer | None
    notes: tuple[Note, ...]
    calibration: Held | None
