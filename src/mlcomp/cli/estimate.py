"""`mlcomp estimate`: what one person should be paid."""

from __future__ import annotations

from typing import Annotated

import typer

from mlcomp.accuracy.market import market_check
from mlcomp.cli.options import (
    BookOption,
    FormatOption,
    JsonOption,
    NoMarketOption,
    book_of,
    with_person,
)
from mlcomp.cli.output import format_of, show
from mlcomp.cli.picture import ForceOption, SaveOption, picture_at
from mlcomp.render.estimate import ESTIMATE
from mlcomp.rules.estimate import estimate
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
    save: SaveOption = None,
    force: ForceOption = False,
    output: FormatOption = None,
    json: JsonOption = False,
) -> None:
    """Estimate base salary and total compensation, with every step shown.

    Example: mlcomp estimate --years 4 --city SF --tier google --explain
    """
    picture = picture_at(save, force=force)
    result = estimate(profile, book_of(book))
    market = None if no_market else market_check(profile, result)

    show(format_of(output, json=json), ESTIMATE, result, market, explain=explain, picture=picture)
