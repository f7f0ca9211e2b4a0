"""`mlcomp sql` on DuckDB, over `mlcomp batch` on the same rows; and what making it takes."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import duckdb

from harness import Line
from rosters import generate

INPUTS = "years, city, tier"


def three(folder: Path, rows: int) -> None:
    """Write people of three columns, and the query that prices them."""
    _prepared(folder, rows, INPUTS, INPUTS.split(", "))


def every(folder: Path, rows: int) -> None:
    """Write people of all columns that the default query reads, and that query."""
    from mlcomp import load_book
    from mlcomp.roster.cells import inputs_of

    with duckdb.connect() as connection:
        generate(folder / "people.csv", 1)
        relation = connection.read_csv(str(folder / "people.csv"))
        there = relation.columns
    columns = inputs_of(load_book())
    shown = (n if n in there else f"NULL::VARCHAR AS {n}" for n in columns)
    _prepared(folder, rows, ", ".join(shown), None)


def _prepared(folder: Path, rows: int, select: str, columns: list[str] | None) -> None:
    from mlcomp import load_book
    from mlcomp.roster.query.query import pricing_query

    generate(folder / "people.csv", rows)
    with duckdb.connect() as connection:
        source = f"read_csv('{folder}/people.csv', all_varchar=true)"
        connection.execute(f"COPY (SELECT {select} FROM {source}) TO '{folder}/people.parquet'")
    (folder / "people.csv").unlink()
    (folder / "query.sql").write_text(pricing_query(load_book(), "duckdb", "people", columns))


def _run(folder: Path, sql: str) -> float:
    with duckdb.connect() as connection:
        connection.execute(f"CREATE VIEW people AS SELECT * FROM '{folder}/people.parquet'")
        query = (folder / "query.sql").read_text()
        start = process_time()
        connection.execute(sql.format(query=query, folder=folder))
        return process_time() - start


def priced(folder: Path, _: int) -> float:
    """Run the query into Parquet."""
    return _run(folder, "COPY ({query}) TO '{folder}/query.parquet'")


def kept(folder: Path, _: int) -> float:
    """Run the query into a table."""
    return _run(folder, "CREATE TEMP TABLE priced AS ({query})")


def aggregated(folder: Path, _: int) -> float:
    """Run an aggregate over the query into a table."""
    names = "metro, count(*), avg(base_typical), avg(total_typical)"
    return _run(folder, f"CREATE TEMP TABLE priced AS SELECT {names} FROM ({{query}}) GROUP BY ALL")


def batch(folder: Path, _: int) -> float:
    """Price the same people with `batch`, into Parquet."""
    from mlcomp import load_book
    from mlcomp.roster.batch import price_file
    from mlcomp.roster.request import Batch

    target = folder / "batch.parquet"
    start = process_time()
    source = str(folder / "people.parquet")
    price_file(Batch(source=source, target=str(target), book=load_book(), force=True))
    return process_time() - start


def made(_: Path, __: int) -> float:
    """Make the default query."""
    from mlcomp import load_book
    from mlcomp.roster.query.query import pricing_query

    book = load_book()
    start = process_time()
    pricing_query(book, "duckdb", "people")
    return process_time() - start


def megabytes(_: Path, __: int) -> float:
    """Return the size of the default query, in MB."""
    from mlcomp import load_book
    from mlcomp.roster.query.query import pricing_query

    return len(pricing_query(load_book(), "duckdb", "people").encode()) / 1e6


LARGE = 5_000_000
LINES = (
    Line(
        "query-3",
        "`mlcomp sql`, 3 columns, {rows} rows, over `batch`",
        priced,
        1.1,
        LARGE,
        batch,
        three,
    ),
    Line("query-all", "the same, the default's columns", priced, 1.3, LARGE, batch, every),
    Line("query-sum", "an aggregate over that query, over it", aggregated, 1.2, LARGE, kept, every),
    Line("query-made", "making the default query, CPU seconds", made, 1.0),
    Line("query-size", "the default query, MB", megabytes, 1.0),
)
