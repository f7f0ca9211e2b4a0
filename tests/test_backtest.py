"""Backtests: groups, small ones marked, and rows that could not be priced."""

from __future__ import annotations

import pytest
from jsonschema import validate

from mlcomp import Book, Pay, Profile, estimate, load_book
from mlcomp.accuracy.backtest import Backtest, Case, backtest
from mlcomp.accuracy.score import FEW
from mlcomp.documents.registry import json_schema
from mlcomp.render.backtest import backtest_document, backtest_rows
from mlcomp.render.tables.backtest import print_backtests
from mlcomp.render.tables.terminal import Screen


@pytest.fixture
def result(guide: Book) -> Backtest:
    """40 people in the middle of the mid band, 3 seniors far below theirs, 2 not priced."""
    mid = estimate(Profile(level="mid"), guide)
    senior = estimate(Profile(level="senior"), guide)

    def case(real: float, priced: Pay, level: str) -> Case:
        return Case({"base": real}, {"base": priced}, None, {"level": level})

    cases = [case(220_000 + 100 * i, mid.base, "mid") for i in range(-20, 20)]
    cases += [case(150_000, senior.base, "senior")] * 3
    lost = Case({"base": 1e5, "total": 1e5}, {}, "city: 'Atlantis' is not known", {"level": None})
    return backtest(guide.edition, guide.title, [*cases, lost, lost], by=("level",))


def test_everybody_comes_first_then_groups_by_size(result: Backtest) -> None:
    """All rows count in n, only priced ones in the score; the largest group comes first."""
    base = [g for g in result.groups if g.measure == "base"]
    assert [(g.by, g.value, g.n, g.priced) for g in base] == [
        ("all", None, 45, 43),
        ("level", "mid", 40, 40),
        ("level", "senior", 3, 3),
        ("level", None, 2, 0),
    ]
    everybody = result.everybody("base")
    assert everybody is not None
    assert everybody.score is not None
    assert everybody.score.below == pytest.approx(3 / 43)
    assert result.everybody("total") is not None


def test_small_groups_are_marked_not_hidden(result: Backtest) -> None:
    """Fewer than 30 priced rows."""
    assert [g.few for g in result.groups if g.measure == "base"] == [False, False, True, True]
    assert FEW == 30


def test_rows_that_could_not_be_priced_are_counted_by_reason(result: Backtest) -> None:
    """With the message that an estimate would give."""
    assert result.rows == 45
    assert result.unpriced == (("city: 'Atlantis' is not known", 2),)


def test_the_json_is_as_its_schema_says(result: Backtest) -> None:
    """Every figure, null where nothing was priced."""
    document = backtest_document((result,), (load_book(),))
    validate(document, json_schema("backtest"))
    senior = document["books"][0]["groups"][2]
    assert (senior["value"], senior["below"], senior["few"]) == ("senior", 1.0, True)
    assert senior["bias"] == round(305 / 150, 4)
    assert document["books"][0]["groups"][3]["bias"] is None
    rows = backtest_rows((result, result))
    assert len(rows.rows) == 2 * len(result.groups)
    assert all(len(row) == len(rows.header) for row in rows.rows)


@pytest.mark.parametrize("books", [1, 2])
def test_the_table_reads_at_80_columns(
    result: Backtest, books: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Scores, marks, reasons and calibration, one book or several side by side."""
    print_backtests(Screen(), (result,) * books)
    shown = capsys.readouterr().out
    assert max(map(len, shown.splitlines())) <= 80
    assert "fewer than 30 rows" in shown
    assert "2 of 45 rows could not be priced" in shown
    assert shown.count("guide-2026, base: real pay below each percentile") == books
