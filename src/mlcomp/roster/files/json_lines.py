"""JSON lines: the keys that any line has, by distinct shape, and what each holds, exactly.

A key is asked for by its JSON pointer, in which nothing is a wildcard. All keys of a line are
asked for at once, since each asking reads the line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlcomp.errors import RosterError
from mlcomp.roster.cells import BETWEEN_NAMES
from mlcomp.roster.files.delimited import BUFFERS, PLAIN, together
from mlcomp.roster.files.rejects import KEPT, UNREAD
from mlcomp.roster.files.tables import HIDDEN, LINE, MAX_COLUMNS, Source, refuse_many, refuse_twins
from mlcomp.roster.files.types import kinds_of
from mlcomp.roster.pricing.sql import name_of, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection

    from mlcomp.roster.files.opening import Opened
    from mlcomp.roster.files.tables import Finder

_NO_ROW = "expected one JSON object"
_BAD_KEYS = "expected keys that each have a name and are there once"
_LOOSE = "expected JSON, found NaN, Infinity or a comma before a bracket"
_KEYS = "json_keys(text)"
# DuckDB takes these for JSON. What only looks so is looked at again with 0 for each text.
# A pattern that begins with one character is looked for in a third of the time.
_NO_NUMBER = r"\s*[+-]?(?i:nan|inf)"
_LOOSE_PATTERNS = (f":{_NO_NUMBER}", rf"\[{_NO_NUMBER}", rf",(?:{_NO_NUMBER}|\s*[\]}}])")
_MAY_BE_LOOSE = " OR ".join(f"regexp_matches(text, {text_of(each)})" for each in _LOOSE_PATTERNS)
_IS_LOOSE = (
    r"regexp_matches(regexp_replace(text, '\"(?:[^\"\\]|\\.)*\"', '0', 'g'), "
    f"{text_of('|'.join(_LOOSE_PATTERNS))})"
)


def _has_bad_keys(keys: str) -> str:
    """Return whether no column can have such names, or one is there twice, which is unclear."""
    return (
        f"(len(list_distinct({keys})) < len({keys}) OR list_contains({keys}, '') "
        f"OR contains(array_to_string({keys}, ''), chr(0)))"
    )


class Lines(NamedTuple):
    """The lines of a file as SQL: all of them, as the FROM of a query, and which are rows.

    `is_row` is empty where all are; `refused` says whether any is neither a row nor blank,
    `alike` whether all have the same keys, and `lists` whether any may have a list.
    """

    all: str
    is_row: str
    refused: bool
    alike: bool
    lists: bool
    names: list[str]

    @property
    def rows(self) -> str:
        """The lines that are rows, as the FROM of a query."""
        return f"{self.all} WHERE {self.is_row}" if self.is_row else self.all

    def rejects(self) -> str:
        """Return the query of lines that are no rows: line, reason, text and place."""
        if not self.refused:
            return UNREAD
        # Lines that could not even be read are not among those that are numbered here.
        return (
            f"WITH unread AS ({UNREAD}), before AS "
            "(SELECT line - row_number() OVER (ORDER BY line) AS read FROM unread), "
            f"numbered AS (SELECT row_number() OVER () AS line, text FROM {self.all}) "
            "SELECT line + (SELECT count(*) FROM before WHERE read < line) AS line, "
            f"CASE WHEN NOT {_IS_OBJECT} THEN {text_of(_NO_ROW)} "
            f"WHEN {_IS_LOOSE} THEN {text_of(_LOOSE)} ELSE {text_of(_BAD_KEYS)} END "
            "AS reason, text, NULL AS place, NULL AS start FROM numbered "
            f"WHERE {_IS_SAID} AND NOT ({self.is_row}) "
            "UNION ALL SELECT * FROM unread"
        )


_IS_SAID = "(text IS NOT NULL AND trim(text) <> '')"
# json_valid is asked first: json_type refuses what is no JSON.
_IS_OBJECT = "CASE WHEN json_valid(text) THEN json_type(text) = 'OBJECT' ELSE false END"


def lines_of(connection: DuckDBPyConnection, file: Opened) -> Lines:
    """Find the keys of all lines, in the order in which they appear.

    Raises:
        RosterError: no line is an object, or they have too many keys.
    """
    everything = (
        f"read_csv({text_of(str(file.path))}, {PLAIN}, header=false, delim='\\0', "
        f"quote='', escape='', columns={{'text': 'VARCHAR'}}, {BUFFERS}, {KEPT}, "
        # A CR is a blank to JSON, and there are no quotes to be strict about.
        "strict_mode=false)"
    )
    # What has no keys may be no object: only there is a line read once more to see it.
    connection.execute(
        "CREATE TEMP TABLE mlcomp_shapes AS SELECT CASE WHEN keys IS NULL THEN NULL "
        "WHEN len(keys) > 0 THEN keys WHEN json_type(text) = 'OBJECT' THEN keys END AS shape, "
        f"min(line) AS line, {_has_bad_keys('shape')} AS bad, bool_or(said) AS said, "
        f"bool_or({_MAY_BE_LOOSE}) AS loose, "
        "bool_or(contains(text, '[')) AS lists FROM ("
        f"SELECT *, CASE WHEN keys IS NULL THEN {_IS_SAID} ELSE true END AS said FROM ("
        f"SELECT text, CASE WHEN json_valid(text) THEN {_KEYS} END AS keys, "
        f"row_number() OVER () AS line FROM {everything})) GROUP BY shape"
    )
    found = connection.execute(
        "SELECT key FROM (SELECT unnest(shape) AS key, unnest(range(len(shape))) AS place, line "
        "FROM mlcomp_shapes WHERE NOT bad) GROUP BY key "
        f"ORDER BY min(line * {MAX_COLUMNS * 1000} + place) LIMIT {MAX_COLUMNS + 1}"
    ).fetchall()
    ((bad, loose, other, alike, lists, refused),) = connection.execute(
        "SELECT coalesce(bool_or(bad), false), "
        "coalesce(bool_or(loose) FILTER (WHERE shape IS NOT NULL), false), "
        "coalesce(bool_or(shape IS NULL), false), "
        "count(shape) FILTER (WHERE NOT bad) = 1, coalesce(bool_or(lists), false), "
        "coalesce(bool_or(said) FILTER (WHERE bad OR shape IS NULL), false) FROM mlcomp_shapes"
    ).fetchall()
    connection.execute("DROP TABLE mlcomp_shapes")
    names = [name for (name,) in found]
    if not names:
        raise RosterError(f"{file.shown}: expected one JSON object a line, found none")
    refuse_many(names, file.shown)
    refuse_twins(names, file.shown)
    is_row = _IS_OBJECT if other else ""
    reasons = ((loose, _IS_LOOSE), (bad, _has_bad_keys(_KEYS)))
    if barred := [reason for there, reason in reasons if there]:
        is_row = f"CASE WHEN {_IS_OBJECT} THEN NOT ({' OR '.join(barred)}) ELSE false END"
    return Lines(everything, is_row, refused or loose, alike, lists, names)


def json_lines(
    connection: DuckDBPyConnection, file: Opened, found_in: Finder, written_as: str
) -> Source:
    """Read every line as one object; what a key holds is kept as it stands.

    Raises:
        RosterError: no line is an object, or they have too many keys.
        ProfileError: the mapping names what is not there.
    """
    lines = lines_of(connection, file)
    names = lines.names
    found = found_in(names)
    every, asked = _pointers(names), _pointers(list(found.values()))
    read = [f"json_extract_string(text, {asked}) AS texts"]
    if lines.lists:
        read.append(f"json_extract(text, {asked}) AS parts")
    if written_as == "jsonl":
        columns, kept = [f"line AS {LINE}"], [LINE]
        read.append(f"{_open_ended(lines)} AS line")
    else:
        # Only Parquet has types of its own; in CSV all is text.
        cells = [f"kept[{place}]" for place, _ in enumerate(names, 1)]
        if written_as == "parquet":
            kinds = kinds_of(connection, lines.rows, every, len(names))
            cells = [kind.column(cell) for cell, kind in zip(cells, kinds, strict=True)]
        columns = [f"{cell} AS {name_of(name)}" for name, cell in zip(names, cells, strict=True)]
        kept = names
        read.append(f"json_extract_string(text, {every}) AS kept")
    for place, ours in enumerate(found, 1):
        cell = f"texts[{place}]"
        cell = _joined(f"parts[{place}]", cell) if lines.lists else cell
        columns.append(f"{cell} AS {HIDDEN}{ours}")
    people = connection.sql(
        f"SELECT {', '.join(columns)} FROM (SELECT {', '.join(read)} FROM {lines.rows})"
    )
    hidden = {ours: HIDDEN + ours for ours in found}
    rejects = lines.rejects()
    return Source(people, names, hidden, found, file.rows, together(file), rejects, kept)


def _open_ended(lines: Lines) -> str:
    """Return the text of a line with a comma in place of its last brace, as SQL.

    A key that only other lines have is there and null. A CR is a blank between tokens, and
    the end of a line to some readers.
    """
    line = r"regexp_replace(text, '\}\s*$', ',')"
    if not lines.alike:
        names = f"[{', '.join(map(text_of, lines.names))}]"
        missing = f"list_filter({names}, lambda name: NOT list_contains({_KEYS}, name))"
        nulls = f"list_transform({missing}, lambda name: concat(to_json(name), ':null,'))"
        begun = f"CASE WHEN len({_KEYS}) = 0 THEN '{{' ELSE {line} END"
        line = f"concat({begun}, array_to_string({nulls}, ''))"
    return f"CASE WHEN contains(text, chr(13)) THEN replace({line}, chr(13), ' ') ELSE {line} END"


def _joined(part: str, text: str) -> str:
    """Return what a part of JSON says, of a list its names."""
    names = f"array_to_string(from_json({part}, '[\"VARCHAR\"]'), '{BETWEEN_NAMES}')"
    return f"CASE WHEN starts_with({part}::VARCHAR, '[') THEN {names} ELSE {text} END"


def _pointers(names: Sequence[str]) -> str:
    """Return the JSON pointers of some keys as a list in SQL."""
    each = ("/" + name.replace("~", "~0").replace("/", "~1") for name in names)
    return f"[{', '.join(map(text_of, each))}]::VARCHAR[]"
