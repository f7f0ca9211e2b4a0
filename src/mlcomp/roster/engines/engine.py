"""How a table is priced, whatever runs the SQL: distinct values first, then the stages."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, NamedTuple

from mlcomp.errors import Fault
from mlcomp.roster.cells import PAY, aspects
from mlcomp.roster.pricing.columns import Understood, made, outputs_of
from mlcomp.roster.pricing.meanings import meanings_of
from mlcomp.roster.pricing.reading import Cell, kind_of, paid_of, together, unread, years_of
from mlcomp.roster.pricing.sql import Sql, coalesce, listed
from mlcomp.roster.pricing.stages import stages
from mlcomp.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mlcomp.book.rulebook import Book
    from mlcomp.roster.pricing.meanings import Years
    from mlcomp.roster.pricing.reading import Read
    from mlcomp.roster.pricing.sql import Constant, Dialect, Value

DOLLARS = "dollars a year"
MAX_READ = 10_000
"""Distinct years up to which reading each in Python costs less than a pattern on every row."""


class Task(NamedTuple):
    """What is to be priced of a table: by which book, its column for each input, and a prefix."""

    book: Book
    inputs: Mapping[str, str]
    prefix: str

    @property
    def added(self) -> dict[str, str]:
        """What pricing adds, by its columns' names in the table."""
        pay = [kind for kind in PAY if kind in self.inputs]
        return {self.prefix + name: name for name in outputs_of(pay)}


class Engine(ABC):
    """What runs a query, which grows stage by stage around the table of people.

    Attributes:
        dialect: its words for what each engine has its own.
        query: the query so far, as the FROM of another.
        sample: how many rows stand for all when distinct values are asked for, or 0; a
            value that is not among theirs then fails the query.
        reads_years: look years up like any text, rather than by a pattern.
    """

    dialect: Dialect
    reads_years = False

    def __init__(self, people: str, sample: int = 0) -> None:
        self.query = people
        self.sample = sample

    def add(self, columns: Mapping[str, Value]) -> None:
        """Add columns, of those that are there already."""
        if columns:
            self.query = f"(SELECT *, {listed(columns)} FROM {self.query}) AS people"

    def join(self, table: str, key: str, columns: Iterable[str]) -> None:
        """Add columns of a table by its key; a key that is not there, or null, gets nulls."""
        added = ", ".join(f"named.{name}" for name in columns)
        self.query = (
            f"(SELECT people.*, {added} FROM {self.query} "
            f"LEFT JOIN {table} AS named ON people.{key} = named.{key}) AS people"
        )

    def selection(self, keep: Iterable[str], added: Mapping[str, Sql], prefix: str) -> str:
        """Return the query of some columns of the table, and after them the added ones."""
        columns = {name: Sql(f"people.{self.dialect.naming(name)}") for name in keep}
        columns |= {prefix + name: each for name, each in added.items()}
        return f"SELECT {listed(columns, self.dialect.naming)} FROM {self.query}"

    @abstractmethod
    def distinct(self, columns: Mapping[str, Sql]) -> dict[str, list[str]]:
        """Return the distinct texts of some expressions, nulls left out; this runs a query."""

    @abstractmethod
    def look_up(self, key: str, keys: list[str], columns: Mapping[str, Sequence[Constant]]) -> None:
        """Add columns by a key; a key that is not among the keys, or null, gets nulls."""


def priced(engine: Engine, types: Mapping[str, str], task: Task) -> dict[str, Sql]:
    """Price the people of an engine: let its query grow until pay is one selection away.

    Args:
        engine: what runs the query.
        types: the types of the table's columns, as the engine writes them.
        task: what is to be priced.

    Returns:
        The columns that pricing adds, in terms of the engine's query.

    Raises:
        ProfileError: an input's column holds no single values.
    """
    book = task.book
    cells = {
        ours: Cell(f"people.{engine.dialect.naming(theirs)}", kind_of(ours, types[theirs]))
        for ours, theirs in task.inputs.items()
    }
    inputs = {aspect.name: there for aspect in aspects(book) if (there := aspect.among(cells))}
    # What is understood from the same columns has one key.
    key_of = {name: made("key_" + "_".join(there)) for name, there in inputs.items()}
    keys = {
        key_of[name]: together([cells[each] for each in there]) for name, there in inputs.items()
    }
    numbers, found = _read(engine, cells, keys)
    for name, read in numbers.items():
        plain = f"plain_{name}" if name == "years" else name
        keys |= {made(plain): read.plain, made(f"odd_{name}"): read.odd}
    engine.add(keys)
    distinct = {name: found[key_of[name]] for name in inputs}
    odd = {name: found[made(f"odd_{name}")] for name in numbers}
    written = {name: [_written(each, cells[name]) for each in odd[name]] for name in numbers}
    meanings = meanings_of(book, inputs, distinct | {"years": written.get("years", [])})
    pay = tuple(kind for kind in PAY if kind in cells)
    odd_pay = tuple(kind for kind in pay if odd[kind])
    understood = Understood(book, meanings, "years" in cells, pay, odd_pay)
    for name in inputs:
        table = meanings.tables[name]
        columns = {made(f"{name}_{column}"): each for column, each in table.columns.items()}
        engine.look_up(key_of[name], table.keys, columns)
    if "years" in cells:
        _odd_years(engine, odd["years"], meanings.years)
    for kind in pay:
        faults = [Fault(kind, expected=DOLLARS, found=quoted(each)) for each in written[kind]]
        errors = {made(f"{kind}_error"): [str(fault) for fault in faults]} if faults else {}
        engine.look_up(made(f"odd_{kind}"), odd[kind], errors)
    *before, outputs = stages(understood, engine.dialect.pick)
    for stage in before:
        engine.add(stage)
    return outputs


def _read(
    engine: Engine, cells: Mapping[str, Cell], keys: Mapping[str, Sql]
) -> tuple[dict[str, Read], dict[str, list[str]]]:
    """Return how the numbers are read, and the distinct texts of all that is to be understood."""
    matches = engine.dialect.matches
    reads: dict[str, Read] = {kind: paid_of(cells[kind], matches) for kind in PAY if kind in cells}
    years = cells.get("years")
    is_text = years is not None and years.kind == "text"
    for in_python in (True, False) if engine.reads_years and is_text else (False,):
        if years:
            reads["years"] = unread(years) if in_python else years_of(years, matches)
        odd = {made(f"odd_{name}"): read.odd for name, read in reads.items()}
        found = engine.distinct({**keys, **odd})
        if not in_python or len(found[made("odd_years")]) <= MAX_READ:
            break
    return reads, found


def _written(text: str, cell: Cell) -> str:
    """Return a number that is not plain as Python writes it, and a text as it is."""
    return repr(float(text)) if cell.kind == "number" else text


def _odd_years(engine: Engine, keys: list[str], years: Years) -> None:
    """Look up the years that had to be read by Python."""
    columns: dict[str, Sequence[Constant]] = {
        made("read_years"): years.years,
        made("years_error"): years.errors,
    }
    columns = {name: each for name, each in columns.items() if any(v is not None for v in each)}
    engine.look_up(made("odd_years"), keys, columns)
    read = [name for name in (made("read_years"),) if name in columns]
    engine.add({made("years"): coalesce([Sql(name) for name in (made("plain_years"), *read)])})
