"""`mlcomp places`: how a place is understood, and what each metro multiplies pay by."""

from __future__ import annotations

from typing import Annotated

import typer

from mlcomp.cli.completion import cities
from mlcomp.cli.options import BookOption, FormatOption, JsonOption, book_of
from mlcomp.cli.output import format_of, show
from mlcomp.errors import Fault, LackingError
from mlcomp.render.places import ANSWER, METROS
from mlcomp.rules.lookup import list_metros, look_up

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
    listing = state is not None or top is not None
    if listing == (query is not None):
        expected = "a place, or --state or --top"
        hint = "for example: mlcomp places Portland"
        raise LackingError(Fault("places", expected=expected, hint=hint))
    loaded = book_of(book)
    chosen = format_of(output, json=json)
    if query is None:
        show(chosen, METROS, list_metros(loaded, state=state, top=top))
    else:
        show(chosen, ANSWER, look_up(query, loaded))
