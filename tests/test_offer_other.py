"""Raises, payouts, relocation, match and benefits: figures by hand, and what holds for all."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import examples, run
from mlcomp import Book, OfferError, estimate, judge, read_offer
from mlcomp.offers.match import DEFERRAL_LIMIT, DEFERRAL_YEAR, Match
from mlcomp.offers.offer import Offer, worth
from strategies import books, profiles
from test_offer import EXAMPLE, PERSON, judged, offers, parts

TERMS = {
    "raise": "4%",
    "bonus_payout": "80%",
    "relocation": "10k",
    "match": "50% of 6%",
    "benefits": "5k",
}
OPTIONS = tuple(
    word for name, value in TERMS.items() for word in (f"--{name.replace('_', '-')}", value)
)


def test_every_year_by_hand() -> None:
    """Base 200, growing 10% a year; 15% bonus, half paid; 50% of 6%; 10 once and 5 a year.

    Base: 200, 220, 242, 266.2, 292.82. Bonus at target 30, paid 15, 16.5, 18.15, 19.965,
    21.9615. Match 3% of base: 6, 6.6, 7.26, 7.986, 8.7846, since 6% of the last base, 17.6, is
    below 23.5. Other: 10 + 6 + 5 = 21; 11.6; 12.26; 12.986; 13.7846. Totals: 236, 248.1,
    272.41, 299.151, 328.5661. Recurring, of four years: (215 + 236.5 + 260.15 + 286.165) / 4 =
    249.45375; everything: (236 + 248.1 + 272.41 + 299.151) / 4 = 263.91525.
    """
    terms = {**TERMS, "raise": "10%", "bonus_payout": "50%"}
    found = worth(read_offer(base="200k", bonus="15%", **terms))
    assert parts(found, "base") == [200_000, 220_000, 242_000, 266_200, 292_820]
    # 21,961.5 is even as a half.
    assert parts(found, "bonus") == [15_000, 16_500, 18_150, 19_965, 21_962]
    assert parts(found, "other") == [21_000, 11_600, 12_260, 12_986, 13_785]
    assert parts(found, "total") == [236_000, 248_100, 272_410, 299_151, 328_566]
    assert found.recurring_total == pytest.approx(249_453.75)
    assert found.four_year_average == pytest.approx(263_915.25)
    assert found.one_time_total == 0


def test_a_bonus_in_dollars_does_not_grow() -> None:
    """30,000 stay 30,000, of which 80% are 24,000."""
    found = worth(read_offer(base="200k", bonus="30k", **TERMS))
    assert parts(found, "bonus") == [24_000] * 5


def test_a_match_ends_at_the_limit_of_employees() -> None:
    """6% of 400,000 is 24,000, more than 23,500 (IRS, 2025): half of those is 11,750."""
    assert (DEFERRAL_LIMIT, DEFERRAL_YEAR) == (23_500, 2025)
    assert Match(0.5, 0.06).on(400_000) == 11_750
    assert Match(0.5, 0.06).on(390_000) == pytest.approx(11_700)
    notes = run("offer", "--base", "400k", "--match", "50% of 6%", *PERSON, "--json").json["notes"]
    assert any("23,500 in 2025" in note and "23,500 in year 1" in note for note in notes)


@pytest.mark.parametrize(
    "typed", ["50% of 6%", "50% up to 6%", "50% on the first 6%", "50% match up to 6%", " 50%  OF 6% "]
)  # fmt: skip
def test_a_match_as_people_write_it(typed: str) -> None:
    """A share of what is put in, up to a share of base."""
    assert read_offer(base="240k", match=typed).match == (0.5, 0.06)


def test_what_is_judged_is_what_is_promised_now(guide: Book) -> None:
    """240 + 36 + 100 = 376 as without those terms; a note says what the years have instead."""
    terms = {"base": "240k", "bonus": "15%", "equity": "400k"}
    plain, found = judged(guide, **terms), judged(guide, **terms, **TERMS)
    assert (found.base, found.total, found.gap) == (plain.base, plain.total, plain.gap)
    assert found.total.amount == 376_000
    said = " ".join(note.text for note in found.notes if note.kind == "assumed")
    # Base averages 240 x (1 + 1.04 + 1.0816 + 1.124864) / 4 = 254.78784, bonus 12% of that.
    assert "4% a year" in said
    assert "80% of its target" in said
    assert "As promised 376,000 a year recurs, with that 385,362." in said
    assert [note.kind for note in found.notes if note.kind == "other"] == ["other", "other"]
    assert not [note for note in plain.notes if note.kind in ("assumed", "other", "terms")]


def test_growth_and_a_raise_are_told_apart(guide: Book) -> None:
    """Each note has its own figure: 340 recur as promised, 356.025 with growth alone."""
    found = judged(guide, base="240k", equity="400k", growth="10%", **{"raise": "4%"})
    said = [note.text for note in found.notes]
    assert any("340,000 a year recurs, with it 356,025." in text for text in said)
    assert any("340,000 a year recurs, with that 354,788." in text for text in said)


def test_faces_have_the_other_pay() -> None:
    """JSON, CSV and a column of the table, which is there only where there is such pay."""
    document = run(*EXAMPLE, *OPTIONS, "--json").json
    jsonschema.validate(document, run("schema", "offer").json)
    assert document["offer"]["raise_percent"] == 4
    assert document["offer"]["bonus_payout_percent"] == 80
    assert document["offer"]["relocation"] == 10_000
    assert document["offer"]["benefits"] == 5_000
    assert document["offer"]["match"]["rate_percent"] == 50
    for year in document["years"]:
        named = ("base", "bonus", "equity", "sign_on", "other")
        assert year["total"] == sum(year[part] for part in named)
    assert document["years"][0]["other"] == 22_200
    header, first, *_ = run(*EXAMPLE, *OPTIONS, "--format", "csv").out.splitlines()
    assert header == "id,base,bonus,equity,sign_on,other,total"
    assert first == "year_1,240000,28800,100000,30000,22200,421000"
    assert "Other" in run(*EXAMPLE, *OPTIONS).out
    assert "Other" not in run(*EXAMPLE).out
    plain = run(*EXAMPLE, "--json").json
    assert not plain["offer"].keys() & {"raise_percent", "match", "relocation", "options"}
    assert [year["other"] for year in plain["years"]] == [0] * 5


REFUSED = [
    ({"raise": "4"}, "raise: expected a percentage such as 10%, from 0% to 100%, found '4' (4%?)"),
    ({"raise": "-4%"}, "raise: expected a percentage"),
    ({"bonus_payout": "80%"}, "bonus-payout: expected bonus with it, found none"),
    ({"bonus": "15%", "bonus_payout": "0.8"}, "(80% or 0.8%?)"),
    ({"relocation": "10k/year"}, "relocation: expected US dollars paid once"),
    ({"relocation": "10"}, "($10k or $10?)"),
    ({"match": "6%"}, "such as '50% of 6%', found '6%' (100% of 6%?)"),
    ({"match": "50% of 600%"}, "from 0% to 100%"),
    ({"match": "5k"}, "match: expected a share of what is put in"),
    ({"match": 0.5}, "match: expected"),
    ({"benefits": "500/month"}, "(6,000 a year?)"),
]


@pytest.mark.parametrize(("terms", "said"), REFUSED, ids=str)
def test_what_cannot_be_meant_is_asked_back(terms: dict[str, Any], said: str) -> None:
    """With the term, what is expected and what was found."""
    with pytest.raises(OfferError) as refused:
        read_offer(base="240k", **terms)
    assert said in str(refused.value)


def test_a_file_of_scenarios_has_the_same_terms(tmp_path: Any) -> None:
    """Under the same names in snake_case: the same figures; a name near one is refused with it."""
    keys = "".join(f"{name} = {value!r}\n" for name, value in TERMS.items())
    text = f"[[offer]]\nname = 'A'\nyears = 4\ncity = 'SF'\nbase = '240k'\nbonus = '15%'\n{keys}"
    file = tmp_path / "ours.toml"
    file.write_text(text, encoding="utf-8")
    (found,) = run("compare", "--file", str(file), "--over-years", "3", "--json").json["scenarios"]
    alone = run("offer", "--base", "240k", "--bonus", "15%", *PERSON, *OPTIONS, "--json").json
    assert found["offer"]["terms"] == alone["offer"]
    assert found["offer"]["years"] == alone["years"]
    # 240 x (1 + 1.04 + 1.0816) = 749.184.
    assert found["pay"]["base"] == 749_184
    assert found["pay"]["total"] == pytest.approx(
        sum(y["total"] for y in alone["years"][:3]), abs=2
    )
    file.write_text(text.replace("bonus_payout", "bonus_payot"), encoding="utf-8")
    done = run("compare", "--file", str(file))
    assert done.code == 1
    assert "offer.bonus_payot, offer 'A'" in done.err
    assert "did you mean bonus_payout" in done.err


dollars = st.integers(0, 500_000).map(float)
shares = st.integers(0, 100).map(lambda percent: percent / 100)
wider = st.builds(
    lambda offer, **more: offer._replace(**more),
    offers,
    base_raise=shares,
    bonus_payout=st.integers(0, 300).map(lambda percent: percent / 100),
    relocation=dollars,
    match=st.builds(Match, shares, shares),
    benefits=dollars,
)


@examples(60)
@given(wider)
def test_a_year_is_the_sum_of_its_parts(offer: Offer) -> None:
    """Whatever the terms: base, bonus, equity, sign-on and other pay; what recurs are three."""
    for year in worth(offer).years:
        every = year.base + year.bonus + year.equity + year.sign_on + year.other
        assert year.total == pytest.approx(every)
        assert year.recurring == pytest.approx(year.base + year.bonus + year.equity)
        assert year.other >= 0


@examples(60)
@given(
    wider,
    st.sampled_from(["base_raise", "bonus_payout", "relocation", "benefits", "match", "equity"]),
    st.floats(0.01, 1),
)
def test_more_of_a_term_never_pays_less(offer: Offer, term: str, more: float) -> None:
    """In no year, and of each term by itself."""
    value = getattr(offer, term)
    raised = Match(value.rate + more, value.share) if term == "match" else value + more
    after = worth(offer._replace(**{term: raised})).years
    for one, other in zip(worth(offer).years, after, strict=True):
        assert other.total >= one.total - 1e-6


@examples(60)
@given(st.data())
def test_what_is_judged_does_not_depend_on_them(data: st.DataObject) -> None:
    """Raises, payouts, relocation, match and benefits move neither percentile nor ask."""
    book = data.draw(books())
    offer, person = data.draw(wider), estimate(data.draw(profiles(book)), book)
    usual = Offer(base=1)
    names = ("base_raise", "bonus_payout", "relocation", "match", "benefits")
    bare = offer._replace(**{name: getattr(usual, name) for name in names})
    found, plain = judge(offer, person), judge(bare, person)
    assert (found.base, found.total, found.gap) == (plain.base, plain.total, plain.gap)
    assert found.base_raised == plain.base_raised


def test_all_faults_of_a_command_line_are_said_at_once() -> None:
    """Those of the person and of the terms, a line each, as `compare --file` says them."""
    person = ("--city", "Narnia", "--tier", "fang", "--industry", "x", "--factor", "a=b")
    done = run("offer", "--base", "240", "--raise", "4", *person)
    assert (done.code, done.out) == (2, "")
    fields = ["tier", "city", "industry", "factor", "expected years or level, found neither;"]
    fields += ["base", "raise"]
    lines = [line.removeprefix("mlcomp: ") for line in done.err.splitlines()]
    assert [any(line.startswith(field) for line in lines) for field in fields] == [True] * 7
    assert len(lines) == len(fields)
    # One alone is what `estimate` says of it.
    for wrong in (
        person[:2],
        person[2:4],
        person[6:],
        ("--remote-policy", "x"),
        ("--hq", "Nowhere"),
    ):
        line = ("--years", "4", *wrong)
        assert (
            run("offer", "--base", "240k", *line).err.splitlines()[0]
            == run("estimate", *line).err.splitlines()[0]
        )
    both = run("offer", "--base", "240", "--book", "nope.toml", "--years", "4")
    assert ["nope.toml" in both.err, "base:" in both.err] == [True, True]
