"""One small table for each aspect of people: what every distinct value in a roster means.

Each value is priced by the code that prices one person, and its receipt read; so a value
means here what it means there, and one that is refused has the same words for it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from mlcomp.book.ranges import Range
from mlcomp.errors import ProfileError
from mlcomp.roster.cells import aspects, person, profile_of, spelled
from mlcomp.roster.pricing.years import years_among
from mlcomp.rules.estimate import estimate, no_level, refused_in_order
from mlcomp.rules.naming import named
from mlcomp.rules.pay import UNCHANGED, Product
from mlcomp.rules.profile import READ

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mlcomp.book.records import Option
    from mlcomp.book.rulebook import Book
    from mlcomp.errors import Fault
    from mlcomp.roster.cells import Aspect
    from mlcomp.roster.pricing.sql import Constant
    from mlcomp.roster.pricing.years import Years
    from mlcomp.rules.result import Estimate

WHOLE = Range(0, 0.5, 1)
"""The part of a band that is all of it."""


class Stage(NamedTuple):
    """Where a value is refused: reading its cell, by `Profile` (each field), or by the rules."""

    turn: int
    field: str = ""

    @property
    def column(self) -> str:
        """The column of a look-up that has what is refused here."""
        return f"error{self.turn}{self.field and '_'}{self.field}"


CELL, RULES = Stage(0), Stage(2)


def reading(field: str) -> Stage:
    """Return the stage at which `Profile` reads a field."""
    return Stage(1, spelled(field))


class Refusal(NamedTuple):
    """A fault that `estimate` finds, and at which of its stages it does."""

    fault: Fault
    stage: Stage


class Entry(NamedTuple):
    """What one value means: a part of the band, factors, and what it is called."""

    refused: Refusal | None = None
    part: Range | None = None
    product: Product | None = None
    level: int | None = None
    metro: str | None = None
    by_years: Product | None = None
    """The product for people whose pay comes from a curve over years."""
    option: int = 0
    """Which of its aspect's options it is, from 1, where an uplift asks; 0 for none."""
    zone: int = 0
    """Which of the book's zones a place is in, from 1; 0 for none."""
    elsewhere: bool = False
    """Whether another aspect refuses it, so that what it means does not matter."""

    def figures(
        self, parts: Sequence[Range | None], stages: Iterable[Stage]
    ) -> dict[str, Constant]:
        """Return the entry as the row of a look-up table, without keys."""
        refused = self.refused
        return {
            "level": self.level,
            "metro": self.metro,
            "part": float(parts.index(self.part)) if self.part in parts else None,
            **figures_of(self.product or UNCHANGED),
            **figures_of(self.by_years or UNCHANGED, "years_"),
            "option": self.option,
            "zone": self.zone,
            **{
                stage.column: str(refused.fault) if refused and refused.stage == stage else None
                for stage in stages
            },
        }


def zones(book: Book) -> list[str | None]:
    """Return the ids of the locations in which a level has a range of its own."""
    return list(dict.fromkeys(id_ for level in book.level for id_ in level.locations))


def figures_of(product: Product, prefix: str = "") -> dict[str, float]:
    """Return a product by the names of its figures."""
    low, typical, high = product.range.low, product.range.typical, product.range.high
    figures = {"low": low, "typical": typical, "high": high, "down": product.down, "up": product.up}
    return {prefix + name: figure for name, figure in figures.items()}


class Table(NamedTuple):
    """Values of an aspect and what they mean, by column; same lengths throughout.

    `refused` has those that are, with why; `stages`, for a column of errors, where.
    """

    keys: list[str]
    columns: dict[str, list[Constant]]
    constants: dict[str, Constant]
    refused: dict[str, Refusal]
    stages: dict[str, Stage]


class Meanings(NamedTuple):
    """Everything that was understood.

    Attributes:
        tables: for each aspect, its values.
        years: the years that are no plain number in range.
        parts: the parts of a band that tiers keep; a tier's `part` is a place here, from 0.
        neither: the message where neither years nor level are given.
        precedence: aspect and stage, in the order in which `estimate` would complain.
    """

    tables: dict[str, Table]
    years: Years
    parts: list[Range]
    neither: str
    precedence: list[tuple[str, Stage]]


def meanings_of(
    book: Book, inputs: Mapping[str, tuple[str, ...]], distinct: Mapping[str, Iterable[str]]
) -> Meanings:
    """Resolve the distinct values of a roster.

    Args:
        book: the rule book.
        inputs: for each aspect in the roster, the inputs it has there.
        distinct: for each of them its distinct cells, joined as `cells.person` splits
            them; under "years" the ones that are no plain number in range.
    """
    resolver = _Resolver(book, inputs)
    entries = {
        aspect.name: {key: resolver.entry(aspect, key) for key in distinct.get(aspect.name, [""])}
        for aspect in resolver.aspects
    }
    years = years_among(distinct.get("years", ()))
    parts = list(dict.fromkeys(e.part for e in entries["tier"].values() if e.part)) or [WHOLE]
    return Meanings(
        {name: _table(found, parts) for name, found in entries.items()},
        years,
        parts,
        str(no_level(book)),
        _precedence(book, entries, years),
    )


def _table(entries: Mapping[str, Entry], parts: Sequence[Range]) -> Table:
    """Return entries as columns; what is the same for all of them is a constant instead.

    What a refused value would multiply by does not matter: its row has no level.
    """
    columns: dict[str, list[Constant]] = {}
    constants: dict[str, Constant] = {}
    stages = {e.refused.stage.column: e.refused.stage for e in entries.values() if e.refused}
    rows = [
        (entry.refused or entry.elsewhere, entry.figures(parts, stages.values()))
        for entry in entries.values()
    ]
    for name, neutral in Entry(None, WHOLE, UNCHANGED, 0).figures(parts, stages.values()).items():
        values = [row[name] for _, row in rows]
        kept = [row[name] for lost, row in rows if not lost or name in stages]
        if len(set(kept)) <= 1:
            constants[name] = kept[0] if kept else neutral
        else:
            columns[name] = values
    refused = {key: entry.refused for key, entry in entries.items() if entry.refused}
    return Table(list(entries), columns, constants, refused, stages)


def _precedence(
    book: Book, entries: Mapping[str, Mapping[str, Entry]], years: Years
) -> list[tuple[str, Stage]]:
    """Return which aspect is refused first when several are, as the rules order fields."""
    wrong = {("neither", RULES): no_level(book).field}
    for aspect, found in entries.items():
        for entry in found.values():
            if entry.refused:
                wrong.setdefault((aspect, entry.refused.stage), entry.refused.fault.field)
    if any(years.faults):
        wrong["years", reading("years")] = "years"
    names = [*entries, "years", "neither"]
    asked = refused_in_order(book)

    def place(kind: tuple[str, Stage]) -> tuple[int, int, int]:
        aspect, stage = kind
        if stage == RULES:
            return stage.turn, asked.index(wrong[kind]), 0
        if stage == CELL:
            return stage.turn, 0, names.index(aspect)
        field = stage.field if stage.field in READ else "factors"
        return stage.turn, READ.index(field), names.index(aspect)

    return sorted(wrong, key=place)


def _number(id_: str | None, options: Sequence[Option]) -> int:
    """Return which of some options has an id, from 1; 0 for none of them."""
    return next((n for n, option in enumerate(options, 1) if option.id == id_), 0)


def _read(result: Estimate, aspect: Aspect) -> tuple[Range, Product]:
    """Read an aspect's part of the band, and its factors, off a receipt."""
    part, product = WHOLE, UNCHANGED
    for step in result.steps:
        if step.id == aspect.step and step.operation == "within":
            part = part.within(step.applied)
        elif step.id == aspect.step and step.operation == "multiply":
            product *= Product.of(step.applied)
    return part, product


class _Resolver:
    """Prices values by themselves, at the book's first level where they name none."""

    def __init__(self, book: Book, inputs: Mapping[str, tuple[str, ...]]) -> None:
        # What a place multiplies by is asked of levels that have no range of their own there.
        self.book = replace(book, level=tuple(replace(x, locations={}) for x in book.level))
        self.zones = zones(book)
        self.inputs = inputs
        self.aspects = aspects(book)
        self.numbers = {level.id: number for number, level in enumerate(book.level, 1)}
        self.alike: dict[tuple[Any, ...], Entry] = {}

    def entry(self, aspect: Aspect, key: str) -> Entry:
        """Return what the cells of an aspect mean."""
        try:
            given = person(self.inputs.get(aspect.name, ()), key, self.book)
        except ProfileError as error:
            return Entry(Refusal(error.faults[0], CELL))
        own = aspect.inputs[0]
        # A name that is clear by itself needs no estimate for each value of what is borrowed.
        if {own, aspect.borrowed} <= given.keys() and (
            aspect.dimension or named(given[own], self.book.level)
        ):
            given = {own: given[own]}
        known = (aspect.name, *given.items())
        if known not in self.alike:
            self.alike[known] = self._meant(aspect, given)
        return self.alike[known]

    def _meant(self, aspect: Aspect, given: Mapping[str, Any]) -> Entry:
        profile = None
        try:
            profile = profile_of({"level": self.book.level[0].id, **given})
            result = estimate(profile, self.book)
        except ProfileError as error:
            fault = error.faults[0]
            if aspect.borrowed and spelled(fault.field) == aspect.borrowed:
                return Entry(elsewhere=True)
            return Entry(Refusal(fault, RULES if profile else reading(fault.field)))
        part, product = _read(result, aspect)
        level = metro = by_years = None
        option = zone = 0
        if aspect.name == "level":
            level = self.numbers[result.level.id] if "level" in given else 0
        elif aspect.name == "place":
            metro = result.place.metro.name if result.place.metro else None
            if result.place.location in self.zones:
                zone = self.zones.index(result.place.location) + 1
        elif aspect.name == "tier":
            if given and self.book.uplift_at:
                option = _number(result.profile.tier, self.book.tier)
            if self.book.years_curve:
                without_level = replace(profile, level=None, years=0)
                by_years = _read(estimate(without_level, self.book), aspect)[1]
        elif aspect.dimension and given and self.book.uplift_at:
            names = result.profile.named(aspect.dimension.id)
            option = _number(names[0] if names else None, aspect.dimension.options)
        return Entry(None, part, product, level, metro, by_years, option, zone)
