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
    found = {
        code: title
        for code, title, cities in _titles(key(name)[:1]).get(key(name), ())
        if len(cities) >= fewest
        and set(reading.states) <= set(states_of(title))
        and same_name(name, " ".join(cities))
    }
    return next(iter(found.items())) if len(found) == 1 else None


@cache
def _titles(letter: str) -> dict[str, list[tuple[str, str, tuple[str, ...]]]]:
    """Map the keys of all combinations of a metro's cities that begin with a letter to that metro.

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
