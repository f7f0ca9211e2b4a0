"""Levers as JSON and as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.render.parts import calibration_document, difference, pay_document, profile_document
from mlcomp.render.renderers import Renderers
from mlcomp.render.rows import Rows
from mlcomp.rules.result import texts
from mlcomp.text import integer, rounded

if TYPE_CHECKING:
    from mlcomp.accuracy.levers import HeldLevers
    from mlcomp.documents.levers import (
        ChangeDoc,
        LeverDoc,
        LeverMarketDoc,
        LeversDoc,
        LeversMarketDoc,
    )
    from mlcomp.render.rows import Cell
    from mlcomp.rules.result import Estimate
    from mlcomp.scenarios.levers import Lever, Levers

COLUMNS = (
    *("dimension", "id", "label", "in_hand", "within_uncertainty"),
    *("base_typical", "base_dollars", "base_percent"),
    *("total_typical", "total_dollars", "total_percent"),
)
MARKET_COLUMNS = (
    "market_within_uncertainty",
    *("market_base_typical", "market_base_dollars", "market_base_percent"),
    *("market_total_typical", "market_total_dollars", "market_total_percent"),
)


def levers_document(levers: Levers, market: HeldLevers | None = None) -> LeversDoc:
    """Return levers as `mlcomp/levers/v1`, with the market's where it was asked for."""
    before = levers.before
    return {
        "schema": "mlcomp/levers/v1",
        "book": before.book,
        "calibration": calibration_document(before.calibration),
        "profile": profile_document(before.profile),
        "base": pay_document(before.base),
        "total": pay_document(before.total),
        "levers": [lever_document(*each) for each in pairs(levers, market)],
        "notes": texts(before.notes),
        "market": _market_document(before, market.before) if market else None,
    }


def pairs(levers: Levers, market: HeldLevers | None) -> list[tuple[Lever, Lever | None]]:
    """Return each lever with the market's, in the order in which they are shown."""
    if market is None:
        return [(lever, None) for lever in levers.levers]
    return [(each.own, each.market) for each in market.levers]


def levers_rows(levers: Levers, market: HeldLevers | None = None) -> Rows:
    """Return one row a change; with the market's figures where they were asked for."""
    rows: list[list[Cell]] = [
        [
            *(lever["dimension"], lever["id"], lever["label"]),
            *(lever["in_hand"], lever["within_uncertainty"]),
            *_change_cells(lever["base"]),
            *_change_cells(lever["total"]),
            *(() if market is None else _market_cells(lever["market"])),
        ]
        for lever in (lever_document(*each) for each in pairs(levers, market))
    ]
    return Rows(COLUMNS if market is None else (*COLUMNS, *MARKET_COLUMNS), rows)


def _change_cells(change: ChangeDoc) -> list[Cell]:
    return [change["typical"], change["dollars"], change["percent"]]


def _market_cells(lever: LeverMarketDoc | None) -> list[Cell]:
    if lever is None:
        return [None] * len(MARKET_COLUMNS)
    cells: list[Cell] = [lever["within_uncertainty"]]
    return [*cells, *_change_cells(lever["base"]), *_change_cells(lever["total"])]


def lever_document(lever: Lever, market: Lever | None = None) -> LeverDoc:
    """Return one change; its whole dollars are the difference of those that estimates show."""
    return {
        "dimension": lever.dimension,
        "id": lever.id,
        "label": lever.label,
        "in_hand": lever.in_hand,
        "within_uncertainty": lever.within_uncertainty,
        "base": _base(lever),
        "total": _total(lever),
        "market": {
            "within_uncertainty": market.within_uncertainty,
            "base": _base(market),
            "total": _total(market),
        }
        if market
        else None,
    }


def changes_nothing(lever: Lever) -> bool:
    """Return whether neither typical base nor typical total change, in whole dollars."""
    return not (_base(lever)["dollars"] or _total(lever)["dollars"])


def _market_document(here: Estimate, there: Estimate) -> LeversMarketDoc:
    return {
        "book": there.book,
        "calibration": calibration_document(there.calibration),
        "base": pay_document(there.base),
        "total": pay_document(there.total),
        "base_ratio": rounded(here.base.typical / there.base.typical, 2),
        "total_ratio": rounded(here.total.typical / there.total.typical, 2),
    }


def _base(lever: Lever) -> ChangeDoc:
    return _change(lever.after.base.typical, lever.before.base.typical)


def _total(lever: Lever) -> ChangeDoc:
    return _change(lever.after.total.typical, lever.before.total.typical)


def _change(after: float, before: float) -> ChangeDoc:
    apart = difference(after, before)
    return {
        "typical": integer(after),
        "dollars": apart["dollars"],
        "percent": apart["percent"],
    }


LEVERS = Renderers(levers_document, levers_rows, "levers:print_levers")
