"""The rule book: its records together, and the list of what changes pay in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from mlcomp.book.dimensions import BUILT_IN, Dimension, built_in, declared
from mlcomp.book.records import (
    DEFAULT_TRACK,
    STRICT,
    Calibration,
    DeclaredFactor,
    Degree,
    Elsewhere,
    EmployerUplift,
    Factor,
    Level,
    Location,
    Progression,
    Single,
    Source,
    Sourced,
    Tier,
    Uplift,
    YearsCurve,
)
from mlcomp.book.values import Id, Text
from mlcomp.errors import BookError, Fault


class Held(NamedTuple):
    """A book's calibration for its readers: as `Calibration` has it, the source in words."""

    inside: float
    n: int
    bias: float
    source: str


def is_guide(edition: str, held: Held | None) -> bool:
    """Return whether an edition is the shipped guide's.

    A copy to start one's own book from keeps the name, but has no record of its own.
    """
    return edition.startswith("guide-") and held is not None


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Book:
    """A rule book: pay bands in US dollars a year and the factors on them."""

    __pydantic_config__ = STRICT

    schema: Literal["mlcomp/book/v1"]
    edition: Id
    title: Text
    country: Literal["US"]
    currency: Literal["USD"]
    level: Annotated[tuple[Level, ...], Field(min_length=1)]
    progression: Progression | None = None
    years_curve: YearsCurve | None = None
    national: Single
    uplift: Uplift
    uplift_at: tuple[EmployerUplift, ...] = ()
    sources: dict[Id, Source] = field(default_factory=dict)
    location: tuple[Location, ...] = ()
    elsewhere: Elsewhere | None = None
    tier: tuple[Tier, ...] = ()
    any_tier: Single | None = None
    specialization: tuple[Factor, ...] = ()
    industry: tuple[Factor, ...] = ()
    lifecycle: Single | None = None
    degree: tuple[Degree, ...] = ()
    factor: tuple[DeclaredFactor, ...] = ()
    software_engineer: Single | None = None
    calibration: Calibration | None = None

    def __post_init__(self) -> None:
        if (self.progression is None) == (self.years_curve is None):
            raise BookError(Fault(expected="one of progression and years_curve"))

    @cached_property
    def dimensions(self) -> tuple[Dimension, ...]:
        """What the rules multiply by, in their order: the built-in ones, then the book's own."""
        return (
            *(built_in(known, getattr(self, known.id)) for known in BUILT_IN),
            *(declared(factor) for factor in self.factor),
        )

    @cached_property
    def ladder(self) -> tuple[Level, ...]:
        """The levels that years lead to: those of the default track that name years."""
        tracks = [level.track for level in self.level]
        default = DEFAULT_TRACK if DEFAULT_TRACK in tracks else tracks[0]
        return tuple(level for level in self.track(default) if level.min_years is not None)

    def track(self, name: str) -> tuple[Level, ...]:
        """Return the levels of one track, the lowest first."""
        return tuple(level for level in self.level if level.track == name)

    @cached_property
    def fingerprint(self) -> str:
        """Which version of the book, the data and the rules this is: 64 hexadecimal digits."""
        from mlcomp.book.fingerprint import fingerprint_of

        return fingerprint_of(self)

    @property
    def stamp(self) -> str:
        """The edition and the first 12 digits of the fingerprint, as messages show it."""
        return stamp_of(self.edition, self.fingerprint)

    @property
    def labels(self) -> dict[str, str]:
        """What a file carries beside its rows, by name: the edition and the whole fingerprint."""
        return {"mlcomp.edition": self.edition, "mlcomp.fingerprint": self.fingerprint}

    @cached_property
    def held(self) -> Held | None:
        """How well the book held against real pay; None where nobody has measured it."""
        found = self.calibration
        if found is None:
            return None
        source = self.sources[found.source]
        return Held(found.inside, found.n, found.bias, f"{source.title}, {source.period}")

    def citation(self, value: Sourced, *, n: int | None = None) -> str:
        """Say in a few words where a value comes from; `n` counts a part of the evidence."""
        if value.basis == "policy":
            return f"{value.by}, {value.date}"
        if value.source is None:
            return "the rule book's own assumption"
        source = self.sources[value.source]
        if value.n is None:
            return f"{source.title}, {value.section}"
        counted = value.n if n is None else n
        return f"{source.title}, {source.period}" + (f", n = {counted:,}" if counted else "")


def stamp_of(edition: str, fingerprint: str) -> str:
    """Return an edition and the first 12 digits of a fingerprint."""
    return f"{edition} {fingerprint[:12]}"
