"""Offers: worked examples by hand, what holds for all of them, and what is refused."""

from __future__ import annotations

import csv
import io
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import examples, run
from mlcomp import Book, Profile, estimate, judge, read_offer
from mlcomp.offers.judgement import Judgement
from mlcomp.offers.offer import Worth, worth
from strategies import books, profiles

PERSON = ("--years", "4", "--city", "SF")
EXAMPLE = (
    *("offer", "--base", "240000", "--bonus", "15%", "--equity", "400000"),
    *("--vesting", "25/25/25/25", "--sign-on", "30000", *PERSON),
)


def parts(found: Worth, name: str) -> list[int]:
    return [round(getattr(year, name)) for year in found.years]


def judged(book: Book, **terms: Any) -> Judgement:
    return judge(read_offer(**terms), estimate(Profile(years=4, city="SF"), book))


def test_standard_vesting() -> None:
    """A quarter a year for four years, and a sign-on.

    Base 240,000 and bonus 15% of it = 36,000 every year; equity 400,000 x 25% = 100,000 in
    years 1-4, nothing in 5; sign-on 30,000 in year 1. Totals: 240 + 36 + 100 + 30 = 406;
    376 in years 2-4; 276 in year 5. Recurring: 240 + 36 + 400/4 = 376. Four-year average:
    (406 + 3 x 376) / 4 = 383.5.
    """
    found = worth(
        read_offer(base=240_000, bonus="15%", equity=400_000, vesting="4y", sign_on=30_000)
    )
    assert parts(found, "equity") == [100_000, 100_000, 100_000, 100_000, 0]
    assert parts(found, "sign_on") == [30_000, 0, 0, 0, 0]
    assert parts(found, "total") == [406_000, 376_000, 376_000, 376_000, 276_000]
    assert found.recurring_total == 376_000
    assert found.one_time_total == 30_000
    assert found.four_year_average == 383_500


def test_back_loaded_vesting_with_two_sign_ons() -> None:
    """5/15/40/40, with sign-on pay in two years to even it out.

    Equity of 400,000: 20, 60, 160, 160, 0 thousand. Sign-on 50, 25. Base 200, no bonus.
    Totals: 270, 285, 360, 360, 200. Recurring: 200 + 400/4 = 300, since four years are
    averaged. Average: (270 + 285 + 360 + 360) / 4 = 1,275 / 4 = 318.75.
    """
    found = worth(
        read_offer(base="200k", equity="400k", vesting="5/15/40/40", sign_on="50000,25000")
    )
    assert parts(found, "equity") == [20_000, 60_000, 160_000, 160_000, 0]
    assert parts(found, "total") == [270_000, 285_000, 360_000, 360_000, 200_000]
    assert found.recurring_total == 300_000
    assert found.one_time_total == 75_000
    assert found.four_year_average == 318_750


def test_refreshers_into_year_five() -> None:
    """A further grant at the end of each year, each on its own four years.

    100,000 a year, a quarter of each a year: the one of the end of year 1 pays 25 in years
    2-5, that of year 2 pays 25 in 3-5, and so on: 0, 25, 50, 75, 100. The first grant of
    400,000 pays 100 in years 1-4. Equity: 100, 125, 150, 175, 100. Recurring without base:
    (100 + 125 + 150 + 175) / 4 = 137.5.
    """
    found = worth(read_offer(base="200k", equity="400k", refresh="100k"))
    assert parts(found, "equity") == [100_000, 125_000, 150_000, 175_000, 100_000]
    assert found.recurring_total == 337_500


def test_refreshers_on_another_schedule() -> None:
    """`--refresh-vesting`: two years each, whatever the first grant does.

    First grant 300,000 in thirds: 100 in years 1-3. Refreshers of 60,000 pay 30 + 30 from
    the year after: 0, 30, 60, 60, 60. Equity: 100, 130, 160, 60, 60.
    """
    terms = {"base": "200k", "equity": "300k", "vesting": "33/33/33", "refresh": "60k"}
    found = worth(read_offer(**terms, refresh_vesting="50/50"))
    assert parts(found, "equity") == [100_000, 130_000, 160_000, 60_000, 60_000]
    # Without it, each refresher vests in thirds too: 0, 20, 40, 60, 60.
    assert parts(worth(read_offer(**terms)), "equity") == [
        100_000,
        120_000,
        140_000,
        60_000,
        60_000,
    ]


def test_growth_applies_to_what_has_not_vested() -> None:
    """10% a year: the first part at the price of the grant, each later one a year's growth more.

    400,000 in quarters: 100, 110, 121, 133.1, 0. Refreshers of 100,000: each 25, 27.5,
    30.25, 33.275 from the year after its grant: year 2: 25; year 3: 27.5 + 25 = 52.5;
    year 4: 30.25 + 27.5 + 25 = 82.75; year 5: 33.275 + 30.25 + 27.5 + 25 = 116.025.
    """
    found = worth(read_offer(base="200k", equity="400k", growth="10%", refresh="100k"))
    assert parts(found, "equity") == [100_000, 135_000, 173_500, 215_850, 116_025]
    falling = worth(read_offer(base="200k", equity="400k", growth="-50%"))
    assert parts(falling, "equity") == [100_000, 50_000, 25_000, 12_500, 0]


def test_private_equity_is_shown_twice(guide: Book) -> None:
    """At zero, which is what is judged, and at the value claimed, which has no percentile.

    Base 240, bonus 36, 400 of private shares in quarters, sign-on 30: counted 306 in year 1,
    then 276; recurring 276; average (306 + 3 x 276) / 4 = 283.5. Claimed: as if public,
    376 and 383.5.
    """
    terms = {"base": "240k", "bonus": "15%", "equity": "400k", "sign_on": "30k"}
    found = judged(guide, **terms, equity_kind="private")
    assert parts(found.worth, "total") == [306_000, 276_000, 276_000, 276_000, 276_000]
    assert found.total.amount == found.worth.recurring_total == 276_000
    assert found.worth.four_year_average == 283_500
    assert found.claimed is not None
    assert found.claimed.recurring_total == 376_000
    assert found.claimed.four_year_average == 383_500
    assert any("cannot be sold" in note and "376,000" in note for note in found.notes)
    assert judged(guide, **terms).claimed is None


def test_where_the_example_stands() -> None:
    """Every figure of the judgement, by hand.

    Estimate: base 207,000 / 261,333 / 338,000, likely 218,008 to 321,293; total 248,400 /
    339,733 / 473,200, likely 278,665 to 423,101.
    Base 240,000: ln(261,333 / 240,000) = 0.08516 of ln(261,333 / 218,008) = 0.18126;
    Phi(-1.28155 x 0.46981) = Phi(-0.6021) = 0.2736: 27th. Compa-ratio 240 / 261.333 = 0.9184.
    Penetration (240 - 207) / (338 - 207) = 0.2519. To typical 21,333. 75th percentile:
    261,333 x exp(0.67449 / 1.28155 x ln(321,293 / 261,333)) = 261,333 x exp(0.52631 x
    0.20656) = 291,346; to it 51,346.
    Total 376,000: ln(376,000 / 339,733) = 0.10143 of ln(423,101 / 339,733) = 0.21945;
    Phi(0.5923) = 0.7232: 72nd. Compa-ratio 1.1068. Penetration (376 - 248.4) / (473.2 -
    248.4) = 0.5676. 75th: 339,733 x exp(0.52631 x 0.21945) = 381,328; to it 5,328.
    """
    found = run(*EXAMPLE, "--json").json
    assert found["base"] == {
        "amount": 240_000,
        "percentile": 27,
        "compa_ratio": 0.9184,
        "range_penetration": 0.2519,
        "typical": 261_333,
        "p75": pytest.approx(291_346, abs=2),
        "to_typical": 21_333,
        "to_p75": pytest.approx(51_346, abs=2),
        "above_typical": -21_333,
        "above_likely_high": 240_000 - 321_293,
    }
    assert found["total"] == {
        "amount": 376_000,
        "percentile": 72,
        "compa_ratio": 1.1068,
        "range_penetration": 0.5676,
        "typical": 339_733,
        "p75": pytest.approx(381_328, abs=2),
        "to_typical": 0,
        "to_p75": pytest.approx(5_328, abs=2),
        "above_typical": 36_267,
        "above_likely_high": 376_000 - 423_101,
    }
    assert found["recurring_total"] == 376_000
    assert found["four_year_average"] == 383_500
    assert found["gap"] is None
    same_person = run("estimate", *PERSON, "--no-market", "--json").json
    assert found["estimate"] == same_person


money = st.integers(0, 2_000_000).map(lambda x: x if x >= 1000 else 0)
schedules = st.sampled_from(["4y", "5/15/40/40", "33/33/33", "100", "0/50/50", "6y", "33/33/22/12"])
offers = st.builds(
    read_offer,
    base=st.integers(60_000, 2_000_000),
    bonus=st.integers(0, 300).map(lambda x: f"{x}%") | money,
    equity=money,
    vesting=schedules,
    refresh=money,
    refresh_vesting=schedules | st.none(),
    sign_on=st.lists(money, min_size=1, max_size=2),
    growth=st.integers(-99, 300).map(lambda x: f"{x}%"),
    equity_kind=st.sampled_from(["public", "private"]),
)


@examples(60)
@given(st.data())
def test_parts_add_up(data: st.DataObject) -> None:
    """For random offers, people and books: totals are sums, averages are averages."""
    book = data.draw(books())
    offer = data.draw(offers)
    found = judge(offer, estimate(data.draw(profiles(book)), book))
    for how in filter(None, (found.worth, found.claimed)):
        for year in how.years:
            assert year.total == year.base + year.bonus + year.equity + year.sign_on
        assert how.four_year_average == pytest.approx(sum(y.total for y in how.years[:4]) / 4)
        apart = how.four_year_average - how.one_time_total / 4
        assert how.recurring_total == pytest.approx(apart)
    whole = worth(offer._replace(growth=0.0))
    # Without growth a grant pays what it was worth, as far as it vests within five years.
    first = sum(offer.vesting.shares[:5]) * offer.equity
    assert sum(y.equity for y in whole.years) >= first - 0.01
    assert 0 <= found.base.percentile <= 100
    # What to ask for never goes beyond what the book allows.
    for one in (found.base, found.total):
        assert one.amount + one.to_p75 <= max(one.amount, round(one.pay.high))
        assert one.to_typical <= one.to_p75
        assert one.above_typical == one.amount - one.typical


def test_asking_for_p75_reaches_p75(guide: Book) -> None:
    """With the amount that is asked for, the offer is at the 75th percentile."""
    found = judged(guide, base="240k")
    raised = judged(guide, base=found.base.amount + found.base.to_p75)
    assert raised.base.percentile == 75
    # Asks are whole dollars.
    assert raised.base.pay.percentile(raised.base.amount) == pytest.approx(75, abs=0.001)
    assert judged(guide, base=found.base.amount + found.base.to_typical).base.percentile == 50


def test_a_pay_without_width_has_no_penetration() -> None:
    """Where low is high there is nothing to penetrate: null."""
    from mlcomp import Pay
    from mlcomp.offers.judgement import Judged

    assert Judged(100, Pay(100, 100, 100, 100, 100)).range_penetration is None


def test_the_table_says_it_all() -> None:
    """Years, average, recurring apart from one-time pay, where it stands, what to ask for."""
    out = run(*EXAMPLE).out
    for shown in (
        "406,000",
        "276,000",
        "383,500",
        "376,000",
        "sign-on pay is 30,000 in year 1",
        "▲ the offer",
    ):
        assert shown in out
    assert "Ask, to typical" in out
    private = run(*EXAMPLE, "--equity-kind", "private").out
    assert "Private shares counted as nothing" in private
    assert "Private shares at the value claimed" in private


@pytest.mark.parametrize(
    "extra",
    [(), ("--equity-kind", "private"), ("--refresh", "1m"), ("--bonus", "$20,000", "--growth", "7.5%")],
)  # fmt: skip
def test_json_fits_its_schema(extra: tuple[str, ...]) -> None:
    """`mlcomp schema offer` describes it to the last key; parts add up in whole dollars."""
    described = run("schema", "offer").json
    jsonschema.Draft202012Validator.check_schema(described)
    found = run(*EXAMPLE, *extra, "--json").json
    jsonschema.validate(found, described)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**found, "extra": 1}, described)
    for year in found["years"]:
        assert year["total"] == sum(year[k] for k in ("base", "bonus", "equity", "sign_on"))
    if found["gap"]:
        assert sum(found["gap"].values()) == found["total"]["to_typical"]


def test_csv_holds_the_figures_of_json() -> None:
    """One row a year, then the averages, then where base and total stand."""
    document = run(*EXAMPLE, "--json").json
    rows = {
        row["id"]: row for row in csv.DictReader(io.StringIO(run(*EXAMPLE, "--format", "csv").out))
    }
    for year in document["years"]:
        assert int(rows[f"year_{year['year']}"]["total"]) == year["total"]
    for figure in ("percentile", "to_typical", "to_p75"):
        assert int(rows[figure]["base"]) == document["base"][figure]
        assert int(rows[figure]["total"]) == document["total"][figure]
    assert int(rows["one_time_total"]["total"]) == document["one_time_total"]
    short = (*PERSON, "--base", "240k", "--bonus", "20k")
    gap = run("offer", *short, "--json").json["gap"]
    found = csv.DictReader(io.StringIO(run("offer", *short, "--format", "csv").out))
    lacking = {row["id"]: row for row in found}
    assert int(lacking["gap_base"]["base"]) == gap["base"]
    assert int(lacking["gap_equity_and_bonus"]["total"]) == gap["equity_and_bonus"]
    markdown = run(*EXAMPLE, "--format", "markdown").out.splitlines()
    assert len(markdown) == len(rows) + 2
