"""`mlcomp bands`: every level with its pay."""

from __future__ import annotations

import typer

from mlcomp.answers.prices import banded
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
    result = banded(profile, book_of(book), no_market=no_market)
    show(format_of(output, json=json), BANDS, *result, picture=picture)
