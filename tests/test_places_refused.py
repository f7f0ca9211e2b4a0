"""Places: several of one name, none at all, and what the refusal says."""

import pytest

from mlcomp.places.resolver import resolve
from place_data import refused


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
        ("00000", "no ZIP code is 00000"),
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
        ("00000", ()),
        ("Seattle 00000", ()),
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


@pytest.mark.parametrize(
    ("typed", "choices"),
    [
        ("Austin, Dallas County, TX", ("Austin, TX", "Dallas County, TX")),
        ("Austin, Travsi County, TX", ("Austin, TX",)),
        ("San Jose, San Francisco, CA", ("San Jose, CA", "San Francisco, CA")),
    ],
)
def test_what_a_place_is_said_to_lie_in_is_in_its_metro(
    typed: str, choices: tuple[str, ...]
) -> None:
    """Holds for a city's county, also for one in no list, and for a district's city."""
    assert refused(typed).choices == choices
    assert "names places that are not of one metro" in str(refused(typed))


@pytest.mark.parametrize(
    "typed", ["Nowhereville, King County, WA", "Springfield, A County", "SF, Oakland"]
)
def test_what_is_not_known_lies_in_nothing(typed: str) -> None:
    """Holds where one of them is unknown, and for cities that are only listed."""
    assert "unknown place" in str(refused(typed))


def test_remote_beside_a_city_is_refused() -> None:
    """Holds that how far a job is remote is said apart: it may be paid as the nation is."""
    for typed in ("Seattle, WA (Remote)", "Remote - Seattle", "Remote (Seattle, WA)"):
        refusal = refused(typed)
        assert refusal.choices == ("Seattle, WA",)
        assert "write `Seattle, WA`, and say `remote` apart" in str(refusal)
    assert resolve("Remote - US").match == "national"


@pytest.mark.parametrize("typed", ["Georgia, Washington", "Texas, Nevada", "WA-WA", "US, TX, Moon"])
def test_two_states_are_no_city_of_one(typed: str) -> None:
    """Holds for a state before a town that bears another state's name, and for none at all."""
    refused(typed)
