"""`mlcomp schema`: the JSON Schema of each result."""

from __future__ import annotations

from typing import Annotated

import typer

from mlcomp.answers.suggestions import matching
from mlcomp.cli.output import show_json
from mlcomp.documents.registry import DOCUMENTS, json_schema
from mlcomp.errors import UsageError
from mlcomp.text import nearest, unknown

app = typer.Typer(add_completion=False)


def _results(incomplete: str) -> list[str]:
    return matching(DOCUMENTS, incomplete)


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
        raise UsageError(unknown("schema", result, DOCUMENTS, nearest(name, DOCUMENTS)))
    show_json(json_schema(name))
