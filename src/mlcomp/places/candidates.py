"""All places that a typed name may mean, whether or not one of them is beyond doubt."""

from typing import NamedTuple

from mlcomp.places import gazetteer
from mlcomp.places.areas import Area, area, per_thousand
from mlcomp.places.gazetteer import Alias, Town
from mlcomp.places.meanings import meaning_of, town_of
from mlcomp.places.postal import split_code
from mlcomp.places.readings import readings_of


class Candidate(NamedTuple):
    """A place that a name may mean; `weight` is its estimated developers and data scientists."""

    name: str
    population: int
    metro: Area | None
    per_thousand: float
    weight: float
    why: str


def candidates(typed: str) -> tuple[Candidate, ...]:
    """Return all places a typed name may mean, the likeliest first; none for an unknown name."""
    for reading in readings_of(split_code(typed)[0]):
        meaning = meaning_of(reading)
        if isinstance(meaning, Alias) and meaning.kind in ("nickname", "alias"):
            town = town_of(meaning)
            return (_candidate(town, f"{meaning.name} is a name for {town.label}"),)
        if isinstance(meaning, Alias) and meaning.kind in ("ask", "not"):
            choices = meaning.place.split("|")
            return tuple(c for choice in choices for c in candidates(choice)[:1])
        large = None if reading.states else gazetteer.lookalike(reading.name)
        if meaning:
            # Of a state or a city abroad, the towns that share its name.
            towns = gazetteer.towns(reading.name, reading.state)
            also = [_candidate(large, "one letter off")] if large else []
            return (
                *also,
                *(_candidate(t, f"also called {t.also}" if t.also else "") for t in towns),
            )
    return ()


def _candidate(town: Town, why: str) -> Candidate:
    share = per_thousand(town.metro)
    metro = area(town.metro)
    where = f"{share:.1f} developers and data scientists per 1,000 people"
    where += f" in {metro.name}" if metro else " outside the metros with published figures"
    return Candidate(
        name=town.label,
        population=town.population,
        metro=metro,
        per_thousand=share,
        weight=town.weight,
        why=f"{why}; {where}" if why else where,
    )
