"""From the names people type to the options of a rule book."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from mlcomp.book.records import Option
from mlcomp.errors import ProfileError
from mlcomp.text import key, nearest, quoted, unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlcomp.book.records import Book, Degree, Factor, Level, Tier
    from mlcomp.rules.profile import Profile

AnOption = TypeVar("AnOption", bound=Option)


class Choices(NamedTuple):
    """What a profile names in a rule book; None where it names nothing."""

    level: Level | None
    tier: Tier | None
    specializations: tuple[Factor, ...]
    industry: Factor | None
    degree: Degree | None

    @property
    def strongest(self) -> Factor | None:
        """The specialization with the highest typical premium: only that one counts."""
        return max(self.specializations, key=lambda s: s.range.typical, default=None)


def choose(profile: Profile, book: Book) -> Choices:
    """Find everything a profile names; raise `ProfileError` with the nearest valid names."""
    return Choices(
        level=_optional("level", profile.level, book.level),
        tier=_optional("tier", profile.tier, book.tier),
        specializations=tuple(
            find("specialization", typed, book.specialization) for typed in profile.specialization
        ),
        industry=_optional("industry", profile.industry, book.industry),
        degree=_optional("degree", profile.degree, book.degree),
    )


def company_named(tier: Tier, typed: str) -> str | None:
    """Return the company of a tier that was typed, or None where its own name was."""
    wanted = key(typed)
    return next((company for company in tier.companies if key(company) == wanted), None)


def find(dimension: str, typed: str, options: Sequence[AnOption]) -> AnOption:
    """Return the option that a name means; raise `ProfileError` naming the nearest ones."""
    wanted = key(typed)
    for option in options:
        if any(key(name) == wanted for name in option.names):
            return option
    if not options:
        raise ProfileError(f"{dimension}: the rule book has none, found {quoted(typed)}")
    by_name = {name: option for option in options for name in option.names}
    like: dict[str, str] = {}
    for name in nearest(typed, by_name):
        id_ = by_name[name].id
        like.setdefault(id_, id_ if key(name) == key(id_) else f"{id_} ({name})")
    valid = [option.id for option in options]
    raise ProfileError(unknown(dimension, typed, valid, like.values()))


def _optional(dimension: str, typed: str | None, options: Sequence[AnOption]) -> AnOption | None:
    return None if typed is None else find(dimension, typed, options)


def id_of(option: Option | None) -> str | None:
    """Return an option's id, or None for none."""
    return None if option is None else option.id
