"""Scenarios: people and jobs to compare, from options that name several values each."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any, NamedTuple

from mlcomp.choices import find
from mlcomp.errors import ProfileError, UsageError
from mlcomp.places.names import tail_state, words
from mlcomp.profile import Profile
from mlcomp.rules import estimate
from mlcomp.text import key, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlcomp.book import Book
    from mlcomp.offer import Offer
    from mlcomp.result import Estimate

MOST = 200
PLACES = ("city", "hq")


class Scenario(NamedTuple):
    """A person and a job under a name; perhaps with an offer for it."""

    name: str
    profile: Profile
    offer: Offer | None = None


def too_many(count: str) -> str:
    """Say that there are more scenarios than are compared."""
    return f"compare: expected up to {MOST} scenarios, found {count}"


def combinations(options: Mapping[str, Sequence[Any]], book: Book) -> tuple[Scenario, ...]:
    """Return every combination of the values given for the fields of a profile.

    Each value may be a list with commas; see `split`. A scenario is named by what
    distinguishes it from the others.

    Raises:
        UsageError: there are more than 200, or a list has an empty place.
    """
    values = {field: _values(field, typed, book) for field, typed in options.items() if typed}
    count = prod(map(len, values.values()))
    if count > MOST:
        sizes = " × ".join(f"{len(v)} ({field})" for field, v in values.items() if len(v) > 1)
        raise UsageError(too_many(f"{count:,d} = {sizes}"))
    several = [field for field, found in values.items() if len(found) > 1]
    scenarios: dict[str, Scenario] = {}
    for chosen in product(*values.values()):
        fields = dict(zip(values, chosen, strict=True))
        if "specialization" in fields:
            fields["specialization"] = (fields["specialization"],)
        if True in values.get("remote", ()) and not fields["remote"]:
            # Beside remote jobs, those on site go without what only remote ones have.
            fields |= {"remote_policy": None, "hq": None}
        profile = Profile(**fields)
        result = estimate(profile, book)
        # Two names of one city are one scenario.
        name = _name(several, profile, result, book)
        scenarios.setdefault(name, Scenario(name, profile))
    return tuple(scenarios.values())


def _values(field: str, typed: Sequence[Any], book: Book) -> list[Any]:
    """Return the values given for a field, each once."""
    if isinstance(typed[0], bool):
        return list(dict.fromkeys(typed))
    values: dict[str, str] = {}
    for text in typed:
        for value in split(field, text, book):
            values.setdefault(key(value), value)
    return list(values.values())


def split(field: str, typed: str, book: Book) -> list[str]:
    """Return the values of a list with commas: "SF,Austin" is two places, "Portland, OR" one.

    In a place, a comma before a state's name or abbreviation belongs to the place, unless
    the two are no place together and are both known apart, as in "SF,New York". Any other
    text that the rule book knows as it stands is one value.

    Raises:
        ProfileError: nothing stands between two commas, or there are far too many.
    """
    if "," not in typed or (field not in PLACES and _known(field, typed, book)):
        return [typed]
    parts = [part.strip() for part in typed.split(",")]
    if len(parts) > 2 * MOST:
        raise UsageError(too_many(f"{len(parts):,d} ({field})"))
    if not all(parts):
        raise UsageError(
            f"{field}: expected a name on both sides of a comma, found {quoted(typed)}"
        )
    values: list[str] = []
    joined = True
    for part in parts:
        before = values[-1] if values else ""
        # A state follows a city once: in "Portland, OR, WA" the second is a place of its own.
        if field in PLACES and not joined and tail_state(words(part)):
            both = f"{before}, {part}"
            apart = _known(field, before, book) and _known(field, part, book)
            if _known(field, both, book) or not apart:
                values[-1] = both
                joined = True
                continue
        values.append(part)
        joined = False
    return values


def _known(field: str, value: str, book: Book) -> bool:
    """Say whether the rule book can price a value of a field."""
    person: dict[str, Any] = {"level": book.level[0].id}
    try:
        estimate(Profile(**{**person, "city" if field in PLACES else field: value}), book)
    except ProfileError:
        return False
    return True


def _name(several: list[str], profile: Profile, result: Estimate, book: Book) -> str:
    """Name a scenario by its values where there are several, in the rule book's words."""
    given = {field: getattr(profile, field) for field in several}
    names = [_value_name(f, value, result, book) for f, value in given.items() if value is not None]
    if names:
        return ", ".join(names)
    return f"{result.level.title}, {'remote' if profile.remote else result.place.name}"


def _value_name(field: str, value: Any, result: Estimate, book: Book) -> str:
    if field == "level":
        return result.level.title
    if field == "years":
        return f"{value:g} year{'' if value == 1 else 's'}"
    if field == "city" and not result.profile.remote:
        return result.place.name
    if field == "remote_policy":
        return f"{value} policy"
    if isinstance(value, bool):
        return f"{field}: {'yes' if value else 'no'}"
    if isinstance(value, tuple):
        value = value[0]
    options = getattr(book, field, None)
    if isinstance(options, tuple):
        return str(find(field, value, options).title)
    return str(value)
