"""Places: what people type reaches the right metro, and what is not a name reaches none."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mlcomp.places.areas import metros
from mlcomp.places.names import STATES, key
from mlcomp.places.resolver import Place, PlaceError, candidates, large_cities, resolve
from place_data import (
    ALIASES,
    DATA,
    EVIDENCE,
    METROS,
    PLACES,
    ROOT,
    TYPED,
    no_hints,
    resolves,
    rows,
)


def code(place: Place) -> str:
    """Return the metro's code, or nothing outside the metros."""
    return place.metro.code if place.metro else ""


def refused(typed: str) -> PlaceError:
    """Return the error that a text must raise, having checked its form."""
    with pytest.raises(PlaceError) as caught:
        resolve(typed)
    message = str(caught.value)
    assert message.isprintable()
    assert len(message) < 600
    for choice in caught.value.choices:
        assert resolve(choice), choice
    return caught.value


# --- what is understood ----------------------------------------------------------------------


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


# --- several places, and none ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "name", "runner_up"),
    [
        ("Portland", "Portland, OR", "Portland, ME"),
        ("Redmond", "Redmond, WA", "Redmond, OR"),
        ("Columbus", "Columbus, OH", "Columbus, GA"),
        ("Cambridge", "Cambridge, MA", "Cambridge, MN"),
        ("Burbank, CA", "Burbank, CA", "Burbank (Santa Clara County), CA"),
    ],
)
def test_likeliest_is_taken_with_its_runner_up(typed: str, name: str, runner_up: str) -> None:
    """Holds the fivefold rule where it is met: the note says how to ask for the other."""
    place = resolve(typed)
    assert place.name == name
    assert f"`{runner_up}`" in (place.note or "")
    assert resolve(runner_up).name == runner_up


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Arlington", ("Arlington, TX", "Arlington, VA")),
        ("Richmond", ("Richmond, CA", "Richmond, VA")),
        ("Rochester", ("Rochester, NY", "Rochester, MN")),
        ("Springfield", ("Springfield, IL", "Springfield, VA", "Springfield, MA")),
        ("Springfield metro", ("Springfield, IL",)),
        ("Louisville", ("Louisville, KY", "Louisville, CO")),
        ("Burbank", ("Burbank, CA", "Burbank, IL")),
        ("Kailua", ("Kailua (Honolulu County), HI", "Kailua (Hawaii County), HI")),
        ("SoCal", ("Los Angeles, CA", "San Diego, CA")),
        ("Hollywood", ("Hollywood, FL", "Hollywood, CA")),
    ],
)
def test_ambiguous_is_asked_back(typed: str, first: tuple[str, ...]) -> None:
    """Holds the fivefold rule where it is not met: choices, the likeliest first, pasteable."""
    assert refused(typed).choices[: len(first)] == first


@pytest.mark.parametrize(
    "typed", ["Denver", "St. Paul", "Nashville", "Austin", "Greater LA", "Downtown LA", "Milwaukee"]
)
def test_no_note_where_none_is_of_use(typed: str) -> None:
    """Holds that a runner-up below 2% of the weight and a state not meant are left unsaid."""
    assert resolve(typed).note is None


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("UAE", "United Arab Emirates is not covered"),
        ("hybrid", "is a way to work and no place: write the city"),
        ("94103", "a ZIP code alone is not known"),
        ("Pittsburg", "is one letter off Pittsburgh"),
        ("SF/NYC", "not of one metro"),
        ("Theater District, New York", "for a district write its city, `New York, NY`"),
    ],
)
def test_a_refusal_says_why(typed: str, part: str) -> None:
    """Holds the words of the refusals that have a reason of their own."""
    assert part in str(refused(typed))


def test_choices_are_one_a_market() -> None:
    """Holds that places in one metro are no conflict."""
    assert resolve("Kansas City").note is None
    assert resolve("Chevy Chase").note is None


@pytest.mark.parametrize(
    ("typed", "choices"),
    [
        ("Bostan", ("Boston, MA",)),
        ("Seatle", ("Seattle, WA",)),
        ("San Fransisco, CA", ("San Francisco, CA",)),
        ("Bos ton", ("Boston, MA",)),
        ("Tesas", ("Texas",)),
        ("Californa", ("California",)),
        ("Sillicon Valley", ("Silicon Valley",)),
        ("Austin, CA", ("Austin, TX",)),
        ("remoet", ("remote",)),
        ("Vancouver", ("Vancouver, WA",)),
        ("Paris", ("Paris, KY", "Paris, TX")),
        ("Toronto, ON", ("Toronto, OH",)),
        ("Cambridge, UK", ("Cambridge, MA",)),
        ("Bengaluru", ()),
        ("Tel Aviv, Israel", ()),
        ("UAE", ()),
        ("LAX", ("Los Angeles, CA",)),
        ("AUS", ("Austin, TX",)),
        ("hybrid", ()),
        ("on-site", ()),
        ("Pittsburg", ("Pittsburgh, PA", "Pittsburg, CA")),
        ("Milwaukie", ("Milwaukee, WI", "Milwaukie, OR")),
        ("Upstate NY", ("Rochester, NY", "Buffalo, NY")),
        ("N. California", ("San Francisco, CA", "San Jose, CA")),
        ("Theater District, New York", ("New York, NY",)),
        ("Cornhill, Boston, MA", ("Boston, MA",)),
        ("SF / Seattle", ("San Francisco, CA", "Seattle, WA")),
        ("Texas/NYC", ("Texas", "New York, NY")),
        ("94103", ()),
        ("Seattle 98101", ()),
        ("Vail", ("Vail, CO", "Vail, AZ")),
        ("Georgetown", ("Washington, DC", "Georgetown, TX")),
        ("Capitol Hill", ("Seattle, WA", "Washington, DC")),
        ("Montgomery County", ("Montgomery County, MD",)),
        ("xyzzy", ()),
        ("", ()),
        (" \t\n", ()),
    ],
)
def test_refused_with_what_to_write(typed: str, choices: tuple[str, ...]) -> None:
    """Holds that a name one edit off, abroad or unknown is refused with the nearest valid ones."""
    assert refused(typed).choices[: len(choices)] == choices
    if not choices:
        assert refused(typed).choices == ()


@pytest.mark.parametrize(
    "text",
    [
        "\x1b[31mAustin",
        "Austin\x00",
        "Aus\u200btin",
        "A" * 10_000,
        "Austin " * 2_000,
        "\u202eAustin",
    ],
)
def test_hostile_text_is_shown_harmlessly(text: str) -> None:
    """Holds that no control character reaches a message."""
    message = str(refused(text))
    assert len(message) < 200


# --- lists -----------------------------------------------------------------------------------


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


# --- the files and the clock -----------------------------------------------------------------


def test_files_are_small_and_sorted() -> None:
    """Holds the size of what is shipped, and the order the look-up needs."""
    files = [DATA / name for name in ("places.csv", "areas.csv", "aliases.csv", "lookalikes.csv")]
    assert sum(file.stat().st_size for file in files) < 500_000
    keys = [row["key"] for row in PLACES]
    assert keys == sorted(keys)
    for row in PLACES:
        assert row["key"] == key(row["also"] or row["name"])
        assert row["metro"] in METROS or row["metro"] == ""


@pytest.mark.skipif(not EVIDENCE.exists(), reason="the evidence folder is not here")
def test_rebuilding_gives_the_same_bytes(tmp_path: Path) -> None:
    """Holds that the files are what the script makes of the evidence."""
    script = ROOT / "scripts" / "build_places.py"
    inputs = (EVIDENCE / "us_places.csv", EVIDENCE / "oews_2025_areas.csv")
    subprocess.run([sys.executable, script, *inputs, "--out", tmp_path], check=True)
    for name in ("places.csv", "areas.csv", "lookalikes.csv"):
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes()


@pytest.mark.skipif(not EVIDENCE.exists(), reason="the evidence folder is not here")
def test_every_census_name_resolves(monkeypatch: pytest.MonkeyPatch) -> None:
    """Holds the census's own spelling of every place, read from the evidence."""
    no_hints(monkeypatch)
    for row in rows(EVIDENCE / "us_places.csv"):
        expected = row["cbsa_code"] if row["cbsa_code"] in METROS else ""
        typed = [f"{row['place']}, {row['state']}"]
        typed += [
            f"{row['place']} ({row['county']}{end}), {row['state']}" for end in ("", " County")
        ]
        for text in typed:
            try:
                found = code(resolve(text))
            except PlaceError:
                continue
            if found == expected:
                break
        else:
            pytest.fail(f"none of {typed} is in {expected!r}")


def test_bad_input_is_named_in_one_line(tmp_path: Path) -> None:
    """Holds that the build names file, row and what was expected."""
    places = tmp_path / "places.csv"
    places.write_text(
        "place,state,population,county,cbsa_code,cbsa_name\nAustin,TX,many,Travis,12420,x\n"
    )
    command = [sys.executable, str(ROOT / "scripts" / "build_places.py"), str(places), "none.csv"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    expected = "places.csv, row 2: expected a count of people in 'population', found 'many'\n"
    assert done.stderr == expected


def test_resolving_loads_nothing_heavy() -> None:
    """Holds that a look-up in a fresh process needs no csv, difflib or pydantic."""
    script = (
        "import sys\n"
        "from mlcomp.places.resolver import resolve\n"
        "resolve('Portland, Maine')\n"
        "sys.exit(', '.join({'csv', 'difflib', 'pydantic'} & set(sys.modules)) or None)\n"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    subprocess.run([sys.executable, "-c", script], check=True, env=env)
