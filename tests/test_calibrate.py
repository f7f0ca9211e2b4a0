"""`mlcomp calibrate`: pay drawn from a known book is recovered, robustly, and nobody's is shown."""

from __future__ import annotations

import csv
import random
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from conftest import run
from drawn_pay import NOISE, Row, drawn, truth, written
from mlcomp import Book, Profile, estimate, load_book
from mlcomp.accuracy.robust import FIVE
from mlcomp.book.loading import check_book

pytest.importorskip("duckdb")


def calibrated(folder: Path, rows: list[Row], name: str = "ours", book: str = "guide") -> Any:
    """Calibrate on people; return the JSON of the result, whose book is in `name`.toml."""
    file, target = written(folder / f"{name}.csv", rows), str(folder / f"{name}.toml")
    return run("calibrate", file, "--book", book, "-o", target, "--json").json


def values(book: Book) -> dict[tuple[str, str], float]:
    """Every typical figure that a calibration may move."""
    found = {("level", level.id): level.base.typical for level in book.level}
    found |= {("location", each.id): each.range.typical for each in book.location}
    found |= {("tier", each.id): each.range.typical for each in book.tier if each.range}
    for dimension in book.dimensions:
        found |= {
            (dimension.id, each.id): each.range.typical for each in dimension.options if each.range
        }
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a book with a column of noise was calibrated on 1,500 people."""
    folder = tmp_path_factory.mktemp("calibrated")
    (folder / "start.toml").write_text(NOISE.format("guide"), encoding="utf-8")
    rows = drawn(truth(folder), 1_500, seed=1)
    document = calibrated(folder, rows, book=str(folder / "start.toml"))
    jsonschema.validate(document, run("schema", "calibrate").json)
    return folder


def test_pay_drawn_from_a_known_book_is_recovered(folder: Path) -> None:
    """Of other people drawn from it, bias within 2% and 77 to 83% inside, far from the start."""
    fresh = written(folder / "fresh.csv", drawn(load_book(folder / "truth.toml"), 3_000, seed=2))
    ours, guide = run(
        *("backtest", fresh, "--book", str(folder / "ours.toml"), "--book", "guide", "--json")
    ).json["books"]
    of_all = ours["groups"][0]
    assert (of_all["by"], of_all["priced"]) == ("all", 3_000)
    assert 0.98 <= of_all["bias"] <= 1.02
    assert 0.77 <= of_all["in_likely"] <= 0.83
    assert guide["groups"][0]["bias"] > 1.3
    assert all(0.95 < group["bias"] < 1.05 for group in ours["groups"] if not group["few"])


def test_the_book_is_as_the_terminal_says(folder: Path) -> None:
    """It extends the start from where it lies, holds, and has its record from out of fold."""
    text = (folder / "ours.toml").read_text(encoding="utf-8")
    raw, book = tomllib.loads(text), check_book(folder / "ours.toml")
    assert (raw["extends"], raw["edition"]) == ("start.toml", "ours")
    assert book.held is not None
    assert 0.77 <= book.held.inside <= 0.83
    assert 0.98 <= book.held.bias <= 1.02
    assert book.held.n == 1_500
    for record in (*raw["level"], *raw["location"], *raw["tier"], *raw["industry"]):
        assert (record["basis"], record["source"]) == ("evidence", "pay-of-ours")
        assert record["n"] >= FIVE
    denver = next(each for each in raw["location"] if each.get("metros") == ["19740"])
    assert denver["id"] == "denver-aurora-centennial-co"
    assert next(each for each in raw["tier"] if each["id"] == "faang")["drop"] == ["band"]
    # What nobody is paid by is not stated again.
    assert {each["id"] for each in raw["industry"]} <= {"quant-finance"}
    assert "specialization" not in raw


def test_a_column_of_noise_gets_factors_near_one(folder: Path) -> None:
    """Within 2%, and shrunk as far as people out of fold say."""
    found = values(load_book(folder / "ours.toml"))
    assert [found["desk-color", each] for each in ("red", "blue")] == pytest.approx(
        [1, 1], abs=0.02
    )


def test_the_same_pay_makes_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    """In any order of the rows and of the columns."""
    rows = drawn(load_book(folder / "truth.toml"), 300, seed=3)
    calibrated(tmp_path, rows)
    once = (tmp_path / "ours.toml").read_bytes()
    random.Random(1).shuffle(rows)
    (tmp_path / "ours.toml").unlink()
    calibrated(tmp_path, rows)
    assert (tmp_path / "ours.toml").read_bytes() == once


@pytest.mark.parametrize("absurd", ["9000000", "12"])
def test_one_absurd_value_moves_nothing_by_more_than_one_percent(
    folder: Path, tmp_path: Path, absurd: str
) -> None:
    """It is refused or set aside, and said to be: besides all others, or in the place of somebody's own."""
    rows = drawn(load_book(folder / "truth.toml"), 600, seed=4)
    slip = (*rows[7][:-1], absurd)
    calibrated(tmp_path, rows)
    before = values(load_book(tmp_path / "ours.toml"))
    besides = calibrated(tmp_path, [*rows, slip], "besides")
    placed = calibrated(tmp_path, [*rows[:7], slip, *rows[8:]], "placed")
    for document in (besides, placed):
        refused = sum(each["rows"] for each in document["unpriced"])
        assert document["set_aside"] + refused == 1
    assert values(load_book(tmp_path / "besides.toml")) == before
    assert values(load_book(tmp_path / "placed.toml")) == pytest.approx(before, rel=0.01)


def test_fewer_than_five_people_move_nothing(folder: Path, tmp_path: Path) -> None:
    """A level, a metro, a tier and an industry of four are left as they are, and named."""
    rows = drawn(load_book(folder / "truth.toml"), 200, seed=5)
    rows = [row for row in rows if row[0] != "staff" and row[1] != "Seattle"]
    rows += [("staff", "Boise, ID", "consultancy", "autonomous-driving", "red", "700000")] * 4
    document = calibrated(tmp_path, rows)
    book = load_book(tmp_path / "ours.toml")
    start = values(load_book("guide"))
    found = values(book)
    for alone in (("level", "staff"), ("industry", "autonomous-driving"), ("location", "seattle")):
        assert found[alone] == start[alone]
    assert [tier.band for tier in book.tier if tier.id == "consultancy"] != [None]
    assert not any("14260" in location.metros for location in book.location)
    named = {(each["table"], each["id"]) for each in document["left_alone"]}
    assert named == {
        *(("level", "staff"), ("metro", "14260"), ("industry", "autonomous-driving")),
        ("tier", "consultancy"),
    }
    assert all(each["n"] >= FIVE for each in document["moved"])


def test_a_fitted_book_never_lets_pay_fall(tmp_path: Path) -> None:
    """Seniors who are paid less than mids are paid as they are; years lead nowhere backwards."""
    rows = [("senior", "SF", "", "", "", str(150_000 + 997 * n % 20_000)) for n in range(60)]
    rows += [("mid", "SF", "", "", "", str(170_000 + 991 * n % 20_000)) for n in range(60)]
    calibrated(tmp_path, rows)
    book = check_book(tmp_path / "ours.toml")
    levels = {level.id: level.base for level in book.level}
    assert levels["entry"].typical <= levels["mid"].typical == levels["senior"].typical


def test_it_says_plainly_whether_it_beats_the_market(folder: Path, tmp_path: Path) -> None:
    """It does where the market is far off; it does not where pay is the market's own."""
    ours = run("calibrate", str(folder / "ours.csv"), "-o", str(tmp_path / "a.toml"))
    assert "The new book beats the market: it loses" in ours.out
    assert max(map(len, ours.out.splitlines())) <= 80
    rows = drawn(load_book("market"), 200, seed=6)
    file, target = written(tmp_path / "pay.csv", rows), str(tmp_path / "b.toml")
    theirs = run("calibrate", file, "-o", target, "--format", "csv")
    roles = {row["role"]: row for row in csv.DictReader(theirs.out.splitlines())}
    said = run("calibrate", file, "-o", target, "--force").out
    beats = float(roles["new"]["pinball"]) < float(roles["market"]["pinball"])
    assert ("The new book does not beat the market" in said) is not beats
    assert beats is False


def test_years_alone_move_the_curve(tmp_path: Path) -> None:
    """A start with a curve of years: one common effect on its points, and its width."""
    market, chance = load_book("market"), random.Random(8)
    pays = {years: estimate(Profile(years=years, city="SF"), market).base for years in range(16)}
    lines = [
        f"{years},SF,{1.3 * pays[years].at_percentile(1 + 98 * chance.random()):.0f}"
        for years in range(16)
        for _ in range(25)
    ]
    (tmp_path / "pay.csv").write_text("\n".join(["years,city,base", *lines]), encoding="utf-8")
    target = tmp_path / "ours.toml"
    run("calibrate", str(tmp_path / "pay.csv"), "--book", "market", "-o", str(target))
    curve, before = check_book(target).years_curve, market.years_curve
    assert curve is not None
    assert before is not None
    ratios = [now / was for (_, now), (_, was) in zip(curve.points, before.points, strict=True)]
    assert max(ratios) - min(ratios) < 0.002
    scored = run("backtest", str(tmp_path / "pay.csv"), "--book", str(target), "--json").json
    assert 0.98 < scored["books"][0]["groups"][0]["bias"] < 1.02
    assert 0.77 < scored["books"][0]["groups"][0]["in_likely"] < 0.85


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("none.csv", "-o", "a.toml"), 1, "none.csv: cannot be read"),
        (("pay.csv", "-o", "ours.toml"), 1, "ours.toml: exists already; --force overwrites it"),
        (
            ("pay.csv", "-o", "a.toml", "--map", "base=city"),
            1,
            "20 people who can be priced, found 0",
        ),
        (("pay.csv", "-o", "a.toml", "--map", "base"), 2, "map: expected OURS=THEIRS"),
        (("pay.csv", "-o", "a.toml", "--book", "book.txt"), 2, "a name that ends in .toml"),
        (("people.csv", "-o", "a.toml"), 1, "expected a column base of real pay"),
        (("pay.csv", "-o", "no/a.toml"), 1, "no directory"),
        (("pay.csv",), 2, "--output"),
    ],
)
def test_what_cannot_be_calibrated_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], code: int, said: str
) -> None:
    """One line, nothing written, and what was there stays."""
    written(folder / "pay.csv", drawn(load_book("guide"), 30, seed=7))
    (folder / "people.csv").write_text("level\nmid\n", encoding="utf-8")
    (folder / "book.txt").write_text(NOISE.format("guide"), encoding="utf-8")
    monkeypatch.chdir(folder)
    result = run("calibrate", *args)
    assert (result.code, result.out) == (code, ""), result.err
    assert said in result.err
    assert len(result.err.splitlines()) == 1
    assert not Path("a.toml").exists()
