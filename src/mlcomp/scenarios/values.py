"""A person as values by their fields, and what is wrong with each of them by itself."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from mlcomp.book.dimensions import BUILT_IN
from mlcomp.errors import ProfileError
from mlcomp.rules.estimate import estimate, no_level
from mlcomp.rules.profile import Profile
from mlcomp.scenarios.combinations import FIELDS, PLACES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlcomp.book.rulebook import Book
    from mlcomp.errors import Fault

FACTOR = "factor."
"""Before the id of a factor that the book declares, in its key."""
SEVERAL = tuple(known.id for known in BUILT_IN if known.choice == "several")
FLAGS = tuple(field.name for field in fields(Profile) if isinstance(field.default, bool))


def profile_of(values: Mapping[str, Any]) -> Profile:
    """Return the person whom values describe; those of factors have keys of `FACTOR` and an id.

    Raises:
        ProfileError: a value is out of bounds or no plain text.
    """
    factors = {
        name.removeprefix(FACTOR): option
        for name, option in values.items()
        if name.startswith(FACTOR)
    }
    return Profile(
        **{name: value for name, value in values.items() if name in FIELDS}, factors=factors
    )


def type_expected(field: str, value: object) -> str:
    """Say what a value should be where `Profile` would misread it, such as "yes" for true."""
    if field in FLAGS:
        return "" if isinstance(value, bool) else "true or false"
    if field in SEVERAL:
        return "" if isinstance(value, str | list) else "a name or a list of names"
    if field == "years":
        return "a number" if isinstance(value, bool) else ""
    return "" if isinstance(value, str) else "text"


def value_faults(
    field: str, value: Any, book: Book, beside: Mapping[str, Any] | None = None
) -> tuple[Fault, ...]:
    """Return what is wrong with one value of a person by itself.

    A level's code means what it does at the employer, which is `beside` it.
    """
    # A city is a city; policies need one, and are whole only together.
    asked = "city" if field in PLACES else field
    alone: dict[str, Any] = {"level": book.level[0].id, asked: value}
    if field == "level" and beside and isinstance(beside.get("tier"), str):
        alone["tier"] = beside["tier"]
    try:
        profile = profile_of(alone)
        if field != "remote_policy":
            estimate(profile, book)
    except ProfileError as error:
        return tuple(fault for fault in error.faults if field == "tier" or fault.field != "tier")
    return ()


def person_faults(values: Mapping[str, Any], first: ProfileError, book: Book) -> list[Fault]:
    """Return every fault of a person who was refused, the one that was refused first.

    To lack both years and level is the last of them.

    Args:
        values: what describes the person; see `profile_of`.
        first: the refusal.
        book: the rule book that was to price them.
    """
    alone = (
        fault._replace(field=field) if field in PLACES else fault
        for field, value in values.items()
        for fault in value_faults(field, value, book, values)
    )
    lacking = not values.keys() & {"level", *(("years",) if book.ladder else ())}
    neither = (no_level(book),) if lacking else ()
    return list(dict.fromkeys((*first.faults, *alone, *neither)))
