"""What pricing knows of a roster's columns, in any algebra of columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from mlcomp.book.ranges import Range
from mlcomp.rules.pay import Product

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlcomp.book.ranges import Maths
    from mlcomp.book.rulebook import Book
    from mlcomp.roster.pricing.lookups import Lookups

PREFIX = "__mlcomp_"
"""Of the columns that are made on the way and do not stay."""

FIGURES = ("low", "typical", "high", "likely_low", "likely_high")
POSITION = ("percentile", "compa_ratio", "range_penetration")


class Algebra(Protocol):
    """Columns as values with + - * / <, and what else the stages need of them."""

    maths: Maths

    def column(self, name: str) -> Any:
        """Return a column of the frame as it is before a stage."""

    def is_null(self, value: Any) -> Any:
        """Return whether a column is null, as a condition."""

    def both(self, one: Any, other: Any) -> Any:
        """Return whether two conditions hold."""

    def coalesce(self, values: Sequence[Any]) -> Any:
        """Return the first value that is not null, or null for none."""

    def pick(self, number: Any, values: Sequence[Any]) -> Any:
        """Return the value whose place, from 1, is in a column of whole numbers."""

    def rounded(self, value: Any, digits: int) -> Any:
        """Return a column rounded to so many decimals."""


class Roster(NamedTuple):
    """What is to be priced: the book, what its values mean, and what the frame has."""

    book: Book
    lookups: Lookups
    has_years: bool
    pay: tuple[str, ...] = ()
    odd_pay: tuple[str, ...] = ()

    def table_columns(self, name: str) -> dict[str, list[Any]]:
        """Return the columns of a look-up that the stages use, under their names there."""
        columns = self.lookups.tables[name].columns
        return {f"{PREFIX}{name}_{column}": values for column, values in columns.items()}

    @property
    def outputs(self) -> tuple[str, ...]:
        """The columns that pricing adds, in order."""
        pay = (f"{kind}_{figure}" for kind in ("base", "total") for figure in FIGURES)
        position = (f"{kind}_{figure}" for kind in self.pay for figure in POSITION)
        return ("level_id", "metro", *pay, *position, "error")


class Columns:
    """The columns of a roster, by what they stand for."""

    def __init__(self, roster: Roster, algebra: Algebra) -> None:
        self.roster = roster
        self.book = roster.book
        self.algebra = algebra
        self.maths = algebra.maths

    def own(self, name: str) -> Any:
        """Return a column that was made on the way."""
        return self.algebra.column(PREFIX + name)

    def found(self, dimension: str, name: str) -> Any:
        """Return a column of a look-up, or the constant that it is."""
        table = self.roster.lookups.tables[dimension]
        if name in table.constants:
            return table.constants[name]
        return self.own(f"{dimension}_{name}")

    def unpriced(self) -> Any:
        """Return whether a person has an error instead of a level, as a condition."""
        return self.algebra.is_null(self.own("level"))

    def is_unchanged(self, dimension: str) -> bool:
        """Return whether nothing that a roster has of a dimension changes pay."""
        constants = self.roster.lookups.tables[dimension].constants
        return all(constants.get(end) == 1 for end in ("low", "typical", "high"))

    def factor(self, dimension: str, prefix: str = "") -> Product:
        """Return what a dimension multiplies by."""
        low, typical, high, down, up = (
            self.found(dimension, prefix + name)
            for name in ("low", "typical", "high", "down", "up")
        )
        return Product(Range(low, typical, high), down, up)
