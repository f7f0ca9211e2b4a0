"""A roster's summary as JSON and as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from mlcomp.render.gaps import gaps_document, percent
from mlcomp.render.parts import calibration_document
from mlcomp.render.renderers import Renderers
from mlcomp.render.rows import Rows
from mlcomp.roster.cells import PAY
from mlcomp.text import integer, rounded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlcomp.accuracy.backtest import Measure
    from mlcomp.book.rulebook import Held
    from mlcomp.documents.roster import RosterDoc, RosterFiguresDoc, RosterSplitDoc, StandingDoc
    from mlcomp.render.rows import Cell
    from mlcomp.roster.gap import Gap
    from mlcomp.roster.standing import Group, Split, Standing
    from mlcomp.roster.summary import Summary

EVERYBODY = "all"
STANDING = (
    *("paid", "mean", "compa_p25", "compa_median", "compa_p75"),
    *("below_minimum", "within", "above_maximum", "to_minimum", "to_typical"),
)
GAP = ("gap_percent", "gap_low", "gap_high")
COLUMNS = (
    *("by", "value", "title", "people", "base_typical", "total_typical"),
    *(f"base_{name}" for name in STANDING),
    *(f"total_{name}" for name in STANDING),
    *(f"{kind}_{name}" for kind in PAY for name in GAP),
    "book",
)


def roster_document(summary: Summary, calibration: Held | None = None) -> RosterDoc:
    """Return a summary as `mlcomp/roster/v2`."""
    return {
        "schema": "mlcomp/roster/v2",
        "book": summary.book,
        "fingerprint": summary.fingerprint,
        "calibration": calibration_document(calibration),
        "rows": summary.rows,
        "priced": summary.priced,
        "without_city": summary.placeless,
        "rejected": summary.rejected,
        "errors": [{"message": message, "rows": rows} for message, rows in summary.errors],
        "levels": [{"id": level.value or "", **_figures(level)} for level in summary.levels],
        "base": _standing(summary.standing.get("base")),
        "total": _standing(summary.standing.get("total")),
        "splits": [_split(split) for split in summary.splits],
        "gaps": gaps_document(summary.gaps) if summary.gaps else None,
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


def _split(split: Split) -> RosterSplitDoc:
    return {
        "by": split.by,
        "groups": [{"value": group.value, **_figures(group)} for group in split.groups],
        "other_groups": split.other_groups,
        "other_people": split.other_people,
    }


def _figures(group: Group) -> RosterFiguresDoc:
    return {
        "title": group.title,
        "people": group.people,
        "base_typical": integer(group.base_typical),
        "total_typical": integer(group.total_typical),
        "base": _standing(group.standing.get("base")),
        "total": _standing(group.standing.get("total")),
    }


def _standing(standing: Standing | None) -> StandingDoc | None:
    if standing is None:
        return None
    return {
        "paid": standing.paid,
        "mean": _whole(standing.mean),
        "compa_p25": _ratio(standing.compa_p25),
        "compa_median": _ratio(standing.compa_median),
        "compa_p75": _ratio(standing.compa_p75),
        "below_minimum": standing.below_minimum,
        "within": standing.within,
        "above_maximum": standing.above_maximum,
        "to_minimum": _whole(standing.to_minimum),
        "to_typical": _whole(standing.to_typical),
    }


def _whole(dollars: float | None) -> int | None:
    return None if dollars is None else integer(dollars)


def _ratio(ratio: float | None) -> float | None:
    return None if ratio is None else rounded(ratio, 4)


def roster_rows(summary: Summary, _: Held | None = None) -> Rows:
    """Return a row for everybody, each level and each group of a column."""
    gaps = summary.gaps
    compared = {(gap.value, gap.kind): gap for gap in gaps.gaps} if gaps else {}
    # By level once, also where it was asked for.
    parts = [("level", summary.levels)]
    parts += [(split.by, split.groups) for split in summary.splits if split.by != "level"]
    rows = [_row(EVERYBODY, summary.everybody)] if summary.everybody else []
    rows += [
        _row(by, group, compared if gaps and gaps.by == by else {})
        for by, groups in parts
        for group in groups
    ]
    return Rows(COLUMNS, [[*row, summary.stamp] for row in rows])


def _row(
    by: str, group: Group, compared: Mapping[tuple[str | None, Measure], Gap] | None = None
) -> list[Cell]:
    row: list[Cell] = [by, group.value, group.title, group.people]
    row += [integer(group.base_typical), integer(group.total_typical)]
    for kind in PAY:
        standing = _standing(group.standing.get(kind))
        cells = [None] * len(STANDING) if standing is None else [*standing.values()]
        row += cast("list[Cell]", cells)
    for kind in PAY:
        gap = (compared or {}).get((group.value, kind))
        row += map(percent, (gap.percent, gap.low, gap.high)) if gap else [None] * len(GAP)
    return row


ROSTER = Renderers(roster_document, roster_rows, "roster:print_roster")
