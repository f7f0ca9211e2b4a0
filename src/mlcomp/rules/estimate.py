"""Profile and rule book in, estimate out: pure, and every step on the receipt."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mlcomp.book.ranges import Range
from mlcomp.book.records import Degree
from mlcomp.errors import Fault, NoLevelError
from mlcomp.rules.choices import choose, company_named, id_of
from mlcomp.rules.experience import moved_by_years, on_curve, position, years_of
from mlcomp.rules.location import at, locate, other_policies
from mlcomp.rules.pay import product
from mlcomp.rules.result import Cited, Estimate, LevelFound, Note, SoftwareEngineer, Step
from mlcomp.rules.steps import UPLIFT, after
from mlcomp.text import listed, thousands

if TYPE_CHECKING:
    from mlcomp.book.records import EmployerUplift, Level, Single, Sourced, Uplift
    from mlcomp.book.rulebook import Book
    from mlcomp.places.resolver import Place
    from mlcomp.rules.choices import Choices
    from mlcomp.rules.location import Located
    from mlcomp.rules.pay import Pay
    from mlcomp.rules.profile import Profile
    from mlcomp.rules.result import NoteKind, PlaceFound
    from mlcomp.rules.steps import Operation, Reached

NEITHER = Fault(expected="years or level", found="neither")


def refused_in_order(book: Book) -> tuple[str, ...]:
    """Return the fields of a `Fault` in the order in which `estimate` looks at them.

    Of several that are wrong the first is refused; "" stands for neither years nor level.
    What `Profile` itself refuses comes before, in the order of `profile.READ`.
    """
    dimensions = (dimension.id for dimension in book.dimensions)
    return ("level", "tier", *dimensions, "factor", NEITHER.field, "remote-policy", "city", "hq")


def estimate(profile: Profile, book: Book, place: Place | None = None) -> Estimate:
    """Price a person: base salary and total compensation in US dollars a year.

    Args:
        profile: the person and the job.
        book: the rule book.
        place: where they are paid as if they were, if it is known; without, what the
            profile's city, its employer's and the remote policy lead to.

    Raises:
        ProfileError: the profile names what the book does not have.
        NoLevelError: it gives neither years nor level.
    """
    chosen = choose(profile, book)
    level, why = _level(profile, chosen, book)
    located = at(place, book) if place else locate(profile, book)
    receipt = _Receipt(book)
    _add_base(receipt, profile, chosen, level)
    receipt.apply("location", "multiply", located.label, located.place.factor, located.cited)
    for dimension in book.dimensions:
        option = chosen.counted(dimension.id)
        if option and option.range:
            receipt.add(dimension.id, "multiply", option.title, option.range, option)
    base = receipt.pay()
    uplift = uplift_of(id_of(chosen.tier), id_of(chosen.counted("industry")), book)
    applied = uplift.levels.get(level.id, uplift.range)
    receipt.add(UPLIFT, "multiply", book.uplift.title, applied, uplift)
    total = receipt.pay()
    return Estimate(
        book=book.edition,
        book_title=book.title,
        profile=_resolved(profile, chosen),
        level=LevelFound(level.id, level.title, why),
        place=located.place,
        steps=tuple(receipt.steps),
        base=base,
        total=total,
        software_engineer=_software_engineer(receipt, book),
        notes=(
            *_notes(profile, chosen, level, located, book),
            *_bonus_note(uplift.bonus),
            *_policy_notes(profile, located.place, base, total, book),
        ),
        calibration=book.held,
    )


class _Receipt:
    """Steps as they are added."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.steps: list[Step] = []
        self.reached: Reached | None = None

    def add(
        self, id_: str, operation: Operation, label: str, applied: Range, value: Sourced
    ) -> None:
        """Add a step with a value of the book."""
        source = Cited(value.basis, self.book.citation(value), value.reason)
        self.apply(id_, operation, label, applied, source)

    def apply(
        self, id_: str, operation: Operation, label: str, applied: Range, source: Cited
    ) -> None:
        """Add a step that rests on what is cited."""
        self.reached = after(self.reached, id_, operation, applied)
        self.steps.append(Step(id_, label, operation, applied, self.reached.range, *source))

    @property
    def factors(self) -> list[Range]:
        """What varies independently: the band, and every multiplier since."""
        return [factor for _, factor in self.reached.factors] if self.reached else []

    def pay(self) -> Pay:
        return product(self.factors)


def _add_base(receipt: _Receipt, profile: Profile, chosen: Choices, level: Level) -> None:
    """Add the steps that depend on level, years and employer only."""
    book, years, tier = receipt.book, profile.years, chosen.tier
    curve = book.years_curve
    label = "" if years is None else f"{years:g} year{'' if years == 1 else 's'}"
    by_years = curve is not None and years is not None and chosen.level is None
    if curve and years is not None and by_years:
        receipt.add(
            "band",
            "start",
            f"{label} of experience",
            curve.range * on_curve(years, curve.points),
            curve,
        )
    else:
        receipt.add("band", "start", f"{level.title} band", level.base, level)
    if tier and tier.band:
        receipt.add("tier", "within", tier.title, tier.band, tier)
    if curve and years is not None and not by_years:
        # Both say what the same person is paid: their mean in logs, weighted.
        moved = moved_by_years(on_curve(years, curve.points), level.base.typical, curve)
        receipt.add("years", "multiply", label, Range(moved, moved, moved), curve)
    elif years is not None and book.progression:
        first, length = years_of(level, book.progression)
        reached = position(years, first, length, book.progression)
        receipt.add("years", "within", label, Range(0, reached, 1), book.progression)
    if tier and tier.range:
        paid = tier.years_range if by_years and tier.years_range else tier.range
        receipt.add("tier", "multiply", tier.title, paid, tier)
    elif tier is None and book.any_tier:
        receipt.add("tier", "multiply", book.any_tier.title, book.any_tier.range, book.any_tier)


def uplift_of(tier: str | None, industry: str | None, book: Book) -> Uplift | EmployerUplift:
    """Return the first uplift made for this employer (ids), or the one for everybody."""
    for uplift in book.uplift_at:
        if uplift.tier in (None, tier) and uplift.industry in (None, industry):
            return uplift
    return book.uplift


def _level(profile: Profile, chosen: Choices, book: Book) -> tuple[Level, str]:
    if chosen.level:
        return chosen.level, "as asked"
    if profile.years is None:
        raise NoLevelError(NEITHER)
    level = _level_of_years(profile.years, book)
    completed = int(profile.years)
    return level, f"{completed} completed year{'' if completed == 1 else 's'}"


def _level_of_years(years: float, book: Book) -> Level:
    """Return the first level whose years reach that far, or the last one."""
    completed = int(years)
    for level in book.level:
        if level.max_years is None or completed <= level.max_years:
            return level
    return book.level[-1]


def _software_engineer(receipt: _Receipt, book: Book) -> SoftwareEngineer | None:
    premium: Single | None = book.software_engineer
    if premium is None:
        return None
    undone = premium.range.inverse()
    return SoftwareEngineer(
        premium.range,
        product([*receipt.factors[:-1], undone]),
        product([*receipt.factors, undone]),
        premium.basis,
        book.citation(premium),
    )


def _resolved(profile: Profile, chosen: Choices) -> Profile:
    """Return the profile with the book's ids in place of what was typed."""
    resolved = replace(profile, level=id_of(chosen.level), tier=id_of(chosen.tier))
    for dimension, options in chosen.options.items():
        if options:
            resolved = resolved.naming(dimension, (option.id for option in options))
    return resolved


def _notes(
    profile: Profile, chosen: Choices, level: Level, located: Located, book: Book
) -> list[Note]:
    notes: list[Note] = []

    def note(kind: NoteKind, text: str) -> None:
        notes.append(Note(kind, text))

    curve = book.years_curve
    if profile.years is not None and curve and chosen.level:
        note(
            "years",
            f"Level and years both count: {level.title} alone starts from "
            f"{thousands(level.base.typical)}, {profile.years:g} years alone from "
            f"{thousands(on_curve(profile.years, curve.points))}; "
            f"years weigh {curve.weight:.0%}, in logs.",
        )
    elif profile.years is not None and not curve:
        usual = _level_of_years(profile.years, book)
        both = [
            other.title
            for other in book.level
            if other.min_years == int(profile.years) == usual.max_years
        ]
        if chosen.level is None and both:
            note(
                "years",
                f"{int(profile.years)} completed years is both {usual.title} and "
                f"{listed(both, 'and')} in this rule book; {usual.title} is taken.",
            )
        elif level.id != usual.id and level.title not in both:
            note(
                "years",
                f"{profile.years:g} years usually means {usual.title}; "
                f"priced as {level.title}, as asked.",
            )
    if chosen.tier and profile.tier and (company := company_named(chosen.tier, profile.tier)):
        note("company", f"{company} counts as {chosen.tier.title} ({chosen.tier.id}).")
    for dimension in book.dimensions:
        options = chosen.options[dimension.id]
        counted = chosen.counted(dimension.id)
        if counted and len(options) > 1:
            note(
                "strongest",
                f"Of the {dimension.id}s only the strongest counts ({counted.title}), "
                "since such premiums overlap.",
            )
        if profile.named(dimension.id) and not options:
            lacking = dimension.title.casefold().replace(" ", "-")
            note("absent", f"This rule book has no {lacking} factor; it changes nothing.")
        if isinstance(counted, Degree):
            note("degree", counted.note)
    if located.place.note:
        note("place", located.place.note)
    return notes


def _bonus_note(bonus: float | None) -> list[Note]:
    """Say what equity and bonus are made of, where the book knows it."""
    if bonus is None:
        return []
    parts = f"typically {bonus:.0%} is bonus and {1 - bonus:.0%} equity"
    return [Note("bonus", f"Of what equity and bonus add, {parts}.")]


def _policy_notes(
    profile: Profile, place: PlaceFound, base: Pay, total: Pay, book: Book
) -> list[Note]:
    """Say in one line what a remote person would get under the other policies."""
    if not profile.remote:
        return []
    others = []
    uplift = total.typical / base.typical
    for policy, other in other_policies(profile, book):
        typical = base.typical / place.factor.typical * other.place.factor.typical
        where = "national band" if policy == "national" else other.place.name
        total_there = thousands(typical * uplift)
        others.append(f"{policy} ({where}) {thousands(typical)}, total {total_there}")
    text = "Remote, national band; --city shows what local pay would be, --hq what hq pay."
    if others:
        text = f"Typical base under other remote policies: {'; '.join(others)}."
    return [Note("policy", text)]
