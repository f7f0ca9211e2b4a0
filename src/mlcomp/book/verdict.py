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
        return Checked(file, unposing(check_book(file), file), ())
    except BookError as error:
        return Checked(file, None, error.faults)


def unposing(book: Book, file: str) -> Book:
    """Return a book that was read, unless it has a shipped edition's name and other values.

    Raises:
        BookError: it has.
    """
    if recorded(book.edition) not in (None, book.fingerprint):
        expected = f"an edition of its own, since {book.edition} as shipped holds other values"
        raise BookError(Fault("edition", expected=expected, context=(printable(file),)))
    return book
