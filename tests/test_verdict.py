"""What to make of an offer: by the market unless a book is named, and never at odds with itself."""

from __future__ import annotations

from math import erf, exp, log, sqrt
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import examples, run
from mlcomp import Book, Pay, Profile, estimate, judge, load_book, read_offer
from mlcomp.offers.verdict import verdict_of

OFFER = ("offer", "--base", "250k", "--bonus", "15%", "--equity", "600k", "--years", "8")


def percentile(amount: float, pay: Pay) -> float:
    """The split normal in logs, by hand: likely low and high are the 10th and the 90th."""
    end = pay.likely_low if amount < pay.typical else pay.likely_high
    z = 1.2815515655 * log(amount / pay.typical) / abs(log(end / pay.typical))
    return 50 * (1 + erf(z / sqrt(2)))


def test_the_market_judges_and_the_guide_stands_beside() -> None:
    """437,500 a year is fair by the market, though the guide would call its base low."""
    found = run(*OFFER, "--city", "SF", "--json").json
    market = estimate(Profile(years=8, city="SF"), load_book("market"))
    assert found["verdict"]["by"] == "market-2026"
    assert (found["verdict"]["base"], found["verdict"]["total"]) == ("fair", "fair")
    assert found["market"]["base"]["percentile"] == round(percentile(250_000, market.base))
    assert found["market"]["total"]["percentile"] == round(percentile(437_500, market.total))
    assert found["base"]["percentile"] == 0
    to_p75 = market.base.typical * exp(
        0.6744897502 * log(market.base.likely_high / market.base.typical) / 1.2815515655
    )
    assert found["verdict"]["asks"][0] == {
        "of": "base",
        "percentile": 75,
        "dollars": round(to_p75) - 250_000,
        "amount": round(to_p75),
    }
    jsonschema.validate(found, run("schema", "offer").json)


def test_the_first_lines_say_it() -> None:
    """What it pays, how base and total stand, what to ask for, and where the guide differs."""
    lines = run(*OFFER, "--city", "SF").out.splitlines()
    said = " ".join(lines[3 : lines.index("", 3)])
    assert said.startswith("It pays 437,500 in year one; 437,500 a year recurs")
    assert "Base of 250,000 is fair: percentile" in said
    assert "of market-2026" in said
    assert "Ask in base: " in said
    assert "guide-2026 differs: by it base is low (percentile below 1)" in said
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize(
    ("base", "book", "words"),
    [
        ("150k", None, ("low", "fair")),
        ("185k", None, ("fair", "fair")),
        ("330k", None, ("high", "high")),
        ("230k", "guide", ("low", "low")),
        ("262k", "guide", ("fair", "fair")),
        ("310k", "guide", ("high", "fair")),
        ("150k", "market", ("low", "fair")),
    ],
)
def test_a_table_of_verdicts(base: str, book: str | None, words: tuple[str, str]) -> None:
    """A mid-level engineer in San Francisco with 70,000 of equity a year, by each judge.

    The market's quartiles there are 155,000 and 211,000 of base, 215,000 and 340,000 of total;
    the guide's 241,000 and 296,000, 311,000 and 388,000: to the thousand, by the split normal.
    """
    named = ("--book", book) if book else ()
    line = ("offer", "--base", base, "--equity", "280k", "--level", "mid", "--city", "SF")
    found = run(*line, *named, "--json").json["verdict"]
    assert found["by"] == f"{book or 'market'}-2026"
    assert (found["base"], found["total"]) == words


def test_one_opinion_where_one_is_asked_for() -> None:
    """`--no-market` and the market's own book: no second standing, in no format."""
    for line in ((*OFFER, "--no-market"), (*OFFER, "--book", "market")):
        found = run(*line, "--json").json
        assert found["market"] is None
        assert "differs" not in " ".join(found["verdict"]["text"])
        assert "market_percentile" not in run(*line, "--format", "csv").out
    assert "market_percentile" in run(*OFFER, "--format", "csv").out


def test_the_notes_are_the_judges() -> None:
    """Under a verdict stand its judge's notes, in JSON as in the table; the book's are beside.

    By the market 423,000 of total less 235,000 of base are typical there: 188,000.
    """
    low = ("offer", "--years", "8", "--city", "SF", "--tier", "google", "--base", "180k")
    said = "the rule book has about 188,000 for equity and bonus together."
    for line in ((*low, "--bonus", "15%", "--equity", "200k"), (*OFFER, "--book", "guide")):
        found, shown = run(*line, "--json").json, " ".join(run(*line).out.split())
        assert (said in " ".join(found["verdict"]["notes"])) is ("--book" not in line)
        assert said not in " ".join(found["notes"])
        assert all(note in shown for note in found["verdict"]["notes"])
        assert {*found["estimate"]["notes"]} <= {*found["verdict"]["notes"]}
    fine = ("offer", "--years", "4", "--city", "Austin, TX", "--base", "210k", "--equity", "400k")
    assert "Each ask" not in " ".join(run(*fine, "--json").json["verdict"]["notes"])


def test_words_of_pay_reviews_are_asked_for() -> None:
    """Compa-ratio and range penetration are for who explains pay; identical years are a line."""
    plain, explained = run(*OFFER).out, run(*OFFER, "--explain").out
    assert "Compa-ratio" not in plain
    assert "Range penetration" in explained
    assert "\n1 to 4 " in plain


@examples(200)
@given(st.data())
def test_a_verdict_never_contradicts_itself(data: st.DataObject) -> None:
    """Asked is above offered; fair or high never asks for the 50th, high for nothing."""
    book = load_book(data.draw(st.sampled_from(["guide", "market"])))
    level = data.draw(st.sampled_from([one.id for one in book.level]))
    terms: dict[str, Any] = {
        "base": data.draw(st.integers(60_000, 900_000)),
        "equity": 1_000 * data.draw(st.integers(0, 4_000)),
        "bonus": f"{data.draw(st.integers(0, 100))}%",
    }
    judgement = judge(read_offer(**terms), estimate(Profile(level=level), book))
    found = verdict_of(judgement)
    for of, judged, stands in (
        ("base", judgement.base, found.base),
        ("total", judgement.total, found.total),
    ):
        asks = {ask.percentile: ask for ask in found.asks if ask.of == of}
        assert all(
            ask.amount == judged.amount + ask.dollars > judged.amount for ask in asks.values()
        )
        if stands != "low":
            assert 50 not in asks
        if stands == "high":
            assert not asks
            assert judged.percentile > 75
        elif stands == "low":
            assert judged.percentile < 25
            assert set(asks) == {50, 75}
            assert asks[50].dollars < asks[75].dollars


def test_a_book_of_ones_own_is_the_judge_where_it_is_named(guide: Book) -> None:
    """Also by the environment; the market stands beside."""
    found = run(*OFFER, "--json", env={"MLCOMP_BOOK": "guide"}).json
    assert found["verdict"]["by"] == guide.edition
    assert found["market"]["book"] == "market-2026"
