"""The market check: one line and one field on every guide estimate, and bands side by side."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import validate

from conftest import run
from mlcomp import Book, Profile, estimate, load_book
from mlcomp.accuracy.market import market_check
from mlcomp.documents.registry import json_schema


def test_an_estimate_ends_with_what_the_market_pays() -> None:
    """In words, with typical and likely pay, and how many times that the guide is."""
    shown = run("estimate", "--level", "senior", "--city", "SF", "--tier", "google")
    line = " ".join(shown.out.rpartition("\n\n")[2].split())
    assert line.startswith("Market check: the guide is 1.9 times the market here (base 222,000")
    assert line.endswith("open pay data, 2023-26).")
    assert "likely 173,000–284,000" in line


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
    assert "Market check" not in run(*args, "--no-market").out
    without, checked = run(*args, "--no-market", "--json").json, run(*args, "--json").json
    assert without["market"] is None
    assert {**checked, "market": None} == without


def test_the_market_book_is_not_held_against_itself() -> None:
    """Its own estimates have no check."""
    assert run("estimate", "--years", "4", "--book", "market", "--json").json["market"] is None


def test_a_book_in_terms_of_its_own_has_no_check(tmp_path: Path) -> None:
    """Levels that the market book does not know cannot be compared, and nothing fails."""
    text = run("book", "new", str(tmp_path / "own.toml"))
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
    check = market_check(person, estimate(person, guide))
    assert check is not None
    close = check._replace(base_ratio=1.04, priced="acme-2026")
    assert close.verdict == "this rule book agrees with the market here"
    assert check._replace(base_ratio=0.8).verdict == "the guide is 0.8 times the market here"


def test_a_receipt_verifies_with_and_without_the_check() -> None:
    """Receipts printed before there was a check still replay."""
    document = run("estimate", "--years", "4", "--json").json
    for receipt in (document, {k: v for k, v in document.items() if k != "market"}):
        assert run("verify", "-", stdin=json.dumps(receipt)).code == 0


@pytest.mark.parametrize("extra", [[], ["--city", "NYC", "--tier", "faang"]])
def test_bands_stand_side_by_side(extra: list[str]) -> None:
    """`bands --market`: every level with both books' typical pay and their ratio."""
    found = run("bands", "--market", *extra, "--json").json
    validate(found, json_schema("bands"))
    assert [check["level"] for check in found["market"]] == ["entry", "mid", "senior", "staff"]
    shown = run("bands", "--market", *extra).out
    assert "Typical pay against the market (open pay data, 2023-26)" in shown
    assert max(map(len, shown.splitlines())) <= 80
    header, first, *_ = run("bands", "--market", *extra, "--format", "csv").out.splitlines()
    assert header.endswith("base_ratio,total_ratio")
    assert first.endswith(f"{found['market'][0]['total_ratio']}")
    assert "market" not in run("bands", *extra, "--json").json
