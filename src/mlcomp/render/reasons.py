"""Why people could not be priced: what they were told, grouped by what it says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlcomp.text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_REASONS = 20
"""Reasons that are shown; of the others there is the count."""

EXAMPLES = 3
# A cell that all else is said of: what it is, up to what would be right.
_ALONE = re.compile(r"([^ ]+: )('.*?')(: [^:;`]*)(?=[:;]|$)")
_FOUND = re.compile(r"(.*? )('.*?')(?=[:;]|$| is)([^:;]*)")


def reasons(errors: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return the reasons with their rows, the most first; many are grouped by what they say.

    What was found stands in quotes: around it is the reason, and the cells that most rows have
    are its examples.
    """
    if len(errors) <= MAX_REASONS:
        return [(one_line(message, 300), count) for message, count in errors]
    groups: dict[str, list[tuple[str, str, int]]] = {}
    for message, count in errors:
        found = _ALONE.match(message) or _FOUND.match(message)
        reason = f"{found[1]}{found[3] and '…'}{found[3]}".rstrip() if found else message
        groups.setdefault(reason, []).append((message, found[2] if found else "", count))
    grouped = []
    for reason, alike in groups.items():
        examples = ", ".join(cell for _, cell, _ in alike[:EXAMPLES])
        between = " " if reason.endswith(", found") else ", "
        shown = f"{reason}{between}{len(alike):,} spellings, such as {examples}"
        line = one_line(shown if len(alike) > 1 else alike[0][0], 300)
        grouped.append((line, sum(count for *_, count in alike)))
    return sorted(grouped, key=lambda each: -each[1])
