"""What there is to say of a whole roster: who is priced, who is paid what, at what cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mlcomp.roster.cells import PAY
from mlcomp.roster.pricing.columns import made
from mlcomp.roster.pricing.reading import Cell, dollars_of, placeless, yearly_of
from mlcomp.roster.pricing.sql import DUCKDB, Sql, name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mlcomp.accuracy.backtest import Measure
    from mlcomp.book.rulebook import Book
    from mlcomp.offers.money import Per

MIN_GROUP = 10
"""People a group needs before its spread is told."""

MAX_GROUPS = 5
SUMMED = (*PAY, "city", "remote")
"""What is read of a roster's own columns."""
# Exact quantiles of more people would not fit the memory allowed.
MAX_EXACT = 5_000_000


class Standing(NamedTuple):
    """Real pay against the likely range; `cost` brings all below up to it, dollars a year."""

    paid: int
    below: int
    within: int
    above: int
    cost: float


class LevelSummary(NamedTuple):
    """The people of a level; typical pay is their mean, US dollars a year."""

    id: str
    title: str
    people: int
    base_typical: float
    total_typical: float
    standing: Mapping[str, Standing]


class Group(NamedTuple):
    """People of one level and metro, by how far apart their pay is.

    `p10` and `p90` are percentiles of real pay over typical pay; `spread` is one over
    the other.
    """

    pay: str
    level: str
    metro: str | None
    people: int
    p10: float
    p90: float

    @property
    def spread(self) -> float:
        """Return how many times the 10th percentile the 90th is."""
        return self.p90 / self.p10


class Summary(NamedTuple):
    """A roster that was priced."""

    book: str
    book_title: str
    fingerprint: str
    rows: int
    priced: int
    errors: tuple[tuple[str, int], ...]
    levels: tuple[LevelSummary, ...]
    standing: Mapping[str, Standing]
    widest: tuple[Group, ...]
    placeless: int = 0
    """People without a city, in a roster that has them, who are priced as the nation."""
    rejected: int = 0
    first_rejected: tuple[tuple[int, str], ...] = ()
    rejects: str | None = None
    seconds: float = 0.0
    untaxed: int = 0
    """Who is priced and has no take-home pay, where it was asked for."""

    @property
    def wrong(self) -> int:
        """How many rows have an error, and lines were no rows."""
        return sum(count for _, count in self.errors) + self.rejected


class Database(NamedTuple):
    """Whatever answers a query: how it is asked, and what is its own in SQL."""

    ask: Callable[[str], list[Any]]
    name_of: Callable[[str], str] = name_of
    quantile: str = "quantile_cont"
    approximate: str = "approx_quantile"
    matches: str = DUCKDB.matches


def summarize(
    database: Database,
    written: str,
    book: Book,
    prefix: str,
    given: Mapping[str, str],
    per: Per | None = None,
) -> Summary:
    """Add up a priced roster.

    Args:
        database: where the roster can be asked for.
        written: the priced roster, as the FROM of a query.
        book: the rule book it was priced with.
        prefix: what stands before the names of the added columns.
        given: its own column for each of `SUMMED` that it has.
        per: what real pay is for, where that is said of all of it.
    """

    def own(name: str) -> str:
        return database.name_of(prefix + name)

    rows = f"SELECT {own('level_id')} AS level, {own('metro')} AS metro, {own('error')} AS error"
    for kind in ("base", "total"):
        for figure in ("typical", "likely_low", "likely_high"):
            rows += f", CAST({own(f'{kind}_{figure}')} AS DOUBLE) AS {kind}_{figure}"
    paid = {kind: given[kind] for kind in PAY if kind in given}
    for kind, column in paid.items():
        cell = Cell(database.name_of(column), "text")
        dollars = Sql(made(f"{kind}_dollars"))
        written = f"(SELECT *, {dollars_of(cell, database.matches)} AS {dollars} FROM {written})"
        read = yearly_of(cell, dollars, database.matches, per)
        # Null exactly where the row is not placed.
        placed = f"{own(f'{kind}_compa_ratio')} IS NOT NULL"
        rows += f", CASE WHEN {placed} THEN {read} END AS {kind}_paid"
    cells = {name: Cell(database.name_of(column), "text") for name, column in given.items()}
    rows += f", {placeless(cells)} AS placeless"
    database.ask(f"CREATE OR REPLACE TEMP VIEW mlcomp_roster AS {rows} FROM {written}")
    errors = database.ask(
        "SELECT error, count(*) AS n FROM mlcomp_roster WHERE error IS NOT NULL "
        "GROUP BY error ORDER BY n DESC, error"
    )
    counted = "".join(f", {_standing_columns(kind)}" for kind in paid)
    by_level = database.ask(
        "SELECT level, count(*), count_if(placeless), avg(base_typical), avg(total_typical)"
        f"{counted} "
        "FROM mlcomp_roster GROUP BY level"
    )
    people = {row[0]: row for row in by_level}
    levels = tuple(
        LevelSummary(level.id, level.title, row[1], row[3], row[4], _standings(paid, row[5:]))
        for level in book.level
        if (row := people.get(level.id))
    )
    total_rows = sum(row[1] for row in by_level)
    return Summary(
        book=book.edition,
        book_title=book.title,
        fingerprint=book.fingerprint,
        rows=total_rows,
        priced=sum(level.people for level in levels),
        errors=tuple((message, count) for message, count in errors),
        levels=levels,
        standing={
            kind: Standing(*map(sum, zip(*(level.standing[kind] for level in levels), strict=True)))
            for kind in paid
            if levels
        },
        placeless=sum(count for level, _, count, *_ in by_level if level is not None),
        widest=_widest(database, paid, exact=total_rows <= MAX_EXACT),
    )


def _standing_columns(kind: str) -> str:
    paid, low, high = f"{kind}_paid", f"{kind}_likely_low", f"{kind}_likely_high"
    conditions = (f"{paid} < {low}", f"{paid} BETWEEN {low} AND {high}", f"{paid} > {high}")
    counts = (f"coalesce(count_if({condition}), 0)" for condition in conditions)
    cost = f"coalesce(sum({low} - {paid}) FILTER (WHERE {paid} < {low}), 0)"
    return ", ".join([f"count({paid})", *counts, cost])


def _standings(paid: Mapping[Measure, str], cells: tuple[float, ...]) -> dict[str, Standing]:
    size = len(Standing._fields)
    return {
        kind: Standing._make(cells[place * size : (place + 1) * size])
        for place, kind in enumerate(paid)
    }


def _widest(database: Database, paid: Mapping[Measure, str], *, exact: bool) -> tuple[Group, ...]:
    quantile = database.quantile if exact else database.approximate
    found: list[Group] = []
    for kind in paid:
        ratio = f"{kind}_paid / {kind}_typical"
        rows = database.ask(
            f"SELECT level, metro, count(*) AS people, {quantile}({ratio}, 0.1) AS p10, "
            f"{quantile}({ratio}, 0.9) AS p90 FROM mlcomp_roster "
            f"WHERE {kind}_paid IS NOT NULL GROUP BY level, metro HAVING people >= {MIN_GROUP} "
            f"ORDER BY p90 / p10 DESC, level, metro LIMIT {MAX_GROUPS}"
        )
        found += [Group(kind, *row) for row in rows]
    return tuple(found)
