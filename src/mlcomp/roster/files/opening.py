"""The one way in: a file of people is opened once, and what is read is what was opened."""

from __future__ import annotations

import os
import re
import shutil
import stat
import sys
from contextlib import ExitStack, contextmanager
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from mlcomp.errors import RosterError
from mlcomp.files import STANDARD, door_of, naming, shown_name
from mlcomp.roster.engines.job import MixedEndsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

MAX_HEADER = 2**20
_END = rb'"[^"]*+"?|\r\n|\r|\n'
_ENDS = {b"\n": "LF", b"\r\n": "CR LF", b"\r": "CR"}
_CHUNK = 2**20


class Opened(NamedTuple):
    """A file of people that is open and can be read as often as needed.

    Attributes:
        path: opens that very file, whatever its own name leads to by now.
        shown: its name in messages.
        start: its first bytes, up to `MAX_HEADER`; the whole, where it is shorter.
        size: bytes.
        folder: for copies of it; private, and gone at the end.
    """

    path: Path
    shown: str
    start: bytes
    size: int
    folder: Path

    @property
    def rows(self) -> int:
        """About how many lines there are, by the first ones."""
        return round(self.size * self.start.count(b"\n") / len(self.start))


@contextmanager
def opened(file: str, folder: Path) -> Iterator[Opened]:
    """Open a file of people, a pipe, or standard input ("-").

    What can be read once only is kept in the folder first, byte for byte.

    Raises:
        RosterError: it cannot be read, is empty, or its lines were found to end in different ways.
    """
    shown = shown_name(file)
    with ExitStack() as stack:
        with naming(shown, RosterError, "unreadable"):
            if file == STANDARD and sys.stdin is None:
                raise ValueError("it is closed")
            path = Path(file)
            stream = sys.stdin.buffer if file == STANDARD else stack.enter_context(path.open("rb"))
            if file == STANDARD or not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                _refuse_device(stream)
                path = folder / "input"
                stream = stack.enter_context(_kept(stream, path))
            start = stream.read(MAX_HEADER)
            size = os.fstat(stream.fileno()).st_size
            door = door_of(stream.fileno(), path)
        if not start:
            raise RosterError(f"{shown}: expected a table of people, found an empty file")
        try:
            yield Opened(door, shown, start, size, folder)
        except MixedEndsError as error:
            raise RosterError(f"{shown}: {_other_end(stream) or error}") from None


def _other_end(stream: IO[bytes]) -> str:
    """Return which line is the first that ends in another way than the first line does."""
    with mmap(stream.fileno(), 0, access=ACCESS_READ) as content:
        line, own = 1, b""
        for found in re.finditer(_END, content):
            end = found[0]
            if end in _ENDS:
                own = own or end
                if end != own:
                    expected = f"expected lines that end in {_ENDS[own]}, as the first does"
                    return f"line {line}: {expected}, found {_ENDS[end]}"
            line += 1 if end in _ENDS else len(re.findall(rb"\r\n|\r|\n", end))
    return ""


def _refuse_device(stream: IO[bytes]) -> None:
    """Refuse what has no end, such as /dev/zero; a terminal and /dev/null have one."""
    try:
        status = os.fstat(stream.fileno())
    except OSError:
        # A stream of this process alone.
        return
    is_device = stat.S_ISCHR(status.st_mode) or stat.S_ISBLK(status.st_mode)
    if is_device and not stream.isatty() and status.st_rdev != Path(os.devnull).stat().st_rdev:
        raise ValueError("it is a device, expected a file or a pipe")


def _kept(stream: IO[bytes], path: Path) -> BufferedReader:
    """Copy a stream to a file; return that, from its beginning."""
    with path.open("xb") as copy:
        shutil.copyfileobj(stream, copy, _CHUNK)
    return path.open("rb")
