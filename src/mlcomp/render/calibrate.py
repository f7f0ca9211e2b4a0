"""A calibrated book as JSON and as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mlcomp.accuracy.stating import left_alone, moved
from mlcomp.render.renderers import Renderers
from mlcomp.render.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlcomp.accuracy.calibrating import Calibrated
    from mlcomp.accuracy.score import Score
    from mlcomp.accuracy.stating import Moved
    from mlcomp.book.rulebook import Book
    from mlcomp.documents.calibrate import CalibrateDoc, CalibratedScoreDoc, MovedDoc

Role = Literal["start", "market", "new"]
COLUMNS = ("role", "book", "n", "in_likely", "below", "above", "bias", "median_error", "pinball")


def scores(result: Calibrated, new: Book) -> Iterator[tuple[Role, str, Score]]:
    """Yield the books that are held against each other, by what each is."""
    yield "start", result.start.book.edition, result.before
    if result.market and result.market_book != result.start.book.edition:
        yield "market", result.market_book, result.market
    yield "new", new.edition, result.after


def verdict(result: Calibrated) -> str:
    """Say plainly whether the new book is better than the market's."""
    if result.market is None:
        return "The market book cannot price these people, so nothing is said of it."
    loss, theirs = round(result.after.pinball.mean), round(result.market.pinball.mean)
    share = abs(1 - result.after.pinball.mean / result.market.pinball.mean)
    if result.beats_market:
        return (
            f"The new book beats the market: it loses {loss:,} dollars where that loses "
            f"{theirs:,} ({share:.1%} less)."
        )
    return (
        f"The new book does not beat the market: it loses {loss:,} dollars where that loses "
        f"{theirs:,}; --book market may start better."
    )


def calibrate_document(result: Calibrated, new: Book, file: str) -> CalibrateDoc:
    """Return a calibrated book as `mlcomp/calibrate/v1`."""
    return {
        "schema": "mlcomp/calibrate/v1",
        "file": file,
        "book": new.edition,
        "fingerprint": new.fingerprint,
        "extends": result.start.book.edition,
        "n": result.people,
        "scored": result.scored,
        "set_aside": result.absurd,
        "unpriced": [{"reason": reason, "rows": count} for reason, count in result.unpriced],
        "k": {"levels": result.strength.levels, "factors": result.strength.factors},
        "scores": [_score_document(*each) for each in scores(result, new)],
        "beats_market": result.beats_market,
        "moved": [_moved_document(each) for each in moved(result)],
        "left_alone": [
            {"table": key.table, "id": key.id, "part": key.part or None}
            for key, _ in left_alone(result)
        ],
    }


def _score_document(role: Role, book: str, found: Score) -> CalibratedScoreDoc:
    return {
        "role": role,
        "book": book,
        "in_likely": round(found.in_likely, 4),
        "below": round(found.below, 4),
        "above": round(found.above, 4),
        "bias": round(found.bias, 4),
        "median_error": round(found.median_error, 4),
        "pinball": round(found.pinball.mean),
        "pinball_at": [round(loss) for loss in found.pinball],
    }


def _moved_document(each: Moved) -> MovedDoc:
    before, after = each.before, each.after
    change = None if before is None else 100 * (after.typical / before.typical - 1)
    return {
        "table": each.key.table,
        "id": each.id,
        "part": each.key.part or None,
        "n": each.people,
        "before": None if before is None else [before.low, before.typical, before.high],
        "after": [after.low, after.typical, after.high],
        "percent": None if change is None else round(change, 1) + 0.0,
    }


def calibrate_rows(result: Calibrated, new: Book, _: str) -> Rows:
    """Return one row a book."""
    return Rows(
        COLUMNS,
        [
            [
                *(role, book, result.scored, round(s.in_likely, 4), round(s.below, 4)),
                *(round(s.above, 4), round(s.bias, 4), round(s.median_error, 4)),
                round(s.pinball.mean),
            ]
            for role, book, s in scores(result, new)
        ],
    )


CALIBRATE = Renderers(calibrate_document, calibrate_rows, "calibrate:print_calibrated")
