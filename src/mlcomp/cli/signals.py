"""What the system sends and what it withholds: signals, and standard streams that are closed."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

from mlcomp.stopping import forget, stop

if TYPE_CHECKING:
    from types import FrameType

_STOPPING = ("SIGINT", "SIGTERM", "SIGHUP")


def handle_signals() -> None:
    """Let the first of Ctrl-C, SIGTERM and SIGHUP stop the process; later ones wait for the end.

    One that is ignored, as SIGHUP is under nohup, stays so.
    """
    forget()
    for number in _numbers():
        if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(number, _stop)


def hold_standard_streams() -> None:
    """Fill the places of closed standard streams, so that no file that is opened gets one."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    if sys.stderr is None:
        # Typer wraps it where a reader has left, and Python then fails to flush the wrapped none.
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115


def notice(text: str) -> None:
    """Write to standard error; where that is closed or full, there is nobody to tell."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except AttributeError:
        pass
    except (OSError, ValueError):
        # What could not be written would be tried again at the end, and change the exit code.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _stop(number: int, _frame: FrameType | None) -> None:
    for each in _numbers():
        signal.signal(each, signal.SIG_IGN)
    stop(number)


def _numbers() -> list[signal.Signals]:
    return [getattr(signal, name) for name in _STOPPING if hasattr(signal, name)]
