"""`mlcomp compare`: scenarios side by side."""

from __future__ import annotations

import sys
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from mlcomp.accuracy.market import MARKET
from mlcomp.answers.decisions import compared, years_compared
from mlcomp.cli.household import with_household
from mlcomp.cli.options import (
    PERSON,
    BookOption,
    FormatOption,
    JsonOption,
    NoMarketOption,
    book_of,
    factors_of,
    sign,
    was_given,
    with_example,
)
from mlcomp.cli.output import format_of, show
from mlcomp.cli.picture import ForceOption, SaveOption, picture_at
from mlcomp.errors import Fault, UsageError
from mlcomp.offers.offer import YEARS
from mlcomp.render.compare import COMPARISON
from mlcomp.scenarios.combinations import combinations

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlcomp.taxes.asked import Asked

app = typer.Typer(add_completion=False)


FLAGS = [name for name, kind in PERSON.items() if get_args(kind)[0] is bool]


def _options() -> dict[str, Any]:
    """Return a person's options as repeatable ones, and each flag together with its opposite."""
    options: dict[str, Any] = {}
    for name, kind in PERSON.items():
        options[name] = kind
        if name in FLAGS:
            flag = name.replace("_", "-")
            without = typer.Option(f"--no-{flag}", help=f"With --{flag}: compares both.")
            options[f"no_{name}"] = Annotated[bool, without]
        else:
            options[name] = Annotated[list[str] | None, get_args(kind)[1]]
    return options


def with_people(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of a person, each repeatable; it gets those that were given."""

    @wraps(command)
    def run(**values: Any) -> Any:
        people: dict[str, Any] = {name: values.pop(name) or [] for name in PERSON}
        for name in FLAGS:
            given = (people[name], values.pop(f"no_{name}"))
            people[name] = [flag for flag, asked in zip((True, False), given, strict=True) if asked]
        people["factor"] = factors_of(people["factor"])
        with with_example(command):
            return command({name: given for name, given in people.items() if given}, **values)

    sign(run, command, _options())
    return run


@app.command(
    short_help="Compare jobs and offers: mlcomp compare --years 4 --city SF,NYC",
)
@with_people
@with_household()
def command(
    people: dict[str, Any],
    ctx: typer.Context,
    household: Asked | None,
    file: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="Named scenarios and offers in TOML, instead; - is stdin."
        ),
    ] = None,
    over_years: Annotated[
        str,
        typer.Option(
            metavar=f"1-{YEARS}", help="Add up the pay of so many years.", show_default=True
        ),
    ] = "1",
    no_market: NoMarketOption = False,
    book: BookOption = "guide",
    save: SaveOption = None,
    force: ForceOption = False,
    output: FormatOption = None,
    json: JsonOption = False,
) -> None:
    """Compare all combinations: options may be repeated or take lists with commas.

    The market ranks them, or the book of --book; an offer stands by what it pays.

    Example: mlcomp compare --years 4 --city SF,NYC --tier faang,mid-size
    """
    picture = picture_at(save, force=force)
    years = years_compared(over_years)
    loaded = book_of(book)
    beside = None if no_market else book_of(MARKET)
    if file is None:
        scenarios = combinations(people, loaded, beside)
    elif people:
        option = next(iter(people)).replace("_", "-")
        hint = "[person] in the file holds what all share"
        raise UsageError(Fault("file", expected=f"no --{option} beside it", hint=hint))
    else:
        from mlcomp.scenarios.file import read_scenarios

        if file == "-" and sys.stdin is None:
            raise UsageError(Fault("file", expected="standard input", found="it closed"))
        scenarios = read_scenarios(sys.stdin.buffer if file == "-" else file, loaded)
    result = compared(scenarios, loaded, beside, years=years, by_book=was_given(ctx, "book"))

    taxed = None
    if household:
        # Loaded only here: a comparison without has nothing of it.
        from mlcomp.taxes.compare import by_take_home

        comparison, market, taxed = by_take_home(*result, household)
        result = (comparison, market)
    show(format_of(output, json=json), COMPARISON, *result, taxed, picture=picture)
