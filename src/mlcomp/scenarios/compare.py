"""Scenarios and offers side by side, the best paid first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from mlcomp.offers.judgement import judge
from mlcomp.rules.estimate import estimate
from mlcomp.rules.pay import Pay
from mlcomp.rules.result import Note, of_several
from mlcomp.text import integer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mlcomp.book.rulebook import Book, Held
    from mlcomp.offers.judgement import Judgement
    from mlcomp.rules.profile import Profile
    from mlcomp.rules.result import Estimate
    from mlcomp.scenarios.combinations import Scenario, Stated


class Compared(NamedTuple):
    """One scenario, priced; amounts in US dollars over all the years compared."""

    name: str
    estimate: Estimate
    judgement: Judgement | None
    over_years: int
    notes: tuple[Note, ...]
    """What has to be said of the scenario; an offer's own notes are its judgement's."""
    profile: Profile
    """Who is priced, as typed."""
    stated: Stated | None = None
    """What is really paid, where the scenario says so."""

    @property
    def is_paid(self) -> bool:
        """Whether it stands by what it pays, an offer or pay as stated, not by an estimate."""
        return bool(self.judgement or self.stated)

    @property
    def kind(self) -> Literal["scenario", "offer", "stated"]:
        """What its pay is: an estimate's, an offer's or real pay as stated."""
        return "offer" if self.judgement else "stated" if self.stated else "scenario"

    @property
    def base(self) -> float | None:
        """Typical base, or the base that is paid; None where only the total is stated."""
        if self.stated:
            return None if self.stated.base is None else self.stated.base * self.over_years
        if self.judgement:
            return self.judgement.worth.base_over(self.over_years)
        return self.estimate.base.typical * self.over_years

    @property
    def total(self) -> float:
        """Typical total, or all that is paid, without private shares."""
        if self.stated:
            return self.stated.total * self.over_years
        if self.judgement:
            return self.judgement.worth.over(self.over_years)
        return self.estimate.total.typical * self.over_years

    @property
    def claimed(self) -> float | None:
        """All that an offer pays with private shares as claimed; None without any."""
        claimed = self.judgement.claimed if self.judgement else None
        return claimed.over(self.over_years) if claimed else None

    @property
    def at_worth(self) -> float | None:
        """The same at the share of that value that was asked for; None where none was."""
        standing = self.judgement.at_worth if self.judgement else None
        return standing.worth.over(self.over_years) if standing else None

    @property
    def estimated(self) -> Pay:
        """The estimate's total over these years, each at today's pay."""
        pay, years = self.estimate.total, self.over_years
        ends = (pay.low, pay.typical, pay.high, pay.likely_low, pay.likely_high)
        return Pay(*(end * years for end in ends))


class Comparison(NamedTuple):
    """Scenarios by typical total (or by what they pay), the most first."""

    book: str
    book_title: str
    fingerprint: str
    calibration: Held | None
    over_years: int
    scenarios: tuple[Compared, ...]

    @property
    def first(self) -> Compared:
        """The best paid, which the others are compared with."""
        return self.scenarios[0]


def compare(scenarios: Sequence[Scenario], book: Book, over_years: int = 1) -> Comparison:
    """Price scenarios and sort them, the best paid over the given years (1 to 5) first.

    A scenario pays its estimate in each year: neither raises nor another year of
    experience are counted; an offer's base is level too, unless it names a raise.

    Raises:
        ProfileError: a scenario names what the book does not have.
        ValueError: there is no scenario.
    """
    if not scenarios:
        raise ValueError("expected at least one scenario, found none")
    priced = []
    for name, profile, offer, known, merged, stated in scenarios:
        result = known or estimate(profile, book)
        judgement = judge(offer, result) if offer else None
        # Other remote policies are scenarios here, for who wants to see them.
        notes = [Note("merged", text) for text in merged] + [*of_several(result.notes)]
        priced.append(Compared(name, result, judgement, over_years, tuple(notes), profile, stated))
    # Sorting is stable: equal pay stays in the order given.
    priced.sort(key=lambda one: -one.total)
    opinion = (book.edition, book.title, book.fingerprint, book.held)
    return Comparison(*opinion, over_years, tuple(priced))


def ties(scenarios: Iterable[Compared]) -> tuple[tuple[Compared, ...], ...]:
    """Return the scenarios that a book cannot tell apart: one typical total, to the dollar.

    What pays something by itself is no estimate, and ties with nothing.
    """
    alike: dict[int, list[Compared]] = {}
    for one in scenarios:
        if not one.is_paid:
            alike.setdefault(integer(one.total), []).append(one)
    return tuple(tuple(tied) for tied in alike.values() if len(tied) > 1)


def alike(tied: Sequence[Compared]) -> dict[str, tuple[str, ...]]:
    """Return why a book cannot tell scenarios apart: by step, the names that it gives one size."""
    first, *others = (
        {step.id: (step.label, step.applied) for step in one.estimate.steps} for one in tied
    )
    found: dict[str, tuple[str, ...]] = {}
    for id_, (label, size) in first.items():
        there = [steps.get(id_, ("", None)) for steps in others]
        if all(other == size for _, other in there):
            found[id_] = tuple(dict.fromkeys((label, *(other for other, _ in there))))
    return {id_: labels for id_, labels in found.items() if len(labels) > 1}
