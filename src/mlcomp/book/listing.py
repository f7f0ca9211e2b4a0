"""Every option of a rule book, with its names, its size and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from mlcomp.book.dimensions import BUILT_IN, LISTED_AFTER, LISTED_BEFORE
from mlcomp.book.records import Degree, Level, Progression, Single, Tier, YearsCurve
from mlcomp.employers.registry import employers
from mlcomp.errors import UsageError
from mlcomp.text import as_id, nearest, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlcomp.book.dimensions import Dimension
    from mlcomp.book.ranges import Range
    from mlcomp.book.records import Basis, Elsewhere, EmployerUplift, Factor
    from mlcomp.book.rulebook import Book

Unit = Literal["multiplier", "share of band", "dollars"]

DIMENSIONS = (*LISTED_BEFORE, *(known.id for known in BUILT_IN), *LISTED_AFTER)
"""What every book may have; a book's own factors stand after the built-in dimensions."""


@dataclass(frozen=True, slots=True)
class FactorListed:
    """One option; `range` is in the given unit, both None where it changes no number.

    `declared` is the dimension where the book itself brings it.
    """

    dimension: str
    id: str
    title: str
    aliases: tuple[str, ...]
    companies: tuple[str, ...]
    unit: Unit | None
    range: Range | None
    basis: Basis
    source: str
    reason: str | None
    declared: Dimension | None = None

    @property
    def default(self) -> bool:
        """Whether the option counts where none of its dimension is named."""
        return self.declared is not None and self.declared.default == self.id

    @property
    def shown_title(self) -> str:
        """The title, which says so of a default."""
        return f"{self.title} (the default)" if self.default else self.title


def dimensions_of(book: Book) -> tuple[str, ...]:
    """Return the names of all that a book's listing may have, in order."""
    return (*LISTED_BEFORE, *(dimension.id for dimension in book.dimensions), *LISTED_AFTER)


class Listing(NamedTuple):
    """The options of a rule book."""

    book: Book
    factors: tuple[FactorListed, ...]


def factors(book: Book, dimension: str | None = None) -> Listing:
    """List the options of a book, or of one dimension of it.

    Raises:
        UsageError: there is no such dimension.
    """
    wanted = None if dimension is None else as_id(dimension)
    known = dimensions_of(book)
    if wanted is not None and wanted not in known:
        raise UsageError(unknown("factors", dimension or "", known, nearest(wanted, known)))
    return Listing(book, tuple(f for f in _all(book) if wanted in (None, f.dimension)))


def _all(book: Book) -> Iterator[FactorListed]:
    for name in LISTED_BEFORE:
        yield from _section(book, name)
    for dimension in book.dimensions:
        for option in dimension.options:
            listed = _option(book, dimension.id, option)
            yield replace(listed, declared=dimension) if dimension.declared else listed
    for name in LISTED_AFTER:
        yield from _section(book, name)


def _section(book: Book, name: str) -> Iterator[FactorListed]:
    if name == "location":
        yield _single(book, "location", "national", book.national)
    value = getattr(book, name.replace("-", "_"))
    if isinstance(value, tuple):
        yield from (_option(book, name, option) for option in value)
    elif value is not None:
        yield _single(book, name, name, value)
    if name == "location" and book.elsewhere:
        yield _elsewhere(book, book.elsewhere)
    if name == "tier" and book.any_tier:
        yield _single(book, name, "any-tier", book.any_tier)
    if name == "uplift":
        yield from (_uplift(book, uplift) for uplift in book.uplift_at)


def _option(book: Book, dimension: str, option: Level | Tier | Factor | Degree) -> FactorListed:
    unit: Unit | None
    size: Range | None
    if isinstance(option, Level):
        unit, size = "dollars", option.base
    elif isinstance(option, Tier) and option.band:
        unit, size = "share of band", option.band
    else:
        unit, size = "multiplier" if option.range else None, option.range
    return FactorListed(
        dimension,
        option.id,
        option.title,
        option.aliases,
        _companies(option) if isinstance(option, Tier) else (),
        unit,
        size,
        option.basis,
        book.citation(option),
        option.reason or (option.note if isinstance(option, Degree) else None),
    )


def _companies(tier: Tier) -> tuple[str, ...]:
    """Return the employers that a tier prices: its own, then all of its kinds, by name."""
    return (*tier.companies, *(employer.name for employer in employers(tier.kinds)))


def _elsewhere(book: Book, elsewhere: Elsewhere) -> FactorListed:
    title = "Any other place" if elsewhere.range else "Any other place: measured wages"
    if elsewhere.ceiling is not None:
        title += f", at most {elsewhere.ceiling:.2f}"
    return FactorListed(
        "location",
        "elsewhere",
        title,
        (),
        (),
        "multiplier" if elsewhere.range else None,
        elsewhere.range,
        elsewhere.basis,
        book.citation(elsewhere),
        elsewhere.reason,
    )


def _uplift(book: Book, uplift: EmployerUplift) -> FactorListed:
    listed = _single(book, "uplift", uplift.tier or uplift.industry or "", uplift)
    return replace(listed, title=f"{book.uplift.title} at {listed.id}")


def _single(
    book: Book,
    dimension: str,
    id_: str,
    value: Single | EmployerUplift | Progression | YearsCurve,
) -> FactorListed:
    unit: Unit = "multiplier"
    if isinstance(value, Progression):
        unit, size, title = "share of band", value.positions, "Years inside a level"
    elif isinstance(value, YearsCurve):
        size, title = value.range, "Base by years, where no level is named; its width"
    else:
        size = value.range
        title = value.title if isinstance(value, Single) else book.uplift.title
    return FactorListed(
        dimension,
        id_,
        title,
        (),
        (),
        unit,
        size,
        value.basis,
        book.citation(value),
        value.reason,
    )
