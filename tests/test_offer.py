"""Offers: worked examples by hand, what holds for all of them, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import examples, run
from mlcomp import Book, Profile, estimate, judge, read_offer
from mlcomp.offers.judgement import Judgement
from mlcomp.offers.offer import Offer, Worth, worth
from mlcomp.offers.vesting import Vesting
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
    assert any("cannot be sold" in note.text and "376,000" in note.text for note in found.notes)
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
@given(offers)
def test_an_offer_pays_what_it_says_and_no_more(offer: Offer) -> None:
    """Each dollar that is promised is paid in one year, whatever the schedules."""
    # The longest schedule ends with year 6.
    whole = worth(offer._replace(growth=0.0, refresh=0.0), years=10).years
    assert sum(year.equity for year in whole) == pytest.approx(offer.equity)
    # A refresher that vests in a year is paid in the one after it was granted, from the second on.
    plain = offer._replace(growth=0.0, refresh_vesting=Vesting((1.0,)))
    refreshed = worth(plain, years=10).years
    more = [one.equity - other.equity for one, other in zip(refreshed, whole, strict=True)]
    assert more == pytest.approx([0, *[offer.refresh] * 9], abs=0.01)
    paid = sum(year.total for year in whole)
    promised = 10 * (offer.base + offer.bonus) + offer.equity + sum(offer.sign_on)
    assert paid == pytest.approx(promised)


@examples(60)
@given(offers)
def test_averages_are_of_what_four_years_pay(offer: Offer) -> None:
    """Of a grant that vests within them and no more: all of it, and all of the sign-on, in four."""
    plain = offer._replace(growth=0.0, refresh=0.0, vesting=Vesting((0.4, 0.3, 0.2, 0.1)))
    found = worth(plain)
    recurring = plain.base + plain.bonus + plain.equity / 4
    assert found.recurring_total == pytest.approx(recurring)
    assert found.four_year_average == pytest.approx(recurring + sum(plain.sign_on) / 4)
    without = worth(plain._replace(sign_on=()))
    assert without.four_year_average == pytest.approx(recurring)


@examples(60)
@given(offers)
def test_growth_moves_nothing_in_the_first_year(offer: Offer) -> None:
    """From the second year on rising shares pay more and falling ones less than level ones."""
    level = worth(offer._replace(growth=0.0)).years
    for growth in (0.1, -0.1):
        moved = worth(offer._replace(growth=growth)).years
        assert moved[0] == level[0]
        for one, other in zip(moved, level, strict=True):
            assert (one.equity - other.equity) * growth >= -1e-6


@examples(60)
@given(st.data())
def test_private_shares_count_as_none(data: st.DataObject) -> None:
    """What counts is the offer without its shares; what is claimed is the public offer's worth."""
    book = data.draw(books())
    offer = data.draw(offers)._replace(equity_kind="private", equity=90_000.0)
    person = estimate(data.draw(profiles(book)), book)
    found = judge(offer, person)
    public = judge(offer._replace(equity_kind="public"), person)
    bare = judge(offer._replace(equity=0.0, refresh=0.0), person)
    assert (found.worth, found.total) == (bare.worth, bare.total)
    assert (found.claimed, public.claimed) == (public.worth, None)
    assert found.total.percentile <= public.total.percentile


@examples(60)
@given(st.data())
def test_what_is_asked_for_is_enough_and_never_too_much(data: st.DataObject) -> None:
    """For random offers, people and books: paid what it asks, an offer has nothing to ask for."""
    book = data.draw(books())
    offer, person = data.draw(offers), estimate(data.draw(profiles(book)), book)
    found = judge(offer, person)
    for one in (found.base, found.total):
        assert 0 <= one.percentile <= 100
        assert one.to_typical <= one.to_p75
        # Never beyond what the book allows.
        assert one.amount + one.to_p75 <= max(one.amount, round(one.pay.high))
    for ask, percentile in (("to_typical", 50), ("to_p75", 75)):
        more = getattr(found.base, ask)
        raised = judge(offer._replace(base=offer.base + more), person).base
        assert getattr(raised, ask) == 0
        # Asks are whole dollars.
        assert raised.pay.percentile(raised.amount + 1) >= percentile
        assert more == 0 or raised.pay.percentile(raised.amount - 1) <= percentile
        more = getattr(found.total, ask)
        raised = judge(offer._replace(bonus=offer.bonus + more), person).total
        # Half a dollar may be rounded either way.
        assert getattr(raised, ask) <= 1


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
