"""`mlcomp offer`: what an offer is worth, and where it stands."""

from __future__ import annotations

from typing import Annotated, Any, get_args

import typer

from mlcomp.cli.completion import matching
from mlcomp.cli.options import BookOption, FormatOption, JsonOption, book_of, with_person
from mlcomp.cli.output import format_of, show
from mlcomp.offers.judgement import judge
from mlcomp.offers.offer import EquityKind, read_offer
from mlcomp.render.offer import OFFER
from mlcomp.rules.estimate import estimate
from mlcomp.rules.profile import Profile

app = typer.Typer(add_completion=False)

PANEL = "The offer"


def term(metavar: str, text: str) -> Any:
    """Return an option for one term of an offer."""
    return typer.Option(metavar=metavar, help=text, rich_help_panel=PANEL)


def _kinds(incomplete: str) -> list[str]:
    return matching(get_args(EquityKind), incomplete)


@app.command(
    short_help="Judge an offer: mlcomp offer --base 240k --bonus 15% --years 4",
)
@with_person()
def command(
    profile: Profile,
    base: Annotated[str, term("DOLLARS", "Base salary a year: 240000 or 240k.")],
    bonus: Annotated[str | None, term("BONUS", "Target bonus: 15% of base, or dollars.")] = None,
    equity: Annotated[
        str | None, term("DOLLARS", "Value of the whole first grant on its day.")
    ] = None,
    vesting: Annotated[
        str | None,
        term("SCHEDULE", "Percent a year: 25/25/25/25 (the default, also 4y), 5/15/40/40."),
    ] = None,
    refresh: Annotated[
        str | None, term("DOLLARS", "A further grant at the end of each year.")
    ] = None,
    refresh_vesting: Annotated[
        str | None, term("SCHEDULE", "How each refresher vests; as the first grant without.")
    ] = None,
    sign_on: Annotated[
        str | None, term("DOLLARS", "Paid once: 30000; or in two years: 50000,25000.")
    ] = None,
    growth: Annotated[
        str | None, term("PERCENT", "Yearly change of the share price: 0% without.")
    ] = None,
    equity_kind: Annotated[
        str | None,
        typer.Option(
            metavar="KIND",
            help="public (the default) or private shares.",
            autocompletion=_kinds,
            rich_help_panel=PANEL,
        ),
    ] = None,
    book: BookOption = "guide",
    output: FormatOption = None,
    json: JsonOption = False,
) -> None:
    """Show an offer year by year, where it stands, and what to ask for.

    Example: mlcomp offer --base 240k --equity 400k --years 4 --city SF
    """
    offer = read_offer(
        base=base,
        bonus=bonus,
        equity=equity,
        vesting=vesting,
        refresh=refresh,
        refresh_vesting=refresh_vesting,
        sign_on=sign_on,
        growth=growth,
        equity_kind=equity_kind,
    )
    result = judge(offer, estimate(profile, book_of(book)))

    show(format_of(output, json=json), OFFER, result)
