"""What has to be said beside an estimate, each sentence with what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.book.records import Degree
from mlcomp.rules.experience import level_of_years, on_curve
from mlcomp.rules.location import other_policies
from mlcomp.rules.naming import INDUSTRY, where
from mlcomp.rules.result import Note
from mlcomp.text import listed, number_of, printable, thousands

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlcomp.book.ranges import Range
    from mlcomp.book.records import Level
    from mlcomp.book.rulebook import Book
    from mlcomp.employers.fields import Word
    from mlcomp.rules.choices import Choices
    from mlcomp.rules.experience import Edge
    from mlcomp.rules.location import Located
    from mlcomp.rules.naming import Hired, LevelNamed
    from mlcomp.rules.profile import Profile
    from mlcomp.rules.result import NoteKind


def notes_of(
    profile: Profile, chosen: Choices, level: Level, located: Located, book: Book
) -> list[Note]:
    """Say how years, company, factors and place were taken."""
    notes: list[Note] = []

    def note(kind: NoteKind, text: str) -> None:
        notes.append(Note(kind, text))

    curve = book.years_curve
    if profile.years is not None and curve and chosen.level:
        note(
            "years",
            f"Level and years both count: {level.title} alone starts from "
            f"{thousands(level.base.typical)}, {number_of(profile.years, 'year')} alone from "
            f"{thousands(on_curve(profile.years, curve.points))}; "
            f"years weigh {curve.weight:.0%}, in logs.",
        )
    elif profile.years is not None and not curve and level in book.ladder:
        # Of years on another ladder the book says nothing.
        usual = level_of_years(profile.years, book) or level
        both = [
            other.title
            for other in book.ladder
            if other.min_years == int(profile.years) == usual.max_years
        ]
        if chosen.level is None and both:
            note(
                "years",
                f"{number_of(int(profile.years), 'completed year')} is both {usual.title} and "
                f"{listed(both, 'and')} in this rule book; {usual.title} is taken.",
            )
        elif level.id != usual.id and level.title not in both:
            note(
                "years",
                f"{number_of(profile.years, 'year')} usually means {usual.title}; "
                f"priced as {level.title}, as asked.",
            )
    if chosen.named_level and (code := read_as(profile, chosen.named_level)):
        years = chosen.named_level.rungs[0].years
        note("level", f"{code} is read as {level.title}: usually {years}, by mlcomp's reading.")
    if chosen.hired and (said := _of_company(chosen.hired, chosen, profile)):
        note("company", said)
    for dimension in book.dimensions:
        options = chosen.options[dimension.id]
        counted = chosen.counted(dimension.id)
        if counted and len(options) > 1:
            note(
                "strongest",
                f"Of the {dimension.id}s only the strongest counts ({counted.title}), "
                "since such premiums overlap.",
            )
        if words := chosen.words.get(dimension.id):
            note("field", _of_words(words, profile, book))
        elif profile.named(dimension.id) and not options:
            lacking = dimension.title.casefold().replace(" ", "-")
            note("absent", f"This rule book has no {lacking} factor; it changes nothing.")
        if isinstance(counted, Degree):
            note("degree", counted.note)
    if located.place.note:
        note("place", located.place.note)
    return notes


def read_as(profile: Profile, found: LevelNamed) -> str:
    """Say where a level's code was read, "E5 at Meta"; "" where the book has the name itself."""
    if not found.rungs:
        return ""
    code = printable(profile.level)
    return f"{code} at {where(found.rungs)}" if where(found.rungs) else f"{code} as commonly used"


def _of_company(found: Hired, chosen: Choices, profile: Profile) -> str:
    """Say what a company counts as, and why it changes nothing where it does not."""
    if found.tier:
        company = found.company
        return f"{company} counts as {found.tier.title} ({found.tier.id})." if company else ""
    if not found.kind:
        return ""
    plural = found.kind.plural
    subject = found.company or f"{plural[:1].upper()}{plural[1:]}"
    verb = "counts" if found.company else "count"
    if industry := chosen.by_employer:
        return (
            f"{subject} {verb} as {industry.title} ({industry.id}), by industry: "
            "no tier counts besides."
        )
    if found.industry and profile.named(INDUSTRY):
        return f"{subject}: the industry that was named counts, and no tier besides."
    text = f"{found.company}: this" if found.company else "This"
    text += f" rule book has no figure for {plural}, so the company changes nothing"
    if found.kind.market:
        text += f"; the market book prices them, as {found.kind.market} (--book market)"
    return f"{text}."


def _of_words(words: Sequence[Word], profile: Profile, book: Book) -> str:
    """Say that fields of work have no figure, and what prices what they mean."""
    one = len(words) == 1
    text = (
        f"{listed((word.name for word in words), 'and')}: this rule book measures no premium for "
    )
    text += "it, so it changes nothing." if one else "them, so they change nothing."
    priced = {dimension.id: dimension for dimension in book.dimensions if dimension.options}
    for id_ in dict.fromkeys(word.option for word in words):
        if id_ in priced and not profile.named(id_):
            text += f" For {priced[id_].title}, which it prices, use --{id_}."
    return text


def edge_note(edge: Edge, base: float, total: float) -> list[Note]:
    """Say what becoming the next level does to typical pay, US dollars a year, if anything."""
    if not (round(base / 1000) or round(total / 1000)):
        return []
    jumps = f"typical pay for the same job jumps: base by {_amount(base)}, total by"
    if not round(base / 1000):
        jumps = "with base unchanged, typical total for the same job jumps by"
    return [
        Note(
            "edge",
            f"At {number_of(edge.years, 'year')} {edge.below.title} becomes {edge.above.title} in "
            f"this rule book, and {jumps} {_amount(total)}.",
        )
    ]


def _amount(dollars: float) -> str:
    return f"{'-' if dollars < 0 else ''}{thousands(abs(dollars))}"


def bonus_note(bonus: float | None) -> list[Note]:
    """Say what equity and bonus are made of, where the book knows it."""
    if bonus is None:
        return []
    parts = f"typically {bonus:.0%} is bonus and {1 - bonus:.0%} equity"
    return [Note("bonus", f"Of what equity and bonus add, {parts}.")]


def policy_notes(
    profile: Profile, typical_in: Callable[[Located], float], uplift: Range, book: Book
) -> list[Note]:
    """Say in one line what a remote person would get under the other policies.

    `typical_in` is typical base in another place, US dollars a year.
    """
    if not profile.remote:
        return []
    others = []
    for policy, other in other_policies(profile, book):
        typical = typical_in(other)
        where = "national band" if policy == "national" else other.place.name
        total_there = thousands(typical * uplift.typical)
        others.append(f"{policy} ({where}) {thousands(typical)}, total {total_there}")
    text = "Remote, national band; --city shows what local pay would be, --hq what hq pay."
    if others:
        text = f"Typical base under other remote policies: {'; '.join(others)}."
    return [Note("policy", text)]
