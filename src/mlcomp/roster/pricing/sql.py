"""Columns of SQL as the numbers of the rules: text in DuckDB's dialect; others follow from it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from mlcomp.book.ranges import Maths

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


# Names of levels and metros, which an enumeration carries and writes as a small number.
MOST_MEMBERS = 2_000


class Sql:
    """An expression of SQL, with the operators of numbers."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return self.text

    def _with(self, operator: str, other: object) -> Sql:
        return Sql(f"({self} {operator} {sql(other)})")

    def _after(self, operator: str, other: object) -> Sql:
        return Sql(f"({sql(other)} {operator} {self})")

    def __add__(self, other: object) -> Sql:
        return self._with("+", other)

    def __radd__(self, other: object) -> Sql:
        return self._after("+", other)

    def __sub__(self, other: object) -> Sql:
        return self._with("-", other)

    def __rsub__(self, other: object) -> Sql:
        return self._after("-", other)

    def __mul__(self, other: object) -> Sql:
        return self._with("*", other)

    def __rmul__(self, other: object) -> Sql:
        return self._after("*", other)

    def __truediv__(self, other: object) -> Sql:
        return self._with("/", other)

    def __rtruediv__(self, other: object) -> Sql:
        return self._after("/", other)

    def __lt__(self, other: object) -> Sql:
        return self._with("<", other)

    def __gt__(self, other: object) -> Sql:
        return self._with(">", other)


def sql(value: object) -> str:
    """Return an expression or a constant as SQL."""
    if isinstance(value, Sql):
        return value.text
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return text_of(value)
    if isinstance(value, int | float):
        # A cast, so that no engine takes it for a decimal number and rounds.
        return f"CAST({value!r} AS DOUBLE)"
    raise TypeError(f"no constant of SQL: {value!r}")


def name_of(name: str) -> str:
    """Return a name as SQL."""
    return '"' + name.replace('"', '""') + '"'


def text_of(text: str) -> str:
    """Return a text as SQL."""
    return "'" + text.replace("'", "''") + "'"


def _function(name: str, of_number: Callable[[float], float]) -> Callable[[Any], Any]:
    def applied(value: Any) -> Any:
        return Sql(f"{name}({value})") if isinstance(value, Sql) else of_number(value)

    return applied


def _either(name: str, of_numbers: Callable[[float, float], float]) -> Callable[[Any, Any], Any]:
    def applied(one: Any, other: Any) -> Any:
        if isinstance(one, Sql) or isinstance(other, Sql):
            return Sql(f"{name}({sql(one)}, {sql(other)})")
        return of_numbers(one, other)

    return applied


def _where(true: Any, then: Any, other: Any) -> Any:
    if isinstance(true, bool):
        return then if true else other
    if other is None:
        return Sql(f"CASE WHEN {true} THEN {sql(then)} END")
    return Sql(f"CASE WHEN {true} THEN {sql(then)} ELSE {sql(other)} END")


EXPRESSIONS = Maths(
    log=_function("ln", math.log),
    exp=_function("exp", math.exp),
    sqrt=_function("sqrt", math.sqrt),
    least=_either("least", min),
    greatest=_either("greatest", max),
    where=_where,
)


class Expressions:
    """The algebra of `pricing.stages` for SQL that any engine understands."""

    maths = EXPRESSIONS

    def column(self, name: str) -> Sql:
        """Return a column of the query."""
        return Sql(name_of(name))

    def is_null(self, value: Any) -> Any:
        """Return whether a column is null."""
        return Sql(f"({value} IS NULL)") if isinstance(value, Sql) else value is None

    def both(self, one: Any, other: Any) -> Any:
        """Return whether two conditions hold."""
        return Sql(f"({one} AND {other})")

    def coalesce(self, values: Sequence[Any]) -> Any:
        """Return the first text that is not null."""
        if not values:
            return Sql("CAST(NULL AS VARCHAR)")
        if len(values) == 1:
            return Sql(f"CAST({sql(values[0])} AS VARCHAR)")
        return Sql(f"coalesce({', '.join(map(sql, values))})")

    def pick(self, number: Any, values: Sequence[Any]) -> Any:
        """Return the value whose place, from 1, is in a column of whole numbers."""
        cases = (
            f"WHEN {number} < {place + 0.5} THEN {sql(value)}"
            for place, value in enumerate(values, 1)
        )
        return Sql(f"CASE {' '.join(cases)} END")

    def rounded(self, value: Any, digits: int) -> Any:
        """Return a column rounded to so many decimals."""
        # With two arguments PostgreSQL rounds no floating-point number.
        scale = sql(10.0**digits)
        return Sql(f"(round({sql(value)} * {scale}) / {scale})")


class DuckExpressions(Expressions):
    """The same for DuckDB alone, where an element of a list is found faster than a case."""

    def pick(self, number: Any, values: Sequence[Any]) -> Any:
        """Return the value whose place, from 1, is in a column of whole numbers."""
        return Sql(f"list_extract({list_of(values)}, {number}::INTEGER)")


def list_of(values: Sequence[Any]) -> str:
    """Return constants as a list in DuckDB's dialect; texts as an enumeration, if few."""
    if any(isinstance(value, str) for value in values):
        members = dict.fromkeys(text_of(value) for value in values if value is not None)
        kind = f"ENUM({', '.join(members)})" if len(members) <= MOST_MEMBERS else "VARCHAR"
        each = ("NULL" if value is None else text_of(value) for value in values)
    else:
        kind = "DOUBLE"
        each = ("NULL" if value is None else f"'{value!r}'" for value in values)
    return f"[{', '.join(each)}]::{kind}[]"
