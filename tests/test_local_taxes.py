"""`data/local_taxes.toml` and `data/prices.csv`: valid, sourced, and about places that exist."""

from __future__ import annotations

import copy
import tomllib
from typing import Any

import pytest

from mlcomp.errors import BookError
from mlcomp.files import data_file
from mlcomp.places.areas import metros
from mlcomp.places.names import STATES
from mlcomp.places.resolver import resolve
from mlcomp.taxes.records import FILE, ByCounty, check, local_taxes
from mlcomp.taxes.where import Prices, prices_of, where


def raw() -> dict[str, Any]:
    return tomllib.loads(data_file(FILE).read_text(encoding="utf-8"))


def test_every_value_has_a_year_a_source_and_a_reason_where_it_is_no_evidence() -> None:
    """No figure without its source; reasons end in a full stop; no source is unused."""
    taxes = local_taxes()
    cited = [*taxes.contribution, *taxes.local]
    cited += [taxes.elsewhere, taxes.deferrals_taxed, taxes.itemized_together]
    for each in cited:
        assert taxes.law - 2 <= each.year <= taxes.law
        assert taxes.citation(each)
        assert not each.reason or each.reason.endswith(".")
        assert each.basis == "evidence" or each.reason
        assert each.year == taxes.law or each.reason
    assert {each.source for each in cited} == set(taxes.sources)


def test_ids_are_there_once() -> None:
    """Each tax has an id of its own; counties share that of their state's."""
    taxes = local_taxes()
    ids = [each.id for each in (*taxes.contribution, *taxes.local) if not each.id.startswith("-")]
    counties = {each.id for each in taxes.by_county}
    once = [each for each in ids if each not in counties]
    assert len(once) == len(set(once))


def test_every_city_is_a_place_under_the_name_it_is_found_by() -> None:
    """A city that no look-up leads to would never be taxed.

    Some post offices' names are those of places that stand for them, which are taxed alike.
    """
    for local in local_taxes().local:
        for city in local.cities:
            assert where(resolve(city)).key in local.cities, city


@pytest.mark.parametrize("code", ["10001", "11201", "11373", "11101", "10453", "10301", "11691"])
def test_a_zip_code_of_new_york_city_is_taxed_there(code: str) -> None:
    """Whatever its post office is called."""
    (city,) = (local for local in local_taxes().local if local.id == "nyc")
    assert where(resolve(code)).key in city.cities


def test_every_county_has_a_place() -> None:
    """A county whose places are not known would never be taxed."""
    lines = data_file("counties.csv").read_text(encoding="utf-8").splitlines()[1:]
    known = {f"{county}, {state}" for _, state, county in (line.split(",") for line in lines)}
    taxed = {county for local in local_taxes().local for county in local.counties}
    assert known == taxed


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("contribution", 0, "percent"), 12, "contribution.0.percent: expected"),
        (("contribution", 0, "rate"), 1, "contribution.0.rate: expected"),
        (("local", 0, "source"), "nobody", "source: expected one of [sources], found nobody"),
        (("local", 0, "home"), {"single": [[0, 3], [0, 4]], "married": []}, "brackets that rise"),
        (("local", 0, "home"), 101, "percentages from 0 to 100"),
        (("local", 0, "year"), 1999, "local.0.year: expected"),
        (("law",), "2025?", "law: expected"),
    ],
)
def test_a_faulty_file_says_where(path: tuple[Any, ...], value: object, said: str) -> None:
    """An unknown key, source or impossible figure is refused under its name."""
    faulty = copy.deepcopy(raw())
    table: Any = faulty
    for part in path[:-1]:
        table = table[part]
    table[path[-1]] = value
    with pytest.raises(BookError) as refused:
        check(faulty)
    assert said in str(refused.value)
    assert str(refused.value).startswith(f"{FILE}: ")


def test_counties_are_taxes_like_any_other() -> None:
    """A state's list makes one tax a county, named after it."""
    (state,) = (each for each in local_taxes().by_county if each.state == "MD")
    assert isinstance(state, ByCounty)
    titles = {each.counties[0]: each.title for each in state.each()}
    assert titles["Montgomery, MD"] == "Montgomery County income tax"
    assert titles["Baltimore City, MD"] == "Baltimore City income tax"


def test_every_metro_has_prices() -> None:
    """But for those of Puerto Rico; a state has them only outside its metros."""
    lacking = [metro.name for metro in metros() if prices_of(metro.code) is None]
    assert lacking
    assert all(name.endswith(", PR") for name in lacking)
    outside = {state for state in STATES if prices_of(state)}
    assert set(STATES) - outside == {"DC", "DE", "NJ", "PR", "RI"}


def test_prices_are_where_a_place_is() -> None:
    """Of its metro, or of its state outside them; a state as a whole has none."""
    francisco = Prices(115.613, 194.718, "San Francisco-Oakland-Fremont, CA")
    assert where(resolve("Oakland, CA")).prices == francisco
    marfa = where(resolve("Alpine, TX")).prices
    assert marfa
    assert marfa.area == "Texas (Nonmetropolitan Portion)"
    assert where(resolve("Texas")).prices is None


def test_a_metro_as_a_whole_is_taxed_as_its_first_city() -> None:
    """So levers, which move people to metros, know the city's taxes; the note says so."""
    place = where(resolve("Portland-Vancouver-Hillsboro, OR-WA"))
    assert (place.key, place.prices and place.prices.area) == (
        "Portland, OR",
        "Portland-Vancouver-Hillsboro, OR-WA",
    )
    assert place.note == "Portland-Vancouver-Hillsboro, OR-WA is taxed as Portland, OR."
