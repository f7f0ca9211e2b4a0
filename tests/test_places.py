"""Places: what people type reaches the right metro."""

import pytest

from mlcomp.places.areas import metros
from mlcomp.places.candidates import candidates
from mlcomp.places.names import STATES, key
from mlcomp.places.resolver import PlaceError, large_cities, resolve
from place_data import ALIASES, METROS, PLACES, TYPED, code, refused, resolves


@pytest.mark.parametrize("row", TYPED, ids=lambda row: row["typed"])
def test_typed_form_reaches_its_metro(row: dict[str, str]) -> None:
    """Holds the table of written forms: each reaches the metro beside it, or none."""
    place = resolve(row["typed"])
    assert code(place) == row["metro"]
    assert place.metro is None or place.metro.name == row["title"]
    assert place.typed == row["typed"]
    assert place.state is not None


def test_table_has_every_large_metro() -> None:
    """Holds that the table covers the 60 largest metros."""
    largest = sorted(METROS, key=lambda m: -int(METROS[m]["population"]))[:60]
    assert len(TYPED) >= 250
    assert set(largest) <= {row["metro"] for row in TYPED}


def census_forms() -> list[tuple[str, str, str]]:
    """Return (as written, state, metro) for each place under its usual and its other names."""
    return [(row["also"] or row["name"], row["state"], row["metro"]) for row in PLACES]


def test_every_place_resolves_to_its_own_metro() -> None:
    """Holds `place, ST` for every place of the file, under all names and with no comma."""
    by_county = {(r["also"], r["state"]) for r in PLACES if " (" in r["name"] and r["also"]}
    plain = {(r["name"], r["state"]) for r in PLACES}
    for name, state, metro in census_forms():
        if (name, state) in by_county:
            continue  # several places of one state: below
        for typed in (f"{name}, {state}", f"{name} {STATES[state]}"):
            place = resolve(typed)
            assert (code(place), place.state and place.state.code) == (metro, state), typed
    for name, state in by_county:
        owners = [r for r in PLACES if r["also"] == name and r["state"] == state]
        if (name, state) not in plain and len({r["metro"] or state for r in owners}) > 1:
            try:
                note = resolve(f"{name}, {state}").note or ""
            except PlaceError as error:
                note = str(error)
            assert "County" in note or state == "CT", (name, state)


def test_every_alias_leads_to_a_place() -> None:
    """Holds that no alias points nowhere, and that its key is its name folded."""
    assert len({row["key"] for row in ALIASES}) == len(ALIASES)
    for row in ALIASES:
        assert row["key"] == key(row["name"]), row
        if row["kind"] in ("nickname", "alias", "national"):
            assert resolve(row["name"]).match in ("nickname", "alias", "exact", "national")
        elif row["kind"] == "ask":
            assert len(refused(row["name"]).choices) == len(row["place"].split("|")) > 1
        elif row["kind"] == "not":
            assert row["note"] in str(refused(row["name"]))
        else:
            assert row["kind"] in ("abroad", "country")
            assert "not covered" in str(refused(row["name"]))


@pytest.mark.parametrize("text", ["remote", "Anywhere", "US", "usa", "U.S.", "United States"])
def test_national(text: str) -> None:
    """Holds that a person tied to no place is priced nationally."""
    place = resolve(text)
    assert (place.match, place.metro, place.state) == ("national", None, None)
    assert place.name == "United States"


def test_states() -> None:
    """Holds that a state alone is the state, by name and code, but for those that are cities."""
    for postal, name in STATES.items():
        if postal not in ("LA", "DC"):
            assert resolve(postal).match == resolve(postal.lower()).match == "state"
            assert resolve(postal).name == name
        if name not in ("New York", "Washington", "District of Columbia"):
            assert resolve(name).match == resolve(f"State of {name}").match == "state"
    assert "Louisiana" in (resolve("LA").note or "")
    assert resolve("New York State").match == resolve("Washington State").match == "state"
    assert resolve("New York").name == "New York, NY"
    assert refused("Washington").choices == ("Washington, DC", "Washington State")


@pytest.mark.parametrize(
    ("typed", "match"),
    [
        ("Palo Alto", "exact"),
        ("palo alto, california", "exact"),
        ("St. Louis", "exact"),
        ("Boise City", "alias"),
        ("Greater Boston", "alias"),
        ("Dallas-Fort Worth", "alias"),
        ("Bay Area", "nickname"),
        ("TX", "state"),
        ("remote", "national"),
    ],
)
def test_match(typed: str, match: str) -> None:
    """Holds what the receipt says of how a place was understood."""
    assert resolve(typed).match == match


def test_lists() -> None:
    """Holds what completion and `mlcomp places` are given."""
    assert large_cities(3) == ("New York, NY", "Los Angeles, CA", "Chicago, IL")
    assert all(resolves(city) for city in large_cities(300))
    assert len(metros()) == 383
    assert "Portland-Vancouver-Hillsboro, OR-WA" in {metro.name for metro in metros("wa")}
    first, second, *_ = candidates("Portland")
    assert (first.name, second.name) == ("Portland, OR", "Portland, ME")
    assert first.weight > 5 * second.weight
    assert "per 1,000 people" in first.why
    assert [c.name for c in candidates("Pittsburg")][:2] == ["Pittsburgh, PA", "Pittsburg, CA"]
    assert [c.name for c in candidates("Capitol Hill")][:2] == ["Seattle, WA", "Washington, DC"]
    assert [c.name for c in candidates("Paris")][:2] == ["Paris, KY", "Paris, TX"]
    assert candidates("xyzzy") == ()


def test_area_holds_what_bls_published() -> None:
    """Holds figures against the release, and that a suppressed one is none."""
    bay = resolve("Oakland").metro
    assert bay is not None
    assert bay.data_scientists is not None
    assert bay.software_developers is not None
    assert bay.software_developers.ratio > 1.2
    roanoke = resolve("Roanoke, VA").metro
    assert roanoke is not None
    assert roanoke.data_scientists is not None
    assert roanoke.data_scientists.employment is None
    alaska = resolve("Alaska").state
    assert alaska is not None
    assert alaska.software_developers is None
