"""`mlcomp take-home`: what taxes leave of pay, and what it buys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from mlcomp.answers.taxed import left_of_pay
from mlcomp.cli.household import with_household
from mlcomp.cli.options import (
    BookOption,
    FormatOption,
    JsonOption,
    book_of,
    profile_of,
    with_example,
    with_person,
)
from mlcomp.cli.output import format_of, show
from mlcomp.cli.picture import ForceOption, SaveOption, picture_at
from mlcomp.render.take_home import TAKE_HOME
from mlcomp.rules.estimate import estimate
from mlcomp.taxes.estimate import Left, left_of

if TYPE_CHECKING:
    from mlcomp.taxes.asked import Asked

app = typer.Typer(add_completion=False)


@app.command(
    short_help="Show what taxes leave: mlcomp take-home --pay 250k --city SF",
)
@with_person(read=dict)
@with_household(always=True)
def command(
    person: dict[str, Any],
    household: Asked,
    pay: Annotated[
        str | None,
        typer.Option(metavar="DOLLARS", help="A year's pay; without, the estimate's typical pay."),
    ] = None,
    book: BookOption = "guide",
    save: SaveOption = None,
    force: ForceOption = False,
    output: FormatOption = None,
    json: JsonOption = False,
) -> None:
    """Show federal, state and local tax on a year's pay, and what is left at national prices.

    Example: mlcomp take-home --pay 250k --city SF
    """
    picture = picture_at(save, force=force)
    if pay is None:
        left = _of_estimate(person, household, book)
    else:
        left = left_of_pay(person, household, pay)
    show(format_of(output, json=json), TAKE_HOME, left, picture=picture)


def _of_estimate(person: dict[str, Any], household: Asked, book: str) -> Left:
    with with_example(command):
        result = estimate(profile_of(person), book_of(book))
    return left_of(result, household)
