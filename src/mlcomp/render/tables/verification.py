"""A replayed receipt as a person reads it in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

if TYPE_CHECKING:
    from mlcomp.documents.verify import Verification
    from mlcomp.render.tables.terminal import Screen


def print_verification(screen: Screen, verification: Verification) -> None:
    """Print that every figure follows, or the first that does not and how many more."""
    first, *further = verification.faults or [
        f"All {verification.checked} figures follow from the steps."
    ]
    # One wrong step makes those after it wrong too: the first is what to look at.
    screen.show(Text(str(first)))
    if further:
        screen.show(Text(f"and {len(further)} further figures, which --json names"))
