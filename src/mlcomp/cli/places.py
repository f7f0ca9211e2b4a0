"""`mlcomp places`: how a place is understood, and what each metro multiplies pay by."""

from __future__ import annotations

from typing import Annotated

import typer

from mlcomp.answers.listings import placed
from mlcomp.answers.suggestions import cities
from mlcomp.cli.options import BookOption, FormatOption, JsonOption, book_of
from mlcomp.cli.output import format_of, show

app = typer.Typer(add_completion=False)


@app.command(short_help="Show how a place is understood: mlcomp places Portland")
def command(
    query: Annotated[
        str | None,
        typer.Argument(metavar="[QUERY]", help="A place as typed.", autocompletion=cities),
    ] = None,
    state: Annotated[
        str | None, typer.Option(metavar="STATE", help="List the metros of a state.")
    ] = None,
    top: Annotated[
        int | None, typer.Option(metavar="N", help="List the N metros with the highest factor.")
    ] = None,
    book: BookOption = "guide",
    output: FormatOption = None,
    json: JsonOption = False,
) -> None:
    """Show what a place would be matched to and why, or all it might mean; or list metros.

    Example: mlcomp places Springfield; mlcomp places --state WA; mlcomp places --top 20
    """
    renderers, result = placed(query, state, top, book_of(book))
    show(format_of(output, json=json), renderers, result)
