"""A file of real pay: priced by a rule book for `backtest`, its people for `calibrate`."""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import ExitStack, contextmanager
from functools import cache, partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from mlcomp.accuracy.backtest import Case, backtest
from mlcomp.accuracy.calibrating import Paid
from mlcomp.book.loading import SHIPPED, load_book
from mlcomp.errors import Fault, OfferError, ProfileError, RosterError
from mlcomp.files import shown_name
from mlcomp.offers.money import salary
from mlcomp.roster.cells import (
    BETWEEN_FIELDS,
    PAY,
    inputs_of,
    person,
    profile_of,
    refuse_unpriceable,
)
from mlcomp.roster.engines.duck import price_relation
from mlcomp.roster.engines.job import database
from mlcomp.roster.files.opening import opened
from mlcomp.roster.files.source import format_of, source_of
from mlcomp.roster.frame import task_among
from mlcomp.roster.pricing.sql import name_of
from mlcomp.roster.splitting import meanings_by_column, meant_by, split_by
from mlcomp.rules.naming import named
from mlcomp.rules.pay import FIGURES, Pay
from mlcomp.text import listed, quoted
from mlcomp.writing import scratch_dir

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from duckdb import DuckDBPyConnection, DuckDBPyRelation

    from mlcomp.accuracy.backtest import Backtest, Measure
    from mlcomp.book.rulebook import Book
    from mlcomp.offers.money import Per
    from mlcomp.roster.files.tables import Source
    from mlcomp.roster.splitting import Values

ESTIMATED = "mlcomp_estimated_"
"""Before the columns that pricing adds, so that none of the file's own can clash."""


def backtest_file(
    file: str,
    books: Sequence[Book],
    *,
    mapping: Mapping[str, str],
    values: Values,
    by: Sequence[str] = (),
    read_as: str | None = None,
    per: Per | None = None,
) -> tuple[Backtest, ...]:
    """Score rule books on a file of real pay, US dollars a year.

    Args:
        file: CSV, JSON lines or Parquet; "-" is standard input.
        books: the rule books.
        mapping: the file's column for an input, where it has another name.
        values: for an input, what stands in the file and what it means; "" is not given.
        by: columns to split by, besides the level, the metro and the tier.
        read_as: csv, jsonl or parquet; by the ending without.
        per: what real pay is for, where that is said of all of it.

    Raises:
        RosterError: the file cannot be read, or holds no pay.
        UsageError: columns are named that are not there.
    """
    with opened_people(file, books, mapping, values, read_as, PAY) as (people, source, _):
        split = split_of(source, by)
        return tuple(
            backtest(
                book.edition,
                book.title,
                _cases(_as_handed(people, book, books, source), book, source, split, per),
                tuple(split),
            )
            for book in books
        )


def _as_handed(
    people: DuckDBPyRelation, book: Book, books: Sequence[Book], source: Source
) -> DuckDBPyRelation:
    """Return people with their levels as a shipped book is handed them beside a book of one's own.

    A name that the first such book has for a level of its own means that level: by its id, and
    where the shipped book has none of that id, by a name that it cannot know.
    """
    shipped = {load_book(name).edition for name in SHIPPED}
    own = next((each for each in books if each.edition not in shipped), None)
    if own is None or book.edition not in shipped or "level" not in source.mapping:
        return people
    column = name_of(source.mapping["level"])
    typed = people.select(f"CAST({column} AS VARCHAR)").distinct().fetchall()
    ids = {(level.id, level.track) for level in book.level}
    meant = {}
    for (cell,) in typed:
        if cell and (level := named(cell, own.level)):
            known = (level.id, level.track) in ids
            meant[cell] = level.id if known else f"{level.id} of {own.edition}"
    return people.select(f"* REPLACE ({meant_by(column, meant)} AS {column})") if meant else people


def paid_people(
    file: str,
    book: Book,
    *,
    mapping: Mapping[str, str],
    values: Values,
    read_as: str | None = None,
    per: Per | None = None,
) -> tuple[list[Paid], tuple[tuple[str, int], ...]]:
    """Read who is paid what base, US dollars a year; and why other rows say nothing of it.

    Args:
        file: CSV, JSON lines or Parquet; "-" is standard input.
        book: the rule book that they are to be priced by.
        mapping: the file's column for an input, where it has another name.
        values: for an input, what stands in the file and what it means; "" is not given.
        read_as: csv, jsonl or parquet; by the ending without.
        per: what real pay is for, where that is said of all of it.

    Raises:
        RosterError: the file cannot be read, or holds no base pay.
        ProfileError: no column says years or level.
    """
    with opened_people(file, (book,), mapping, values, read_as, ("base",)) as (people, source, _):
        refuse_unpriceable(source.names, source.mapping)
        inputs = [name for name in inputs_of(book) if name in source.mapping]
        columns = [source.mapping[name] for name in (*inputs, "base")]
        asked = ", ".join(f"coalesce(CAST({name_of(name)} AS VARCHAR), '')" for name in columns)
        rows = people.select(asked).fetchall()
    paid: defaultdict[str, list[float]] = defaultdict(list)
    errors: Counter[str] = Counter()
    read = cache(partial(_dollars, per=per))
    for *cells, cell in rows:
        amount = read(cell) if cell else Fault(expected="real pay", found="none")
        if isinstance(amount, Fault):
            errors[str(amount._replace(field="base"))] += 1
        else:
            paid[BETWEEN_FIELDS.join(cells)].append(amount)
    described = []
    for text, amounts in paid.items():
        try:
            profile = profile_of(person(inputs, text, book))
        except ProfileError as error:
            errors[str(error)] += len(amounts)
        else:
            described.append(Paid(text, profile, tuple(amounts)))
    return described, tuple(errors.most_common())


@contextmanager
def opened_people(
    file: str,
    books: Sequence[Book],
    mapping: Mapping[str, str],
    values: Values,
    read_as: str | None,
    pay: Sequence[str] = (),
) -> Iterator[tuple[DuckDBPyRelation, Source, DuckDBPyConnection]]:
    """Open a file of people, with what values mean in their place; of real pay, if any is named.

    Raises:
        RosterError: the file cannot be read, or has none of the kinds of pay.
    """
    shown = shown_name(file)
    with ExitStack() as stack:
        folder = stack.enter_context(scratch_dir())
        format_ = format_of(file, read_as)
        opened_file = stack.enter_context(opened(file, folder))
        connection = stack.enter_context(database(folder, (opened_file.path,)))
        inputs = dict.fromkeys(name for book in books for name in inputs_of(book))
        source = source_of(connection, opened_file, format_, mapping, "csv", [*inputs])
        if pay and not set(pay) & set(source.mapping):
            raise RosterError(
                f"{shown}: expected a column {listed(pay)} of real pay, or --map base=COLUMN; "
                f"found {listed(map(quoted, source.names[:20]), 'and')}"
            )
        meanings = meanings_by_column(values, source.given, source.names)
        # What an input is read from is not always the file's own column.
        columns = {source.mapping[ours]: theirs for ours, theirs in source.given.items()}
        columns |= {name: name for name in meanings}
        replaced = [
            f"{meant_by(name_of(name), meanings[own])} AS {name_of(name)}"
            for name, own in columns.items()
            if own in meanings
        ]
        people = source.people
        if replaced:
            people = people.select(f"* REPLACE ({', '.join(replaced)})")
        yield people, source, connection


def split_of(source: Source, by: Sequence[str]) -> dict[str, str]:
    """Return the columns to split by: those asked for, after the level, the metro and the tier."""
    always = ["level"]
    needed = {"metro": "city", "tier": "tier"}
    always += [name for name, column in needed.items() if column in source.mapping]
    return split_by(source.mapping, source.names, (*always, *by), ESTIMATED)


def _cases(
    people: DuckDBPyRelation,
    book: Book,
    source: Source,
    split: Mapping[str, str],
    per: Per | None,
) -> Iterator[Case]:
    """Price the rows and yield each with its real pay."""
    mapping = source.mapping
    pay = {kind: mapping[kind] for kind in PAY if kind in mapping}
    inputs = {name: mapping[name] for name in inputs_of(book) if name in mapping}
    result = price_relation(people, task_among(source.names, book, inputs, ESTIMATED))
    asked = [f"{ESTIMATED}error"]
    asked += [f"{ESTIMATED}{kind}_{figure}" for kind in PAY for figure in FIGURES]
    columns = [name_of(name) for name in asked]
    columns += [f"CAST({name_of(column)} AS VARCHAR)" for column in split.values()]
    columns += [f"CAST({name_of(column)} AS VARCHAR)" for column in pay.values()]
    rows = result.select(", ".join(columns))
    # Amounts repeat, and their readings with them.
    read = cache(partial(_dollars, per=per))
    for row in rows.fetchall():
        yield _case(row, list(split), list(pay), read)


def _case(
    row: tuple[Any, ...],
    split: list[str],
    pay: list[Measure],
    read: Callable[[str], float | Fault],
) -> Case:
    """Read a row: the error, the figures of each pay, what it is split by, and real pay."""
    cells = iter(row)
    refused = error = next(cells)
    figures = {kind: tuple(islice(cells, len(FIGURES))) for kind in PAY}
    groups = dict(zip(split, islice(cells, len(split)), strict=True))
    real: dict[Measure, float] = {}
    estimated: dict[Measure, Pay] = {}
    for kind, cell in zip(pay, cells, strict=True):
        if not cell:
            continue
        amount = read(cell)
        if isinstance(amount, Fault):
            error = error or str(amount._replace(field=kind))
            continue
        real[kind] = amount
        if refused is None:
            estimated[kind] = Pay(*figures[kind])
    if not real and error is None:
        error = f"{listed(pay)}: expected real pay, found none"
    return Case(real, estimated, error, groups)


def _dollars(cell: str, per: Per | None) -> float | Fault:
    """Return real pay in dollars a year, or why it is none."""
    try:
        return salary(cell, per, "roster")
    except OfferError as error:
        return error.faults[0]
