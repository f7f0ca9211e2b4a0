"""`mlcomp calibrate`: from the pay one has to a rule book of one's own."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mlcomp.accuracy.market import MARKET
from mlcomp.book.loading import SHIPPED, load_book, validated
from mlcomp.book.starting import named_from
from mlcomp.cli.columns import FromOption, MapOption, ValueOption, mapping_of, values_of
from mlcomp.cli.extras import needing
from mlcomp.cli.options import BookOption, JsonOption, LongFormatOption, PayOption, book_of
from mlcomp.cli.output import format_of, show
from mlcomp.cli.signals import notice
from mlcomp.errors import BookError
from mlcomp.files import STANDARD
from mlcomp.text import printable
from mlcomp.writing import target_of, write_text

if TYPE_CHECKING:
    from mlcomp.book.rulebook import Book

app = typer.Typer(add_completion=False)

_HEADER = """\
# Made by mlcomp calibrate from real pay; the same pay makes the same file.
#   mlcomp book show FILE    the whole, and where each value comes from
#   mlcomp book diff {start} FILE    what has moved
"""


@app.command(
    short_help="Fit a rule book to the pay you have: mlcomp calibrate pay.csv -o ours.toml",
)
def command(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="Real pay: CSV, JSON lines or Parquet.")
    ],
    target: Annotated[
        str, typer.Option("--output", "-o", metavar="OURS.toml", help="The book to write.")
    ],
    columns: MapOption = None,
    values: ValueOption = None,
    read_as: FromOption = None,
    period: Annotated[
        str, typer.Option(metavar="TEXT", help="When that was paid, as 2026; the book says so.")
    ] = "period not stated",
    pay: PayOption = None,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite OURS.toml, but never FILE or --book.")
    ] = False,
    book: BookOption = "guide",
    output: LongFormatOption = None,
    json: JsonOption = False,
) -> None:
    """Write a book that extends --book, with its values moved as far as real base pay bears out.

    FILE has base, and any columns named like the options of mlcomp estimate. No value rests on
    fewer than five people. It ends with how right the book is of people it was not fitted to.

    Example: mlcomp calibrate pay.csv --book guide -o ours.toml
    """
    chosen = format_of(output, json=json)
    start, path = book_of(book), Path(target)
    extends = named_from(book, path)
    with needing("batch", "duckdb"):
        from mlcomp.roster.paid import paid_people
    from mlcomp.accuracy import stating
    from mlcomp.accuracy.calibrating import calibrated
    from mlcomp.book.showing import toml_of
    from mlcomp.render.calibrate import CALIBRATE

    written = target_of(target, BookError, force=force)
    mapping, meanings = mapping_of(columns), values_of(values)
    people, unread = paid_people(
        file, start, mapping=mapping, values=meanings, read_as=read_as, per=pay
    )
    result = calibrated(start, load_book(MARKET), people, unread)
    name = "standard input" if file == STANDARD else Path(file).name
    identity = stating.Identity(extends, _edition(path, start), f"Base pay in {name}", period)
    text = (
        _HEADER.format(start=extends)
        + "\n"
        + toml_of(stating.book_of(result, identity)).lstrip("\n")
    )
    new = validated(tomllib.loads(text), printable(target), path)
    write_text(text, written)
    notice(f"mlcomp: wrote {printable(target)}\n")
    show(chosen, CALIBRATE, result, new, name)


def _edition(target: Path, start: Book) -> str:
    """Return the new book's edition: its file's name, where no other book has that."""
    from mlcomp.accuracy.stating import id_from

    edition = id_from(target.stem) or "ours"
    taken = (start.edition, *(load_book(name).edition for name in SHIPPED))
    return f"{edition[:48]}-calibrated" if edition in taken else edition
