"""The names that go on from what is being typed, for a shell and for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.rules.profile import REMOTE_POLICIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlcomp.book.records import Option
    from mlcomp.book.rulebook import Book

CITIES = 300
"""How many cities are offered, the largest of the country."""


def matching(names: Iterable[str], incomplete: str) -> list[str]:
    """Return the names that go on from what was typed, with its own case, as shells need it."""
    typed = incomplete.casefold()
    return [incomplete + name[len(typed) :] for name in names if name.casefold().startswith(typed)]


def option_names(options: Iterable[Option], incomplete: str) -> list[str]:
    """Return the ids of options, and once something is typed all their names, that fit."""
    options = list(options)
    ids = [option.id for option in options]
    more = [name for option in options for name in option.names] if incomplete else []
    return matching(dict.fromkeys([*ids, *more]), incomplete)


def cities(incomplete: str) -> list[str]:
    """Return the large cities that fit, the largest first."""
    from mlcomp.places.resolver import large_cities

    return matching(large_cities(CITIES), incomplete)


def policies(incomplete: str) -> list[str]:
    """Return the remote policies that fit."""
    return matching(REMOTE_POLICIES, incomplete)


def suggestions(field: str, incomplete: str, book: Book) -> list[str]:
    """Return the names that fit in a field of a person, or in a factor that the book declares."""
    if field in ("city", "hq"):
        return cities(incomplete)
    if field == "remote_policy":
        return policies(incomplete)
    known = {"level": book.level, "tier": book.tier, **{d.id: d.options for d in book.dimensions}}
    return option_names(known.get(field, ()), incomplete)
