"""What people type of an employer, a level or a field of work, and what each of it must mean."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from conftest import examples
from mlcomp import Book, Profile, ProfileError, estimate, load_book
from mlcomp.employers.names import LEGAL_FORMS, employer_key
from mlcomp.employers.registry import employer, employers, kind
from mlcomp.rules.naming import hired, named
from mlcomp.text import bare

with (Path(__file__).parent / "data" / "names_typed.csv").open(encoding="utf-8") as file:
    TYPED = [*csv.DictReader(file)]
GUIDE, MARKET = load_book("guide"), load_book("market")
EVERY_NAME = [name for each in employers() for name in each.every_name]


def person(row: dict[str, str]) -> Profile:
    """Who types it, with four years unless a level is typed."""
    given: dict[str, str | float] = {"years": 4} if row["field"] != "level" else {}
    if row["beside"]:
        given["tier"] = row["beside"]
    return Profile(**given, **{row["field"]: row["typed"]})


def base(book: Book, **typed: object) -> tuple[float, ...]:
    """The five figures of base pay and of total."""
    result = estimate(Profile(**{"years": 4, **typed}), book)
    return (*vars_of(result.base), *vars_of(result.total))


def vars_of(pay: object) -> list[float]:
    return [getattr(pay, name) for name in ("low", "typical", "high", "likely_low", "likely_high")]


@pytest.mark.parametrize("row", TYPED, ids=lambda row: "-".join(row.values()))
def test_what_is_typed_means_what_it_must(row: dict[str, str]) -> None:
    """An employer its kind, a code its level, a field neutral or its option, else what is right."""
    if row["means"] == "refused":
        with pytest.raises(ProfileError) as refused:
            estimate(person(row), GUIDE)
        assert row["right"] in str(refused.value)
        return
    result = estimate(person(row), GUIDE)
    said = " ".join(note.text for note in result.notes)
    if row["field"] == "level":
        assert result.level.id == row["means"]
    elif row["field"] == "tier":
        found = hired(row["typed"], MARKET)
        own = found.tier is not None and row["means"] in found.tier.kinds
        assert (found.kind and found.kind.id == row["means"]) or own
        assert found.company == (row["right"] or None)
        assert row["right"] in said
    elif row["means"] == "neutral":
        without = estimate(Profile(years=4), GUIDE)
        assert (result.base, result.total) == (without.base, without.total)
        assert f"{row['right']}: this rule book measures no premium for it" in said
    else:
        assert row["right"] in result.profile.named(row["field"])


def test_the_table_is_long_enough() -> None:
    """Of 300 and more, each once."""
    assert len({tuple(row.values()) for row in TYPED}) == len(TYPED) >= 300


@given(st.data())
@examples(300)
def test_case_and_legal_form_change_no_price(data: st.DataObject) -> None:
    """Nor do the article, and commas and points around them."""
    name = data.draw(st.sampled_from(EVERY_NAME))
    form = data.draw(st.sampled_from(LEGAL_FORMS))
    form = data.draw(st.sampled_from([form, form.upper(), form.title(), f"{form.title()}."]))
    typed = data.draw(st.sampled_from([name, name.upper(), name.casefold(), name.title()]))
    typed = data.draw(st.sampled_from(["", "The ", "THE "])) + typed
    typed += data.draw(st.sampled_from([" ", ", ", "  "])) + form
    for book in (GUIDE, MARKET):
        assert base(book, tier=typed) == base(book, tier=name)


@given(st.data())
@examples(300)
def test_no_near_miss_is_priced(data: st.DataObject) -> None:
    """A letter more, less or other is another name, and is refused where nothing bears it."""
    name = employer_key(data.draw(st.sampled_from(EVERY_NAME)))
    at = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    gone = data.draw(st.integers(0, 1))
    typed = name[:at] + data.draw(st.sampled_from(["", letter])) + name[at + gone :]
    key = employer_key(typed)
    assume(key and key not in {employer_key(each) for each in EVERY_NAME})
    assume(kind(typed) is None)
    for book in (GUIDE, MARKET):
        assume(all(employer_key(n) != key for tier in book.tier for n in tier.names))
        with pytest.raises(ProfileError):
            base(book, tier=typed)


def test_a_near_miss_is_suggested() -> None:
    """The employer by its usual name, never another meaning."""
    for typed, right, wrong in (
        ("Gooogle", "Google", "Glean"),
        ("fintec", "", "martech"),
        ("financ", "finance", "quant"),
    ):
        with pytest.raises(ProfileError) as refused:
            base(MARKET, tier=typed)
        assert right in str(refused.value)
        assert wrong not in str(refused.value)


@pytest.mark.parametrize("typed", ["fintech", "finance", "fin", "martch", "quant finances"])
def test_no_suggestion_crosses_meaning(typed: str) -> None:
    """Fintech is not marketing analytics, finance is not quantitative finance."""
    try:
        base(GUIDE, industry=typed)
    except ProfileError as error:
        like = {choice.partition(" ")[0] for choice in error.faults[0].choices}
        begins = {bare(choice)[:3] for choice in like}
        assert begins <= {bare(typed)[:3], "mar"} if typed == "martch" else {bare(typed)[:3]}


def test_every_name_is_found_by_itself() -> None:
    """In the form that the file has it, and means one employer; none is a word for a kind."""
    for each in employers():
        assert employer(each.name) == each
        assert each.industry == (kind(each.kind) or each).industry
        for name in each.every_name:
            assert employer(name) == each, name
            assert kind(name) is None, name
            for book in (GUIDE, MARKET):
                assert named(name, book.tier) is None, name


def test_there_are_enough_employers() -> None:
    """Four hundred and more, each of a known kind, from a known source."""
    assert len(employers()) >= 400
    assert {each.source for each in employers()} == {
        *("dol-lca-fy2024q1", "dol-lca-fy2026q2", "public"),
    }
    assert all(kind(each.kind) for each in employers())
