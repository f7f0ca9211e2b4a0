"""What there is to say of a whole roster: who is priced, who is paid what, at what cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlcomp.book.rulebook import stamp_of
from mlcomp.roster.cells import PAY
from mlcomp.roster.pricing.columns import made
from mlcomp.roster.pricing.reading import Cell, dollars_of, placeless, yearly_of
from mlcomp.roster.pricing.sql import Sql, sql
from mlcomp.roster.splitting import cells_of, meant_by, trimmed
from mlcomp.roster.standing import ROSTER, Grouping
from mlcomp.roster.telling import told

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from mlcomp.accuracy.backtest import Measure
    from mlcomp.book.rulebook import Book
    from mlcomp.offers.money import Per
    from mlcomp.roster.gap import Gaps
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


class Comparison(NamedTuple):
    """What pay is compared by, which value the others are compared with, what is held equal."""

    by: str
    reference: str
    held: tuple[str, ...]


class Asked(NamedTuple):
    """What a summary is asked for: a column for each thing that it is split by.

    `meanings` are, for some of the roster's own columns, what their cells mean; single people are
    known by the column `known_by`.
    """

    split: Mapping[str, str]
    meanings: Mapping[str, Mapping[str, str]]
    comparison: Comparison | None = None
    known_by: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Return those that groups are of, and those of which cells have a meaning."""
        return tuple(dict.fromkeys((*self.split.values(), *self.meanings)))


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
    gaps: Gaps | None
    """Pay over estimate by a column, where that was asked for."""
    widest: tuple[WideGroup, ...]
    placeless: int = 0
    """People without a city, in a roster that has them, who are priced as the nation."""
    rejected: int = 0
    first_rejected: tuple[tuple[int, str], ...] = ()
    rejects: str | None = None
    seconds: float = 0.0
    unmet: tuple[tuple[str, str], ...] = ()
    """Columns, and what stands in no cell of them although it was said what it means."""
    unread: tuple[tuple[str, str], ...] = ()
    """Columns with another name of an option, and its input, which the roster does not have."""
    untaxed: int = 0
    """Who is priced and has no take-home pay, where it was asked for."""

    @property
    def standing(self) -> Mapping[Measure, Standing]:
        """Return where real pay stands, for the kinds of it that anybody might have."""
        return self.everybody.standing if self.everybody else {}

    @property
    def stamp(self) -> str:
        """Return the book's edition and the first digits of its fingerprint, as `Book.stamp`."""
        return stamp_of(self.book, self.fingerprint)

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
    asked: Asked,
    further: Callable[[Grouping, Summary], None] | None = None,
) -> Summary:
    """Add up a priced roster.

    Args:
        database: where the roster can be asked for.
        written: the priced roster, as the FROM of a query.
        book: the rule book it was priced with.
        prefix: what stands before the names of the added columns.
        given: its own column for each of `SUMMED` that it has.
        per: what real pay is for, where that is said of all of it.
        asked: what it is split and compared by, and what single people are known by.
        further: asks for more, once the summary is there; the view then has each row's place,
            from 1, and what it is known by.

    Raises:
        UsageError: nobody is in the group that the others are compared with.
    """
    kinds = [kind for kind in PAY if kind in given]
    unmet = _unmet(database, written, asked.meanings)
    read = {*given.values(), *asked.split.values()}
    written, renamed = _as_meant(database, written, read, asked.meanings)
    given = {name: renamed.get(column, column) for name, column in given.items()}
    split = {name: renamed.get(column, column) for name, column in asked.split.items()}
    single: dict[str, str] = {}
    if further:
        name = asked.known_by
        text = None if name is None else Cell(database.name_of(name), "text").text
        single = {"row": "row_number() OVER ()", "known_by": sql(text)}
    _view(database, written, prefix, given, per, split, single)
    errors = database.ask(
        "SELECT error, count(*) AS n, count_if(placeless AND level IS NOT NULL) "
        f"FROM {ROSTER} GROUP BY error ORDER BY n DESC, error"
    )
    rows = sum(count for _, count, _ in errors)
    titles = {level.id: level.title for level in book.level}
    grouping = Grouping(database, kinds, titles, exact=rows <= MAX_EXACT)
    found = {group.value: group for group in grouping.everybody_and_levels()}
    everybody = found.get(None)
    standing = everybody.standing if everybody else {}
    splits = []
    for name, key in zip(split, keys_of(split), strict=True):
        each = grouping.split(name, key)
        splits.append(each._replace(groups=told(name, each.groups, standing)))
    summary = Summary(
        book=book.edition,
        book_title=book.title,
        fingerprint=book.fingerprint,
        rows=rows,
        priced=everybody.people if everybody else 0,
        errors=tuple((message, count) for message, count, _ in errors if message is not None),
        everybody=everybody,
        levels=told("level", (found[each] for each in titles if each in found), standing),
        splits=tuple(splits),
        gaps=_gaps(grouping, splits, asked.comparison) if asked.comparison else None,
        placeless=sum(count for *_, count in errors),
        widest=_widest(grouping),
        unmet=unmet,
    )
    if further:
        further(grouping, summary)
    return summary


def _gaps(grouping: Grouping, splits: Sequence[Split], comparison: Comparison) -> Gaps:
    # Only then is NumPy loaded.
    from mlcomp.roster.gap import gaps_of

    place, split = next((n, each) for n, each in enumerate(splits) if each.by == comparison.by)
    return gaps_of(grouping, split, f"by_{place}", comparison.reference, comparison.held)


def _unmet(
    database: Database, written: str, meanings: Mapping[str, Mapping[str, str]]
) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for column, each in meanings.items():
        cells = f"(SELECT {cells_of(database.name_of(column))} AS cell FROM {written})"
        # A list is looked up by its names joined, which is not how it is written.
        met = (f"cell = {sql(value.strip())} OR cell LIKE '[%'" for value in each)
        counts = ", ".join(f"count_if({condition})" for condition in met)
        (row,) = database.ask(f"SELECT {counts} FROM {cells}")
        found += [(column, value) for value, met in zip(each, row, strict=True) if not met]
    return tuple(found)


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
    single: Mapping[str, str],
) -> None:
    """Make `ROSTER`: of the priced rows what is asked of them, under names of our own."""

    def own(name: str) -> str:
        return database.name_of(prefix + name)

    columns = {name: own(name) for name in ("metro", "error")}
    columns["level"] = own("level_id")
    columns |= {
        f"{kind}_{figure}": f"CAST({own(f'{kind}_{figure}')} AS DOUBLE)"
        for kind in PAY
        for figure in (("low", "typical", "high") if kind in given else ("typical",))
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
    cells = {name: Cell(database.name_of(column), "text") for name, column in given.items()}
    columns["placeless"] = str(placeless(cells))
    for key, column in zip(keys_of(split), split.values(), strict=True):
        columns[key] = trimmed(Cell(database.name_of(column), "text").text)
    columns |= single
    selected = ", ".join(f"{each} AS {name}" for name, each in columns.items())
    made_as = f"CREATE OR REPLACE TEMP {database.roster} {ROSTER}"
    database.ask(f"{made_as} AS SELECT {selected} FROM {written}")


def keys_of(split: Collection[str]) -> list[str]:
    """Return the view's columns for what a roster is split by."""
    return [f"by_{place}" for place in range(len(split))]


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
