"""What a roster's report says, as its document."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from mlcomp.render.parts import calibration_document
from mlcomp.render.reasons import MAX_REASONS, reasons
from mlcomp.roster.report import Spread
from mlcomp.roster.summary import MIN_WIDE
from mlcomp.text import integer, one_line, rounded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mlcomp.accuracy.backtest import Measure
    from mlcomp.book.rulebook import Held
    from mlcomp.documents.report import (
        BinDoc,
        EstimatedDoc,
        OutlierDoc,
        PaidDoc,
        PercentilesDoc,
        ReportGroupDoc,
        RosterReportDoc,
    )
    from mlcomp.roster.report import Outlier, Report
    from mlcomp.roster.standing import Group

PERCENTILES = ("p10", "p25", "p50", "p75", "p90")
EVERYONE = "Everyone"
EMPTY = "(empty)"
MAX_NAME = 60


def report_document(
    report: Report, file: str, known_by: str | None, held: Held | None
) -> RosterReportDoc:
    """Return a report as `mlcomp/roster-report/v1`.

    Args:
        report: what was found.
        file: the name of the file of people.
        known_by: the column that single people are known by, as it was typed.
        held: how well the rule book held against real pay.
    """
    summary, split = report.summary, report.split
    whole = [summary.everybody._replace(title=EVERYONE)] if summary.everybody else []
    errors = reasons(summary.errors)
    others = errors[MAX_REASONS:]
    return {
        "schema": "mlcomp/roster-report/v1",
        "file": one_line(file, MAX_NAME),
        "book": summary.book,
        "title": summary.book_title,
        "fingerprint": summary.fingerprint,
        "calibration": calibration_document(held),
        "rows": summary.rows,
        "priced": summary.priced,
        "without_city": summary.placeless,
        "rejected": summary.rejected,
        "errors": [{"message": said, "rows": rows} for said, rows in errors[:MAX_REASONS]],
        "other_errors": {
            "message": f"{len(others):,} other reasons",
            "rows": sum(rows for _, rows in others),
        }
        if others
        else None,
        "by": None if split is None else one_line(split.by, MAX_NAME),
        "id": None if known_by is None else one_line(known_by, MAX_NAME),
        "estimated": [_estimated(level) for level in (*whole, *summary.levels)],
        "estimated_groups": [_estimated(group) for group in split.groups] if split else [],
        "other_groups": split.other_groups if split else 0,
        "other_people": split.other_people if split else 0,
        "pay": [_paid(report, kind, everybody) for kind in report.shapes for everybody in whole],
    }


def _estimated(group: Group) -> EstimatedDoc:
    return {
        "name": _name(group),
        "people": group.people,
        "base_typical": integer(group.base_typical),
        "total_typical": integer(group.total_typical),
    }


def _name(group: Group) -> str:
    return one_line(group.title, MAX_NAME).strip() or EMPTY


def _paid(report: Report, kind: Measure, everybody: Group) -> PaidDoc:
    summary, split, shape = report.summary, report.split, report.shapes[kind]
    return {
        "kind": kind,
        "everyone": _group(everybody, kind, shape.levels),
        "levels": [_group(level, kind, shape.levels) for level in summary.levels],
        "groups": [_group(group, kind, shape.groups) for group in split.groups] if split else [],
        "bins": [cast("BinDoc", each._asdict()) for each in shape.bins],
        "outliers": {
            "below": [_outlier(each) for each in shape.below],
            "above": [_outlier(each) for each in shape.above],
        },
    }


def _group(group: Group, kind: Measure, spreads: Mapping[str | None, Spread]) -> ReportGroupDoc:
    standing = group.standing[kind]
    spread = spreads.get(group.value, Spread())
    told = standing.paid >= MIN_WIDE
    return {
        "name": _name(group),
        "people": group.people,
        "paid": standing.paid,
        "low": _whole(spread.low),
        "typical": _whole(spread.typical),
        "high": _whole(spread.high),
        "pay": _percentiles(spread.pay, integer),
        "compa_ratio": _percentiles(spread.compa_ratio, lambda ratio: rounded(ratio, 4)),
        "below_minimum": standing.below_minimum,
        "within": standing.within,
        "above_maximum": standing.above_maximum,
        "to_minimum": _whole(standing.to_minimum) if told else None,
        "to_typical": _whole(standing.to_typical) if told else None,
    }


def _whole(dollars: float | None) -> int | None:
    return None if dollars is None else integer(dollars)


def _percentiles(
    spread: tuple[float, ...] | None, shown: Callable[[float], float]
) -> PercentilesDoc | None:
    if spread is None:
        return None
    return cast("PercentilesDoc", dict(zip(PERCENTILES, map(shown, spread), strict=True)))


def _outlier(person: Outlier) -> OutlierDoc:
    return {
        "row": person.row,
        "id": None if person.known_by is None else one_line(person.known_by, MAX_NAME),
        "level": person.level,
        "metro": person.metro,
        "paid": integer(person.paid),
        "low": integer(person.low),
        "typical": integer(person.typical),
        "high": integer(person.high),
        "compa_ratio": rounded(person.paid / person.typical, 4),
    }
