"""What is derived from the census places: counties as places, and names that look alike."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from mlcomp.places.edits import Names
from mlcomp.places.names import key

_OUTWEIGHS = 5
_COUNTY_PEOPLE = 20_000
_LARGE_CITY = 100_000
_SHORTEST = 6  # letters; of shorter names too many are one edit apart
# Connecticut has planning regions, the others no counties, or none that anyone names.
_NO_COUNTIES = ("AK", "CT", "DC", "PR")


@dataclass(frozen=True)
class Row:
    """A place under one of its names; `also` is that name where it is not the usual one."""

    name: str
    state: str
    population: int
    county: str
    metro: str
    also: str = ""

    @property
    def key(self) -> str:
        """Return what the row is looked up by."""
        return key(self.also or self.name)

    @property
    def figures(self) -> tuple[str, str]:
        """Return people and metro code as text."""
        return str(self.population), self.metro


def counties(rows: Iterable[Row]) -> list[Row]:
    """Return the counties that lie in one metro, as places with the people of their places."""
    places: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row.county and not row.also and row.state not in _NO_COUNTIES:
            places[row.county, row.state].append(row)
    found = []
    for (county, state), inside in places.items():
        people = sum(row.population for row in inside)
        metros = {row.metro for row in inside}
        is_city = county.endswith(" (city)") or county == "Carson City"
        if len(metros) == 1 and "" not in metros and people >= _COUNTY_PEOPLE and not is_city:
            name = f"{county} {'Parish' if state == 'LA' else 'County'}"
            found.append(Row(name, state, people, "", metros.pop()))
    return found


def lookalikes(
    rows: Iterable[Row], titles: Mapping[str, str], weights: Mapping[str, tuple[float, float]]
) -> Iterator[tuple[str, str, str]]:
    """Yield the key of each place that may be a large city misspelt, and that city.

    A large city is the first one of a metro, which people call by its name; it stands for the
    whole metro. `weights` gives for each metro developers and data scientists, in all and per
    head; under no code, per head outside the metros.
    """
    by_key: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_key[row.key].append(row)
    metro_of, first_cities = {}, set()
    for code, title in titles.items():
        cities, _, states = title.rpartition(", ")
        city = key(re.split(r"[-/]+", cities)[0])
        first_cities.add(city)
        for row in by_key.get(city, ()):
            if row.metro == code and row.state == states[:2] and row.population >= _LARGE_CITY:
                metro_of[city] = row
    names = Names(by_key)
    for city, large in metro_of.items():
        if len(city) < _SHORTEST:
            continue
        for near in sorted(names.near(city)):
            small = by_key[near]
            if near[0] != city[0] or near in first_cities:
                continue
            heaviest = max(row.population * weights[row.metro][1] for row in small)
            elsewhere = all(row.metro != large.metro for row in small)
            if elsewhere and weights[large.metro][0] >= _OUTWEIGHS * heaviest:
                yield near, large.name, large.state
