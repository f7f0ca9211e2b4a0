"""Scenarios: people and jobs to compare, from options that name several values each."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any, NamedTuple

from mlcomp.employers.names import employer_key
from mlcomp.errors import Fault, ProfileError, UsageError
from mlcomp.places.names import is_county, tail_state, words
from mlcomp.places.postal import split_code
from mlcomp.rules.choices import declared_factor
from mlcomp.rules.estimate import estimate
from mlcomp.rules.naming import hired, named, options_named
from mlcomp.rules.profile import Profile
from mlcomp.text import folded, listed, number_of, printable, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mlcomp.book.rulebook import Book
    from mlcomp.offers.offer import Offer
    from mlcomp.rules.result import Estimate

MAX_SCENARIOS = 200
PLACES = ("city", "hq")
FIELDS = tuple(field.name for field in fields(Profile) if field.name != "factors")


class Stated(NamedTuple):
    """What somebody is really paid, US dollars a year; base may be unknown."""

    base: float | None
    total: float


class Scenario(NamedTuple):
    """A person and a job under a name; perhaps with an offer for it, or with real pay."""

    name: str
    profile: Profile
    offer: Offer | None = None
    estimate: Estimate | None = None
    """What a rule book says of the profile, where it was priced already."""
    merged: tuple[str, ...] = ()
    """Which values were given that are one and the same, in words."""
    stated: Stated | None = None


def too_many(count: str) -> UsageError:
    """Return the refusal of more scenarios than are compared."""
    expected = f"up to {MAX_SCENARIOS} scenarios"
    return UsageError(Fault("compare", expected=expected, found=count))


def combinations(
    options: Mapping[str, Any], book: Book, beside: Book | None = None
) -> tuple[Scenario, ...]:
    """Return every combination of the values given for the fields of a profile.

    Each value may be a list with commas; see `split`. A scenario is named by what
    distinguishes it from the others.

    Args:
        options: the values of each field; of "factor", those of each factor that the book
            declares, by its id.
        book: the rule book.
        beside: another book that prices them too: what it tells apart, such as two companies
            of one tier, is not one scenario.

    Raises:
        UsageError: there are more than 200, or a list has an empty place.
    """
    factors = options.get("factor", {})
    asked: dict[str, Sequence[Any]] = {n: typed for n, typed in options.items() if n != "factor"}
    # No factor that a book declares is called like a field.
    asked |= {declared_factor(id_, book).id: typed for id_, typed in factors.items()}
    values = {field: _values(field, typed, book) for field, typed in asked.items() if typed}
    count = prod(map(len, values.values()))
    if count > MAX_SCENARIOS:
        sizes = " × ".join(f"{len(v)} ({field})" for field, v in values.items() if len(v) > 1)
        raise too_many(f"{count:,d} = {sizes}")
    several = [field for field, found in values.items() if len(found) > 1]
    scenarios: dict[str, Scenario] = {}
    same: dict[tuple[str, str], dict[str, None]] = {}
    found: dict[str, list[tuple[str, str]]] = {}
    for chosen in product(*values.values()):
        given = dict(zip(values, chosen, strict=True))
        if True in values.get("remote", ()) and not given["remote"]:
            # Beside remote jobs, those on site go without what only remote ones have.
            given |= {"remote_policy": None, "hq": None}
        profile = person_of(given)
        if profile.remote and profile.remote_policy != "hq":
            profile = replace(profile, hq=None)
        result = estimate(profile, book)
        names = _names(several, profile, result, (book, beside) if beside else (book,))
        for field, shown in names:
            same.setdefault((field, shown), {})[printable(given[field])] = None
        # Two names of one city are one scenario.
        name = ", ".join(shown for _, shown in names) or _who(result)
        scenarios.setdefault(name, Scenario(name, profile, estimate=result))
        found.setdefault(name, names)
    return tuple(
        scenario._replace(
            merged=tuple(filter(None, (_merged(same[one], one) for one in found[name])))
        )
        for name, scenario in scenarios.items()
    )


def person_of(values: Mapping[str, Any]) -> Profile:
    """Return who has these values, of fields and of factors that a book declares."""
    own = {name: value for name, value in values.items() if name in FIELDS}
    return Profile(**own, factors={n: option for n, option in values.items() if n not in own})


def _merged(typed: Iterable[str], value: tuple[str, str]) -> str:
    """Say that several things typed are one value of a field; nothing where only one was."""
    names = list(typed)
    if len(names) < 2:
        return ""
    every = "both" if len(names) == 2 else "all"
    return f"{listed(names, 'and')} are one scenario: {every} are {value[1]}."


def _values(field: str, typed: Sequence[Any], book: Book) -> list[Any]:
    """Return the values given for a field, each once."""
    if isinstance(typed[0], bool):
        return list(dict.fromkeys(typed))
    values: dict[str, str] = {}
    for text in typed:
        for value in split(field, text, book):
            values.setdefault(folded(value), value)
    return list(values.values())


def split(field: str, typed: str, book: Book) -> list[str]:
    """Return the values of a list with commas: "SF,Austin" is two places, "Portland, OR" one.

    In a place, a comma before a state, with or without a ZIP code, belongs to the place, unless
    the two are no place together and what stands before it is one, as in "SF,New York". Any
    other text that the rule book knows as it stands is one value, and so is a city with its
    county.

    Raises:
        ProfileError: nothing stands between two commas, or there are far too many.
    """
    if "," not in typed:
        return [typed]
    parts = [part.strip() for part in typed.split(",")]
    if len(parts) > 2 * MAX_SCENARIOS:
        raise too_many(f"{len(parts):,d} ({field})")
    if not all(parts):
        expected = "a name on both sides of a comma"
        raise UsageError(Fault(field, expected=expected, found=quoted(typed)))
    if (field not in PLACES or any(map(is_county, parts[1:]))) and _known(field, typed, book):
        return [typed]
    values: list[str] = []
    joined = True
    for part in parts:
        before = values[-1] if values else ""
        if field == "tier" and not employer_key(part) and values:
            # The legal form of the employer before it: "Snap, Inc."
            values[-1] = f"{before}, {part}"
            continue
        # A state follows a city once: in "Portland, OR, WA" the second is a place of its own.
        if field in PLACES and not joined and tail_state(words(split_code(part)[0])):
            both = f"{before}, {part}"
            if _known(field, both, book) or not _known(field, before, book):
                values[-1] = both
                joined = True
                continue
        values.append(part)
        joined = False
    return values


def is_list(field: str, typed: str, book: Book) -> bool:
    """Say whether a text lists several values that the rule book can each price."""
    parts = split(field, typed, book) if "," in typed and all(typed.split(",")) else []
    return len(parts) > 1 and all(_known(field, part, book) for part in parts)


def _known(field: str, value: str, book: Book) -> bool:
    """Say whether the rule book can price a value of a field."""
    person: dict[str, Any] = {"level": book.level[0].id}
    try:
        estimate(person_of({**person, "city" if field in PLACES else field: value}), book)
    except ProfileError:
        return False
    return True


def _names(
    several: list[str], profile: Profile, result: Estimate, books: Sequence[Book]
) -> list[tuple[str, str]]:
    """Return a scenario's values where there are several, by field, in the rule books' words."""
    given = {field: _value_of(profile, field) for field in several}
    return [
        (field, _value_name(field, value, result, books))
        for field, value in given.items()
        if value is not None
    ]


def _value_of(profile: Profile, field: str) -> Any:
    """Return the one value of a field, also where a profile may have several, or of a factor."""
    value = getattr(profile, field) if field in FIELDS else profile.factors[field]
    return value[0] if isinstance(value, tuple) else value


def _who(result: Estimate) -> str:
    place = "remote" if result.profile.remote else result.place.name
    return f"{result.level.title}, {place}"


def _place_name(typed: str) -> str:
    # Imported here: a comparison without places needs none of it.
    from mlcomp.places.resolver import resolve

    return resolve(typed).name


def _value_name(field: str, value: Any, result: Estimate, books: Sequence[Book]) -> str:
    if field == "level":
        return result.level.title
    if field == "years":
        return number_of(value, "year")
    if field in PLACES:
        return _place_name(value)
    if field == "remote_policy":
        return f"{value} policy"
    if isinstance(value, bool):
        return f"{field}: {'yes' if value else 'no'}"
    if field == "tier" and any(note.kind == "level" for note in result.notes):
        # One code is another level at another company of the same tier.
        return hired(value, books[0]).shown
    titles = list(dict.fromkeys(filter(None, (_title(field, value, book) for book in books))))
    # A kind of employer that none of them has a figure for goes by its own name.
    return " / ".join(titles) or hired(value, books[0]).shown


def _title(field: str, value: str, book: Book) -> str:
    """Return what a book calls a value; nothing where it has no figure for it."""
    try:
        if field == "tier":
            found = hired(value, book)
            known = found.tier or named(found.industry, book.industry)
            return known.title if known else ""
        for dimension in book.dimensions:
            if dimension.id == field:
                options, words = options_named(dimension, [value])
                return options[0].title if options else words[0].name
    except ProfileError:
        pass
    return ""
