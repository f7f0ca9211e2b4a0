"""The names that go on from what is being typed, for a shell and for a page."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from mlcomp.rules.profile import REMOTE_POLICIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mlcomp.book.records import Option
    from mlcomp.book.rulebook import Book

CITIES = 300
"""How many cities are offered, the largest of the country."""


def matching(names: Iterable[str], incomplete: str) -> list[str]:
    """Return the names that go on from what was typed, with its own case, as shells need it."""
    typed = incomplete.casefold()
    return [incomplete + name[len(typed) :] for name in names if name.casefold().startswith(typed)]


def option_names(
    options: Iterable[Option], incomplete: str, more: Callable[[], Iterable[str]] = tuple
) -> list[str]:
    """Return the ids of options, and once something is typed all their names, then `more`."""
    options = list(options)
    names = [option.id for option in options]
    if incomplete:
        names += [name for option in options for name in option.names]
        names += more()
    return list(dict.fromkeys(names))


def known_names(dimension: str) -> Callable[[], Iterable[str]]:
    """Return what makes the names that are known whatever the book: only who types needs them."""

    def known() -> Iterable[str]:
        from mlcomp.employers.fields import words
        from mlcomp.employers.ladders import codes
        from mlcomp.employers.registry import employers, kinds

        if dimension == "tier":
            return [*(kind.id for kind in kinds()), *(each.name for each in employers())]
        if dimension == "level":
            return codes()
        return [word.name for word in words() if word.dimension == dimension]

    return known


def cities(incomplete: str) -> list[str]:
    """Return the large cities that go on from what was typed, the largest first."""
    return matching(_cities(), incomplete)


def policies(incomplete: str) -> list[str]:
    """Return the remote policies that go on from what was typed."""
    return matching(REMOTE_POLICIES, incomplete)


def suggestions(field: str, typed: str, book: Book) -> list[str]:
    """Return the names for a field of a person, or a factor the book declares, that fit.

    Those that begin with what was typed come first, then those that have it inside.
    """
    names: Iterable[str]
    if field in ("city", "hq"):
        names = _cities()
    elif field == "remote_policy":
        names = REMOTE_POLICIES
    else:
        own = {d.id: d.options for d in book.dimensions}
        known = {"level": book.level, "tier": book.tier, **own}
        names = option_names(known.get(field, ()), typed, known_names(field))
    wanted = typed.casefold()
    first = [name for name in names if name.casefold().startswith(wanted)]
    return first + [name for name in names if wanted in name.casefold() and name not in first]


@cache
def _cities() -> tuple[str, ...]:
    from mlcomp.places.resolver import large_cities

    return large_cities(CITIES)
