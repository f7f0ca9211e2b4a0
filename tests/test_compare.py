"""Comparisons: combinations, files of scenarios, and what is refused."""

from __future__ import annotations

import csv
import io
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import examples, run
from mlcomp import Book, Profile, ProfileError, estimate
from mlcomp.book.loading import validated
from mlcomp.files import data_file
from mlcomp.scenarios.combinations import Scenario, split
from mlcomp.scenarios.compare import compare
from strategies import books, profiles

FILE = """
[person]
years = 4

[[scenario]]
name = "Stay"
tier = "mid-size"

[[offer]]
name = "Acme"
city = "SF"
base = "240k"
bonus = "15%"
equity = 400_000
vesting = [5, 15, 40, 40]
sign_on = [50_000, 25_000]

[[offer]]
name = "Startup"
city = "SF"
tier = "openai"
base = 230_000
equity = "800k"
equity_kind = "private"
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    """A file of one scenario and two offers."""
    path = tmp_path / "scenarios.toml"
    path.write_text(FILE, encoding="utf-8")
    return str(path)


def test_combinations_are_sorted_by_typical_total() -> None:
    """Two places by two tiers, each figure by hand.

    Typical base: FAANG 248,333 and mid-size 218,000 (4 years in the mid band), times 1.225
    in SF. Total is 1.3 times that: SF 395,471 and 347,165, national 322,833 and 283,400.
    Differences to the first: -48,306 (-12.2%), -72,638 (-18.4%), -112,071 (-28.3%).
    """
    line = ("compare", "--years", "4", "--city", "SF", "--city", "seattle")
    found = run(*line, "--tier", "faang,mid-size", "--no-remote", "--remote", "--json").json
    assert len(found["scenarios"]) == 8
    line = ("compare", "--years", "4", "--city", "SF", "--remote", "--no-remote")
    found = run(*line, "--book", "guide", "--tier", "mid-size,faang", "--json").json
    assert [s["total"]["typical"] for s in found["scenarios"]] == [
        *(395_471, 347_165, 322_833, 283_400)
    ]
    assert [tuple(s["difference"].values()) for s in found["scenarios"]] == [
        *((0, 0.0), (-48_306, -12.2), (-72_638, -18.4), (-112_071, -28.3))
    ]
    assert found["scenarios"][0]["name"] == "remote: no, FAANG-level firm"


def test_the_first_row_equals_the_estimate() -> None:
    """What compare says of a scenario is what `estimate` says of it."""
    found = run("compare", "--years", "4", "--city", "SF,NYC", "--tier", "google", "--json").json
    first = found["scenarios"][0]
    one = run("estimate", "--years", "4", "--city", "SF", "--tier", "google", "--json").json
    for part in ("profile", "level", "place", "base", "total", "notes"):
        assert first[part] == one[part]
    assert first["pay"] == {k: one[k]["typical"] for k in ("base", "total")}


@examples(25)
@given(st.data())
def test_every_row_is_an_estimate(data: st.DataObject) -> None:
    """For random people and books: sorted, each row one estimate, differences to the first."""
    book = data.draw(books())
    people = data.draw(st.lists(profiles(book), min_size=1, max_size=5))
    years = data.draw(st.integers(1, 5))
    found = compare([Scenario(str(n), p) for n, p in enumerate(people)], book, years)
    totals = [one.total for one in found.scenarios]
    assert totals == sorted(totals, reverse=True)
    assert found.first is found.scenarios[0]
    for one in found.scenarios:
        result = estimate(people[int(one.name)], book)
        assert one.estimate == result
        assert one.total == result.total.typical * years
        assert one.estimated.likely_high == result.total.likely_high * years


@pytest.fixture(scope="module")
def commas() -> Book:
    """The guide's book with a tier whose name has a comma."""
    raw = tomllib.loads(data_file("bands.toml").read_text(encoding="utf-8"))
    raw["tier"][2]["aliases"].append("Banks, large")
    return validated(raw, "commas.toml")


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        ("SF", ["SF"]),
        ("SF,Austin", ["SF", "Austin"]),
        ("SF, Austin", ["SF", "Austin"]),
        ("Portland, OR", ["Portland, OR"]),
        ("Portland,OR", ["Portland, OR"]),
        ("portland , or,SF", ["portland, or", "SF"]),
        ("Portland, Maine, Portland, OR", ["Portland, Maine", "Portland, OR"]),
        ("New York, New York", ["New York, New York"]),
        ("Seattle, King County, WA", ["Seattle, King County, WA"]),
        ("CA, San Francisco", ["CA", "San Francisco"]),
        ("Seattle, WA, New York, NY", ["Seattle, WA", "New York, NY"]),
        # "SF, New York" is no place, and both are known apart.
        ("SF,New York", ["SF", "New York"]),
        ("SF, Georgia", ["SF", "Georgia"]),
        # Washington alone is unclear, and says so itself; San Francisco is not in it.
        ("SF,Washington", ["SF", "Washington"]),
        ("Boise, ID", ["Boise, ID"]),
        ("Boise,ID,Austin", ["Boise, ID", "Austin"]),
        ("LA,NYC,DC", ["LA", "NYC", "DC"]),
        ("Washington, DC,Texas", ["Washington, DC", "Texas"]),
        # Two cities of one metro are two places, though the metro is named after both.
        ("Seattle,Tacoma", ["Seattle", "Tacoma"]),
        # Neither reading is known: the state's comma does not separate.
        ("Atlantis, ID", ["Atlantis, ID"]),
        ("Atlantis,ID,Austin", ["Atlantis, ID", "Austin"]),
        # A state follows a city once.
        ("Portland, OR, Georgia", ["Portland, OR", "Georgia"]),
    ],
)
def test_a_comma_before_a_state_does_not_separate(
    commas: Book, typed: str, places: list[str]
) -> None:
    """A city and its state are one place, whatever else the list holds."""
    assert split("city", typed, commas) == places


def test_other_lists_separate_at_every_comma(commas: Book) -> None:
    """Unless the whole text is a name itself; a state's name means nothing in a tier."""
    assert split("tier", "faang,mid-size", commas) == ["faang", "mid-size"]
    assert split("tier", "Banks, large", commas) == ["Banks, large"]
    assert split("tier", "faang,OR", commas) == ["faang", "OR"]
    assert split("years", "3,4", commas) == ["3", "4"]


def test_every_option_may_be_repeated() -> None:
    """Years, levels, specializations, industries, flags: all combinations."""
    line = ("--level", "mid,senior", "--specialization", "rl", "--specialization", "inference")
    line = (*line, "--industry", "quant,tech", "--lifecycle", "--no-lifecycle")
    found = run("compare", *line, "--degree", "phd", "--json").json["scenarios"]
    assert len(found) == 2 * 2 * 2 * 2
    assert len({s["name"] for s in found}) == 16
    assert found[0]["name"] == (
        "Senior, Reinforcement learning, Quantitative finance, lifecycle: yes"
    )
    years = run("compare", "--years", "3,4,4.5,4", "--json").json["scenarios"]
    assert [s["name"] for s in years] == ["4.5 years", "4 years", "3 years"]
    alone = run("compare", "--years", "4", "--city", "SF").out
    assert alone.startswith("Mid ML engineer, 4 years, San Francisco, CA\n")
    assert "To the first" not in alone


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("--years", ",".join(map(str, range(51))), "--city", "SF,NYC", "--tier", "faang,mid-size"), "expected up to 200 scenarios, found 204 = 51 (years) × 2 (city) × 2 (tier)"),
        (("--years", ",".join(map(str, range(9999)))), "expected up to 200 scenarios, found 9,999"),
        ((), "expected years or level"),
        (("--years", "4", "--city", "SF,,NYC"), "city: expected a name on both sides of a comma, found 'SF,,NYC'"),
        (("--years", "4", "--tier", "faang,"), "on both sides of a comma"),
        (("--years", "4,x"), "years: expected a number from 0 to 60, found 'x'"),
        (("--years", "4", "--tier", "faang,mdi-size"), "did you mean mid-size?"),
        (("--years", "4", "--over-years", "6"), "over-years: expected a whole number from 1 to 5, found '6'"),
        (("--years", "4", "--over-years", "x"), "over-years: expected"),
        (("--years", "4", "--file", "x.toml"), "file: expected no --years beside it"),
        (("--city", "\x1b[31m,SF"), "city: expected"),
    ],
    ids=lambda x: str(x)[:30],
)  # fmt: skip
def test_bad_lists_are_refused(line: tuple[str, ...], said: str) -> None:
    """One line, exit 2."""
    done = run("compare", *line)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert len(done.err.splitlines()) == 1


def test_no_scenario_is_no_comparison(guide: Book) -> None:
    """From Python: an empty list is a mistake, said as one."""
    with pytest.raises(ValueError, match="at least one scenario"):
        compare([], guide)
    with pytest.raises(ProfileError):
        compare([Scenario("x", Profile(years=4, city="Atlantis"))], guide)


def test_offers_and_scenarios_over_years(file: str) -> None:
    """What each pays over one and over four years, by hand.

    Stay: typical base 218,000 (mid-size, 4 years, national), total x 1.3 = 283,400; over
    four years 1,133,600. Acme: base 240, bonus 36, equity 400 x 5/15/40/40%, sign-on 50 and
    25: year one 240 + 36 + 20 + 50 = 346; four years 4 x 276 + 400 + 75 = 1,579. Startup:
    230 a year, its shares count as nothing; claimed 230 + 200 = 430, over four years 1,720.
    """
    found = run("compare", "--file", file, "--no-market", "--json").json
    assert [(s["name"], s["pay"]["total"]) for s in found["scenarios"]] == [
        *(("Acme", 346_000), ("Stay", 283_400), ("Startup", 230_000))
    ]
    found = run("compare", "--file", file, "--no-market", "--over-years", "4", "--json").json
    assert [
        (s["name"], s["kind"], s["pay"]["base"], s["pay"]["total"]) for s in found["scenarios"]
    ] == [
        ("Acme", "offer", 960_000, 1_579_000),
        ("Stay", "scenario", 872_000, 1_133_600),
        ("Startup", "offer", 920_000, 920_000),
    ]
    acme, _, startup = found["scenarios"]
    assert startup["offer"]["claimed"] == 1_720_000
    assert startup["difference"] == {"dollars": -659_000, "percent": -41.7}
    # What `offer` says of the same terms.
    line = ("--base", "240k", "--bonus", "15%", "--equity", "400k", "--vesting", "5/15/40/40")
    line = (*line, "--sign-on", "50000,25000", "--years", "4", "--city", "SF")
    alone = run("offer", *line, "--json").json
    assert acme["offer"]["terms"] == alone["offer"]
    for part in ("years", "recurring_total", "four_year_average", "base", "total"):
        assert acme["offer"][part] == alone[part]
    out = run("compare", "--file", file, "--no-market", "--over-years", "4").out
    for shown in (
        "1,579,000",
        "as claimed",
        "1,720,000",
        "percentile",
        " 72",
        "▲ the offer in these years",
    ):
        assert shown in out


def schema_lines(file: str) -> list[tuple[str, ...]]:
    return [
        ("--years", "4", "--city", "SF,NYC"),
        ("--file", file),
        ("--file", file, "--over-years", "5"),
    ]


def test_json_fits_its_schema(file: str) -> None:
    """`mlcomp schema compare` describes it to the last key."""
    described = run("schema", "compare").json
    jsonschema.Draft202012Validator.check_schema(described)
    for line in schema_lines(file):
        found = run("compare", *line, "--json").json
        jsonschema.validate(found, described)
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**found, "extra": 1}, described)
        first = found["scenarios"][0]["pay"]["total"]
        for one in found["scenarios"]:
            assert one["pay"]["total"] - one["difference"]["dollars"] == first


def test_every_format_carries_the_same_scenarios(file: str) -> None:
    """CSV has a row each, with JSON's figures."""
    for line in schema_lines(file):
        document: dict[str, Any] = run("compare", *line, "--json").json
        rows = list(csv.DictReader(io.StringIO(run("compare", *line, "--format", "csv").out)))
        for row, one in zip(rows, document["scenarios"], strict=True):
            assert row["name"] == one["name"]
            assert int(row["pay_total"]) == one["pay"]["total"]
            assert int(row["likely_high_a_year"]) == one["total"]["likely_high"]


def test_a_file_from_standard_input() -> None:
    """`--file -` reads what a pipe holds; its faults name standard input."""
    found = run("compare", "--file", "-", "--no-market", "--json", stdin=FILE).json
    assert [one["name"] for one in found["scenarios"]] == ["Acme", "Stay", "Startup"]
    bad = run("compare", "--file", "-", stdin="x = 1")
    assert bad.code == 1
    assert bad.err.startswith("mlcomp: standard input: ")
