"""What there is to say of a whole roster: who is priced, who is paid what, at what cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlcomp.roster.cells import PAY, TRUTH
from mlcomp.roster.pricing.columns import made
from mlcomp.roster.pricing.reading import Cell, dollars_of, yearly_of
from mlcomp.roster.pricing.sql import Sql, text_of
from mlcomp.roster.splitting import meant_by
from mlcomp.roster.standing import ROSTER, Grouping

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from mlcomp.accuracy.backtest import Measure
    from mlcomp.book.rulebook import Book
    from mlcomp.offers.money import Per
    from mlcomp.roster.standing import Database, Group, Split, Standing

MIN_WIDE = 10
"""People a group needs before its spread is told."""

MAX_WIDE = 5
SUMMED = (*PAY, "city", "remote")
"""What is read of a roster's own columns."""
# Exact quantiles of more people would not fit the memory allowed.
MAX_EXACT = 5_000_000


class WideGroup(NamedTuple):
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
    """A roster that was priced: everybody, each level, and the groups of columns asked for."""

    book: str
    book_title: str
    fingerprint: str
    rows: int
    priced: int
    errors: tuple[tuple[str, int], ...]
    everybody: Group | None
    """None where nobody is priced."""
    levels: tuple[Group, ...]
    splits: tuple[Split, ...]
    widest: tuple[WideGroup, ...]
    placeless: int = 0
    """People without a city, in a roster that has them, who are priced as the nation."""
    rejected: int = 0
    first_rejected: tuple[tuple[int, str], ...] = ()
    rejects: str | None = None
    seconds: float = 0.0
    untaxed: int = 0
    """Who is priced and has no take-home pay, where it was asked for."""

    @property
    def standing(self) -> Mapping[Measure, Standing]:
        """Return where real pay stands, for the kinds of it that anybody might have."""
        return self.everybody.standing if self.everybody else {}

    @property
    def wrong(self) -> int:
        """How many rows have an error, and lines were no rows."""
        return sum(count for _, count in self.errors) + self.rejected


def summarize(
    database: Database,
    written: str,
    book: Book,
    prefix: str,
    given: Mapping[str, str],
    per: Per | None,
    split: Mapping[str, str],
    meanings: Mapping[str, Mapping[str, str]],
) -> Summary:
    """Add up a priced roster.

    Args:
        database: where the roster can be asked for.
        written: the priced roster, as the FROM of a query.
        book: the rule book it was priced with.
        prefix: what stands before the names of the added columns.
        given: its own column for each of `SUMMED` that it has.
        per: what real pay is for, where that is said of all of it.
        split: its column for each thing that it is split by.
        meanings: for some of its own columns, what their cells mean.
    """
    kinds = [kind for kind in PAY if kind in given]
    written, renamed = _as_meant(database, written, {*given.values(), *split.values()}, meanings)
    given = {name: renamed.get(column, column) for name, column in given.items()}
    split = {name: renamed.get(column, column) for name, column in split.items()}
    _view(database, written, prefix, given, per, split)
    errors = database.ask(
        "SELECT error, count(*) AS n, count_if(placeless AND level IS NOT NULL) "
        f"FROM {ROSTER} GROUP BY error ORDER BY n DESC, error"
    )
    rows = sum(count for _, count, _ in errors)
    titles = {level.id: level.title for level in book.level}
    grouping = Grouping(database, kinds, titles, exact=rows <= MAX_EXACT)
    found = {group.value: group for group in grouping.everybody_and_levels()}
    everybody = found.get(None)
    return Summary(
        book=book.edition,
        book_title=book.title,
        fingerprint=book.fingerprint,
        rows=rows,
        priced=everybody.people if everybody else 0,
        errors=tuple((message, count) for message, count, _ in errors if message is not None),
        everybody=everybody,
        levels=tuple(found[each] for each in titles if each in found),
        splits=tuple(
            grouping.split(name, column) for name, column in zip(split, _keys(split), strict=True)
        ),
        placeless=sum(count for *_, count in errors),
        widest=_widest(grouping),
    )


def _as_meant(
    database: Database,
    written: str,
    read: Collection[str],
    meanings: Mapping[str, Mapping[str, str]],
) -> tuple[str, dict[str, str]]:
    """Return the rows with columns of what others mean, and their names by those of the others."""
    renamed: dict[str, str] = {}
    for place, (column, each) in enumerate(meanings.items()):
        if column in read:
            renamed[column] = name = made(f"meant_{place}")
            meant = meant_by(database.name_of(column), each)
            written = f"(SELECT *, {meant} AS {name} FROM {written})"
    return written, renamed


def _view(
    database: Database,
    written: str,
    prefix: str,
    given: Mapping[str, str],
    per: Per | None,
    split: Mapping[str, str],
) -> None:
    """Make `ROSTER`: of the priced rows what is asked of them, under names of our own."""

    def own(name: str) -> str:
        return database.name_of(prefix + name)

    columns = {name: own(name) for name in ("metro", "error")}
    columns["level"] = own("level_id")
    columns |= {
        f"{kind}_{figure}": f"CAST({own(f'{kind}_{figure}')} AS DOUBLE)"
        for kind in PAY
        for figure in ("low", "typical", "high")
    }
    for kind in PAY:
        if kind not in given:
            continue
        cell = Cell(database.name_of(given[kind]), "text")
        dollars = Sql(made(f"{kind}_dollars"))
        written = f"(SELECT *, {dollars_of(cell, database.matches)} AS {dollars} FROM {written})"
        read = yearly_of(cell, dollars, database.matches, per)
        # Null exactly where the row is not placed.
        placed = f"{own(f'{kind}_compa_ratio')} IS NOT NULL"
        columns[f"{kind}_paid"] = f"CASE WHEN {placed} THEN {read} END"
    columns["placeless"] = _is_placeless(database, given)
    for key, column in zip(_keys(split), split.values(), strict=True):
        columns[key] = str(Cell(database.name_of(column), "text").text)
    selected = ", ".join(f"{each} AS {name}" for name, each in columns.items())
    database.ask(f"CREATE OR REPLACE TEMP VIEW {ROSTER} AS SELECT {selected} FROM {written}")


def _keys(split: Mapping[str, str]) -> list[str]:
    """Return the view's columns for what a roster is split by."""
    return [f"by_{place}" for place in range(len(split))]


def _is_placeless(database: Database, given: Mapping[str, str]) -> str:
    """Return whether a row's city is blank, though its job is at some place."""
    if "city" not in given:
        return "FALSE"
    city = Cell(database.name_of(given["city"]), "text").text
    if "remote" not in given:
        return f"{city} = ''"
    remote = Cell(database.name_of(given["remote"]), "text").text
    yes = ", ".join(text_of(word) for word, true in TRUTH.items() if true)
    return f"({city} = '' AND lower(trim({remote})) NOT IN ({yes}))"


def _widest(grouping: Grouping) -> tuple[WideGroup, ...]:
    found: list[WideGroup] = []
    for kind in grouping.kinds:
        p10, p90 = (
            f"{grouping.quantile}({kind}_paid / {kind}_typical, {share})" for share in (0.1, 0.9)
        )
        rows = grouping.database.ask(
            f"SELECT level, metro, count(*) AS people, {p10} AS p10, {p90} AS p90 FROM {ROSTER} "
            f"WHERE {kind}_paid IS NOT NULL GROUP BY level, metro HAVING people >= {MIN_WIDE} "
            f"ORDER BY p90 / p10 DESC, level, metro LIMIT {MAX_WIDE}"
        )
        found += [WideGroup(kind, *row) for row in rows]
    return tuple(found)
