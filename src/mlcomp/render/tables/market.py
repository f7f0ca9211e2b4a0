"""Two rule books side by side, level by level, as a person reads them in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from mlcomp.accuracy.market import DATA
from mlcomp.render.parts import is_likely
from mlcomp.text import thousands

if TYPE_CHECKING:
    from mlcomp.accuracy.market import MarketCheck
    from mlcomp.render.tables.terminal import Screen
    from mlcomp.rules.bands import Bands


def print_market_bands(screen: Screen, bands: Bands, checks: tuple[MarketCheck, ...]) -> None:
    """Print what the market pays at each level, and how many times that the book states."""
    # A column's name is its key, so the second pair has a blank after it.
    width = "Likely" if checks and is_likely(checks[0].estimate.calibration) else "Inner range"
    figures = ("Base", "Market", width, "Ratio", "Total", "Market ", "Ratio ")
    table = screen.table("Level", *figures, right=figures)
    found = {check.estimate.level.id: check for check in checks}
    for level, estimate in bands.levels:
        check = found.get(level.id)
        if check is None:
            continue
        table.add_row(
            Text(level.title, style="bold"),
            thousands(estimate.base.typical),
            thousands(check.estimate.base.typical),
            f"{check.estimate.base.likely_low / 1000:,.0f}{screen.glyphs.dash}"
            f"{check.estimate.base.likely_high / 1000:,.0f}K",
            f"{check.base_ratio:.2f}",
            thousands(estimate.total.typical),
            thousands(check.estimate.total.typical),
            f"{check.total_ratio:.2f}",
        )
    screen.show(Text(""))
    screen.show(Text(f"Typical pay against the market ({DATA})", style="bold"))
    if checks:
        screen.show(table, spare=(width, "Ratio", "Ratio "))
    else:
        screen.show(Text("The market book has none of these levels."))
