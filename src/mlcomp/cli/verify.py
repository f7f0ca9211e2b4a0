"""`mlcomp verify`: replay a receipt."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from mlcomp.cli.options import FormatOption, JsonOption
from mlcomp.cli.output import format_of, show
from mlcomp.documents.verify import verify
from mlcomp.errors import ReceiptError, UsageError
from mlcomp.render.lists import VERIFICATION
from mlcomp.text import quoted

app = typer.Typer(add_completion=False)

MOST_BYTES = 2**20


@app.command(
    short_help="Replay a receipt: mlcomp estimate ... --json | mlcomp verify -",
)
def command(
    file: Annotated[
        str | None, typer.Argument(metavar="FILE", help="An estimate's JSON; - is stdin.")
    ] = None,
    output: FormatOption = None,
    json: JsonOption = False,
) -> None:
    """Say whether every dollar of an estimate follows from its steps; exit 1 where not.

    Amounts are checked, not names, notes or whether a rule book has these numbers.

    Example: mlcomp estimate --years 4 --city SF --json | mlcomp verify -
    """
    if file is None:
        raise UsageError("verify: expected a file, or - for standard input; found none")
    result = verify(_parsed(file))

    show(format_of(output, json=json), VERIFICATION, result)
    if result.problems:
        raise typer.Exit(1)


def _parsed(file: str) -> object:
    import json

    shown = "standard input" if file == "-" else quoted(file)[1:-1]
    try:
        if file == "-" and sys.stdin is None:
            raise ValueError("it is closed")
        if file == "-":
            content = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(file).open("rb") as opened:
                content = opened.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise ReceiptError(f"{shown}: cannot be read: {why}") from None
    if len(content) > MOST_BYTES:
        raise ReceiptError(f"{shown}: expected one estimate's JSON, found more than 1 MiB")
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise ReceiptError(f"{shown}: expected an estimate's JSON, found no JSON") from None
