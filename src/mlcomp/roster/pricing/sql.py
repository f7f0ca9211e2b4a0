"""Columns of SQL as the numbers of the rules, in words that DuckDB and Spark both read."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple

from mlcomp.book.ranges import Maths
from mlcomp.text import HALF

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

# Names of levels and metros, which an enumeration carries and writes as a small number.
MAX_MEMBERS = 2_000


def _before(operator: str) -> Callable[[Sql, Value], Sql]:
    return lambda own, other: Sql(f"({own} {operator} {sql(other)})")


def _after(operator: str) -> Callable[[Sql, Value], Sql]:
    return lambda own, other: Sql(f"({sql(other)} {operator} {own})")


class Sql:
    """An expression of SQL, with the operators of numbers."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return self.text

    __add__, __radd__ = _before("+"), _after("+")
    __sub__, __rsub__ = _before("-"), _after("-")
    __mul__, __rmul__ = _before("*"), _after("*")
    __truediv__, __rtruediv__ = _before("/"), _after("/")
    __lt__, __gt__ = _before("<"), _before(">")


Constant = float | str | None
Value = Sql | Constant


def sql(value: Value) -> str:
    """Return an expression or a constant as SQL."""
    if isinstance(value, Sql):
        return value.text
    if value is None:
        return "CAST(NULL AS STRING)"
    if isinstance(value, str):
        # Spark reads \ in a text as an escape, and ${} as a variable of its own.
        pieces = (p for p in re.split(r"([\\$])", value) if p)
        each = [f"chr({ord(p)})" if p in ("\\", "$") else text_of(p) for p in pieces]
        return f"({' || '.join(each)})" if len(each) > 1 else "".join(each) or "''"
    # A cast, so that no engine takes it for a decimal number and rounds.
    return f"CAST({value!r} AS DOUBLE)"


def name_of(name: str) -> str:
    """Return a name as SQL."""
    return '"' + name.replace('"', '""') + '"'


def text_of(text: str) -> str:
    """Return a text as SQL."""
    return "'" + text.replace("'", "''") + "'"


def listed(columns: Mapping[str, Value], naming: Callable[[str], str] = str) -> str:
    """Return the columns of a selection: expressions and their names."""
    return ", ".join(f"{sql(each)} AS {naming(name)}" for name, each in columns.items())


def is_null(value: Sql) -> Sql:
    """Return whether a value is null."""
    return Sql(f"({value} IS NULL)")


def both(one: Sql, other: Sql) -> Sql:
    """Return whether two conditions hold."""
    return Sql(f"({one} AND {other})")


def one_of(one: Sql, other: Sql) -> Sql:
    """Return whether one of two conditions holds."""
    return Sql(f"({one} OR {other})")


def only(condition: Sql, value: Value) -> Sql:
    """Return a value where a condition holds, and null elsewhere."""
    return Sql(f"CASE WHEN {condition} THEN {sql(value)} END")


def unless(condition: Sql, value: Value) -> Sql:
    """Return null where a condition holds, and a value elsewhere."""
    return only(Sql(f"(NOT {condition})"), value)


def coalesce(values: Sequence[Value]) -> Sql:
    """Return the first value that is not null, or a null text for none."""
    if len(values) < 2:
        return Sql(sql(values[0] if values else None))
    return Sql(f"coalesce({', '.join(map(sql, values))})")


def rounded(value: Sql, digits: int) -> Sql:
    """Return a number to so many decimals, as `text.rounded` does."""
    scale = sql(10.0**digits)
    return Sql(f"(floor({value} * {scale} + {sql(HALF)}) / {scale})")


def _function(name: str, of_number: Callable[[float], float]) -> Callable[[Sql | float], Sql]:
    def applied(value: Sql | float) -> Sql:
        return Sql(f"{name}({value})" if isinstance(value, Sql) else sql(of_number(value)))

    return applied


def _either(name: str) -> Callable[[Sql | float, Sql | float], Sql]:
    return lambda one, other: Sql(f"{name}({sql(one)}, {sql(other)})")


EXPRESSIONS = Maths(
    log=_function("ln", math.log),
    exp=_function("exp", math.exp),
    sqrt=_function("sqrt", math.sqrt),
    least=_either("least"),
    greatest=_either("greatest"),
    where=lambda true, then, other: Sql(f"CASE WHEN {true} THEN {sql(then)} ELSE {sql(other)} END"),
)


class Dialect(NamedTuple):
    """What each engine has its own words for.

    Attributes:
        pick: return the value whose place, from 1, is a whole number.
        naming: return the name of a column that is not ours.
        matches: the function that says whether a text has a pattern.
    """

    pick: Callable[[Sql, Sequence[Constant]], Sql]
    naming: Callable[[str], str]
    matches: str


def by_case(number: Sql, values: Sequence[Constant]) -> Sql:
    """Return the value at a place, in words that every engine has."""
    # Not an element of an array: Spark takes that for never null, and null for 0.
    cases = (
        f"WHEN {number} < {place + 0.5} THEN {sql(each)}" for place, each in enumerate(values, 1)
    )
    return Sql(f"CASE {' '.join(cases)} END")


def by_list(number: Sql, values: Sequence[Constant]) -> Sql:
    """Return the value at a place, for DuckDB: an element of a list is found faster than a case."""
    return Sql(f"list_extract({list_of(values)}, {number}::INTEGER)")


def enumeration(texts: Sequence[str]) -> str:
    """Return the type of a few distinct texts."""
    return f"ENUM({', '.join(map(text_of, texts))})"


def list_of(values: Sequence[Constant], members: Sequence[str] = ()) -> str:
    """Return constants as a list in DuckDB's dialect; texts as an enumeration, if few.

    Its members are the texts themselves, or those given, of which they have to be.
    """
    texts = list(dict.fromkeys(value for value in values if isinstance(value, str)))
    if texts:
        kind = enumeration(members or texts) if len(texts) <= MAX_MEMBERS else "VARCHAR"
    else:
        kind = "DOUBLE"
    # One text of the list: a text of each would be parsed and bound for each by itself.
    return f"{text_of('[' + ', '.join(map(_element, values)) + ']')}::{kind}[]"


def _element(value: Constant) -> str:
    """Return a constant as DuckDB reads it in the text of a list."""
    if value is None:
        return "NULL"
    if not isinstance(value, str):
        return repr(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


DUCKDB = Dialect(by_list, name_of, "regexp_matches")
SPARK = Dialect(by_case, lambda name: "`" + name.replace("`", "``") + "`", "regexp_like")
ANYWHERE = Dialect(by_case, name_of, "regexp_matches")
"""In DuckDB's words, of which those of any warehouse can be made."""
