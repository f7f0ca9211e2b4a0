"""Backtests: rule books against real pay, overall and group by group."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Literal, NamedTuple

from mlcomp.accuracy.score import FEW, score

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mlcomp.accuracy.score import Score
    from mlcomp.rules.pay import Pay

Measure = Literal["base", "total"]
EVERYBODY = "all"


class Case(NamedTuple):
    """One row of real pay, US dollars a year, with what a book estimated or why it could not.

    `groups` holds the row's value in each column that results are split by.
    """

    real: Mapping[Measure, float]
    estimated: Mapping[Measure, Pay]
    error: str | None
    groups: Mapping[str, str | None]


class Group(NamedTuple):
    """The rows of one value of one column: how many, how many priced, and how right."""

    measure: Measure
    by: str
    value: str | None
    n: int
    priced: int
    score: Score | None

    @property
    def few(self) -> bool:
        """Whether there are too few rows to read much into it."""
        return self.priced < FEW


class Backtest(NamedTuple):
    """One book's result: everybody first, then each column's values, the largest first."""

    book: str
    title: str
    rows: int
    groups: tuple[Group, ...]
    unpriced: tuple[tuple[str, int], ...]

    def everybody(self, measure: Measure) -> Group | None:
        """Return all rows together, None where the file has no such pay."""
        found = (g for g in self.groups if g.by == EVERYBODY and g.measure == measure)
        return next(found, None)


def backtest(book: str, title: str, cases: Iterable[Case], by: tuple[str, ...] = ()) -> Backtest:
    """Score one book on rows that it has priced; real pay has to be above zero.

    Args:
        book: the book's edition.
        title: the book's title.
        cases: rows, each with its real pay and its estimate.
        by: columns to split by, besides everybody.
    """
    known = list(cases)
    split: dict[tuple[Measure, str, str | None], list[Case]] = defaultdict(list)
    for case in known:
        for measure in case.real:
            split[measure, EVERYBODY, None].append(case)
            for column in by:
                split[measure, column, case.groups.get(column)].append(case)
    order = {column: position for position, column in enumerate((EVERYBODY, *by))}
    groups = [_group(*key, found) for key, found in split.items()]
    groups.sort(key=lambda g: (g.measure, order[g.by], -g.n, g.value or ""))
    errors = Counter(case.error for case in known if case.error)
    return Backtest(book, title, len(known), tuple(groups), tuple(errors.most_common()))


def _group(measure: Measure, by: str, value: str | None, cases: list[Case]) -> Group:
    pairs = [(c.real[measure], c.estimated[measure]) for c in cases if measure in c.estimated]
    return Group(measure, by, value, len(cases), len(pairs), score(pairs) if pairs else None)
