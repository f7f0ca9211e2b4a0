"""Equity that is typed a year, and schedules as people say them."""

from __future__ import annotations

from typing import Any

import pytest

from conftest import run
from mlcomp import OfferError, read_offer
from test_offer import PERSON


@pytest.mark.parametrize("unit", ["/year", " a year", "/yr", " per year"])
@pytest.mark.parametrize(
    ("vesting", "grant"),
    [(None, 400_000), ("4y", 400_000), ("5/15/40/40", 400_000), ("33/33/33", 300_000)],
)
def test_equity_a_year_is_a_grant_of_all_its_years(
    unit: str, vesting: str | None, grant: int
) -> None:
    """100,000 a year that vests over four years is a grant of 400,000; over three, of 300,000."""
    assert read_offer(base="240k", equity=f"100k{unit}", vesting=vesting).equity == grant
    assert read_offer(base="240k", equity="100k", vesting=vesting).equity == 100_000


def without(found: dict[str, Any], said: str) -> dict[str, Any]:
    """A document without one of its notes, and its verdict's."""
    for part in (found, found["verdict"]):
        part["notes"] = [note for note in part["notes"] if note != said]
    return found


def test_equity_a_year_says_what_was_understood() -> None:
    """400,000 vests 100,000 a year: 240 + 100 = 340 recur, and a note says which grant that is."""
    found = run("offer", "--base", "240k", "--equity", "100k/year", *PERSON, "--json").json
    assert found["offer"]["equity"] == 400_000
    assert [year["equity"] for year in found["years"]] == [100_000] * 4 + [0]
    assert found["recurring_total"] == 340_000
    said = "Equity of 100,000 a year is read as a first grant of 400,000, which vests over 4 years."
    assert said in found["notes"]
    whole = run("offer", "--base", "240k", "--equity", "400k", *PERSON, "--json").json
    assert without(found, said) == whole


def test_a_refresher_a_year_is_a_grant_a_year() -> None:
    """50k/year is what 50k is, one more grant of 50,000 each year; a note says so."""
    line = ("offer", "--base", "240k", "--equity", "400k", *PERSON, "--json")
    found, plain = (run(*line, "--refresh", typed).json for typed in ("50k/year", "50k"))
    said = (
        "Refreshers of 50,000 a year are read as a grant of 50,000 each year, which vests over "
        "4 years of its own."
    )
    assert said in found["notes"]
    assert without(found, said) == plain


def test_other_terms_a_year_keep_their_meaning() -> None:
    """A bonus of 30k/year is a bonus of 30,000; a base of 20k/month is asked back."""
    assert read_offer(base="240k", bonus="30k/year").bonus == 30_000
    with pytest.raises(OfferError, match="240,000 a year"):
        read_offer(base="20k/month")
    with pytest.raises(OfferError, match="120,000 a year"):
        read_offer(base="240k", equity="10k/month")


@pytest.mark.parametrize(
    ("typed", "pace"),
    [
        ("4 years 1 year cliff", None),
        ("4 years with a 1 year cliff", None),
        ("4yr/1yr cliff", None),
        ("4y, 1y cliff", None),
        ("4 year vesting with a one-year cliff", None),
        ("4 years with 12 month cliff", None),
        ("4-year vest, 12-month cliff", None),
        ("4 years, cliff", None),
        ("25/25/25/25 with a 1-year cliff", None),
        ("4 years, one-year cliff, monthly", "monthly after the cliff"),
        ("4 years with a 1 year cliff, then monthly", "monthly after the cliff"),
        ("4y 1y cliff quarterly thereafter", "quarterly after the cliff"),
        ("4 years, monthly, with a 1 year cliff", "monthly after the cliff"),
        ("4y monthly after a one-year cliff", "monthly after the cliff"),
        ("4y monthly vesting", "monthly"),
        ("4 years, vesting quarterly", "quarterly"),
    ],
)
def test_a_cliff_of_a_year_is_the_usual_schedule(typed: str, pace: str | None) -> None:
    """Until its cliff nothing vests, and then the whole first year: the years do not change."""
    for text in (typed, typed.upper()):
        found = read_offer(base="240k", equity="400k", vesting=text).vesting
        assert (found.shares, found.pace) == ((0.25,) * 4, pace)


@pytest.mark.parametrize("typed", ["4 years 2 year cliff", "1 year cliff", "cliff", "4 years with"])
def test_a_schedule_that_would_be_another_is_refused(typed: str) -> None:
    """A longer cliff changes the years' sums, and a cliff alone says nothing of its years."""
    with pytest.raises(OfferError, match="vesting: expected yearly percentages"):
        read_offer(base="240k", equity="400k", vesting=typed)
