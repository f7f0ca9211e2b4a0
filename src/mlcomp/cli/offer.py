"""`mlcomp offer`: what an offer is worth, and where it stands."""

from __future__ import annotations

from typing import Annotated, get_args

import typer

from mlcomp.cli.options import BookOption, FormatOption, JsonOption, book_of, with_person
from mlcomp.cli.output import show
from mlcomp.judgement import judge
from mlcomp.offer import EquityKind, read_offer
from mlcomp.profile import Profile
from mlcomp.render.offer import offer_document, offer_rows
from mlcomp.rules import estimate

app = typer.Typer(add_completion=False)

PANEL = "The offer"


def _kinds(incomplete: str) -> list[str]:
    return [kind for kind in get_args(EquityKind) if kind.startswith(incomplete.casefold())]


@app.command(
    short_help="Judge an offer: mlcomp offer --base 240k --bonus 15% --years 4",
)
@with_person()
def command(
    profile: Profile,
    base: Annotated[
        str,
        typer.Option(
            metavar="DOLLARS", help="Base salary a year: 240000 or 240k.", rich_help_panel=PANEL
        ),
    ],
    bonus: Annotated[
        str | None,
        typer.Option(
            metavar="BONUS", help="Target bonus: 15% of base, or dollars.", rich_help_panel=PANEL
        ),
    ] = None,
    equity: Annotated[
        str | None,
        typer.Option(
            metavar="DOLLARS",
            help="Value of the whole first grant on its day.",
            rich_help_panel=PANEL,
        ),
    ] = None,
    vesting: Annotated[
        str | None,
        typer.Option(
            metavar="SCHEDULE",
            help="Percent a year: 25/25/25/25 (the default, also 4y), 5/15/40/40.",
            rich_help_panel=PANEL,
        ),
    ] = None,
    refresh: Annotated[
        str | None,
        typer.Option(
            metavar="DOLLARS",
            help="A further grant at the end of each year.",
            rich_help_panel=PANEL,
        ),
    ] = None,
    refresh_vesting: Annotated[
        str | None,
        typer.Option(
            metavar="SCHEDULE",
            help="How each refresher vests; as the first grant without.",
            rich_help_panel=PANEL,
        ),
    ] = None,
    sign_on: Annotated[
        str | None,
        typer.Option(
            metavar="DOLLARS",
            help="Paid once: 30000; or in two years: 50000,25000.",
            rich_help_panel=PANEL,
        ),
    ] = None,
    growth: Annotated[
        str | None,
        typer.Option(
            metavar="PERCENT",
            help="Yearly change of the share price: 0% without.",
            rich_help_panel=PANEL,
        ),
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
    output: FormatOption = "table",
    json: JsonOption = False,
) -> None:
    """Show an offer year by year, where it stands, and what to ask for.

    Example: mlcomp offer --base 240k --bonus 15% --equity 400k --years 4 --city SF
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

    def table() -> None:
        from mlcomp.render.offer_table import print_offer

        print_offer(result)

    show(
        "json" if json else output,
        document=lambda: offer_document(result),
        rows=lambda: offer_rows(result),
        table=table,
    )
