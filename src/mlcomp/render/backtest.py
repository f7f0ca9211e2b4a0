"""Backtests as JSON and as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.render.parts import calibration_document
from mlcomp.render.renderers import Renderers
from mlcomp.render.rows import Rows
from mlcomp.text import integer, rounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlcomp.accuracy.backtest import Backtest, Group
    from mlcomp.book.rulebook import Book
    from mlcomp.documents.backtest import BacktestDoc, BacktestGroupDoc
    from mlcomp.render.rows import Cell

COLUMNS = (
    *("book", "measure", "by", "value", "n", "priced", "in_range", "in_likely", "below", "above"),
    *("bias", "median_error", "pinball", "pinball_10", "pinball_50", "pinball_90", "few"),
)


def backtest_document(results: tuple[Backtest, ...], books: Sequence[Book]) -> BacktestDoc:
    """Return backtests as `mlcomp/backtest/v1`: shares to four places, losses in dollars.

    `books` are those scored, for how well each held elsewhere.
    """
    return {
        "schema": "mlcomp/backtest/v1",
        "books": [
            {
                "book": result.book,
                "fingerprint": book.fingerprint,
                "calibration": calibration_document(book.held),
                "rows": result.rows,
                "groups": [_group_document(group) for group in result.groups],
                "unpriced": [
                    {"reason": reason, "rows": count} for reason, count in result.unpriced
                ],
            }
            for result, book in zip(results, books, strict=True)
        ],
    }


def backtest_rows(results: tuple[Backtest, ...], _: Sequence[Book] = ()) -> Rows:
    """Return one row for each book and group."""
    rows: list[list[Cell]] = []
    for result in results:
        for group in result.groups:
            s = group.score
            figures: list[Cell] = [None] * 10
            if s:
                shares = (s.in_range, s.in_likely, s.below, s.above, s.bias, s.median_error)
                losses = (s.pinball.mean, *s.pinball)
                figures = [*(rounded(x, 4) for x in shares), *(integer(x) for x in losses)]
            about = (result.book, group.measure, group.by, group.value, group.n, group.priced)
            rows.append([*about, *figures, group.few])
    return Rows(COLUMNS, rows)


def _group_document(group: Group) -> BacktestGroupDoc:
    s = group.score
    return {
        "measure": group.measure,
        "by": group.by,
        "value": group.value,
        "n": group.n,
        "priced": group.priced,
        "in_range": rounded(s.in_range, 4) if s else None,
        "in_likely": rounded(s.in_likely, 4) if s else None,
        "below": rounded(s.below, 4) if s else None,
        "above": rounded(s.above, 4) if s else None,
        "bias": rounded(s.bias, 4) if s else None,
        "median_error": rounded(s.median_error, 4) if s else None,
        "pinball": integer(s.pinball.mean) if s else None,
        "pinball_at": [integer(loss) for loss in s.pinball] if s else None,
        "calibration": [[p, rounded(share, 4)] for p, share in s.calibration] if s else None,
        "few": group.few,
    }


BACKTEST = Renderers(backtest_document, backtest_rows, "backtest:print_backtests")
