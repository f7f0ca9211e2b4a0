"""`mlcomp levers`: which single change moves pay most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from mlcomp.answers.decisions import changed
from mlcomp.cli.household import with_household
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
from mlcomp.render.levers import LEVERS
from mlcomp.rules.profile import Profile

if TYPE_CHECKING:
    from mlcomp.taxes.asked import Asked

app = typer.Typer(add_completion=False)


@app.command(
    short_help="Show what would change pay most: mlcomp levers --years 4 --city SF",
)
@with_person()
@with_household(without=("live_in",))
def command(
    profile: Profile,
    household: Asked | None,
    no_market: NoMarketOption = False,
    book: BookOption = "guide",
    save: SaveOption = None,
    force: ForceOption = False,
    output: FormatOption = None,
    json: JsonOption = False,
) -> None:
    """Show every single change the rule book allows and what it does to typical pay.

    By the market too, which orders them; --no-market leaves it out.

    Example: mlcomp levers --years 4 --city SF --tier mid-size
    """
    picture = picture_at(save, force=force)
    result = changed(profile, book_of(book), no_market=no_market)

    moves = None
    if household:
        # Loaded only here: levers without have nothing of it.
        from mlcomp.taxes.levers import moves_of

        moves = moves_of(*result, household)
    show(format_of(output, json=json), LEVERS, *result, moves, picture=picture)
