"""An estimate as JSON and as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.render.market import market_document, market_pays
from mlcomp.render.parts import (
    calibration_document,
    dollars_cells,
    dollars_document,
    pay_cells,
    pay_document,
    place_document,
    profile_document,
    range_cells,
    range_document,
)
from mlcomp.render.renderers import Renderers
from mlcomp.render.rows import Rows
from mlcomp.rules.result import texts

if TYPE_CHECKING:
    from mlcomp.accuracy.market import MarketCheck
    from mlcomp.documents.results import EstimateDoc, SoftwareEngineerDoc, StepDoc
    from mlcomp.render.rows import Cell
    from mlcomp.rules.result import Estimate, SoftwareEngineer, Step

COLUMNS = (
    "id",
    "label",
    "operation",
    "applied_low",
    "applied_typical",
    "applied_high",
    "low",
    "typical",
    "high",
    "likely_low",
    "likely_high",
    "basis",
    "source",
)


def estimate_document(estimate: Estimate, market: MarketCheck | None = None) -> EstimateDoc:
    """Return an estimate as `mlcomp/estimate/v1`, with the market check where there is one."""
    return {
        "schema": "mlcomp/estimate/v1",
        "book": estimate.book,
        "fingerprint": estimate.fingerprint,
        "calibration": calibration_document(estimate.calibration),
        "profile": profile_document(estimate.profile),
        "level": {
            "id": estimate.level.id,
            "title": estimate.level.title,
            "why": estimate.level.why,
        },
        "place": place_document(estimate.place),
        "steps": [_step_document(step) for step in estimate.steps],
        "base": pay_document(estimate.base),
        "total": pay_document(estimate.total),
        "software_engineer": _software_engineer_document(estimate.software_engineer),
        "notes": texts(estimate.notes),
        "market": market_document(market) if market else None,
    }


def estimate_rows(estimate: Estimate, market: MarketCheck | None = None) -> Rows:
    """Return the steps, then base, total, the software engineer and the market, a row each."""
    rows: list[list[Cell]] = [
        [
            *(step.id, step.label, step.operation),
            *range_cells(step.applied),
            *dollars_cells(step.reached),
            *(None, None, step.basis, step.source),
        ]
        for step in estimate.steps
    ]
    results = [("base", "Base salary", estimate.base), ("total", "Total", estimate.total)]
    engineer = estimate.software_engineer
    if engineer:
        results += [
            ("software_engineer_base", "Software engineer, base salary", engineer.base),
            ("software_engineer_total", "Software engineer, total", engineer.total),
        ]
    for id_, label, pay in results:
        rows.append([id_, label, *[None] * 4, *pay_cells(pay), None, None])
    for id_, label, cells in market_pays(market):
        rows.append([id_, label, *[None] * 4, *cells, None, None])
    return Rows(COLUMNS, rows)


def _step_document(step: Step) -> StepDoc:
    return {
        "id": step.id,
        "label": step.label,
        "operation": step.operation,
        "applied": range_document(step.applied),
        "reached": dollars_document(step.reached),
        "basis": step.basis,
        "source": step.source,
        "reason": step.reason,
    }


def _software_engineer_document(engineer: SoftwareEngineer | None) -> SoftwareEngineerDoc | None:
    if engineer is None:
        return None
    return {
        "premium": range_document(engineer.premium),
        "base": pay_document(engineer.base),
        "total": pay_document(engineer.total),
        "basis": engineer.basis,
        "source": engineer.source,
    }


ESTIMATE = Renderers(estimate_document, estimate_rows, "estimate:print_estimate")
