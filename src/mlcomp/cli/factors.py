"""`mlcomp factors`: every option of the rule book."""

from __future__ import annotations

from typing import Annotated

import typer

from mlcomp.answers.suggestions import matching
from mlcomp.book.listing import DIMENSIONS, dimensions_of, factors
from mlcomp.cli.completion import book_named
from mlcomp.cli.options import BookOption, FormatOption, JsonOption, book_of
from mlcomp.cli.output import format_of, show
from mlcomp.render.lists import FACTORS

app = typer.Typer(add_completion=False)


def _dimensions(ctx: typer.Context, incomplete: str) -> list[str]:
    book = book_named(ctx)
    return matching(dimensions_of(book) if book else DIMENSIONS, incomplete)


@app.command(
    short_help="Show what changes pay, and why: mlcomp factors tier",
)
def command(
    dimension: Annotated[
        str | None,
        typer.Argument(
            metavar="[DIMENSION]",
            help=f"One of {', '.join(DIMENSIONS)}; all without.",
            autocompletion=_dimensions,
        ),
    ] = None,
    book: BookOption = "guide",
    output: FormatOption = None,
    json: JsonOption = False,
) -> None:
    """Show every option: the names people type for it, its range, basis and source.

    Example: mlcomp factors industry
    """
    result = factors(book_of(book), dimension)
    show(format_of(output, json=json), FACTORS, result)
