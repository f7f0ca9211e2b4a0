"""What `mlcomp.price` costs on each kind of dataframe: the frame is there, and is not counted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from harness import Line, seconds

CITIES = 300


def table(rows: int, *, every: bool) -> Any:
    """Return people in three inputs and nine other columns, or with every input."""
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
    if every:
        columns |= {
            "level": one_of([*[None] * 8, "senior", "Staff"]),
            "specialization": one_of(["rl", "inference;rl", None, None]),
            "industry": one_of(["tech", "quant", "adtech", None]),
            "lifecycle": one_of(["true", "false"]),
            "degree": one_of(["phd", "ms", "bs", None]),
        }
    columns |= {f"number{n}": random.random(rows) for n in range(4)}
    columns |= {f"team{n}": one_of([f"team {t}" for t in range(1000)]) for n in range(4)}
    return pa.table(columns)


def made_ready(kind: str, people: Any, folder: Path) -> Callable[[int], object]:
    """Return what prices so many rows, of a frame that is there already."""
    from mlcomp import load_book, price

    book = load_book()
    if kind == "pandas":
        frame = people.to_pandas()
        return lambda rows: price(frame.iloc[:rows], book)
    if kind == "pyarrow":
        return lambda rows: price(people.slice(0, rows), book)
    if kind == "duckdb":
        import duckdb

        connection = duckdb.connect()
        connection.register("given", people)
        connection.execute("CREATE TABLE people AS FROM given")
        return lambda rows: price(connection.table("people").limit(rows), book).to_arrow_table()
    if kind == "spark":
        return on_spark(people, book, folder)
    import polars as pl

    polars = pl.DataFrame(people)
    if kind == "polars":
        return lambda rows: price(polars.head(rows), book)
    return lambda rows: price(polars.head(rows).lazy(), book).collect()


def on_spark(people: Any, book: Any, folder: Path) -> Callable[[int], object]:
    """Return what prices so many rows in a session that is there, into nothing."""
    import pyarrow.parquet as pq

    from mlcomp import price
    from mlcomp.roster.engines.session import session_of

    pq.write_table(people, folder / "people.parquet")
    frame = session_of().read.parquet(str(folder / "people.parquet"))
    return lambda rows: price(frame.limit(rows), book).write.format("noop").mode("append").save()


def priced(folder: Path, rows: int, kind: str, *, every: bool) -> float:
    """Price a frame, without the first imports, and return CPU seconds."""
    work = made_ready(kind, table(rows, every=every), folder)
    work(1)
    start = seconds()
    work(rows)
    return seconds() - start


def _line(kind: str, shown: str, aim: float | None, *, every: bool = False) -> Line:
    inputs = "all eight inputs" if every else "three inputs"
    name = f"price-{kind}-every" if every else f"price-{kind}"
    work = partial(priced, kind=kind, every=every)
    return Line(name, f"`price` on {shown}, {inputs}, CPU seconds", work, aim)


LINES = (
    _line("pandas", "pandas", 1.7),
    _line("pyarrow", "PyArrow", 0.8),
    _line("polars", "Polars", 0.6),
    _line("lazy", "Polars, lazy", 0.7),
    _line("pyarrow", "PyArrow", 2.2, every=True),
    _line("polars", "Polars", 1.8, every=True),
    _line("lazy", "Polars, lazy", 2.2, every=True),
    _line("duckdb", "DuckDB", None),
    _line("spark", "PySpark, a session that is there", None),
)
