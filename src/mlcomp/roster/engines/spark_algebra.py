"""Columns of PySpark as the numbers of the rules.

Its own columns, and not Narwhals': those are written out again wherever they are used, which
takes Spark half a minute of planning for one query.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from pyspark.sql import Column
from pyspark.sql import functions as f

from mlcomp.book.ranges import Maths

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def column(value: Any) -> Column:
    """Return a constant as a column."""
    return value if isinstance(value, Column) else f.lit(value)


def _function(
    of_number: Callable[[float], float], of_column: Callable[[Column], Column]
) -> Callable[[Any], Any]:
    def applied(value: Any) -> Any:
        return of_column(value) if isinstance(value, Column) else of_number(value)

    return applied


def _either(
    of_numbers: Callable[[float, float], float], of_columns: Callable[[Column, Column], Column]
) -> Callable[[Any, Any], Any]:
    def applied(one: Any, other: Any) -> Any:
        if isinstance(one, Column) or isinstance(other, Column):
            return of_columns(column(one), column(other))
        return of_numbers(one, other)

    return applied


def _where(true: Any, then: Any, other: Any) -> Any:
    if isinstance(true, bool):
        return then if true else other
    return f.when(true, column(then)).otherwise(column(other))


class SparkColumns:
    """The algebra of `pricing.stages` for Spark."""

    maths = Maths(
        log=_function(math.log, f.log),
        exp=_function(math.exp, f.exp),
        sqrt=_function(math.sqrt, f.sqrt),
        least=_either(min, f.least),
        greatest=_either(max, f.greatest),
        where=_where,
    )

    def column(self, name: str) -> Column:
        """Return a column of the frame."""
        return f.col(name)

    def is_null(self, value: Any) -> Any:
        """Return whether a column is null."""
        return value.isNull() if isinstance(value, Column) else value is None

    def both(self, one: Any, other: Any) -> Any:
        """Return whether two conditions hold."""
        return one & other

    def coalesce(self, values: Sequence[Any]) -> Column:
        """Return the first text that is not null."""
        if not values:
            return f.lit(None).cast("string")
        return f.coalesce(*map(column, values))

    def pick(self, number: Any, values: Sequence[Any]) -> Column:
        """Return the value whose place, from 1, is in a column of whole numbers."""
        # Not an element of an array: Spark takes that for never null, and null for 0.
        number = column(number)
        first, *rest = ((number < place + 0.5, v) for place, v in enumerate(values, 1))
        picked = f.when(*first)
        for each in rest:
            picked = picked.when(*each)
        return picked

    def rounded(self, value: Any, digits: int) -> Column:
        """Return a column rounded to so many decimals."""
        return f.round(column(value), digits)
