"""Whether rule books hold: each with what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlcomp.book.fingerprint import recorded
from mlcomp.book.loading import check_book
from mlcomp.errors import BookError, Fault
from mlcomp.text import printable

if TYPE_CHECKING:
    from mlcomp.book.rulebook import Book


class Checked(NamedTuple):
    """A file that was checked: the book, or all its faults."""

    file: str
    book: Book | None
    faults: tuple[Fault, ...]


def checked(file: str) -> Checked:
    """Check one rule book; a name that poses as a shipped edition is a fault here too."""
    try:
        book = check_book(file)
    except BookError as error:
        return Checked(file, None, error.faults)
    if recorded(book.edition) not in (None, book.fingerprint):
        expected = f"an edition of its own, since {book.edition} as shipped holds other values"
        fault = Fault("edition", expected=expected, context=(printable(file),))
        return Checked(file, None, (fault,))
    return Checked(file, book, ())
