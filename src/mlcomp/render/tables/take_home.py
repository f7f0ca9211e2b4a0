"""Take-home pay as a person reads it in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from mlcomp.render.parts import signed, signed_percent
from mlcomp.render.tables.estimate import headline
from mlcomp.render.tables.terminal import Screen
from mlcomp.render.take_home import take_home_document
from mlcomp.taxes.library import LAW
from mlcomp.text import article, thousands

if TYPE_CHECKING:
    from mlcomp.documents.take_home import TakeHomeDoc
    from mlcomp.render.take_home import Left
    from mlcomp.taxes.compare import Taxed
    from mlcomp.taxes.levers import Moves
    from mlcomp.taxes.take_home import TakeHome

BEST = 5
UNKNOWN = "none"
FILED = {"single": "single", "married": "married, filing jointly"}


def print_left(left: Left) -> None:
    """Print what is left of a pay, tax by tax, and what it buys."""
    screen = Screen()
    total = left.total
    if left.estimate:
        title, context = headline(left.estimate)
        screen.heading(f"Take-home pay of {article(title)}", context)
    else:
        filed = f"{FILED[total.case.household.filing]}; US dollars a year; law of {LAW}"
        screen.heading(f"Take-home pay of {total.case.pay:,.0f} in {total.case.home.name}", filed)
    print_taxes(screen, {"Base": left.base, "Total": total} if left.base else {"": total})


def print_taxes(screen: Screen, pays: dict[str, TakeHome | None]) -> None:
    """Print each tax on some pays, a column each, and what is left; then the notes."""
    documents = {name: take_home_document(pay) for name, pay in pays.items() if pay}
    first, *_ = documents.values()
    names = tuple(documents)
    table = screen.table("Dollars a year", *names, right=names)
    all_pays = [each["pay"] + each.get("spouse_pay", 0) for each in documents.values()]
    what = "Pay of both" if "spouse_pay" in first else "Pay"
    table.add_row(what, *(f"{pay:,d}" for pay in all_pays))
    for lines in zip(*(each["lines"] for each in documents.values()), strict=True):
        if any(line["dollars"] for line in lines):
            table.add_row(lines[0]["label"], *(f"{-line['dollars']:,d}" for line in lines))
    table.add_section()
    table.add_row(
        "Take-home pay", *(f"{each['net']:,d}" for each in documents.values()), style="bold green"
    )
    if first["price_level"] is not None:
        table.add_row("At national prices", *map(_real, documents.values()), style="bold")
    table.add_section()
    table.add_row("Taxes take", *(f"{each['effective_percent']}%" for each in documents.values()))
    table.add_row("Of the next 1,000", *map(_marginal, documents.values()))
    screen.show(table)
    screen.notes(list(dict.fromkeys(note for each in documents.values() for note in each["notes"])))


def _real(document: TakeHomeDoc) -> str:
    real = document["net_at_national_prices"]
    return UNKNOWN if real is None else f"{real:,d}"


def _marginal(document: TakeHomeDoc) -> str:
    marginal = document["marginal_percent"]
    return "" if marginal is None else f"{marginal}%"


def print_scenarios(screen: Screen, names: list[str], taxed: tuple[Taxed, ...]) -> None:
    """Print what each scenario leaves, the best at national prices first."""
    screen.show(Text(""))
    screen.show(Text(f"After tax, by the law of {LAW}", style="bold"))
    figures = ("Pay", "Take-home", "Prices", "At national\nprices", "To the\nfirst", "%")
    table = screen.table("Scenario", *figures, right=figures)
    first = taxed[0].real
    for n, (name, one) in enumerate(zip(names, taxed, strict=True)):
        prices, real = one.years[0].case.home.prices, one.real
        apart, share = "", ""
        if n and first is not None and real is not None:
            apart, share = signed(real - first), signed_percent(100 * (real - first) / first)
        table.add_row(
            Text(name, style="bold"),
            thousands(one.pay),
            thousands(one.net),
            f"{prices.level:.0f}%" if prices else UNKNOWN,
            UNKNOWN if real is None else thousands(real),
            apart,
            share,
        )
    screen.show(table)


def print_years(screen: Screen, taxed: Taxed) -> None:
    """Print what is left of each year of an offer."""
    screen.show(Text(""))
    screen.show(Text(f"After tax, by the law of {LAW}", style="bold"))
    real = taxed.real is not None
    figures = ("Wages", "Taxes", "Take-home", *(("At national prices",) if real else ()))
    table = screen.table("Year", *figures, right=figures)
    documents = [take_home_document(year) for year in taxed.years]
    for number, each in enumerate(documents, 1):
        pay = each["pay"] + each.get("spouse_pay", 0)
        cells = [f"{pay:,d}", f"{pay - each['net']:,d}", f"{each['net']:,d}"]
        table.add_row(str(number), *cells, *([_real(each)] if real else []))
    screen.show(table)
    screen.notes(list(dict.fromkeys(note for each in documents for note in each["notes"])))


def print_moves(screen: Screen, moves: Moves) -> None:
    """Print the moves that leave most at national prices, and the way there."""
    screen.show(Text(""))
    title = f"Moves after tax, law of {LAW}, by what typical total buys at national prices"
    screen.show(Text(title, style="bold"))
    figures = ("Total", "Take-home", "Prices", "At national\nprices", "Change")
    table = screen.table("Place", *figures, right=figures)
    table.add_row("Now", *_move(moves.before), "")
    known = [move for move in moves.moves if move.after.real is not None]
    shown = known if len(known) <= 2 * BEST else [*known[:BEST], None, *known[-BEST:]]
    for move in shown:
        if move is None:
            table.add_row(Text(f"{len(known) - 2 * BEST} more between", style="dim"))
            continue
        gain = moves.real_gain(move.after)
        table.add_row(move.lever.label, *_move(move.after), "" if gain is None else signed(gain))
    screen.show(table)
    screen.show(Text(f"Total by {moves.by}.", style="dim"))


def _move(left: TakeHome) -> tuple[str, ...]:
    prices, real = left.case.home.prices, left.real
    return (
        thousands(left.case.pay),
        thousands(left.net),
        f"{prices.level:.0f}%" if prices else UNKNOWN,
        UNKNOWN if real is None else thousands(real),
    )
