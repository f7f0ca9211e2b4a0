"""A file of people in, the same file with their pay out, in DuckDB inside this process."""

from __future__ import annotations

from contextlib import ExitStack
from time import perf_counter
from typing import TYPE_CHECKING, Literal, NamedTuple

from mlcomp.errors import RosterError
from mlcomp.files import STANDARD
from mlcomp.roster.cells import inputs_of, unread
from mlcomp.roster.counts import counted, met_in
from mlcomp.roster.engines.duck import Duck
from mlcomp.roster.engines.job import database, run
from mlcomp.roster.engines.late import Late, UnseenError
from mlcomp.roster.files.opening import opened
from mlcomp.roster.files.rejects import rejects_among, write_rejects
from mlcomp.roster.files.source import format_of, source_of
from mlcomp.roster.files.target import rejects_of, to_standard_output
from mlcomp.roster.files.writing import copied, read_back, unguarded
from mlcomp.roster.frame import refuse_clashing, task_among
from mlcomp.roster.splitting import with_values
from mlcomp.roster.standing import Database
from mlcomp.roster.summary import SUMMED, summarize
from mlcomp.writing import part_of, scratch_dir, target_of

if TYPE_CHECKING:
    from collections import Counter
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from mlcomp.roster.engines.engine import Task
    from mlcomp.roster.engines.job import Watch
    from mlcomp.roster.engines.late import Met
    from mlcomp.roster.files.tables import Source
    from mlcomp.roster.pricing.entries import Known
    from mlcomp.roster.request import Batch
    from mlcomp.roster.summary import Summary
    from mlcomp.writing import Part

SAMPLE = 100_000
"""First rows whose values are looked up; too many others start over with those of all rows."""


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
    is_file = batch.target not in (None, STANDARD)
    target = target_of(str(batch.target), RosterError, force=batch.force) if is_file else None
    read_as = format_of(batch.source, batch.read_as)
    write_as = "parquet" if batch.target is None else format_of(batch.target, batch.write_as)
    with ExitStack() as stack:
        folder = stack.enter_context(scratch_dir())
        part = stack.enter_context(part_of(target)) if target else None
        written = part.door if part else folder / "priced"
        file = stack.enter_context(opened(batch.source, folder))
        connection = stack.enter_context(database(folder, (file.path, written)))
        inputs = inputs_of(batch.book)
        source: Source = run(
            connection,
            "reading",
            lambda: with_values(
                source_of(connection, file, read_as, batch.mapping, write_as, inputs), batch.values
            ),
            watch,
        )
        # What is no column is refused before anything is priced.
        batch.asked(source.given, source.names)
        known: Known = {}
        try:
            done = _write(connection, source, batch, written, write_as, SAMPLE, known, watch)
        except UnseenError:
            done = _write(connection, source, batch, written, write_as, 0, known, watch)
        rejects = rejects_among(connection, source.rejects, file)
        summary = _summary(connection, source, batch, (written, write_as), done, watch)
        if batch.household:
            from mlcomp.roster.taxed import untaxed

            summary = summary._replace(untaxed=untaxed(connection))
        kept = None
        if part and rejects.lines:
            other = stack.enter_context(part_of(rejects_of(part.target)))
            write_rejects(connection, file, other, is_csv=read_as == "csv")
            kept = _published(part, other)
        elif part:
            part.publish()
        elif batch.target:
            to_standard_output(written)
    return summary._replace(
        rejected=rejects.lines,
        first_rejected=rejects.first,
        rejects=None if kept is None else str(kept),
        unread=unread(source.names, source.given),
        seconds=perf_counter() - start,
    )


def _summary(
    connection: DuckDBPyConnection,
    source: Source,
    batch: Batch,
    written: tuple[Path, str],
    done: _Written,
    watch: Watch | None,
) -> Summary:
    """Add up what was written: a file and its format."""
    if not batch.summed and done.met is not None:
        return counted(batch.book, done.rows, done.met)
    given, asked = _summed(source), batch.asked(source.given, source.names)
    own = {*given.values(), *asked.columns}
    path, write_as = written
    query = read_back([path], write_as, done.names, {*_task(source, batch).added, *own})
    if not (batch.summed or batch.values):
        met = run(
            connection,
            "adding up",
            lambda: met_in(connection, query, batch.prefix, given),
            watch,
        )
        return counted(batch.book, done.rows, met)
    if batch.guards(write_as):
        query = unguarded(query, own & set(source.names))
    return run(
        connection,
        "adding up",
        lambda: summarize(
            database_of(connection, write_as),
            query,
            batch.book,
            batch.prefix,
            given,
            batch.per,
            asked,
            batch.further,
        ),
        watch,
    )


def _task(source: Source, batch: Batch) -> Task:
    book, mapping = batch.book, source.mapping
    return task_among(source.names, book, mapping, batch.prefix, batch.per, stamped=True)


def _summed(source: Source) -> dict[str, str]:
    """Return the file's own columns that a summary asks for."""
    return {name: source.given[name] for name in SUMMED if name in source.given}


def _published(part: Part, rejects: Part) -> Path:
    """Put the rejects and then the rows in their places: both of them, or none."""
    kept = rejects.publish(beside=True)
    try:
        part.publish()
    except BaseException:
        kept.unlink(missing_ok=True)
        raise
    return kept


def database_of(connection: DuckDBPyConnection, write_as: str) -> Database:
    """Return a DuckDB as what a summary asks of rows in some format."""
    roster: Literal["TABLE", "VIEW"] = "VIEW" if write_as == "parquet" else "TABLE"
    return Database(lambda query: connection.execute(query).fetchall(), roster=roster)


class _Written(NamedTuple):
    """What was written: columns, how many rows, and of those what was met, if that was counted."""

    names: list[str]
    rows: int
    met: Counter[Met] | None


def _write(
    connection: DuckDBPyConnection,
    source: Source,
    batch: Batch,
    temporary: Path,
    write_as: str,
    sample: int,
    known: Known,
    watch: Watch | None,
) -> _Written:
    """Price the people into a file."""
    people = source.people
    task = _task(source, batch)
    if batch.household:
        # Only then are the taxes loaded.
        from mlcomp.roster.taxed import added_to, with_nets

        refuse_clashing(source.names, added_to(task))
    keep = source.kept
    if batch.target is None:
        asked = batch.asked(source.given, source.names)
        own = {*_summed(source).values(), *asked.columns}
        read = {*own, asked.known_by}
        keep = [name for name in source.names if name in read]
    late = Late(task)
    names = [*keep, *task.added]
    # Where people are taxed may be read in another form than it is written.
    besides = {task.inputs["city"]} - set(keep) if batch.household else ()

    def priced() -> str:
        engine = Duck(people, connection, sample, known, late=late)
        return engine.pricing(task, [*keep, *besides], enumerated=True)

    query = run(connection, "reading", priced, watch)
    if household := batch.household:
        before = query
        query = run(
            connection,
            "taxing",
            lambda: with_nets(connection, before, names, task, household),
            watch,
            source.rows,
        )
        names += added_to(task)
    texts = None
    if batch.guards(write_as):
        kinds = zip(people.columns, map(str, people.types), strict=True)
        texts = {f"{batch.prefix}error", *(name for name, kind in kinds if kind == "VARCHAR")}
    copy = copied(
        query,
        names,
        temporary,
        write_as,
        batch.book.labels,
        guarded=texts,
        together=source.together,
    )
    ((rows,),) = run(
        connection, "pricing", lambda: connection.execute(copy).fetchall(), watch, source.rows
    )
    return _Written(names, rows, late.met)
