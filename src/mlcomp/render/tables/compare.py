"""A comparison as a person reads it in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from mlcomp.book.rulebook import is_guide
from mlcomp.render.compare import tie_documents
from mlcomp.render.parts import difference, is_likely, percentile, signed, signed_percent
from mlcomp.scenarios.compare import ties
from mlcomp.text import listed, thousands

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlcomp.accuracy.compare import MarketComparison
    from mlcomp.render.tables.terminal import Screen
    from mlcomp.scenarios.compare import Compared, Comparison
    from mlcomp.taxes.compare import Taxed

BAR_WIDTH = 40
PAYS = "Pays"
TO_FIRST = ("To the first", "To the\nfirst", "%")
# Longer names do not stand beside a bar: the bars have numbers then.
MAX_BESIDE_BAR = 24
# Offers have wider figures: beside those, longer names would be a word or less a line.
MAX_BESIDE_OFFER = 16


def print_comparison(
    screen: Screen,
    comparison: Comparison,
    market: MarketComparison | None = None,
    taxed: tuple[Taxed, ...] | None = None,
) -> None:
    """Print the scenarios, the best paid first, then their bars on one scale, and notes."""
    scenarios = _ranking(comparison, market)
    years = comparison.over_years
    period = "US dollars a year" if years == 1 else f"US dollars over {years} years"
    books = f"{market.book} and {comparison.book}" if market else comparison.book_title
    title = _title(comparison, market, taxed=taxed is not None)
    screen.heading(title, f"{books}; {period}")
    offers = any(one.is_paid for one in scenarios)
    most = MAX_BESIDE_OFFER if offers else MAX_BESIDE_BAR
    numbered = len(scenarios) > 1 and max(len(one.name) for one in scenarios) > most
    figures = (
        _both_figures(comparison, market, scenarios) if market else _figures(screen, comparison)
    )
    if taxed:
        # The first is no longer the best paid.
        figures = {name: cells for name, cells in figures.items() if name not in TO_FIRST}
    named_above = numbered and (offers or screen.is_narrow)
    if named_above:
        _print_names(screen, scenarios)
    number = ("",) if numbered and not named_above else ()
    table = screen.table(*number, "Scenario", *figures, right=(*number, *figures))
    paid = PAYS if market else "Total"
    for n, one in enumerate(scenarios):
        cells = [column[n] for column in figures.values()]
        name = Text(str(n + 1) if named_above else one.name, style="bold")
        table.add_row(*(str(n + 1) for _ in number), name, *cells)
        for counted, total in _other_totals(one).items():
            cells = [thousands(total) if column == paid else "" for column in figures]
            table.add_row(*number, counted, *cells, style="dim")
        if one.stated:
            table.add_row(*number, "as stated", *[""] * len(figures), style="dim")
    screen.show(table, spare=("%",))
    after_tax: list[str] = []
    if taxed:
        # Loaded only here, as the taxes are.
        from mlcomp.render.tables.taxed import notes_on, print_scenarios

        names = [str(n) if numbered else one.name for n, one in enumerate(scenarios, 1)]
        print_scenarios(screen, names, taxed)
        after_tax = notes_on(year for one in taxed for year in one.years)
    ranks = market.book if market and market.ranks else comparison.book
    _print_bars(screen, scenarios, ranks if market else "", numbered=numbered)
    ties = _ties(comparison, market, numbered=numbered)
    screen.notes([*ties, *_notes(scenarios), *after_tax])


def _ranking(comparison: Comparison, market: MarketComparison | None) -> tuple[Compared, ...]:
    """Return the scenarios as the book prices them that ranks them."""
    if market is None or not market.ranks:
        return comparison.scenarios
    both = zip(market.scenarios, comparison.scenarios, strict=True)
    return tuple(there.compared if there else one for there, one in both)


def _other_totals(one: Compared) -> dict[str, float]:
    """Return a scenario's totals with private shares counted in other ways, by their names."""
    totals = {}
    if one.claimed is not None:
        totals["claimed"] = one.claimed
    standing = one.judgement and one.judgement.at_worth
    if standing and one.at_worth is not None:
        totals[f"at {standing.share * 100:g}%"] = one.at_worth
    return totals


def _print_names(screen: Screen, scenarios: tuple[Compared, ...]) -> None:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for number, one in enumerate(scenarios, 1):
        grid.add_row(str(number), Text(one.name, style="bold"))
    screen.show(grid)
    screen.show(Text(""))


def _figures(screen: Screen, comparison: Comparison) -> dict[str, list[str]]:
    """Return the columns that this comparison needs, a cell for each scenario."""
    scenarios = comparison.scenarios
    columns = {
        "Base": ["" if one.base is None else thousands(one.base) for one in scenarios],
        "Total": [thousands(one.total) for one in scenarios],
    }
    columns |= _tied(scenarios, " ")
    if not all(one.is_paid for one in scenarios):
        width = "Likely" if is_likely(comparison.calibration) else "Inner"
        columns[f"{width} total"] = [
            "" if one.is_paid else screen.span(one.estimated.likely_low, one.estimated.likely_high)
            for one in scenarios
        ]
    return {**columns, **_percentiles(scenarios), **_to_first(scenarios)}


def _tied(priced: Sequence[Compared | None], header: str) -> dict[str, list[str]]:
    """Return a mark for each that the book cannot tell from another; no column without any."""
    tied = {one.name for group in ties(one for one in priced if one) for one in group}
    return {header: ["tied" if one and one.name in tied else "" for one in priced]} if tied else {}


def _percentiles(scenarios: tuple[Compared, ...]) -> dict[str, list[str]]:
    judged = [one.judgement and one.judgement.total for one in scenarios]
    shown = [percentile(total.percentile) if total else "" for total in judged]
    return {"Recurring,\npercentile": shown} if any(judged) else {}


def _to_first(scenarios: tuple[Compared, ...]) -> dict[str, list[str]]:
    """Return how far each is from the first, unless it is alone."""
    if len(scenarios) == 1:
        return {}
    apart = [difference(one.total, scenarios[0].total) for one in scenarios[1:]]
    short = any(one.judgement for one in scenarios)
    return {
        "To the\nfirst" if short else "To the first": [
            "",
            *(signed(each["dollars"]) for each in apart),
        ],
        "%": ["", *(signed_percent(each["percent"]) for each in apart)],
    }


def _both_figures(
    comparison: Comparison, market: MarketComparison, ranking: tuple[Compared, ...]
) -> dict[str, list[str]]:
    """Return what is paid, both books' typical totals, "tied" beside them, and the distance."""
    columns: dict[str, list[str]] = {}
    if any(one.is_paid for one in ranking):
        columns[PAYS] = [thousands(one.total) if one.is_paid else "" for one in ranking]
    opinions: list[Compared | None] = [there and there.compared for there in market.scenarios]
    own = "Guide" if is_guide(comparison.book, comparison.calibration) else "Book"
    by_book: dict[str, list[Compared | None]] = {
        "Market": opinions,
        own: list(comparison.scenarios),
    }
    for name, priced in list(by_book.items())[:: 1 if market.ranks else -1]:
        columns[name] = [thousands(one.estimated.typical) if one else "" for one in priced]
        # A header of its own for each: blanks tell the two apart.
        columns |= _tied(priced, " " * (1 + (name != "Market")))
    return {**columns, **_percentiles(ranking), **_to_first(ranking)}


def _ties(comparison: Comparison, market: MarketComparison | None, *, numbered: bool) -> list[str]:
    """Say which scenarios a book cannot tell apart, and why."""
    numbers = {one.name: str(n) for n, one in enumerate(comparison.scenarios, 1)}
    return [
        f"Tied by {tie['book']}: "
        f"{listed((numbers[name] if numbered else name for name in tie['scenarios']), 'and')}. "
        f"It gives them one figure, {thousands(tie['total'])}: {tie['why']}."
        for tie in tie_documents(comparison, market)
    ]


def _title(comparison: Comparison, market: MarketComparison | None, *, taxed: bool) -> str:
    """Return what all scenarios share, how many there are, and what sorts them."""
    scenarios = comparison.scenarios
    estimates = [one.estimate for one in scenarios]
    titles = {estimate.level.title for estimate in estimates}
    labels = [
        {step.label: None for step in estimate.steps if step.id not in ("band", "uplift")}
        for estimate in estimates
    ]
    shared = [label for label in labels[0] if all(label in other for other in labels)]
    who = f"{titles.pop()} ML engineer" if len(titles) == 1 else "ML engineers"
    paid = any(one.is_paid for one in scenarios)
    by = "total" if paid else "typical total"
    if market and market.ranks:
        by = "what they pay or the market's typical" if paid else "the market's typical total"
    if taxed:
        by = "take-home pay at national prices"
    title = ", ".join([who, *shared])
    return title if len(scenarios) == 1 else f"{title}: {len(scenarios)} scenarios by {by}"


def _print_bars(
    screen: Screen, scenarios: tuple[Compared, ...], book: str, *, numbered: bool
) -> None:
    """Draw each scenario's range by the book that ranks them, named where there are two."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(overflow="fold", justify="right" if numbered else "left")
    grid.add_column(no_wrap=True)
    start = min(min(one.estimated.low, one.total) for one in scenarios)
    end = max(max(one.estimated.high, one.total) for one in scenarios)
    for number, one in enumerate(scenarios, 1):
        mark = one.total if one.is_paid else None
        label = Text(str(number) if numbered else one.name, style="bold")
        grid.add_row(
            label, screen.bar(one.estimated, start, end, screen.bar_width(BAR_WIDTH), mark)
        )
    if any(one.is_paid for one in scenarios):
        stated = any(one.stated for one in scenarios)
        what = "what is paid" if stated else "the offer in these years"
        legend = (
            f"{screen.glyphs.mark} {what}, sign-on included",
            f"{screen.glyphs.typical} typical of its estimate",
        )
        grid.add_row("", Text(("\n" if screen.is_narrow else "  ").join(legend)))
    if book:
        grid.add_row("", Text(f"Ranges of total by {book}.", style="dim"))
    screen.show(Text(""))
    screen.show(grid)


def _notes(scenarios: tuple[Compared, ...]) -> list[str]:
    """Return every note once, with the name of its scenario unless all share it."""
    names: dict[str, list[str]] = {}
    for one in scenarios:
        for note in (*(one.judgement.notes if one.judgement else ()), *one.notes):
            names.setdefault(note.text, []).append(one.name)
    return [
        note if len(named) == len(scenarios) else f"{_named(named)}: {note}"
        for note, named in names.items()
    ]


def _named(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
