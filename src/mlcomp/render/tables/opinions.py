"""What a rule book and the market say of one person, side by side in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from mlcomp.accuracy.market import DATA
from mlcomp.render.parts import width_name
from mlcomp.render.tables.terminal import PIPE_WIDTH
from mlcomp.text import thousands

if TYPE_CHECKING:
    from mlcomp.accuracy.market import MarketCheck
    from mlcomp.render.tables.terminal import Screen
    from mlcomp.rules.result import Estimate

# What stands beside the bar: the pay's name, the figures, and the blanks between.
BESIDE = 5 + 7 + 15 + 9
NATURES = {
    "guide": "an opinion",
    "evidence": f"measured, {DATA}",
    "policy": "a policy",
    "assumption": "assumed",
}


def print_opinions(screen: Screen, estimate: Estimate, market: MarketCheck | None) -> None:
    """Print base and total by each book on one scale; then what each book is."""
    opinions = [estimate, *([market.estimate] if market else [])]
    longest = max(len(opinion.book) for opinion in opinions)
    width = screen.bar_width(PIPE_WIDTH - BESIDE - longest)
    start = min(opinion.base.low for opinion in opinions)
    end = max(opinion.total.high for opinion in opinions)
    table = screen.table("Pay", "By", "Typical", "Range", "", right=("Typical", "Range"))
    for name in ("base", "total"):
        for opinion in opinions:
            pay = opinion.base if name == "base" else opinion.total
            table.add_row(
                Text(name.capitalize() if opinion is estimate else "", style="bold"),
                opinion.book,
                Text(thousands(pay.typical), style="bold green"),
                screen.span(pay.likely_low, pay.likely_high),
                screen.bar(pay, start, end, width),
            )
    screen.show(table)
    screen.show(Text(""))
    for opinion in opinions:
        nature = NATURES[opinion.steps[0].basis]
        screen.show(Text(f"{opinion.book}: {nature}; {width_name(opinion.calibration)}."))
    if market:
        screen.show(Text(f"{market.verdict[0].upper()}{market.verdict[1:]}."))
