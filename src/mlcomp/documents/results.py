"""The JSON that mlcomp prints, as types: `mlcomp schema` and mypy both hold renderers to them.

Amounts are whole US dollars a year. Nothing here is imported to print an estimate.
"""

from __future__ import annotations

from typing import Literal, NotRequired

# pydantic reads a TypedDict's fields before Python 3.12 only from this one.
from typing_extensions import TypedDict

from mlcomp.book.records import Basis
from mlcomp.documents.base import strict
from mlcomp.documents.take_home import TakeHomeDoc
from mlcomp.places.place import Match
from mlcomp.rules.profile import RemotePolicy
from mlcomp.rules.steps import Operation


@strict
class RangeDoc(TypedDict):
    """A multiplier, shares of a band, or the dollars a rule book states."""

    low: float
    typical: float
    high: float


@strict
class DollarsDoc(TypedDict):
    """US dollars a year."""

    low: int
    typical: int
    high: int


@strict
class PayDoc(TypedDict):
    """US dollars a year: every factor at one end at once, and the likely 8 in 10."""

    low: int
    typical: int
    high: int
    likely_low: int
    likely_high: int


@strict
class ProfileDoc(TypedDict):
    """Who is priced, in the rule book's ids; city as typed.

    `factors` are those that the book declares, the option that counts by the factor's id;
    absent where none counts.
    """

    years: float | None
    level: str | None
    city: str | None
    remote: bool
    remote_policy: RemotePolicy | None
    hq: str | None
    tier: str | None
    specialization: list[str]
    industry: str | None
    lifecycle: bool
    degree: str | None
    factors: NotRequired[dict[str, str]]


@strict
class LevelFoundDoc(TypedDict):
    """The level a person is priced at, and why."""

    id: str
    title: str
    why: str


@strict
class MetroDoc(TypedDict):
    """A metro: its CBSA code as text, and its name."""

    code: str
    name: str


@strict
class PlaceDoc(TypedDict):
    """How the place was understood and what it multiplies pay by."""

    typed: str | None
    match: Match
    name: str
    metro: MetroDoc | None
    factor: RangeDoc
    basis: Basis
    note: str | None


@strict
class StepDoc(TypedDict):
    """One step of the receipt: what was applied, and the dollars reached."""

    id: str
    label: str
    operation: Operation
    applied: RangeDoc
    reached: DollarsDoc
    basis: Basis
    source: str
    reason: str | None


@strict
class SoftwareEngineerDoc(TypedDict):
    """A general software engineer at the same level and company."""

    premium: RangeDoc
    base: PayDoc
    total: PayDoc
    basis: Basis
    source: str


@strict
class CalibrationDoc(TypedDict):
    """How well a rule book held against real base pay that it was not fitted to."""

    inside: float
    """The share inside the likely range, 0 to 1; 0.8 would be right."""
    likely: NotRequired[bool]
    """Whether that is about 8 in 10, so that the range may be called likely; else it is inner."""
    n: int
    """Salaries, postings and filings scored."""
    bias: float
    """The median of estimate over real pay."""
    source: str
    """What it was scored on."""


@strict
class MarketDoc(TypedDict):
    """The market book's figures for the same person; ratios are this book's over its."""

    book: str
    fingerprint: NotRequired[str]
    """Which version of that book, the data and the rules: 64 hexadecimal digits."""
    calibration: CalibrationDoc | None
    level: str
    base: PayDoc
    total: PayDoc
    base_ratio: float
    total_ratio: float
    data: str
    verdict: str


@strict
class EstimateDoc(TypedDict):
    """An estimate with its receipt; those printed before there was a calibration have none."""

    schema: Literal["mlcomp/estimate/v1"]
    book: str
    fingerprint: NotRequired[str]
    """Which version of that book, the data and the rules: 64 hexadecimal digits."""
    calibration: NotRequired[CalibrationDoc | None]
    profile: ProfileDoc
    level: LevelFoundDoc
    place: PlaceDoc
    steps: list[StepDoc]
    base: PayDoc
    total: PayDoc
    software_engineer: SoftwareEngineerDoc | None
    notes: list[str]
    market: NotRequired[MarketDoc | None]
    take_home_of_base: NotRequired[TakeHomeDoc]
    """What is left of typical base, where it was asked for."""
    take_home: NotRequired[TakeHomeDoc]
    """What is left of typical total, where it was asked for."""


@strict
class BandDoc(TypedDict):
    """A level with its pay."""

    id: str
    title: str
    track: str
    """The ladder that it is a rung of."""
    min_years: int | None
    """Null where years lead to it from nowhere."""
    max_years: int | None
    base: PayDoc
    total: PayDoc
    summary: str
    basis: Basis
    source: str


@strict
class BandsDoc(TypedDict):
    """Every level of a rule book, priced for one place and one kind of job."""

    schema: Literal["mlcomp/bands/v1"]
    book: str
    fingerprint: str
    """Which version of that book, the data and the rules: 64 hexadecimal digits."""
    calibration: CalibrationDoc | None
    profile: ProfileDoc
    place: PlaceDoc
    levels: list[BandDoc]
    notes: list[str]
    market: list[MarketDoc] | None


@strict
class FactorDoc(TypedDict):
    """One option of a rule book; `unit` says what `range` counts, null where it has none.

    `default` stands only at the option of a declared factor that counts where none is named.
    """

    dimension: str
    id: str
    title: str
    aliases: list[str]
    companies: list[str]
    unit: Literal["multiplier", "share of band", "dollars"] | None
    range: RangeDoc | None
    basis: Basis
    source: str
    reason: str | None
    default: NotRequired[Literal[True]]


@strict
class DeclaredDoc(TypedDict):
    """A factor that only this book has."""

    id: str
    title: str
    help: str


@strict
class FactorsDoc(TypedDict):
    """Every option of a rule book, or of one dimension; `declared` are factors of its own."""

    schema: Literal["mlcomp/factors/v1"]
    book: str
    fingerprint: str
    """Which version of that book, the data and the rules: 64 hexadecimal digits."""
    calibration: CalibrationDoc | None
    factors: list[FactorDoc]
    declared: NotRequired[list[DeclaredDoc]]


@strict
class CandidateDoc(TypedDict):
    """A place that a query may mean; `weight` is its estimated developers and data scientists."""

    name: str
    metro: MetroDoc | None
    population: int
    per_thousand: float
    weight: int
    why: str


@strict
class MetroPricedDoc(TypedDict):
    """A metro with its factor, and the people employed in both occupations."""

    code: str
    name: str
    factor: RangeDoc
    basis: Basis
    source: str
    reason: str | None
    data_scientists: int | None
    software_developers: int | None
    note: str | None


@strict
class PlacesDoc(TypedDict):
    """What a query means, or might mean; or metros by their factor."""

    schema: Literal["mlcomp/places/v1"]
    book: str
    fingerprint: str
    """Which version of that book, the data and the rules: 64 hexadecimal digits."""
    calibration: CalibrationDoc | None
    query: str | None
    place: PlaceDoc | None
    refusal: str | None
    candidates: list[CandidateDoc]
    metros: list[MetroPricedDoc]
