"""`mlcomp backtest`: rule books against a file of real pay."""

from __future__ import annotations

from typing import Annotated

import typer

from mlcomp.cli.columns import FromOption, MapOption, ValueOption, mapping_of, values_of
from mlcomp.cli.completion import books
from mlcomp.cli.extras import needing
from mlcomp.cli.options import FormatOption, JsonOption, PayOption, book_of
from mlcomp.cli.output import format_of, show
from mlcomp.cli.picture import SaveOption, picture_at
from mlcomp.render.backtest import BACKTEST

app = typer.Typer(add_completion=False)


@app.command(
    short_help="Score a rule book on real pay: mlcomp backtest pay.csv --book market",
)
def command(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="Real pay: CSV, JSON lines or Parquet.")
    ],
    columns: MapOption = None,
    values: ValueOption = None,
    by: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN", help="Split by this column too.")
    ] = None,
    save: SaveOption = None,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite the picture, but never FILE.")
    ] = False,
    read_as: FromOption = None,
    pay: PayOption = None,
    book: Annotated[
        list[str] | None,
        typer.Option(
            "--book",
            envvar="MLCOMP_BOOK",
            metavar="FILE",
            help="A rule book; repeat to set several side by side. 'guide' without.",
            autocompletion=books,
        ),
    ] = None,
    output: FormatOption = None,
    json: JsonOption = False,
) -> None:
    """Say how right a rule book is: coverage, bias and error, overall and by group.

    FILE has base or total, and any columns named like the options of mlcomp estimate.

    Example: mlcomp backtest pay.csv --map base=annual_wage --value level:SE=senior
    """
    chosen = format_of(output, json=json)
    books = [book_of(name) for name in book or ["guide"]]
    with needing("batch", "duckdb"):
        from mlcomp.roster.paid import backtest_file
    picture = picture_at(save, force=force)
    results = backtest_file(
        file,
        books,
        mapping=mapping_of(columns),
        values=values_of(values),
        by=by or [],
        read_as=read_as,
        per=pay,
    )
    show(chosen, BACKTEST, results, books, picture=picture)
