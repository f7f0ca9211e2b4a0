"""`mlcomp book`: check a rule book, or start one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from mlcomp.book.fingerprint import poses_as_shipped
from mlcomp.book.loading import check_book, resolved_book
from mlcomp.book.starting import starter
from mlcomp.cli.options import BookOption
from mlcomp.errors import BookError, Fault
from mlcomp.files import naming
from mlcomp.render.parts import calibration_sentence
from mlcomp.text import printable

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
    book = check_book(file)
    if poses_as_shipped(book):
        expected = f"an edition of its own, since {book.edition} as shipped holds other values"
        raise BookError(Fault("edition", expected=expected, context=(printable(file),)))
    levels = len(book.level)
    sys.stdout.write(
        f"{printable(file)}: edition {book.edition}, {levels} levels, no faults found\n"
    )
    if book.held:
        sys.stdout.write(f"{calibration_sentence(book.held)}\n")


@app.command()
def new(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Where to write; never overwritten.")],
    book: BookOption = "guide",
    full: Annotated[
        bool, typer.Option("--full", help="Copy the whole book instead of extending it.")
    ] = False,
) -> None:
    """Start a rule book of your own: it extends the guide's, and states what differs.

    Example: mlcomp book new ours.toml
    """
    text = starter(book, full=full)
    shown = printable(file)
    with naming(shown, BookError, "unwritable"):
        try:
            with Path(file).open("x", encoding="utf-8", newline="\n") as opened:
                opened.write(text)
        except FileExistsError:
            raise BookError(Fault(kind="taken", context=(shown,))) from None
    sys.stderr.write(f"mlcomp: wrote {shown}; change it, then: mlcomp book check {shown}\n")


@app.command()
def show(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A rule book: a file, or a name.")],
) -> None:
    """Print a rule book whole, with all that it inherits; comments say from where.

    Example: mlcomp book show ours.toml
    """
    from mlcomp.book.showing import resolved_text

    sys.stdout.write(resolved_text(resolved_book(file)[1]))
