"""`price`: a dataframe of people in, the same dataframe with their pay out."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

try:
    import duckdb  # noqa: F401 (missing is said here, in words)
except ImportError as error:
    from mlcomp.errors import install

    message = f"pricing a dataframe needs duckdb: {install('batch')}"
    raise ImportError(message, name="duckdb") from error

from mlcomp.book.loading import load_book
from mlcomp.book.rulebook import Book
from mlcomp.errors import ProfileError
from mlcomp.roster.cells import columns_of, inputs_of, refuse_unpriceable
from mlcomp.roster.engines import memory
from mlcomp.roster.engines.duck import price_relation
from mlcomp.roster.engines.engine import Task
from mlcomp.text import listed, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from mlcomp.offers.money import Per


class Kind(NamedTuple):
    """One kind of dataframe: its class, its columns, and how it is priced."""

    module: str
    name: str
    columns: Callable[[Any], Iterable[Any]]
    price: Callable[[Any, Task], Any]


def _on_spark(frame: Any, task: Task) -> Any:
    from mlcomp.roster.engines.spark import price_spark

    return price_spark(frame, task)


KINDS = (
    Kind("pandas", "DataFrame", lambda frame: frame.columns, memory.price_pandas),
    Kind("polars", "DataFrame", lambda frame: frame.columns, memory.price_polars),
    Kind("polars", "LazyFrame", lambda frame: frame.collect_schema(), memory.price_lazily),
    Kind("pyarrow", "Table", lambda frame: frame.column_names, memory.price_arrow),
    Kind("duckdb", "DuckDBPyRelation", lambda frame: frame.columns, price_relation),
    Kind("pyspark.sql", "DataFrame", lambda frame: frame.columns, _on_spark),
)


def price(
    frame: Any,
    book: Book | str | Path = "guide",
    *,
    columns: Mapping[str, str] | None = None,
    prefix: str = "",
    pay: Per | None = None,
) -> Any:
    """Price everyone in a dataframe; every column is US dollars a year unless it says otherwise.

    Args:
        frame: pandas, Polars (eager or lazy), PyArrow, DuckDB or PySpark, with columns
            named like the options of `mlcomp estimate`; `base` and `total` are real pay.
        book: a rule book, its name or its path.
        columns: the frame's column for an input, where it has another name.
        prefix: put before the names of the added columns.
        pay: what `base` and `total` are for, where that is so of all: "hourly", "monthly" or
            "yearly"; without, what does not look like a year's pay is refused.

    Returns:
        A frame of the same kind, its own columns untouched, with `level_id`, `metro`,
        low, typical, high and the likely range of base and of total, percentile,
        compa-ratio and range penetration of real pay, and `error`: what `estimate`
        would say of a person who cannot be priced, and whose figures are null.
        A lazy frame stays lazy; only its distinct values are read at once.

    Raises:
        ProfileError: a column is named twice or clashes with an added one, or none says
            years or level.
        BookError: the rule book cannot be read.
        TypeError: the frame is of no kind that can be priced.
    """
    loaded = book if isinstance(book, Book) else load_book(book)
    for kind in KINDS:
        known = getattr(sys.modules.get(kind.module), kind.name, None)
        if known is not None and isinstance(frame, known):
            task = task_of(list(kind.columns(frame)), loaded, columns or {}, prefix, pay)
            return kind.price(frame, task)
    raise TypeError(
        "expected a pandas, Polars, PyArrow, DuckDB or PySpark dataframe, "
        f"found {type(frame).__name__}"
    )


def task_of(
    names: list[Any],
    book: Book,
    mapping: Mapping[str, str],
    prefix: str,
    per: Per | None = None,
) -> Task:
    """Find the inputs among a table's columns.

    Raises:
        ProfileError: a column is no text, is there twice, cannot be told from another or
            clashes with an added one, or none says years or level.
    """
    for name, count in Counter(names).items():
        if not isinstance(name, str):
            raise ProfileError(f"columns: expected names that are text, found {name!r}")
        if count > 1:
            raise ProfileError(f"columns: {quoted(name)} is there {count} times")
    return task_among(names, book, columns_of(names, mapping, inputs_of(book)), prefix, per)


def task_among(
    names: list[str],
    book: Book,
    inputs: Mapping[str, str],
    prefix: str,
    per: Per | None = None,
    *,
    stamped: bool = False,
) -> Task:
    """Return what is to be priced of a table whose inputs are found.

    Raises:
        ProfileError: a column clashes with an added one, or none says years or level.
    """
    refuse_unpriceable(names, inputs)
    task = Task(book, inputs, prefix, per, stamped)
    refuse_clashing(names, task.added)
    return task


def refuse_clashing(names: Iterable[str], added: Iterable[str]) -> None:
    """Refuse columns that are added and are there already.

    Raises:
        ProfileError: it names them.
    """
    taken = {name.casefold() for name in names}
    if clashing := [name for name in added if name.casefold() in taken]:
        raise ProfileError(
            f"columns: {listed(map(quoted, clashing), 'and')} would be added and "
            f"{'is' if len(clashing) == 1 else 'are'} there already; another prefix avoids it"
        )
