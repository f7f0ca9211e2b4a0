"""`mlcomp estimate`: what one person should be paid."""

from __future__ import annotations

from typing import Annotated

import typer

from mlcomp.answers.prices import estimated
from mlcomp.cli.options import (
    BookOption,
    FormatOption,
    JsonOption,
    NoMarketOption,
    book_of,
    with_person,
)
from mlcomp.cli.output import format_of, show
from mlcomp.render.estimate import ESTIMATE
from mlcomp.rules.profile import Profile

app = typer.Typer(add_completion=False)


@app.command(
    short_help="Estimate one person's pay: mlcomp estimate --years 4 --city SF",
)
@with_person()
def command(
    profile: Profile,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain",
            help="Say where each number comes from.",
            rich_help_panel="Output and rule book",
        ),
    ] = False,
    no_market: NoMarketOption = False,
    book: BookOption = "guide",
    output: FormatOption = None,
    json: JsonOption = False,
) -> None:
    """Estimate base salary and total compensation, with every step shown.

    Example: mlcomp estimate --years 4 --city SF --tier google --explain
    """
    result = estimated(profile, book_of(book), no_market=no_market)

    show(format_of(output, json=json), ESTIMATE, *result, explain=explain)
