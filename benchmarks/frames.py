"""What `mlcomp.price` costs on each kind of dataframe, beside DuckDB moving as many columns.

    python benchmarks/frames.py [--rows 1000000] [--rounds 3] [--kinds pandas,spark] [--src OTHER]

Twelve columns, three of them inputs: years, city and tier. Each run is a process of its own;
rounds are interleaved. CPU seconds are those of all threads, and of Spark's JVM; memory is
the peak above what the frame itself takes. `--src` measures another tree's `src` beside this
one. The reference gives the three inputs to DuckDB and takes ten figures and three texts back.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

KINDS = ("reference", "pandas", "pyarrow", "polars", "lazy", "duckdb", "spark")
CITIES = 300
FIGURES = 10


def main() -> None:
    """Measure each kind in turn, round by round, and print medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--src", action="append", default=[])
    parser.add_argument("--one", choices=KINDS, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(measured(asked.one, asked.rows)))
        return
    trees = [*asked.src, str(Path(__file__).parent.parent / "src")]
    for kind in asked.kinds.split(","):
        found: dict[str, list[tuple[float, float]]] = {tree: [] for tree in trees}
        for _ in range(asked.rounds):
            for tree in trees[-1:] if kind == "reference" else trees:
                found[tree].append(alone(kind, asked.rows, tree))
        for tree, runs in found.items():
            if runs:
                cpu, memory = (median(each) for each in zip(*runs, strict=True))
                print(f"{kind:<10} {cpu:6.2f} CPU s {memory:6,.0f} MB  {tree}", flush=True)


def alone(kind: str, rows: int, tree: str) -> tuple[float, float]:
    """Measure in a process of its own; return CPU seconds and MB."""
    done = subprocess.run(
        [sys.executable, __file__, "--one", kind, "--rows", str(rows)],
        env={**os.environ, "PYTHONPATH": tree},
        stdout=subprocess.PIPE,
        check=True,
    )
    seconds, megabytes = json.loads(done.stdout)
    return seconds, megabytes


def measured(kind: str, rows: int) -> tuple[float, float]:
    """Make a frame and price it; return CPU seconds and MB."""
    work = made_ready(kind, table(rows))
    # Whatever was imported or opened for the first time is not the frame's cost.
    work(1)
    before, cpu = resident("VmRSS"), cpu_seconds()
    for process in processes():
        Path(f"/proc/{process}/clear_refs").write_text("5")
    work(rows)
    return cpu_seconds() - cpu, resident("VmHWM") - before


def table(rows: int) -> Any:
    """Return people in twelve columns."""
    import numpy as np
    import pyarrow as pa

    from mlcomp.places.resolver import large_cities

    random = np.random.default_rng(1)

    def one_of(texts: list[str | None]) -> Any:
        codes = pa.array(random.integers(0, len(texts), rows), pa.int32())
        return pa.DictionaryArray.from_arrays(codes, pa.array(texts)).cast(pa.string())

    columns = {
        "person_id": random.integers(0, 10**9, rows),
        "years": random.integers(0, 400, rows) / 10,
        "city": one_of(list(large_cities(CITIES))),
        "tier": one_of(["Google", "mid-size", "consultancy", "openai", None]),
    }
    columns |= {f"number{n}": random.random(rows) for n in range(4)}
    columns |= {f"team{n}": one_of([f"team {t}" for t in range(1000)]) for n in range(4)}
    return pa.table(columns)


def made_ready(kind: str, people: Any) -> Callable[[int], object]:
    """Return what prices so many rows, of a frame that is there already."""
    import duckdb

    from mlcomp import load_book, price

    book = load_book()
    if kind == "pandas":
        frame = people.to_pandas()
        return lambda rows: price(frame.iloc[:rows], book)
    if kind == "pyarrow":
        return lambda rows: price(people.slice(0, rows), book)
    if kind in ("polars", "lazy"):
        import polars as pl

        polars = pl.DataFrame(people)
        if kind == "polars":
            return lambda rows: price(polars.head(rows), book)
        return lambda rows: price(polars.head(rows).lazy(), book).collect()
    if kind == "spark":
        return on_spark(people, book)
    connection = duckdb.connect()
    connection.register("given", people)
    connection.execute("CREATE TABLE people AS SELECT * FROM given")
    if kind == "duckdb":
        return lambda rows: price(connection.table("people").limit(rows), book).to_arrow_table()
    figures = ", ".join(f"years * {n} AS figure{n}" for n in range(FIGURES))
    query = f"SELECT {figures}, city, tier, nullif(city, city) AS error FROM given"
    return lambda rows: connection.sql(f"{query} LIMIT {rows}").to_arrow_table()


def on_spark(people: Any, book: Any) -> Callable[[int], object]:
    """Return what prices so many rows on two local workers, into nothing."""
    import tempfile

    import pyarrow.parquet as pq
    from pyspark.sql import SparkSession

    from mlcomp import price

    folder = tempfile.mkdtemp(prefix="mlcomp-bench-")
    pq.write_table(people, f"{folder}/people.parquet")
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.driver.host", "127.0.0.1")
    builder = builder.config("spark.driver.bindAddress", "127.0.0.1")
    session = builder.config("spark.log.level", "OFF").getOrCreate()
    frame = session.read.parquet(f"{folder}/people.parquet")

    def work(rows: int) -> None:
        some = frame if rows == people.num_rows else frame.limit(rows)
        price(some, book).write.format("noop").mode("overwrite").save()

    return work


def processes() -> list[str]:
    """Return this process and those it has started: Spark's JVM."""
    return ["self", *Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]


def cpu_seconds() -> float:
    """Return the CPU seconds that the processes have taken."""
    ticks = 0
    for process in processes():
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def resident(what: str) -> float:
    """Return the processes' resident memory now (VmRSS) or at its peak (VmHWM), in MB."""
    lines = (
        line
        for process in processes()
        for line in Path(f"/proc/{process}/status").read_text().splitlines()
    )
    return sum(int(line.split()[1]) for line in lines if line.startswith(what)) / 1024


if __name__ == "__main__":
    main()
