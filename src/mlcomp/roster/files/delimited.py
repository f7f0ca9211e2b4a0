"""CSV: the names of the first line, and every cell below as the text that it is."""

from __future__ import annotations

import csv
import io
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from typing import TYPE_CHECKING, NamedTuple

from mlcomp.errors import RosterError
from mlcomp.roster.files.opening import MAX_HEADER
from mlcomp.roster.files.rejects import KEPT
from mlcomp.roster.pricing.sql import text_of
from mlcomp.text import listed, quoted

if TYPE_CHECKING:
    from pathlib import Path

    from mlcomp.roster.files.opening import Opened

# Larger ones, as DuckDB takes them by itself, leave a thread without work at the end.
PIECE = 2**22
"""Bytes that a thread reads at a time."""
BUFFERS = f"max_line_size={PIECE}, buffer_size={2 * PIECE}"
PLAIN = "compression='none', hive_partitioning=false, auto_detect=false"
"""A file is what its content is, whatever it and its folders are called."""

_ENDS = ("\r\n", "\n", "\r")


class Header(NamedTuple):
    """The first line of a CSV: what is between its names, they, and what ends a line."""

    delimiter: str
    names: list[str]
    newline: str


def header_of(file: Opened) -> Header:
    """Read the first line.

    Raises:
        RosterError: it holds no names, or is no text.
    """
    text = _text(file)
    if re.match(r"(?i)sep=.?[\r\n]", text):
        raise RosterError(
            f"{file.shown}: expected the names of columns in the first line, found "
            f"{quoted(text[:5].rstrip())}, which tells Excel what is between them; leave it out"
        )
    delimiter = max(",;\t|", key=_unquoted(text).count)
    lines = _Lines(text)
    try:
        best = next(csv.reader(lines, delimiter=delimiter), [])
    except csv.Error:
        best = []
    consumed = lines.consumed
    if not any(name.strip() for name in best):
        raise RosterError(
            f"{file.shown}: expected the names of columns in the first line, found none"
        )
    if len(file.start) == MAX_HEADER and not text[:consumed].endswith(_ENDS):
        raise RosterError(f"{file.shown}: expected a first line under 1 MiB, found a longer one")
    if empty := [str(place) for place, name in enumerate(best, 1) if not name.strip()]:
        one, said = ("column", "has") if len(empty) == 1 else ("columns", "have")
        raise RosterError(f"{file.shown}: {one} {listed(empty[:20], 'and')} {said} no name")
    newline = next((end for end in _ENDS if text[:consumed].endswith(end)), "\n")
    return Header(delimiter, best, newline)


def _text(file: Opened) -> str:
    """Return the beginning of a file, as far as it is text."""
    start = file.start.removeprefix(BOM_UTF8)
    try:
        text = start.decode()
    except UnicodeDecodeError as error:
        if file.start.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
            raise RosterError(f"{file.shown}: expected UTF-8 text, found UTF-16") from None
        text = start[: error.start].decode()
        if "\n" not in text:
            offset = len(file.start) - len(start) + error.start
            raise RosterError(
                f"{file.shown}: expected UTF-8 text, found another byte at offset {offset}"
            ) from None
    if "\x00" in text:
        raise RosterError(f"{file.shown}: expected CSV, found a binary file")
    return text


def _unquoted(text: str) -> str:
    """Return the first line without what stands in quotes, where each quote has its other one."""
    line = re.match(r'(?:[^"\r\n]++|"[^"]*+")*+', text)
    if line and text[line.end() : line.end() + 1] != '"':
        return re.sub(r'"[^"]*"', "", line[0])
    return text.splitlines()[0]


class _Lines:
    """The lines of a text, and how many characters were asked for."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self.consumed = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.consumed += len(line)
        return line


def together(file: Opened) -> int:
    """Return about how many rows a thread reads at a time."""
    return round(PIECE * file.rows / file.size)


def rows_of(path: Path, header: Header) -> str:
    """Return the rows of a CSV as the FROM of a query; every cell is text."""
    columns = ", ".join(f"{text_of(name)}: 'VARCHAR'" for name in header.names)
    # Without the last, DuckDB takes it from the first line break, which may be within a name.
    return (
        f"read_csv({text_of(str(path))}, {PLAIN}, header=true, "
        f"delim={text_of(header.delimiter)}, quote='\"', escape='\"', columns={{{columns}}}, "
        f"allow_quoted_nulls=false, {BUFFERS}, {KEPT}, "
        f"new_line={text_of(header.newline.encode('unicode_escape').decode())})"
    )
