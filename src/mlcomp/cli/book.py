"""`mlcomp book`: check a rule book, or start one."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from mlcomp.answers.listings import checked
from mlcomp.book.loading import check_book, shipped_text
from mlcomp.cli.options import BookOption
from mlcomp.cli.signals import notice
from mlcomp.errors import BookError, Fault
from mlcomp.text import printable
from mlcomp.writing import target_of, write_text

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Check a company's own rule book, or start one from the guide's.",
    short_help="Check or start a rule book: mlcomp book new ours.toml",
)


@app.command()
def check(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A rule book in TOML.")],
) -> None:
    """Report everything that is wrong with a rule book at once; exit 1 if anything is.

    Example: mlcomp book check ours.toml
    """
    for line in checked(check_book(file), printable(file)):
        sys.stdout.write(f"{line}\n")


@app.command()
def new(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Where to write; never overwritten.")],
    book: BookOption = "guide",
) -> None:
    """Write a commented copy of the guide's rule book to start your own from.

    Example: mlcomp book new ours.toml
    """
    text = shipped_text(book)
    shown = printable(file)
    if os.path.lexists(file):
        raise BookError(Fault(kind="taken", context=(shown,)))
    write_text(text, target_of(file, BookError, hint="it is not overwritten"))
    notice(f"mlcomp: wrote {shown}; change it, then: mlcomp book check {shown}\n")
