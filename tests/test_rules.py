"""The rules: the issue's figures, the guide's own remarks, and what holds for everybody."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import examples
from mlcomp import Book, Estimate, Pay, Profile, ProfileError, estimate
from mlcomp.book.loading import validated
from mlcomp.documents.verify import verify
from mlcomp.render.estimate import estimate_document
from mlcomp.rules.result import Note
from mlcomp.rules.steps import replay
from strategies import WHY, books, numbers, profiles, raw_books


def price(book: Book, **person: Any) -> Estimate:
    return estimate(Profile(**person), book)


def whole(pay: Pay) -> tuple[int, int, int]:
    return round(pay.low), round(pay.typical), round(pay.high)


def test_the_worked_example(guide: Book) -> None:
    """`--years 4 --city SF`, every figure of the design."""
    result = price(guide, years=4, city="SF")
    assert whole(result.base) == (207_000, 261_333, 338_000)
    assert whole(result.total) == (248_400, 339_733, 473_200)
    assert round(result.base.likely_low, -2) == 218_000
    assert round(result.base.likely_high, -2) == 321_300


@pytest.mark.parametrize(
    ("years", "typical"),
    [
        (0, 142_500),  # 130 + 50 * 0.25
        (2.9, 166_667),  # 130 + 50 * (0.25 + 0.5 * 2.9 / 3)
        (3, 200_000),  # 180 + 80 * 0.25
        (5, 226_667),  # 180 + 80 * (0.25 + 0.5 * 2 / 3)
        (10, 318_500),  # 260 + 90 * (0.25 + 0.5 * 4 / 5)
        (11, 379_545),  # 350 + 100 * (0.25 + 0.5 * 1 / 11)
        (21, 425_000),  # 350 + 100 * 0.75
        (60, 425_000),
    ],
)
def test_years_move_typical_inside_the_band(guide: Book, years: float, typical: int) -> None:
    """From the first to the third quartile; fractions count, but the level is of whole years."""
    assert round(price(guide, years=years).base.typical) == typical


def test_a_level_without_years_is_the_middle_of_its_band(guide: Book) -> None:
    """Without years t is one half."""
    assert price(guide, level="Mid").base == Pay(180_000, 220_000, 260_000, 180_000, 260_000)


def test_the_guides_own_remarks_come_back(guide: Book) -> None:
    """Entry from 130,000, mid 180,000-260,000, senior and staff totals at FAANG, 20 to 40%."""
    assert price(guide, years=0).base.low == 130_000
    mid = price(guide, years=4)
    assert (mid.base.low, mid.base.high) == (180_000, 260_000)
    assert price(guide, level="senior", tier="faang").total.typical > 400_000
    assert price(guide, level="staff", tier="faang").total.typical > 500_000
    assert mid.total.low == pytest.approx(mid.base.low * 1.2)
    assert mid.total.high == pytest.approx(mid.base.high * 1.4)


@pytest.mark.parametrize(
    ("tier", "low", "typical", "high"),
    [
        ("faang", 240_000, 250_000, 260_000),
        ("OpenAI", 240_000, 250_000, 260_000),
        ("mid size", 208_000, 220_000, 232_000),
        ("Accenture", 208_000, 220_000, 232_000),
        (None, 180_000, 220_000, 260_000),
    ],
)
def test_a_tier_keeps_its_part_of_the_band(
    guide: Book, tier: str | None, low: int, typical: int, high: int
) -> None:
    """Top quarter, middle three tenths, or the whole band of 180 to 260 thousand."""
    assert whole(price(guide, level="mid", tier=tier).base) == (low, typical, high)


def test_ten_years_is_senior_with_a_note(guide: Book) -> None:
    """The guide puts exactly ten years in two levels."""
    for years in (10, 10.9):
        result = price(guide, years=years)
        assert result.level.id == "senior"
        assert any("both Senior and Staff/Principal" in note.text for note in result.notes)
    assert price(guide, years=11).level.id == "staff"
    assert price(guide, years=10, level="staff").notes == ()


def test_a_level_overrides_years_and_says_so(guide: Book) -> None:
    """`--level` wins; a level that the years do not suggest gets a note."""
    result = price(guide, years=1, level="staff")
    assert result.level.id == "staff"
    assert any("1 year usually means Entry" in note.text for note in result.notes)
    assert price(guide, years=7, level="senior").notes == ()


def test_only_the_strongest_specialization_counts(guide: Book) -> None:
    """Premiums overlap: the strongest alone, and a note that says so."""
    both = price(guide, years=4, specialization=("rl", "distributed training"))
    one = price(guide, years=4, specialization=("distributed-training",))
    assert both.base == one.base
    assert any("only the strongest counts" in note.text for note in both.notes)
    assert one.notes == ()


def test_a_degree_changes_no_number(guide: Book) -> None:
    """The guide names no effect of a degree: it adds a note."""
    plain, doctor = price(guide, years=4), price(guide, years=4, degree="PhD")
    assert (doctor.base, doctor.total, doctor.steps) == (plain.base, plain.total, plain.steps)
    assert any("60%" in note.text for note in doctor.notes)


def test_a_company_is_an_alias_of_its_tier_and_the_receipt_says_so(guide: Book) -> None:
    """`--tier google` is FAANG-level."""
    result = price(guide, years=4, tier="google")
    assert result.profile.tier == "faang"
    assert Note("company", "Google counts as FAANG-level firm (faang).") in result.notes


def test_remote_with_a_city_is_national_and_says_what_the_city_pays(guide: Book) -> None:
    """The national band, and the city's pay in a note."""
    remote = price(guide, years=4, city="SF", remote=True)
    assert remote.base == price(guide, years=4).base
    assert any("local (San Francisco, CA) 261,000, total 340,000" in n.text for n in remote.notes)


def test_the_software_engineer_gets_less(guide: Book) -> None:
    """10 to 25% less premium: 220,000 / 1.175, ends crossed."""
    engineer = price(guide, level="mid").software_engineer
    assert engineer is not None
    assert whole(engineer.base) == (144_000, 187_234, 236_364)


@pytest.mark.parametrize(
    ("person", "message"),
    [
        ({}, "expected years or level"),
        ({"level": "senoir"}, "did you mean senior?"),
        ({"years": 4, "tier": "fang"}, "did you mean faang?"),
        ({"years": 4, "industry": "quant-finanse"}, "did you mean quant-finance?"),
        ({"years": 4, "city": "Austn"}, "did you mean `Austin, TX`"),
        ({"years": -1}, "a number from 0 to 60"),
        ({"years": float("nan")}, "a number from 0 to 60"),
        ({"years": 10**400}, "a number from 0 to 60"),
        ({"years": 4, "city": " "}, "city: expected a name"),
        ({"years": 4, "degree": "a" * 201}, "degree: expected up to 200"),
        ({"years": 4, "tier": 7}, "tier: expected text"),
    ],
)
def test_what_is_not_understood_names_what_would_be(
    guide: Book, person: dict[str, Any], message: str
) -> None:
    """One line with the nearest valid values."""
    with pytest.raises(ProfileError) as refused:
        price(guide, **person)
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


def test_every_name_of_the_guide_is_understood(guide: Book) -> None:
    """Ids, titles, aliases and companies, whatever their case, hyphens and spaces."""
    for dimension in ("level", "tier", "specialization", "industry", "degree"):
        for option in getattr(guide, dimension):
            for name in option.names:
                for typed in (name, name.upper(), f"  {name.replace('-', ' ')} "):
                    value = (typed,) if dimension == "specialization" else typed
                    found = getattr(
                        price(guide, **{"years": 4, dimension: value}).profile, dimension
                    )
                    assert found == ((option.id,) if dimension == "specialization" else option.id)


@examples(150)
@given(st.data())
def test_every_receipt_replays_to_the_dollar(data: st.DataObject) -> None:
    """For random people and books: widths are nested and every figure follows from the steps."""
    book = data.draw(books())
    result = estimate(data.draw(profiles(book)), book)
    for pay in (result.base, result.total):
        assert pay.low <= pay.likely_low <= pay.typical <= pay.likely_high <= pay.high
    *_, (reached, _) = replay((s.id, s.operation, s.applied) for s in result.steps)
    assert result.steps[-1].reached == reached
    by_hand = result.steps[0].applied
    for step in result.steps[1:]:
        within = step.operation == "within"
        by_hand = by_hand.within(step.applied) if within else by_hand * step.applied
        assert step.reached == by_hand
    assert (reached.low, reached.high) == pytest.approx((result.total.low, result.total.high))
    assert verify(estimate_document(result), book).problems == ()


@examples(150)
@given(st.data())
def test_more_years_never_pay_less(data: st.DataObject) -> None:
    """Typical, low and high all rise or stay, for random people and books."""
    book = data.draw(books())
    person = replace(data.draw(profiles(book)), level=None)
    fewer, more = sorted(data.draw(st.tuples(st.floats(0, 60), st.floats(0, 60))))
    less = estimate(replace(person, years=fewer), book).base
    least = estimate(replace(person, years=more), book).base
    # A cent of room: positions inside a band are products of floating-point numbers.
    assert least.typical >= less.typical - 0.01
    assert least.low >= less.low - 0.01
    assert least.high >= less.high - 0.01


@examples(100)
@given(raw=raw_books(), premium=numbers(1, 2), data=st.data())
def test_adding_a_premium_never_lowers_pay(
    raw: dict[str, Any], premium: list[float], data: st.DataObject
) -> None:
    """An industry of factors from 1 up, added to anybody, multiplies each end of base and total."""
    raw["industry"].append({"id": "premium", "title": "A premium", "range": premium, **WHY})
    book = validated(raw, "random.toml")
    person = replace(data.draw(profiles(book)), industry=None)
    plain, paid = estimate(person, book), estimate(replace(person, industry="premium"), book)
    low, high = premium[0], premium[-1]
    typical = premium[1] if len(premium) == 3 else (low + high) / 2
    for before, after in ((plain.base, paid.base), (plain.total, paid.total)):
        assert (after.low, after.typical, after.high) == pytest.approx(
            (before.low * low, before.typical * typical, before.high * high)
        )
        assert after.low >= before.low
        assert after.typical >= before.typical
        assert after.likely_high >= before.likely_high
