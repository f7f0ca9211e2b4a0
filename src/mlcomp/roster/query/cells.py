"""Each input's cell in the form in which a query looks it up, reached in two stages; see `text`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.roster.cells import PLACE, choices_of
from mlcomp.roster.query.text import (
    bare_given,
    bare_of,
    employer_of,
    given,
    list_given,
    list_of,
    number_of,
    own,
    place_given,
    place_of,
    truth_given,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mlcomp.book.rulebook import Book


def first_stage(inputs: Mapping[str, str], book: Book) -> Iterator[tuple[str, str]]:
    """Yield each input as text, and the first step to its form.

    Args:
        inputs: the table's column for each input, as SQL.
        book: the rule book.
    """
    choices = choices_of(book)
    for ours, column in inputs.items():
        text = f"CAST({column} AS VARCHAR)"
        yield f"text_{ours}", text
        if ours == "years":
            yield "number_years", number_of(text)
        elif choices.get(ours) == "flag":
            yield f"cell_{ours}", truth_given(text)
        elif choices.get(ours) == "several":
            yield f"given_{ours}", list_given(text)
        elif ours == "tier":
            yield f"given_{ours}", given(text)
        else:
            yield f"given_{ours}", (place_given if ours in PLACE else bare_given)(text)


def second_stage(inputs: Iterable[str], book: Book) -> Iterator[tuple[str, str]]:
    """Yield the form of each input that takes a second step."""
    choices = choices_of(book)
    for ours in inputs:
        name, text = own(f"given_{ours}"), own(f"text_{ours}")
        if ours == "years" or choices.get(ours) == "flag":
            continue
        if choices.get(ours) == "several":
            yield f"cell_{ours}", list_of(name, text)
        elif ours == "tier":
            yield f"cell_{ours}", employer_of(name)
        else:
            yield f"cell_{ours}", place_of(name) if ours in PLACE else bare_of(name, text)
