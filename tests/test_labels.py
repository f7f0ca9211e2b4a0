"""Labels that keep what they say: one is one, all are everyone, and a reading is no figure."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import run
from mlcomp.files import data_file
from mlcomp.text import number_of

PEOPLE = "years,city,base\n1,SF,150000\n"


@pytest.mark.parametrize(
    ("number", "shown"),
    [(1, "1 year"), (1.0, "1 year"), (0, "0 years"), (1.5, "1.5 years"), (1200, "1,200 years")],
)
def test_one_is_singular(number: float, shown: str) -> None:
    """All else is plural."""
    assert number_of(number, "year") == shown


@pytest.mark.parametrize("book", ["guide", "market"])
@pytest.mark.parametrize("line", ["estimate --level staff", "estimate", "compare --level mid"])
def test_no_result_speaks_of_one_years(line: str, book: str) -> None:
    """Whatever is said of years: as a title, a step or a note."""
    done = run(*line.split(), "--years", "1", "--book", book)
    assert "1 year" in done.out.replace("1 completed year", "1 year")
    assert "1 years" not in done.out
    assert "1 completed years" not in done.out


def test_a_book_of_one_level_has_one_level(tmp_path: Path) -> None:
    """`book check` counts them."""
    text = data_file("bands.toml").read_text(encoding="utf-8")
    head, *levels = text.replace('"guide-2026"', '"ours-1"', 1).split("[[level]]")
    entry = levels[0].replace("max_years = 2\n", "")
    rest = levels[-1].partition("# Where in its level's band")
    book = tmp_path / "one.toml"
    book.write_text(f"{head}[[level]]{entry}{''.join(rest[1:])}", encoding="utf-8")
    checked = run("book", "check", str(book))
    assert checked.code == 0, checked.err
    assert ", 1 level, no faults found" in checked.out


def test_all_people_are_everyone(tmp_path: Path) -> None:
    """In the summary of a roster and in a backtest; one person is one."""
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE, encoding="utf-8")
    summary = run("batch", str(file), "--summary")
    assert "1 of 1 person priced" in summary.out
    assert "1 of 1 person priced" in summary.err
    assert "\nEveryone " in summary.out
    assert "\neveryone " in run("backtest", str(file)).out


def test_several_levels_are_engineers() -> None:
    """A comparison of one level names it; of several it is of ML engineers."""
    assert run("compare", "--years", "1,8").out.startswith("ML engineers, National average: 2")
    one = run("compare", "--years", "1", "--city", "SF,NYC").out
    assert one.startswith("Entry ML engineer, 1 year: 2")


@pytest.mark.parametrize("tier", ["google", "openai", "mid-size", "accenture"])
def test_what_a_tier_keeps_of_a_band_is_an_assumption(tier: str) -> None:
    """The guide gives a direction: the table, --explain, JSON and `factors` say so alike."""
    line = ("estimate", "--years", "4", "--tier", tier)
    (step,) = (step for step in run(*line, "--json").json["steps"] if step["id"] == "tier")
    assert step["basis"] == "assumption"
    shown = [x for x in run(*line, "--explain").out.splitlines() if x.startswith(step["label"])]
    assert len(shown) == 2
    assert all("assumption" in each for each in shown)
    listed = run("factors", "tier", "--json").json["factors"]
    assert {each["basis"] for each in listed} == {"assumption"}
