"""Whether this process was told to stop, for whoever is about to begin or to publish something.

A signal raises its exception wherever the process is at that moment. That may be within a library
that drops it; what was told stays.
"""

from __future__ import annotations

INTERRUPTED = 130


class Stopped(KeyboardInterrupt):
    """A signal that ends the process, raised so that everybody can clean up; its exit code."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.code = 128 + number


_told: list[Stopped] = []


def stop(number: int) -> None:
    """Stop the process for a signal: raise it here, and once more wherever it is asked for."""
    _told[:] = [Stopped(number)]
    raise _told[0]


def stop_if_told() -> None:
    """Raise the signal that came and was dropped on its way."""
    if _told:
        raise _told[0]


def forget() -> None:
    """Begin anew: no signal came."""
    _told.clear()


def stopped_by(error: BaseException | None = None) -> int | None:
    """Return the exit code of the signal that came or is behind an error, None for none.

    Modules that are interrupted while they load raise errors of their own, and so does a
    query, which tells nothing of the signal.
    """
    if _told:
        return _told[0].code
    while error and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return None if error is None else getattr(error, "code", INTERRUPTED)
