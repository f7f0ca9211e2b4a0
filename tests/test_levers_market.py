"""Levers by two books: the market orders them, and disagreement is marked."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from math import sqrt
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from conftest import run
from mlcomp import Book, Profile, estimate, levers_of, load_book
from mlcomp.accuracy.levers import HeldLever, market_levers
from mlcomp.book.starting import shipped_text
from own_factors import OWN_FACTORS

SF_MID_SIZE = ("--years", "4", "--city", "SF", "--tier", "mid-size")


def held(book: Book, **person: Any) -> dict[tuple[str, str], HeldLever]:
    """Return a person's levers by both books, by dimension and id, in their order."""
    profile = Profile(**person)
    _, found = market_levers(profile, levers_of(profile, book))
    assert found
    return {(each.own.dimension, each.own.id): each for each in found.levers}


def of_market(each: HeldLever) -> tuple[float, float]:
    """Return the market's typical base and total after a change."""
    assert each.market
    return each.market.after.base.typical, each.market.after.total.typical


def test_four_years_at_a_mid_size_firm_by_hand(guide: Book) -> None:
    """The market's numbers: its curve at 4 and 6 years, San Francisco, tiers and uplifts.

    The guide, for the same: quantitative finance +86,791; a doctorate nothing; FAANG
    (248,333 - 218,000) x 1.225 x 1.3 = +48,306; Senior and two more years +127,798.
    """
    found = held(guide, years=4, city="SF", tier="mid-size")
    now = 149_300 * 1.297 * 0.942
    for change, base, uplift, own in (
        (("industry", "quant-finance"), now * 1.284, 1.6, 86_791),
        (("industry", "autonomous-driving"), now * 1.14, 1.68, 60_754),
        (("tier", "faang"), 149_300 * 1.297 * 1.022, 1.62, 48_306),
        (("degree", "doctorate"), now * 1.12, 1.24, 0),
        (("location", "35620"), 149_300 * 1.249 * 0.942, 1.24, 0),
        (("years", "6"), 165_700 * 1.297 * 0.942, 1.33, 127_798),
        # A level beside years: the mean of both in logs, and the tier's factor for levels.
        (("level", "senior"), sqrt(156_000 * 149_300) * 1.297 * 0.866, 1.33, 127_798),
    ):
        each = found[change]
        assert of_market(each) == pytest.approx((base, base * uplift)), change
        assert each.market
        assert each.market.total == pytest.approx(base * uplift - now * 1.24), change
        assert round(each.own.total) == own, change
    assert found["degree", "doctorate"].disagree
    assert found["location", "35620"].disagree
    assert not found["industry", "quant-finance"].disagree
    assert not found["level", "senior"].disagree


def test_eight_years_anywhere_by_hand(guide: Book) -> None:
    """Two books, one person: by the guide a consultancy pays more, by the market less.

    The guide's eight years are 45% into the band: of 260 to 350 thousand 300,500, of its
    middle (291.5 to 318.5) 303,650; x 1.3 is +4,095.
    """
    found = held(guide, years=8)
    now = 177_200 * 1.196 * 1.67
    consultancy = found["tier", "consultancy"]
    assert of_market(consultancy)[1] == pytest.approx(177_200 * 1.196 * 0.923 * 1.01)
    assert round(consultancy.own.total) == 4_095
    assert consultancy.disagree
    york = found["location", "35620"]
    assert of_market(york)[1] == pytest.approx(177_200 * 1.249 * 1.67)
    # 300,500 x 0.225 x 1.3; the market: (1.249 - 1.196) of 177,200 x 1.67.
    assert round(york.own.total) == 87_896
    assert york.total == pytest.approx(177_200 * 1.249 * 1.67 - now)
    assert not york.disagree
    learning = found["specialization", "reinforcement-learning"]
    assert learning.total == 0
    assert learning.own.total == pytest.approx(300_500 * 0.05 * 1.3)
    assert learning.disagree
    ten = found["years", "10"]
    assert ten.own.label == "Two more years: 10"
    assert of_market(ten)[0] == pytest.approx(190_100 * 1.196)


def test_the_market_orders_them(guide: Book) -> None:
    """The market's largest gain in total first; one person, whose figures `estimate` has."""
    document = run("levers", *SF_MID_SIZE, "--json").json
    gains = [lever["market"]["total"]["dollars"] for lever in document["levers"]]
    assert gains == sorted(gains, reverse=True)
    beside = run("estimate", *SF_MID_SIZE, "--json").json["market"]
    for part in ("book", "calibration", "base", "total"):
        assert document["market"][part] == beside[part]
    assert {str(one) for one in held(guide, years=4, city="SF", tier="mid-size")} == {
        str((one["dimension"], one["id"])) for one in document["levers"]
    }


def test_a_company_is_what_each_book_takes_it_for(guide: Book) -> None:
    """OpenAI is a startup by the guide and a frontier lab by the market, after a change too."""
    person = {"years": 4, "city": "SF", "tier": "OpenAI"}
    doctorate = held(guide, **person)["degree", "doctorate"]
    there = estimate(Profile(**person, degree="doctorate"), load_book("market"))
    assert of_market(doctorate) == (there.base.typical, there.total.typical)


@pytest.mark.parametrize("code", ["NY", "WA", "OR"])
def test_a_state_is_a_state_by_both_books(guide: Book, code: str) -> None:
    """Not its name read again: New York is a city, and Washington may be one."""
    location = replace(guide.location[0], metros=(), states=(code,))
    book = replace(guide, location=(location, *guide.location[1:]))
    each = held(book, years=4)["location", code]
    assert each.own.after.place.factor == location.range
    assert each.market
    assert each.market.after.place.match == "state"
    assert each.market.after.place.name == each.own.after.place.name
    if code == "NY":
        (state,) = (one for one in load_book("market").location if one.id == "state-ny")
        assert each.market.after.place.factor == state.range


def test_what_the_market_lacks_has_no_opinion(tmp_path: Path) -> None:
    """A factor of one's own: null in JSON, empty in CSV, "none" and marked in the table."""
    book = tmp_path / "ours.toml"
    book.write_text(shipped_text("guide") + OWN_FACTORS, encoding="utf-8")
    line = ("levers", "--years", "4", "--book", str(book))
    document = run(*line, "--json").json
    jsonschema.validate(document, run("schema", "levers").json)
    lacking = [one for one in document["levers"] if one["dimension"] == "company-size"]
    assert lacking
    assert all(one["market"] is None for one in lacking)
    rows = list(csv.DictReader(io.StringIO(run(*line, "--format", "csv").out)))
    for row, lever in zip(rows, document["levers"], strict=True):
        market = lever["market"]
        assert row["market_total_dollars"] == (str(market["total"]["dollars"]) if market else "")
    shown = [one for one in run(*line).out.splitlines() if one.startswith("Company size")]
    assert any("none" in one and "!" in one for one in shown)


def test_one_opinion() -> None:
    """`--no-market` and `--book market`: null in JSON, no column in CSV, base in the table."""
    for one in (("--no-market",), ("--book", "market")):
        document = run("levers", *SF_MID_SIZE, *one, "--json").json
        assert document["market"] is None
        assert all(lever["market"] is None for lever in document["levers"])
        assert "market_" not in run("levers", *SF_MID_SIZE, *one, "--format", "csv").out
        assert "Base" in run("levers", *SF_MID_SIZE, *one).out
    alone = run("levers", *SF_MID_SIZE, "--no-market", "--json").json
    both = run("levers", *SF_MID_SIZE, "--json").json
    market = both["market"]
    ratios = [both[pay]["typical"] / market[pay]["typical"] for pay in ("base", "total")]
    assert [market["base_ratio"], market["total_ratio"]] == [round(ratio, 2) for ratio in ratios]
    by_name = {(one["dimension"], one["id"]): one for one in both["levers"]}
    for lever in alone["levers"]:
        assert {**by_name[lever["dimension"], lever["id"]], "market": None} == lever


def test_the_table_of_both() -> None:
    """Both totals in 80 columns, the mark and what it means."""
    out = run("levers", *SF_MID_SIZE).out
    assert max(map(len, out.splitlines())) <= 80
    rows = [line.split() for line in out.splitlines()]
    assert ["Now,", "typical", "226,000", "347,000"] in rows
    assert ["Degree:", "Doctorate", "+27,000", "+12%", "!", "0", "0%", "~"] in rows
    assert "! the books disagree" in out


@pytest.mark.parametrize(
    ("years", "said"),
    [("3.9", True), ("4", False), ("4.9", False), ("5", True), ("5.9", True), ("6.9", True), ("7", False)],
)  # fmt: skip
def test_an_edge_within_a_year_is_said(years: str, said: bool) -> None:
    """At a FAANG-level firm in SF, by hand: Mid ends at 255,000, Senior begins at 333,125.

    The top quarters are 240 to 260 and 327.5 to 350 thousand, people stand from the first
    quartile to the third: 78,125 x 1.225 = 95,703, and x 1.3 = 124,414.
    """
    line = ("estimate", "--years", years, "--city", "SF", "--tier", "google")
    notes = " ".join(run(*line, "--json").json["notes"])
    jump = "At 6 years Mid becomes Senior in this rule book"
    if years == "3.9":
        assert "At 3 years Entry becomes Mid" in notes
    else:
        assert (jump in notes) is said
        assert ("jumps: base by 96,000, total by 124,000." in notes) is said
    if years == "5.9":
        # A curve has no edge, but equity has: 165,700 x 1.297 x 1.022 x (1.80 - 1.62) = 39,536.
        market = " ".join(run(*line, "--book", "market", "--json").json["notes"])
        assert f"{jump}, and with base unchanged" in market
        assert "total for the same job jumps by 40,000." in market
    level = (*line, "--level", "mid", "--json")
    assert "becomes" not in " ".join(run(*level).json["notes"])


def test_years_that_cross_an_edge_say_so() -> None:
    """Only where years decide the level."""
    shown = run("levers", *SF_MID_SIZE).out
    assert "Two more years: 6, and so Senior" in shown
    assert "and so" not in run("levers", *SF_MID_SIZE, "--level", "mid").out
    assert "and so" not in run("levers", "--years", "8").out
