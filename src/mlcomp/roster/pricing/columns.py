"""What pricing knows of a roster's columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlcomp.book.ranges import Range
from mlcomp.roster.cells import MADE, PAY
from mlcomp.roster.pricing.sql import Sql, is_null, sql
from mlcomp.rules.pay import FIGURES, Product

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlcomp.book.rulebook import Book
    from mlcomp.roster.pricing.meanings import Meanings
    from mlcomp.roster.pricing.sql import Constant

POSITION = ("percentile", "compa_ratio", "range_penetration")
ENDS = ("low", "typical", "high")


def made(name: str) -> str:
    """Return the name of a column that is made on the way and does not stay."""
    return MADE + name


class Understood(NamedTuple):
    """A roster whose values are understood: the book, what they mean, what there is."""

    book: Book
    meanings: Meanings
    has_years: bool
    pay: tuple[str, ...] = ()
    odd_pay: tuple[str, ...] = ()


def outputs_of(pay: Sequence[str]) -> tuple[str, ...]:
    """Return the columns that pricing adds, in order, with real pay for some kinds."""
    figures = (f"{kind}_{figure}" for kind in PAY for figure in FIGURES)
    position = (f"{kind}_{figure}" for kind in pay for figure in POSITION)
    return ("level_id", "metro", *figures, *position, "error")


class Columns:
    """The columns of a roster, by what they stand for; `pick` is that of a `Dialect`."""

    def __init__(
        self, understood: Understood, pick: Callable[[Sql, Sequence[Constant]], Sql]
    ) -> None:
        self.book, self.meanings, self.has_years, self.pay, self.odd_pay = understood
        self.pick = pick

    def own(self, name: str) -> Sql:
        """Return a column that was made on the way."""
        return Sql(made(name))

    def found(self, aspect: str, name: str) -> Sql:
        """Return a column of a look-up, or the constant that it is."""
        constants = self.meanings.tables[aspect].constants
        return Sql(sql(constants[name])) if name in constants else self.own(f"{aspect}_{name}")

    def unpriced(self) -> Sql:
        """Return whether a person has an error instead of a level."""
        return is_null(self.own("level"))

    def is_unchanged(self, aspect: str) -> bool:
        """Return whether nothing that a roster has of an aspect changes pay."""
        constants = self.meanings.tables[aspect].constants
        return all(constants.get(end) == 1 for end in ENDS)

    def product(self, name: Callable[[str], Sql]) -> Product[Sql]:
        """Return a product from the columns of its figures."""
        low, typical, high, down, up = map(name, (*ENDS, "down", "up"))
        return Product(Range(low, typical, high), down, up)

    def factor(self, aspect: str, prefix: str = "") -> Product[Sql]:
        """Return what an aspect multiplies by."""
        return self.product(lambda figure: self.found(aspect, prefix + figure))
