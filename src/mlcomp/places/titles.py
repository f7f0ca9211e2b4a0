"""Metros by the cities of their titles: `Dallas-Fort Worth`, `Kansas City, MO-KS`."""

import re
from functools import cache
from itertools import combinations

from mlcomp.places.areas import metro_titles, states_of
from mlcomp.places.names import key, same_name
from mlcomp.places.readings import Reading

_BETWEEN_CITIES = re.compile("[-/]+")


def metro_of_title(reading: Reading) -> tuple[str, str] | None:
    """Return code and title of the one metro whose cities are read, in their order.

    Two cities or more, with or without the metro's states; one suffices with several states.
    """
    name = [word for word in reading.name if word != "and"]
    # `Kansas City` alone is the city, `Kansas City, MO-KS` the metro.
    fewest = 1 if len(reading.states) > 1 else 2
    joined = key(name)
    found = {
        code: title
        for code, title, city, city_key, others in _beginning(joined[:1])
        if joined.startswith(city_key) and set(reading.states) <= set(states_of(title))
        for size in range(fewest - 1, len(others) + 1)
        for some in combinations(others, size)
        if same_name(name, " ".join((city, *some)))
    }
    return next(iter(found.items())) if len(found) == 1 else None


@cache
def _beginning(letter: str) -> list[tuple[str, str, str, str, list[str]]]:
    """Return every city of a title by its first letter: code, title, it, its key, those after.

    Not all combinations of cities: folding them would cost more than the rest of a look-up.
    """
    found = []
    for code, title in metro_titles():
        cities = [city for city in _BETWEEN_CITIES.split(title.rpartition(", ")[0]) if city]
        found += [
            (code, title, city, key(city), cities[place:])
            for place, city in enumerate(cities, 1)
            if city[0].lower() == letter
        ]
    return found
