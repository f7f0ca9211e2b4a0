"""How right estimates were: real pay against what a rule book said of it."""

from __future__ import annotations

from bisect import bisect_right
from statistics import fmean, median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlcomp.rules.pay import Pay

STATED = tuple(range(5, 100, 5))
"""The percentiles at which calibration is read off."""

FEW = 30
"""Groups smaller than this say little: the share inside is known to about 15 points at best."""


class Pinball(NamedTuple):
    """Mean pinball loss at the 10th, 50th and 90th percentile, in US dollars a year."""

    p10: float
    p50: float
    p90: float

    @property
    def mean(self) -> float:
        """The mean of the three, in US dollars a year; lower is better."""
        return fmean(self)


class Score(NamedTuple):
    """What became of n estimates; shares are 0 to 1.

    `in_range` counts low to high, `in_likely` the likely range (0.80 were right), `below`
    and `above` what fell out of it. `bias` is the median of estimate over real pay,
    `median_error` the median absolute error as a share of real pay. `calibration` pairs a
    stated percentile, 5 to 95, with the share of real pay at or below it.
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


def score(pairs: Iterable[tuple[float, Pay]]) -> Score:
    """Score pairs of real pay (US dollars a year, above zero) and what was estimated for it.

    Raises:
        ValueError: there are no pairs, or a real pay is not above zero.
    """
    scored = list(pairs)
    if not scored:
        raise ValueError("expected at least one pair of real and estimated pay, found none")
    if not all(real > 0 for real, _ in scored):
        raise ValueError("expected real pay above zero")
    ratios = [pay.typical / real for real, pay in scored]
    ranks = sorted(pay.percentile(real) for real, pay in scored)
    n = len(scored)
    below = sum(real < pay.likely_low for real, pay in scored) / n
    above = sum(real > pay.likely_high for real, pay in scored) / n
    return Score(
        n=n,
        in_range=sum(pay.low <= real <= pay.high for real, pay in scored) / n,
        in_likely=1 - below - above,
        below=below,
        above=above,
        bias=median(ratios),
        median_error=median(abs(ratio - 1) for ratio in ratios),
        pinball=Pinball(
            fmean(_pinball(real - pay.likely_low, 0.1) for real, pay in scored),
            fmean(_pinball(real - pay.typical, 0.5) for real, pay in scored),
            fmean(_pinball(real - pay.likely_high, 0.9) for real, pay in scored),
        ),
        calibration=tuple((stated, bisect_right(ranks, stated) / n) for stated in STATED),
    )


def _pinball(above: float, share: float) -> float:
    """Return the loss for real pay that lies this far above a stated quantile."""
    return max(share * above, (share - 1) * above)
