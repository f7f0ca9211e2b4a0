"""The rule book: every number mlcomp knows, and what each of them rests on.

The records are standard dataclasses that pydantic validates as one schema: a pydantic
model for each would double the time an estimate takes beyond Typer's own, and so would
methods that nothing calls, which is why they go without __eq__ and __repr__.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, WithJsonSchema

from mlcomp.ranges import Range

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Basis = Literal["guide", "evidence", "assumption"]


def _reader(what: str, least: float, most: float) -> Callable[[object], Range]:
    """Return the reader of a range as TOML has it: a number, or two or three rising ones."""
    expected = (
        f"expected {what} as [low, high] or [low, typical, high], "
        f"rising, from {least:g} to {most:,.0f}"
    )

    def read(value: object) -> Range:
        numbers: list[Any] = value if isinstance(value, list) else [value]
        if not 1 <= len(numbers) <= 3:
            raise ValueError(expected)
        for number in numbers:
            is_number = isinstance(number, int | float) and not isinstance(number, bool)
            # A NaN fails this comparison too.
            if not is_number or not least <= number <= most:
                raise ValueError(expected)
        low, high = float(numbers[0]), float(numbers[-1])
        if len(numbers) == 3:
            typical = float(numbers[1])
        else:
            # 1.3, not 1.2999999999999998: receipts are read by people.
            typical = min(max(low, round((low + high) / 2, 12)), high)
        if not low <= typical <= high:
            raise ValueError(expected)
        return Range(low, typical, high)

    return read


def _schema(what: str, least: float, most: float) -> WithJsonSchema:
    number = {"type": "number", "minimum": least, "maximum": most}
    numbers = {"type": "array", "items": number, "minItems": 1, "maxItems": 3}
    return WithJsonSchema({"description": f"{what}, rising", "anyOf": [number, numbers]})


def _printable(text: str) -> str:
    if not text.strip() or not text.isprintable():
        raise ValueError("expected text on one line, without control characters")
    return text


Text = Annotated[str, Field(max_length=1000), AfterValidator(_printable)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Years = Annotated[int, Field(ge=0, le=60)]
_DOLLARS = ("US dollars a year", 1.0, 1e9)
_MULTIPLIER = ("a multiplier", 0.01, 100.0)
_SHARES = ("shares of the band", 0.0, 1.0)
read_dollars = _reader(*_DOLLARS)
read_multiplier = _reader(*_MULTIPLIER)
read_shares = _reader(*_SHARES)
Dollars = Annotated[Range, BeforeValidator(read_dollars), _schema(*_DOLLARS)]
Multiplier = Annotated[Range, BeforeValidator(read_multiplier), _schema(*_MULTIPLIER)]
Shares = Annotated[Range, BeforeValidator(read_shares), _schema(*_SHARES)]

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

    def __post_init__(self) -> None:
        needed = {
            "guide": ("source", "section"),
            "evidence": ("source", "n"),
            "assumption": ("reason",),
        }[self.basis]
        missing = [name for name in needed if getattr(self, name) is None]
        if missing:
            raise ValueError(f'expected {" and ".join(missing)}, since basis is "{self.basis}"')


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


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Level(Option):
    """A level: completed years of experience, base salary in US dollars a year, and scope."""

    min_years: Years
    max_years: Years | None = None
    base: Dollars
    summary: Text


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Factor(Option):
    """An option that multiplies pay."""

    range: Multiplier


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Location(Factor):
    """Pay over the national average in metros (CBSA codes) or states (postal codes)."""

    metros: tuple[Text, ...] = ()
    states: tuple[Text, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.metros and not self.states:
            raise ValueError("expected metros or states")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Tier(Option):
    """A kind of employer: it keeps a part of the band, or multiplies pay."""

    companies: tuple[Text, ...] = ()
    band: Shares | None = None
    range: Multiplier | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if (self.band is None) == (self.range is None):
            raise ValueError("expected one of band and range")

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
class Single(Sourced):
    """A multiplier that stands alone."""

    title: Text
    range: Multiplier


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Elsewhere(Sourced):
    """Pay in places that no location names: measured wages up to a ceiling, or one multiplier.

    `wages` names the measurement; `ceiling` is a multiplier on the national average.
    """

    wages: Literal["oews-2025"] | None = None
    ceiling: Annotated[float, Field(ge=1, le=100)] | None = None
    range: Multiplier | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if (self.wages is None) == (self.range is None):
            raise ValueError("expected one of wages and range")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Progression(Sourced):
    """Where years put a person inside the level's band, 0 being its low and 1 its high end."""

    positions: Shares
    open_ended_years: Annotated[int, Field(ge=1, le=60)]


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
    progression: Progression
    national: Single
    uplift: Single
    sources: dict[Id, Source] = field(default_factory=dict)
    location: tuple[Location, ...] = ()
    elsewhere: Elsewhere | None = None
    tier: tuple[Tier, ...] = ()
    specialization: tuple[Factor, ...] = ()
    industry: tuple[Factor, ...] = ()
    lifecycle: Single | None = None
    degree: tuple[Degree, ...] = ()
    software_engineer: Single | None = None

    def citation(self, value: Sourced, *, n: int | None = None) -> str:
        """Say in a few words where a value comes from; `n` counts a part of the evidence."""
        if value.source is None:
            return "the rule book's own assumption"
        source = self.sources[value.source]
        if value.n is None:
            return f"{source.title}, {value.section}"
        counted = value.n if n is None else n
        return f"{source.title}, {source.period}" + (f", n = {counted:,}" if counted else "")


def load_book(book: str | Path = "guide") -> Book:
    """Load a rule book: a shipped one by its name ("guide"), or a TOML file by its path.

    Raises:
        BookError: the file cannot be read, is not a rule book, or contradicts itself.
    """
    from mlcomp.loading import read_book

    return read_book(book)
