"""The cells of a roster as SQL reads them: texts to be understood, and numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from mlcomp.errors import ProfileError
from mlcomp.roster.cells import BETWEEN_FIELDS, BETWEEN_NAMES
from mlcomp.roster.pricing.sql import Sql, only, text_of, unless
from mlcomp.rules.profile import MAX_YEARS

if TYPE_CHECKING:
    from collections.abc import Sequence

# Plain enough that every engine reads them as Python does; anything else is read by Python.
PLAIN_YEARS = "^[0-9]{1,2}([.][0-9]{1,9})?$"
# Thousands apart or not, and no 250.000 or 1,5, which elsewhere are other numbers.
PLAIN_PAY = (
    "^ *[$]? *([0-9]{1,3}([.][0-9]{1,2}|[.][0-9]{4,9})?|[0-9]{4,12}([.][0-9]{1,9})?"
    "|[0-9]{1,3}([, ][0-9]{3}){1,3}([.][0-9]{1,9})?) *$"
)
MAX_PAY = 1e12
Kind = Literal["text", "whole", "number"]
_WHOLE = {"tinyint", "smallint", "int", "integer", "bigint", "hugeint"}
_WHOLE |= {f"u{name}" for name in _WHOLE}
_NUMBERS = {"float", "double", "decimal"}
_NESTED = {"array", "struct", "map", "union"}


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
    number, text = _number(cell, matches, PLAIN_YEARS, " ")
    return _apart(number, f"{number} >= 0 AND {number} <= {MAX_YEARS}", text)


def paid_of(cell: Cell, matches: str) -> Read:
    """Read real pay, a positive amount."""
    number, text = _number(cell, matches, PLAIN_PAY, "$, ")
    return _apart(number, f"{number} > 0 AND {number} < {MAX_PAY:.0f}", text)


def unread(cell: Cell) -> Read:
    """Leave every text to Python."""
    return Read(Sql("CAST(NULL AS DOUBLE)"), given(cell.text))


def given(text: Sql) -> Sql:
    """Return a text, and null for an empty one."""
    return Sql(f"nullif({text}, '')")


def _number(cell: Cell, matches: str, plain: str, between: str) -> tuple[Sql, Sql]:
    """Return a column as a number, null where it is none, and as text, null for empty."""
    if cell.kind == "text":
        digits = only(
            Sql(f"{matches}({cell.text}, {text_of(plain)})"),
            Sql(f"translate({cell.text}, {text_of(between)}, '')"),
        )
        return Sql(f"CAST({digits} AS DOUBLE)"), given(cell.text)
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
