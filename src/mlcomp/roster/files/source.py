"""A file of people as a DuckDB relation: CSV, JSON lines or Parquet, every cell as it is."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mlcomp.errors import RosterError
from mlcomp.files import naming
from mlcomp.roster.cells import BETWEEN_NAMES, columns_of
from mlcomp.roster.files.delimited import header_of, rows_of, together
from mlcomp.roster.files.json_lines import json_lines
from mlcomp.roster.files.rejects import UNREAD
from mlcomp.roster.files.tables import HIDDEN, Source, refuse_many, refuse_twins
from mlcomp.roster.pricing.sql import name_of, text_of
from mlcomp.text import listed, printable, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from duckdb import DuckDBPyConnection

    from mlcomp.roster.files.opening import Opened
    from mlcomp.roster.files.tables import Finder

ENDINGS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".pq": "parquet",
}
FORMATS = ("csv", "jsonl", "parquet")
_MAX_DIGITS = 38


def format_of(path: str, asked: str | None, *, folder: bool = False) -> str:
    """Return a file's format by its ending, or the one asked for; of a folder's, where it may be.

    Raises:
        RosterError: the ending is not known and no format was asked for.
    """
    if asked:
        return asked
    with naming(printable(path), RosterError, "unreadable"):
        if Path(path).is_dir() and not folder:
            raise RosterError(f"{printable(path)}: is a directory, expected a file")
    found = ENDINGS.get(Path(path).suffix.casefold())
    if found is None:
        shown = "standard input or output" if path == "-" else quoted(path)
        raise RosterError(
            f"{shown}: the ending says no format; give --from or --to {listed(FORMATS)}"
        )
    return found


def source_of(
    connection: DuckDBPyConnection,
    file: Opened,
    format_: str,
    mapping: Mapping[str, str],
    written_as: str,
    inputs: Sequence[str],
) -> Source:
    """Return the people of a file that is open.

    Args:
        connection: an open DuckDB.
        file: the file.
        format_: one of `FORMATS`.
        mapping: the file's column for an input, where it has another name.
        written_as: the format the rows will be written in, which decides how the
            values of JSON are kept.
        inputs: what people are priced by.

    Raises:
        RosterError: it cannot be read, or is not of that format.
        ProfileError: the mapping names what is not there.
    """
    found_in = partial(columns_of, mapping=mapping, inputs=inputs)
    if format_ == "csv":
        return _csv(connection, file, found_in)
    if format_ == "jsonl":
        return json_lines(connection, file, found_in, written_as)
    return _parquet(connection, file, found_in)


def _csv(connection: DuckDBPyConnection, file: Opened, found_in: Finder) -> Source:
    header = header_of(file)
    refuse_many(header.names, file.shown)
    refuse_twins(header.names, file.shown)
    people = connection.sql(f"SELECT * FROM {rows_of(file.path, header)}")
    names = header.names
    found = found_in(names)
    return Source(people, names, found, found, file.rows, together(file), UNREAD, names)


def _parquet(connection: DuckDBPyConnection, file: Opened, found_in: Finder) -> Source:
    import duckdb

    if not file.start.startswith(b"PAR1"):
        raise RosterError(f"{file.shown}: expected Parquet, found another kind of file")
    path = text_of(str(file.path))
    try:
        people = connection.sql(f"SELECT * FROM read_parquet({path}, hive_partitioning=false)")
        wide = connection.execute(
            f"SELECT name FROM parquet_schema({path}) WHERE precision > {_MAX_DIGITS}"
        ).fetchall()
    except duckdb.Error as error:
        # The door that DuckDB was given is nobody's name for it.
        why = _reason(error).replace(f" '{file.path}'", "")
        raise RosterError(f"{file.shown}: expected Parquet: {why}") from None
    if wide:
        raise RosterError(
            f"{file.shown}: column {listed([quoted(name) for (name,) in wide[:20]], 'and')}: "
            f"expected decimals of up to {_MAX_DIGITS} digits, found wider ones, "
            "which would lose digits"
        )
    names = people.columns
    refuse_many(names, file.shown)
    refuse_twins(names, file.shown)
    found = found_in(names)
    hidden = {}
    for ours, theirs in found.items():
        if str(people.types[names.index(theirs)]).endswith("[]"):
            hidden[ours] = f"array_to_string({name_of(theirs)}, '{BETWEEN_NAMES}')"
    if hidden:
        extra = ", ".join(f"{each} AS {HIDDEN}{ours}" for ours, each in hidden.items())
        people = people.select(f"*, {extra}")
    ((rows,),) = people.aggregate("count(*)").fetchall()
    read = {**found, **{ours: HIDDEN + ours for ours in hidden}}
    return Source(people, names, read, found, rows, 0, None, names)


def _reason(error: Exception) -> str:
    return str(error).splitlines()[0].partition(": ")[2] or "it cannot be read"
