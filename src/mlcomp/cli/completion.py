"""What a shell is offered for the word that is being typed."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from typing import TYPE_CHECKING

import typer

from mlcomp.answers.suggestions import matching, option_names
from mlcomp.errors import BookError
from mlcomp.text import as_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mlcomp.book.rulebook import Book


def names_of(dimension: str) -> Callable[[typer.Context, str], list[str]]:
    """Return a completion: the ids, and once something is typed all names, of a dimension."""

    def complete(ctx: typer.Context, incomplete: str) -> list[str]:
        book = book_named(ctx)
        names = option_names(getattr(book, dimension), incomplete) if book else []
        return matching(names, incomplete)

    return complete


def declared_factors(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete a factor that the book declares together with an option of it: ID=NAME."""
    book = book_named(ctx)
    own = {d.id: d.options for d in book.dimensions if d.declared} if book else {}
    id_, equals, option = incomplete.partition("=")
    if equals:
        names = option_names(own.get(as_id(id_), ()), option)
        return [f"{id_}={name}" for name in matching(names, option)]
    pairs = (f"{name}={option.id}" for name, options in own.items() for option in options)
    return matching(pairs, incomplete)


def book_named(ctx: typer.Context) -> Book | None:
    """Return the rule book that a command line being completed names, or None for no valid one."""
    from mlcomp.book.loading import load_book

    try:
        return load_book(ctx.params.get("book") or "guide")
    except BookError:
        return None


@contextmanager
def words_rejoined() -> Iterator[None]:
    """Answer bash, which ends a word at each = and wants what stands after it."""
    words = os.environ.get("COMP_WORDS", "").split("\n")
    if "=" not in words:
        yield
        return
    current = int(os.environ["COMP_CWORD"])
    joined: list[str] = []
    for index, word in enumerate(words):
        if joined and "=" in (word, words[index - 1]):
            joined[-1] += word
        else:
            joined.append(word)
        if index == current:
            os.environ["COMP_CWORD"] = str(len(joined) - 1)
    os.environ["COMP_WORDS"] = "\n".join(joined)
    offered = StringIO()
    try:
        with redirect_stdout(offered):
            yield
    finally:
        for line in offered.getvalue().splitlines():
            sys.stdout.write(line.rpartition("=")[2] + "\n")
