"""The market's opinion as JSON and as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.accuracy.market import DATA
from mlcomp.render.parts import calibration_document, pay_cells, pay_document
from mlcomp.rules.pay import FIGURES
from mlcomp.text import rounded

if TYPE_CHECKING:
    from mlcomp.accuracy.market import MarketCheck
    from mlcomp.documents.results import MarketDoc
    from mlcomp.render.rows import Cell

MARKET_COLUMNS = (
    *(f"market_base_{name}" for name in FIGURES),
    *(f"market_total_{name}" for name in FIGURES),
    *("base_ratio", "total_ratio"),
)


def market_cells(check: MarketCheck | None) -> list[Cell]:
    """Return a level's market figures and ratios, empty where the market has no such level."""
    if check is None:
        return [None] * len(MARKET_COLUMNS)
    ratios = (rounded(check.base_ratio, 2), rounded(check.total_ratio, 2))
    return [*pay_cells(check.estimate.base), *pay_cells(check.estimate.total), *ratios]


def market_document(check: MarketCheck) -> MarketDoc:
    """Return the market's opinion as JSON, ratios to two decimals."""
    return {
        "book": check.estimate.book,
        "fingerprint": check.estimate.fingerprint,
        "calibration": calibration_document(check.estimate.calibration),
        "level": check.estimate.level.id,
        "base": pay_document(check.estimate.base),
        "total": pay_document(check.estimate.total),
        "base_ratio": rounded(check.base_ratio, 2),
        "total_ratio": rounded(check.total_ratio, 2),
        "data": DATA,
        "verdict": check.verdict,
    }


def market_pays(check: MarketCheck | None) -> list[tuple[str, str, list[Cell]]]:
    """Return id, label and the five figures of the market's base and total."""
    if check is None:
        return []
    return [
        ("market_base", "Market, base salary", pay_cells(check.estimate.base)),
        ("market_total", "Market, total", pay_cells(check.estimate.total)),
    ]
