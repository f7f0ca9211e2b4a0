"""Which of a table's columns a query prices people by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.errors import Fault, ProfileError
from mlcomp.roster.cells import PAY, columns_of, inputs_of
from mlcomp.roster.pricing.columns import outputs_of
from mlcomp.text import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlcomp.book.rulebook import Book


def inputs_among(columns: Sequence[str], book: Book) -> dict[str, str]:
    """Return the table's column for each input; refuse what no query could give back."""
    taken = {name.casefold() for name in outputs_of(())}
    for name in columns:
        if not name:
            raise ProfileError(
                Fault("columns", expected="names with commas between", found="an empty one")
            )
        if name.casefold() in taken:
            raise ProfileError(f"columns: {quoted(name)} is there twice, or is one that is added")
        taken.add(name.casefold())
    found = columns_of(columns, None, inputs_of(book))
    for name in (found[kind] for kind in PAY if kind in found):
        raise ProfileError(
            f"columns: {quoted(name)} is real pay, which a query does not place; "
            "leave it out, or let mlcomp batch place it"
        )
    if "years" not in found and "level" not in found:
        raise ProfileError("columns: expected years or level among them")
    return found
