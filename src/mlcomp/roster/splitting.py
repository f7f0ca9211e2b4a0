"""By which columns of its people a table is split, and what is meant by what stands in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.errors import Fault, UsageError
from mlcomp.roster.cells import MADE, spelled
from mlcomp.roster.pricing.sql import name_of, sql, text_of
from mlcomp.text import listed, nearest, printable, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlcomp.roster.files.tables import Source

Values = dict[str, dict[str, str]]
"""For a column, what stands in the file and what it means; "" is not given."""

PRICED = {"level": "level_id", "metro": "metro"}
"""What a book made of a row, of which the file's own columns may say less or nothing."""

WHITE = "".join(filter(str.isspace, map(chr, range(0x3001))))
"""All that is white space in Python, no-break spaces too."""

MEANT = f"{MADE}meant_"
"""Before the names of inputs that are read as what their column means."""


def split_by(
    mapping: Mapping[str, str],
    names: Sequence[str],
    by: Sequence[str],
    prefix: str,
    option: str = "by",
) -> dict[str, str]:
    """Return the column of the priced rows for each thing that results are split by.

    Args:
        mapping: the column for each input.
        names: the file's own columns.
        by: what was typed: a column, an input, or one of `PRICED`.
        prefix: before the names of the columns that pricing adds.
        option: what a refusal calls it.

    Raises:
        UsageError: it is no column, or could be several.
    """
    split = {}
    for name in by:
        ours = spelled(name)
        if ours in PRICED:
            split[ours] = prefix + PRICED[ours]
        else:
            split[name] = column_of(option, name, mapping, names)
    return split


def meanings_by_column(
    values: Values, mapping: Mapping[str, str], names: Sequence[str]
) -> dict[str, dict[str, str]]:
    """Return what values mean, by the file's column in which they stand.

    Raises:
        UsageError: it is no column, or could be several.
    """
    found: dict[str, dict[str, str]] = {}
    for typed, meant in values.items():
        found.setdefault(column_of("value", typed, mapping, names), {}).update(meant)
    return found


def meant_by(column: str, meanings: Mapping[str, str]) -> str:
    """Return what the cells of a column mean, as text: a column's name as SQL, and the same."""
    text = f"CAST({column} AS STRING)"
    cases = " ".join(
        f"WHEN {sql(found.strip())} THEN {sql(means)}" for found, means in meanings.items()
    )
    return f"CASE {cells_of(column)} {cases} ELSE {text} END"


def cells_of(column: str) -> str:
    """Return the cells of a column as `meant_by` looks for them, by its name as SQL."""
    return trimmed(f"CAST({column} AS STRING)")


def trimmed(text: object) -> str:
    """Return a text as SQL without white space at its ends, as Python's own strip does."""
    # Most begin and end with plain characters, and a look at those costs a tenth of trimming.
    plain = f"left({text}, 1) BETWEEN '!' AND '~' AND right({text}, 1) BETWEEN '!' AND '~'"
    return f"CASE WHEN {plain} THEN {text} ELSE trim(BOTH {text_of(WHITE)} FROM {text}) END"


def with_values(source: Source, values: Values) -> Source:
    """Return a file whose inputs are read as what their cells mean; its own columns stay.

    Raises:
        UsageError: a value's column is none, or could be several.
    """
    by_column = meanings_by_column(values, source.given, source.names)
    meant = {ours: MEANT + ours for ours, each in source.given.items() if each in by_column}
    if not meant:
        return source
    added = ", ".join(
        f"{meant_by(name_of(source.mapping[ours]), by_column[source.given[ours]])} "
        f"AS {name_of(each)}"
        for ours, each in meant.items()
    )
    people = source.people.select(f"*, {added}")
    return source._replace(people=people, mapping=source.mapping | meant)


def column_of(option: str, typed: str, mapping: Mapping[str, str], names: Sequence[str]) -> str:
    """Return the column of an input, or of that very name, or else the one spelled like it."""
    ours = spelled(typed)
    if ours in mapping:
        return mapping[ours]
    if typed in names:
        return typed
    found = [name for name in names if spelled(name) == ours]
    if not found:
        like = listed(map(quoted, nearest(typed, names)))
        hint = f"; did you mean {like}?" if like else ""
        valid = ", ".join(map(printable, names))
        raise UsageError(f"{option}: {quoted(typed)} is no column; valid: {valid}{hint}")
    if len(found) > 1:
        among = listed(map(quoted, found), "and")
        raise UsageError(Fault(option, expected="one column", found=among))
    return found[0]
