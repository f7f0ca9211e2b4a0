"""`mlcomp offer`: what an offer is worth, and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from mlcomp.answers.decisions import judged
from mlcomp.answers.suggestions import matching
from mlcomp.cli.household import with_household
from mlcomp.cli.options import (
    BookOption,
    FormatOption,
    JsonOption,
    NoMarketOption,
    book_of,
    profile_of,
    was_given,
    with_example,
    with_person,
)
from mlcomp.cli.output import format_of, show
from mlcomp.cli.picture import ForceOption, SaveOption, picture_at
from mlcomp.errors import NoLevelError, ProfileError, both
from mlcomp.offers.grants import EquityKind
from mlcomp.offers.reading import read_offer
from mlcomp.render.offer import OFFER
from mlcomp.rules.estimate import estimate
from mlcomp.text import as_id

if TYPE_CHECKING:
    from mlcomp.rules.result import Estimate
    from mlcomp.taxes.asked import Asked

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
@with_person(read=dict)
@with_household()
def command(
    person: dict[str, Any],
    ctx: typer.Context,
    household: Asked | None,
    # Needed, and asked for together with all else that is wrong.
    base: Annotated[
        str | None, term("DOLLARS", "Base salary a year: 240000 or 240k; needed.")
    ] = None,
    bonus: Annotated[str | None, term("BONUS", "Target bonus: 15% of base, or dollars.")] = None,
    equity: Annotated[
        str | None,
        term("DOLLARS", "Value of the whole first grant on its day; 100k/year is that a year."),
    ] = None,
    vesting: Annotated[
        str | None,
        term("SCHEDULE", "Percent a year: 25/25/25/25 (the default, also 4y), 5/15/40/40."),
    ] = None,
    refresh: Annotated[
        str | None,
        term("DOLLARS", "A further grant of that at the end of each year; 50k/year is the same."),
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
            help="public (the default) or private shares; options, or 'public options'.",
            autocompletion=_kinds,
            rich_help_panel=PANEL,
        ),
    ] = None,
    equity_worth: Annotated[
        str | None,
        term("PERCENT", "Count private shares at that part of their value, a second time."),
    ] = None,
    strike: Annotated[str | None, term("DOLLARS", "Of options: the strike, a share.")] = None,
    share_price: Annotated[
        str | None, term("DOLLARS", "Of options: the price of a share now.")
    ] = None,
    shares: Annotated[str | None, term("NUMBER", "Of options: how many.")] = None,
    base_raise: Annotated[
        str | None,
        typer.Option(
            "--raise",
            metavar="PERCENT",
            help="Base, and a bonus in percent, grow by it from year 2 on.",
            rich_help_panel=PANEL,
        ),
    ] = None,
    bonus_payout: Annotated[
        str | None, term("PERCENT", "Expected part of the target bonus: 100% without.")
    ] = None,
    relocation: Annotated[str | None, term("DOLLARS", "Paid once, in year 1.")] = None,
    match: Annotated[
        str | None, term("MATCH", "To retirement savings: '50% of 6%' of base.")
    ] = None,
    benefits: Annotated[
        str | None, term("DOLLARS", "What other benefits are worth a year.")
    ] = None,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain",
            help="Add compa-ratio and range penetration.",
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
    """Say whether an offer is low, fair or high, what to ask for, and what it pays.

    The market judges, unless --book names another judge.

    Example: mlcomp offer --base 240k --equity 400k --years 4 --city SF
    """
    picture = picture_at(save, force=force)
    terms = {
        "base": base,
        "bonus": bonus,
        "equity": equity,
        "vesting": vesting,
        "refresh": refresh,
        "refresh_vesting": refresh_vesting,
        "sign_on": sign_on,
        "growth": growth,
        "equity_kind": equity_kind,
        "equity_worth": equity_worth,
        "strike": strike,
        "share_price": share_price,
        "shares": shares,
        "raise": base_raise,
        "bonus_payout": bonus_payout,
        "relocation": relocation,
        "match": match,
        "benefits": benefits,
    }
    estimated, offer = both(lambda: _priced(person, book), lambda: read_offer(**terms))
    result = judged(offer, estimated, no_market=no_market, by_book=was_given(ctx, "book"))
    taxed = None
    if household:
        # Loaded only here: an offer without has nothing of it.
        from mlcomp.taxes.compare import offer_taxed

        taxed = offer_taxed(result[0], household)
    show(format_of(output, json=json), OFFER, *result, taxed, explain=explain, picture=picture)


def _priced(person: dict[str, Any], book: str) -> Estimate:
    """Price the person of the options, or refuse all that is wrong with them."""
    loaded = book_of(book)
    with with_example(command):
        try:
            return estimate(profile_of(person), loaded)
        except ProfileError as first:
            # Only a refusal needs them.
            from mlcomp.scenarios.values import FACTOR, person_faults

            given = {name: value for name, value in person.items() if value not in (None, False)}
            values = {name: value for name, value in given.items() if name != "factor"}
            typed = (text.partition("=") for text in given.get("factor", ()))
            values |= {f"{FACTOR}{as_id(id_)}": option for id_, equals, option in typed if equals}
            faults = person_faults(values, first, loaded)
            raise NoLevelError(*faults) from None
