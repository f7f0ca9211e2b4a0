"""`mlcomp report`: a file of people as one page to read and hand on."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from mlcomp.cli.columns import FromOption, MapOption, ValueOption, mapping_of, values_of
from mlcomp.cli.extras import needing
from mlcomp.cli.options import BookOption, PayOption, book_of
from mlcomp.cli.roster import say, watching
from mlcomp.errors import RosterError
from mlcomp.files import STANDARD
from mlcomp.writing import target_of, write_text

app = typer.Typer(add_completion=False)

OUTLIERS = 20
MAX_OUTLIERS = 1_000


@app.command(
    short_help="A roster as one page of HTML: mlcomp report people.csv -o report.html",
)
def command(
    source: Annotated[
        str, typer.Argument(metavar="IN", help="CSV, JSON lines or Parquet; - is stdin.")
    ],
    target: Annotated[
        str,
        typer.Option("--output", "-o", metavar="OUT.html", help="What to write; - is stdout."),
    ],
    by: Annotated[
        str | None,
        typer.Option(metavar="COLUMN", help="Split by this column too, or by metro."),
    ] = None,
    known_by: Annotated[
        str | None,
        typer.Option("--id", metavar="COLUMN", help="Shown with who is outside of the range."),
    ] = None,
    outliers: Annotated[
        int,
        typer.Option(
            metavar="N",
            min=0,
            max=MAX_OUTLIERS,
            help="Show so many who are farthest below the range, and above it; 0 shows nobody.",
        ),
    ] = OUTLIERS,
    columns: MapOption = None,
    values: ValueOption = None,
    read_as: FromOption = None,
    pay: PayOption = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite OUT, but never IN.")] = False,
    allow_errors: Annotated[
        bool,
        typer.Option("--allow-errors", help="Exit 0 even if somebody could not be priced."),
    ] = False,
    book: BookOption = "guide",
) -> None:
    """Write a report of a roster that opens anywhere and asks no network for anything.

    IN has columns named like the options of mlcomp estimate, and base or total where real pay
    is known. Of single people the report has only those outside of the range, by their row.
    The report says how well the rule book held against real pay; --book market is the one fitted
    to measured pay.

    Example: mlcomp report people.csv -o report.html --by team
    """
    loaded = book_of(book)
    with needing("batch", "duckdb"):
        from mlcomp.roster.paid import ESTIMATED
        from mlcomp.roster.report import report_file
        from mlcomp.roster.request import Batch
    from mlcomp.render.report.document import report_document
    from mlcomp.render.report.page import report_page

    file = None if target == STANDARD else target_of(target, RosterError, force=force)
    batch = Batch(
        source=source,
        target=None,
        book=loaded,
        mapping=mapping_of(columns),
        values=values_of(values),
        read_as=read_as,
        per=pay,
        prefix=ESTIMATED,
        by=[] if by is None else [by],
        known_by=known_by,
    )
    with watching() as watch:
        report = report_file(batch, outliers, watch)
    name = "standard input" if source == STANDARD else Path(source).name
    page = report_page(report_document(report, name, known_by, loaded.held), loaded.held)
    if file:
        write_text(page, file)
    else:
        sys.stdout.write(page)
    say(report.summary, target)
    if report.summary.wrong and not allow_errors:
        raise typer.Exit(1)
