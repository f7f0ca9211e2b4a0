"""Columns of a dataframe as the numbers of the rules, through Narwhals."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import narwhals as nw

from mlcomp.book.ranges import Maths

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def expression(value: Any) -> nw.Expr:
    """Return a constant as a column."""
    return value if isinstance(value, nw.Expr) else nw.lit(value)


def _function(
    of_number: Callable[[float], float], of_column: Callable[[nw.Expr], nw.Expr]
) -> Callable[[Any], Any]:
    """Return a function that leaves numbers numbers: constants are worked out here, once."""

    def applied(value: Any) -> Any:
        return of_column(value) if isinstance(value, nw.Expr) else of_number(value)

    return applied


def _where(true: Any, then: Any, other: Any) -> Any:
    if isinstance(true, bool):
        return then if true else other
    if then is None:
        return nw.when(~true).then(expression(other))
    chosen = nw.when(true).then(expression(then))
    return chosen if other is None else chosen.otherwise(expression(other))


def _least(one: Any, other: Any) -> Any:
    if isinstance(one, nw.Expr) or isinstance(other, nw.Expr):
        return nw.min_horizontal(expression(one), expression(other))
    return min(one, other)


def _greatest(one: Any, other: Any) -> Any:
    if isinstance(one, nw.Expr) or isinstance(other, nw.Expr):
        return nw.max_horizontal(expression(one), expression(other))
    return max(one, other)


COLUMNS = Maths(
    log=_function(math.log, lambda x: x.log()),
    exp=_function(math.exp, lambda x: x.exp()),
    sqrt=_function(math.sqrt, lambda x: x.sqrt()),
    least=_least,
    greatest=_greatest,
    where=_where,
)


class Frames:
    """The algebra of `pricing.stages` for any dataframe."""

    maths = COLUMNS

    def column(self, name: str) -> nw.Expr:
        """Return a column of the frame."""
        return nw.col(name)

    def is_null(self, value: Any) -> Any:
        """Return whether a column is null."""
        return value.is_null() if isinstance(value, nw.Expr) else value is None

    def both(self, one: Any, other: Any) -> Any:
        """Return whether two conditions hold."""
        return one & other

    def coalesce(self, values: Sequence[Any]) -> Any:
        """Return the first text that is not null."""
        if not values:
            return nw.lit(None, dtype=nw.String)
        return nw.coalesce(*(expression(value) for value in values))

    def pick(self, number: Any, values: Sequence[Any]) -> Any:
        """Return the value whose place, from 1, is in a column of whole numbers."""
        if len(set(values)) == 1:
            return _where(self.is_null(number), None, values[0])
        picked: Any = values[-1]
        for place in range(len(values) - 1, 0, -1):
            picked = _where(number < place + 0.5, values[place - 1], picked)
        return _where(self.is_null(number), None, picked)

    def rounded(self, value: Any, digits: int) -> Any:
        """Return a column rounded to so many decimals."""
        return value.round(digits)
