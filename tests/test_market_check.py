"""Two opinions: the market's beside every estimate and band, under honest names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import validate

from conftest import run
from mlcomp import Book, Profile, estimate, load_book
from mlcomp.accuracy.market import market_check
from mlcomp.book.starting import shipped_text
from mlcomp.documents.registry import json_schema
from mlcomp.render.parts import width_name
from own_factors import OWN_FACTORS


def test_an_estimate_begins_with_both_opinions() -> None:
    """Within ten lines at 80 columns: base and total by both books, with their ranges."""
    shown = run("estimate", "--level", "senior", "--city", "SF", "--tier", "google").out
    lines = shown.splitlines()[:10]
    assert lines[5].split()[:4] == ["Base", "guide-2026", "415,000", "386,000–444,000"]
    assert lines[6].split()[:3] == ["market-2026", "222,000", "173,000–284,000"]
    assert lines[7].split()[:3] == ["Total", "guide-2026", "539,000"]
    assert lines[8].split()[0] == "market-2026"
    assert max(map(len, shown.splitlines())) <= 80
    assert "The guide is 1.9 times the market here in base and 1.4 times in total." in shown


def test_widths_are_named_by_what_they_held(guide: Book) -> None:
    """8 in 10 only where the book's record says so; an unmeasured book has an inner range."""
    shown = run("estimate", "--years", "4", "--city", "SF").out
    assert "guide-2026: an opinion; inner range, held 15% of real pay." in shown
    assert "market-2026: measured, open pay data, 2023-26; likely, 8 in 10." in shown
    assert width_name(None) == "inner range"
    assert guide.held
    for inside, likely in ((0.74, False), (0.75, True), (0.85, True), (0.86, False)):
        assert ("8 in 10" in width_name(guide.held._replace(inside=inside))) is likely


def test_factors_of_ones_own_are_left_out_of_the_markets_opinion(tmp_path: Path) -> None:
    """The market's figure stands beside, and says without what it is."""
    book = tmp_path / "ours.toml"
    book.write_text(shipped_text("guide") + OWN_FACTORS, encoding="utf-8")
    named = ("--years", "4", "--city", "SF", "--book", str(book), "--factor", "company-size=small")
    found = run("estimate", *named, "--json").json["market"]
    assert found["base"] == run("estimate", *named[:4], "--json").json["market"]["base"]
    assert found["verdict"].endswith("in total, company-size left out")
    assert "company-size left out" in " ".join(run("estimate", *named).out.split())
    assert len(run("bands", *named[2:], "--json").json["market"]) == 4


def test_the_json_has_the_same_figures(guide: Book) -> None:
    """The market book's own estimate of the same profile, and both ratios."""
    found = run("estimate", "--years", "7", "--city", "Austin", "--json").json
    validate(found, json_schema("estimate"))
    person = Profile(years=7, city="Austin")
    market, plain = estimate(person, load_book("market")), estimate(person, guide)
    assert found["market"]["base"]["typical"] == round(market.base.typical)
    assert found["market"]["total"]["likely_high"] == round(market.total.likely_high)
    ratio = plain.base.typical / market.base.typical
    assert found["market"]["base_ratio"] == round(ratio, 2)


def test_it_can_be_left_out() -> None:
    """`--no-market`: no line, and null in JSON; the estimate itself is the same."""
    args = ("estimate", "--years", "4", "--city", "SF")
    assert "market-2026" in run(*args).out
    assert "market-2026" not in run(*args, "--no-market").out
    without, checked = run(*args, "--no-market", "--json").json, run(*args, "--json").json
    assert without["market"] is None
    assert {**checked, "market": None} == without


def test_the_market_book_is_not_held_against_itself() -> None:
    """Its own estimates have no check."""
    assert run("estimate", "--years", "4", "--book", "market", "--json").json["market"] is None


def test_a_book_in_terms_of_its_own_has_no_check(tmp_path: Path) -> None:
    """Levels that the market book does not know cannot be compared, and nothing fails."""
    text = run("book", "new", "--full", str(tmp_path / "own.toml"))
    assert text.code == 0
    book = (tmp_path / "own.toml").read_text(encoding="utf-8")
    book = book.replace('id = "mid"', 'id = "l4"').replace('"Mid"', '"L4"')
    book = book.replace('"mid-level", "midlevel", "intermediate"', "")
    (tmp_path / "own.toml").write_text(book, encoding="utf-8")
    own = ("--book", str(tmp_path / "own.toml"), "--json")
    assert run("estimate", "--level", "L4", *own).json["market"] is None
    assert run("estimate", "--level", "senior", *own).json["market"]["level"] == "senior"


def test_an_agreeing_book_is_said_to_agree(guide: Book) -> None:
    """Entry pay away from the hubs is near the market's."""
    person = Profile(level="entry", city="Boise, ID")
    check, _ = market_check(person, estimate(person, guide))
    assert check is not None
    close = check._replace(base_ratio=1.04, total_ratio=0.96, of_guide=False)
    assert close.verdict == "this rule book agrees with the market here"
    apart = check._replace(base_ratio=0.8, total_ratio=1.04)
    assert apart.verdict == (
        "the guide is 0.8 times the market here in base and 1.0 times in total"
    )


def test_a_receipt_verifies_with_and_without_the_check() -> None:
    """Receipts printed before there was a check still replay."""
    document = run("estimate", "--years", "4", "--json").json
    for receipt in (document, {k: v for k, v in document.items() if k != "market"}):
        assert run("verify", "-", stdin=json.dumps(receipt)).code == 0


@pytest.mark.parametrize("extra", [[], ["--city", "NYC", "--tier", "faang"]])
def test_bands_stand_side_by_side(extra: list[str]) -> None:
    """`bands`: every level with both books' typical pay and their ratio."""
    found = run("bands", *extra, "--json").json
    validate(found, json_schema("bands"))
    assert [check["level"] for check in found["market"]] == ["entry", "mid", "senior", "staff"]
    shown = run("bands", *extra).out
    assert "Typical pay against the market (open pay data, 2023-26)" in shown
    assert max(map(len, shown.splitlines())) <= 80
    header, first, *_ = run("bands", *extra, "--format", "csv").out.splitlines()
    assert header.endswith("base_ratio,total_ratio")
    assert first.endswith(f"{found['market'][0]['total_ratio']}")
    assert run("bands", "--no-market", *extra, "--json").json["market"] is None
    assert run("bands", "--book", "market", *extra, "--json").json["market"] is None


@pytest.mark.parametrize("command", ["estimate", "compare", "levers"])
def test_a_copy_of_the_guide_is_a_rule_book(command: str, tmp_path: Path) -> None:
    """Whoever starts a book from the guide and keeps its name has a book of their own."""
    copy = tmp_path / "ours.toml"
    copy.write_text(shipped_text("guide"), encoding="utf-8")
    line = (command, "--years", "4", "--city", "SF")
    assert "guide" in run(*line).out.replace("guide-2026", "").casefold()
    own = run(*line, "--book", str(copy)).out.replace("guide-2026", "").replace("Guide 2026", "")
    assert "The guide" not in own
    assert " Guide" not in own
