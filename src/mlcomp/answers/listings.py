"""Places and metros: what `places` shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.errors import Fault, LackingError
from mlcomp.render.places import ANSWER, METROS
from mlcomp.rules.lookup import list_metros, look_up

if TYPE_CHECKING:
    from typing import Any

    from mlcomp.book.rulebook import Book
    from mlcomp.render.renderers import Renderers


def placed(
    query: str | None, state: str | None, top: int | None, book: Book
) -> tuple[Renderers, Any]:
    """Return what a place means, or metros by their factor, and what shows it.

    Raises:
        UsageError: both are asked for, or neither; or there is no such place or state.
    """
    listing = state is not None or top is not None
    if listing == (query is not None):
        expected = "a place, or --state or --top"
        hint = "for example: mlcomp places Portland"
        raise LackingError(Fault("places", expected=expected, hint=hint))
    if query is None:
        return METROS, list_metros(book, state=state, top=top)
    return ANSWER, look_up(query, book)
