"""What taxes leave, as parts of tables."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.text import Text

from mlcomp.render.parts import signed, signed_percent
from mlcomp.render.taxed import take_home_document
from mlcomp.taxes.library import LAW
from mlcomp.taxes.notes import notes_of
from mlcomp.text import thousands

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlcomp.documents.take_home import TakeHomeDoc
    from mlcomp.render.tables.terminal import Screen
    from mlcomp.taxes.compare import Taxed
    from mlcomp.taxes.levers import Moves
    from mlcomp.taxes.take_home import TakeHome

BEST = 5
UNKNOWN = "none"


def print_taxes(screen: Screen, pays: dict[str, TakeHome | None]) -> None:
    """Print each tax on some pays, a column each, and what is left; then the notes."""
    documents = {name: take_home_document(pay) for name, pay in pays.items() if pay}
    first, *_ = documents.values()
    names = tuple(documents)
    table = screen.table("Dollars a year", *names, right=names)
    what = "Pay of both" if "spouse_pay" in first else "Pay"
    table.add_row(what, *(f"{_left(each)[0]:,d}" for each in documents.values()))
    for lines in zip(*(each["lines"] for each in documents.values()), strict=True):
        if any(line["dollars"] for line in lines):
            table.add_row(lines[0]["label"], *(f"{-line['dollars']:,d}" for line in lines))
    table.add_section()
    table.add_row(
        "Take-home pay", *(f"{each['net']:,d}" for each in documents.values()), style="bold green"
    )
    if first["price_level"] is not None:
        table.add_row("At national prices", *map(_real, documents.values()), style="bold")
    if saved := first.get("pretax"):
        table.add_row("of which in savings", *(f"{saved:,d}" for _ in documents), style="dim")
    table.add_section()
    table.add_row("Taxes take", *(f"{each['effective_percent']}%" for each in documents.values()))
    table.add_row("Of the next 1,000", *map(_marginal, documents.values()))
    screen.show(table)
    screen.notes(notes_on(filter(None, pays.values())))


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
    for (pay, net), alike in groupby(enumerate(documents, 1), lambda each: _left(each[1])):
        (first, document), *_, (last, _) = [*alike] * 2
        name = str(first) if first == last else f"{first} to {last}"
        cells = [f"{pay:,d}", f"{pay - net:,d}", f"{net:,d}"]
        table.add_row(name, *cells, *([_real(document)] if real else []))
    screen.show(table)


def notes_on(taxed: Iterable[TakeHome]) -> list[str]:
    """Return the notes on some take-home pays, each once."""
    return list(dict.fromkeys(note for each in taxed for note in notes_of(each)))


def _left(document: TakeHomeDoc) -> tuple[int, int]:
    """Return all that is earned in a year, and what is left of it."""
    return document["pay"] + document.get("spouse_pay", 0), document["net"]


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
