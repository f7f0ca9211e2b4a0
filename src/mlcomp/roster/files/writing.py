"""How DuckDB writes a priced roster, and reads it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.roster.files.delimited import PLAIN
from mlcomp.roster.pricing.sql import name_of, text_of
from mlcomp.text import FORMULA, PLAIN_NUMBER, unrun

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from duckdb import DuckDBPyRelation

# Figures hardly repeat: a dictionary of them is built for long, and then thrown away.
_OPTIONS = {
    "csv": "FORMAT csv, HEADER, DELIMITER ',', USE_TMP_FILE false",
    "jsonl": "FORMAT json, ARRAY false, USE_TMP_FILE false",
    "parquet": "FORMAT parquet, COMPRESSION snappy, DICTIONARY_SIZE_LIMIT 5000, USE_TMP_FILE false",
}


def copied(
    result: DuckDBPyRelation, path: Path, format_: str, labels: Mapping[str, str], *, guarded: bool
) -> str:
    """Return the statement that writes a relation.

    Args:
        result: the relation.
        path: the file.
        format_: csv, jsonl or parquet.
        labels: what Parquet's key-value metadata says.
        guarded: write texts so that no spreadsheet runs them.
    """
    columns = []
    for name, kind in zip(result.columns, map(str, result.types), strict=True):
        shown = unrun(name) if guarded else name
        is_text = guarded and kind == "VARCHAR"
        columns.append(f"{_guarded(name) if is_text else name_of(name)} AS {name_of(shown)}")
    query = f"SELECT {', '.join(columns)} FROM ({result.sql_query()})"
    options = _OPTIONS[format_]
    if format_ == "parquet":
        pairs = ", ".join(f"{text_of(name)}: {text_of(label)}" for name, label in labels.items())
        options += f", KV_METADATA {{{pairs}}}"
    return f"COPY ({query}) TO {text_of(str(path))} ({options})"


def _guarded(name: str) -> str:
    """Return a text in which no spreadsheet sees a formula; a plain number is none."""
    column = name_of(name)
    # Not IN a list: DuckDB joins a list that long, and a join loses the order of the rows.
    return (
        f"CASE WHEN regexp_matches({column}, {text_of(FORMULA)}) "
        f"AND NOT regexp_matches({column}, {text_of(PLAIN_NUMBER)}) "
        f"THEN concat(chr(39), {column}) ELSE {column} END"
    )


def read_back(path: Path, format_: str, names: list[str], needed: Collection[str]) -> str:
    """Return what a written file is read with, as the FROM of a query.

    Args:
        path: the file.
        format_: csv, jsonl or parquet.
        names: its columns.
        needed: those that are asked for.
    """
    file = text_of(str(path))
    if format_ == "parquet":
        return f"read_parquet({file}, hive_partitioning=false)"
    read = [name for name in names if format_ == "csv" or name in needed]
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
