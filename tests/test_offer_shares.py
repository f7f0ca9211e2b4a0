"""Private shares at a part of what is claimed for them, and options."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import examples, run
from mlcomp import Book, OfferError, estimate, judge, read_offer
from mlcomp.offers.grants import Options
from mlcomp.offers.offer import worth
from strategies import books, profiles
from test_offer import PERSON, judged, offers, parts

LINE = ("offer", "--base", "240k", *PERSON)
OPTIONS = ("--strike", "4", "--share-price", "10", "--shares", "20000")


def test_private_shares_at_a_part_of_their_value(guide: Book) -> None:
    """30% of 400,000 in quarters: 30 a year beside base 240: 270 recur, against 240 without.

    ln(339,733 / 270,000) = 0.22975 of ln(339,733 / 278,665) = 0.19815; Phi(-1.28155 x 1.15947)
    = Phi(-1.4859) = 0.0687: 7th.
    """
    found = judged(guide, base="240k", equity="400k", equity_kind="private", equity_worth="30%")
    plain = judged(guide, base="240k", equity="400k", equity_kind="private")
    assert (found.total, found.worth, found.claimed) == (plain.total, plain.worth, plain.claimed)
    assert plain.at_worth is None
    assert found.at_worth is not None
    assert found.at_worth.total.amount == 270_000
    assert found.at_worth.total.percentile == 7
    assert parts(found.at_worth.worth, "equity") == [30_000] * 4 + [0]
    assert found.at_worth.worth.four_year_average == 270_000


def test_faces_have_the_second_standing(tmp_path: Any) -> None:
    """JSON, CSV and the table, and a comparison's too."""
    line = (*LINE, "--equity", "400k", "--equity-kind", "private", "--equity-worth", "30%")
    document = run(*line, "--json").json
    jsonschema.validate(document, run("schema", "offer").json)
    assert document["offer"]["equity_worth_percent"] == 30
    assert document["at_worth"]["percent"] == 30
    assert document["at_worth"]["total"]["percentile"] == 7
    assert "at_worth" not in run(*line[:-2], "--json").json
    rows = [row.split(",") for row in run(*line, "--format", "csv").out.splitlines()]
    cells = {row[0]: row[-1] for row in rows}
    assert cells["recurring_total_at_worth"] == "270000"
    assert cells["percentile_at_worth"] == "7"
    assert "Total at 30%" in run(*line).out
    file = tmp_path / "ours.toml"
    terms = "base='240k'\nequity='400k'\nequity_kind='private'\nequity_worth='30%'\n"
    file.write_text(f"[[offer]]\nname='A'\nyears=4\ncity='SF'\n{terms}", encoding="utf-8")
    compared = ("compare", "--file", str(file), "--over-years", "4")
    document = run(*compared, "--json").json
    jsonschema.validate(document, run("schema", "compare").json)
    # 4 x 270.
    assert document["scenarios"][0]["offer"]["at_worth"] == 1_080_000
    header = run(*compared, "--no-market", "--format", "csv").out.splitlines()[0]
    assert header.endswith(",claimed,at_worth")
    assert any(
        line.split() == ["at", "30%", "1,080,000"] for line in run(*compared).out.splitlines()
    )


def test_options_count_as_their_spread(guide: Book) -> None:
    """(10 - 4) x 20,000 = 120,000, in quarters 30,000; exercising them costs 80,000."""
    terms: dict[str, Any] = {"base": "240k", "strike": 4, "share_price": "10", "shares": "20k"}
    found = judged(guide, **terms, equity_kind="options")
    assert found.offer.equity == 120_000
    assert found.total.amount == 240_000
    assert found.claimed is not None
    assert parts(found.claimed, "equity") == [30_000] * 4 + [0]
    said = " ".join(note.text for note in found.notes)
    for left_out in ("costs (80,000)", "tax", "time value", "cannot be sold"):
        assert left_out in said
    public = judged(guide, **terms, equity_kind="public options")
    assert (public.total.amount, public.claimed) == (270_000, None)
    assert "cannot be sold" not in " ".join(note.text for note in public.notes)


def test_options_grow_with_the_price_and_not_with_the_spread() -> None:
    """10% a year: the price is 10, 11, 12.1, 13.31, less 4: 6, 7, 8.1, 9.31 for 5,000 each."""
    terms: dict[str, Any] = {"strike": 4, "share_price": 10, "shares": 20_000, "growth": "10%"}
    found = worth(read_offer(base="240k", equity_kind="options", **terms))
    assert parts(found, "equity") == [30_000, 35_000, 40_500, 46_550, 0]


def test_options_under_water_are_worth_nothing() -> None:
    """And never less; the notes say so."""
    assert Options(10, 4, 1000).spread() == 0
    document = run(
        *LINE, "--equity-kind", "options", "--strike", "14.5", *OPTIONS[2:], "--json"
    ).json
    assert document["offer"]["equity"] == 0
    assert any("the price is not above the strike" in note for note in document["notes"])


def test_terms_of_options_are_in_json() -> None:
    """The prices as given, to a hundredth of a cent, and what exercising costs."""
    line = (*LINE, "--equity-kind", "options", "--strike", "0.0351", *OPTIONS[2:])
    document = run(*line, "--json").json
    jsonschema.validate(document, run("schema", "offer").json)
    assert document["offer"]["equity_kind"] == "options"
    assert document["offer"]["options"] == {
        "strike": 0.0351,
        "share_price": 10,
        "shares": 20_000,
        "exercise_cost": 702,
    }


WHOLE = {"equity_kind": "options", "strike": 4, "share_price": 10, "shares": 20_000}
REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"equity_kind": "options", "strike": 4, "share_price": 10}, "shares: expected a value with equity-kind options, found none"),
    ({"equity_kind": "options", "refresh": "50k"}, "strike: expected a value with equity-kind options"),
    ({"strike": 4, "share_price": 10, "shares": 9}, "strike: expected equity-kind options with it, found public"),
    ({**WHOLE, "equity": "400k"}, "equity: expected none beside options, whose value is their spread"),
    ({**WHOLE, "shares": "$20,000"}, "shares: expected a number of shares such as 20000"),
    ({**WHOLE, "shares": 0}, "shares: expected a number of shares"),
    ({**WHOLE, "shares": 1.5}, "shares: expected a number of shares"),
    ({**WHOLE, "strike": "-4"}, "strike: expected US dollars a share"),
    ({**WHOLE, "strike": "4/year"}, "strike: expected US dollars a share"),
    ({**WHOLE, "share_price": 1e6, "shares": 20_000}, "shares: expected options with a spread of at most 1,000,000,000"),
    ({**WHOLE, "equity_kind": "public options", "equity_worth": "30%"}, "equity-worth: expected equity-kind private or options with it, found public options"),
    ({"equity": "400k", "equity_worth": "30%"}, "equity-worth: expected equity-kind private or options with it, found public"),
    ({"equity": "400k", "equity_kind": "private", "equity_worth": "0.3"}, "(30% or 0.3%?)"),
    ({"equity": "400k", "equity_kind": "private", "equity_worth": "130%"}, "from 0% to 100%"),
]  # fmt: skip


@pytest.mark.parametrize(("terms", "said"), REFUSED, ids=str)
def test_contradictions_are_refused(terms: dict[str, Any], said: str) -> None:
    """Options need all three of their terms, and nothing that says their value otherwise."""
    with pytest.raises(OfferError) as refused:
        read_offer(base="240k", **terms)
    assert said in str(refused.value)


@examples(60)
@given(st.data())
def test_a_part_of_private_shares_lies_between_none_and_all(data: st.DataObject) -> None:
    """0% is what counts, 100% is what is claimed, and more is never worth less."""
    book = data.draw(books())
    person = estimate(data.draw(profiles(book)), book)
    private = data.draw(offers)._replace(equity_kind="private", equity=90_000.0)
    totals = []
    for share in (0.0, *sorted(data.draw(st.lists(st.floats(0, 1), max_size=3))), 1.0):
        found = judge(private._replace(equity_worth=share), person)
        assert found.at_worth is not None
        totals.append(found.at_worth.total.amount)
    assert totals == sorted(totals)
    assert totals[0] == found.total.amount
    assert found.claimed == found.at_worth.worth


@examples(60)
@given(
    st.floats(0, 100),
    st.floats(0, 100),
    st.integers(1, 10**6),
    st.floats(-0.9, 3),
    st.integers(0, 5),
)
def test_a_spread_is_never_negative(
    strike: float, price: float, shares: int, growth: float, years: int
) -> None:
    """Nor does a higher strike or a lower price ever raise it."""
    spread = Options(strike, price, shares).spread(growth, years)
    assert spread >= 0
    assert Options(strike + 1, price, shares).spread(growth, years) <= spread
    assert Options(strike, price + 1, shares).spread(growth, years) >= spread
