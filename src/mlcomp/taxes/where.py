"""Where pay is taxed and spent: a place's state, county, and level of prices."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from mlcomp.errors import Fault, ProfileError
from mlcomp.files import data_file
from mlcomp.places.names import STATES
from mlcomp.places.refusals import PlaceError
from mlcomp.places.resolver import resolve

if TYPE_CHECKING:
    from mlcomp.places.place import Place

NO_TAXES_OF = {"PR": "Puerto Rico has an income tax of its own, which is not known here"}
_COUNTY = re.compile(r"^(?:.+ \()?(?P<county>.+?) (?:County|Parish)\)?$")
_FIRST_CITY = re.compile(r"[-/]")


class Prices(NamedTuple):
    """The level of prices in an area, 100 in the nation: of all items, and of housing."""

    level: float
    housing: float
    area: str


class Where(NamedTuple):
    """A place as taxes know it.

    `county` is None where it is not known or no county of the state taxes income, `prices`
    where none are published; `city` is False for a state as a whole.
    """

    name: str
    state: str
    county: str | None
    city: bool
    prices: Prices | None
    note: str | None

    @property
    def key(self) -> str:
        """The place as records name it: `New York, NY`."""
        return f"{self.name}, {self.state}" if self.city else self.name


@lru_cache(maxsize=4096)
def where(place: Place) -> Where:
    """Return a place as taxes know it; of a metro as a whole, its first city.

    Raises:
        ProfileError: it is no place in the 50 states and DC.
    """
    if place.state is None:
        expected = "a city or a state for take-home pay, since states tax differently"
        raise ProfileError(Fault("city", expected=expected, found=place.name))
    state = place.state.code
    if state in NO_TAXES_OF:
        expected = "a place in the 50 states or DC for take-home pay"
        raise ProfileError(Fault("city", expected=expected, found=place.name))
    if place.match == "state":
        return Where(place.name, state, None, city=False, prices=None, note=None)
    name, _, _ = place.name.rpartition(", ")
    note = None
    # "Portland-Vancouver-Hillsboro, OR-WA" is a metro's title, and no city's name.
    if place.metro and place.name == place.metro.name and _FIRST_CITY.search(name):
        name = _FIRST_CITY.split(name)[0]
        note = f"{place.name} is taxed as {name}, {state}."
    metro = place.metro.code if place.metro else ""
    county, prices = _county(name, state), prices_of(metro or state)
    return Where(name, state, county, city=True, prices=prices, note=note)


def where_typed(typed: str, field: str) -> Where:
    """Return a place that was typed, as taxes know it.

    Raises:
        ProfileError: it is not understood, or no place in the 50 states and DC.
    """
    try:
        return where(resolve(typed))
    except PlaceError as error:
        raise PlaceError(*(fault._replace(field=field) for fault in error.faults)) from None
    except ProfileError as error:
        raise ProfileError(*(fault._replace(field=field) for fault in error.faults)) from None


@cache
def prices_of(code: str) -> Prices | None:
    """Return the prices of a metro, by its code, or of a state outside its metros."""
    line = _lines("prices.csv").get(code)
    if line is None:
        return None
    level, housing, area = line.split(",", 2)
    return Prices(float(level), float(housing), area.strip('"'))


def states_by_number() -> dict[str, int]:
    """Return the library's number of each state: their place in the list of their names."""
    codes = sorted(set(STATES) - set(NO_TAXES_OF), key=STATES.__getitem__)
    return {code: number for number, code in enumerate(codes, 1)}


def _county(name: str, state: str) -> str | None:
    if found := _COUNTY.match(name):
        return found["county"]
    return _lines("counties.csv", 2).get(f"{name},{state}")


@cache
def _lines(name: str, key: int = 1) -> dict[str, str]:
    """Map the first fields of each line of a data file to the rest of it."""
    lines = data_file(name).read_text(encoding="utf-8").splitlines()[1:]
    parts = (line.split(",", key) for line in lines)
    return {",".join(part[:key]): part[key] for part in parts}
