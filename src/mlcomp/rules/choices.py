"""From the names people type to the options of a rule book."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from mlcomp.book.records import Option
from mlcomp.errors import Fault, ProfileError
from mlcomp.text import folded, nearest, quoted, unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlcomp.book.dimensions import Dimension
    from mlcomp.book.records import Degree, Factor, Level, Tier
    from mlcomp.book.rulebook import Book
    from mlcomp.rules.profile import Profile

AnOption = TypeVar("AnOption", bound=Option)


class Choices(NamedTuple):
    """What a profile names in a rule book; None and nothing where it names nothing."""

    level: Level | None
    tier: Tier | None
    options: dict[str, tuple[Factor | Degree, ...]]
    """The options of each dimension that are named or that the book takes by default."""

    def counted(self, dimension: str) -> Factor | Degree | None:
        """Return the option that counts: of several the one with the highest typical premium."""
        options = self.options[dimension]
        return max(options, key=lambda o: o.range.typical if o.range else 1.0, default=None)


def choose(profile: Profile, book: Book) -> Choices:
    """Find everything a profile names; raise `ProfileError` with the nearest valid names."""
    chosen = Choices(
        level=_optional("level", profile.level, book.level),
        tier=_optional("tier", profile.tier, book.tier),
        options={dimension.id: _named(profile, dimension) for dimension in book.dimensions},
    )
    for id_ in profile.factors:
        declared_factor(id_, book)
    return chosen


def declared_factor(id_: str, book: Book) -> Dimension:
    """Return a factor that a book declares; raise `ProfileError` naming the nearest ones."""
    known = {dimension.id: dimension for dimension in book.dimensions if dimension.declared}
    if not known:
        raise ProfileError(Fault("factor", found=quoted(id_), kind="absent"))
    if id_ not in known:
        raise ProfileError(unknown("factor", id_, known, nearest(id_, known)))
    return known[id_]


def _named(profile: Profile, dimension: Dimension) -> tuple[Factor | Degree, ...]:
    if dimension.choice == "flag":
        return dimension.options if profile.named(dimension.id) else ()
    names = profile.named(dimension.id)
    if not names and dimension.default:
        names = (dimension.default,)
    found = (find(dimension.id, name, dimension.options) for name in names)
    return tuple({option.id: option for option in found}.values())


def company_named(tier: Tier, typed: str) -> str | None:
    """Return the company of a tier that was typed, or None where its own name was."""
    wanted = folded(typed)
    return next((company for company in tier.companies if folded(company) == wanted), None)


def find(dimension: str, typed: str, options: Sequence[AnOption]) -> AnOption:
    """Return the option that a name means; raise `ProfileError` naming the nearest ones."""
    wanted = folded(typed)
    for option in options:
        if wanted in option.folded_names:
            return option
    if not options:
        raise ProfileError(Fault(dimension, found=quoted(typed), kind="absent"))
    by_name = {name: option for option in options for name in option.names}
    like: dict[str, str] = {}
    for name in nearest(typed, by_name):
        id_ = by_name[name].id
        like.setdefault(id_, id_ if folded(name) == folded(id_) else f"{id_} ({name})")
    valid = [option.id for option in options]
    raise ProfileError(unknown(dimension, typed, valid, like.values()))


def _optional(dimension: str, typed: str | None, options: Sequence[AnOption]) -> AnOption | None:
    return None if typed is None else find(dimension, typed, options)


def id_of(option: Option | None) -> str | None:
    """Return an option's id, or None for none."""
    return None if option is None else option.id
