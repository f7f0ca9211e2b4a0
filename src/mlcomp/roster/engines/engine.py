"""How a table is priced, whatever runs the SQL: distinct values first, then the stages."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, NamedTuple

from mlcomp.roster.cells import MADE, PAY, aspects
from mlcomp.roster.pricing.columns import Understood, made, outputs_of
from mlcomp.roster.pricing.meanings import meanings_of
from mlcomp.roster.pricing.reading import (
    Cell,
    Read,
    dollars_of,
    kind_of,
    odd_of,
    refusal,
    together,
    unread,
    written,
    yearly_of,
    years_of,
)
from mlcomp.roster.pricing.sql import Sql, coalesce, listed, sql
from mlcomp.roster.pricing.stages import stages

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mlcomp.book.rulebook import Book
    from mlcomp.offers.money import Per
    from mlcomp.roster.pricing.entries import Known
    from mlcomp.roster.pricing.sql import Constant, Dialect, Value
    from mlcomp.roster.pricing.years import Years

STAMP = "book"
"""The column that says which version of a book made a row: `Book.stamp`."""
_MADE = re.compile(rf"{MADE}\w+")
MAX_READ = 10_000
"""Distinct years up to which reading each in Python costs less than a pattern on every row."""


class Task(NamedTuple):
    """What is to be priced of a table: by which book, its column for each input, and a prefix.

    `per` is what its real pay is for, where that is said of all of it. `stamped` adds a column
    that names the book, for rows that outlive the command.
    """

    book: Book
    inputs: Mapping[str, str]
    prefix: str
    per: Per | None = None
    stamped: bool = False

    @property
    def added(self) -> dict[str, str]:
        """What pricing adds, by its columns' names in the table."""
        pay = [kind for kind in PAY if kind in self.inputs]
        marks = (STAMP,) if self.stamped else ()
        return {self.prefix + name: name for name in (*outputs_of(pay), *marks)}


class Engine(ABC):
    """What runs a query, which grows stage by stage around the table of people.

    Attributes:
        dialect: its words for what each engine has its own.
        sample: how many rows stand for all when distinct values are asked for, or 0; a
            value that is not among theirs then fails the query.
        known: what was understood of the same table before.
        parts: the cells of which joined texts are made, by the latter's names.
        reads_years: look years up like any text, rather than by a pattern.
    """

    dialect: Dialect
    reads_years = False

    def __init__(self, people: str, sample: int = 0, known: Known | None = None) -> None:
        self._below = people
        self._layers: list[dict[str, Value]] = []
        self._depths: dict[str, int] = {}
        self.known: Known = {} if known is None else known
        self.sample = sample
        self.parts: dict[str, list[Cell]] = {}

    @property
    def query(self) -> str:
        """Return the query so far, as the FROM of another."""
        query = self._below
        for layer in self._layers:
            query = f"(SELECT *, {listed(layer)} FROM {query}) AS people"
        return query

    def add(self, columns: Mapping[str, Value]) -> None:
        """Add columns of those that are there already, each as deep as those allow.

        Every selection around another hands all columns on, which costs something for each.
        """
        for name, value in columns.items():
            needed = _MADE.findall(sql(value))
            depth = max((self._depths.get(each, 0) for each in needed), default=0)
            if depth == len(self._layers):
                self._layers.append({})
            self._layers[depth][name] = value
            self._depths[name] = depth + 1

    def join(self, table: str, key: str, columns: Iterable[str]) -> None:
        """Add columns of a table by its key; a key that is not there, or null, gets nulls."""
        added = ", ".join(f"named.{name}" for name in columns)
        self._below = (
            f"(SELECT people.*, {added} FROM {self.query} "
            f"LEFT JOIN {table} AS named ON people.{key} = named.{key}) AS people"
        )
        self._layers, self._depths = [], {}

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


def cells_of(dialect: Dialect, types: Mapping[str, str], task: Task) -> dict[str, Cell]:
    """Return the inputs' columns.

    Raises:
        ProfileError: one of them holds no single values.
    """
    return {
        ours: Cell(f"people.{dialect.naming(theirs)}", kind_of(ours, types[theirs]))
        for ours, theirs in task.inputs.items()
    }


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
    cells = cells_of(engine.dialect, types, task)
    inputs = {aspect.name: there for aspect in aspects(book) if (there := aspect.among(cells))}
    # What is understood from the same columns has one key.
    key_of = {name: made("key_" + "_".join(there)) for name, there in inputs.items()}
    engine.parts = {key_of[name]: [cells[each] for each in there] for name, there in inputs.items()}
    keys = {key: together(parts) for key, parts in engine.parts.items()}
    pay = tuple(kind for kind in PAY if kind in cells)
    keys |= _pay_read(engine, {kind: cells[kind] for kind in pay}, task.per)
    years, found = _read(engine, cells.get("years"), keys)
    engine.add(keys | years)
    distinct = {name: found[key_of[name]] for name in inputs}
    numbers = ("years", *pay) if years else pay
    odd = {name: found[made(f"odd_{name}")] for name in numbers}
    texts = {name: [written(each, cells[name]) for each in odd[name]] for name in numbers}
    asked = distinct | {"years": texts.get("years", [])}
    meanings = meanings_of(book, inputs, asked, engine.known)
    odd_pay = tuple(kind for kind in pay if odd[kind])
    understood = Understood(book, meanings, "years" in cells, pay, odd_pay)
    for name in inputs:
        table = meanings.tables[name]
        columns = {made(f"{name}_{column}"): each for column, each in table.columns.items()}
        engine.look_up(key_of[name], table.keys, columns)
    if "years" in cells:
        _odd_years(engine, odd["years"], meanings.years)
    for kind in pay:
        errors: Sequence[Constant] = [refusal(kind, each, task.per) for each in texts[kind]]
        columns = {made(f"{kind}_error"): list(errors)} if errors else {}
        engine.look_up(made(f"odd_{kind}"), odd[kind], columns)
    *before, outputs = stages(understood, engine.dialect.pick)
    for stage in before:
        engine.add(stage)
    if task.stamped:
        outputs[STAMP] = engine.dialect.pick(Sql("1"), [book.stamp])
    return outputs


def _pay_read(engine: Engine, cells: Mapping[str, Cell], per: Per | None) -> dict[str, Sql]:
    """Add real pay as it was read, and return the texts of what was not."""
    matches = engine.dialect.matches
    for kind, cell in cells.items():
        dollars = Sql(made(f"{kind}_dollars"))
        # A stage each: an engine would work a pattern out as often as it is named.
        engine.add({str(dollars): dollars_of(cell, matches)})
        engine.add({made(kind): yearly_of(cell, dollars, matches, per)})
    return {made(f"odd_{kind}"): odd_of(cell, Sql(made(kind))) for kind, cell in cells.items()}


def _read(
    engine: Engine, years: Cell | None, keys: Mapping[str, Sql]
) -> tuple[dict[str, Sql], dict[str, list[str]]]:
    """Return how years are read, and the distinct texts of all that is to be understood."""
    if years is None:
        return {}, engine.distinct(keys)
    matches = engine.dialect.matches
    tried: list[Read] = [years_of(years, matches)]
    if engine.reads_years and years.kind == "text":
        tried.insert(0, unread(years))
    odd = made("odd_years")
    found: dict[str, list[str]] = {}
    for read in tried:
        found = engine.distinct({**keys, odd: read.odd})
        if len(found[odd]) <= MAX_READ:
            break
    return {made("plain_years"): read.plain, odd: read.odd}, found


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
