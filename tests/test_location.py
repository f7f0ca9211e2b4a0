"""What a place multiplies pay by, in the guide's book and in a company's own; remote policies."""

from __future__ import annotations

import copy
import tomllib
from typing import Any

import jsonschema
import pytest

from conftest import run
from mlcomp import Book, BookError, Estimate, Profile, ProfileError, Range, estimate
from mlcomp.book.loading import validated
from mlcomp.files import data_file
from mlcomp.rules.result import Note

RAW = tomllib.loads(data_file("bands.toml").read_text(encoding="utf-8"))
WHY = {"basis": "guide", "source": "guide", "section": "Pay zones"}


def price(book: Book, **person: Any) -> Estimate:
    return estimate(Profile(**{"years": 4, **person}), book)


def company(*locations: dict[str, Any], elsewhere: dict[str, Any] | None = None) -> Book:
    """The guide's book with a company's own factors for places."""
    raw = copy.deepcopy(RAW)
    raw["location"] = [
        {"id": f"zone-{i}", "title": f"Zone {i}", **WHY, **location}
        for i, location in enumerate(locations)
    ]
    if elsewhere:
        raw["elsewhere"] = {**WHY, **elsewhere}
        raw["sources"].pop("oews-areas")
    return validated(raw, "company.toml")


@pytest.mark.parametrize(
    ("city", "metro", "basis"),
    [
        ("San Francisco", "41860", "guide"),
        ("Oakland", "41860", "guide"),
        ("Palo Alto", "41940", "assumption"),
        ("Hoboken", "35620", "guide"),
        ("Redmond", "42660", "guide"),
        ("Tacoma", "42660", "guide"),
    ],
)
def test_hubs_and_their_suburbs_have_the_guides_premium(
    guide: Book, city: str, metro: str, basis: str
) -> None:
    """15 to 30% where the guide names the metro; Silicon Valley by assumption."""
    place = price(guide, city=city).place
    assert place.metro is not None
    assert (place.metro.code, place.basis) == (metro, basis)
    assert place.factor == Range(1.15, 1.225, 1.30)


@pytest.mark.parametrize(
    ("city", "low", "typical", "high"),
    [
        # (1.0593 * 3,730 + 0.9863 * 31,960) / 35,690 = 0.99393
        ("Austin", 0.9863, 0.99393, 1.0593),
        # Data scientists 1.3044 are cut to the ceiling; (1.3044 * 150 + 0.9398 * 820) / 970
        ("Kennewick, WA", 0.9398, 0.99618, 1.30),
        # Alaska publishes data scientists alone.
        ("Alaska", 0.6996, 0.6996, 0.6996),
        # Roanoke's data scientists have a wage and no employment: both count alike.
        ("Roanoke, VA", 0.8824, 0.8865, 0.8906),
        # Alabama's four nonmetropolitan areas publish developers alone:
        # (0.6667 * 100 + 0.7959 * 280 + 0.8639 * 50 + 0.8523 * 200) / 630
        ("Enterprise, AL", 0.7987, 0.7987, 0.7987),
        # Washington's two: developers (0.9836 * 420 + 1.1377 * 710) / 1,130 = 1.0804, and
        # (1.0508 * 40 + 1.0804 * 1,130) / 1,170
        ("Forks, WA", 1.0508, 1.07939, 1.0804),
        # A metro without any figure: (0.7245 * 240 + 0.7945 * 880) / 1,120
        ("Elmira, NY", 0.7245, 0.7795, 0.7945),
        # Tennessee's four, one of which publishes no employment: they count alike.
        ("rural Tennessee", 0.8515, 0.8515, 0.8515),
        # The state alone is the whole of it: (0.8577 * 1,740 + 0.9012 * 17,450) / 19,190
        ("Alabama", 0.8577, 0.89726, 0.9012),
        # Hawaii's nonmetropolitan area publishes no wage: (0.8495 * 300 + 0.9122 * 1,600) / 1,900
        ("Hilo, HI", 0.8495, 0.9023, 0.9122),
    ],
)
def test_elsewhere_wages_decide(
    guide: Book, city: str, low: float, typical: float, high: float
) -> None:
    """Lower and higher median ratio, their mean by employment, at most 1.30."""
    place = price(guide, city=city).place
    assert place.basis == "evidence"
    assert (place.factor.low, place.factor.high) == (low, high)
    assert place.factor.typical == pytest.approx(typical, abs=6e-6)


def test_the_receipt_names_both_ratios_and_their_employment(guide: Book) -> None:
    """Source, n and reason of a measured factor."""
    step = next(s for s in price(guide, city="Austin").steps if s.id == "location")
    assert step.source.endswith("by area, May 2025, n = 35,690")
    assert "data scientists 1.06 (3,730 employed); developers 0.99 (31,960" in (step.reason or "")
    capped = next(s for s in price(guide, city="Kennewick, WA").steps if s.id == "location")
    assert "limited to 1.30" in (capped.reason or "")


@pytest.mark.parametrize(
    ("city", "said"),
    [
        ("Portland", "Portland, ME has the same name; write `Portland, ME` for it."),
        ("LA", "The state is `Louisiana`."),
    ],
)
def test_what_was_assumed_about_a_place_is_said(guide: Book, city: str, said: str) -> None:
    """In the place's note and among the estimate's notes."""
    result = price(guide, city=city)
    assert said in (result.place.note or "")
    assert Note("place", str(result.place.note)) in result.notes


@pytest.mark.parametrize("city", ["remote", "anywhere", "US"])
def test_anywhere_is_the_national_band(guide: Book, city: str) -> None:
    """A city that means the whole country."""
    result = price(guide, city=city)
    assert (result.place.match, result.place.name) == ("national", "United States")
    assert result.base == price(guide).base


def test_a_company_sets_metros_and_states_itself() -> None:
    """A metro's own factor outranks its state's, which outranks what is measured."""
    book = company(
        {"metros": ["12420"], "range": 1.1},
        {"states": ["TX", "OK"], "range": [0.9, 1.0]},
    )
    assert price(book, city="Austin").place.factor == Range(1.1, 1.1, 1.1)
    for city in ("Dallas", "Texas", "Tulsa", "Alpine, TX"):
        assert price(book, city=city).place.factor == Range(0.9, 0.95, 1.0)
    assert price(book, city="Seattle").place.basis == "evidence"


def test_a_state_alone_may_have_a_figure_of_its_own() -> None:
    """`whole_states` counts where only the state is known, and touches no city or town in it."""
    with_states = {"states": ["TX"], "range": 0.9}
    book = company({"whole_states": ["CA", "OK"], "range": 1.4}, with_states)
    for city in ("CA", "California", "Oklahoma"):
        assert price(book, city=city).place.factor == Range(1.4, 1.4, 1.4)
    for city in ("Los Angeles", "Bishop, CA", "Tulsa"):
        assert price(book, city=city).place.factor.typical != 1.4
        other = price(company(with_states), city=city)
        assert price(book, city=city)._replace(fingerprint=other.fingerprint) == other
    remote = price(book, city="CA", remote=True, remote_policy="local")
    assert remote.place.factor == Range(1.4, 1.4, 1.4)


@pytest.mark.parametrize(
    ("locations", "said"),
    [
        ([{"whole_states": ["XX"]}], "location.whole_states"),
        ([{"whole_states": ["CA"]}, {"states": ["CA"]}], "which 'zone-0' prices"),
        ([{}], "expected metros, states or whole_states"),
    ],
)
def test_faults_of_states_are_named(locations: list[dict[str, Any]], said: str) -> None:
    """Codes of no state, a state that two locations price, and a location of no place."""
    with pytest.raises(BookError) as refused:
        company(*({**location, "range": 1.1} for location in locations))
    assert said in str(refused.value)


def test_a_spread_stands_round_what_is_measured() -> None:
    """In place of the two occupations' wages, and never above the ceiling."""
    rule = {**RAW["elsewhere"], **WHY, "shrink": 0.5}
    del rule["n"], rule["ceiling"], rule["reason"]

    def factor(**more: float) -> Range:
        return price(
            company({"metros": ["12420"], "range": 1}, elsewhere={**rule, **more}), city="SF"
        ).place.factor

    plain, spread = factor(), factor(spread=1.1)
    assert spread.typical == pytest.approx(plain.typical)
    assert spread.low == pytest.approx(plain.typical / 1.1)
    assert spread.high == pytest.approx(plain.typical * 1.1)
    assert factor(spread=1.1, ceiling=1.15).high == 1.15


def test_a_company_pays_the_same_everywhere() -> None:
    """`elsewhere` with a range is flat; the receipt cites the company."""
    book = company({"metros": ["41860"], "range": 1.2}, elsewhere={"range": 1})
    assert price(book, city="Boise").place.factor == Range(1, 1, 1)
    assert price(book, city="Boise").place.basis == "guide"
    assert price(book, city="SF").place.factor == Range(1.2, 1.2, 1.2)


def test_a_book_without_a_rule_for_elsewhere_says_so() -> None:
    """The national average, with a note."""
    raw = copy.deepcopy(RAW)
    del raw["elsewhere"]
    result = price(validated(raw, "own.toml"), city="Boise")
    assert result.place.factor == Range(1, 1, 1)
    assert Note("place", "No figure for Boise, ID: the national average is taken.") in result.notes


@pytest.mark.parametrize(
    ("person", "typical", "note"),
    [
        ({}, 213_333, "--city shows what local pay would be"),
        ({"city": "SF"}, 213_333, "local (San Francisco, CA) 261,000, total 340,000."),
        ({"city": "SF", "remote_policy": "local"}, 261_333, "national (national band) 213,000"),
        ({"hq": "NYC", "remote_policy": "hq"}, 261_333, "national (national band) 213,000"),
        (
            {"city": "Austin", "hq": "NYC", "remote_policy": "HQ"},
            261_333,
            "national (national band) 213,000, total 277,000; local (Austin, TX) 212,000",
        ),
    ],
)
def test_the_three_ways_employers_pay_remote_staff(
    guide: Book, person: dict[str, Any], typical: int, note: str
) -> None:
    """National by default; local and headquarters by their cities; the others in one line."""
    result = price(guide, remote=True, **person)
    assert round(result.base.typical) == typical
    assert any(note in line.text for line in result.notes)


@pytest.mark.parametrize(
    ("person", "message"),
    [
        ({"remote": True, "remote_policy": "hq"}, "hq: expected the employer's city"),
        ({"remote": True, "remote_policy": "local"}, "city: expected where the person lives"),
        ({"remote_policy": "local"}, "remote-policy: expected --remote with it"),
        ({"hq": "NYC"}, "hq: expected --remote with it"),
        ({"remote": True, "remote_policy": "global"}, "valid: national, local, hq"),
        ({"remote": True, "hq": "Lodnon", "remote_policy": "hq"}, "hq: "),
        ({"city": "Springfield"}, "Springfield, IL"),
        ({"city": "Austn"}, "did you mean `Austin, TX`"),
        (
            {"city": "Uxbridge Mill End, TX"},
            "no census list and no post office has it; write the state, `Texas`",
        ),
        ({"city": "Toronto"}, "Canada, is not covered"),
    ],
)
def test_a_place_that_is_not_understood_is_refused(
    guide: Book, person: dict[str, Any], message: str
) -> None:
    """One line with what would be right."""
    with pytest.raises(ProfileError) as refused:
        price(guide, **person)
    assert message in str(refused.value)


def test_json_shows_how_a_place_was_understood() -> None:
    """The fields of `place` in an estimate."""
    place = run("estimate", "--years", "4", "--city", "palo alto", "--json").json["place"]
    assert list(place) == ["typed", "match", "name", "metro", "factor", "basis", "note"]
    assert (place["typed"], place["match"], place["name"]) == (
        "palo alto",
        "exact",
        "Palo Alto, CA",
    )
    assert place["metro"] == {"code": "41940", "name": "San Jose-Sunnyvale-Santa Clara, CA"}
    assert run("estimate", "--years=4", "--city=Alpine TX", "--json").json["place"]["metro"] is None


@pytest.mark.parametrize(
    "command",
    [("places", "Portland"), ("places", "Springfield"), ("places", "Texas"), ("places", "--top=5")],
)
def test_places_fits_its_json_schema_and_formats(command: tuple[str, ...]) -> None:
    """All formats, and the JSON Schema."""
    jsonschema.validate(run(*command, "--json").json, run("schema", "places").json)
    for output in ("table", "csv", "markdown"):
        assert run(*command, "--format", output).code == 0


def test_places_shows_candidates_and_metros() -> None:
    """The likeliest first; metros of a state, or the highest, with employment."""
    asked = run("places", "Springfield", "--json").json
    assert asked["place"] is None
    assert asked["candidates"][0]["name"] == "Springfield, IL"
    top = run("places", "--top", "3", "--json").json["metros"]
    assert {m["code"] for m in top} == {"35620", "41860", "41940"}
    washington = run("places", "--state", "Washington", "--json").json["metros"]
    assert washington[0]["name"] == "Seattle-Tacoma-Bellevue, WA"
    assert washington[0]["software_developers"] == 92_770
    factors = [m["factor"]["typical"] for m in washington]
    assert factors == sorted(factors, reverse=True)


@pytest.mark.parametrize(
    "args",
    [(), ("Austin", "--top", "3"), ("--top", "0"), ("--state", "Narnia"), ("xyzzy",), ("",)],
)
def test_places_refuses_what_it_cannot_show(args: tuple[str, ...]) -> None:
    """Exit 2 and one line."""
    result = run("places", *args)
    assert (result.code, result.out) == (2, "")
    assert len(result.err.splitlines()) == 1
