"""Profile and rule book in, estimate out: pure, and every step on the receipt."""

from __future__ import annotations

from functools import partial, reduce
from operator import mul
from typing import TYPE_CHECKING, NamedTuple

from mlcomp.book.ranges import Range
from mlcomp.errors import Fault, NoLevelError
from mlcomp.rules.choices import choose, id_of
from mlcomp.rules.experience import (
    edge_near,
    level_of_years,
    moved_by_years,
    on_curve,
    position,
    years_of,
)
from mlcomp.rules.location import at, in_place, locate
from mlcomp.rules.notes import bonus_note, edge_note, notes_of, policy_notes, read_as
from mlcomp.rules.pay import Product, multiplied
from mlcomp.rules.result import (
    Cited,
    Estimate,
    LevelFound,
    Note,
    SoftwareEngineer,
    Step,
    factors_of,
)
from mlcomp.rules.steps import UPLIFT, after
from mlcomp.text import number_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlcomp.book.records import EmployerUplift, Level, Single, Sourced, Uplift
    from mlcomp.book.rulebook import Book
    from mlcomp.places.resolver import Place
    from mlcomp.rules.choices import Choices
    from mlcomp.rules.location import Located
    from mlcomp.rules.profile import Profile
    from mlcomp.rules.result import PlaceFound
    from mlcomp.rules.steps import Operation, Reached


def no_level(book: Book) -> Fault:
    """Return what is wrong where a person has no level: neither years nor a level were given.

    By a book whose levels name no years, a level has to be.
    """
    if book.ladder:
        return Fault(expected="years or level", found="neither", kind="lacking")
    expected = f"a level ({', '.join(level.id for level in book.level)})"
    return Fault(expected=f"{expected}, since years lead to none in this rule book", found="none")


def refused_in_order(book: Book) -> tuple[str, ...]:
    """Return the fields of a `Fault` in the order in which `estimate` looks at them.

    Of several that are wrong the first is refused; "" stands for neither years nor level.
    What `Profile` itself refuses comes before, in the order of `profile.READ`.
    """
    dimensions = (dimension.id for dimension in book.dimensions)
    return (
        "level",
        "tier",
        *dimensions,
        "factor",
        no_level(book).field,
        "remote-policy",
        "city",
        "hq",
    )


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
    named, found = level, located
    level, located = in_place(named, found, book)
    receipt = _Receipt(book)
    _add_base(receipt, profile.years, chosen, level)
    receipt.apply("location", "multiply", located.label, located.place.factor, located.cited)
    started = receipt.typical
    for dimension in book.dimensions:
        option = chosen.counted(dimension.id)
        if option and option.range:
            receipt.add(dimension.id, "multiply", option.title, option.range, option)
    to_base = multiplied(receipt.factors)
    base = to_base.pay()
    uplift = uplift_of(id_of(chosen.tier), id_of(chosen.counted("industry")), book)
    applied = uplift.levels.get(level.id, uplift.range)
    receipt.add(UPLIFT, "multiply", book.uplift.title, applied, uplift)
    to_total = to_base * Product.of(applied)
    total = to_total.pay()

    def typical_if(years: float | None, other: Level, there: Located) -> float:
        """Return typical base with other years, at another level or place, all else equal."""
        return base.typical / started * _started(years, chosen, other, there, book)

    return Estimate(
        book=book.edition,
        book_title=book.title,
        fingerprint=book.fingerprint,
        profile=_resolved(profile, chosen),
        level=LevelFound(level.id, level.title, why, level.track),
        place=located.place,
        steps=tuple(receipt.steps),
        base=base,
        total=total,
        software_engineer=_software_engineer(to_base, to_total, book),
        notes=(
            *notes_of(profile, chosen, named, located, book),
            *_edge_note(profile.years, chosen, uplift, partial(typical_if, there=found), book),
            *bonus_note(uplift.bonus),
            *policy_notes(profile, partial(typical_if, profile.years, named), applied, book),
        ),
        calibration=book.held,
    )


class Moved(NamedTuple):
    """The pay of an estimate's person in another place, US dollars a year, without inner widths."""

    place: PlaceFound
    steps: tuple[Step, ...]
    """As the estimate's, but for the place's factor; what they reach is the estimate's."""
    base: Range
    total: Range


def moved(before: Estimate, place: Place, book: Book) -> Moved:
    """Price an estimate's person in another place: as a new estimate would, in a part of the time.

    A place is one factor, and nothing else of the estimate depends on it, unless levels have
    ranges of their own in places.
    """
    if any(level.locations for level in book.level):
        new = estimate(before.profile, book, place)
        ranges = (Range(pay.low, pay.typical, pay.high) for pay in (new.base, new.total))
        return Moved(new.place, new.steps, *ranges)
    there = at(place, book).place
    steps = tuple(
        step._replace(applied=there.factor) if step.id == "location" else step
        for step in before.steps
    )
    *to_base, uplift = factors_of(steps).values()
    base = reduce(mul, to_base)
    return Moved(there, steps, base, base * uplift)


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

    @property
    def typical(self) -> float:
        """What has been reached so far, US dollars a year."""
        return self.reached.range.typical if self.reached else 0.0


def _add_base(receipt: _Receipt, years: float | None, chosen: Choices, level: Level) -> None:
    """Add the steps that depend on level, years and employer only."""
    book, tier = receipt.book, chosen.tier
    curve = book.years_curve
    label = "" if years is None else number_of(years, "year")
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
    elif years is not None and book.progression and (span := years_of(level, book.progression)):
        reached = position(years, *span, book.progression)
        receipt.add("years", "within", label, Range(0, reached, 1), book.progression)
    if tier and tier.range:
        paid = tier.years_range if by_years and tier.years_range else tier.range
        receipt.add("tier", "multiply", tier.title, paid, tier)
    elif tier is None and book.any_tier:
        receipt.add("tier", "multiply", book.any_tier.title, book.any_tier.range, book.any_tier)


def _started(
    years: float | None, chosen: Choices, level: Level, located: Located, book: Book
) -> float:
    """Return typical pay by level, years, employer and place, before all else is counted."""
    level, located = in_place(level, located, book)
    receipt = _Receipt(book)
    _add_base(receipt, years, chosen, level)
    return receipt.typical * located.place.factor.typical


def _edge_note(
    years: float | None,
    chosen: Choices,
    uplift: Uplift | EmployerUplift,
    typical_if: Callable[[float, Level], float],
    book: Book,
) -> list[Note]:
    """Say what a level's edge within a year does to pay; by a curve of years base has none."""
    edge = None if years is None else edge_near(years, book)
    if edge is None or chosen.level:
        return []
    sides = []
    for level in (edge.below, edge.above):
        base = typical_if(edge.years, level)
        sides.append((base, base * uplift.levels.get(level.id, uplift.range).typical))
    base, total = (after - before for before, after in zip(*sides, strict=True))
    return edge_note(edge, base, total)


def uplift_of(tier: str | None, industry: str | None, book: Book) -> Uplift | EmployerUplift:
    """Return the first uplift made for this employer (ids), or the one for everybody."""
    for uplift in book.uplift_at:
        if uplift.tier in (None, tier) and uplift.industry in (None, industry):
            return uplift
    return book.uplift


def _level(profile: Profile, chosen: Choices, book: Book) -> tuple[Level, str]:
    if chosen.named_level:
        return chosen.named_level.level, read_as(profile, chosen.named_level) or "as asked"
    level = None if profile.years is None else level_of_years(profile.years, book)
    if profile.years is None or level is None:
        raise NoLevelError(no_level(book))
    return level, number_of(int(profile.years), "completed year")


def _software_engineer(
    to_base: Product[float], to_total: Product[float], book: Book
) -> SoftwareEngineer | None:
    premium: Single | None = book.software_engineer
    if premium is None:
        return None
    undone = Product.of(premium.range.inverse())
    return SoftwareEngineer(
        premium.range,
        (to_base * undone).pay(),
        (to_total * undone).pay(),
        premium.basis,
        book.citation(premium),
    )


def _resolved(profile: Profile, chosen: Choices) -> Profile:
    """Return the profile with the book's ids in place of what was typed, where it has one."""
    ids = {each: [o.id for o in options] for each, options in chosen.options.items() if options}
    tier = id_of(chosen.tier) or profile.tier
    return profile.changed(ids, level=id_of(chosen.level), tier=tier)
