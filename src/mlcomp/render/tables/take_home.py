"""Take-home pay as a person reads it in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.render.tables.estimate import headline
from mlcomp.render.tables.taxed import print_taxes
from mlcomp.taxes.library import LAW
from mlcomp.text import article

if TYPE_CHECKING:
    from mlcomp.render.tables.terminal import Screen
    from mlcomp.taxes.estimate import Left

FILED = {"single": "single", "married": "married, filing jointly"}


def print_left(screen: Screen, left: Left) -> None:
    """Print what is left of a pay, tax by tax, and what it buys."""
    total = left.total
    if left.estimate:
        title, context = headline(left.estimate)
        screen.heading(f"Take-home pay of {article(title)}", context)
    else:
        filed = f"{FILED[total.case.household.filing]}; US dollars a year; law of {LAW}"
        screen.heading(f"Take-home pay of {total.case.pay:,.0f} in {total.case.work.key}", filed)
    print_taxes(screen, {"Base": left.base, "Total": total} if left.base else {"": total})
