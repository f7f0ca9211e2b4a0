"""How right estimates were: real pay against what a rule book said of it."""

from __future__ import annotations

from bisect import bisect_right
from math import fsum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mlcomp.rules.pay import Pay

STATED = tuple(range(5, 100, 5))
"""The percentiles at which calibration is read off."""

FEW = 30
"""Groups smaller than this say little: the share inside is known to about 15 points at best."""

PEOPLE = 20
"""How many equally likely people a posted range stands for."""


class Posted(NamedTuple):
    """Pay of a job in US dollars a year, known only to lie between two ends.

    It stands for people evenly spread from `low` to `high`, together worth `weight`; with
    both ends the same it is one salary.
    """

    low: float
    high: float
    weight: float = 1.0

    @property
    def people(self) -> tuple[float, ...]:
        """The middles of equal parts of the range, US dollars a year."""
        if self.low == self.high:
            return (self.low,)
        part = (self.high - self.low) / PEOPLE
        return tuple(self.low + part * (number + 0.5) for number in range(PEOPLE))


class Pinball(NamedTuple):
    """Mean pinball loss at the 10th, 50th and 90th percentile, in US dollars a year."""

    p10: float
    p50: float
    p90: float

    @property
    def mean(self) -> float:
        """The mean of the three, in US dollars a year; lower is better."""
        return fsum(self) / 3


class Score(NamedTuple):
    """What became of n estimates; shares are 0 to 1.

    `in_range` counts low to high, `in_likely` the likely range (0.80 were right), `below`
    and `above` what fell out of it. `bias` is the median of estimate over real pay,
    `median_error` the median absolute error as a share of real pay. `calibration` pairs a
    stated percentile, 5 to 95, with the share of real pay at or below it. A posted range
    counts in `n` by its weight and in all else as the people it stands for.
    """

    n: int
    in_range: float
    in_likely: float
    below: float
    above: float
    bias: float
    median_error: float
    pinball: Pinball
    calibration: tuple[tuple[int, float], ...]


class _Person(NamedTuple):
    real: float
    pay: Pay
    weight: float


def score(pairs: Iterable[tuple[float | Posted, Pay]]) -> Score:
    """Score pairs of real pay (US dollars a year, above zero) and what was estimated for it.

    Raises:
        ValueError: there are no pairs, or a real pay or its weight is not above zero.
    """
    scored = [(r if isinstance(r, Posted) else Posted(r, r), pay) for r, pay in pairs]
    if not scored:
        raise ValueError("expected at least one pair of real and estimated pay, found none")
    if not all(0 < real.low <= real.high and real.weight > 0 for real, _ in scored):
        raise ValueError("expected real pay above zero")
    people = [
        _Person(amount, pay, real.weight / len(real.people))
        for real, pay in scored
        for amount in real.people
    ]
    whole = fsum(person.weight for person in people)

    def mean(of: Callable[[_Person], float]) -> float:
        return fsum(person.weight * of(person) for person in people) / whole

    weights = [person.weight for person in people]
    ratios = [person.pay.typical / person.real for person in people]
    ranks = [person.pay.percentile(person.real) for person in people]
    below = mean(lambda p: p.real < p.pay.likely_low)
    above = mean(lambda p: p.real > p.pay.likely_high)
    return Score(
        n=round(whole),
        in_range=mean(lambda p: p.pay.low <= p.real <= p.pay.high),
        in_likely=1 - below - above,
        below=below,
        above=above,
        bias=weighted_quantile(ratios, weights),
        median_error=weighted_quantile([abs(ratio - 1) for ratio in ratios], weights),
        pinball=Pinball(
            mean(lambda p: _pinball(p.real - p.pay.likely_low, 0.1)),
            mean(lambda p: _pinball(p.real - p.pay.typical, 0.5)),
            mean(lambda p: _pinball(p.real - p.pay.likely_high, 0.9)),
        ),
        calibration=_calibration(ranks, weights),
    )


def weighted_quantile(
    values: Sequence[float], weights: Sequence[float] | None = None, share: float = 0.5
) -> float:
    """Return the value that a share of all weight lies below; midway where it falls between two.

    Without weights all values count alike, and a half is the median.
    """
    counts = [1.0] * len(values) if weights is None else weights
    pairs = sorted(zip(values, counts, strict=True))
    target = share * fsum(counts)
    # Sums of parts such as 1/3 miss a half by a last digit.
    slack = 1e-9 * target
    reached = 0.0
    for position, (value, weight) in enumerate(pairs):
        reached += weight
        if reached > target + slack:
            return value
        if reached >= target - slack and position + 1 < len(pairs):
            return (value + pairs[position + 1][0]) / 2
    return pairs[-1][0]


def _calibration(ranks: list[float], weights: list[float]) -> tuple[tuple[int, float], ...]:
    pairs = sorted(zip(ranks, weights, strict=True))
    ordered, counts = zip(*pairs, strict=True)
    whole = fsum(counts)
    return tuple(
        (stated, fsum(counts[: bisect_right(ordered, stated)]) / whole) for stated in STATED
    )


def _pinball(above: float, share: float) -> float:
    """Return the loss for real pay that lies this far above a stated quantile."""
    return max(share * above, (share - 1) * above)
