"""What a shell is offered for the word that is being typed."""

from __future__ import annotations

import os
import re
import sys
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mlcomp.answers.suggestions import known_names, matching, option_names
from mlcomp.cli.reading import FORMATS
from mlcomp.errors import BookError
from mlcomp.text import as_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mlcomp.book.rulebook import Book

# What a shell would not take as part of a word.
_SPECIAL = re.compile(r"[^\w@%+=:,./-]")


def names_of(dimension: str) -> Callable[[typer.Context, str], list[str]]:
    """Return a completion: the ids, and once something is typed all names, of a dimension."""

    def complete(ctx: typer.Context, incomplete: str) -> list[str]:
        book = book_named(ctx)
        if not book:
            return []
        names = option_names(getattr(book, dimension), incomplete, known_names(dimension))
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


def books(incomplete: str) -> list[str]:
    """Complete a rule book: a shipped one, or a TOML file here; elsewhere the shell's files."""
    from mlcomp.book.loading import SHIPPED

    files = sorted(path.name for path in Path().glob("*.toml") if path.is_file())
    own = [name for name in files if name.startswith(incomplete)]
    return [*matching(SHIPPED, incomplete), *own]


def formats(incomplete: str) -> list[str]:
    """Complete a format."""
    return matching(FORMATS, incomplete)


@contextmanager
def for_bash() -> Iterator[None]:
    """Answer bash: it ends a word at each =, and puts what it is offered on the line as it is."""
    words = os.environ.get("COMP_WORDS", "").split("\n")
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
    # In quotes that are open still, all stands for itself.
    is_open = "".join(words[current : current + 1]).startswith(("'", '"'))
    offered = StringIO()
    try:
        with redirect_stdout(offered):
            yield
    finally:
        for line in offered.getvalue().splitlines():
            word = line.rpartition("=")[2] if "=" in words else line
            sys.stdout.write((word if is_open else _SPECIAL.sub(r"\\\g<0>", word)) + "\n")
