"""`mlcomp batch` from file to file, over its floor: DuckDB alone doing what cannot be left out.

The floor reads every cell of the same input, and writes the same finished columns from memory.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from time import process_time

import duckdb

from harness import Line, Run, command, seconds
from mlcomp.places.resolver import large_cities

CITIES = 300
LARGE = 5_000_000
MANY = 10
"""How many times the rows: what grows with them is seen apart from what does not."""
READ = {
    "csv": "read_csv('{0}', header=true, all_varchar=true)",
    "jsonl": "read_json('{0}', format='newline_delimited', columns={{{1}}})",
}
WRITTEN = {
    "csv": "FORMAT csv, HEADER",
    "jsonl": "FORMAT json",
    "parquet": "FORMAT parquet, COMPRESSION snappy, DICTIONARY_SIZE_LIMIT 5000",
}


def generate(path: Path, people: int, last_city: str = "", kind: str = "csv") -> None:
    """Write a roster: codes, names and teams beside what people are priced by."""

    def one_of(options: list[str | None], seed: int) -> str:
        shown = ", ".join(
            "NULL" if o is None else "'" + o.replace("'", "''") + "'" for o in options
        )
        return f"([{shown}])[1 + (hash(i + {seed}) % {len(options)})::BIGINT]"

    city = one_of(list(large_cities(CITIES)), 2)
    if last_city:
        city = f"CASE WHEN i = {people - 1} THEN '{last_city}' ELSE {city} END"
    columns = {
        "person_id": "printf('%08d', i)",
        "name": "'Person ' || i",
        "team": "'team-' || (hash(i + 9) % 1000)",
        "years": "printf('%.1f', (hash(i) % 400) / 10.0)",
        "level": one_of([None] * 8 + ["senior", "Staff"], 1),
        "city": city,
        "tier": one_of(["Google", "mid-size", "consultancy", "openai", None], 3),
        "specialization": one_of(["rl", "inference;rl", None, None], 4),
        "industry": one_of(["tech", "quant", "adtech", None], 5),
        "lifecycle": one_of(["true", "false"], 6),
        "degree": one_of(["phd", "ms", "bs", None], 7),
        "start_date": "DATE '2015-01-01' + (hash(i + 8) % 4000)::INTEGER",
    }
    named = ", ".join(f"{each} AS {name}" for name, each in columns.items())
    with duckdb.connect() as connection:
        connection.execute("SET memory_limit = '1GB'")
        connection.execute(
            f"COPY (SELECT {named} FROM range({people}) AS t(i)) TO '{path}' ({WRITTEN[kind]})"
        )


def batch(source: Path, target: Path, *options: str) -> Run:
    """Price a file from the command line, start to exit."""
    line = ("batch", str(source), str(target), "--force", *options)
    return command(sys.executable, "-m", "mlcomp", *line)


def roster(folder: Path, rows: int, kind: str, finished: str) -> None:
    """Write a roster, and what pricing makes of it."""
    generate(folder / f"people.{kind}", rows, kind=kind)
    batch(folder / f"people.{kind}", folder / f"finished.{finished}")


def priced(folder: Path, _: int, kind: str, finished: str) -> Run:
    """Price the roster."""
    return batch(folder / f"people.{kind}", folder / f"out.{finished}")


def floor(folder: Path, _: int, kind: str, finished: str) -> float:
    """Read the roster, and write what pricing made of it."""
    with duckdb.connect() as connection:
        name = str(folder / f"people.{kind}")
        columns = ""
        if kind == "jsonl":
            there = connection.sql(f"SELECT * FROM read_json('{name}') LIMIT 0").columns
            columns = ", ".join(f"'{each}': 'VARCHAR'" for each in there)
        given = connection.sql(f"SELECT * FROM {READ[kind].format(name, columns)}")
        done = str(folder / f"finished.{finished}")
        # By one thread: by more, the table's pieces would be as large as the file's happen to be,
        # and be put together anew while they are written.
        connection.execute("SET threads = 1")
        connection.execute(f"CREATE TEMP TABLE finished AS FROM '{done}'")
        connection.execute("RESET threads")
        counts = ", ".join(f'count("{each}")' for each in given.columns)

        def taken() -> float:
            start = process_time()
            given.aggregate(counts).fetchall()
            connection.execute(
                f"COPY finished TO '{folder}/floor.{finished}' ({WRITTEN[finished]})"
            )
            return process_time() - start

        # Memory that a virtual machine has to get from its host first is counted as CPU time: up
        # to half as much again the first time, and hardly any the second.
        return min(taken(), taken())


def late(folder: Path, rows: int) -> None:
    """Write a roster, and the same with a new value in its last row."""
    generate(folder / "people.csv", rows)
    generate(folder / "late.csv", rows, "Tulsa, OK metro area")


def with_late(folder: Path, _: int) -> Run:
    """Price the one with a new value."""
    return batch(folder / "late.csv", folder / "out.parquet")


def without(folder: Path, _: int) -> Run:
    """Price the one without."""
    return batch(folder / "people.csv", folder / "out.parquet")


def few(folder: Path, rows: int) -> None:
    """Write a small file."""
    lines = ["years,city,tier", *(f"{row % 20},SF,google" for row in range(rows))]
    (folder / "people.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def people(folder: Path, rows: int) -> None:
    """Write a roster."""
    generate(folder / "people.csv", rows)


def grown(folder: Path, rows: int) -> None:
    """Write a roster, and one of a tenth as many rows."""
    generate(folder / "people.csv", rows)
    generate(folder / "fewer.csv", rows // MANY)


def spark(folder: Path, _: int, name: str = "people") -> Run:
    """Price a roster on Spark, start to exit of its Java."""
    return batch(folder / f"{name}.csv", folder / "spark.parquet", "--engine", "spark")


def spark_alone(folder: Path, _: int) -> float:
    """Read the roster and write what pricing made of it, by Spark, its start counted."""
    from mlcomp.roster.engines.session import session_of

    session = session_of()
    options = {"header": True, "quote": '"', "escape": '"', "multiLine": True}
    given = session.read.options(**options).csv(f"{folder}/people.csv")
    given.selectExpr(*(f"count(`{name}`)" for name in given.columns)).collect()
    finished = session.read.parquet(f"{folder}/finished.parquet")
    finished.write.mode("overwrite").parquet(f"{folder}/floor.parquet")
    return seconds()


def _line(name: str, kind: str, finished: str, aim: float, rows: int, most: float = 0) -> Line:
    shown = {"csv": "CSV", "jsonl": "JSON lines", "parquet": "Parquet"}
    title = f"`batch`, {shown[kind]} to {shown[finished]}, {{rows}} rows, over the floor"
    each = {"kind": kind, "finished": finished}
    ours, prepare = partial(priced, **each), partial(roster, **each)
    return Line(name, title, ours, aim, rows, partial(floor, **each), prepare, most_mb=most)


LINES = (
    _line("batch-parquet", "csv", "parquet", 1.25, 1_000_000),
    _line("batch-parquet-5", "csv", "parquet", 1.25, LARGE),
    _line("batch-csv", "csv", "csv", 1.35, 1_000_000),
    _line("batch-csv-5", "csv", "csv", 1.35, LARGE),
    _line("batch-json", "jsonl", "jsonl", 1.5, 1_000_000, 1000),
    Line(
        "batch-late",
        "`batch`, a new value in the last of {rows} rows, over none",
        with_late,
        1.2,
        floor=without,
        prepare=late,
    ),
    Line("batch-few", "`batch` of {rows} rows, CPU seconds", without, 0.35, 10, prepare=few),
    Line(
        "spark",
        "`batch --engine spark`, {rows} rows, CPU seconds",
        spark,
        15.0,
        prepare=people,
    ),
    Line(
        "spark-floor",
        "`batch --engine spark`, {rows} rows, over Spark alone",
        spark,
        None,
        floor=spark_alone,
        prepare=partial(roster, kind="csv", finished="parquet"),
    ),
    Line(
        "spark-linear",
        "`batch --engine spark`, {rows} rows, over a tenth as many",
        spark,
        10.0,
        10_000_000,
        partial(spark, name="fewer"),
        grown,
    ),
)
