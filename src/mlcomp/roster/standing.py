"""Groups of a priced roster: how many, what is typical, what is paid, and what it would cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from mlcomp.roster.pricing.sql import DUCKDB, name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from mlcomp.accuracy.backtest import Measure

ROSTER = "mlcomp_roster"
"""The view of the priced rows that a summary asks, one column for each thing it reads."""

MAX_LISTED = 1_000
"""Groups of one column that a summary has; of the others it has the count."""

QUARTILES = (0.25, 0.5, 0.75)


class Database(NamedTuple):
    """Whatever answers a query: how it is asked, and what is its own in SQL."""

    ask: Callable[[str], list[Any]]
    name_of: Callable[[str], str] = name_of
    quantile: str = "quantile_cont"
    approximate: str = "approx_quantile"
    matches: str = DUCKDB.matches
    list_of: str = "list_value"
    roster: Literal["TABLE", "VIEW"] = "VIEW"
    """What `ROSTER` is: a table reads the priced rows once, where that costs more than to hold."""


class Standing(NamedTuple):
    """Real pay against its range: counts of people, US dollars a year.

    `mean` is the mean of real pay; the compa-ratios are its quartiles over typical pay.
    `to_minimum` brings all who are below the range's low end up to it, `to_typical` all who
    are below typical pay up to that. None is what is not told (`telling`), or has nobody.
    """

    paid: int
    mean: float | None = None
    compa_p25: float | None = None
    compa_median: float | None = None
    compa_p75: float | None = None
    below_minimum: int | None = None
    within: int | None = None
    above_maximum: int | None = None
    to_minimum: float | None = None
    to_typical: float | None = None

    @property
    def few(self) -> bool:
        """Whether nothing but their count is told, though somebody is paid."""
        return self.paid > 0 and self.within is None and self.compa_median is None

    @property
    def shields(self) -> bool:
        """Whether what adds up is not told, since others could be told from it."""
        return self.within is None and self.compa_median is not None


class Group(NamedTuple):
    """People who are priced, of one value of one column; None where the cell is empty.

    Typical pay is their mean, US dollars a year; `standing` has the kinds of pay that the
    roster has.
    """

    value: str | None
    title: str
    people: int
    base_typical: float
    total_typical: float
    standing: Mapping[Measure, Standing]


class Split(NamedTuple):
    """A roster by the values of one column: the largest groups, and how many others there are."""

    by: str
    groups: tuple[Group, ...]
    other_groups: int
    other_people: int

    @property
    def alike(self) -> list[tuple[str, str]]:
        """Return values that differ only in case from a larger group's, which is first."""
        first: dict[str, str] = {}
        values = [group.value for group in self.groups if group.value]
        larger = [first.setdefault(value.casefold(), value) for value in values]
        return [pair for pair in zip(larger, values, strict=True) if len({*pair}) > 1]


class Grouping(NamedTuple):
    """How a roster is added up: who answers, for which kinds of pay, by which quantiles.

    `titles` has those of levels, by their ids.
    """

    database: Database
    kinds: Sequence[Measure]
    titles: Mapping[str, str]
    exact: bool

    @property
    def quantile(self) -> str:
        """Return the function of quantiles: exact ones of very many people need much memory."""
        return self.database.quantile if self.exact else self.database.approximate

    def everybody_and_levels(self) -> list[Group]:
        """Return everybody, whose value is None, and each level, in no order."""
        return [*self._groups("level", f"{ROSTER} WHERE level IS NOT NULL", "((level), ())")]

    def split(self, by: str, column: str) -> Split:
        """Return the largest groups of a column of the view, texts with "" for empty cells."""
        counted = (
            f"SELECT {column} AS value, count(*) AS people FROM {ROSTER} "
            "WHERE level IS NOT NULL GROUP BY 1"
        )
        largest = self.database.ask(
            "SELECT value, people, count(*) OVER () AS groups, sum(people) OVER () AS everybody "
            f"FROM ({counted}) ORDER BY people DESC, value LIMIT {MAX_LISTED}"
        )
        if not largest:
            return Split(by, (), 0, 0)
        *_, groups, everybody = largest[0]
        rows = f"{ROSTER} WHERE level IS NOT NULL"
        if groups > len(largest):
            # Figures of those alone: a column of names may have a million.
            named = f"SELECT value FROM ({counted}) ORDER BY people DESC, value LIMIT {MAX_LISTED}"
            rows = f"{ROSTER} JOIN ({named}) ON {column} = value WHERE level IS NOT NULL"
        found = {group.value or "": group for group in self._groups(column, rows, column)}
        listed = sum(people for _, people, *_ in largest)
        return Split(
            by,
            tuple(found[value] for value, *_ in largest),
            groups - len(largest),
            int(everybody) - listed,
        )

    def _groups(self, key: str, rows: str, by: str) -> Iterable[Group]:
        sets = f"GROUPING SETS {by}" if by.startswith("(") else by
        figures = "".join(f", {self._figures(kind)}" for kind in self.kinds)
        asked = f"{key}, count(*), avg(base_typical), avg(total_typical){figures}"
        for value, people, base, total, *cells in self.database.ask(
            f"SELECT {asked} FROM {rows} GROUP BY {sets}"
        ):
            # Without anybody, everybody is still one row.
            if people:
                title = self.titles.get(value, value) or ""
                standing = _standings(self.kinds, cells)
                yield Group(value or None, title, people, base, total, standing)

    def _figures(self, kind: Measure) -> str:
        paid, low, typical, high = (f"{kind}_{name}" for name in ("paid", "low", "typical", "high"))
        quartiles = f"{self.database.list_of}({', '.join(map(str, QUARTILES))})"
        return ", ".join(
            (
                f"count({paid})",
                f"avg({paid})",
                f"{self.quantile}({paid} / {typical}, {quartiles})",
                *(
                    f"coalesce(count_if({condition}), 0)"
                    for condition in (
                        f"{paid} < {low}",
                        f"{paid} BETWEEN {low} AND {high}",
                        f"{paid} > {high}",
                    )
                ),
                *(
                    f"coalesce(sum({end} - {paid}) FILTER (WHERE {paid} < {end}), 0)"
                    for end in (low, typical)
                ),
            )
        )


def _standings(kinds: Sequence[Measure], cells: Sequence[Any]) -> dict[Measure, Standing]:
    size = len(cells) // max(1, len(kinds))
    found = {}
    for place, kind in enumerate(kinds):
        paid, mean, quartiles, *rest = cells[place * size : (place + 1) * size]
        found[kind] = Standing(paid, mean, *(quartiles or [None] * len(QUARTILES)), *rest)
    return found
