"""The interval of a gap: it holds what is true, and turns round with the reference."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import examples, many

np = pytest.importorskip("numpy")

from mlcomp.roster.gap import FEW, Gap, Ratios, against  # noqa: E402 (NumPy may be missing)


def of(logs: Any) -> Ratios:
    """A group whose ratios have these logarithms."""
    values, counts = np.unique(np.array(logs, dtype=float), return_counts=True)
    return Ratios(values, counts)


@pytest.mark.parametrize(("few", "many_"), [(5, 5), (8, 60)])
def test_the_interval_holds_a_known_gap_in_95_of_100_draws(few: int, many_: int) -> None:
    """Drawn 5% below the reference, groups of few and of more people."""
    chance = np.random.default_rng(few)
    draws = many(400)
    held = 0
    for _ in range(draws):
        ratios = {
            "M": of(chance.normal(0, 0.15, many_)),
            "F": of(chance.normal(math.log(0.95), 0.15, few)),
        }
        gap = against("M", ratios, ["M", "F"], "base")[1]
        assert gap.low is not None
        assert gap.high is not None
        held += gap.low <= -5 <= gap.high
    # Of few people it is a little wide; otherwise three standard errors of a share of 0.95.
    error = 3 * math.sqrt(0.95 * 0.05 / draws)
    assert 0.95 - error <= held / draws <= min(1, 0.97 + error)


LOGS = st.lists(st.floats(-1, 1).map(lambda x: round(x, 3)), min_size=FEW, max_size=40)


@given(one=LOGS, other=LOGS)
@examples(50)
def test_the_other_reference_turns_the_difference_round(
    one: list[float], other: list[float]
) -> None:
    """What is 5% less is 1 / 0.95 - 1 more from the other side, the interval's ends too."""
    ratios = {"a": of(one), "b": of(other)}
    (same, b) = against("a", ratios, ["a", "b"], "base")
    (_, a) = against("b", ratios, ["b", "a"], "base")
    assert (same.percent, same.low, same.high) == (0, 0, 0)

    def turned(percent: float | None) -> float:
        assert percent is not None
        return 100 * (1 / (1 + percent / 100) - 1)

    for found, wanted in ((a.percent, b.percent), (a.low, b.high), (a.high, b.low)):
        assert found == pytest.approx(turned(wanted), rel=1e-6, abs=1e-6)


def test_counting_in_steps_changes_next_to_nothing() -> None:
    """A large group counted in steps of a tenth of a percent has the interval it had."""
    chance = np.random.default_rng(11)
    logs = {name: chance.normal(0, 0.2, many(5_000)) for name in "MF"}
    whole = {name: of(each) for name, each in logs.items()}
    steps = {}
    for name, each in logs.items():
        _, place, counts = np.unique(
            np.floor(each * 1_000), return_inverse=True, return_counts=True
        )
        steps[name] = Ratios(np.bincount(place, weights=each) / counts, counts)
    (_, one), (_, other) = (against("M", each, ["M", "F"], "base") for each in (whole, steps))

    def width(gap: Gap) -> float:
        assert gap.low is not None
        assert gap.high is not None
        return gap.high - gap.low

    assert one.percent == pytest.approx(other.percent, abs=1e-9)
    assert width(one) == pytest.approx(width(other), rel=0.1)
