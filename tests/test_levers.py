"""Levers: each is the difference of two estimates, and says what it can and cannot tell."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import examples
from mlcomp import Book, Lever, Profile, estimate, levers_of
from mlcomp.accuracy.levers import HeldLever
from mlcomp.book.loading import validated
from mlcomp.files import data_file
from mlcomp.places.names import STATES
from mlcomp.scenarios.levers import _remote
from place_data import METROS
from strategies import books, profiles


def of(book: Book, **person: Any) -> dict[tuple[str, str], Lever]:
    """Return a person's levers by dimension and id."""
    found = levers_of(Profile(**person), book)
    return {(lever.dimension, lever.id): lever for lever in found.levers}


def test_what_each_change_does_by_hand(guide: Book) -> None:
    """Four years in SF at a mid-size firm: base 218,000 x 1.225 = 267,050, total x 1.3 = 347,165.

    Quantitative finance x 1.25: +66,762.50 and +86,791.25. FAANG: the top quarter of the
    band, 240 to 260 thousand at a third of its middle half, 248,333 x 1.225 = 304,208:
    +37,158. Marketing x 0.9: -26,705. Remote without x 1.225: -49,050. Senior at six years:
    the middle of 260 to 350 thousand, 291.5 to 318.5, at its first quartile: 298,250 x 1.225
    = 365,356: +98,306; two more years are the same person.
    """
    found = of(guide, years=4, city="SF", tier="mid-size")
    assert found["industry", "quant-finance"].base == pytest.approx(66_762.5)
    assert found["industry", "quant-finance"].total == pytest.approx(86_791.25)
    assert round(found["tier", "faang"].base) == 37_158
    assert found["industry", "marketing-analytics"].base == pytest.approx(-26_705)
    assert found["remote", "remote"].base == pytest.approx(-49_050)
    assert round(found["level", "senior"].base) == 98_306
    assert round(found["years", "6"].base) == 98_306
    assert found["degree", "doctorate"].total == 0


def changed(person: Profile, lever: Lever) -> Profile:
    """Return the person after a change, made from what the lever is called."""
    match lever.dimension:
        case "years":
            change: dict[str, Any] = {"years": float(lever.id)}
        case "specialization":
            change = {"specialization": (*person.specialization, lever.id)}
        case "lifecycle" | "remote" as name:
            change = {name: True}
        case "remote-policy":
            change = {"remote_policy": lever.id}
        case "location" | "metro":
            city = STATES.get(lever.id) or METROS[lever.id]["name"]
            change = {"city": city, "remote": False}
        case "level" | "tier" as name:
            change = {name: lever.id}
        case name:
            return person.naming(name, [lever.id])
    return replace(person, **change)


@examples(100)
@given(st.data())
def test_each_lever_is_the_estimate_of_the_changed_person(data: st.DataObject) -> None:
    """For random people and books, to the last digit; the largest gain comes first."""
    book = data.draw(books())
    person = data.draw(profiles(book))
    now = estimate(person, book)
    found = levers_of(person, book)
    for lever in found.levers:
        then = estimate(changed(person, lever), book)
        assert lever.base == then.base.typical - now.base.typical, lever.label
        assert lever.total == then.total.typical - now.total.typical, lever.label
    totals = [lever.total for lever in found.levers]
    assert totals == sorted(totals, reverse=True)
    names = {(lever.dimension, lever.id) for lever in found.levers}
    assert len(names) == len(found.levers)
    others = [o for o in book.industry if o.id != person.industry]
    assert sum(dimension == "industry" for dimension, _ in names) == len(others)


def test_every_single_change_is_there(guide: Book) -> None:
    """Level, years, each hub and other metro, tier, industry, specialization, lifecycle, remote, degree."""
    found = of(guide, years=4, city="SF", tier="google", specialization=("rl",), degree="phd")
    counts: dict[str, int] = {}
    for dimension, _ in found:
        counts[dimension] = counts.get(dimension, 0) + 1
    assert counts == {
        "level": 1,
        "years": 1,
        "location": 3,
        "metro": 96,
        "remote": 1,
        "tier": 3,
        "industry": 4,
        "degree": 2,
        "specialization": 3,
        "lifecycle": 1,
    }


def test_what_does_not_exist_is_no_lever(guide: Book) -> None:
    """No level above the last, no years without years or beyond 60, no MLOps twice."""
    top = of(guide, level="staff", lifecycle=True, remote=True)
    dimensions = {dimension for dimension, _ in top}
    assert not dimensions & {"level", "years", "lifecycle", "remote"}
    assert ("years", "61") not in of(guide, years=59)
    # Who works remotely could work in any of the places.
    assert sum(dimension == "location" for dimension, _ in top) == 4


@pytest.mark.parametrize(
    ("person", "policies"),
    [
        ({}, []),
        ({"city": "SF"}, ["local"]),
        ({"city": "SF", "hq": "NYC"}, ["local", "hq"]),
        ({"remote_policy": "hq", "hq": "NYC"}, ["national"]),
    ],
)
def test_remote_policies_are_levers_where_they_can_be_priced(
    person: dict[str, Any], policies: list[str]
) -> None:
    """Who works remotely sees the other policies: local needs a city, hq the headquarters."""
    now = Profile(years=4, remote=True, **person)
    changes = list(_remote(now))
    assert [change.id for change in changes] == policies
    assert [change.profile for change in changes] == [
        replace(now, remote_policy=policy) for policy in policies
    ]


def test_a_state_that_a_book_prices_is_a_lever_as_a_state(guide: Book) -> None:
    """Not as its name typed again, which may be a city's: New York."""
    for code in ("NY", "WA"):
        location = replace(guide.location[0], metros=(), states=(code,))
        book = replace(guide, location=(location, *guide.location[1:]))
        lever = of(book, years=4)["location", code]
        assert lever.after.place.name == {"NY": "New York", "WA": "Washington"}[code]
        assert lever.after.place.match == "state"
        assert lever.after.place.factor == location.range


def test_what_is_in_a_persons_hands(guide: Book) -> None:
    """Place, employer, industry, skills and degree are; time and promotion are not."""
    found = of(guide, years=4)
    assert {d for (d, _), lever in found.items() if not lever.in_hand} == {"level", "years"}


@pytest.mark.parametrize(
    ("person", "change", "within"),
    [
        # 1.00 to 1.10: effect ln 1.05, and its width down to 1.00 is ln 1.05 too.
        ({}, ("specialization", "reinforcement-learning"), True),
        # 1.02 to 1.12: effect ln 1.07 = 0.068 against ln(1.07 / 1.02) = 0.048.
        ({}, ("specialization", "distributed-training"), False),
        ({}, ("lifecycle", "lifecycle"), True),
        # 0.85 to 0.95: effect ln 0.9 = -0.105 against ln(0.95 / 0.9) = 0.054.
        ({}, ("industry", "marketing-analytics"), False),
        # From av to quant ln(1.25 / 1.175) = 0.062 against the root of ln(1.25 / 1.15)^2 +
        # ln(1.25 / 1.175)^2 = 0.104.
        ({"industry": "av"}, ("industry", "quant-finance"), True),
        # 1.15 to 1.30 against none: ln 1.225 = 0.203 against ln(1.225 / 1.15) = 0.063.
        ({}, ("location", "35620"), False),
        # Two cities of one factor cannot be told apart.
        ({"city": "SF"}, ("location", "35620"), True),
        # The whole band holds its own top quarter: 213 of 180-260 to 248 of 240-260 is 0.152
        # against the root of ln(248.3 / 240)^2 + ln(260 / 213.3)^2 = 0.201.
        ({}, ("tier", "faang"), True),
        # From the middle, 218 of 208-232: 0.130 against the root of 0.034^2 + 0.062^2 = 0.071.
        ({"tier": "mid-size"}, ("tier", "faang"), False),
        # Nothing changes.
        ({}, ("degree", "doctorate"), True),
    ],
)
def test_what_the_book_cannot_tell_from_nothing(
    guide: Book, person: dict[str, Any], change: tuple[str, str], within: bool
) -> None:
    """Within uncertainty: the likely range of the change includes none, by hand."""
    assert of(guide, years=4, **person)[change].within_uncertainty is within


def test_many_places_are_one_line(guide: Book) -> None:
    """Each hub alone; the best three of all other metros in the table, all of them in JSON."""
    from mlcomp.render.tables.levers import _lines

    found = levers_of(Profile(years=4), guide)
    metros = [lever for lever in found.levers if lever.dimension == "metro"]
    assert len(metros) == 96
    lines = _lines([HeldLever(lever, None) for lever in found.levers])
    changing = sum(lever.total != 0 for lever in metros)
    labels = [label for label, _ in lines]
    heading = labels.index(f"Best 3 of the {changing} other largest metros")
    assert lines[heading][1] is None
    best = ["Boulder, CO", "Boston, MA", "Bridgeport, CT"]
    assert labels[heading + 1 : heading + 4] == [f"  {name}" for name in best]
    assert sum(bool(of and of.own.dimension == "metro") for _, of in lines) == 3
    hubs = [label for label, _ in lines if label.startswith("Place: ")]
    assert sorted(hubs) == [
        "Place: New York",
        "Place: San Francisco",
        "Place: San Jose and Silicon Valley",
        "Place: Seattle",
    ]


def test_states_a_book_prices_are_places_too() -> None:
    """A company's own factor for a state is a lever by the state's name."""
    raw = tomllib.loads(data_file("bands.toml").read_text(encoding="utf-8"))
    raw["location"][0] |= {"metros": [], "states": ["CA", "OR"]}
    found = of(validated(raw, "own.toml"), years=4)
    assert found["location", "OR"].label == "Oregon"
    assert round(found["location", "OR"].base) == 48_000
