"""What a typed place means in a rule book, or might mean; and the metros by their factor."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlcomp.errors import Fault, UsageError
from mlcomp.places.areas import Area, metros
from mlcomp.places.candidates import Candidate, candidates
from mlcomp.places.names import STATES, whole_state, words
from mlcomp.places.resolver import PlaceError, place_of, resolve
from mlcomp.rules.location import Located, at
from mlcomp.text import quoted

if TYPE_CHECKING:
    from mlcomp.book.rulebook import Book


class Answer(NamedTuple):
    """The place that a query means, or why it means none alone, with all candidates."""

    book: Book
    query: str
    located: Located | None
    refusal: str | None
    candidates: tuple[Candidate, ...]


class MetroPriced(NamedTuple):
    """A metro with its factor."""

    area: Area
    located: Located

    @property
    def stood_in(self) -> bool:
        """Whether the figure is its state's, since none is published for the metro."""
        return self.located.place.note is not None


class PricedMetros(NamedTuple):
    """Metros, by their typical factor in a rule book."""

    book: Book
    metros: tuple[MetroPriced, ...]


def look_up(query: str, book: Book) -> Answer:
    """Say what a typed place means.

    Raises:
        ProfileError: no place has that name.
    """
    found = candidates(query)
    try:
        return Answer(book, query, at(resolve(query), book), None, found)
    except PlaceError as error:
        if not found:
            raise UsageError(*(fault.within("places") for fault in error.faults)) from None
        return Answer(book, query, None, str(error), found)


def list_metros(book: Book, *, state: str | None = None, top: int | None = None) -> PricedMetros:
    """List metros, of one state or of all, by their typical factor, the highest first.

    Metros without a figure of their own come last.

    Raises:
        UsageError: there is no such state, or no such number of metros.
    """
    code = None
    if state is not None and (code := whole_state(words(state[:60]))) is None:
        raise UsageError(
            Fault(
                "state",
                expected="a state's name or postal code",
                found=quoted(state),
                hint=f"valid: {', '.join(STATES)}",
            )
        )
    if top is not None and top < 1:
        expected = "a number of metros from 1 on"
        raise UsageError(Fault("top", expected=expected, found=str(top)))
    priced = [MetroPriced(metro, at(place_of(metro), book)) for metro in metros(code)]
    priced.sort(key=lambda m: (m.stood_in, -m.located.place.factor.typical, m.area.name))
    return PricedMetros(book, tuple(priced[:top]))
