"""The cells of a roster as SQL reads them: texts to be understood, and numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from mlcomp.errors import OfferError, ProfileError
from mlcomp.offers.money import (
    COMMON_PATTERN,
    MAX_SALARY,
    MAX_UNSAID,
    MIN_SALARY,
    NUMBER_PATTERN,
    SALARY_PATTERN,
    TIMES,
    salary,
)
from mlcomp.roster.cells import BETWEEN_FIELDS, BETWEEN_NAMES, TRUTH
from mlcomp.roster.pricing.sql import Sql, both, only, rounded, text_of, unless
from mlcomp.rules.profile import MAX_YEARS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlcomp.offers.money import Per

# Plain enough that every engine reads them as Python does; anything else is read by Python.
PLAIN_YEARS = "^[0-9]{1,2}([.][0-9]{1,9})?$"
Kind = Literal["text", "whole", "number"]
_WHOLE = {"tinyint", "smallint", "int", "integer", "bigint", "hugeint"}
_WHOLE |= {f"u{name}" for name in _WHOLE}
_NUMBERS = {"float", "double", "decimal"}
_NESTED = {"array", "struct", "map", "union", "object"}


class Cell(NamedTuple):
    """An input's column: its name as SQL, and what it holds."""

    column: str
    kind: Kind

    @property
    def text(self) -> Sql:
        """Return the cell as text, empty where there is none."""
        return Sql(f"coalesce(CAST({self.column} AS STRING), '')")


class Read(NamedTuple):
    """A column of numbers: those that are plain, and as text those that are not."""

    plain: Sql
    odd: Sql


def kind_of(ours: str, type_: str) -> Kind:
    """Return what a column holds by its type, as DuckDB or Spark writes it.

    Raises:
        ProfileError: it holds no single values.
    """
    name = type_.casefold().partition("(")[0].partition("<")[0]
    if type_.endswith("]") or name in _NESTED:
        raise ProfileError(
            f"{ours}: expected a column of text (several names with {BETWEEN_NAMES} between), "
            f"found {type_}"
        )
    if name in _WHOLE:
        return "whole"
    return "number" if name in _NUMBERS else "text"


def together(cells: Sequence[Cell]) -> Sql:
    """Return the cells of some columns as one text."""
    return Sql(f" || {text_of(BETWEEN_FIELDS)} || ".join(str(cell.text) for cell in cells))


def years_of(cell: Cell, matches: str) -> Read:
    """Read years, 0 to `MAX_YEARS`."""
    plain = Sql(f"CASE WHEN {matches}({cell.text}, {text_of(PLAIN_YEARS)}) THEN {cell.text} END")
    number, text = _number(cell, Sql(f"CAST({plain} AS DOUBLE)"))
    return _apart(number, f"{number} >= 0 AND {number} <= {MAX_YEARS}", text)


def dollars_of(cell: Cell, matches: str) -> Sql:
    """Read real pay as dollars to the cent, null where it is none.

    Most texts are digits and nothing else, and for them one pattern is enough.
    """
    text = cell.text
    scale = " ".join(
        f"WHEN contains({text}, {text_of(letter)}) THEN CAST({times} AS DOUBLE)"
        for letter, times in {"k": 1e3, "K": 1e3, "m": 1e6, "M": 1e6}.items()
    )
    number = _without(f"regexp_extract({text}, {text_of(NUMBER_PATTERN)}, 0)", ",_ ")
    read = Sql(
        f"CASE WHEN {matches}({text}, {text_of(COMMON_PATTERN)}) THEN {_without(text, '$,')} "
        f"WHEN {matches}({text}, {text_of(SALARY_PATTERN)}) "
        f"THEN {number} * CASE {scale} ELSE CAST(1 AS DOUBLE) END END"
    )
    return rounded(_number(cell, read)[0], 2)


def _without(text: object, characters: str) -> Sql:
    """Return a text without some characters as a number."""
    # One call for all of them, translate, takes ten times as long.
    for character in characters:
        text = f"replace({text}, {text_of(character)}, '')"
    return Sql(f"CAST({text} AS DOUBLE)")


def yearly_of(cell: Cell, dollars: Sql, matches: str, per: Per | None) -> Sql:
    """Return `dollars_of` as pay a year, null where `offers.money.salary` refuses it."""
    said = f"{matches}({cell.text}, '[yY]')" if cell.kind == "text" else "FALSE"
    if per is None:
        whole = f"{dollars} >= {MIN_SALARY} AND {dollars} <= {MAX_UNSAID}"
        fits = f"{dollars} >= 1 AND {dollars} <= {MAX_SALARY:.0f}"
        return Sql(f"CASE WHEN {whole} THEN {dollars} WHEN {fits} AND {said} THEN {dollars} END")
    times = f"CASE WHEN {said} THEN 1 ELSE {TIMES[per]} END"
    yearly = Sql(f"({dollars} * CAST({times} AS DOUBLE))")
    return only(Sql(f"{yearly} >= 1 AND {yearly} <= {MAX_SALARY:.0f}"), yearly)


def odd_of(cell: Cell, read: Sql) -> Sql:
    """Return the text of a cell that was not read as pay."""
    return only(Sql(f"({read} IS NULL)"), _number(cell, given(cell.text))[1])


def unread(cell: Cell) -> Read:
    """Leave every text to Python."""
    return Read(Sql("CAST(NULL AS DOUBLE)"), given(cell.text))


def placeless(cells: Mapping[str, Cell]) -> Sql:
    """Return whether a row's city is blank, though its job is at some place."""
    if "city" not in cells:
        return Sql("FALSE")
    blank = Sql(f"({cells['city'].text} = '')")
    if "remote" not in cells:
        return blank
    yes = ", ".join(text_of(word) for word, true in TRUTH.items() if true)
    return both(blank, Sql(f"(lower(trim({cells['remote'].text})) NOT IN ({yes}))"))


def refusal(kind: str, text: str, per: Per | None) -> str | None:
    """Return what an offer would be told of such pay."""
    try:
        salary(text, per, "roster")
    except OfferError as error:
        return str(error.faults[0]._replace(field=kind))
    return None


def written(text: str, cell: Cell) -> str:
    """Return a number that is not plain as Python writes it, and a text as it is."""
    return repr(float(text)) if cell.kind == "number" else text


def given(text: Sql) -> Sql:
    """Return a text, and null for an empty one."""
    return Sql(f"nullif({text}, '')")


def _number(cell: Cell, of_text: Sql) -> tuple[Sql, Sql]:
    """Return a column as a number, null where it is none, and as text, null for empty."""
    if cell.kind == "text":
        return of_text, given(cell.text)
    number = Sql(f"CAST({cell.column} AS DOUBLE)")
    if cell.kind == "whole":
        return number, Sql(f"CAST({cell.column} AS STRING)")
    # By the least and most in a Parquet file, which leave NaN out, DuckDB takes any for plain,
    # and no text of one for 'nan'.
    is_nan = Sql(f"isnan({number})")
    text = Sql(f"CASE WHEN {is_nan} THEN 'nan' ELSE CAST({number} AS STRING) END")
    return unless(is_nan, number), text


def _apart(number: Sql, plain: str, text: Sql) -> Read:
    fits = Sql(f"coalesce({plain}, FALSE)")
    return Read(only(fits, number), unless(fits, text))
