"""The file that is written: whole or not at all, and nothing left behind."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from mlcomp.errors import RosterError
from mlcomp.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator


def refuse_existing(path: Path, *, force: bool) -> None:
    """Refuse a target that is there already, or that is no file.

    Raises:
        RosterError: it must not be written.
    """
    shown = printable(str(path))
    try:
        is_folder, is_file = path.is_dir(), path.is_file()
        exists, has_folder = os.path.lexists(path), path.parent.is_dir()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise RosterError(f"{shown}: cannot be written: {why}") from None
    if is_folder:
        raise RosterError(f"{shown}: is a directory, expected a file to write")
    if path.exists() and not is_file:
        raise RosterError(f"{shown}: is no regular file; - is standard output")
    if exists and not force:
        raise RosterError(f"{shown}: exists already; --force overwrites it")
    if not has_folder:
        raise RosterError(f"{shown}: cannot be written: no directory {path.parent}")


@contextmanager
def part_of(path: Path) -> Iterator[Path]:
    """Give a temporary path beside a target; whatever is there at the end is removed."""
    shown = printable(str(path))
    temporary = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        # An empty file first: what cannot be written is said before hours of work.
        with temporary.open("xb"):
            pass
    except OSError as error:
        raise RosterError(f"{shown}: cannot be written: {error.strerror or error}") from None
    try:
        yield temporary
    finally:
        if temporary.is_dir():
            shutil.rmtree(temporary, ignore_errors=True)
        else:
            with suppress(OSError):
                temporary.unlink()


def publish(temporary: Path, path: Path, *, force: bool) -> None:
    """Rename a finished file to its target, at once.

    Raises:
        RosterError: another file has appeared there meanwhile, or it cannot be renamed.
    """
    shown = printable(str(path))
    try:
        if not force and os.path.lexists(path):
            raise RosterError(f"{shown}: has appeared meanwhile; --force overwrites it")
        temporary.replace(path)
    except OSError as error:
        raise RosterError(f"{shown}: cannot be written: {error.strerror or error}") from None


@contextmanager
def scratch_dir() -> Iterator[Path]:
    """Give a directory for what is not kept, gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="mlcomp-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def from_standard_input(folder: Path) -> Path:
    """Keep standard input in a file, since a roster is read more than once."""
    path = folder / "stdin"
    try:
        with path.open("wb") as kept:
            shutil.copyfileobj(sys.stdin.buffer, kept, 2**20)
    except OSError as error:
        raise RosterError(f"standard input: cannot be kept: {error.strerror or error}") from None
    return path


def to_standard_output(path: Path) -> None:
    """Copy a finished file to standard output."""
    sys.stdout.flush()
    with path.open("rb") as finished:
        shutil.copyfileobj(finished, sys.stdout.buffer, 2**20)
    sys.stdout.buffer.flush()
