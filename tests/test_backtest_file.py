"""`mlcomp backtest FILE`: a book is scored on real pay through the roster's own pricing."""

from __future__ import annotations

import csv
import io
import json
import random
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from conftest import run
from mlcomp import Profile, estimate, load_book

pytest.importorskip("duckdb")

PEOPLE = [
    {"years": years, "city": city, "tier": tier}
    for years in (1, 4, 8, 15)
    for city in ("SF", "Austin, TX", "Texas", "NYC")
    for tier in ("faang", "mid-size")
]


def pay_file(folder: Path, shift: float = 1.0, count: int = 2_000) -> Path:
    """Write real pay drawn from what the market book says, times a shift."""
    chance, book = random.Random(7), load_book("market")
    pays = [estimate(Profile(**person), book).base for person in PEOPLE]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["tenure", "where", "kind", "annual_wage", "team"])
    for number in range(count):
        place = number % len(PEOPLE)
        person, pay = PEOPLE[place], pays[place]
        percentile = min(99.999, max(0.001, chance.random() * 100))
        real = pay.at_percentile(percentile) / shift
        kind = {"faang": "F", "mid-size": "M"}[str(person["tier"])]
        writer.writerow([person["years"], person["city"], kind, f"{real:.2f}", number % 2])
    file = folder / "pay.csv"
    file.write_text(out.getvalue(), encoding="utf-8")
    return file


MAPS = (
    *("--map", "years=tenure", "--map", "city=where", "--map", "tier=kind"),
    *("--map", "base=annual_wage", "--value", "tier:F=faang", "--value", "tier:M=mid-size"),
    # Of people drawn by chance one is paid less than looks like a year's pay.
    *("--pay", "yearly"),
)


def groups(document: dict[str, Any], book: int = 0) -> dict[tuple[str, str | None], Any]:
    return {(g["by"], g["value"]): g for g in document["books"][book]["groups"]}


def test_pay_from_a_known_book_is_scored_as_right(tmp_path: Path) -> None:
    """Its likely range holds 80% within sampling error, and its bias is 1; so in every group."""
    line = ("backtest", str(pay_file(tmp_path)), *MAPS, "--by", "team", "--book", "market")
    document = run(*line, "--json").json
    jsonschema.validate(document, run("schema", "backtest").json)
    found = groups(document)
    everybody = found["all", None]
    assert (everybody["n"], everybody["priced"]) == (2_000, 2_000)
    # Three standard errors of a share of 0.8 in 2,000 rows are 0.027.
    assert everybody["in_likely"] == pytest.approx(0.8, abs=0.027)
    assert everybody["below"] == pytest.approx(0.1, abs=0.021)
    assert everybody["bias"] == pytest.approx(1, abs=0.02)
    assert {by for by, _ in found} == {"all", "level", "metro", "tier", "team"}
    assert found["metro", None]["n"] == 500  # Texas is no metro
    assert found["team", "1"]["n"] == 1_000


def test_a_book_shifted_by_a_tenth_shows_it(tmp_path: Path) -> None:
    """Real pay a tenth below what the book says: bias 1.10, and most of the misses below."""
    file = pay_file(tmp_path, shift=1.10)
    found = groups(run("backtest", str(file), *MAPS, "--book", "market", "--json").json)
    assert found["all", None]["bias"] == pytest.approx(1.10, abs=0.02)
    assert found["all", None]["below"] > found["all", None]["above"]


def test_books_stand_side_by_side_and_a_picture_is_saved(tmp_path: Path) -> None:
    """`--book` repeated; `--save` keeps the table, which names both books."""
    file, picture = pay_file(tmp_path, count=200), tmp_path / "calibration.svg"
    line = ("backtest", str(file), *MAPS, "--book", "guide", "--book", "market")
    shown = run(*line, "--save", str(picture))
    assert shown.code == 0
    assert shown.err.startswith("mlcomp: wrote ")
    assert "guide-2026" in shown.out
    assert "market-2026" in shown.out
    assert "market-2026" in picture.read_text(encoding="utf-8")
    assert [b["book"] for b in run(*line, "--json").json["books"]] == ["guide-2026", "market-2026"]
    assert len(run(*line, "--format", "csv").out.splitlines()) > 10


def test_rows_that_cannot_be_priced_are_counted_with_their_reason(tmp_path: Path) -> None:
    """Unknown names, no pay and odd pay: each reason in estimate's words, and no row is lost."""
    file = tmp_path / "pay.jsonl"
    rows = [
        {"years": 4, "city": "SF", "base": 250_000},
        {"years": 4, "city": "Atlantis", "base": 250_000},
        {"years": 4, "city": "SF", "base": "much"},
        {"years": 4, "city": "SF"},
        {"city": "SF", "base": 1},
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (book,) = run("backtest", str(file), "--json").json["books"]
    reasons = [unpriced["reason"] for unpriced in book["unpriced"]]
    assert book["rows"] == 5
    assert any("unknown place 'Atlantis'" in reason for reason in reasons)
    assert any(
        "base: expected US dollars a year such as 240000 or 240k, found 'much'" in r
        for r in reasons
    )
    assert any("expected real pay, found none" in reason for reason in reasons)
    assert any("expected years or level" in reason for reason in reasons)


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("none.csv",), 1, "none.csv"),
        (("pay.csv",), 1, "expected a column base or total of real pay"),
        (("pay.csv", "--map", "base"), 2, "map: expected OURS=THEIRS"),
        (("pay.csv", *MAPS, "--by", "nothing"), 2, "by: 'nothing' is no column"),
        (("pay.csv", *MAPS, "--value", "level:a=b"), 2, "value: 'level' is no column"),
        (("pay.csv", *MAPS, "--value", "level"), 2, "value: expected COLUMN:THEIRS=OURS"),
        (("pay.csv", *MAPS, "--save", "no/such/folder.svg"), 1, "cannot be written"),
        (("pay.csv", *MAPS, "--book", "gide"), 1, "no such rule book"),
    ],
)
def test_what_cannot_be_scored_is_said(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    args: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    """One line each."""
    pay_file(tmp_path, count=4)
    monkeypatch.chdir(tmp_path)
    result = run("backtest", *args)
    assert (result.code, result.out) == (code, "")
    assert said in result.err
    assert len(result.err.splitlines()) == 1


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
@pytest.mark.parametrize("named", ["level", "Grade"])
def test_values_mean_the_same_in_every_format(tmp_path: Path, form: str, named: str) -> None:
    """`--value` is heard by the input's name and by the column's own, and so are its groups."""
    import duckdb

    grades = "('SE', 'SF', 250000), ('senior', 'SF', 350000)"
    kind = {"csv": "csv", "jsonl": "json", "parquet": "parquet"}[form]
    file = tmp_path / f"pay.{form}"
    duckdb.sql(
        f"COPY (FROM (VALUES {grades}) AS people(Grade, city, base)) TO '{file}' (FORMAT {kind})"
    )
    maps = ("--map", "level=Grade", "--value", f"{named}:SE=senior", "--by", "Grade")
    (book,) = run("backtest", str(file), "--json", *maps).json["books"]
    assert book["unpriced"] == []
    groups = {g["value"]: g["priced"] for g in book["groups"] if g["by"] == "Grade"}
    assert groups == {"senior": 2}
