"""`mlcomp verify`: replay a receipt."""

from __future__ import annotations

from typing import Annotated

import typer

from mlcomp.book.loading import load_book
from mlcomp.cli.options import FormatOption, JsonOption
from mlcomp.cli.output import format_of, show
from mlcomp.documents.verify import verify
from mlcomp.errors import Fault, ReceiptError
from mlcomp.files import read_bytes, shown_name
from mlcomp.render.lists import VERIFICATION

app = typer.Typer(add_completion=False)

MAX_BYTES = 2**20


@app.command(
    short_help="Replay a receipt: mlcomp estimate ... --json | mlcomp verify -",
)
def command(
    file: Annotated[str, typer.Argument(metavar="FILE", help="An estimate's JSON; - is stdin.")],
    book: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="The rule book that it should come from."),
    ] = None,
    output: FormatOption = None,
    json: JsonOption = False,
) -> None:
    """Say whether every dollar of an estimate follows from its steps; exit 1 where not.

    A receipt that names a shipped rule book is held against that too, or against --book: its
    steps have to be the book's, and for --book its edition and fingerprint. Amounts are checked,
    not names and notes.

    Example: mlcomp estimate --years 4 --city SF --json | mlcomp verify -
    """
    result = verify(_parsed(file), load_book(book) if book else None)
    show(format_of(output, json=json), VERIFICATION, result)
    if result.problems:
        raise typer.Exit(1)


def _parsed(file: str) -> object:
    import json

    shown = shown_name(file)
    too_large = Fault(expected="one estimate's JSON", found="more than 1 MiB")
    content = read_bytes(file, shown, ReceiptError, max_bytes=MAX_BYTES, too_large=too_large)
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        fault = Fault(expected="an estimate's JSON", found="no JSON", context=(shown,))
        raise ReceiptError(fault) from None
