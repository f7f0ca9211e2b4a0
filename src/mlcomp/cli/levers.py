"""`mlcomp levers`: which single change moves pay most."""

from __future__ import annotations

import typer

from mlcomp.answers.decisions import changed
from mlcomp.cli.options import (
    BookOption,
    FormatOption,
    JsonOption,
    NoMarketOption,
    book_of,
    with_person,
)
from mlcomp.cli.output import format_of, show
from mlcomp.render.levers import LEVERS
from mlcomp.rules.profile import Profile

app = typer.Typer(add_completion=False)


@app.command(
    short_help="Show what would change pay most: mlcomp levers --years 4 --city SF",
)
@with_person()
def command(
    profile: Profile,
    no_market: NoMarketOption = False,
    book: BookOption = "guide",
    output: FormatOption = None,
    json: JsonOption = False,
) -> None:
    """Show every single change the rule book allows and what it does to typical pay.

    By the market too, which orders them; --no-market leaves it out.

    Example: mlcomp levers --years 4 --city SF --tier mid-size
    """
    result = changed(profile, book_of(book), no_market=no_market)

    show(format_of(output, json=json), LEVERS, *result)
