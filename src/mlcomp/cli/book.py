"""`mlcomp book`: check a rule book, or start one."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from mlcomp.book.loading import resolved_book
from mlcomp.book.verdict import checked
from mlcomp.cli.columns import FromOption, MapOption, ValueOption, mapping_of, values_of
from mlcomp.cli.extras import needing
from mlcomp.cli.options import BookOption, FormatOption, JsonOption
from mlcomp.cli.output import format_of, show
from mlcomp.cli.signals import notice
from mlcomp.errors import BookError, Fault, UsageError
from mlcomp.render.books import CHECK, DIFF
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
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Rule books in TOML.")],
    output: FormatOption = None,
    json: JsonOption = False,
) -> None:
    """Report everything that is wrong with rule books at once; exit 1 if anything is.

    Example: mlcomp book check ours.toml
    """
    chosen = format_of(output, json=json)
    found = tuple(map(checked, files))
    faults = [fault for each in found for fault in each.faults]
    show(chosen, CHECK, found)
    if faults and chosen == "table":
        raise BookError(*faults)
    if faults:
        raise typer.Exit(1)


@app.command()
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A rule book: a file, or a name.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Another one.")],
    roster: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Say what it does to these people: CSV, JSON lines..."),
    ] = None,
    by: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN", help="Split them by this column too.")
    ] = None,
    columns: MapOption = None,
    values: ValueOption = None,
    read_as: FromOption = None,
    output: FormatOption = None,
    json: JsonOption = False,
) -> None:
    """Show what changed between two rule books, value by value, and what it does to people.

    Example: mlcomp book diff guide ours.toml --roster people.csv
    """
    from mlcomp.book.differences import differences

    chosen = format_of(output, json=json)
    found, change = differences(old, new), None
    if roster is None and (columns or values or by or read_as):
        raise UsageError(Fault("roster", expected="a file of people", found="none"))
    if roster is not None:
        with needing("batch", "duckdb"):
            from mlcomp.roster.difference import roster_change
        mapping, meanings = mapping_of(columns), values_of(values)
        change = roster_change(
            roster,
            *(found.old, found.new),
            mapping=mapping,
            values=meanings,
            by=by or [],
            read_as=read_as,
        )
    show(chosen, DIFF, found, change)


@app.command()
def new(
    target: Annotated[
        str, typer.Argument(metavar="FILE", help="Where to write; never overwritten.")
    ],
    book: BookOption = "guide",
    full: Annotated[
        bool, typer.Option("--full", help="Copy the whole book instead of extending it.")
    ] = False,
) -> None:
    """Start a rule book of your own: it extends the guide's or --book, and states what differs.

    Example: mlcomp book new ours.toml
    """
    from mlcomp.book.starting import starter

    shown = printable(target)
    if os.path.lexists(target):
        raise BookError(Fault(kind="taken", context=(shown,)))
    text = starter(book, Path(target), full=full)
    write_text(text, target_of(target, BookError, hint="it is not overwritten"))
    notice(f"mlcomp: wrote {shown}; change it, then: mlcomp book check {shown}\n")


@app.command("show")
def shown_whole(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A rule book: a file, or a name.")],
) -> None:
    """Print a rule book whole, with all that it inherits; comments say from where.

    Example: mlcomp book show ours.toml
    """
    from mlcomp.book.showing import resolved_text

    sys.stdout.write(resolved_text(resolved_book(file)[1]))
