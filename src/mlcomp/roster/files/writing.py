"""How DuckDB writes a priced roster, and reads it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.errors import Fault, ProfileError
from mlcomp.roster.files.delimited import PLAIN
from mlcomp.roster.files.tables import LINE
from mlcomp.roster.pricing.sql import name_of, text_of
from mlcomp.text import FORMULA, PLAIN_NUMBER, quoted, unrun

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Mapping
    from pathlib import Path

# Figures hardly repeat: a dictionary of them is built for long, and then thrown away.
_OPTIONS = {
    "csv": "FORMAT csv, HEADER, DELIMITER ',', USE_TMP_FILE false",
    "jsonl": "FORMAT json, ARRAY false, USE_TMP_FILE false",
    "parquet": "FORMAT parquet, COMPRESSION snappy, DICTIONARY_SIZE_LIMIT 5000, USE_TMP_FILE false",
}

_GROUPS = range(30_000, 300_000)
"""Rows that may stand together in Parquet. Those that are read together are then written so: all
that belongs to another group is copied to it first, which takes a tenth of a run."""

_LINES = "FORMAT csv, HEADER false, QUOTE '', ESCAPE '', USE_TMP_FILE false"
"""Lines that are texts already, as they are."""

_PLAIN = ((".", "="), ("A", "{"))
"""Where texts begin and end that `FORMULA` has nothing of, by their first bytes."""


def copied(
    query: str,
    names: Iterable[str],
    path: Path,
    format_: str,
    labels: Mapping[str, str],
    *,
    guarded: Container[str] | None = None,
    together: int = 0,
) -> str:
    """Return the statement that writes what a query finds.

    Args:
        query: the query.
        names: its columns.
        path: the file.
        format_: csv, jsonl or parquet.
        labels: what Parquet's key-value metadata says.
        guarded: its columns of text, where no spreadsheet may run a cell or a name.
        together: about how many rows are read at a time.

    Raises:
        ProfileError: two columns would have one name.
    """
    names = list(names)
    shown = {} if guarded is None else guarded_names(names)
    columns = []
    for name in names:
        is_text = guarded is not None and name in guarded
        read = _guarded(name) if is_text else name_of(name)
        columns.append(f"{read} AS {name_of(shown.get(name, name))}")
    written = f"SELECT {', '.join(columns)} FROM ({query})"
    options = _OPTIONS[format_]
    if names[0] == LINE:
        # Each value would be read and written once more, and numbers and keys not as they were.
        added = ", ".join(f"{each}: {each}" for each in map(name_of, names[1:]))
        written = f"SELECT concat({LINE}, ltrim(to_json({{{added}}}), '{{')) FROM ({query})"
        options = _LINES
    if format_ == "parquet":
        pairs = ", ".join(f"{text_of(name)}: {text_of(label)}" for name, label in labels.items())
        options += f", KV_METADATA {{{pairs}}}"
        if together in _GROUPS:
            options += f", ROW_GROUP_SIZE {together}"
    return f"COPY ({written}) TO {text_of(str(path))} ({options})"


def guarded_names(names: Iterable[str]) -> dict[str, str]:
    """Return names of columns as no spreadsheet runs them.

    Raises:
        ProfileError: two would be one, and an engine would rename the second.
    """
    shown = {name: unrun(name) for name in names}
    owner: dict[str, str] = {}
    for name, guarded in shown.items():
        if (other := owner.setdefault(guarded.casefold(), name)) != name:
            found = f"{quoted(other)} and {quoted(name)}, both {quoted(guarded)}"
            hint = "--formulas leaves them as they are"
            expected = "names that differ once a formula stands behind an apostrophe"
            raise ProfileError(Fault("columns", expected=expected, found=found, hint=hint))
    return shown


def _guarded(name: str) -> str:
    """Return a text in which no spreadsheet sees a formula; a plain number is none."""
    column = name_of(name)
    # Two patterns on every cell took a tenth of a run: most begin with a letter or a digit, and
    # comparing says so. Not IN a list: DuckDB joins one that long, which loses the rows' order.
    plain = " OR ".join(
        f"({column} >= {text_of(first)} AND {column} < {text_of(after)})" for first, after in _PLAIN
    )
    return (
        f"CASE WHEN {plain} THEN {column} WHEN regexp_matches({column}, {text_of(FORMULA)}) "
        f"AND NOT regexp_matches({column}, {text_of(PLAIN_NUMBER)}) "
        f"THEN concat(chr(39), {column}) ELSE {column} END"
    )


def unguarded(rows: str, names: Collection[str]) -> str:
    """Return rows whose texts were written so that no spreadsheet runs them, as they were.

    Args:
        rows: the FROM of a query.
        names: the columns that are asked for.
    """
    columns = [name_of(name) for name in names]
    as_they_were = (
        f"CASE WHEN starts_with({each}, chr(39)) "
        f"AND regexp_matches(substr({each}, 2), {text_of(FORMULA)}) "
        f"THEN substr({each}, 2) ELSE {each} END AS {each}"
        for each in columns
    )
    return f"(SELECT * REPLACE ({', '.join(as_they_were)}) FROM {rows})" if columns else rows


def read_back(
    paths: Iterable[Path], format_: str, names: list[str], needed: Collection[str]
) -> str:
    """Return what written files are read with, as the FROM of a query.

    Args:
        paths: the file, or the parts of a folder.
        format_: csv, jsonl or parquet.
        names: its columns; JSON lines need none.
        needed: those that are asked for.
    """
    file = f"[{', '.join(text_of(str(path)) for path in paths)}]"
    if format_ == "parquet":
        return f"read_parquet({file}, hive_partitioning=false)"
    read = names if format_ == "csv" else sorted(needed)
    columns = ", ".join(f"{text_of(name)}: 'VARCHAR'" for name in read)
    if format_ == "jsonl":
        return (
            f"read_json({file}, format='newline_delimited', compression='none', "
            f"hive_partitioning=false, columns={{{columns}}})"
        )
    return (
        f"read_csv({file}, {PLAIN}, header=true, delim=',', quote='\"', escape='\"', "
        f"new_line='\\n', columns={{{columns}}}, max_line_size=8388608, buffer_size=16777216)"
    )
