"""Small pieces of SQL, in words that every dialect has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.employers.names import APART, HEAD, TAIL, TOGETHER
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
NOBODY = ";;"
"""A list of no names."""
_NUMBER = "^ *[+-]?([0-9]{1,30}[.]?[0-9]{0,30}|[.][0-9]{1,30}) *$"


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


# Names are compared in a form that is reached in two steps. The first is nothing but functions,
# each of the one before: DuckDB works those out once for each text of a column's dictionary, and
# finds what they give once in a join. A case loses that, unless it goes one way for all of a
# batch of rows: so the second has one, for what few texts have.


def given(text: str) -> str:
    """Return a text in lower case, and empty for null."""
    return f"lower(concat({text}, ''))"


def truth_given(text: str) -> str:
    """Return the form in which the words of `TRUTH` are looked up."""
    return f"trim({given(text)})"


def bare_given(text: str) -> str:
    """Return a text as `bare` does, for `bare_of`."""
    return _without(given(text), "-_ ")


def bare_of(name: str, text: str) -> str:
    """Return the form in which names are looked up; blank, but not empty, is no name."""
    return f"CASE WHEN {name} = '' AND {text} <> '' THEN ' ' ELSE {name} END"


def list_given(text: str) -> str:
    """Return a list of names, each as `bare` does and between semicolons, for `list_of`."""
    each = f"replace({bare_given(text)}, ';', ';;')"
    return f"replace(';' || {each} || ';', ';;;', ';')"


def list_of(names: str, text: str) -> str:
    """Return the form in which lists are looked up, that of none as `NOBODY`."""
    nameless = f"{_without(text, ' ;')} <> ''"
    return f"CASE WHEN {names} = '{NOBODY}' AND {nameless} THEN ';{UNKNOWN};' ELSE {names} END"


def place_given(text: str) -> str:
    """Return a text as `folded` does but for spaces, for `place_of`."""
    return f"replace(replace({given(text)}, '-', ' '), '_', ' ')"


def place_of(name: str) -> str:
    """Return the form in which places are looked up; blank, but not empty, is no name."""
    spaced = f"{name} LIKE ' %' OR {name} || ' ' LIKE '%  %'"
    # One space for many: no engine's regular expressions are like another's.
    single = f"replace(replace(replace({name}, ' ', '<>'), '><', ''), '<>', ' ')"
    blank = f"WHEN trim({name}) = '' THEN ' ' ELSE trim({single})"
    return f"CASE WHEN {spaced} THEN CASE {blank} END ELSE {name} END"


def employer_of(name: str) -> str:
    """Return what was `given` as `employer_key` does, but for accents; blank is no name."""
    # A single word has nothing to take away, and most are one.
    is_plain = f"regexp_replace({name}, '^[a-z0-9+]*$', '') = ''"
    plain = f"replace({name}, '&', ' and ')"
    for marks, between in ((TOGETHER, ""), (APART, " ")):
        plain = f"regexp_replace({plain}, {text_of(f'[{marks}]')}, '{between}', 'g')"
    words = f"' ' || {plain} || ' '"
    key = f"regexp_replace(regexp_replace({words}, {text_of(HEAD)}, ''), {text_of(TAIL)}, '')"
    key = f"replace({key}, ' ', '')"
    return f"CASE WHEN {is_plain} THEN {name} WHEN {key} = '' THEN ' ' ELSE {key} END"


def number_of(text: str) -> str:
    """Return a text as a number, null where it is none."""
    # Not matched, but replaced: DuckDB works only that out once for each text of a dictionary.
    is_number = f"regexp_replace({text}, '{_NUMBER}', '') = ''"
    return f"CASE WHEN {text} <> '' AND {is_number} THEN TRY_CAST({text} AS DOUBLE) END"


def _without(text: str, characters: str) -> str:
    for each in characters:
        text = f"replace({text}, '{each}', '')"
    return text


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
