"""`mlcomp estimate`: what one person should be paid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mlcomp.answers.prices import estimated
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
from mlcomp.render.estimate import ESTIMATE
from mlcomp.rules.profile import Profile

if TYPE_CHECKING:
    from mlcomp.rules.result import Estimate
    from mlcomp.taxes.asked import Asked
    from mlcomp.taxes.estimate import Left

app = typer.Typer(add_completion=False)


@app.command(
    short_help="Estimate one person's pay: mlcomp estimate --years 4 --city SF",
)
@with_person()
@with_household()
def command(
    profile: Profile,
    household: Asked | None,
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
    result = estimated(profile, book_of(book), no_market=no_market)

    left = _left(result[0], household) if household else None
    show(format_of(output, json=json), ESTIMATE, *result, left, explain=explain, picture=picture)


def _left(result: Estimate, asked: Asked) -> Left:
    # Loaded only here: an estimate without has nothing of it.
    from mlcomp.taxes.estimate import left_of

    return left_of(result, asked)
