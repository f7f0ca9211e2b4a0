"""A query of DuckDB's that can be watched and interrupted."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from threading import Event, Thread
from threading import enumerate as enumerate_threads
from typing import TYPE_CHECKING, TypeVar

import duckdb

from mlcomp.errors import RosterError
from mlcomp.roster.engines.connection import connected
from mlcomp.roster.engines.late import UNSEEN, UnseenError
from mlcomp.roster.engines.space import memory
from mlcomp.stopping import stop_if_told
from mlcomp.text import is_utf8, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from mlcomp.roster.engines.connection import Setting

    Watch = Callable[[str, float, int | None], None]

Result = TypeVar("Result")
MAX_THREADS = 8
_QUERY = "mlcomp query"
_POLL_SECONDS = 0.1
_PATIENCE_SECONDS = 1
_MAX_INTERRUPTS = 5


class MixedEndsError(RosterError):
    """The lines of a CSV end in different ways, so that no row can be told from the next."""


@contextmanager
def database(folder: Path, files: Iterable[Path] = ()) -> Iterator[DuckDBPyConnection]:
    """Open a DuckDB that keeps to its memory, to a folder and to some files; see `connected`."""
    import os

    if not is_utf8(str(folder)):
        raise RosterError(f"TMPDIR: expected a name in UTF-8, found {quoted(str(folder))}")
    settings: dict[str, Setting] = {
        "memory_limit": f"{memory() >> 20}MiB",
        "threads": min(os.cpu_count() or 1, MAX_THREADS),
        "enable_progress_bar": True,
        "enable_progress_bar_print": False,
        "progress_bar_time": 0,
    }
    with connected(folder=folder, files=files, settings=settings) as connection:
        yield connection


def is_at_work() -> bool:
    """Return whether a query still runs, as one may that does not answer its interrupts."""
    return any(each.name == _QUERY for each in enumerate_threads())


def run(
    connection: DuckDBPyConnection,
    what: str,
    work: Callable[[], Result],
    watch: Watch | None,
    rows: int | None = None,
) -> Result:
    """Run a query in a thread of its own, so that Ctrl-C is answered at once.

    Args:
        connection: the one the query runs on.
        what: what is being done, for whoever watches.
        work: runs the query.
        watch: is told what is being done, how much of it is, 0 to 1, and `rows`.
        rows: how many rows there are, where that is known.

    Raises:
        RosterError: DuckDB could not do it.
        UnseenError: a value was met that the engine's sample did not have.
    """
    results: list[Result] = []
    failures: list[BaseException] = []
    # Not the thread's own join: interrupted, Python 3.11 takes a running thread for ended.
    done = Event()

    def thread() -> None:
        try:
            results.append(work())
        except BaseException as error:
            failures.append(error)
        finally:
            done.set()

    worker = Thread(target=thread, name=_QUERY, daemon=True)
    try:
        try:
            worker.start()
        except RuntimeError as error:
            raise RosterError(f"{what}: {error}") from None
        while not done.wait(_POLL_SECONDS):
            stop_if_told()
            if watch:
                watch(what, _share(connection), rows)
    except BaseException:
        for _ in range(_MAX_INTERRUPTS):
            # Busy is what it says between two queries; a moment later it is heard. Once in
            # many times it never is: the query is left to itself, the process ends anyway.
            with suppress(duckdb.Error):
                connection.interrupt()
            if done.wait(_PATIENCE_SECONDS):
                break
        raise
    if failures:
        failure = failures[0]
        if isinstance(failure, duckdb.Error):
            if UNSEEN in str(failure):
                raise UnseenError
            if "state machine reached an invalid state" in str(failure):
                raise MixedEndsError("expected lines that all end alike") from None
            raise RosterError(f"{what}: {reason_of(failure)}") from None
        raise failure
    return results[0]


def _share(connection: DuckDBPyConnection) -> float:
    """Return how much of the running query is done, 0 to 1."""
    try:
        return max(0.0, connection.query_progress()) / 100
    except duckdb.Error:
        # It answers nothing between two queries.
        return 0.0


def reason_of(error: Exception) -> str:
    """Return DuckDB's message in one line."""
    text = str(error).strip().splitlines()
    first = text[0] if text else type(error).__name__
    if "No space left on device" in str(error):
        return "no space left on device"
    if type(error).__name__ == "OutOfMemoryException":
        return f"more memory is needed than the {memory() / 1e9:.1g} GB allowed"
    return first
