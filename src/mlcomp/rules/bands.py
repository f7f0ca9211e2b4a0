"""Every level of a rule book, priced for one place and one kind of job."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mlcomp.rules.estimate import estimate, policy_notes

if TYPE_CHECKING:
    from mlcomp.book.records import Level
    from mlcomp.book.rulebook import Book
    from mlcomp.rules.profile import Profile
    from mlcomp.rules.result import Estimate


@dataclass(frozen=True, slots=True)
class Bands:
    """The levels of a book, each with its estimate, US dollars a year."""

    book: Book
    levels: tuple[tuple[Level, Estimate], ...]

    @property
    def first(self) -> Estimate:
        """The first level's estimate: its place and profile are those of all."""
        return self.levels[0][1]

    @property
    def notes(self) -> tuple[str, ...]:
        """What there is to say of every level: nothing with the amounts of one."""
        first = self.first
        of_one = policy_notes(first.profile, first.place, first.base, first.total, self.book)
        return tuple(note for note in first.notes if note not in of_one)


def bands(profile: Profile, book: Book) -> Bands:
    """Price every level for a profile; its own years and level do not count.

    Raises:
        ProfileError: the profile names what the book does not have.
    """
    priced = (
        (level, estimate(replace(profile, years=None, level=level.id), book))
        for level in book.level
    )
    return Bands(book, tuple(priced))
