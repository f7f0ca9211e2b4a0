"""The one place where a DuckDB is opened: it reaches no network, extension or file but those named.

No SQL of mlcomp's asks for more; this holds should a file ever find a way to.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import duckdb

from mlcomp.roster.pricing.sql import text_of
from mlcomp.text import is_utf8

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from duckdb import DuckDBPyConnection

Setting = str | int
_CLOSED: dict[str, Setting] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "allow_persistent_secrets": False,
}


@contextmanager
def connected(
    *,
    folder: Path | None = None,
    files: Iterable[Path] = (),
    settings: Mapping[str, Setting] | None = None,
    variables: bool = False,
) -> Iterator[DuckDBPyConnection]:
    """Open a DuckDB in memory, closed at the end.

    Args:
        folder: where it may write and read what it likes, and spills to.
        files: what else it may read and write. They are followed now: a name in `/proc` has to
            lead somewhere already.
        settings: DuckDB's own; none of them can be changed later.
        variables: SQL may name a Python variable of whoever runs it as a table, and no file.
    """
    given: dict[str, Setting] = {} if folder is None else {"temp_directory": str(folder)}
    if variables:
        # With access to nothing at all DuckDB would not look for a variable either.
        given["disabled_filesystems"] = "LocalFileSystem"
    else:
        given["python_enable_replacements"] = False
    connection = duckdb.connect(config={})
    try:
        for name, value in {**_CLOSED, **given, **(settings or {})}.items():
            shown = text_of(value) if isinstance(value, str) else value
            connection.execute(f"SET {name} = {shown}")
        if not variables:
            _close(connection, folder, files)
        connection.execute("SET lock_configuration = true")
        yield connection
    finally:
        with suppress(duckdb.Error):
            connection.close()


def _close(connection: DuckDBPyConnection, folder: Path | None, files: Iterable[Path]) -> None:
    """Leave nothing open but a folder and some files."""
    # DuckDB checks a name as it is asked for, wildcards put out of action, and as it is found.
    asked = (name for f in files for name in (str(f), glob_free(f), _unlinked(f)))
    paths = list(filter(is_utf8, asked))
    folders = [] if folder is None else [f"{folder}/"]
    for setting, names in (("allowed_paths", paths), ("allowed_directories", folders)):
        connection.execute(f"SET {setting} = [{', '.join(map(text_of, names))}]")
    connection.execute("SET enable_external_access = false")


def _unlinked(path: Path) -> str:
    """Return how Linux names an open file that something else has taken the place of."""
    return f"{path.resolve()} (deleted)"


def glob_free(path: Path) -> str:
    """Return a path in which nothing is a wildcard to DuckDB."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in str(path))
