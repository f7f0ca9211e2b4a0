"""`mlcomp schema`: the JSON Schema of each result."""

from __future__ import annotations

from typing import Annotated

import typer

from mlcomp.cli.output import show_json
from mlcomp.errors import ProfileError
from mlcomp.schemas import DOCUMENTS, json_schema
from mlcomp.text import listed, nearest, quoted

app = typer.Typer(add_completion=False)


def _results(incomplete: str) -> list[str]:
    return [name for name in DOCUMENTS if name.startswith(incomplete.casefold())]


@app.command(
    short_help="Print the JSON Schema of a result: mlcomp schema estimate",
)
def command(
    result: Annotated[
        str,
        typer.Argument(
            metavar="RESULT", help=f"One of {', '.join(DOCUMENTS)}.", autocompletion=_results
        ),
    ],
) -> None:
    """Print the JSON Schema (2020-12) of what --json prints, or of a rule book.

    Example: mlcomp schema estimate
    """
    name = result.casefold()
    if name not in DOCUMENTS:
        like = nearest(name, DOCUMENTS)
        hint = f"did you mean {listed(like)}? " if like else ""
        raise ProfileError(
            f"schema: {quoted(result)} is not known; {hint}valid: {', '.join(DOCUMENTS)}"
        )
    show_json(json_schema(name))
