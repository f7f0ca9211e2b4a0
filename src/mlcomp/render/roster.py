"""A roster's summary as JSON and as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from mlcomp.render.parts import calibration_document
from mlcomp.render.renderers import Renderers
from mlcomp.render.rows import Rows
from mlcomp.text import integer, rounded

if TYPE_CHECKING:
    from mlcomp.book.rulebook import Held
    from mlcomp.documents.roster import RosterDoc, StandingDoc
    from mlcomp.render.rows import Cell
    from mlcomp.roster.summary import Standing, Summary

STANDING = ("paid", "below", "within", "above", "cost")
COLUMNS = (
    *("level", "title", "people", "base_typical", "total_typical"),
    *(f"base_{name}" for name in STANDING),
    *(f"total_{name}" for name in STANDING),
)


def roster_document(summary: Summary, calibration: Held | None = None) -> RosterDoc:
    """Return a summary as `mlcomp/roster/v1`."""
    return {
        "schema": "mlcomp/roster/v1",
        "book": summary.book,
        "fingerprint": summary.fingerprint,
        "calibration": calibration_document(calibration),
        "rows": summary.rows,
        "priced": summary.priced,
        "without_city": summary.placeless,
        "rejected": summary.rejected,
        "errors": [{"message": message, "rows": rows} for message, rows in summary.errors],
        "levels": [
            {
                "id": level.id,
                "title": level.title,
                "people": level.people,
                "base_typical": integer(level.base_typical),
                "total_typical": integer(level.total_typical),
                "base": _standing(level.standing.get("base")),
                "total": _standing(level.standing.get("total")),
            }
            for level in summary.levels
        ],
        "base": _standing(summary.standing.get("base")),
        "total": _standing(summary.standing.get("total")),
        "widest": [
            {
                "pay": cast("Literal['base', 'total']", group.pay),
                "level": group.level,
                "metro": group.metro,
                "people": group.people,
                "p10": rounded(group.p10, 4),
                "p90": rounded(group.p90, 4),
                "spread": rounded(group.spread, 4),
            }
            for group in summary.widest
        ],
    }


def _standing(standing: Standing | None) -> StandingDoc | None:
    if standing is None:
        return None
    return {
        "paid": standing.paid,
        "below": standing.below,
        "within": standing.within,
        "above": standing.above,
        "cost": integer(standing.cost),
    }


def roster_rows(summary: Summary, _: Held | None = None) -> Rows:
    """Return one row a level."""
    rows: list[list[Cell]] = []
    for level in summary.levels:
        row: list[Cell] = [level.id, level.title, level.people]
        row += [integer(level.base_typical), integer(level.total_typical)]
        for kind in ("base", "total"):
            standing = level.standing.get(kind)
            row += [None] * len(STANDING) if standing is None else map(integer, standing)
        rows.append(row)
    return Rows(COLUMNS, rows)


ROSTER = Renderers(roster_document, roster_rows, "roster:print_roster")
