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


def true_of(text: str) -> str:
    """Return 'true' for a text that says yes, 'false' for no or none, null for others."""
    cell = f"lower(trim({text}))"
    yes = among(cell, (word for word, true in TRUTH.items() if true))
    no = among(cell, ("", *(word for word, true in TRUTH.items() if not true)))
    # As most are written; the words of the others take far longer to look for.
    plain = f"WHEN {text} = 'true' THEN 'true' WHEN {among(text, ('false', ''))} THEN 'false'"
    cases = f"{plain} WHEN {yes} THEN 'true' WHEN {no} OR {text} IS NULL THEN 'false'"
    return f"lower(CASE {cases} END)"


def normalized(text: str, *, lists: bool) -> str:
    """Return a text as `bare` does, in SQL; blank, but not empty, is no name."""
    name = f"replace(replace(replace({text}, '-', ''), '_', ''), ' ', '')"
    if lists:
        each = f"replace({name}, ';', ';;')"
        whole = f"replace(';' || {each} || ';', ';;;', ';')"
        return _case(f"WHEN trim({text}) = '' THEN '' ELSE {whole}")
    return _case(f"WHEN {text} = '' THEN '' WHEN {name} = '' THEN ' ' ELSE {name}")


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
    name = f"trim({single})"
    return _case(f"WHEN {is_plain} THEN {text} WHEN {name} = '' THEN ' ' ELSE {name}")


def employer_normalized(text: str) -> str:
    """Return a text as `employer_key` does, in SQL, but for accents."""
    # A single word has nothing to take away, and most are one. DuckDB does not work out a
    # pattern that is matched, nor translate, once for each text of a dictionary.
    is_plain = f"regexp_replace({text}, '^[A-Za-z0-9+]*$', '') = ''"
    plain = f"replace(lower({text}), '&', ' and ')"
    for marks, between in ((TOGETHER, ""), (APART, " ")):
        plain = f"regexp_replace({plain}, {text_of(f'[{marks}]')}, '{between}', 'g')"
    words = f"' ' || {plain} || ' '"
    key = f"regexp_replace(regexp_replace({words}, {text_of(HEAD)}, ''), {text_of(TAIL)}, '')"
    name = f"replace({key}, ' ', '')"
    return _case(f"WHEN {is_plain} THEN {text} WHEN {name} = '' THEN ' ' ELSE {name}")


def _case(cases: str) -> str:
    """Return a text by cases, in lower case, and empty for null."""
    # DuckDB works a function of one column out once for each text of the column's dictionary:
    # so one stands around it all, and null is last, where nothing else can share it.
    return f"lower(coalesce(CASE {cases} END, ''))"


def any_of(names: Iterable[str]) -> str:
    """Return a pattern of lists, as `normalized` writes them, of nothing but some names."""
    # A character that is special in patterns stands in brackets; what is so there, for any.
    quoted = (
        "".join(c if c.isalnum() else "." if c in "[]^\\'" else f"[{c}]" for c in name)
        for name in names
    )
    # What is between names may be there without them, in any number.
    return f"^;*(;({'|'.join(quoted)});+)*$"


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
