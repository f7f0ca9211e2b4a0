"""Rows with values that the first rows do not have, and what is counted while rows are written."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from conftest import run
from people import assert_priced, batch, refused_pay, some_people, table, with_pay
from strategies import BOOKS, book_named

duckdb = pytest.importorskip("duckdb")

from mlcomp.roster.batch import price_file  # noqa: E402 (duckdb may be missing)
from mlcomp.roster.engines.late import Late  # noqa: E402
from mlcomp.roster.request import Batch  # noqa: E402 (duckdb may be missing)


@pytest.fixture(autouse=True)
def first_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few first rows stand for all."""
    monkeypatch.setattr("mlcomp.roster.batch.SAMPLE", 3)


def priced(folder: Path, rows: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    source, target = folder / "people.jsonl", folder / "priced.parquet"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))
    price_file(Batch(source=str(source), target=str(target), book=book_named(name)))
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT * FROM '{target}'")
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@pytest.mark.parametrize("name", BOOKS)
def test_a_late_row_is_its_estimate(name: str, tmp_path: Path) -> None:
    """With and without real pay, errors included."""
    book = book_named(name)
    rows = with_pay(some_people(book, 5, 150), 5)
    assert_priced(rows, priced(tmp_path, rows, name), book)


def test_too_many_late_rows_start_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the values of all rows, and the same result."""
    monkeypatch.setattr("mlcomp.roster.engines.late.MAX_LATE", 4)
    book = book_named("guide")
    rows = some_people(book, 6, 60)
    assert_priced(rows, priced(tmp_path, rows, "guide"), book)


def test_few_late_rows_read_the_file_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only they are priced one by one."""
    asked = []
    alone = Late.priced

    def spied(late: Late, row: str) -> dict[str, str | float | None]:
        asked.append(row)
        return alone(late, row)

    monkeypatch.setattr(Late, "priced", spied)
    result = batch(tmp_path, "years,city\n" + "4,SF\n" * 9 + "4,NYC\n4,SF\n")
    assert [row["metro"][:3] for row in table(result.out)] == ["San"] * 9 + ["New", "San"]
    assert len(asked) == 1


def test_cells_that_were_met_but_not_together(tmp_path: Path) -> None:
    """A code of ladders beside another employer's is met late, though both cells were there."""
    rows = [
        {"years": "4", "level": "L5", "tier": "google"},
        {"years": "4", "level": "", "tier": "meta"},
        {"years": "4", "level": "E5", "tier": "meta"},
        {"years": "4", "level": "E5", "tier": "google"},
        {"years": "4", "level": "L5", "tier": "meta"},
        {"years": "4", "level": "", "tier": "google"},
    ]
    assert_priced(rows, priced(tmp_path, rows, "guide"), book_named("guide"))


@pytest.mark.parametrize("values", [[4, 5, 61], [4.5, 0.5, float("nan")], [4.5, 1e-7, 1e300]])
def test_numbers_of_parquet(values: list[float], tmp_path: Path) -> None:
    """What is late among numbers is said as it would be of the first rows."""
    pl = pytest.importorskip("polars")
    people = pl.DataFrame(
        {
            "years": [float(value) for value in values[:1] * 5 + values],
            "base": [250_000.0] * 5 + [180_000.5, 92.5, float("nan")],
            "total": [250_000] * 5 + [300_000, 5, 2_250_000],
        }
    )
    found = []
    for sample in (3, 100):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("mlcomp.roster.batch.SAMPLE", sample)
            people.write_parquet(tmp_path / "in.parquet")
            found.append(run("batch", str(tmp_path / "in.parquet"), "-", "--to", "csv").out)
    assert found[0] == found[1]
    assert refused_pay("base", "92.5") in found[0].replace('""', '"')


def test_a_cell_that_holds_what_stands_between_cells(tmp_path: Path) -> None:
    """It is read as it would be in the first rows."""
    late = "years,city\n" + "4,SF\n" * 5 + "4,SF\x1f|\x1fNYC\n"
    found = [table(batch(tmp_path, text).out)[-1] for text in (late, late.replace("4,SF\n", ""))]
    assert found[0] == found[1]


@pytest.mark.parametrize("sample", [3, 10_000])
def test_what_is_counted_is_what_a_summary_counts(
    sample: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Errors, who is priced and who is placeless, in the same words with and without one."""
    monkeypatch.setattr("mlcomp.roster.batch.SAMPLE", sample)
    rows = with_pay(some_people(book_named("guide"), 7, 60), 7)
    rows += [{**dict.fromkeys(rows[0]), "years": "4"}] * 2
    source, target = tmp_path / "in.jsonl", tmp_path / "out.csv"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))
    said = []
    for options in ([], ["--summary"]):
        result = run("batch", str(source), str(target), "--force", *options)
        said.append(result.err.partition(" in ")[0] + result.err.partition(" s\n")[2])
    assert said[0] == said[1]
    errors = Counter(row["error"] for row in table(target.read_text("utf-8")) if row["error"])
    counted = price_file(
        Batch(
            source=str(source),
            target=str(target),
            book=book_named("guide"),
            force=True,
            summed=False,
        )
    )
    assert dict(counted.errors) == errors
    assert counted.placeless >= 2
