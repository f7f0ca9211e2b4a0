"""`mlcomp take-home`: what taxes leave of pay, and what it buys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

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
from mlcomp.errors import Fault, OfferError, UsageError
from mlcomp.offers.money import salary
from mlcomp.render.take_home import TAKE_HOME
from mlcomp.rules.estimate import estimate
from mlcomp.rules.profile import Profile
from mlcomp.taxes.estimate import Left, left_of
from mlcomp.taxes.take_home import take_home

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
    left = _of_estimate(person, household, book) if pay is None else _of_pay(person, household, pay)
    show(format_of(output, json=json), TAKE_HOME, left, picture=picture)


def _of_pay(person: dict[str, Any], household: Asked, pay: str) -> Left:
    given = (name for name, value in person.items() if value not in (None, False))
    if unused := [name for name in given if name not in ("city", "remote")]:
        option = unused[0].replace("_", "-")
        raise UsageError(Fault("pay", expected=f"no --{option} beside it", found="both"))
    profile = Profile(city=person["city"], remote=person["remote"])
    try:
        dollars = salary(pay)
    except OfferError as error:
        raise UsageError(*(fault._replace(field="pay") for fault in error.faults)) from None
    return Left(take_home(household.case(dollars, profile)))


def _of_estimate(person: dict[str, Any], household: Asked, book: str) -> Left:
    with with_example(command):
        result = estimate(profile_of(person), book_of(book))
    return left_of(result, household)
