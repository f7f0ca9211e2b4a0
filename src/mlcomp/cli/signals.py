"""What the system sends and what it withholds: signals, and standard streams that are closed."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

INTERRUPTED = 130
_STOPPING = ("SIGINT", "SIGTERM", "SIGHUP")


class Stopped(KeyboardInterrupt):
    """A signal that ends the process, raised so that everybody can clean up; its exit code."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.code = 128 + number


_received: list[Stopped] = []


def handle_signals() -> None:
    """Let the first of Ctrl-C, SIGTERM and SIGHUP stop the process; later ones wait for the end.

    One that is ignored, as SIGHUP is under nohup, stays so.
    """
    _received.clear()
    for number in _numbers():
        if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(number, _stop)


def stopped_by(error: BaseException | None) -> int | None:
    """Return the exit code of the signal behind an error, None for none.

    Modules that are interrupted while they load raise errors of their own, and so does a
    query, which tells nothing of the signal.
    """
    if _received:
        return _received[0].code
    while error and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return None if error is None else getattr(error, "code", INTERRUPTED)


def hold_standard_streams() -> None:
    """Fill the places of closed standard streams, so that no file that is opened gets one."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


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
    _received.append(Stopped(number))
    raise _received[0]


def _numbers() -> list[signal.Signals]:
    return [getattr(signal, name) for name in _STOPPING if hasattr(signal, name)]
