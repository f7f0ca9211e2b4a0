"""The ranges that a receipt states, within what can be meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.book.ranges import Range
from mlcomp.errors import Fault, ReceiptError

if TYPE_CHECKING:
    from mlcomp.documents.results import RangeDoc
    from mlcomp.rules.steps import Operation

# What each operation of a receipt may apply: dollars, shares of a range, multipliers.
LIMITS: dict[Operation, tuple[float, float]] = {
    "start": (1, 1e9),
    "within": (0, 1),
    "multiply": (0.01, 100),
}


def stated_range(stated: RangeDoc, operation: Operation) -> Range:
    """Return a range of a step; raise `ReceiptError` for one that no step can apply."""
    low, typical, high = stated["low"], stated["typical"], stated["high"]
    least, most = LIMITS[operation]
    if not least <= low <= typical <= high <= most:
        expected = f"a rising range from {least:g} to {most:,.0f} for '{operation}'"
        found = f"{low!r}, {typical!r}, {high!r}"
        raise ReceiptError(Fault(expected=expected, found=found))
    return Range(low, typical, high)
