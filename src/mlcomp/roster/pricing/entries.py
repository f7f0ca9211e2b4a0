"""What one value of an aspect means: understood once, and priced once for all that mean the same.

Each is priced by the code that prices one person, and its receipt read.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from mlcomp.book.ranges import Range
from mlcomp.errors import ProfileError
from mlcomp.roster.cells import aspects, person, profile_of, spelled
from mlcomp.rules.estimate import estimate
from mlcomp.rules.location import market_of
from mlcomp.rules.naming import hired, named
from mlcomp.rules.pay import UNCHANGED, Product

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mlcomp.book.records import Option
    from mlcomp.book.rulebook import Book
    from mlcomp.errors import Fault
    from mlcomp.roster.cells import Aspect
    from mlcomp.roster.pricing.sql import Constant
    from mlcomp.rules.profile import Profile
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


Known = dict[tuple[str, str], Entry]
"""What was understood already, by aspect and cells; of one book and one set of inputs."""


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


class Resolver:
    """Prices values by themselves, at the book's first level where they name none."""

    def __init__(self, book: Book, inputs: Mapping[str, tuple[str, ...]], known: Known) -> None:
        # What a place multiplies by is asked of levels that have no range of their own there.
        self.book = replace(book, level=tuple(replace(x, locations={}) for x in book.level))
        self.zones = zones(book)
        self.inputs = inputs
        self.aspects = aspects(book)
        self.numbers = {level.id: number for number, level in enumerate(book.level, 1)}
        self.known = known
        self.alike: dict[tuple[Any, ...], Entry] = {}
        self.employers: dict[str, tuple[str | None, ...]] = {}

    def entry(self, aspect: Aspect, key: str) -> Entry:
        """Return what the cells of an aspect mean; each is asked for once."""
        known = (aspect.name, key)
        if known not in self.known:
            self.known[known] = self.understood(aspect, key)
        return self.known[known]

    def understood(self, aspect: Aspect, key: str) -> Entry:
        """Return what cells mean that were not met before."""
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
        profile = None
        try:
            profile = profile_of({"level": self.book.level[0].id, **given})
            alike = (aspect.name, *self._facts(aspect, given).items())
            if alike not in self.alike:
                self.alike[alike] = self._meant(aspect, given, profile)
        except ProfileError as error:
            fault = error.faults[0]
            if aspect.borrowed and spelled(fault.field) == aspect.borrowed:
                return Entry(elsewhere=True)
            return Entry(Refusal(fault, RULES if profile else reading(fault.field)))
        return self.alike[alike]

    def _facts(self, aspect: Aspect, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return what was given, places and employers by what they are found to be.

        Half a million spellings are of a few thousand of these, each priced once. A name that
        is not found stays, since its refusal may not come first.
        """
        facts = dict(given)
        with suppress(ProfileError):
            for field in ("city", "hq"):
                if field in given:
                    facts[field] = market_of(given[field])
            if "tier" in given:
                facts["tier"] = self._employer(aspect, given["tier"])
        return facts

    def _employer(self, aspect: Aspect, typed: str) -> tuple[str | None, ...]:
        if typed not in self.employers:
            who = hired(typed, self.book)
            tier = who.tier.id if who.tier else None
            kind = who.kind.id if who.kind else None
            self.employers[typed] = (tier, kind, who.company, who.industry)
        # Of names of one tier, each may have a ladder of its own.
        return self.employers[typed] if aspect.name != "level" else (typed,)

    def _meant(self, aspect: Aspect, given: Mapping[str, Any], profile: Profile) -> Entry:
        result = estimate(profile, self.book)
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
