"""From what a person types to a place: its state, its metro, and how it was understood.

A name is looked up whole, then with its last words read as a state, then without the words people
put around a city (`Greater Boston`, `Austin metro area`), then with a state before it, and last
with what it is said to lie in (`Brooklyn, New York, NY`). Only facts are given here: what a place
is worth in pay, the rule book says.

Several places of one name: each weighs its people times its metro's developers and data
scientists per head. The likeliest is taken when it outweighs the next in another metro fivefold,
otherwise the name is rejected as ambiguous, with the choices. Nothing is ever corrected: a name
one letter off is refused with the nearest name, and so is a small place's that is one letter off
a large city's.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from mlcomp.errors import Fault
from mlcomp.places import gazetteer, refusals
from mlcomp.places.areas import Area, Occupation, area, states_of
from mlcomp.places.gazetteer import Alias, Town
from mlcomp.places.meanings import meaning_of, town_of
from mlcomp.places.names import STATES, is_county, same_name, whole_state, words
from mlcomp.places.place import Match, Place
from mlcomp.places.postal import Post, posts, split_code, zip_code
from mlcomp.places.readings import Reading, outside_of, readings_of, state_first
from mlcomp.places.refusals import PlaceError
from mlcomp.places.titles import metro_of_title

__all__ = [
    "Area",
    "Match",
    "Occupation",
    "Place",
    "PlaceError",
    "large_cities",
    "place_of",
    "resolve",
]

_REMOTE = re.compile(r"\bremote\b", re.IGNORECASE)
_OUTWEIGHS = 5
_WORTH_A_NOTE = 0.02  # of the weight of the place taken


def resolve(typed: str) -> Place:
    """Return the place that a typed city, metro, state or nickname means, or raise PlaceError."""
    found = _found(typed)
    if isinstance(found, Place):
        return found
    raise PlaceError(*found)


# One person is often priced many times over, as by levers and comparisons; and what is refused
# costs most of all to look for.
@lru_cache(maxsize=8192)
def _found(typed: str) -> Place | tuple[Fault, ...]:
    """Return the place, or why there is none."""
    before, digits = split_code(typed)
    try:
        return _by_code(typed, before, digits) if digits else _named(typed)
    except PlaceError as error:
        return error.faults


def _named(typed: str) -> Place:
    readings = list(readings_of(typed))
    # The titles last: they are found by a scan.
    if place := _first(typed, readings, _look_up, _metro_title):
        return place
    if readings:
        if code := outside_of(readings[0].name):
            name = f"{STATES[code]} outside its metros"
            return Place(typed, "alias", name, area(code), None, None)
        for form in (_state_first, _cities_of_one_metro, _within):
            if place := form(typed):
                return place
        if place := _beside_remote(typed):
            raise refusals.beside_remote(typed, _pasteable(place))
    if place := _first(typed, readings, _by_post_office):
        return place
    raise refusals.unknown(typed, readings, _around(typed) if readings else None)


def _first(
    typed: str, readings: list[Reading], *look_ups: Callable[[str, Reading], Place | None]
) -> Place | None:
    """Return what the first look-up finds that finds one of some readings."""
    found = (look_up(typed, reading) for look_up in look_ups for reading in readings)
    return next(filter(None, found), None)


def _by_post_office(typed: str, reading: Reading) -> Place | None:
    """Look a name up that has one state: without, it could be too many places."""
    if len(reading.states) != 1:
        return None
    found = posts(reading.name, reading.states[0])
    if len(found) > 1:
        raise refusals.several(typed, [post.label for post in found])
    return _of_post(typed, found[0]) if found else None


def _of_post(typed: str, post: Post) -> Place:
    return Place(typed, "postal", post.label, area(post.state), area(post.metro), None)


def _by_code(typed: str, before: str, digits: str) -> Place:
    """Return where a ZIP code is; a name before it has to agree."""
    post = zip_code(digits)
    readings = list(readings_of(before))
    if not any(reading.states for reading in readings):
        readings += state_first(before)
    stated = {state for reading in readings for state in reading.states}
    if post is None:
        # Codes are made and retired; a city with its state is enough.
        if stated:
            return _named(before)._replace(typed=typed)
        raise refusals.no_such_code(typed, digits)
    if post.not_covered:
        raise refusals.code_abroad(typed, post.not_covered)
    here = _of_post(typed, post)
    if not before or whole_state(words(before)) == post.state:
        return here
    place = _resolved(before if stated else f"{before}, {post.state}")
    if not stated or post.state in stated:
        if place and place.market == here.market:
            return place._replace(typed=typed, note=None)  # the code left no doubt
        # A post office's name may reach into the next metro, where the code is.
        if place and any(same_name(reading.name, post.name) for reading in readings):
            return here
        # A district, or one of several places of a name: the code says which.
        if stated and place is None:
            return here._replace(note=f"Placed by its ZIP code, in {post.name}, {post.state}.")
    place = place or _resolved(before)
    raise refusals.code_disagrees(typed, post, [_pasteable(place)] if place else [])


def place_of(found: Area) -> Place:
    """Return a metro or a state as a place, as if it had been typed beyond doubt."""
    if found.kind == "state":
        return Place(found.name, "state", found.name, found, None, None)
    return Place(found.name, "exact", found.name, area(states_of(found.name)[0]), found, None)


def large_cities(n: int) -> tuple[str, ...]:
    """Return the n largest cities as `Austin, TX`."""
    largest = sorted(gazetteer.all_towns(), key=lambda town: (-town.population, town.label))
    return tuple(town.label for town in largest[:n])


def _look_up(typed: str, reading: Reading) -> Place | None:
    meaning = meaning_of(reading)
    if isinstance(meaning, Alias):
        return _by_alias(typed, meaning, reading)
    if isinstance(meaning, str):
        note = "Taken as the state; the city is `New York, NY`." if meaning == "NY" else None
        return Place(typed, "state", STATES[meaning], area(meaning), None, note)
    return _town(typed, reading, meaning) if meaning else None


def _by_alias(typed: str, found: Alias, reading: Reading) -> Place:
    if found.kind == "national":
        return Place(typed, "national", "United States", None, None, None)
    if found.kind not in ("nickname", "alias"):
        raise refusals.by_alias(typed, found, reading)
    town = town_of(found)
    match: Match = "nickname" if found.kind == "nickname" else "alias"
    if reading.bare and same_name(reading.name, town.name):
        match = "exact"
    # `Greater LA` is not a state.
    beside_the_point = reading.states or (not reading.bare and whole_state(reading.name))
    note = _sentence(found.note) if found.note and not beside_the_point else None
    return Place(typed, match, town.label, area(town.state), area(town.metro), note)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _town(typed: str, reading: Reading, towns: list[Town]) -> Place:
    first, rivals = towns[0], _rivals(towns, reading)
    if not reading.states and (large := gazetteer.lookalike(reading.name)):
        choices = refusals.one_a_market([large, first, *rivals])
        raise refusals.misspelt(typed, large.name, choices)
    in_doubt = [t for t in rivals if first.weight < _OUTWEIGHS * t.weight]
    # Of two in the state typed, one that keeps the plain name is the one its people mean.
    if in_doubt and not (reading.states and _keeps_name(first, reading)):
        raise refusals.several(typed, refusals.one_a_market([first, *rivals]))
    plain = same_name(reading.name, first.name) and reading.bare
    note = None
    # A rival in the state typed may be named however small it is.
    if rivals and (reading.states or rivals[0].weight >= _WORTH_A_NOTE * first.weight):
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


def _metro_title(typed: str, reading: Reading) -> Place | None:
    if not (found := metro_of_title(reading)):
        return None
    code, title = found
    return Place(typed, "alias", title, area(states_of(title)[0]), area(code), None)


def _state_first(typed: str) -> Place | None:
    """Read `US-WA-Seattle` or `Washington, Redmond`, as applicants' forms have places."""
    place = _first(typed, list(state_first(typed)), _look_up, _by_post_office)
    return place._replace(match="alias") if place else None


def _beside_remote(typed: str) -> Place | None:
    """Return the city of `Seattle, WA (Remote)`, where the work is perhaps not done."""
    rest, times = _REMOTE.subn(" ", typed)
    return _resolved(rest.strip(" ,;/-()\u2013\u2014")) if times else None


def _cities_of_one_metro(typed: str) -> Place | None:
    """Read `Bellevue/Redmond` or `SF / Oakland`: cities with a slash between, of one metro."""
    parts = [part.strip() for part in typed.split("/")]
    if not 2 <= len(parts) <= 3:
        return None
    last, comma, state = parts[-1].rpartition(",")
    if comma and last:
        parts = [part if "," in part else f"{part},{state}" for part in parts]
    found = [_resolved(part) for part in parts]
    if not any(found):
        return None
    # A part that is not understood is refused by itself.
    places = [place or resolve(part) for place, part in zip(found, parts, strict=True)]
    first = places[0]
    if first.metro is None or any(place.metro != first.metro for place in places):
        raise _apart(typed, *places)
    return first._replace(typed=typed, match="alias", note=None)


def _within(typed: str) -> Place | None:
    """Read `Seattle, King County, WA` or `Brooklyn, New York, NY`: all of it in one metro."""
    head, *rest = (part.strip() for part in re.split("[,;(]", typed.replace(")", "")))
    in_county = bool(rest) and is_county(rest[0])
    # `SF, Oakland` are two cities.
    if not (head and rest[1:]) and not in_county:
        return None
    around = _resolved(", ".join(rest))
    if in_county and around is None and (place := _resolved(", ".join([head, *rest[1:]]))):
        raise _apart(typed, place)
    if around is None or around.state is None or around.match == "state":
        return None
    place = _resolved(f"{head}, {around.state.code}")
    if place and place.market != around.market:
        raise _apart(typed, place, around)
    return place and place._replace(typed=typed, match="alias", note=None)


def _apart(typed: str, *places: Place) -> PlaceError:
    return refusals.apart(typed, list(dict.fromkeys(map(_pasteable, places))))


def _around(typed: str) -> str | None:
    """Return the city after the first comma, if it is one: `Financial District, New York`."""
    rest = typed.partition(",")[2]
    place = _resolved(rest) if rest.strip() else None
    return place.name if place and place.match in ("exact", "alias", "nickname") else None


def _resolved(typed: str) -> Place | None:
    try:
        return resolve(typed)
    except PlaceError:
        return None


def _pasteable(place: Place) -> str:
    code = place.state.code if place.match == "state" and place.state else None
    return refusals.state_label(code) if code else place.name
