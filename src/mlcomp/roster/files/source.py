"""A file of people as a DuckDB relation: CSV, JSON lines or Parquet, every cell as it is."""

from __future__ import annotations

import csv
import io
import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mlcomp.errors import RosterError
from mlcomp.roster.cells import BETWEEN_NAMES, MADE, columns_of
from mlcomp.roster.engines.connection import glob_free
from mlcomp.roster.pricing.sql import name_of, text_of
from mlcomp.text import listed, printable, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from duckdb import DuckDBPyConnection, DuckDBPyRelation

    Finder = Callable[[list[str]], dict[str, str]]

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
MAX_HEADER = 2**20
HIDDEN = f"{MADE}cell_"
# Larger ones, as DuckDB takes them by itself, leave a thread without work at the end.
_BUFFERS = "max_line_size=4194304, buffer_size=8388608"
_KEPT = (
    "store_rejects=true, rejects_limit=0, "
    "rejects_table='mlcomp_rejects', rejects_scan='mlcomp_scans'"
)
_REFUSED = (
    "SELECT line, arg_min(error_message, coalesce(column_idx, 0)) AS reason, "
    "any_value(csv_line) AS text FROM mlcomp_rejects "
    "WHERE scan_id = (SELECT max(scan_id) FROM mlcomp_rejects) GROUP BY line"
)


class Source(NamedTuple):
    """A file that was opened.

    Attributes:
        people: its rows with its own columns, and after them those that are read in
            another form than they are written (`HIDDEN` and the input's name).
        names: its own columns.
        mapping: the relation's column for each input.
        given: the file's own column for each input.
        rows: about how many rows there are.
        rejects: the query of lines that are no rows: line, reason and text; runs after
            `people` has been read.
    """

    people: DuckDBPyRelation
    names: list[str]
    mapping: dict[str, str]
    given: dict[str, str]
    rows: int
    rejects: str | None


def format_of(path: str, asked: str | None) -> str:
    """Return a file's format by its ending, or the one asked for.

    Raises:
        RosterError: the ending is not known and no format was asked for.
    """
    if asked:
        return asked
    if Path(path).is_dir():
        raise RosterError(f"{printable(path)}: is a directory, expected a file")
    found = ENDINGS.get(Path(path).suffix.casefold())
    if found is None:
        shown = "standard input or output" if path == "-" else quoted(path)
        raise RosterError(
            f"{shown}: the ending says no format; give --from or --to {listed(FORMATS)}"
        )
    return found


def open_source(
    connection: DuckDBPyConnection,
    path: Path,
    shown: str,
    format_: str,
    mapping: Mapping[str, str],
    written_as: str,
    inputs: Sequence[str],
) -> Source:
    """Open a file of people.

    Args:
        connection: an open DuckDB.
        path: the file.
        shown: its name in messages.
        format_: one of `FORMATS`.
        mapping: the file's column for an input, where it has another name.
        written_as: the format the rows will be written in, which decides how the
            values of JSON are kept.
        inputs: what people are priced by.

    Raises:
        RosterError: it cannot be read, or is not of that format.
        ProfileError: the mapping names what is not there.
    """
    try:
        with path.open("rb") as file:
            start = file.read(MAX_HEADER)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise RosterError(f"{shown}: cannot be read: {why}") from None
    if not start:
        raise RosterError(f"{shown}: expected a table of people, found an empty file")
    found_in = partial(columns_of, mapping=mapping, inputs=inputs)
    if format_ == "csv":
        return _csv(connection, path, shown, start, found_in)
    if format_ == "jsonl":
        return _json_lines(connection, path, shown, start, found_in, written_as)
    return _parquet(connection, path, shown, found_in)


def _csv(
    connection: DuckDBPyConnection, path: Path, shown: str, start: bytes, found_in: Finder
) -> Source:
    delimiter, names = _header(start, shown)
    _refuse_twins(names, shown)
    columns = ", ".join(f"{text_of(name)}: 'VARCHAR'" for name in names)
    options = (
        f"auto_detect=false, header=true, delim={text_of(delimiter)}, quote='\"', escape='\"', "
        f"columns={{{columns}}}, allow_quoted_nulls=false"
    )
    file = text_of(glob_free(path))
    people = connection.sql(f"SELECT * FROM read_csv({file}, {options}, {_BUFFERS}, {_KEPT})")
    found = found_in(names)
    return Source(people, names, found, found, _lines(path, start), _REFUSED)


def _header(start: bytes, shown: str) -> tuple[str, list[str]]:
    """Return the delimiter and the names of the first line."""
    try:
        text = start.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if start.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise RosterError(f"{shown}: expected UTF-8 text, found UTF-16") from None
        text = start[: error.start].decode("utf-8-sig", errors="ignore")
        if "\n" not in text:
            raise RosterError(
                f"{shown}: expected UTF-8 text, found another byte at offset {error.start}"
            ) from None
    if "\x00" in text:
        raise RosterError(f"{shown}: expected CSV, found a binary file")
    best: list[str] = []
    delimiter = ","
    for candidate in ",;\t|":
        try:
            names = next(csv.reader(io.StringIO(text, newline=""), delimiter=candidate), [])
        except csv.Error:
            continue
        if len(names) > len(best):
            best, delimiter = names, candidate
    if not any(name.strip() for name in best):
        raise RosterError(f"{shown}: expected the names of columns in the first line, found none")
    if empty := [str(place) for place, name in enumerate(best, 1) if not name.strip()]:
        raise RosterError(f"{shown}: column {listed(empty, 'and')} has no name")
    return delimiter, best


def _refuse_twins(names: list[str], shown: str) -> None:
    seen: dict[str, str] = {}
    for name in names:
        folded = name.casefold()
        if folded in seen:
            raise RosterError(
                f"{shown}: two columns are named {quoted(name)}; every column needs its own name"
            )
        seen[folded] = name


def _parquet(connection: DuckDBPyConnection, path: Path, shown: str, found_in: Finder) -> Source:
    import duckdb

    try:
        people = connection.sql(f"SELECT * FROM read_parquet({text_of(glob_free(path))})")
    except duckdb.Error as error:
        raise RosterError(f"{shown}: expected Parquet: {_reason(error)}") from None
    names = people.columns
    _refuse_twins(names, shown)
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
    return Source(people, names, read, found, rows, None)


def _json_lines(
    connection: DuckDBPyConnection,
    path: Path,
    shown: str,
    start: bytes,
    found_in: Finder,
    written_as: str,
) -> Source:
    """Read every line as one object; what a key holds is kept as it stands."""
    import duckdb

    lines = (
        f"read_csv({text_of(glob_free(path))}, auto_detect=false, header=false, delim='\\0', "
        f"quote='', escape='', columns={{'text': 'VARCHAR'}}, {_BUFFERS}, {_KEPT})"
    )
    # json_valid is asked first: json_type refuses what is no JSON.
    is_row = "CASE WHEN json_valid(text) THEN json_type(text) = 'OBJECT' ELSE false END"
    try:
        ((merged,),) = connection.execute(
            f"SELECT json_group_structure(text::JSON) FROM {lines} WHERE {is_row}"
        ).fetchall()
    except duckdb.Error as error:
        raise RosterError(f"{shown}: expected JSON lines: {_reason(error)}") from None
    structure = json.loads(merged) if merged else None
    if not isinstance(structure, dict) or not structure:
        raise RosterError(f"{shown}: expected one JSON object a line, found none")
    names = list(structure)
    _refuse_twins(names, shown)
    structure = {name: _typed(kind) for name, kind in structure.items()}
    parts = {name: f"json_extract(text, {text_of(_path(name))})" for name in names}
    texts = {name: f"json_extract_string(text, {text_of(_path(name))})" for name in names}
    if written_as == "jsonl":
        kept = parts
    elif written_as == "csv":
        kept = texts
    else:
        typed = f"from_json(text, {text_of(json.dumps(structure))})"
        kept = {name: f"struct_extract({typed}, {text_of(name)})" for name in names}
        kept |= {name: texts[name] for name in names if structure[name] == "JSON"}
    found = found_in(names)
    hidden = {
        ours: f"CASE json_type({parts[theirs]}) WHEN 'ARRAY' THEN "
        f"array_to_string(from_json({parts[theirs]}, '[\"VARCHAR\"]'), '{BETWEEN_NAMES}') "
        f"ELSE {texts[theirs]} END"
        for ours, theirs in found.items()
    }
    columns = [f"{each} AS {name_of(name)}" for name, each in kept.items()]
    columns += [f"{each} AS {HIDDEN}{ours}" for ours, each in hidden.items()]
    people = connection.sql(f"SELECT {', '.join(columns)} FROM {lines} WHERE {is_row}")
    # Lines that could not even be read are not among those that are numbered here.
    rejects = (
        f"WITH unread AS ({_REFUSED}), before AS "
        "(SELECT line - row_number() OVER (ORDER BY line) AS read FROM unread), "
        f"numbered AS (SELECT row_number() OVER () AS line, text FROM {lines}) "
        "SELECT line + (SELECT count(*) FROM before WHERE read < line) AS line, "
        "'expected one JSON object' AS reason, text FROM numbered "
        f"WHERE text IS NOT NULL AND trim(text) <> '' AND NOT ({is_row}) "
        "UNION ALL SELECT * FROM unread"
    )
    read = {ours: HIDDEN + ours for ours in hidden}
    return Source(people, names, read, found, _lines(path, start), rejects)


def _lines(path: Path, start: bytes) -> int:
    """Return about how many lines a file has, by its first ones."""
    return round(path.stat().st_size * start.count(b"\n") / len(start))


def _typed(kind: object) -> object:
    """Return a structure without the type that only nulls have."""
    if isinstance(kind, dict):
        return {name: _typed(each) for name, each in kind.items()} or "JSON"
    if isinstance(kind, list):
        return [_typed(each) for each in kind]
    return "VARCHAR" if kind == "NULL" else kind


def _path(name: str) -> str:
    return "$." + json.dumps(name, ensure_ascii=False)


def _reason(error: Exception) -> str:
    return str(error).splitlines()[0].partition(": ")[2] or "it cannot be read"
