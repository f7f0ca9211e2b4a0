"""What is installed with an extra: asked for in one line where it is missing."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from mlcomp.errors import ExtraError, install

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def needing(extra: str, *packages: str) -> Iterator[None]:
    """Import what an extra brings; say how to install it where it is missing.

    Raises:
        ExtraError: one of the packages is not installed.
        RosterError: the process may take too little memory for DuckDB.
    """
    if "duckdb" in packages:
        from mlcomp.roster.engines.space import memory

        # Where it is too little, the very import ends the process.
        memory()
    try:
        yield
    except ImportError as error:
        package = (error.name or "").partition(".")[0]
        if package in packages:
            raise ExtraError(f"this needs {package}: {install(extra)}") from None
        raise
