"""A file of people in, the same file with their pay out, in DuckDB inside this process."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING

from mlcomp.errors import RosterError
from mlcomp.files import STANDARD
from mlcomp.roster.cells import inputs_of
from mlcomp.roster.engines.duck import Duck, UnseenError
from mlcomp.roster.engines.job import database, run
from mlcomp.roster.files.opening import opened
from mlcomp.roster.files.rejects import rejects_among, write_rejects
from mlcomp.roster.files.source import format_of, source_of
from mlcomp.roster.files.target import rejects_of, to_standard_output
from mlcomp.roster.files.writing import copied, read_back
from mlcomp.roster.frame import refuse_clashing, task_among
from mlcomp.roster.splitting import meanings_by_column, split_by, with_values
from mlcomp.roster.standing import Database
from mlcomp.roster.summary import SUMMED, summarize
from mlcomp.writing import part_of, scratch_dir, target_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection, DuckDBPyRelation

    from mlcomp.book.rulebook import Book
    from mlcomp.offers.money import Per
    from mlcomp.roster.engines.engine import Task
    from mlcomp.roster.engines.job import Watch
    from mlcomp.roster.files.tables import Source
    from mlcomp.roster.pricing.entries import Known
    from mlcomp.roster.splitting import Values
    from mlcomp.roster.summary import Summary
    from mlcomp.taxes.household import Household
    from mlcomp.writing import Part

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
        force: overwrite what is there; the new file keeps its mode, and a link is followed.
        formulas: leave cells of a CSV that a spreadsheet would run as they are.
        household: who files, to add what taxes leave of typical total.
        per: what real pay is for, where that is said of all of it.
        values: what stands in a column and what it means, "" for not given.
        by: columns that the summary is split by.
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
    household: Household | None = None
    per: Per | None = None
    values: Values = field(default_factory=dict)
    by: Sequence[str] = ()

    def split(self, given: Mapping[str, str], names: Sequence[str]) -> dict[str, str]:
        """Return the columns that the summary is split by; see `split_by`."""
        return split_by(given, names, self.by, self.prefix)


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
        batch.split(source.given, source.names)
        known: Known = {}
        try:
            names = _write(connection, source, batch, written, write_as, SAMPLE, known, watch)
        except UnseenError:
            names = _write(connection, source, batch, written, write_as, 0, known, watch)
        rejects = rejects_among(connection, source.rejects)
        summary = _summary(connection, source, batch, (written, write_as, names), watch)
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
        seconds=perf_counter() - start,
    )


def _summary(
    connection: DuckDBPyConnection,
    source: Source,
    batch: Batch,
    written: tuple[Path, str, list[str]],
    watch: Watch | None,
) -> Summary:
    """Add up what was written: a file, its format and its columns."""
    given, split = _summed(source), batch.split(source.given, source.names)
    added = _task(source, batch).added
    query = read_back(*written, {*added, *given.values(), *split.values()})
    meanings = meanings_by_column(batch.values, source.given, source.names)
    return run(
        connection,
        "adding up",
        lambda: summarize(
            database_of(connection),
            query,
            batch.book,
            batch.prefix,
            given,
            batch.per,
            split,
            meanings,
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


def database_of(connection: DuckDBPyConnection) -> Database:
    """Return a DuckDB as what a summary asks."""
    return Database(lambda query: connection.execute(query).fetchall())


def _write(
    connection: DuckDBPyConnection,
    source: Source,
    batch: Batch,
    temporary: Path,
    write_as: str,
    sample: int,
    known: Known,
    watch: Watch | None,
) -> list[str]:
    """Price the people into a file; return the columns that were written."""
    people = source.people
    task = _task(source, batch)
    if batch.household:
        # Only then are the taxes loaded.
        from mlcomp.roster.taxed import added_to, with_nets

        refuse_clashing(source.names, added_to(task))
    keep = source.names
    if batch.target is None:
        asked = {*_summed(source).values(), *batch.split(source.given, source.names).values()}
        keep = [name for name in source.names if name in asked]

    def priced() -> DuckDBPyRelation:
        engine = Duck(people, connection, sample, known)
        return engine.answer(engine.pricing(task, keep, enumerated=True))

    result: DuckDBPyRelation = run(connection, "reading", priced, watch)
    if household := batch.household:
        untaxed = result
        result = run(
            connection,
            "taxing",
            lambda: with_nets(connection, untaxed, task, household),
            watch,
            source.rows,
        )
    guarded = write_as == "csv" and not batch.formulas
    copy = copied(result, temporary, write_as, batch.book.labels, guarded=guarded)
    run(connection, "pricing", lambda: connection.execute(copy), watch, source.rows)
    return result.columns
