"""Factors that a rule book declares: named, priced, checked, refused, replayed."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import examples
from mlcomp import Book, Profile, ProfileError, estimate, load_book
from mlcomp.book.check import book_or_faults
from mlcomp.book.dimensions import RESERVED
from mlcomp.book.listing import DIMENSIONS
from mlcomp.book.loading import validated
from mlcomp.book.starting import shipped_text
from mlcomp.documents.results import ProfileDoc
from mlcomp.text import as_id
from own_factors import OWN_FACTORS, own_text
from strategies import BOOKS, book_named, books, profiles


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The guide's book with two factors of its own."""
    file = tmp_path_factory.mktemp("books") / "ours.toml"
    file.write_text(own_text(), encoding="utf-8")
    return load_book(file)


def test_a_declared_factor_multiplies_after_the_built_in_ones(ours: Book, guide: Book) -> None:
    """It is a step of the receipt with its id, in the book's order, before the uplift."""
    profile = Profile(years=4, city="SF", industry="quant")
    named = {"Company Size": "Tiny", "on_call": "weekly"}
    result = estimate(Profile(years=4, city="SF", industry="quant", factors=named), ours)
    ids = [step.id for step in result.steps]
    assert ids == ["band", "years", "location", "industry", "company-size", "on-call", "uplift"]
    assert result.steps[4].label == "Under 50 people"
    assert result.profile.factors == {"company-size": "small", "on-call": "weekly"}
    without = estimate(profile, guide).base.typical
    assert result.base.typical == pytest.approx(without * 0.95 * 1.07)


def test_a_default_counts_where_none_is_named(ours: Book) -> None:
    """A factor without a default is no step unless it is named."""
    result = estimate(Profile(years=4), ours)
    assert [step.id for step in result.steps][3:] == ["company-size", "uplift"]
    assert result.profile.factors == {"company-size": "mid"}


@examples(100)
@given(st.data())
def test_every_declared_factor_that_counts_is_a_step(data: st.DataObject) -> None:
    """For random people and books: those named and those with a default, each once, in order."""
    book = data.draw(books())
    person = data.draw(profiles(book))
    counted = {f.id: person.factors.get(f.id) or f.default for f in book.factor}
    expected = [
        (factor.id, option.title, option.range)
        for factor in book.factor
        for option in factor.option
        if option.id == counted[factor.id]
    ]
    steps = estimate(person, book).steps
    found = [(s.id, s.label, s.applied) for s in steps if s.id in counted]
    assert found == expected
    assert [step.id for step in steps[-1 - len(found) : -1]] == [id_ for id_, *_ in expected]


@pytest.mark.parametrize(
    ("factors", "said"),
    [
        ({"company-size": "smal"}, "company-size: 'smal' is not known; did you mean small? valid"),
        ({"company-sze": "small"}, "factor: 'company-sze' is not known; did you mean company-size"),
        ({"tier": "faang"}, "factor: 'tier' is not known; valid: company-size, on-call"),
        ({"company-size": ""}, "company-size: expected a name, found ''"),
        ({"on-call": 3}, "on-call: expected text, found '3'"),
        ({"a\x1bb": "c"}, "factor: expected up to 200 printable characters, found 'a\\x1bb'"),
        (["company-size"], "factors: expected a mapping from factors to options, found"),
        ({"on-call": "a\tb"}, "on-call: expected up to 200 printable characters"),
    ],
)
def test_what_is_not_known_is_refused(ours: Book, factors: Any, said: str) -> None:
    """With the nearest names, whether the factor or its option is wrong."""
    with pytest.raises(ProfileError) as refused:
        estimate(Profile(years=4, factors=factors), ours)
    assert str(refused.value).startswith(said)


def test_a_book_without_factors_refuses_them(guide: Book) -> None:
    """It never ignores what it cannot price."""
    with pytest.raises(ProfileError, match="factor: the rule book has none, found 'company-size'"):
        estimate(Profile(years=4, factors={"company-size": "small"}), guide)


FIRST = "factor.option.{}, factor 'company-size', option 'small': expected "


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('id = "company-size"', 'id = "industry"', "factor.id, factor 'industry': expected an id that nothing else in mlcomp has, found 'industry'"),
        ('id = "company-size"', 'id = "base-low"', "factor.id, factor 'base-low': expected an id that nothing else"),
        ('id = "company-size"', 'id = "on-call"', "factor.id, factor 'on-call': expected an id of its own, found one that is taken"),
        ('id = "company-size"', 'id = "Size"', "factor.id, factor 'Size': expected "),
        ('default = "mid"', 'default = "huge"', "factor.default, factor 'company-size': expected an id of its options (small, mid), found 'huge'"),
        ('help = "How many', 'halp = "How many', "factor.halp, factor 'company-size': expected a known key, found an unknown one (did you mean help?)"),
        ("aliases =", "alises =", FIRST.format("alises") + "a known key, found an unknown one (did you mean aliases?)"),
        ('basis = "assumption"\n', "", FIRST.format("basis") + "a value, found none"),
        ('basis = "assumption"\n', 'basis = "evidence"\n', "factor.option, factor 'company-size', option 'small': expected source and n, since basis"),
        ('basis = "assumption"\n', 'basis = "guide"\nsource = "gide"\nsection = "1"\n', FIRST.format("source") + "a key of sources (guide, "),
        ("range = [0.90, 1.00]", "range = [1.90, 1.00]", FIRST.format("range") + "a multiplier as [low, high]"),
        ('id = "mid"', 'id = "small"', FIRST.format("id") + "an id of its own, found one that is taken"),
        ('id = "mid"', 'id = "mid"\naliases = ["Tiny"]', "factor.option.aliases, factor 'company-size', option 'mid': expected names that mean one option, found 'Tiny', which also means 'small'"),
        ('id = "small"\n', "", "factor.option.id, factor 'company-size', option no. 1: expected a value, found none"),
    ],
)  # fmt: skip
def test_a_fault_is_named_by_factor_and_option(before: str, after: str, said: str) -> None:
    """What is wrong with a declared factor, where it is."""
    assert before in OWN_FACTORS
    text = shipped_text("guide") + OWN_FACTORS.replace(before, after, 1)
    _, found = book_or_faults(tomllib.loads(text))
    assert any(str(fault).startswith(said) for fault in found), found


def test_options_of_two_factors_may_have_one_name() -> None:
    """Names are a factor's own: `small` of a team is not `small` of a company."""
    raw = tomllib.loads(own_text())
    raw["factor"][1]["option"][0]["id"] = "small"
    assert validated(raw, "ours.toml").factor[1].option[0].id == "small"


def test_no_declared_factor_takes_a_name_that_is_taken(ours: Book) -> None:
    """RESERVED has the fields of a profile, the steps, sections, levers and added columns."""
    taken = {as_id(field.name) for field in fields(Profile)} | set(DIMENSIONS)
    people = [
        *(Profile(years=4, level="mid", city=city, tier="faang") for city in ("SF", "Texas")),
        Profile(years=4, specialization="rl", industry="quant", lifecycle=True, degree="phd"),
    ]
    for name in BOOKS:
        book = book_named(name)
        for person in people if name != "other" else [Profile(years=4, tier="rich")]:
            taken |= {step.id for step in estimate(person, book).steps}
    declared = {factor.id for name in BOOKS for factor in book_named(name).factor}
    taken -= declared
    taken |= _lever_dimensions(load_book("guide"))
    taken |= _added_columns(load_book("guide"))
    assert taken <= RESERVED
    assert not {dimension.id for dimension in ours.dimensions if dimension.declared} & RESERVED


def _lever_dimensions(book: Book) -> set[str]:
    from mlcomp.scenarios.levers import levers_of

    people = (Profile(years=4), Profile(years=4, city="SF", remote=True, hq="NYC"))
    return {lever.dimension for person in people for lever in levers_of(person, book).levers}


def _added_columns(book: Book) -> set[str]:
    duckdb = pytest.importorskip("duckdb")
    import mlcomp

    people = duckdb.sql("SELECT 4 AS years, 200000 AS base, 300000 AS total")
    return {as_id(column) for column in mlcomp.price(people, book).columns}


def test_a_profiles_document_has_its_fields() -> None:
    """The static type of the JSON and the profile do not drift apart."""
    assert list(ProfileDoc.__annotations__) == [field.name for field in fields(Profile)]


def test_the_starter_files_example_is_a_factor(tmp_path: Path) -> None:
    """What `book new` has commented out is valid once it is not, and prices."""
    before, mark, rest = shipped_text("guide").partition("# [[factor]]\n")
    example, after = rest.split("\n\n", 1)
    lines = [line.removeprefix("#").removeprefix(" ") for line in example.splitlines()]
    file = tmp_path / "ours.toml"
    text = "\n".join([before, mark.removeprefix("# "), *lines, "", after])
    file.write_text(text, encoding="utf-8")
    book = load_book(file)
    named: dict[str, Any] = {"factors": {"company-size": "startup"}}
    assert [step.id for step in estimate(Profile(years=4, **named), book).steps][
        3
    ] == "company-size"
    assert estimate(Profile(years=4), book).base == estimate(Profile(years=4), load_book()).base
