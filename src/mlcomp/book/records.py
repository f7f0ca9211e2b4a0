"""The records of a rule book: every number mlcomp knows, and what each of them rests on.

They are standard dataclasses that pydantic validates as one schema: a pydantic
model for each would double the time an estimate takes beyond Typer's own, and so would
methods that nothing calls, which is why they go without __eq__ and __repr__.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from mlcomp.book.values import Dollars, Id, Multiplier, Points, Share, Shares, Text, Years
from mlcomp.errors import BookError, Fault
from mlcomp.text import bare

Basis = Literal["guide", "evidence", "policy", "assumption"]

DEFAULT_TRACK = "engineer"
"""The ladder of levels that name none; years lead to its levels."""

# Keys that a record does not know are refused.
STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Source:
    """A publication or a data set that values rest on."""

    __pydantic_config__ = STRICT

    title: Text
    period: Text


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Sourced:
    """A value together with what it rests on."""

    __pydantic_config__ = STRICT

    basis: Basis
    source: Text | None = None
    section: Text | None = None
    n: Annotated[int, Field(gt=0)] | None = None
    reason: Text | None = None
    by: Text | None = None
    date: datetime.date | None = None

    def __post_init__(self) -> None:
        needed = {
            "guide": ("source", "section"),
            "evidence": ("source", "n"),
            "policy": ("by", "date"),
            "assumption": ("reason",),
        }[self.basis]
        there = [name for name in needed if getattr(self, name) is not None]
        if len(there) < len(needed):
            expected = f'{" and ".join(needed)}, since basis is "{self.basis}"'
            found = f"{there[0]} alone" if there else "none"
            raise BookError(Fault(expected=expected, found=found))


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Option(Sourced):
    """One choice of a dimension, under the names people type for it."""

    id: Id
    title: Text
    aliases: tuple[Text, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that means this option."""
        return (self.id, self.title, *self.aliases)

    @cached_property
    def bare_names(self) -> frozenset[str]:
        """The names in the form in which they are compared, made once for many people."""
        return frozenset(map(bare, self.names))


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Level(Option):
    """A level: completed years of experience, base salary in US dollars a year, and scope.

    `track` is the ladder that it is a rung of. A level without years is reached by its name
    alone. `locations` are base salaries that take the place of `base` and of a location's
    factor, by the location's id.
    """

    track: Id = DEFAULT_TRACK
    min_years: Years | None = None
    max_years: Years | None = None
    base: Dollars
    locations: dict[Id, Dollars] = field(default_factory=dict)
    summary: Text

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.min_years is None and self.max_years is not None:
            raise BookError(Fault(expected="min_years beside max_years"))


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Factor(Option):
    """An option that multiplies pay."""

    range: Multiplier


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Location(Factor):
    """Pay over the national average in metros (CBSA codes) or states (postal codes).

    `states` are priced so wherever in them a job is, unless its metro has a location of its
    own; `whole_states` only where nothing but the state is known.
    """

    metros: tuple[Text, ...] = ()
    states: tuple[Text, ...] = ()
    whole_states: tuple[Text, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if not (self.metros or self.states or self.whole_states):
            raise BookError(Fault(expected="metros, states or whole_states"))


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Tier(Option):
    """A kind of employer: it keeps a part of the band, or multiplies pay.

    `kinds` are those of `data/kinds.csv` that it prices, and with them every employer of
    `data/employers.csv` that is one; `companies` are others, or those that differ here.
    """

    kinds: tuple[Text, ...] = ()
    companies: tuple[Text, ...] = ()
    band: Shares | None = None
    range: Multiplier | None = None
    # Titles mean more at some employers than at others, years do not: the multiplier for
    # people whose pay comes from the curve over years, where it differs from `range`.
    years_range: Multiplier | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if (self.band is None) == (self.range is None):
            raise BookError(Fault(expected="one of band and range"))
        if self.years_range and self.band:
            raise BookError(Fault(expected="years_range only beside range"))

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that means this tier, its companies among them."""
        return (*super().names, *self.companies)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Degree(Option):
    """A degree: a note, and a multiplier where a book gives one."""

    note: Text
    range: Multiplier | None = None


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class DeclaredFactor:
    """A factor that only this book has; `default` is the option where none is named."""

    __pydantic_config__ = STRICT

    id: Id
    title: Text
    help: Text
    default: Id | None = None
    option: Annotated[tuple[Factor, ...], Field(min_length=1)]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Single(Sourced):
    """A multiplier that stands alone."""

    title: Text
    range: Multiplier


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Elsewhere(Sourced):
    """Pay in places that no location names: measured wages up to a ceiling, or one multiplier.

    `wages` names the measurement; `ceiling` is a multiplier on the national average.
    `shrink` is the power that measured ratios are raised to: 1 takes them as they are, 0
    would make every place the same. `spread` is how far pay may lie from that on each side,
    a multiplier; without it, the wages of the two occupations are the ends. `outside_spread`
    stands in its place where all that is outside a state's metros is measured as one.
    """

    wages: Literal["oews-2025"] | None = None
    ceiling: Annotated[float, Field(ge=1, le=100)] | None = None
    shrink: Annotated[float, Field(ge=0, le=2)] | None = None
    spread: Annotated[float, Field(ge=1, le=10)] | None = None
    outside_spread: Annotated[float, Field(ge=1, le=10)] | None = None
    range: Multiplier | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if (self.wages is None) == (self.range is None):
            raise BookError(Fault(expected="one of wages and range"))


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Progression(Sourced):
    """Where years put a person inside the level's band, 0 being its low and 1 its high end."""

    positions: Shares
    open_ended_years: Annotated[int, Field(ge=1, le=60)]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class YearsCurve(Sourced):
    """Base pay read off years of experience, for people whose level nobody has named.

    `points` are [years, US dollars a year], straight between them and flat outside;
    `range` is the width around them, a multiplier. Beside a level that is named, years
    count with `weight`: 0 is the level alone, 0.5 the geometric mean of both.
    """

    points: Points
    range: Multiplier
    weight: Share


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class EmployerUplift(Sourced):
    """Equity and bonus on base at one tier or in one industry, by level where that is known."""

    tier: Id | None = None
    industry: Id | None = None
    range: Multiplier
    levels: dict[str, Multiplier] = field(default_factory=dict)
    bonus: Share | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.tier is None and self.industry is None:
            raise BookError(Fault(expected="tier or industry"))


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Calibration:
    """How well a book held against real base pay that it was not fitted to.

    `inside` is the share inside the likely range (0.8 would be right), `bias` the median of
    estimate over real pay, `n` how many salaries, postings and filings were scored.
    """

    __pydantic_config__ = STRICT

    inside: Share
    n: Annotated[int, Field(gt=0)]
    bias: Annotated[float, Field(ge=0.01, le=100)]
    source: Text


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Uplift(Single):
    """Equity and bonus on base; `bonus` is the cash share of what they add at the median."""

    levels: dict[str, Multiplier] = field(default_factory=dict)
    bonus: Share | None = None
