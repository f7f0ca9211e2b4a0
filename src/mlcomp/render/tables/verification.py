"""A replayed receipt as a person reads it in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlcomp.documents.verify import Verification
    from mlcomp.render.tables.terminal import Screen


def print_verification(screen: Screen, verification: Verification) -> None:
    """Print that every figure follows, or the first that does not and how many more."""
    for fault in verification.apart:
        screen.line(str(fault))
    if verification.apart and not verification.faults:
        return
    first, *further = verification.faults or [
        f"All {verification.checked} figures follow from the steps"
        + (
            f", and these from {verification.book}."
            if verification.book
            else "; no rule book was asked: --book FILE asks one."
        )
    ]
    # One wrong step makes those after it wrong too: the first is what to look at.
    screen.line(str(first))
    if further:
        screen.line(f"and {len(further)} further figures, which --json names")
