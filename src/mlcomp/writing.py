"""A file that is written: whole or not at all, private until it is done, and nothing left behind.

Every command that writes a file does it here. What is there already stays until the new file
is complete and on the disk; then a rename puts it in its place.
"""

from __future__ import annotations

import os
import secrets
import shutil
import stat
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from mlcomp.errors import Fault
from mlcomp.files import door_of, naming
from mlcomp.stopping import stop_if_told
from mlcomp.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlcomp.errors import MlcompError

_NUMBERED = 10_000


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where a file is to be written.

    Attributes:
        path: where the file itself is; a symbolic link that `force` allows is followed.
        shown: its name in messages.
        error: what a refusal is raised as.
        force: replace what is there.
        hint: what allows to replace it, in words.
        like: a file whose mode it gets, if that is there.
    """

    path: Path
    shown: str
    error: type[MlcompError]
    force: bool = False
    hint: str = "--force overwrites it"
    like: Path | None = None

    def refused(self, why: str) -> MlcompError:
        """Return the refusal to write it."""
        return self.error(Fault(found=why, kind="stated", context=(self.shown,)))


def target_of(
    file: str | Path,
    error: type[MlcompError],
    *,
    force: bool = False,
    hint: str = "--force overwrites it",
    folder: bool = False,
) -> Target:
    """Check a file that is to be written, before any work is done for it.

    Args:
        file: its path.
        error: what a refusal is raised as.
        force: replace a file that is there.
        hint: what allows to replace it, in words.
        folder: what is written, and so replaced, may be a folder.

    Raises:
        MlcompError: `error`: it is there already, is no file, or has no folder.
    """
    path = Path(file)
    target = Target(path=path, shown=printable(str(file)), error=error, force=force, hint=hint)
    with naming(target.shown, error, "unwritable"):
        with suppress(FileNotFoundError, NotADirectoryError):
            # A loop of links is said by this alone: to all below it is no file.
            path.stat()
        if path.is_dir() and not (folder and force):
            raise target.refused("is a directory, expected a file to write")
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise target.refused("is no regular file; - is standard output")
        if os.path.lexists(path) and not force:
            raise target.refused(f"exists already; {hint}")
        # A link is followed once; from here on the name is that of the file.
        path = Path(os.path.realpath(path)) if path.is_symlink() else path
        if not path.parent.is_dir():
            raise ValueError(f"no directory {printable(str(path.parent))}")
    return replace(target, path=path, like=path if force else None)


@dataclass
class Part:
    """A file that is being written, under a name of its own beside its target.

    Attributes:
        target: where it will be.
        path: where it is.
        published: where it was put, once it was.
    """

    target: Target
    path: Path
    published: Path | None = field(default=None, init=False)
    _descriptor: int = -1
    _mode: int = 0o600

    @property
    def door(self) -> Path:
        """Return a path that opens this very file, and has nothing special in its name."""
        return self.path if self._descriptor < 0 else door_of(self._descriptor, self.path)

    def publish(self, *, beside: bool = False) -> Path:
        """Put the finished file in its place, at once; return where it is.

        Args:
            beside: where something is there, take the first free name with a number after it.

        Raises:
            MlcompError: something is there that must not be replaced, or it cannot be renamed.
        """
        stop_if_told()
        path = self.target.path
        with naming(self.target.shown, self.target.error, "unwritable"):
            if self._descriptor >= 0:
                os.fsync(self._descriptor)
                os.fchmod(self._descriptor, self._final_mode())
            if beside:
                path = self._first_free(path)
            elif self.target.force:
                self._replace(path)
            elif not _linked(self.path, path):
                raise self.target.refused(f"has appeared meanwhile; {self.target.hint}")
            _synchronized(path.parent)
        self.published = path
        return path

    def _final_mode(self) -> int:
        """Return the mode of the file that is replaced, or that of any new file."""
        with suppress(OSError):
            if self.target.like:
                return stat.S_IMODE(self.target.like.stat().st_mode)
        return self._mode

    def _replace(self, path: Path) -> None:
        """Take the place of what is there; it gives way first where either is a folder."""
        if not (path.is_dir() or (self.path.is_dir() and path.exists())):
            self.path.replace(path)
            return
        aside = path.with_name(f"{self.path.name}.old")
        path.replace(aside)
        try:
            self.path.replace(path)
        except BaseException:
            aside.replace(path)
            raise
        _gone(aside)

    def _first_free(self, path: Path) -> Path:
        for number in range(1, _NUMBERED):
            named = path if number == 1 else path.with_name(f"{path.name}.{number}")
            if _linked(self.path, named):
                return named
        raise self.target.refused(f"exists already, and so do {_NUMBERED:,} names after it")


@contextmanager
def part_of(target: Target, *, folder: bool = False) -> Iterator[Part]:
    """Give a part of a target, which is gone at the end, whatever happens, unless published.

    Args:
        target: where it will be.
        folder: whoever writes makes it, as a folder.
    """
    name = f".{target.path.name[:60]}.{secrets.token_hex(4)}.part"
    part = Part(target, target.path.with_name(name))
    try:
        with naming(target.shown, target.error, "unwritable"):
            # At once, and empty: what cannot be written is said before hours of work.
            flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            descriptor = os.open(part.path, flags, 0o666)
        if folder:
            os.close(descriptor)
            part.path.unlink()
        elif os.name == "nt":
            # It has no other door, and renames nothing that is open.
            os.close(descriptor)
        else:
            part._descriptor = descriptor
            # As the process's mask has it; until then nobody else reads along.
            part._mode = stat.S_IMODE(os.fstat(descriptor).st_mode)
            os.fchmod(descriptor, 0o600)
        yield part
    finally:
        if part._descriptor >= 0:
            os.close(part._descriptor)
        _gone(part.path)


def write_text(text: str, target: Target) -> None:
    """Write a text as UTF-8 to a target, whole or not at all.

    Raises:
        MlcompError: it cannot be written.
    """
    with part_of(target) as part:
        with naming(target.shown, target.error, "unwritable"):
            part.door.write_text(text, encoding="utf-8", newline="\n")
        part.publish()


@contextmanager
def scratch_dir() -> Iterator[Path]:
    """Give a folder that only its owner can read, for what is not kept, gone at the end."""
    folder = Path(tempfile.gettempdir()) / f"mlcomp-{secrets.token_hex(8)}"
    try:
        folder.mkdir(mode=0o700)
        yield folder
    finally:
        _gone(folder)


def _linked(path: Path, name: Path) -> bool:
    """Give a file a name, unless something has it."""
    try:
        os.link(path, name)
    except FileExistsError:
        return False
    except OSError:
        # A file system without hard links: what appears in this very moment is not noticed.
        if os.path.lexists(name):
            return False
        path.replace(name)
    return True


def _synchronized(folder: Path) -> None:
    """Bring a new name in a folder to the disk, where the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _gone(path: Path) -> None:
    """Remove what is there, even if a signal comes while it is removed."""
    try:
        _remove(path)
    except KeyboardInterrupt:
        _remove(path)
        raise


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError, ValueError):
            path.unlink()
