"""One small table for each dimension: what every distinct value in a roster means.

Each value is priced by the code that prices one person, and its receipt read; so a value
means here what it means there, and one that is refused has the same words for it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from mlcomp.book.ranges import Range
from mlcomp.errors import ProfileError
from mlcomp.roster.cells import DIMENSIONS, person
from mlcomp.rules.estimate import NEITHER, estimate, refused_in_order
from mlcomp.rules.pay import UNCHANGED, Product
from mlcomp.rules.profile import READ, Profile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mlcomp.book.rulebook import Book
    from mlcomp.errors import Fault
    from mlcomp.roster.cells import Dimension
    from mlcomp.rules.result import Estimate

WHOLE = Range(0, 0.5, 1)
"""The part of a band that is all of it."""

CELL, PROFILE, BOOK = 0, 1, 2
"""Who refuses a value: the reading of its cell, `Profile`, or the rules. In that order."""


class Refusal(NamedTuple):
    """A fault that `estimate` finds, and at which of its three stages it does."""

    fault: Fault
    stage: int


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
    """Which of its dimension's options it is, from 1; 0 for none."""

    def figures(self, parts: Sequence[Range | None]) -> dict[str, Any]:
        """Return the entry as the row of a look-up table, without keys."""
        product, refused = self.product or UNCHANGED, self.refused
        return {
            "level": self.level,
            "metro": self.metro,
            "part": float(parts.index(self.part)) if self.part in parts else None,
            "low": product.range.low,
            "typical": product.range.typical,
            "high": product.range.high,
            "down": product.down,
            "up": product.up,
            **_by_years(self.by_years or product),
            "option": self.option,
            **{
                f"error{stage}": str(refused.fault) if refused and refused.stage == stage else None
                for stage in (CELL, PROFILE, BOOK)
            },
        }


def _by_years(product: Product) -> dict[str, float]:
    low, typical, high = product.range.low, product.range.typical, product.range.high
    figures = {"low": low, "typical": typical, "high": high, "down": product.down, "up": product.up}
    return {f"years_{name}": figure for name, figure in figures.items()}


class Table(NamedTuple):
    """Values of a dimension and what they mean, by column; same lengths throughout.

    `refused` has those that are, with why.
    """

    keys: list[str]
    columns: dict[str, list[Any]]
    constants: dict[str, Any]
    refused: dict[str, Refusal]

    def faults(self, column: str) -> dict[str, Fault]:
        """Return the faults of the values that one of the error columns is about."""
        return {
            key: refusal.fault
            for key, refusal in self.refused.items()
            if column == f"error{refusal.stage}"
        }


class Years(NamedTuple):
    """Years as typed that are no plain number in range: what they are, or why refused."""

    keys: list[Any]
    years: list[float | None]
    faults: list[Fault | None]

    @property
    def errors(self) -> list[str | None]:
        """The sentences of the faults."""
        return [fault and str(fault) for fault in self.faults]


class Lookups(NamedTuple):
    """Everything that was understood.

    Attributes:
        tables: for each dimension, its values.
        years: the years that are no plain number in range.
        parts: the parts of a band that tiers keep; a tier's `part` is a place here, from 0.
        neither: the message where neither years nor level are given.
        precedence: dimension and stage, in the order in which `estimate` would complain.
    """

    tables: dict[str, Table]
    years: Years
    parts: list[Range]
    neither: str
    precedence: list[tuple[str, int]]


def look_up(
    book: Book,
    columns: Mapping[str, tuple[str, ...]],
    distinct: Mapping[str, Iterable[Any]],
) -> Lookups:
    """Resolve the distinct values of a roster.

    Args:
        book: the rule book.
        columns: for each dimension in the roster, its columns there.
        distinct: for each of them its distinct cells, joined as `cells.person` splits
            them; under "years" the ones that are no plain number in range.
    """
    resolver = _Resolver(book, columns)
    entries = {
        dimension.name: {key: resolver.entry(dimension, key) for key in distinct[dimension.name]}
        if dimension.name in columns
        else {"": resolver.entry(dimension, "")}
        for dimension in DIMENSIONS
    }
    odd = list(distinct.get("years", ()))
    read = [_years(value) for value in odd]
    years = Years(odd, [number for number, _ in read], [fault for _, fault in read])
    parts = list(dict.fromkeys(e.part for e in entries["tier"].values() if e.part)) or [WHOLE]
    return Lookups(
        {name: _table(found, parts) for name, found in entries.items()},
        years,
        parts,
        str(NEITHER),
        _precedence(book, entries, years),
    )


def _table(entries: Mapping[str, Entry], parts: Sequence[Range]) -> Table:
    """Return entries as columns; what is the same for all of them is a constant instead.

    What a refused value would multiply by does not matter: its row has no level.
    """
    columns: dict[str, list[Any]] = {}
    constants: dict[str, Any] = {}
    rows = [(entry.refused, entry.figures(parts)) for entry in entries.values()]
    for name, neutral in Entry(None, WHOLE, UNCHANGED, 0).figures(parts).items():
        values = [row[name] for _, row in rows]
        kept = [row[name] for refused, row in rows if not refused or name.startswith("error")]
        if len(set(kept)) <= 1:
            constants[name] = kept[0] if kept else neutral
        else:
            columns[name] = values
    refused = {key: entry.refused for key, entry in entries.items() if entry.refused}
    return Table(list(entries), columns, constants, refused)


def _precedence(
    book: Book, entries: Mapping[str, Mapping[str, Entry]], years: Years
) -> list[tuple[str, int]]:
    """Return which dimension is refused first when several are, as the rules order fields."""
    wrong: dict[tuple[str, int], str] = {("neither", BOOK): NEITHER.field}
    for dimension, found in entries.items():
        for entry in found.values():
            if entry.refused:
                wrong.setdefault((dimension, entry.refused.stage), entry.refused.fault.field)
    if any(years.faults):
        wrong["years", PROFILE] = "years"
    dimensions = [dimension.name for dimension in DIMENSIONS]
    read = [name.replace("_", "-") for name in READ]
    asked = refused_in_order(book)

    def place(kind: tuple[str, int]) -> tuple[int, int]:
        dimension, stage = kind
        if stage == CELL:
            return stage, dimensions.index(dimension)
        return stage, (read if stage == PROFILE else asked).index(wrong[kind])

    return sorted(wrong, key=place)


def _years(value: object) -> tuple[float | None, Fault | None]:
    try:
        return Profile(years=value).years, None  # type: ignore[arg-type]
    except ProfileError as error:
        return None, error.faults[0]


def _read(result: Estimate, dimension: Dimension) -> tuple[Range, Product]:
    """Read a dimension's part of the band, and its factors, off a receipt."""
    part, product = WHOLE, UNCHANGED
    for step in result.steps:
        if step.id == dimension.step and step.operation == "within":
            part = part.within(step.applied)
        elif step.id == dimension.step and step.operation == "multiply":
            product *= Product.of(step.applied)
    return part, product


class _Resolver:
    """Prices values by themselves, at the book's first level where they name none."""

    def __init__(self, book: Book, columns: Mapping[str, tuple[str, ...]]) -> None:
        self.book = book
        self.columns = columns
        self.numbers = {level.id: number for number, level in enumerate(book.level, 1)}

    def entry(self, dimension: Dimension, key: str) -> Entry:
        """Return what the cells of a dimension mean."""
        try:
            fields = person(self.columns.get(dimension.name, ()), key)
        except ProfileError as error:
            return Entry(Refusal(error.faults[0], CELL))
        known = {"level": self.book.level[0].id, **fields}
        try:
            profile = Profile(**known)
        except ProfileError as error:
            return Entry(Refusal(error.faults[0], PROFILE))
        try:
            result = estimate(profile, self.book)
        except ProfileError as error:
            return Entry(Refusal(error.faults[0], BOOK))
        part, product = _read(result, dimension)
        level = metro = None
        if dimension.name == "level":
            level = self.numbers[result.level.id] if fields else 0
        if dimension.name == "place":
            metro = result.place.metro.name if result.place.metro else None
        by_years = None
        if self.book.years_curve and dimension.name == "tier":
            without_level = replace(profile, level=None, years=0)
            by_years = _read(estimate(without_level, self.book), dimension)[1]
        option = 0
        if dimension.name in ("tier", "industry") and fields:
            ids = [option.id for option in getattr(self.book, dimension.name)]
            option = ids.index(getattr(result.profile, dimension.name)) + 1
        return Entry(None, part, product, level, metro, by_years, option)
