"""`mlcomp bands`: every level with its pay."""

from __future__ import annotations

import typer

from mlcomp.accuracy.market import market_bands
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
from mlcomp.render.lists import BANDS
from mlcomp.rules.bands import bands
from mlcomp.rules.profile import Profile

app = typer.Typer(add_completion=False)


@app.command(
    short_help="Show every level with its pay: mlcomp bands --city NYC",
)
@with_person(without=("years", "level"))
def command(
    profile: Profile,
    no_market: NoMarketOption = False,
    book: BookOption = "guide",
    save: SaveOption = None,
    force: ForceOption = False,
    output: FormatOption = None,
    json: JsonOption = False,
) -> None:
    """Show the levels with base salary, total compensation and scope.

    Example: mlcomp bands --city NYC --tier faang
    """
    picture = picture_at(save, force=force)
    result = bands(profile, book_of(book))
    market = None if no_market else market_bands(profile, tuple(e for _, e in result.levels))
    show(format_of(output, json=json), BANDS, result, market, picture=picture)
