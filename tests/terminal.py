"""A terminal of its own for a program, typed into and read as a person would."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

pty = pytest.importorskip("pty", reason="there are no such terminals on Windows")

# A shell wants the terminal to be its own; only the process itself can make it so.
OWNING = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execvp(sys.argv[1], sys.argv[1:])
"""
PATIENCE = 6.0
"""Seconds that a busy machine is given; what comes, comes at once."""
CONTROL = re.compile(r"\x1b\[[0-9;?<>=]*[A-Za-z]|\x1b[\]P][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[=>()]B?")


class Terminal:
    """A program on a terminal; what it wrote is kept, without control sequences, in `seen`."""

    def __init__(self, command: Sequence[str | Path], env: Mapping[str, str], cwd: Path) -> None:
        ours, theirs = pty.openpty()
        self.seen = ""
        self._fd = ours
        self._process = subprocess.Popen(
            [sys.executable, "-c", OWNING, *map(str, command)],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=dict(env),
            cwd=cwd,
            start_new_session=True,
        )
        os.close(theirs)

    def type(self, text: str) -> None:
        """Type keys."""
        os.write(self._fd, text.encode())

    def until(self, shown: str) -> str:
        """Wait until a text (a regular expression) has come, and return it."""
        end = time.monotonic() + PATIENCE
        while not (found := re.search(shown, self.seen)):
            if not self._read(end - time.monotonic()):
                raise AssertionError(f"{shown!r} never came: {self.seen!r}")
        self.seen = self.seen[found.end() :]
        return found.group()

    def ended(self) -> tuple[int, str]:
        """Wait for the program's end; return its exit code and what was left to read."""
        end = time.monotonic() + PATIENCE
        while self._read(end - time.monotonic()):
            pass
        return self._process.wait(PATIENCE), self.seen

    def close(self) -> None:
        """End the program, whatever it is at."""
        self._process.kill()
        self._process.wait()
        os.close(self._fd)

    def _read(self, seconds: float) -> bool:
        if not select.select([self._fd], [], [], max(0.0, seconds))[0]:
            return False
        try:
            got = os.read(self._fd, 65536)
        except OSError:
            return False
        self.seen = CONTROL.sub("", self.seen + got.decode(errors="replace")).replace("\r\n", "\n")
        return bool(got)
