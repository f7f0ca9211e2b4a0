"""Comparisons by two books: the market ranks, both totals stand, and ties are said."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from conftest import run
from mlcomp.book.starting import shipped_text

COMPANIES = ("--years", "4", "--city", "SF,Seattle", "--tier", "amazon,openai")
FILE = """
[person]
years = 4
city = "SF"
tier = "mid-size"

[[scenario]]
name = "Stay, 310,000 today"
base = 230_000
total = "310k"

[[scenario]]
name = "Like it"

[[offer]]
name = "Acme"
tier = "faang"
base = "240k"
bonus = "15%"
equity = 400_000
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    """Real pay, an estimate and an offer."""
    path = tmp_path / "scenarios.toml"
    path.write_text(FILE, encoding="utf-8")
    return str(path)


def totals(document: dict[str, Any]) -> list[tuple[str, int, int]]:
    """Return each scenario's name, and its typical total by the market and by the book."""
    return [
        (one["name"], one["market"]["total"]["typical"], one["total"]["typical"])
        for one in document["scenarios"]
    ]


def test_companies_and_cities_by_hand() -> None:
    """The guide gives all four one figure: 248,333 x 1.225 x 1.3; the market ranks them.

    Its curve at four years is 149,300; San Francisco 1.297 and Seattle 1.181; OpenAI is a
    frontier lab (1.76) and Amazon a FAANG-level firm (1.022); equity and bonus 1.62 in both.
    """
    document = run("compare", *COMPANIES, "--json").json
    assert totals(document) == [
        (f"{city}, {tier}", round(149_300 * place * paid * 1.62), 395_471)
        for tier, paid in (
            ("Well-funded AI startup / Frontier AI lab", 1.76),
            ("FAANG-level firm", 1.022),
        )
        for city, place in (("San Francisco, CA", 1.297), ("Seattle, WA", 1.181))
    ]
    assert document["ranked_by"] == "market-2026"
    (tie,) = document["ties"]
    assert (tie["book"], tie["total"], len(tie["scenarios"])) == ("guide-2026", 395_471, 4)
    first, second, *_ = document["scenarios"]
    apart = round(149_300 * 1.297 * 1.76 * 1.62) - round(149_300 * 1.181 * 1.76 * 1.62)
    assert second["market"]["difference"]["dollars"] == -apart
    assert second["difference"] == {"dollars": 0, "percent": 0.0}
    assert first["market"]["total_ratio"] == 0.72
    shown = run("compare", *COMPANIES).out
    assert sum("tied" in line for line in shown.splitlines()) == 4
    said = (
        "Tied by guide-2026: 1, 2, 3 and 4. It gives them one figure, 395,000: it has one tier for "
        "Well-funded AI startup and FAANG-level firm and one location for San Francisco, CA and "
        "Seattle, WA."
    )
    assert said in " ".join(shown.split())
    assert tie["why"] in said


def test_places_change_their_order_by_hand() -> None:
    """New York and Seattle are one to the guide; the market has 1.249 and 1.181.

    Mid level without years: the band, 139,400, times
    1.49 for equity and bonus; the guide's middle of 180 to 260 is 220, times 1.225 and 1.3.
    """
    document = run("compare", "--level", "mid", "--city", "Seattle,NYC", "--json").json
    assert totals(document) == [
        ("New York, NY", round(139_400 * 1.249 * 1.49), 350_350),
        ("Seattle, WA", round(139_400 * 1.181 * 1.49), 350_350),
    ]
    assert document["ties"][0]["scenarios"] == ["New York, NY", "Seattle, WA"]


def test_real_pay_and_offers_by_hand(file: str) -> None:
    """Over four years: what is paid stands as it is, the others by the market.

    Stay 4 x 310,000. Acme 4 x (240,000 + 36,000) + 400,000 = 1,504,000. Like it, by the
    market 149,300 x 1.297 x 0.942 x 1.24 = 226,189 a year, by the guide 347,165: it would
    stand before Stay by the guide.
    """
    document = run("compare", "--file", file, "--over-years", "4", "--json").json
    jsonschema.validate(document, run("schema", "compare").json)
    like = round(4 * 149_300 * 1.297 * 0.942 * 1.24)
    assert [
        (one["name"], one["kind"], one["market"]["pay"]["total"], one["pay"]["total"])
        for one in document["scenarios"]
    ] == [
        ("Acme", "offer", 1_504_000, 1_504_000),
        ("Stay, 310,000 today", "stated", 1_240_000, 1_240_000),
        ("Like it", "scenario", like, 1_388_660),
    ]
    stay = document["scenarios"][1]
    assert stay["stated"] == {"base": 230_000, "total": 310_000}
    assert stay["pay"]["base"] == 920_000
    assert stay["market"]["difference"]["dollars"] == 1_240_000 - 1_504_000
    assert document["ties"] == []
    shown = run("compare", "--file", file, "--over-years", "4").out
    assert "as stated" in shown
    assert "by what they pay or the market's typical" in " ".join(shown.split())
    chosen = run("compare", "--file", file, "--book", "guide", "--json").json
    # In one year Acme pays 240 + 36 + 100 = 376 thousand.
    names = [one["name"] for one in chosen["scenarios"]]
    assert names == ["Acme", "Like it", "Stay, 310,000 today"]
    assert chosen["ranked_by"] == "guide-2026"


def test_a_chosen_book_ranks(tmp_path: Path) -> None:
    """`--book`, by name or of one's own: its order, and the market's figures beside it."""
    own = tmp_path / "own.toml"
    own.write_text(shipped_text("guide"), encoding="utf-8")
    for book in ("guide", str(own)):
        found = run("compare", *COMPANIES, "--book", book, "--json").json
        assert found["ranked_by"] == "guide-2026"
        assert found["market"]["book"] == "market-2026"
        market = [one["market"]["total"]["typical"] for one in found["scenarios"]]
        assert market != sorted(market, reverse=True)


def test_one_opinion(file: str) -> None:
    """`--no-market` and `--book market`: null in JSON, no column, the book's own order."""
    for one in (("--no-market",), ("--book", "market")):
        document = run("compare", "--file", file, *one, "--json").json
        assert document["market"] is None
        assert all(each["market"] is None for each in document["scenarios"])
        assert "market_" not in run("compare", "--file", file, *one, "--format", "csv").out
    alone = run("compare", *COMPANIES, "--no-market").out
    assert "Inner total" in alone
    assert "Tied by guide-2026" in alone
    assert sum("tied" in line for line in alone.splitlines()) == 4
    degrees = run("compare", "--years", "4", "--degree", "phd,masters", "--json").json
    assert [tie["why"] for tie in degrees["ties"]] == ["what they differ in is no factor of it"]


def test_csv_has_both(file: str) -> None:
    """The market's figures, ratios, pay and distance, as JSON has them."""
    document = run("compare", "--file", file, "--json").json
    rows = csv.DictReader(io.StringIO(run("compare", "--file", file, "--format", "csv").out))
    for row, one in zip(rows, document["scenarios"], strict=True):
        market = one["market"]
        assert row["kind"] == one["kind"]
        assert int(row["market_base_typical"]) == market["base"]["typical"]
        assert float(row["total_ratio"]) == market["total_ratio"]
        assert int(row["market_pay_total"]) == market["pay"]["total"]
        assert int(row["market_difference_dollars"]) == market["difference"]["dollars"]


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ("base = 230_000", "scenario.total, scenario 'Stay': expected a total with base"),
        ("total = 'much'", "scenario.total, scenario 'Stay': expected"),
        ("total = 200_000\nbase = 230_000", "scenario.base, scenario 'Stay': expected no more than total"),
    ],
)  # fmt: skip
def test_pay_that_is_stated_amiss_is_refused(stated: str, said: str) -> None:
    """One line for each fault, and which scenario it is in."""
    text = f"[[scenario]]\nname = 'Stay'\nyears = 4\n{stated}\n"
    done = run("compare", "--file", "-", stdin=text)
    assert (done.code, done.out) == (1, "")
    assert said in done.err, done.err


def test_only_a_total_may_be_stated() -> None:
    """Its base is null and an empty cell."""
    text = "[[scenario]]\nname = 'Stay'\nyears = 4\ntotal = 310_000\n"
    found = run("compare", "--file", "-", "--json", stdin=text).json["scenarios"][0]
    assert found["stated"] == {"base": None, "total": 310_000}
    assert found["pay"] == {"base": None, "total": 310_000}
    assert run("compare", "--file", "-", "--no-market", stdin=text).code == 0


@pytest.mark.parametrize("extra", [(), ("--over-years", "5")])
def test_tables_fit_80_columns(file: str, extra: tuple[str, ...]) -> None:
    """Both totals, percentiles and distances beside each other."""
    for line in (COMPANIES, ("--file", file)):
        shown = run("compare", *line, *extra).out
        assert max(map(len, shown.splitlines())) <= 80
