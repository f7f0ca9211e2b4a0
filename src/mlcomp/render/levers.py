"""Levers as JSON and as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.render.parts import calibration_document, difference, pay_document, profile_document
from mlcomp.render.renderers import Renderers
from mlcomp.render.rows import Rows
from mlcomp.rules.result import texts

if TYPE_CHECKING:
    from mlcomp.documents.decisions import ChangeDoc, LeverDoc, LeversDoc
    from mlcomp.render.rows import Cell
    from mlcomp.scenarios.levers import Lever, Levers

COLUMNS = (
    *("dimension", "id", "label", "in_hand", "within_uncertainty"),
    *("base_typical", "base_dollars", "base_percent"),
    *("total_typical", "total_dollars", "total_percent"),
)


def levers_document(levers: Levers) -> LeversDoc:
    """Return levers as `mlcomp/levers/v1`."""
    before = levers.before
    return {
        "schema": "mlcomp/levers/v1",
        "book": before.book,
        "calibration": calibration_document(before.calibration),
        "profile": profile_document(before.profile),
        "base": pay_document(before.base),
        "total": pay_document(before.total),
        "levers": [lever_document(lever) for lever in levers.levers],
        "notes": texts(before.notes),
    }


def levers_rows(levers: Levers) -> Rows:
    """Return one row a change."""
    rows: list[list[Cell]] = []
    for lever in map(lever_document, levers.levers):
        base, total = lever["base"], lever["total"]
        rows.append(
            [
                *(lever["dimension"], lever["id"], lever["label"]),
                *(lever["in_hand"], lever["within_uncertainty"]),
                *(base["typical"], base["dollars"], base["percent"]),
                *(total["typical"], total["dollars"], total["percent"]),
            ]
        )
    return Rows(COLUMNS, rows)


def lever_document(lever: Lever) -> LeverDoc:
    """Return one change; its whole dollars are the difference of those that estimates show."""
    before, after = lever.before, lever.after
    return {
        "dimension": lever.dimension,
        "id": lever.id,
        "label": lever.label,
        "in_hand": lever.in_hand,
        "within_uncertainty": lever.within_uncertainty,
        "base": _change(after.base.typical, before.base.typical),
        "total": _change(after.total.typical, before.total.typical),
    }


def _change(after: float, before: float) -> ChangeDoc:
    apart = difference(after, before)
    return {
        "typical": round(after),
        "dollars": apart["dollars"],
        "percent": apart["percent"],
    }


LEVERS = Renderers(levers_document, levers_rows, "levers:print_levers")
