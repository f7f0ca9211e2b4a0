"""What people type of an employer, a level or a field of work, and what each of it must mean."""

from __future__ import annotations

import csv
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from conftest import examples, run
from mlcomp import Book, BookError, Profile, ProfileError, estimate, load_book
from mlcomp.book.loading import validated
from mlcomp.book.starting import shipped_text
from mlcomp.employers.fields import words
from mlcomp.employers.ladders import ladders
from mlcomp.employers.names import LEGAL_FORMS, employer_key
from mlcomp.employers.registry import employer, employers, kind, kinds
from mlcomp.rules.naming import hired, named
from mlcomp.scenarios.combinations import split
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


def test_a_code_is_read_at_the_company_of_each_scenario(tmp_path: Path) -> None:
    """Of options and of a file: L5 is senior at Google and mid at Amazon, one tier or not."""
    found = run("compare", "--level", "L5", "--company", "google,amazon", "--json").json
    levels = {each["name"]: each["level"]["id"] for each in found["scenarios"]}
    assert levels == {"Google": "senior", "Amazon": "mid"}
    file = tmp_path / "s.toml"
    file.write_text(
        'person = {level = "L5"}\n[[scenario]]\nname = "A"\ntier = "Google LLC"\n'
        '[[scenario]]\nname = "B"\ntier = "amazon"\n',
        encoding="utf-8",
    )
    found = run("compare", "--file", str(file), "--json").json
    levels = {each["name"]: each["level"]["id"] for each in found["scenarios"]}
    assert levels == {"A": "senior", "B": "mid"}
    file.write_text(file.read_text("utf-8").replace('tier = "amazon"', ""), encoding="utf-8")
    refused = run("compare", "--file", str(file))
    assert refused.code == 1
    assert "name the company too" in refused.err


def test_a_list_keeps_legal_forms_together() -> None:
    """The comma before Inc. parts no list."""
    assert split("tier", "Snap, Inc.,Google LLC, Wells Fargo Bank, N.A.", GUIDE) == [
        *("Snap, Inc.", "Google LLC", "Wells Fargo Bank, N.A."),
    ]


def test_an_employer_counts_once() -> None:
    """By its tier or by its industry: naming that industry too changes nothing."""
    assert base(MARKET, tier="Two Sigma") == base(MARKET, industry="quant-finance")
    assert base(MARKET, tier="Two Sigma", industry="hft") == base(MARKET, tier="Two Sigma")
    assert base(MARKET, tier="Two Sigma", industry="tech") == base(MARKET, industry="tech")
    assert base(MARKET, tier="waymo") == base(MARKET, industry="av")
    assert base(GUIDE, tier="Capital One") == base(GUIDE)
    assert base(MARKET, tier="Capital One") == base(MARKET, tier="bank")


def test_what_a_book_prices_itself_comes_first() -> None:
    """A tier's own companies and kinds, levels called L5, industries called fintech."""
    raw = tomllib.loads(shipped_text("guide"))
    raw["level"][1]["aliases"].append("L5")
    raw["tier"][2]["companies"] = ["Google", "Acme Widgets, Inc."]
    raw["industry"][1]["aliases"].append("fintech")
    own = validated(raw, "own.toml")
    assert estimate(Profile(level="l-5", tier="google"), own).level.id == "mid"
    assert (
        base(own, tier="GOOGLE LLC") == base(own, tier="acme widgets") == base(own, tier="mid-size")
    )
    assert base(own, industry="FinTech") == base(own, industry="quant-finance")


def test_codes_need_no_names_of_levels() -> None:
    """A book that calls its levels otherwise gets the one that the usual years lead to."""
    raw = tomllib.loads(shipped_text("guide"))
    for number, level in enumerate(raw["level"], 1):
        level |= {"id": f"grade-{number}", "title": f"Grade {number}", "aliases": []}
    own = validated(raw, "own.toml")
    found = [estimate(Profile(level=f"E{n}"), own).level.id for n in range(3, 8)]
    assert found == ["grade-1", "grade-2", "grade-3", "grade-4", "grade-4"]


def test_kinds_are_known_and_priced_once() -> None:
    """A book with a kind that nobody is, or in two tiers, is refused; two names may not be one."""
    raw = tomllib.loads(shipped_text("guide"))
    raw["tier"][0]["kinds"] = ["big-tech", "banque", "mid-size"]
    raw["tier"][1]["companies"] = ["FAANG Inc."]
    with pytest.raises(BookError) as refused:
        validated(raw, "own.toml")
    for said in ("tier.kinds", "'banque'", "'mid-size', which 'faang' prices", "'FAANG Inc.'"):
        assert said in str(refused.value)


def test_the_market_is_named_where_it_has_a_figure() -> None:
    """The note's tier is that of the market book, for each kind; without one it names none."""
    titles = {kind_id: tier.title for tier in MARKET.tier for kind_id in tier.kinds}
    assert {each.id: each.market for each in kinds() if each.market} == titles
    said = [n.text for n in estimate(Profile(years=4, tier="Capital One"), GUIDE).notes]
    assert any("no figure for banks" in text and "Bank or insurer" in text for text in said)
    said = [n.text for n in estimate(Profile(years=4, tier="NASA"), GUIDE).notes]
    assert any(text.endswith("so the company changes nothing.") for text in said)


def test_mlops_points_to_the_lifecycle() -> None:
    """Which a book prices, unless it was chosen already."""
    for lifecycle, there in ((False, True), (True, False)):
        profile = Profile(years=4, specialization=("ml ops",), lifecycle=lifecycle)
        said = " ".join(note.text for note in estimate(profile, GUIDE).notes)
        assert ("--lifecycle" in said) is there


def test_ladders_are_whole() -> None:
    """A code has one rung of a ladder, years rise, and each says what it rests on."""
    for name, rungs in ladders().items():
        known = [bare(code) for rung in rungs for code in rung.codes]
        assert len(set(known)) == len(known), name
        assert name == "" or ((found := employer(name)) and found.name == name)
        for rung in rungs:
            assert rung.first_year < rung.last_year
            assert rung.basis == "assumption"
            assert rung.source
            assert named(rung.level, GUIDE.level)
            assert named(rung.level, MARKET.level)


def test_words_for_fields_are_no_options() -> None:
    """Of the shipped books, and each name of a dimension means one of them."""
    for dimension in ("specialization", "industry"):
        every = [bare(n) for w in words() if w.dimension == dimension for n in w.every_name]
        assert len(set(every)) == len(every)
        for book in (GUIDE, MARKET):
            assert all(named(name, getattr(book, dimension)) is None for name in every)


def test_without_an_employer_no_name_is_read() -> None:
    """Neither file is opened for a person without one, nor for a tier of the book."""
    code = (
        "import sys; from mlcomp import Profile, estimate, load_book; "
        "estimate(Profile(years=4, level='senior', tier=sys.argv[1] or None, "
        "specialization=('rl',)), load_book('guide')); "
        "print([name for name in sys.modules if name.startswith('mlcomp.employers')])"
    )
    for tier in ("", "faang"):
        done = subprocess.run(
            [sys.executable, "-c", code, tier], capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == "[]"
