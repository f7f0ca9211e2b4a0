"""How far apart groups are paid, beyond what their estimates differ: with an interval.

A person's ratio is real pay over typical pay, so it has in it whatever the estimate does not
know. Groups are compared by the geometric mean of their ratios, as regressions of log pay are.

The interval is a bootstrap's: each group is drawn again from itself, as many people as it has,
`RESAMPLES` times. Ratios are counted in steps of a tenth of a percent first, each with the mean
of those in it, and a draw is one of the counts: a million people cost what a few thousand do.
A group's spread is itself known from its people alone, so each resampled mean is widened by a
draw of how much (the root of n over chi-squared of n - 1), which is Student's t where ratios
are log-normal. Draws depend on the data and on a group's name, and on nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

import numpy as np

from mlcomp.errors import Fault, UsageError
from mlcomp.roster.pricing.sql import sql
from mlcomp.roster.standing import ROSTER
from mlcomp.roster.telling import FEW
from mlcomp.text import nearest, printable, quoted, unknown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from mlcomp.accuracy.backtest import Measure
    from mlcomp.roster.standing import Grouping, Split

    Floats = NDArray[np.float64]

MAX_COMPARED = 20
"""Groups that are compared with the reference: the largest."""

RESAMPLES = 2_000
INTERVAL = (0.025, 0.975)
"""The quantiles of the resampled differences that are told: 95 of 100 lie between them."""

STEPS = 1_000
"""Steps of the logarithm of a ratio: of a tenth of a percent."""

_AT_ONCE = 200
_SEED = 20_260_101


class Gap(NamedTuple):
    """The pay of one group over its estimates, against the reference.

    `ratio` is the geometric mean of real over typical pay of the `people` who have real pay,
    `percent` how far it is above that of the reference, `low` to `high` its 95% interval, all
    in percent; None where the group or the reference has fewer than `FEW` people.
    """

    kind: Measure
    value: str | None
    people: int
    ratio: float | None
    percent: float | None
    low: float | None
    high: float | None


class Gaps(NamedTuple):
    """The groups of one column against the one that is the reference, which comes first.

    `held` is what people are priced by, and what the estimates so hold equal; `others` how
    many smaller groups there are. `needed` and `resamples` are `FEW` and `RESAMPLES`, for who
    does not load this module.
    """

    by: str
    reference: str | None
    held: tuple[str, ...]
    gaps: tuple[Gap, ...]
    others: int
    needed: int = FEW
    resamples: int = RESAMPLES

    @property
    def few(self) -> bool:
        """Whether a group has too few people for a figure."""
        return any(gap.percent is None for gap in self.gaps)


class Ratios(NamedTuple):
    """The logarithms of a group's ratios: the mean of each step, and how many are in it."""

    logs: Floats
    counts: NDArray[np.int64]

    @property
    def people(self) -> int:
        """Return how many there are."""
        return int(self.counts.sum())

    @property
    def mean(self) -> float:
        """Return the mean of the logarithms."""
        return float(np.average(self.logs, weights=self.counts))

    def deviations(self, name: str) -> Floats:
        """Return how far resampled means are off, with draws of the group's own."""
        people, chance = self.people, np.random.default_rng((_SEED, crc32(name.encode())))
        shares = self.counts / people
        means = np.concatenate(
            [
                chance.multinomial(people, shares, size=_AT_ONCE) @ self.logs / people
                for _ in range(RESAMPLES // _AT_ONCE)
            ]
        )
        widening: Floats = np.sqrt(people / chance.chisquare(people - 1, RESAMPLES))
        return (means - self.mean) * widening


def gaps_of(
    grouping: Grouping, split: Split, column: str, reference: str, held: Sequence[str]
) -> Gaps:
    """Compare the largest groups of a column with one of them.

    Args:
        grouping: who answers, and for which kinds of pay.
        split: the groups.
        column: the view's column that they are of.
        reference: the value of the group that the others are compared with.
        held: what people are priced by.

    Raises:
        UsageError: nobody who is priced has the reference's value.
    """
    values = [group.value or "" for group in split.groups]
    compared = [reference, *[each for each in values if each != reference][:MAX_COMPARED]]
    counted = {kind: _ratios(grouping, kind, column, compared) for kind in grouping.kinds}
    if reference not in values and not any(reference in each for each in counted.values()):
        if values == [""]:
            expected = f"a group of {printable(split.by)}"
            raise UsageError(Fault("reference", expected=expected, found="blank cells alone"))
        valid, like = map(quoted, values[:MAX_COMPARED]), map(quoted, nearest(reference, values))
        raise UsageError(unknown("reference", reference, valid, like))
    # A column of pay in which nobody has any is no pay.
    found = [
        gap
        for kind, ratios in counted.items()
        if ratios
        for gap in against(reference, ratios, compared, kind)
    ]
    others = len(values) + split.other_groups - len(compared)
    return Gaps(split.by, reference or None, tuple(held), tuple(found), others)


def against(
    reference: str, ratios: Mapping[str, Ratios], compared: Sequence[str], kind: Measure
) -> list[Gap]:
    """Compare groups by the logarithms of their ratios; groups of nobody are not among them."""
    told = {name: each for name, each in ratios.items() if each.people >= FEW}
    deviations = {name: each.deviations(name) for name, each in told.items()}
    gaps = []
    for name in compared:
        people = ratios[name].people if name in ratios else 0
        ratio = float(np.exp(told[name].mean)) if name in told else None
        figures: list[float | None] = [None, None, None]
        if name in told and reference in told:
            gap = told[name].mean - told[reference].mean
            drawn = gap + deviations[name] - deviations[reference]
            figures = [100 * float(np.expm1(each)) for each in (gap, *np.quantile(drawn, INTERVAL))]
        gaps.append(Gap(kind, name or None, people, ratio, *figures))
    return gaps


def _ratios(
    grouping: Grouping, kind: Measure, column: str, values: Sequence[str]
) -> dict[str, Ratios]:
    """Count the logarithms of people's ratios by their steps."""
    log = f"ln({kind}_paid / {kind}_typical)"
    rows = grouping.database.ask(
        f"SELECT {column}, floor({log} * {STEPS}) AS step, count(*), avg({log}) FROM {ROSTER} "
        f"WHERE {kind}_paid IS NOT NULL AND {column} IN ({', '.join(map(sql, values))}) "
        f"GROUP BY {column}, step ORDER BY {column}, step"
    )
    steps: dict[str, list[tuple[float, int]]] = {}
    for value, _, count, mean in rows:
        steps.setdefault(value, []).append((mean, count))
    return {
        value: Ratios(np.array([log for log, _ in each]), np.array([n for _, n in each]))
        for value, each in steps.items()
    }
