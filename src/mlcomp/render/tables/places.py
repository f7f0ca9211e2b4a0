"""Places as a person reads them in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from mlcomp.render.places import employed
from mlcomp.text import quoted

if TYPE_CHECKING:
    from mlcomp.places.candidates import Candidate
    from mlcomp.render.tables.terminal import Screen
    from mlcomp.rules.lookup import Answer, PricedMetros


def print_answer(screen: Screen, answer: Answer) -> None:
    """Print the place with its metro and factor, then every candidate, the likeliest first."""
    title = answer.book.title
    if answer.located:
        place, _, cited = answer.located
        screen.heading(f"{quoted(answer.query)} is {place.name} ({place.match})", title)
        metro = f"{place.metro.name} ({place.metro.code})" if place.metro else "none"
        screen.show(Text(f"Metro   {metro}"))
        screen.show(Text(f"Factor  {screen.multiplier(place.factor)}, {cited.basis}"))
        for line in filter(None, (cited.source, cited.reason)):
            screen.show(Padding(Text(line), (0, 0, 0, 8)))
        screen.notes([place.note] if place.note else [])
    elif answer.refusal:
        screen.heading(answer.refusal, title)
    if len(answer.candidates) > 1:
        if answer.located:
            screen.show(Text(""))
        _print_candidates(screen, answer.candidates)


def _print_candidates(screen: Screen, candidates: tuple[Candidate, ...]) -> None:
    figures = ("People", "Per 1,000", "Weight")
    table = screen.table("Candidate", "Metro", *figures, right=figures)
    for candidate in candidates:
        table.add_row(
            Text(screen.wrapped(candidate.name, 18), style="bold"),
            screen.wrapped(candidate.metro.name) if candidate.metro else "none",
            f"{candidate.population:,}",
            f"{candidate.per_thousand:.1f}",
            f"{candidate.weight:,.0f}",
        )
    screen.show(table, spare=("Per 1,000",))
    screen.notes(["Weight: people times the metro's developers and data scientists per head."])


def print_metros(screen: Screen, priced: PricedMetros) -> None:
    """Print metros by factor, with the people employed in both occupations."""
    screen.heading("Metros by what they multiply pay by", priced.book.title)
    figures = ("Factor", "Typical", "Employed")
    table = screen.table("Metro", "Code", *figures, "Basis", right=("Code", *figures))
    for metro in priced.metros:
        factor = metro.located.place.factor
        jobs = (employed(metro.area.data_scientists), employed(metro.area.software_developers))
        known = sum(count for count in jobs if count)
        table.add_row(
            screen.wrapped(metro.area.name),
            metro.area.code,
            screen.multiplier(factor),
            f"{factor.typical:.3f}",
            f"{known:,}" if known else screen.glyphs.dash,
            metro.located.cited.basis,
        )
    screen.show(table, spare=("Basis", "Code"))
    notes = [metro.located.place.note for metro in priced.metros if metro.located.place.note]
    screen.notes(
        ["Employed: data scientists and software developers, as far as published.", *notes]
    )
