"""Every level of a rule book, priced for one place and one kind of job."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mlcomp.rules.estimate import estimate
from mlcomp.rules.result import of_several

if TYPE_CHECKING:
    from mlcomp.book.records import Level
    from mlcomp.book.rulebook import Book
    from mlcomp.rules.profile import Profile
    from mlcomp.rules.result import Estimate, Note


@dataclass(frozen=True, slots=True)
class Bands:
    """The levels of a book, each with its estimate, US dollars a year."""

    book: Book
    levels: tuple[tuple[Level, Estimate], ...]

    @property
    def first(self) -> Estimate:
        """The first level's estimate: its place and profile are those of all."""
        return self.levels[0][1]

    def noted(self, note: Note) -> Bands:
        """Return the same with one more note, of every level."""
        return replace(
            self,
            levels=tuple(
                (level, priced._replace(notes=(*priced.notes, note)))
                for level, priced in self.levels
            ),
        )

    @property
    def notes(self) -> tuple[Note, ...]:
        """What there is to say of every level: nothing with the amounts of one."""
        return of_several(self.first.notes)


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
