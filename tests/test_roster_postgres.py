"""`mlcomp sql --dialect postgres` on a real PostgreSQL, on loopback."""

from __future__ import annotations

import csv
import io
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from people import CITIES, Person, assert_figures, columns_for, some_people
from strategies import BOOKS, book_named

pytest.importorskip("sqlglot")
FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
if not (shutil.which("initdb") or FOLDERS):
    pytest.skip("no PostgreSQL: no query was run on it", allow_module_level=True)


class Postgres:
    """A server of its own, in a folder of its own."""

    def __init__(self, folder: Path, user: str | None) -> None:
        self.folder, self.user = folder, user
        self.programs = FOLDERS[-1] if FOLDERS else Path(str(shutil.which("initdb"))).parent
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    def run(self, program: str, *args: str, stdin: str = "") -> str:
        command = [str(self.programs / program), *args]
        if self.user:
            command = ["setpriv", f"--reuid={self.user}", "--clear-groups", *command]
        done = subprocess.run(
            command, input=stdin, capture_output=True, text=True, check=False, timeout=60,
            cwd=self.folder, env={**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(self.folder)},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def ask(self, script: str) -> str:
        return self.run(
            "psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "mlcomp", "-d", "postgres",
            "-v", "ON_ERROR_STOP=1", "-q", "-f", "-", stdin=script,
        )  # fmt: skip


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    """A running server; it refuses to run as root, so root runs it as nobody."""
    folder = Path(tempfile.mkdtemp(prefix="mlcomp-pg-"))
    user = "nobody" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    server = Postgres(folder, user)
    data = str(folder / "data")
    try:
        server.run("initdb", "-D", data, "-U", "mlcomp", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-p {server.port} -c listen_addresses=127.0.0.1 -k {folder} -c fsync=off"
        server.run("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
        yield server
        server.run("pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize("name", BOOKS)
def test_the_query_gives_the_same_on_postgres(postgres: Postgres, name: str) -> None:
    """Row by row what `estimate` says, from a table of texts."""
    from mlcomp.roster.query.query import pricing_query

    book = book_named(name)
    rows = some_people(book, 3)
    filled = io.StringIO()
    csv.writer(filled, lineterminator="\n").writerows(
        [place, *(row[column] for column in columns_for(book))] for place, row in enumerate(rows)
    )
    columns = ", ".join(f"{column} text" for column in columns_for(book))
    query = pricing_query(book, "postgres", "hr.staff", ("place", *columns_for(book)), CITIES)
    printed = postgres.ask(
        "CREATE SCHEMA IF NOT EXISTS hr; DROP TABLE IF EXISTS hr.staff;\n"
        f"CREATE TABLE hr.staff (place int, {columns});\n"
        f"COPY hr.staff FROM STDIN (FORMAT csv);\n{filled.getvalue()}\\.\n"
        f"COPY (SELECT * FROM ({query}) AS priced ORDER BY place) TO STDOUT (FORMAT csv, HEADER);\n"
    )
    found: list[Person] = [
        {name: cell or None for name, cell in row.items()}
        for row in csv.DictReader(io.StringIO(printed))
    ]
    assert_figures(rows, found, book)


def test_reserved_words_are_columns_like_any_other(postgres: Postgres) -> None:
    """A column `user` gives its cell, and not the login; names in any case are PostgreSQL's."""
    from mlcomp.roster.query.query import pricing_query

    words = (
        *("user", "order", "group", "select", "case", "current_date", "end", "table", "from"),
        *("values", "session_user", "localtime", "analyse", "lateral", "symmetric"),
    )
    columns = ", ".join(f"'a {word}' AS \"{word}\"" for word in words)
    query = pricing_query(book_named("guide"), "postgres", "reserved", ("Years", *words))
    printed = postgres.ask(
        f"CREATE TABLE reserved AS SELECT '4' AS Years, {columns};\n"
        f"COPY ({query}) TO STDOUT (FORMAT csv, HEADER);\n"
    )
    (found,) = csv.DictReader(io.StringIO(printed))
    assert [found[word] for word in words] == [f"a {word}" for word in words]
    assert (found["years"], found["base_typical"]) == ("4", "213333.33")
