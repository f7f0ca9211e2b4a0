"""A file of people in, the same file with their pay out, in DuckDB inside this process."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from mlcomp.files import STANDARD, shown_name
from mlcomp.roster.cells import inputs_of
from mlcomp.roster.engines.duck import Duck, UnseenError
from mlcomp.roster.engines.job import database, run
from mlcomp.roster.files.source import format_of, open_source
from mlcomp.roster.files.target import (
    from_standard_input,
    part_of,
    publish,
    refuse_existing,
    scratch_dir,
    to_standard_output,
)
from mlcomp.roster.files.writing import copied, read_back
from mlcomp.roster.frame import task_among
from mlcomp.roster.summary import SUMMED, Database, summarize

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duckdb import DuckDBPyConnection, DuckDBPyRelation

    from mlcomp.book.rulebook import Book
    from mlcomp.offers.money import Per
    from mlcomp.roster.engines.job import Watch
    from mlcomp.roster.files.source import Source
    from mlcomp.roster.summary import Summary

MAX_SHOWN = 5
SAMPLE = 100_000
"""First rows whose values are taken for all; the first other value starts over with all rows."""


@dataclass(frozen=True, kw_only=True)
class Batch:
    """What is to be priced, from where to where.

    Attributes:
        source: a file, or "-" for standard input.
        target: a file, "-" for standard output, or None for the summary alone.
        book: the rule book.
        mapping: the file's column for an input, where it has another name.
        read_as: csv, jsonl or parquet; by the ending without.
        write_as: likewise.
        prefix: put before the names of the added columns.
        force: overwrite what is there.
        formulas: leave cells of a CSV that a spreadsheet would run as they are.
        per: what real pay is for, where that is said of all of it.
    """

    source: str
    target: str | None
    book: Book
    mapping: Mapping[str, str] = field(default_factory=dict)
    read_as: str | None = None
    write_as: str | None = None
    prefix: str = ""
    force: bool = False
    formulas: bool = False
    per: Per | None = None


def price_file(batch: Batch, watch: Watch | None = None) -> Summary:
    """Price a file of people; return what there is to say of the whole roster.

    Args:
        batch: what is to be priced, from where to where.
        watch: is told what is being done, how much of it is, 0 to 1, and of how many rows.

    Raises:
        RosterError: a file cannot be read or written.
        ProfileError: columns are named that do not fit.
    """
    start = perf_counter()
    target = Path(batch.target) if batch.target not in (None, STANDARD) else None
    if target:
        refuse_existing(target, force=batch.force)
        refuse_existing(rejects_of(target), force=batch.force)
    read_as = format_of(batch.source, batch.read_as)
    write_as = "parquet" if batch.target is None else format_of(batch.target, batch.write_as)
    with ExitStack() as stack:
        folder = stack.enter_context(scratch_dir())
        temporary = stack.enter_context(part_of(target)) if target else folder / "priced"
        shown = shown_name(batch.source)
        source = from_standard_input(folder) if batch.source == STANDARD else Path(batch.source)
        connection = stack.enter_context(database(folder, (source, temporary)))
        inputs = inputs_of(batch.book)
        opened = open_source(connection, source, shown, read_as, batch.mapping, write_as, inputs)
        try:
            names = _write(connection, opened, batch, temporary, write_as, SAMPLE, watch)
        except UnseenError:
            names = _write(connection, opened, batch, temporary, write_as, 0, watch)
        rejected, first = _rejected(connection, opened)
        written = read_back(temporary, write_as, names)
        given = {name: opened.given[name] for name in SUMMED if name in opened.given}
        summary: Summary = run(
            connection,
            "adding up",
            lambda: summarize(
                database_of(connection), written, batch.book, batch.prefix, given, batch.per
            ),
            watch,
        )
        if target:
            _publish_rejects(connection, rejected, folder, rejects_of(target), force=batch.force)
            publish(temporary, target, force=batch.force)
        elif batch.target:
            to_standard_output(temporary)
    return summary._replace(rejected=rejected, first_rejected=first, seconds=perf_counter() - start)


def database_of(connection: DuckDBPyConnection) -> Database:
    """Return a DuckDB as what a summary asks."""
    return Database(lambda query: connection.execute(query).fetchall())


def rejects_of(target: Path) -> Path:
    """Return where the lines that are no rows are kept."""
    return target.with_name(f"{target.name}.rejects")


def _write(
    connection: DuckDBPyConnection,
    opened: Source,
    batch: Batch,
    temporary: Path,
    write_as: str,
    sample: int,
    watch: Watch | None,
) -> list[str]:
    """Price the people into a file; return the columns that were written."""
    people = opened.people
    task = task_among(opened.names, batch.book, opened.mapping, batch.prefix, batch.per)
    keep = opened.names
    if batch.target is None:
        keep = [opened.given[name] for name in SUMMED if name in opened.given]

    def priced() -> DuckDBPyRelation:
        engine = Duck(people, connection, sample)
        return engine.answer(engine.pricing(task, keep, enumerated=True))

    result: DuckDBPyRelation = run(connection, "reading", priced, watch)
    guarded = write_as == "csv" and not batch.formulas
    copy = copied(result, temporary, write_as, guarded=guarded)
    run(connection, "pricing", lambda: connection.execute(copy), watch, opened.rows)
    return result.columns


def _rejected(
    connection: DuckDBPyConnection, opened: Source
) -> tuple[int, tuple[tuple[int, str], ...]]:
    """Keep the lines that are no rows; return how many, and the first few with the reason."""
    if opened.rejects is None:
        return 0, ()
    connection.execute(f"CREATE TEMP TABLE mlcomp_refused AS {opened.rejects}")
    ((count,),) = connection.execute("SELECT count(*) FROM mlcomp_refused").fetchall()
    first = connection.execute(
        f"SELECT line, reason FROM mlcomp_refused ORDER BY line LIMIT {MAX_SHOWN}"
    ).fetchall()
    return count, tuple(first)


def _publish_rejects(
    connection: DuckDBPyConnection, rejected: int, folder: Path, path: Path, *, force: bool
) -> None:
    if not rejected:
        # Of an earlier run, which --force replaces.
        path.unlink(missing_ok=True)
        return
    kept = folder / "rejects"
    table = connection.sql("SELECT line, reason, text FROM mlcomp_refused ORDER BY line")
    connection.execute(copied(table, kept, "csv", guarded=True))
    with part_of(path) as part:
        shutil.copyfile(kept, part)
        publish(part, path, force=force)
