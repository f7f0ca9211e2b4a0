"""`mlcomp batch --engine spark`: the same query, run by a Spark cluster.

OUT is a folder of parts, as Spark writes it. A path that is no local one (s3://, hdfs://)
is left to Spark's own committer; a local one appears whole or not at all.
"""

from __future__ import annotations

from contextlib import ExitStack
from time import perf_counter
from typing import TYPE_CHECKING, Any

from pyspark.errors import PySparkException
from pyspark.sql import SparkSession
from pyspark.sql import functions as f
from pyspark.sql.types import StringType, StructField, StructType

from mlcomp.errors import RosterError
from mlcomp.roster.cells import BETWEEN_NAMES, columns_of, inputs_of
from mlcomp.roster.engines.engine import STAMP
from mlcomp.roster.engines.spark import price_spark
from mlcomp.roster.files.source import format_of
from mlcomp.roster.files.tables import HIDDEN
from mlcomp.roster.files.writing import guarded_names
from mlcomp.roster.frame import task_among
from mlcomp.roster.pricing.sql import SPARK
from mlcomp.roster.splitting import MEANT, meant_by
from mlcomp.roster.standing import Database
from mlcomp.roster.summary import SUMMED, summarize
from mlcomp.text import FORMULA, PLAIN_NUMBER, quoted
from mlcomp.writing import part_of, target_of

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from mlcomp.roster.request import Batch
    from mlcomp.roster.summary import Summary

CORRUPT = "_corrupt_record"
MAX_SHOWN = 5
_WRITERS = {"csv": "csv", "jsonl": "json", "parquet": "parquet"}


def price_on_spark(batch: Batch) -> Summary:
    """Price a file, or a folder of files, on the session's cluster.

    Raises:
        RosterError: it cannot be read or written.
    """
    start = perf_counter()
    if "-" in (batch.source, batch.target):
        raise RosterError("standard input and output are not for Spark; give files")
    read_as = format_of(batch.source, batch.read_as)
    session = SparkSession.builder.appName("mlcomp").getOrCreate()
    try:
        with ExitStack() as stack:
            summary = _price(session, batch, read_as, stack)
    except PySparkException as error:
        raise RosterError(f"spark: {str(error).strip().splitlines()[0]}") from None
    return summary._replace(seconds=perf_counter() - start)


def _price(session: SparkSession, batch: Batch, read_as: str, stack: ExitStack) -> Summary:
    people = _read(session, batch.source, read_as)
    refused, first = 0, []
    if CORRUPT in people.columns:
        # Spark keeps no line numbers: a file is read in pieces.
        people = people.cache()
        corrupt = people.filter(f.col(CORRUPT).isNotNull())
        refused = corrupt.count()
        first = [row[CORRUPT] for row in corrupt.limit(MAX_SHOWN).collect()]
        people = people.filter(f.col(CORRUPT).isNull()).drop(CORRUPT)
    names = people.columns
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
    result = price_spark(people, task, names)
    result = result.withMetadata(batch.prefix + STAMP, book.labels)
    if batch.target:
        write_as = format_of(batch.target, batch.write_as)
        written = _guarded(result) if batch.guards(write_as) else result
        _write(written, batch, write_as, stack)
    result.createOrReplaceTempView("mlcomp_written")
    database = Database(
        lambda query: [tuple(row) for row in session.sql(query).collect()],
        SPARK.naming,
        "percentile",
        "approx_percentile",
        SPARK.matches,
        "array",
    )
    summed = {name: given[name] for name in SUMMED if name in given}
    summary = summarize(
        database, "mlcomp_written", batch.book, batch.prefix, summed, batch.per, asked
    )
    reasons = tuple((0, f"expected another number of columns: {quoted(text)}") for text in first)
    return summary._replace(rejected=refused, first_rejected=reasons)


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


def _write(result: DataFrame, batch: Batch, format_: str, stack: ExitStack) -> None:
    target = str(batch.target)
    options = {"header": "true", "escape": '"', "ignoreNullFields": "false"}
    if "://" in target:
        mode = "overwrite" if batch.force else "errorifexists"
        result.write.mode(mode).options(**options).format(_WRITERS[format_]).save(target)
        return
    aim = target_of(target, RosterError, force=batch.force, folder=True)
    part = stack.enter_context(part_of(aim, folder=True))
    result.write.options(**options).format(_WRITERS[format_]).save(str(part.path))
    part.publish()
