"""Small pieces of SQL, in words that every dialect has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.employers.names import APART, HEAD, TAIL, TOGETHER
from mlcomp.roster.cells import TRUTH
from mlcomp.roster.pricing.columns import made
from mlcomp.roster.pricing.sql import name_of, text_of
from mlcomp.text import SHOWN_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mlcomp.errors import Fault
    from mlcomp.roster.pricing.sql import Constant

# Elsewhere a name in quotes is found in any case, and given back as the table spells it.
_FOLDED: dict[str, Callable[[str], str]] = {"snowflake": str.upper, "postgres": str.lower}
# A name nobody has: its fault is that of every name that is not known.
UNKNOWN = "qzxqzxqzx"


def own(name: str) -> str:
    """Return a column of the cells as they were given."""
    return f"mlcomp_cells.{made(name)}"


def column_of(name: str, dialect: str) -> str:
    """Return a column's name, in quotes, as a dialect folds it without: no word is reserved."""
    fold = _FOLDED.get(dialect) if name.isidentifier() and name.isascii() else None
    return name_of(fold(name) if fold else name)


def among(cell: str, texts: Iterable[str]) -> str:
    """Return whether a cell is one of some texts."""
    return f"{cell} IN ({', '.join(map(text_of, texts))})"


def typed(column: str, values: Iterable[Constant]) -> str:
    """Return a column of a table of constants as what it is, also where it is all null."""
    kind = "VARCHAR" if any(isinstance(value, str) for value in values) else "DOUBLE"
    return f"CAST({column} AS {kind})"


def true_of(text: str) -> str:
    """Return 1 for a text that says yes, 0 for one that says no or nothing, null for others."""
    cell = f"lower(trim({text}))"
    yes = among(cell, (word for word, true in TRUTH.items() if true))
    no = among(cell, ("", *(word for word, true in TRUTH.items() if not true)))
    # As most are written; the words of the others take far longer to look for.
    plain = f"WHEN {text} = 'true' THEN 1 WHEN {among(text, ('false', ''))} THEN 0"
    return f"CASE {plain} WHEN {yes} THEN 1 WHEN {no} THEN 0 END"


def normalized(text: str, *, lists: bool) -> str:
    """Return a text as `bare` does, in SQL; blank, but not empty, is no name."""
    name = f"lower(replace(replace(replace({text}, '-', ''), '_', ''), ' ', ''))"
    if lists:
        each = f"replace({name}, ';', ';;')"
        whole = f"replace(';' || {each} || ';', ';;;', ';')"
        return f"CASE WHEN trim({text}) = '' THEN '' ELSE {whole} END"
    return f"CASE WHEN {text} = '' THEN '' WHEN {name} = '' THEN ' ' ELSE {name} END"


def place_normalized(text: str) -> str:
    """Return a text as `folded` does, in SQL; blank, but not empty, is no name."""
    # Most texts have nothing to fold but their case, and to see that is cheap.
    is_plain = " AND ".join(
        [f"{text} NOT LIKE ' %' AND {text} NOT LIKE '% '"]
        + [f"strpos({text}, {text_of(each)}) = 0" for each in ("-", "_", "  ")]
    )
    spaced = f"replace(replace({text}, '-', ' '), '_', ' ')"
    # One space for many: no engine's regular expressions are like another's.
    single = f"replace(replace(replace({spaced}, ' ', '<>'), '><', ''), '<>', ' ')"
    name = f"lower(trim({single}))"
    return f"CASE WHEN {is_plain} THEN lower({text}) WHEN {name} = '' THEN ' ' ELSE {name} END"


def employer_normalized(text: str) -> str:
    """Return a text as `employer_key` does, in SQL, but for accents."""
    # A single word has nothing to take away, and most are one.
    is_plain = f"regexp_matches({text}, '^[A-Za-z0-9+]*$')"
    plain, apart = f"replace(lower({text}), '&', ' and ')", text_of(" " * len(APART))
    words = f"' ' || translate({plain}, {text_of(APART + TOGETHER)}, {apart}) || ' '"
    key = f"regexp_replace(regexp_replace({words}, {text_of(HEAD)}, ''), {text_of(TAIL)}, '')"
    name = f"replace({key}, ' ', '')"
    return f"CASE WHEN {is_plain} THEN lower({text}) WHEN {name} = '' THEN ' ' ELSE {name} END"


def any_of(names: Iterable[str]) -> str:
    """Return a pattern of lists, as `normalized` writes them, of nothing but some names."""
    # A character that is special in patterns stands in brackets; what is so there, for any.
    quoted = (
        "".join(c if c.isalnum() else "." if c in "[]^\\'" else f"[{c}]" for c in name)
        for name in names
    )
    return f"^(;({'|'.join(quoted)});)*$"


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
