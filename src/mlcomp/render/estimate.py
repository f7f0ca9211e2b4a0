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
    from mlcomp.taxes.estimate import Left

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


def estimate_document(
    estimate: Estimate, market: MarketCheck | None = None, left: Left | None = None
) -> EstimateDoc:
    """Return an estimate as `mlcomp/estimate/v1`, with what else there is of it.

    Args:
        estimate: what was priced.
        market: the market check.
        left: what taxes leave of it.
    """
    document: EstimateDoc = {
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
    if left and left.base:
        # Loaded only here, as the taxes are.
        from mlcomp.render.taxed import take_home_document

        document["take_home_of_base"] = take_home_document(left.base)
        document["take_home"] = take_home_document(left.total)
    return document


def estimate_rows(
    estimate: Estimate, market: MarketCheck | None = None, left: Left | None = None
) -> Rows:
    """Return the steps, then base, total, what else there is of it, a row each.

    Of take-home pay the dollars stand as typical.
    """
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
    if left and left.base:
        from mlcomp.render.taxed import take_home_document, take_home_rows

        taxed = take_home_rows(take_home_document(left.base), "take_home_of_base_")
        taxed += take_home_rows(take_home_document(left.total), "take_home_")
        # The dollars stand as typical.
        rows += [[*row[:2], *[None] * 5, row[2], *[None] * 3, *row[3:]] for row in taxed]
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
