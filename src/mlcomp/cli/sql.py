"""`mlcomp sql`: a query that prices people where their data is."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

import typer

from mlcomp.cli.columns import in_utf8
from mlcomp.cli.extras import needing
from mlcomp.cli.options import BookOption, book_of
from mlcomp.errors import RosterError
from mlcomp.files import read_text, shown_name

app = typer.Typer(add_completion=False)


@app.command(
    short_help="Print a query for a warehouse: mlcomp sql --dialect bigquery",
)
def command(
    dialect: Annotated[
        Literal["duckdb", "spark", "bigquery", "snowflake", "postgres"],
        typer.Option(help="Whose SQL."),
    ] = "duckdb",
    table: Annotated[
        str,
        typer.Option(
            metavar="NAME", callback=in_utf8, help="The table of people, as written there."
        ),
    ] = "people",
    columns: Annotated[
        str | None,
        typer.Option(
            metavar="A,B,...",
            callback=in_utf8,
            help="The table's columns that are read and given back; without, all that can "
            "price a person.",
        ),
    ] = None,
    cities: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Embed these cities, one a line as the table has them; - is stdin; without, every "
            "metro, state, nickname and place of 50,000 people.",
        ),
    ] = None,
    book: BookOption = "guide",
) -> None:
    """Print one self-contained query that prices a table.

    A city is matched by its exact name or an alias, an employer by any of its
    names, whatever their legal form. BigQuery's and
    Snowflake's text is checked by parsing only; the others are run by the tests. Real pay is
    for mlcomp batch: a query does not place it.

    Example: mlcomp sql --dialect postgres --table hr.people --columns id,years,city,tier
    """
    loaded = book_of(book)
    with needing("sql", "sqlglot"):
        from mlcomp.roster.query.query import pricing_query

    named = [name.strip() for name in columns.split(",")] if columns else None
    known = None if cities is None else _lines(cities)
    sys.stdout.write(pricing_query(loaded, dialect, table, named, known) + "\n")


def _lines(file: str) -> list[str]:
    text = read_text(file, shown_name(file), "names of cities", RosterError)
    return [line.strip() for line in text.splitlines() if line.strip()]
