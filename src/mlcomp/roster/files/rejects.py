"""The lines that are no rows: which, why, and their very bytes."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from mlcomp.errors import RosterError
from mlcomp.files import naming
from mlcomp.text import unrun

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

    from duckdb import DuckDBPyConnection

    from mlcomp.roster.files.opening import Opened
    from mlcomp.writing import Part

KEPT = (
    "store_rejects=true, rejects_limit=0, "
    "rejects_table='mlcomp_rejects', rejects_scan='mlcomp_scans'"
)
"""What `read_csv` is told, so that a line that is no row stops nobody."""

# Where DuckDB's text of a line is not what is in the file, the line is read again from there.
UNREAD = (
    "SELECT line, arg_min(error_message, coalesce(column_idx, 0)) AS reason, "
    "any_value(csv_line) AS text, min(CASE WHEN error_type IN "
    "('INVALID ENCODING', 'LINE SIZE OVER MAXIMUM') THEN line_byte_position - 1 END) AS place, "
    "min(line_byte_position) - 1 AS start FROM mlcomp_rejects "
    "WHERE scan_id = (SELECT max(scan_id) FROM mlcomp_rejects) GROUP BY line"
)
"""The lines of the last scan that were no rows: line, reason, text and place in the file.

The line is that of DuckDB, which counts records; `start` is where it begins, so that it can be
counted as an editor does.
"""

MAX_SHOWN = 5
_TABLE = "mlcomp_refused"
_MAX_RECORD = 2**26
_FETCHED = 10_000
_PIECE = 2**20


class Rejects(NamedTuple):
    """How many lines are no rows, and the first few of them with the reason."""

    lines: int
    first: tuple[tuple[int, str], ...]


def rejects_among(connection: DuckDBPyConnection, query: str | None, source: Opened) -> Rejects:
    """Keep what a query of lines that are no rows finds, after the rows have been read."""
    if query is None:
        return Rejects(0, ())
    connection.execute(f"CREATE TEMP TABLE {_TABLE} AS {query}")
    ((count,),) = connection.execute(f"SELECT count(*) FROM {_TABLE}").fetchall()
    with source.path.open("rb") as file:
        first = islice(_kept(connection, file, source), MAX_SHOWN)
        return Rejects(count, tuple((line, reason) for line, reason, *_ in first))


def write_rejects(
    connection: DuckDBPyConnection, source: Opened, part: Part, *, is_csv: bool
) -> None:
    """Write the lines that are no rows as CSV: line, reason, and the line's own bytes.

    Args:
        connection: the one they were kept on.
        source: the file that was read.
        part: where to.
        is_csv: a record may have several lines, within quotes.
    """
    shown = part.target.shown
    with (
        naming(shown, RosterError, "unwritable"),
        part.door.open("wb") as file,
        source.path.open("rb") as lines,
    ):
        file.write(b"line,reason,text\n")
        for line, reason, text, place in _kept(connection, lines, source):
            own = text.encode() if place is None else _record(lines, place, is_csv=is_csv)
            file.write(b",".join((b"%d" % line, _cell(reason.encode()), _cell(own))) + b"\n")


def _kept(
    connection: DuckDBPyConnection, lines: IO[bytes], source: Opened
) -> Iterator[tuple[int, str, str, int | None]]:
    """Yield the lines that were kept: number, reason, text, and place where it is read again."""
    rows = connection.execute(
        f"SELECT line, reason, text, place, start FROM {_TABLE} ORDER BY line, place"
    )
    line_at = _counted(lines, b"\n" if b"\n" in source.start else b"\r")
    while some := rows.fetchmany(_FETCHED):
        for line, reason, text, place, start in some:
            own = text if start is None else text.lstrip("\r\n")
            yield (line if start is None else line_at(start)), reason, own, place


def _counted(lines: IO[bytes], end: bytes) -> Callable[[int], int]:
    """Return what says in which line of a file a place is, asked of one place after another."""
    reached, line = 0, 1

    def line_at(place: int) -> int:
        nonlocal reached, line
        lines.seek(reached)
        while reached < place and (piece := lines.read(min(place - reached, _PIECE))):
            reached, line = reached + len(piece), line + piece.count(end)
        # DuckDB may begin with what is before a line: an end, or lines that are blank.
        blank = 0
        while (byte := lines.read(1)) in (b"\r", b"\n"):
            blank += byte == end
        return line + blank

    return line_at


def _record(lines: IO[bytes], place: int, *, is_csv: bool) -> bytes:
    """Return the bytes of a record, without the end of its line."""
    return b"".join(_pieces(lines, place, is_csv=is_csv)).rstrip(b"\r\n")


def _pieces(lines: IO[bytes], place: int, *, is_csv: bool) -> Iterator[bytes]:
    lines.seek(place)
    quotes = size = 0
    while (piece := lines.readline(_MAX_RECORD)) and size < _MAX_RECORD:
        yield piece
        size += len(piece)
        quotes += piece.count(b'"')
        if not (is_csv and quotes % 2) and piece.endswith(b"\n"):
            return


def _cell(text: bytes) -> bytes:
    """Return a text as a cell that no spreadsheet runs."""
    # Its bytes are kept, whether they are text or not.
    guarded = unrun(text.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
    return b'"' + guarded.replace(b'"', b'""') + b'"'
