"""What a profile names in a rule book, all of it together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlcomp.errors import Fault, ProfileError
from mlcomp.rules.naming import (
    INDUSTRY,
    Hired,
    LevelNamed,
    hired,
    level_named,
    named,
    options_named,
)
from mlcomp.text import nearest, quoted, unknown

if TYPE_CHECKING:
    from mlcomp.book.dimensions import Dimension
    from mlcomp.book.records import Degree, Factor, Level, Option, Tier
    from mlcomp.book.rulebook import Book
    from mlcomp.employers.fields import Word
    from mlcomp.rules.profile import Profile


class Choices(NamedTuple):
    """What a profile names in a rule book; None and nothing where it names nothing."""

    named_level: LevelNamed | None
    hired: Hired | None
    options: dict[str, tuple[Factor | Degree, ...]]
    """The options of each dimension that are named or that the book takes by default."""
    words: dict[str, tuple[Word, ...]]
    """The fields of work that are named and have no figure, by dimension."""
    by_employer: Factor | None = None
    """The industry that counts since the employer plainly is in it and none was named."""

    @property
    def level(self) -> Level | None:
        """The level that is named."""
        return self.named_level.level if self.named_level else None

    @property
    def tier(self) -> Tier | None:
        """The tier that counts."""
        return self.hired.tier if self.hired else None

    def counted(self, dimension: str) -> Factor | Degree | None:
        """Return the option that counts: of several the one with the highest typical premium."""
        options = self.options[dimension]
        if len(options) < 2:
            return options[0] if options else None
        return max(options, key=lambda o: o.range.typical if o.range else 1.0)


def choose(profile: Profile, book: Book) -> Choices:
    """Find everything a profile names; raise `ProfileError` with the nearest valid names."""
    level = None
    if profile.level is not None:
        level = level_named(profile.level, profile.tier, book)
    company = None if profile.tier is None else hired(profile.tier, book)
    found = {dimension.id: _named(profile, dimension) for dimension in book.dimensions}
    options = {id_: options for id_, (options, _) in found.items()}
    implied = None
    if company and company.industry and not profile.named(INDUSTRY):
        implied = named(company.industry, book.industry)
        if implied:
            options[INDUSTRY] = (implied,)
    for id_ in profile.factors:
        declared_factor(id_, book)
    words = {id_: words for id_, (_, words) in found.items() if words}
    return Choices(level, company, options, words, implied)


def declared_factor(id_: str, book: Book) -> Dimension:
    """Return a factor that a book declares; raise `ProfileError` naming the nearest ones."""
    known = {dimension.id: dimension for dimension in book.dimensions if dimension.declared}
    if not known:
        raise ProfileError(Fault("factor", found=quoted(id_), kind="absent"))
    if id_ not in known:
        raise ProfileError(unknown("factor", id_, known, nearest(id_, known)))
    return known[id_]


def _named(
    profile: Profile, dimension: Dimension
) -> tuple[tuple[Factor | Degree, ...], tuple[Word, ...]]:
    if dimension.choice == "flag":
        return (dimension.options if profile.named(dimension.id) else ()), ()
    names = profile.named(dimension.id)
    if not names and dimension.default:
        names = (dimension.default,)
    return options_named(dimension, names)


def id_of(option: Option | None) -> str | None:
    """Return an option's id, or None for none."""
    return None if option is None else option.id
