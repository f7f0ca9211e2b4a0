"""A calibrated book as JSON and as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from mlcomp.accuracy.robust import FIVE
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

Among = Literal["everybody", "in common"]
Role = Literal["start", "market", "new"]
COLUMNS = (
    *("among", "role", "book", "n", "in_likely", "below", "above"),
    *("bias", "median_error", "pinball"),
)


class Scored(NamedTuple):
    """How right a book is, of whom, and what the book is here."""

    among: Among
    role: Role
    book: str
    n: int
    score: Score


def scores(result: Calibrated, new: Book) -> Iterator[Scored]:
    """Yield how right each book is: the two of everybody, all three of whom the market prices."""
    start, common = result.start.book.edition, result.in_common
    everybody, market = result.people, common and result.market_book != start
    yield Scored("everybody", "start", start, everybody, result.before)
    if common and market and common.people == everybody:
        yield Scored("everybody", "market", result.market_book, everybody, common.market)
    yield Scored("everybody", "new", new.edition, everybody, result.after)
    if common and market and common.people < everybody:
        yield Scored("in common", "start", start, common.people, common.before)
        yield Scored("in common", "market", result.market_book, common.people, common.market)
        yield Scored("in common", "new", new.edition, common.people, common.after)


def verdict(result: Calibrated) -> str:
    """Say plainly whether the new book is better than the market's."""
    common = result.in_common
    if common is None:
        return f"The market book prices fewer than {FIVE} of these people: nothing is said of it."
    loss, theirs = round(common.after.pinball.mean), round(common.market.pinball.mean)
    share = abs(1 - common.after.pinball.mean / common.market.pinball.mean)
    who = "The new book"
    if common.people < result.people:
        who = f"Of the {common.people:,} in common, the new book"
    if result.beats_market:
        return (
            f"{who} beats the market: it loses {loss:,} dollars where that loses "
            f"{theirs:,} ({share:.1%} less)."
        )
    return (
        f"{who} does not beat the market: it loses {loss:,} dollars where that loses "
        f"{theirs:,}; --book market may start better."
    )


def calibrate_document(result: Calibrated, new: Book, file: str) -> CalibrateDoc:
    """Return a calibrated book as `mlcomp/calibrate/v1`."""
    common = result.in_common
    return {
        "schema": "mlcomp/calibrate/v1",
        "file": file,
        "book": new.edition,
        "fingerprint": new.fingerprint,
        "extends": result.start.book.edition,
        "n": result.people,
        "scored": result.people,
        "set_aside": result.absurd,
        "unpriced": [{"reason": reason, "rows": count} for reason, count in result.unpriced],
        "k": {"levels": result.strength.levels, "factors": result.strength.factors},
        "scores": [_score_document(each) for each in scores(result, new)],
        "in_common": common and {"n": common.people, "levels": [*common.levels]},
        "beats_market": result.beats_market,
        "moved": [_moved_document(each) for each in moved(result)],
        "left_alone": [
            {"table": key.table, "id": key.id, "part": key.part or None}
            for key, _ in left_alone(result)
        ],
    }


def _score_document(each: Scored) -> CalibratedScoreDoc:
    found = each.score
    return {
        "among": each.among,
        "role": each.role,
        "book": each.book,
        "n": each.n,
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
                *(among, role, book, n, round(s.in_likely, 4), round(s.below, 4)),
                *(round(s.above, 4), round(s.bias, 4), round(s.median_error, 4)),
                round(s.pinball.mean),
            ]
            for among, role, book, n, s in scores(result, new)
        ],
    )


CALIBRATE = Renderers(calibrate_document, calibrate_rows, "calibrate:print_calibrated")
