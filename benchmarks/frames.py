"""What `mlcomp.price` costs on each kind of dataframe: the frame is there, and is not counted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

from harness import Line

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


def made_ready(kind: str, people: Any) -> Callable[[int], object]:
    """Return what prices so many rows, of a frame that is there already."""
    from mlcomp import load_book, price

    book = load_book()
    if kind == "pandas":
        frame = people.to_pandas()
        return lambda rows: price(frame.iloc[:rows], book)
    if kind == "pyarrow":
        return lambda rows: price(people.slice(0, rows), book)
    import polars as pl

    polars = pl.DataFrame(people)
    if kind == "polars":
        return lambda rows: price(polars.head(rows), book)
    return lambda rows: price(polars.head(rows).lazy(), book).collect()


def priced(kind: str, rows: int, *, every: bool = False) -> float:
    """Price a frame, without the first imports, and return CPU seconds."""
    work = made_ready(kind, table(rows, every=every))
    work(1)
    start = process_time()
    work(rows)
    return process_time() - start


def pandas(_: Path, rows: int) -> float:
    """Price pandas, three inputs."""
    return priced("pandas", rows)


def pyarrow(_: Path, rows: int) -> float:
    """Price PyArrow, three inputs."""
    return priced("pyarrow", rows)


def polars(_: Path, rows: int) -> float:
    """Price Polars, three inputs."""
    return priced("polars", rows)


def lazy(_: Path, rows: int) -> float:
    """Price Polars, lazy, three inputs."""
    return priced("lazy", rows)


def pyarrow_every(_: Path, rows: int) -> float:
    """Price PyArrow, every input."""
    return priced("pyarrow", rows, every=True)


def polars_every(_: Path, rows: int) -> float:
    """Price Polars, every input."""
    return priced("polars", rows, every=True)


def lazy_every(_: Path, rows: int) -> float:
    """Price Polars, lazy, every input."""
    return priced("lazy", rows, every=True)


LINES = (
    Line("price-pandas", "`price` on pandas, three inputs, CPU seconds", pandas, 1.7),
    Line("price-pyarrow", "`price` on PyArrow, three inputs, CPU seconds", pyarrow, 0.8),
    Line("price-polars", "`price` on Polars, three inputs, CPU seconds", polars, 0.6),
    Line("price-lazy", "`price` on Polars, lazy, three inputs, CPU seconds", lazy, 0.7),
    Line(
        "price-pyarrow-every",
        "`price` on PyArrow, all eight inputs, CPU seconds",
        pyarrow_every,
        2.2,
    ),
    Line(
        "price-polars-every", "`price` on Polars, all eight inputs, CPU seconds", polars_every, 1.8
    ),
    Line(
        "price-lazy-every",
        "`price` on Polars, lazy, all eight inputs, CPU seconds",
        lazy_every,
        2.2,
    ),
)
