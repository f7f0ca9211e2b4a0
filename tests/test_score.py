"""Scores: pay drawn from a known book comes out calibrated, and a shifted book shows it."""

from __future__ import annotations

import random
from math import exp, log

import pytest

from mlcomp import Book, Pay, Profile, estimate
from mlcomp.accuracy.score import PEOPLE, Posted, Score, score, weighted_quantile
from mlcomp.rules.pay import Z90


def drawn(pay: Pay, rng: random.Random) -> float:
    """Draw a salary from what an estimate states: a split normal in logs."""
    z = rng.gauss(0, 1)
    end = pay.likely_low if z < 0 else pay.likely_high
    return pay.typical * exp(abs(z) / Z90 * log(end / pay.typical))


@pytest.fixture(scope="module")
def sample(guide: Book) -> list[tuple[float, Pay]]:
    """20,000 salaries drawn from the guide's own estimates."""
    rng = random.Random(6)
    pays = [
        estimate(Profile(level=level.id, city=city), guide).base
        for level in guide.level
        for city in (None, "SF", "Austin, TX")
    ]
    return [(drawn(pay, rng), pay) for pay in pays for _ in range(20_000 // len(pays))]


def test_pay_from_a_known_book_scores_as_that_book_says(sample: list[tuple[float, Pay]]) -> None:
    """8 in 10 likely, a tenth on each side, no bias, every percentile where it is stated."""
    result = score(sample)
    error = 4 * (0.8 * 0.2 / result.n) ** 0.5
    assert result.in_likely == pytest.approx(0.8, abs=error)
    assert result.below == pytest.approx(0.1, abs=error)
    assert result.above == pytest.approx(0.1, abs=error)
    assert result.in_range >= result.in_likely
    assert result.bias == pytest.approx(1, abs=0.005)
    for stated, share in result.calibration:
        assert share == pytest.approx(stated / 100, abs=4 * (0.25 / result.n) ** 0.5)


def test_a_book_shifted_by_a_tenth_shows_it(sample: list[tuple[float, Pay]]) -> None:
    """Estimates 1.10 times too high have a bias of 1.10 and lose on every count."""
    honest = score(sample)
    shifted = score(
        (
            real,
            Pay(
                *(1.1 * x for x in (p.low, p.typical, p.high)),
                1.1 * p.likely_low,
                1.1 * p.likely_high,
            ),
        )
        for real, p in sample
    )
    assert shifted.bias == pytest.approx(1.1 * honest.bias)
    assert shifted.in_likely < honest.in_likely
    assert shifted.below > 0.1 > shifted.above
    assert shifted.pinball.mean > honest.pinball.mean
    assert shifted.median_error > honest.median_error


def test_a_score_by_hand() -> None:
    """Three salaries against 80 / 100 / 125 inside 64 to 156, every figure worked out."""
    pay = Pay(64, 100, 156, 80, 125)
    result = score([(70, pay), (100, pay), (200, pay)])
    assert (result.n, result.in_range, result.in_likely) == (3, 2 / 3, pytest.approx(1 / 3))
    assert (result.below, result.above, result.bias) == (1 / 3, 1 / 3, 1)
    assert result.median_error == pytest.approx(100 / 70 - 1)
    # At 10: 0.9 * 10, 0.1 * 20, 0.1 * 120; at 50 half the distances; at 90: 0.1 and 0.9.
    assert result.pinball.p10 == pytest.approx((9 + 2 + 12) / 3)
    assert result.pinball.p50 == pytest.approx((15 + 0 + 50) / 3)
    assert result.pinball.p90 == pytest.approx((5.5 + 2.5 + 67.5) / 3)


def figures(found: Score) -> list[float]:
    """All figures of a score but n."""
    _, *singles, pinball, calibration = found
    return [*singles, *pinball, *(share for _, share in calibration)]


def test_a_posted_range_is_the_people_in_it() -> None:
    """A range of 60 to 140 against 80 / 100 / 130: half of its people are inside, 1/4 below."""
    result = score([(Posted(60, 140), Pay(64, 100, 156, 80, 130))])
    assert result.n == 1
    assert (result.below, result.above) == (pytest.approx(1 / 4), pytest.approx(1 / 8, abs=1 / 40))
    assert result.in_range == pytest.approx(0.95)
    assert result.bias == pytest.approx(1, abs=0.01)
    # Half of the people lie within 20 of the middle.
    assert result.median_error == pytest.approx(0.20, abs=0.03)
    # As people one by one, it is the same.
    people = [(person, Pay(64, 100, 156, 80, 130)) for person in Posted(60, 140).people]
    assert figures(score(people)) == pytest.approx(figures(result))
    assert score(people).n == PEOPLE


def test_a_range_of_one_amount_is_a_salary() -> None:
    """And weights count: a range in two levels, half of each, is one."""
    pay = Pay(64, 100, 156, 80, 125)
    assert score([(Posted(90, 90), pay)]) == score([(90, pay)])
    halves = [(Posted(60, 140, 0.5), pay), (Posted(60, 140, 0.5), pay), (120, pay)]
    whole = score([(Posted(60, 140), pay), (120, pay)])
    assert figures(score(halves)) == pytest.approx(figures(whole))
    assert score(halves).n == 2


@pytest.mark.parametrize(
    ("values", "weights", "share", "expected"),
    [
        ([3, 1, 2], None, 0.5, 2),
        ([4, 1, 2, 3], None, 0.5, 2.5),
        ([1, 2, 3], [1, 1, 4], 0.5, 3),
        ([1, 2, 3], [1 / 3, 2 / 3, 1], 0.5, 2.5),
        ([5], [0.1], 0.9, 5),
    ],
)
def test_weighted_quantiles(
    values: list[float], weights: list[float] | None, share: float, expected: float
) -> None:
    """The median where all count alike; midway where a share falls between two."""
    assert weighted_quantile(values, weights, share) == expected


@pytest.mark.parametrize(
    "pairs",
    [
        [],
        [(0.0, Pay(1, 1, 1, 1, 1))],
        [(Posted(2, 1), Pay(1, 1, 1, 1, 1))],
        [(Posted(1, 2, 0), Pay(1, 1, 1, 1, 1))],
    ],
)
def test_nothing_to_score_is_refused(pairs: list[tuple[float | Posted, Pay]]) -> None:
    """No pairs, pay that is none, ends the wrong way round, or no weight."""
    with pytest.raises(ValueError, match="expected"):
        score(pairs)
