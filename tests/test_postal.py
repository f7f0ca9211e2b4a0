"""ZIP codes and the post office's names: what they mean, and what is refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import examples, run
from mlcomp.places.areas import area
from mlcomp.places.names import STATES, key, words
from mlcomp.places.postal import split_code, zip_code
from mlcomp.places.resolver import PlaceError, resolve
from place_data import DATA, EVIDENCE, METROS, POSTAL, ROOT, ZIPS, code, no_hints, refused, rows


@pytest.mark.parametrize(
    ("typed", "name", "metro"),
    [
        ("94107", "San Francisco, CA 94107", "41860"),
        ("94107-1234", "San Francisco, CA 94107", "41860"),
        ("CA 94107", "San Francisco, CA 94107", "41860"),
        ("New York 10001", "New York, NY 10001", "35620"),
        ("San Francisco, CA 94107", "San Francisco, CA", "41860"),
        ("SF 94107", "San Francisco, CA", "41860"),
        ("Washington 20001", "Washington, DC", "47900"),
        ("Austin, TX 78701, USA", "Austin, TX", "12420"),
        ("Cypress, TX", "Cypress, TX", "26420"),
        ("Cypress, TX 77429", "Cypress, TX", "26420"),
        ("Hanover, MD", "Hanover, MD", "12580"),
        ("Henrico, VA", "Henrico, VA", "40060"),
        ("cranbury nj", "Cranbury, NJ", "45940"),
        ("Valencia, CA", "Valencia, CA", "31080"),
        ("Purchase, New York", "Purchase, NY", "35620"),
        ("Westlake, TX", "Westlake, TX", "19100"),
        ("NORTH READING, MA", "North Reading, MA", "14460"),
        ("Marfa, TX", "Marfa, TX", ""),
        # A district that nobody lists, and one of several Springfields: the code says where.
        ("Cornhill, CA 94107", "San Francisco, CA 94107", "41860"),
        ("Trona, CA 93562", "Trona, CA 93562", "40140"),
        ("Live Oak, CA 95953", "Live Oak, CA 95953", "49700"),
        ("Live Oak, CA 95062", "Live Oak, CA", "42100"),
        ("Harvard, MA 01451", "Harvard, MA 01451", "49340"),
        # Connecticut has no counties any more, and some codes have none in the data.
        ("06830", "Greenwich, CT 06830", "14860"),
        ("20500", "Washington, DC 20500", "47900"),
        # A code that is not known adds nothing to a city and its state.
        ("Austin, TX 00000", "Austin, TX", "12420"),
    ],
)
def test_what_the_post_writes_is_understood(typed: str, name: str, metro: str) -> None:
    """A ZIP code alone or after a name, and a name that only the post office has."""
    place = resolve(typed)
    assert (place.name, code(place), place.typed) == (name, metro, typed)
    assert resolve(place.name).market == place.market


@pytest.mark.parametrize(
    ("typed", "said", "choices"),
    [
        (
            "Austin, TX 94107",
            "does not agree with its ZIP code, which is San Francisco, CA: write ",
            ("San Francisco, CA 94107", "Austin, TX"),
        ),
        ("Austin 94107", "does not agree", ("San Francisco, CA 94107", "Austin, TX")),
        ("Texas 94107", "does not agree", ("San Francisco, CA 94107", "Texas")),
        ("Dallas, TX 77002", "does not agree", ("Houston, TX 77002", "Dallas, TX")),
        # One metro, and yet not one state.
        ("Kansas City, MO 66101", "which is Kansas City, KS", ("Kansas City, KS 66101",)),
        ("employee 94107", "does not agree", ("San Francisco, CA 94107",)),
        ("2139", "a ZIP code has five digits; write `02139`", ("02139",)),
        ("00000", "no ZIP code is 00000; write the city", ()),
        ("09012", "a military ZIP code (APO, FPO) is not covered", ()),
        ("APO AE 09012", "a military ZIP code (APO, FPO) is not covered", ()),
        ("96910", "a ZIP code in Guam is not covered", ()),
        ("00802", "a ZIP code in the US Virgin Islands is not covered", ()),
        ("M5V 2T6", "a postal code of Canada is not covered", ()),
        ("SW1A 1AA", "a postal code of the United Kingdom is not covered", ()),
        ("Cypres, TX", "did you mean `Cypress, TX`", ("Cypress, TX",)),
        ("Henricco, VA", "did you mean `Henrico, VA`?", ("Henrico, VA",)),
        ("Trona, CA", "is the name of several places", ("Trona, CA 93592", "Trona, CA 93562")),
    ],
)
def test_a_code_that_cannot_be_meant_is_refused(
    typed: str, said: str, choices: tuple[str, ...]
) -> None:
    """With what would be right, never with a guess."""
    error = refused(typed)
    assert said in str(error)
    assert error.choices[: len(choices)] == choices
    assert bool(error.choices) == bool(choices)


def test_a_name_without_its_state_is_not_looked_up_at_the_post_office(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It would be too many places: of all names only those that other files have are known."""
    no_hints(monkeypatch)
    for row in POSTAL[::97]:
        name = row["name"] or row["key"].capitalize()
        try:
            assert resolve(name).match != "postal"
        except PlaceError:
            continue


def test_every_name_and_every_code_is_known_or_refused_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each resolves to the metro that its line has; what it is called can be pasted back."""
    no_hints(monkeypatch)
    several = {(row["key"], row["state"]) for row in POSTAL if row["zip"]}
    for row in POSTAL[::41]:
        label = f"{row['name'] or row['key'].capitalize()}, {row['state']}"
        if (row["key"], row["state"]) in several:
            assert f"{label} {row['zip']}" in refused(label).choices
        else:
            # An alias or a metro's title may come first.
            assert resolve(label).state == area(row["state"])
    for row in rows(DATA / "zips.csv")[::41]:
        digits = row["zip3"] + row["ends"][:2]
        if row["state"] not in STATES:
            assert "not covered" in str(refused(digits))
            continue
        place = resolve(digits)
        assert resolve(f"{row['name']}, {row['state']} {digits}").market == place.market
        assert (code(place), place.name) == (
            row["metro"],
            f"{row['name']}, {row['state']} {digits}",
        )
        assert resolve(place.name).market == place.market


@examples(200)
@given(st.from_regex(r"[0-9]{5}(-[0-9]{4})?", fullmatch=True))
def test_five_digits_are_a_code_or_none(typed: str) -> None:
    """No other digits are taken for a ZIP code, however near one they are."""
    assert (zip_code(typed[:5]) is not None) == (typed[:5] in ZIPS)
    assert split_code(f" {typed} ") == ("", typed[:5])


def test_postal_files_are_sorted_and_small() -> None:
    """Holds the order that the look-up needs, and what is shipped: 0.6 MB in a wheel, packed."""
    for name, first in (("postal.csv", "key"), ("zips.csv", "zip3")):
        table = rows(DATA / name)
        assert [row[first] for row in table] == sorted(row[first] for row in table)
        assert {row["metro"] for row in table} <= {"", *METROS}
    for row in POSTAL:
        assert row["key"] == key(words(row["name"] or row["key"]))
    assert len(ZIPS) > 42_000
    sizes = [(DATA / name).stat().st_size for name in ("postal.csv", "zips.csv")]
    assert sum(sizes) < 1_500_000


@pytest.mark.skipif(not EVIDENCE.exists(), reason="the evidence folder is not here")
def test_rebuilding_the_postal_files_gives_the_same_bytes(tmp_path: Path) -> None:
    """Holds that they are what the script makes of the package `zipcodes` and the census places."""
    pytest.importorskip("zipcodes")
    script = ROOT / "scripts" / "build_postal.py"
    command = [sys.executable, script, EVIDENCE / "us_places.csv", "--out", tmp_path]
    subprocess.run(command, check=True)
    for name in ("postal.csv", "zips.csv"):
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes()


@pytest.mark.skipif(not EVIDENCE.exists(), reason="the evidence folder is not here")
def test_every_worksite_city_of_the_filings_is_known() -> None:
    """As employers typed them."""
    filings = rows(EVIDENCE / "h1b_fy2026q2_places.csv")
    cities = {row["place"] for row in filings if row["kind"] == "city"}
    assert len(cities) > 100
    assert all(resolve(city) for city in cities)


@pytest.mark.parametrize("typed", ["Austin", "Austin, TX", "NYC", "Texas", "rural Maine", "remote"])
def test_others_do_not_read_the_postal_files(typed: str) -> None:
    """Who has an answer without them does not pay for them, nor who types no state."""
    script = (
        "from mlcomp.places import gazetteer\n"
        "from mlcomp.places.resolver import resolve\n"
        f"read = []\nfile = gazetteer._file\n"
        "gazetteer._file = lambda name: (read.append(name), file(name))[1]\n"
        f"resolve({typed!r})\n"
        "assert not {'postal.csv', 'zips.csv'} & set(read), read\n"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    subprocess.run([sys.executable, "-c", script], check=True, env=env)


def test_a_code_changes_nothing_in_how_its_city_is_read() -> None:
    """Holds for a city that bears its state's name, too, and for a state before its city."""
    assert resolve("New York, NY 10001").match == resolve("New York, NY").match == "exact"
    assert resolve("US-WA-Seattle 98101").match == resolve("US-WA-Seattle").match == "alias"


def test_a_code_after_a_state_stays_with_its_city_in_a_list() -> None:
    """`Cypress, TX 77429,Austin` is two places to compare."""
    asked = run("compare", "--years", "4", "--city", "Cypress, TX 77429,Austin, TX", "--json")
    assert asked.code == 0
    names = {each["place"]["name"] for each in asked.json["scenarios"]}
    assert names == {"Cypress, TX", "Austin, TX"}


def test_a_roster_reads_codes_as_text_and_as_numbers(tmp_path: Path) -> None:
    """A column of ZIP codes is one of cities; a zero lost by a spreadsheet is refused in words."""
    pytest.importorskip("duckdb")
    people = tmp_path / "people.csv"
    for codes in (["94107", "77429", "2139"], ["CA 94107", "Cypress, TX", "2139"]):
        lines = "".join(f'4,"{each}"\n' for each in codes)
        people.write_text(f"years,city\n{lines}", encoding="utf-8")
        done = run("batch", str(people), "-", "--to", "jsonl", "--allow-errors")
        found = [json.loads(line) for line in done.out.splitlines()]
        assert [each["metro"] for each in found] == [
            "San Francisco-Oakland-Fremont, CA",
            "Houston-Pasadena-The Woodlands, TX",
            None,
        ]
        assert "write `02139`" in found[2]["error"]
