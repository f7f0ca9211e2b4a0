"""What another rule book does to the people of a file: both books, in one pass over it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mlcomp.accuracy.backtest import EVERYBODY
from mlcomp.roster.cells import PAY, inputs_of
from mlcomp.roster.engines.duck import price_relation
from mlcomp.roster.frame import task_among
from mlcomp.roster.paid import ESTIMATED, opened_people, split_of
from mlcomp.roster.pricing.sql import name_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from duckdb import DuckDBPyConnection, DuckDBPyRelation

    from mlcomp.accuracy.backtest import Measure
    from mlcomp.book.rulebook import Book
    from mlcomp.roster.files.tables import Source
    from mlcomp.roster.splitting import Values

BEFORE = "mlcomp_before_"
"""Before the columns of the older book; those of the newer one have `ESTIMATED`."""

MAX_NAMED = 5
_BOTH = "mlcomp_both"


class GroupChange(NamedTuple):
    """People of one value of a column: their mean typical pay by either book, dollars a year.

    `cost` is what all of them together are paid more by the newer one.
    """

    measure: Measure
    by: str
    value: str | None
    people: int
    old: float
    new: float
    cost: float


class PersonChange(NamedTuple):
    """One person: their row in the file, from 1, what they are split by, typical pay."""

    measure: Measure
    row: int
    groups: tuple[tuple[str, str | None], ...]
    old: float
    new: float


class RosterChange(NamedTuple):
    """What a book does to a roster, against another: everybody first, then the largest groups.

    `most` are those who gain most, `least` those who lose most; `unpriced` has why people
    cannot be priced by both books, with the one by which.
    """

    rows: int
    priced: int
    groups: tuple[GroupChange, ...]
    most: tuple[PersonChange, ...]
    least: tuple[PersonChange, ...]
    unpriced: tuple[tuple[str, str, int], ...]

    def everybody(self, measure: Measure) -> GroupChange | None:
        """Return all people together, None where nobody is priced."""
        found = (g for g in self.groups if g.by == EVERYBODY and g.measure == measure)
        return next(found, None)


def roster_change(
    file: str,
    old: Book,
    new: Book,
    *,
    mapping: Mapping[str, str],
    values: Values,
    by: Sequence[str] = (),
    read_as: str | None = None,
) -> RosterChange:
    """Price a file of people by two books, and say who is paid what more or less by the newer.

    Args:
        file: CSV, JSON lines or Parquet; "-" is standard input.
        old: the book to compare with.
        new: the book whose effect is asked for.
        mapping: the file's column for an input, where it has another name.
        values: for an input, what stands in the file and what it means; "" is not given.
        by: columns to split by, besides the level, the metro and the tier.
        read_as: csv, jsonl or parquet; by the ending without.

    Raises:
        RosterError: the file cannot be read.
        ProfileError: no column says years or level.
        UsageError: columns are named that are not there.
    """
    with opened_people(file, (old, new), mapping, values, read_as) as (people, opened, connection):
        split = split_of(opened, by)
        _price(people, opened, split, old, new)
        return _adding_up(connection, split, (old.edition, new.edition))


def _price(
    people: DuckDBPyRelation, opened: Source, split: Mapping[str, str], old: Book, new: Book
) -> None:
    """Keep what both books make of each row."""
    people = people.select(f"*, row_number() OVER () AS {ESTIMATED}row")
    for book, prefix in ((old, BEFORE), (new, ESTIMATED)):
        inputs = {name: opened.mapping[name] for name in inputs_of(book) if name in opened.mapping}
        people = price_relation(people, task_among(opened.names, book, inputs, prefix))
    columns = [f"{ESTIMATED}row AS row"]
    columns += [
        f"{prefix}{name} AS {when}_{name}"
        for prefix, when in ((BEFORE, "old"), (ESTIMATED, "new"))
        for name in ("error", *(f"{kind}_typical" for kind in PAY))
    ]
    columns += [
        f"CAST({name_of(column)} AS VARCHAR) AS by_{place}"
        for place, column in enumerate(split.values())
    ]
    people.select(", ".join(columns)).create(_BOTH)


def _adding_up(
    connection: DuckDBPyConnection, split: Mapping[str, str], editions: tuple[str, str]
) -> RosterChange:
    def ask(query: str) -> list[Any]:
        return connection.execute(query).fetchall()

    priced = f"{_BOTH} WHERE old_error IS NULL AND new_error IS NULL"
    groups: list[GroupChange] = []
    most: list[PersonChange] = []
    least: list[PersonChange] = []
    columns = [f"by_{place}" for place in range(len(split))]
    for kind in PAY:
        old, new = f"old_{kind}_typical", f"new_{kind}_typical"
        figures = f"count(*) AS n, avg({old}), avg({new}), coalesce(sum({new} - {old}), 0)"
        for by, column in ((EVERYBODY, "NULL"), *zip(split, columns, strict=True)):
            rows = ask(
                f"SELECT {column} AS value, {figures} FROM {priced} GROUP BY value "
                "ORDER BY n DESC, value"
            )
            groups += [GroupChange(kind, by, *row) for row in rows]
        for found, sign, order in ((most, ">", "DESC"), (least, "<", "ASC")):
            rows = ask(
                f"SELECT row, {old}, {new}, {', '.join(columns)} FROM {priced} "
                f"AND round({new} - {old}) {sign} 0 "
                f"ORDER BY {new} - {old} {order}, row LIMIT {MAX_NAMED}"
            )
            found += [
                PersonChange(kind, row, tuple(zip(split, cells, strict=True)), was, now)
                for row, was, now, *cells in rows
            ]
    counts = (
        f"SELECT count(*), count(*) FILTER (old_error IS NULL AND new_error IS NULL) FROM {_BOTH}"
    )
    ((all_rows, both),) = ask(counts)
    unpriced = [
        (edition, reason, count)
        for edition, when in zip(editions, ("old", "new"), strict=True)
        for reason, count in ask(
            f"SELECT {when}_error AS reason, count(*) AS n FROM {_BOTH} "
            "WHERE reason IS NOT NULL GROUP BY reason ORDER BY n DESC, reason"
        )
    ]
    return RosterChange(all_rows, both, tuple(groups), tuple(most), tuple(least), tuple(unpriced))
