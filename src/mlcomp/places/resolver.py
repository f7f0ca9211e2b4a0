"""From what a person types to a place: its state, its metro, and how it was understood.

A name is looked up whole, then with its last words read as a state, then without the words people
put around a city (`Greater Boston`, `Austin metro area`). Only facts are given here: what a place
is worth in pay, the rule book says.

Several places of one name: each weighs its people times its metro's developers and data
scientists per head. The likeliest is taken when it outweighs the next in another metro fivefold,
otherwise the choice is handed back. Nothing is ever corrected: a name one letter off is refused
with the nearest name.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import combinations
from typing import Literal, NamedTuple

from mlcomp.errors import ProfileError
from mlcomp.places import gazetteer
from mlcomp.places.areas import (
    Area,
    Occupation,
    area,
    metro_titles,
    metros,
    per_thousand,
    states_of,
)
from mlcomp.places.gazetteer import Alias, Town
from mlcomp.places.names import STATES, key, same_name, whole_state, words
from mlcomp.places.readings import Reading, readings_of
from mlcomp.text import quoted

__all__ = [
    "Area",
    "Candidate",
    "Match",
    "Occupation",
    "Place",
    "PlaceError",
    "areas",
    "candidates",
    "large_cities",
    "resolve",
]

Match = Literal["exact", "alias", "nickname", "state", "national"]

_OUTWEIGHS = 5
_BETWEEN_CITIES = re.compile("[-/]+")


class Place(NamedTuple):
    """A place understood; `note` names the runner-up, if any, and how to ask for it."""

    typed: str
    match: Match
    name: str
    state: Area | None
    metro: Area | None
    note: str | None


class PlaceError(ProfileError):
    """One line on what was not understood; `choices` can be pasted back, the likeliest first."""

    def __init__(self, message: str, choices: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.choices = tuple(choices)


class Candidate(NamedTuple):
    """A place that a name may mean; `weight` is its estimated developers and data scientists."""

    name: str
    population: int
    metro: Area | None
    per_thousand: float
    weight: float
    why: str


def resolve(typed: str) -> Place:
    """Return the place that a typed city, metro, state or nickname means, or raise PlaceError."""
    readings = list(readings_of(typed))
    for look_up in (_look_up, _metro_title):  # the titles last: they are found by a scan
        for reading in readings:
            if place := look_up(typed, reading):
                return place
    raise _unknown(typed, readings)


def candidates(typed: str) -> tuple[Candidate, ...]:
    """Return all places a typed name may mean, the likeliest first; none for an unknown name."""
    for reading in readings_of(typed):
        found = gazetteer.alias(reading.name)
        if found and found.kind in ("nickname", "alias") and _fits(found, reading):
            town = _town_of(found)
            return (_candidate(town, f"{found.name} is a name for {town.label}"),)
        if towns := gazetteer.towns(reading.name, reading.state):
            return tuple(_candidate(t, f"also called {t.also}" if t.also else "") for t in towns)
        if found and found.kind == "ask":
            return tuple(c for choice in found.place.split("|") for c in candidates(choice))
    return ()


def areas(state: str | None = None) -> tuple[Area, ...]:
    """Return all metros by name, or those that reach into one state (its postal code)."""
    return metros(state)


def large_cities(n: int) -> tuple[str, ...]:
    """Return the n largest cities as `Austin, TX`."""
    largest = sorted(gazetteer.all_towns(), key=lambda town: (-town.population, town.label))
    return tuple(town.label for town in largest[:n])


def _look_up(typed: str, reading: Reading) -> Place | None:
    if len(reading.states) > 1:
        return None
    found = gazetteer.alias(reading.name)
    if found and _fits(found, reading) and (place := _by_alias(typed, found, reading)):
        return place
    if not reading.states and (code := whole_state(reading.name)):
        note = "Taken as the state; the city is `New York, NY`." if code == "NY" else None
        return Place(typed, "state", STATES[code], area(code), None, note)
    return _town(typed, reading)


def _fits(found: Alias, reading: Reading) -> bool:
    if found.kind == "national" and not reading.bare:
        return False
    return not reading.states or (
        found.kind in ("nickname", "alias") and found.state == reading.state
    )


def _by_alias(typed: str, found: Alias, reading: Reading) -> Place | None:
    if found.kind == "national":
        return Place(typed, "national", "United States", None, None, None)
    if found.kind == "ask":
        choices = [_label(choice) for choice in found.place.split("|")]
        raise PlaceError(f"{quoted(typed)} may be {found.note}: write {_offered(choices)}", choices)
    if found.kind in ("abroad", "country"):
        raise _abroad(typed, found, reading)
    town = _town_of(found)
    match: Match = "nickname" if found.kind == "nickname" else "alias"
    if reading.bare and same_name(reading.name, town.name):
        match = "exact"
    note = None if reading.states or not found.note else _sentence(found.note)
    return Place(typed, match, town.label, area(town.state), area(town.metro), note)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _town_of(found: Alias) -> Town:
    return gazetteer.towns(words(found.place), found.state)[0]


def _town(typed: str, reading: Reading) -> Place | None:
    towns = gazetteer.towns(reading.name, reading.state)
    if not towns:
        return None
    first, rivals = towns[0], _rivals(towns, reading)
    in_doubt = [t for t in rivals if first.weight < _OUTWEIGHS * t.weight]
    # Of two in the state typed, one that keeps the plain name is the one its people mean.
    if in_doubt and not (reading.states and _keeps_name(first, reading)):
        choices = _one_a_market([first, *rivals])
        raise PlaceError(
            f"{quoted(typed)} is the name of several places: write {_offered(choices)}", choices
        )
    plain = same_name(reading.name, first.name) and reading.bare
    note = None
    if rivals:
        note = f"{rivals[0].label} has the same name; write `{rivals[0].label}` for it."
    return Place(
        typed=typed,
        match="exact" if plain else "alias",
        name=first.label,
        state=area(first.state),
        metro=area(first.metro),
        note=note,
    )


def _rivals(towns: list[Town], reading: Reading) -> list[Town]:
    """Return the places in other metros than the first; lesser ones of one state do not count."""
    named = {t.state for t in towns if _keeps_name(t, reading)}
    return [
        town
        for town in towns
        if town.market != towns[0].market
        and (reading.states or town.state not in named or _keeps_name(town, reading))
    ]


def _keeps_name(town: Town, reading: Reading) -> bool:
    return same_name(reading.name, town.name)


def _one_a_market(towns: list[Town]) -> list[str]:
    labels: dict[str, str] = {}
    for town in towns:
        labels.setdefault(town.market, town.label)
    return list(labels.values())


def _metro_title(typed: str, reading: Reading) -> Place | None:
    """Match two or more cities of a metro's title in their order, with or without its states."""
    name = [word for word in reading.name if word != "and"]
    # `Kansas City` alone is the city, `Kansas City, MO-KS` the metro.
    fewest = 1 if len(reading.states) > 1 else 2
    found = {
        code: title
        for code, title, cities in _titles(key(name)[:1]).get(key(name), ())
        if len(cities) >= fewest
        and set(reading.states) <= set(states_of(title))
        and same_name(name, " ".join(cities))
    }
    if len(found) != 1:
        return None
    ((code, title),) = found.items()
    return Place(typed, "alias", title, area(states_of(title)[0]), area(code), None)


@cache
def _titles(letter: str) -> dict[str, list[tuple[str, str, tuple[str, ...]]]]:
    """Map the keys of all runs of a metro's cities that begin with a letter to that metro.

    By letter, because folding all of them would cost more than the rest of a look-up.
    """
    by_key: dict[str, list[tuple[str, str, tuple[str, ...]]]] = {}
    for code, title in metro_titles():
        cities = [city for city in _BETWEEN_CITIES.split(title.rpartition(", ")[0]) if city]
        for size in range(1, len(cities) + 1):
            for some in combinations(cities, size):
                if some[0][0].lower() == letter:
                    by_key.setdefault(key(" ".join(some)), []).append((code, title, some))
    return by_key


def _candidate(town: Town, why: str) -> Candidate:
    share = per_thousand(town.metro)
    metro = area(town.metro)
    where = f"{share:.1f} developers and data scientists per 1,000 people"
    where += f" in {metro.name}" if metro else " outside the metros"
    return Candidate(
        name=town.label,
        population=town.population,
        metro=metro,
        per_thousand=share,
        weight=town.weight,
        why=f"{why}; {where}" if why else where,
    )


def _label(choice: str) -> str:
    """Return `Austin TX` as `Austin, TX`, and a state's name as it is."""
    city, _, state = choice.rpartition(" ")
    return f"{city}, {state}" if state in STATES else choice


def _offered(choices: Sequence[str]) -> str:
    shown = [f"`{choice}`" for choice in choices[:5]]
    return ", ".join(shown[:-1]) + " or " + shown[-1] if len(shown) > 1 else shown[0]


def _abroad(typed: str, found: Alias, reading: Reading) -> PlaceError:
    country = found.place or found.name
    what = f"{found.name}, {country}," if found.kind == "abroad" else country
    choices = _one_a_market(gazetteer.towns(reading.name))
    hint = f"; for the US town write {_offered(choices)}" if choices else ""
    return PlaceError(
        f"{quoted(typed)}: {what} is not covered: mlcomp knows US places{hint}", choices
    )


def _unknown(typed: str, readings: list[Reading]) -> PlaceError:
    from mlcomp.places.hints import nearest

    if not typed.strip():
        return PlaceError("no place given: write a city (`Austin, TX`), a state or `remote`")
    for reading in readings:
        for size in (1, 2, 3):
            tail = gazetteer.alias(reading.name[-size:]) if len(reading.name) > size else None
            if tail and tail.kind == "country":
                return _abroad(typed, tail, Reading(reading.name[:-size], [], bare=True))
    choices = nearest([(r.name, r.state) for r in readings])
    states = [STATES[reading.state] for reading in readings if reading.state]
    if choices:
        hint = f"did you mean {_offered(choices)}?"
    elif states:
        choices = states[:1]
        hint = f"places under 2,500 people are not known; write the state, `{states[0]}`"
    else:
        hint = "write a US city, as `Austin, TX`"
    return PlaceError(f"unknown place {quoted(typed)}: {hint}", choices)
