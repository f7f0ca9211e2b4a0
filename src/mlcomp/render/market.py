"""The market check as JSON, as rows, and as the line that ends an estimate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.accuracy.market import DATA
from mlcomp.render.parts import calibration_document, pay_cells, pay_document
from mlcomp.rules.pay import FIGURES
from mlcomp.text import thousands

if TYPE_CHECKING:
    from mlcomp.accuracy.market import MarketCheck
    from mlcomp.documents.results import MarketDoc
    from mlcomp.render.rows import Cell
    from mlcomp.rules.pay import Pay

MARKET_COLUMNS = (
    *(f"market_base_{name}" for name in FIGURES),
    *(f"market_total_{name}" for name in FIGURES),
    *("base_ratio", "total_ratio"),
)


def market_cells(check: MarketCheck | None) -> list[Cell]:
    """Return a level's market figures and ratios, empty where the market has no such level."""
    if check is None:
        return [None] * len(MARKET_COLUMNS)
    ratios = (round(check.base_ratio, 2), round(check.total_ratio, 2))
    return [*pay_cells(check.base), *pay_cells(check.total), *ratios]


def market_document(check: MarketCheck | None) -> MarketDoc | None:
    """Return the check as JSON, ratios to two decimals; None where there is none."""
    if check is None:
        return None
    return {
        "book": check.book,
        "calibration": calibration_document(check.calibration),
        "level": check.level,
        "base": pay_document(check.base),
        "total": pay_document(check.total),
        "base_ratio": round(check.base_ratio, 2),
        "total_ratio": round(check.total_ratio, 2),
        "data": DATA,
        "verdict": check.verdict,
    }


def market_pays(check: MarketCheck | None) -> list[tuple[str, str, list[Cell]]]:
    """Return id, label and the five figures of the market's base and total."""
    if check is None:
        return []
    return [
        ("market_base", "Market, base salary", pay_cells(check.base)),
        ("market_total", "Market, total", pay_cells(check.total)),
    ]


def market_line(check: MarketCheck, dash: str) -> str:
    """Return the check in one sentence."""

    def shown(pay: Pay) -> str:
        likely = f"{thousands(pay.likely_low)}{dash}{thousands(pay.likely_high)}"
        return f"{thousands(pay.typical)}, likely {likely}"

    return (
        f"Market check: {check.verdict} (base {shown(check.base)}; "
        f"total {shown(check.total)}; {DATA})."
    )
