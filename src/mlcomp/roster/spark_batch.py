"""`mlcomp batch --engine spark`: the same query, run by a Spark cluster.

OUT is a folder of parts, as Spark writes it. A path that is no local one (s3://, hdfs://)
is left to Spark's own committer; a local one appears whole or not at all.
"""

from __future__ import annotations

import re
import warnings
from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING, Any

from py4j.protocol import Py4JError, Py4JJavaError
from pyspark.errors import PySparkException
from pyspark.sql import functions as f
from pyspark.sql.types import StringType, StructField, StructType

from mlcomp.errors import RosterError
from mlcomp.roster.batch import database_of
from mlcomp.roster.cells import BETWEEN_NAMES, columns_of, inputs_of, unread
from mlcomp.roster.engines.engine import STAMP
from mlcomp.roster.engines.job import database
from mlcomp.roster.engines.session import session_of
from mlcomp.roster.engines.spark import Spark
from mlcomp.roster.files.source import format_of
from mlcomp.roster.files.tables import HIDDEN
from mlcomp.roster.files.writing import guarded_names, read_back, unguarded
from mlcomp.roster.frame import task_among
from mlcomp.roster.pricing.sql import SPARK
from mlcomp.roster.splitting import MEANT, meant_by
from mlcomp.roster.standing import Database
from mlcomp.roster.summary import SUMMED, summarize
from mlcomp.text import FORMULA, PLAIN_NUMBER, quoted
from mlcomp.writing import part_of, scratch_dir, target_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pyspark.sql import DataFrame, DataFrameWriter, SparkSession

    from mlcomp.roster.request import Batch
    from mlcomp.roster.summary import Summary

CORRUPT = "_corrupt_record"
MAX_SHOWN = 5
_FORMATS = {"csv": "csv", "jsonl": "json", "parquet": "parquet"}
_WRITTEN = {
    "header": "true",
    "escape": '"',
    "ignoreNullFields": "false",
    "ignoreLeadingWhiteSpace": "false",
    "ignoreTrailingWhiteSpace": "false",
}


def price_on_spark(batch: Batch) -> Summary:
    """Price a file, or a folder of files, on the session's cluster.

    Raises:
        RosterError: it cannot be read or written.
    """
    start = perf_counter()
    if "-" in (batch.source, batch.target):
        raise RosterError("standard input and output are not for Spark; give files")
    read_as = format_of(batch.source, batch.read_as, folder=True)
    try:
        # pandas and PySpark warn about each other.
        with warnings.catch_warnings(action="ignore"):
            summary = _price(session_of(), batch, read_as)
    except (PySparkException, Py4JError) as error:
        raise RosterError(f"spark: {_reason(error)}") from None
    return summary._replace(seconds=perf_counter() - start)


def _reason(error: PySparkException | Py4JError) -> str:
    """Return the message in one line, without the names of what was called and threw it."""
    text = str(error.java_exception) if isinstance(error, Py4JJavaError) else str(error)
    first = next(iter(text.strip().splitlines()), type(error).__name__)
    return re.sub(r"^(?:[\w.]+\.\w+: )+", "", first)


def _price(session: SparkSession, batch: Batch, read_as: str) -> Summary:
    people = _read(session, batch.source, read_as)
    names = [name for name in people.columns if name != CORRUPT]
    given = columns_of(names, batch.mapping, inputs_of(batch.book))
    hidden = {}
    for ours, theirs in given.items():
        if dict(people.dtypes)[theirs].startswith("array"):
            hidden[ours] = HIDDEN + ours
            people = people.withColumn(hidden[ours], f.array_join(theirs, BETWEEN_NAMES))
    asked = batch.asked(given, names)
    for ours, theirs in given.items():
        if theirs in asked.meanings:
            read = SPARK.naming(hidden.get(ours, theirs))
            hidden[ours] = MEANT + ours
            people = people.withColumn(hidden[ours], f.expr(meant_by(read, asked.meanings[theirs])))
    book, inputs = batch.book, given | hidden
    task = task_among(names, book, inputs, batch.prefix, batch.per, stamped=True)
    lines = people
    if corrupt := CORRUPT in lines.columns:
        people = lines.filter(f.col(CORRUPT).isNull())
    # Asked for the corrupt ones, Spark reads all columns: distinct values are those of all lines.
    engine = Spark(people, lines)
    result = engine.price(task, names)
    result = result.withMetadata(batch.prefix + STAMP, book.labels)
    summed = {name: given[name] for name in SUMMED if name in given}
    own = list(dict.fromkeys((*summed.values(), *asked.columns)))

    def added_up(database: Database, rows: str) -> Summary:
        return summarize(database, rows, book, batch.prefix, summed, batch.per, asked)

    if batch.target is None or "://" in batch.target:
        needed = [f.col(SPARK.naming(name)) for name in (*task.added, *own)]
        if batch.target:
            mode = "overwrite" if batch.force else "errorifexists"
            _writer(result, batch).mode(mode).save(batch.target)
        with _cached(result.select(needed)) as rows:
            rows.createOrReplaceTempView("mlcomp_written")
            summary = added_up(_database_of(session), "mlcomp_written")
    else:
        summary = _written(result, batch, list(task.added), own, added_up)
    summary = summary._replace(unread=unread(names, given))
    if not corrupt or (count := engine.rows - summary.rows) <= 0:
        return summary
    # Spark keeps no line numbers: a file is read in pieces.
    first = lines.filter(f.col(CORRUPT).isNotNull()).limit(MAX_SHOWN).collect()
    texts = (quoted(row[CORRUPT]) for row in first)
    reasons = tuple((0, f"expected another number of columns: {text}") for text in texts)
    return summary._replace(rejected=count, first_rejected=reasons)


@contextmanager
def _cached(rows: DataFrame) -> Iterator[DataFrame]:
    """Keep rows for several queries."""
    kept = rows.cache()
    try:
        yield kept
    finally:
        kept.unpersist()


def _writer(result: DataFrame, batch: Batch) -> DataFrameWriter:
    write_as = format_of(str(batch.target), batch.write_as, folder=True)
    shown = _guarded(result) if batch.guards(write_as) else result
    return shown.write.format(_FORMATS[write_as]).options(**_WRITTEN)


def _written(
    result: DataFrame,
    batch: Batch,
    added: list[str],
    own: list[str],
    added_up: Callable[[Database, str], Summary],
) -> Summary:
    """Write a local folder, and add it up in DuckDB, which reads it faster than Spark plans."""
    target = str(batch.target)
    write_as = format_of(target, batch.write_as, folder=True)
    aim = target_of(target, RosterError, force=batch.force, folder=True)
    with part_of(aim, folder=True) as part, scratch_dir() as folder:
        _writer(result, batch).save(str(part.path))
        parts = sorted(part.path.glob("part-*"))
        with database(folder, parts) as connection:
            query = read_back(parts, write_as, result.columns, [*added, *own])
            if batch.guards(write_as):
                query = unguarded(query, own)
            summary = added_up(database_of(connection, write_as), query)
        part.publish()
    return summary


def _database_of(session: SparkSession) -> Database:
    """Return a session of Spark as what a summary asks."""
    return Database(
        lambda query: [tuple(row) for row in session.sql(query).collect()],
        SPARK.naming,
        "percentile",
        "approx_percentile",
        SPARK.matches,
        "array",
    )


def _read(session: SparkSession, path: str, format_: str) -> DataFrame:
    if format_ == "parquet":
        return session.read.parquet(path)
    if format_ == "jsonl":
        # Every value as text, but lists of names, which are joined.
        return session.read.option("primitivesAsString", "true").json(path)
    options: dict[str, Any] = {"header": True, "quote": '"', "escape": '"', "multiLine": True}
    names = session.read.options(**options).csv(path).columns
    fields = [StructField(name, StringType()) for name in [*names, CORRUPT]]
    options |= {"mode": "PERMISSIVE", "columnNameOfCorruptRecord": CORRUPT, "enforceSchema": False}
    return session.read.options(**options).schema(StructType(fields)).csv(path)


def _guarded(result: DataFrame) -> DataFrame:
    """Return texts in which no spreadsheet sees a formula; a plain number is none."""
    shown = guarded_names(result.columns)
    columns = []
    for name, kind in result.dtypes:
        column = f.col(f"`{name}`")
        if kind == "string":
            risky = column.rlike(FORMULA) & ~column.rlike(PLAIN_NUMBER)
            column = f.when(risky, f.concat(f.lit("'"), column)).otherwise(column)
        columns.append(column.alias(shown[name]))
    return result.select(*columns)
