"""The arithmetic of the design, on its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlcomp import Pay, Range
from mlcomp.rules.pay import product

ranges = st.lists(st.floats(0.01, 1e6), min_size=3, max_size=3).map(lambda xs: Range(*sorted(xs)))
factors = st.lists(st.floats(0.2, 5), min_size=3, max_size=3).map(lambda xs: Range(*sorted(xs)))


def test_multiplying_is_low_by_low() -> None:
    """Low times low, typical times typical, high times high."""
    assert Range(2, 3, 4) * Range(5, 6, 7) == Range(10, 18, 28)


def test_undoing_a_factor_crosses_its_ends() -> None:
    """The lowest pay without a premium of unknown size is the one with the highest premium."""
    assert Range(1, 2, 4).inverse() == Range(0.25, 0.5, 1)


@pytest.mark.parametrize(
    ("position", "value"), [(0, 100), (0.25, 150), (0.5, 200), (0.75, 300), (1, 400)]
)
def test_a_position_is_linear_through_typical(position: float, value: float) -> None:
    """0 is low, 0.5 typical, 1 high."""
    assert Range(100, 200, 400).at(position) == value


def test_one_range_comes_back_as_itself() -> None:
    """A single factor's likely range is its own low and high."""
    assert product([Range(180, 200, 260)]) == Pay(180, 200, 260, 180, 260)


def test_independent_factors_vary_less_than_all_at_once() -> None:
    """Two factors of 10% each way vary by the root of the sum of squares: 1.1 ** sqrt(2)."""
    pay = product([Range(1 / 1.1, 1, 1.1)] * 2)
    assert pay.high == pytest.approx(1.21)
    assert pay.likely_high == pytest.approx(1.1 ** (2**0.5))
    assert pay.likely_low == pytest.approx(1.1 ** -(2**0.5))


@given(ranges, st.lists(factors, max_size=6))
def test_widths_are_nested(band: Range, multipliers: list[Range]) -> None:
    """Low <= likely low <= typical <= likely high <= high, whatever is multiplied."""
    pay = product([band, *multipliers])
    assert pay.low <= pay.likely_low <= pay.typical <= pay.likely_high <= pay.high


@given(ranges, st.floats(0.1, 1e7), st.floats(0.1, 1e7))
def test_percentile_rises_with_the_amount(band: Range, one: float, other: float) -> None:
    """More money is never a lower percentile."""
    pay = product([band])
    low, high = sorted([one, other])
    assert 0 <= pay.percentile(low) <= pay.percentile(high) <= 100


def test_percentile_reads_the_likely_ends_as_10_and_90() -> None:
    """The design's split normal: typical is 50, the likely ends 10 and 90."""
    pay = product([Range(150, 200, 300), Range(1, 1.2, 1.3)])
    figures = [pay.likely_low, pay.typical, pay.likely_high]
    assert [pay.percentile(x) for x in figures] == pytest.approx([10, 50, 90], abs=1e-6)


def test_percentile_of_an_exact_amount() -> None:
    """Where pay has no width, an amount is below, at or above it."""
    pay = product([Range(100, 100, 100)])
    assert [pay.percentile(x) for x in (99, 100, 101)] == [0, 50, 100]


@given(ranges, st.floats(0.1, 99.9), st.floats(0.1, 99.9))
def test_at_percentile_is_the_inverse(band: Range, one: float, other: float) -> None:
    """The amount at a percentile has that percentile, and a higher one is never less money."""
    pay = product([band])
    low, high = sorted([one, other])
    assert pay.at_percentile(low) <= pay.at_percentile(high)
    assert pay.at_percentile(50) == pytest.approx(pay.typical)
    width = pay.likely_low / pay.typical if one < 50 else pay.typical / pay.likely_high
    # Where an end is typical itself, all percentiles on that side are one amount.
    if width < 0.999:
        assert pay.percentile(pay.at_percentile(one)) == pytest.approx(one, abs=1e-4)


def test_at_percentile_of_the_likely_ends() -> None:
    """The 10th and the 90th are the likely ends; 75 by hand.

    200 x exp(0.67449 / 1.28155 x ln(300 / 200)) = 200 x exp(0.52631 x 0.40547) = 247.57.
    """
    pay = product([Range(150, 200, 300)])
    assert pay.at_percentile(10) == pytest.approx(150)
    assert pay.at_percentile(90) == pytest.approx(300)
    assert pay.at_percentile(75) == pytest.approx(247.57, abs=0.01)


@pytest.mark.parametrize("percentile", [0, 100, -1, float("nan")])
def test_at_percentile_refuses_what_is_none(percentile: float) -> None:
    """Zero and a hundred are no amount of money."""
    with pytest.raises(ValueError, match="between 0 and 100"):
        product([Range(150, 200, 300)]).at_percentile(percentile)
