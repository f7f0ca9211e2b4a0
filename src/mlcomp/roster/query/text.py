"""Small pieces of SQL, in words that every dialect has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlcomp.roster.cells import BETWEEN_FIELDS, BETWEEN_NAMES
from mlcomp.roster.pricing.columns import PREFIX
from mlcomp.roster.pricing.sql import name_of, sql, text_of
from mlcomp.text import SHOWN_CHARACTERS, key

if TYPE_CHECKING:
    from mlcomp.errors import Fault

# A name nobody has: its fault is that of every name that is not known.
UNKNOWN = "qzxqzxqzx"


def own(name: str) -> str:
    """Return a column of the cells as they were given."""
    return f"mlcomp_cells.{name_of(PREFIX + name)}"


def key_of(name: str) -> str:
    """Return the cell by which a look-up is joined."""
    return name_of(f"{PREFIX}cell_{name}")


def column_of(name: str) -> str:
    """Return a column's name, in quotes only if it must be: warehouses differ in case."""
    return name if name.isidentifier() and name.isascii() else name_of(name)


def constant(value: Any) -> str:
    """Return a constant of a list of values."""
    return repr(value) if isinstance(value, int | float) else sql(value)


def normal(name: str, typed: str) -> str | None:
    """Return a cell as `_cells` will have it; None where it stands for an unknown one."""
    if name != "place":
        return key(typed)
    city, _, remote = typed.partition(BETWEEN_FIELDS)
    return key(city) + (f"|{remote}" if remote else "")


def normalized(text: str, *, lists: bool) -> str:
    """Return a text as `key` would, in SQL; blank, but not empty, is no name."""
    spaced = f"replace(replace({text}, '-', ' '), '_', ' ')"
    # One space for many: no engine's regular expressions are like another's.
    single = f"replace(replace(replace({spaced}, ' ', '<>'), '><', ''), '<>', ' ')"
    if lists:
        apart = f"replace(replace({single}, ' {BETWEEN_NAMES}', ';'), '{BETWEEN_NAMES} ', ';')"
        each = f"replace(lower(trim({apart})), ';', ';;')"
        whole = f"replace(';' || {each} || ';', ';;;', ';')"
        return f"CASE WHEN trim({text}) = '' THEN '' ELSE {whole} END"
    name = f"lower(trim({single}))"
    return f"CASE WHEN {text} = '' THEN '' WHEN {name} = '' THEN ' ' ELSE {name} END"


def about(fault: Fault, cell: str) -> str:
    """Return the sentence of a fault around what a cell has, cut and in quotes as `quoted`."""
    before, after = fault.around()
    text = own(cell)
    cut = (
        f"substr({text}, 1, {SHOWN_CHARACTERS}) || "
        f"CASE WHEN length({text}) > {SHOWN_CHARACTERS} THEN '…' ELSE '' END"
    )
    opening, closing = text_of(before + "'"), text_of("'" + after)
    return f"{opening} || {cut} || {closing}"
