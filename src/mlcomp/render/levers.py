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
    from mlcomp.documents.take_home import MoveDoc
    from mlcomp.render.rows import Cell
    from mlcomp.rules.result import Estimate
    from mlcomp.scenarios.levers import Lever, Levers
    from mlcomp.taxes.levers import Moves

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
TAXED = ("net", "price_level", "net_at_national_prices", "change_at_national_prices")


def levers_document(
    levers: Levers, market: HeldLevers | None = None, moves: Moves | None = None
) -> LeversDoc:
    """Return levers as `mlcomp/levers/v1`, with what else there is of them.

    Args:
        levers: each change.
        market: the market's opinion of each.
        moves: what taxes leave after each move.
    """
    before = levers.before
    document: LeversDoc = {
        "schema": "mlcomp/levers/v1",
        "book": before.book,
        "fingerprint": before.fingerprint,
        "calibration": calibration_document(before.calibration),
        "profile": profile_document(before.profile),
        "base": pay_document(before.base),
        "total": pay_document(before.total),
        "levers": [lever_document(*each) for each in pairs(levers, market)],
        "notes": texts(before.notes),
        "market": _market_document(before, market.before) if market else None,
    }
    if moves:
        # Loaded only here, as the taxes are.
        from mlcomp.render.taxed import move_document, take_home_document

        document["take_home"] = take_home_document(moves.before)
        after = {(move.lever.dimension, move.lever.id): move.after for move in moves.moves}
        for lever in document["levers"]:
            if left := after.get((lever["dimension"], lever["id"])):
                lever["take_home"] = move_document(left, moves.before)
    return document


def pairs(levers: Levers, market: HeldLevers | None) -> list[tuple[Lever, Lever | None]]:
    """Return each lever with the market's, in the order in which they are shown."""
    if market is None:
        return [(lever, None) for lever in levers.levers]
    return [(each.own, each.market) for each in market.levers]


def levers_rows(
    levers: Levers, market: HeldLevers | None = None, moves: Moves | None = None
) -> Rows:
    """Return one row a change; with the market's figures and taxes where they were asked for."""
    documents = levers_document(levers, market, moves)["levers"]
    rows: list[list[Cell]] = [
        [
            *(lever["dimension"], lever["id"], lever["label"]),
            *(lever["in_hand"], lever["within_uncertainty"]),
            *_change_cells(lever["base"]),
            *_change_cells(lever["total"]),
            *(() if market is None else _market_cells(lever["market"])),
        ]
        for lever in documents
    ]
    columns = COLUMNS if market is None else (*COLUMNS, *MARKET_COLUMNS)
    if moves:
        for row, lever in zip(rows, documents, strict=True):
            move = lever.get("take_home")
            row += [move["net"], *_real_cells(move)] if move else [None] * len(TAXED)
    return Rows((*columns, *TAXED) if moves else columns, rows)


def _real_cells(move: MoveDoc) -> list[Cell]:
    return [
        move["price_level"],
        move["net_at_national_prices"],
        move["change_at_national_prices"],
    ]


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
        "fingerprint": there.fingerprint,
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
