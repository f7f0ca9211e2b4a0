"""The market book: honest about what it does not know, replayable."""

from __future__ import annotations

import tomllib
from math import exp, log, sqrt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import examples
from mlcomp import Book, BookError, Pay, Profile, estimate, load_book
from mlcomp.book.loading import check_book, validated
from mlcomp.documents.verify import verify
from mlcomp.files import data_file
from mlcomp.render.estimate import estimate_document
from mlcomp.rules.experience import on_curve
from mlcomp.rules.pay import Z90
from mlcomp.text import folded


@pytest.fixture(scope="module")
def market() -> Book:
    """The market book."""
    return load_book("market")


def base(book: Book, **person: Any) -> Pay:
    return estimate(Profile(**person), book).base


def width(pay: Pay) -> float:
    """How wide the likely range is, in logs."""
    return log(pay.likely_high / pay.likely_low)


# ---------------------------------------------------------------- what it says


@pytest.mark.parametrize(
    ("city", "least", "most"),
    [
        ("San Francisco", 1.24, 1.36),
        ("San Jose, CA", 1.24, 1.36),
        ("NYC", 1.23, 1.28),
        ("Seattle", 1.14, 1.22),
    ],
)
def test_hubs_pay_what_controlled_comparisons_found(
    market: Book, city: str, least: float, most: float
) -> None:
    """Against the rest of the country, raw BLS ratios being higher."""
    assert least <= estimate(Profile(level="mid", city=city), market).place.factor.typical <= most


def test_a_place_has_its_wages_shrunk_and_no_ceiling(market: Book) -> None:
    """Every metro's BLS ratio to the book's power, above and below one, with one spread."""
    from mlcomp.places.areas import area, metros

    assert market.elsewhere
    power, spread = market.elsewhere.shrink, market.elsewhere.spread
    assert power is not None
    assert spread is not None
    assert market.elsewhere.ceiling is None
    for code, city in (("17140", "Cincinnati"), ("OH", "Ohio")):
        found = area(code)
        assert found is not None
        both = (found.data_scientists, found.software_developers)
        ratios = [o.ratio * (o.employment or 0) for o in both if o]
        mean = sum(ratios) / sum(o.employment or 0 for o in both if o)
        factor = estimate(Profile(level="mid", city=city), market).place.factor
        assert factor.typical == pytest.approx(mean**power)
        assert factor.low == pytest.approx(mean**power / spread)
        assert factor.high == pytest.approx(mean**power * spread)
    assert len(metros()) > 300


def test_a_state_alone_is_priced_as_where_its_jobs_are(market: Book) -> None:
    """California as the Bay, nine tenths of its jobs; its towns outside the metros by the wages there."""

    def factor(city: str) -> float:
        return estimate(Profile(level="mid", city=city), market).place.factor.typical

    assert factor("CA") == factor("California") == pytest.approx(1.31, abs=0.01)
    # (0.731 * 90 + 0.9851 * 310) / 400
    assert factor("Bishop, CA") == pytest.approx(0.928**0.8, abs=0.005)
    assert factor("Los Angeles") < factor("CA") < factor("San Jose, CA")
    assert factor("TX") == pytest.approx(0.99, abs=0.01)
    assert factor("MA") == pytest.approx(1.11, abs=0.01)
    assert factor("NJ") < factor("NY") < factor("NYC")


def test_a_level_alone_stands_midway_between_postings_and_filings(market: Book) -> None:
    """Geometric means of medians: posted midpoints, and filings at the average place.

    In thousands: mid 173.6 and 160.2, senior 201.0 and 173.2. Entry has postings alone
    (145.3), moved by as much; staff is the filings' step above senior, 1.105.
    """
    mid, senior = sqrt(173.6 * 160.2), sqrt(201.0 * 173.2)
    entry = 145.3 * (mid / 173.6 + senior / 201.0) / 2
    levels = {"entry": entry, "mid": mid, "senior": senior, "staff": senior * 1.105}
    for level, thousands in levels.items():
        assert base(market, level=level).typical == pytest.approx(1000 * thousands, rel=0.005)


def test_frontier_labs_are_no_startups(market: Book) -> None:
    """A senior in San Francisco is paid what Anthropic and OpenAI post at the middle."""
    posted = sqrt(425_000 * 385_000)
    for person in ({"level": "senior"}, {"years": 8}):
        for name in ("OpenAI", "Anthropic", "ai lab", "frontier-lab"):
            pay = base(market, city="SF", tier=name, **person)
            assert pay.typical == pytest.approx(posted, rel=0.005)
        assert base(market, city="SF", tier="ai-startup", **person).typical < 0.7 * posted
    uplift = next(uplift for uplift in market.uplift_at if uplift.tier == "frontier-lab")
    assert uplift.basis == "assumption"


def test_years_are_a_curve_of_their_own(market: Book) -> None:
    """The overall median of the self-reports' years stands as high as the levels do.

    That is the survey's 190,300 at the midpoints, moved midway to the filings: 5.6% down.
    """
    assert market.years_curve
    assert on_curve(4, market.years_curve.points) == dict(market.years_curve.points)[4]
    middle = (on_curve(4, market.years_curve.points) + on_curve(5, market.years_curve.points)) / 2
    assert on_curve(4.5, market.years_curve.points) == pytest.approx(middle)
    average = market.national.range.typical
    assert on_curve(4, market.years_curve.points) * average * 156 / 155 == pytest.approx(
        190_300 * exp(-0.1146 / 2), rel=0.005
    )
    assert base(market, years=60).typical == base(market, years=20).typical
    assert base(market, years=4).typical != base(market, level="mid").typical


def test_level_and_years_both_count_and_the_receipt_says_how(market: Book) -> None:
    """The geometric mean of what each alone says, with a step and a note."""
    both = estimate(Profile(level="senior", years=4, city="Austin"), market)
    title = base(market, level="senior", city="Austin").typical
    years = base(market, years=4, city="Austin").typical
    assert both.base.typical == pytest.approx(sqrt(title * years))
    assert [step.id for step in both.steps][:2] == ["band", "years"]
    assert any("Level and years both count" in note.text for note in both.notes)
    assert both.level.id == "senior"


def test_titles_stretch_by_employer_and_years_do_not(market: Book) -> None:
    """By title a FAANG firm pays a quarter more than a mid-size one, by years a twelfth."""
    by_title = [base(market, level="senior", tier=t).typical for t in ("faang", "mid-size")]
    by_years = [base(market, years=7, tier=t).typical for t in ("faang", "mid-size")]
    assert by_title[0] / by_title[1] == pytest.approx(1.26, abs=0.02)
    assert by_years[0] / by_years[1] == pytest.approx(1.08, abs=0.01)


def test_bonus_and_equity_are_told_apart(market: Book) -> None:
    """Quantitative finance pays nearly all in bonus; a consultancy pays next to nothing."""
    quant = estimate(Profile(level="senior", industry="quant", tier="mid-size"), market)
    assert any("is bonus and" in note.text for note in quant.notes)
    assert quant.steps[-1].applied.typical == 1.6
    adviser = estimate(Profile(level="senior", tier="consultancy"), market)
    assert adviser.total.typical == pytest.approx(1.01 * adviser.base.typical)
    ends = [estimate(Profile(level=x, tier="google"), market) for x in ("entry", "staff")]
    assert ends[0].steps[-1].applied.typical < ends[1].steps[-1].applied.typical


def test_every_name_of_the_guide_means_the_same_here(market: Book, guide: Book) -> None:
    """So that any person the guide prices can be held against the market.

    But for the frontier labs, a tier of their own here.
    """
    labs = {
        folded(name) for tier in market.tier if tier.id == "frontier-lab" for name in tier.names
    }
    for dimension in ("level", "tier", "specialization", "industry", "degree"):
        for option in getattr(guide, dimension):
            for name in option.names:
                value = (name,) if dimension == "specialization" else name
                person = Profile(**{"years": 4, dimension: value})  # type: ignore[arg-type]
                found = getattr(estimate(person, market).profile, dimension)
                expected = "frontier-lab" if folded(name) in labs else option.id
                assert found in (expected, (expected,))


# ---------------------------------------------------------------- honest widths


@pytest.mark.parametrize("person", [{"level": "mid"}, {"years": 7}, {"level": "staff", "years": 9}])
def test_what_is_not_known_widens_the_range(market: Book, person: dict[str, Any]) -> None:
    """Any city and any employer is narrower than none, and both are narrower than either."""
    nothing = width(base(market, **person))
    tiers = [tier.id for tier in market.tier]
    for city in ("SF", "Austin", "Columbus, OH", "WY", "New York"):
        here = width(base(market, city=city, **person))
        assert here < nothing
        assert all(width(base(market, city=city, tier=tier, **person)) < here for tier in tiers)
    assert all(width(base(market, tier=tier, **person)) < nothing for tier in tiers)


def test_a_level_alone_is_as_wide_as_people_are(market: Book) -> None:
    """Log sd 0.27: people in posted ranges have 0.277 within a level, and the pool a bit less."""
    assert width(base(market, level="senior")) / 2 / Z90 == pytest.approx(0.268, abs=0.003)


def test_everything_known_leaves_the_self_reports_spread(market: Book) -> None:
    """Log standard deviation 0.19 with years, metro and employer known, plus the metro's own."""
    pay = base(market, years=7, city="SF", tier="faang")
    assert pay.likely_high / pay.typical == pytest.approx(exp(0.19 * Z90), abs=0.01)


# ---------------------------------------------------------------- receipts


@st.composite
def people(draw: st.DrawFn) -> Profile:
    """A person whom the market book can price."""
    book = load_book("market")

    def one(options: Any) -> str | None:
        return draw(st.sampled_from([None, *(option.id for option in options)]))

    years = draw(st.none() | st.floats(0, 60).map(lambda y: round(y, 1)))
    return Profile(
        years=years,
        level=one(book.level) if years is not None else draw(st.sampled_from(book.level)).id,
        city=draw(st.sampled_from([None, "SF", "Boise, ID", "Vermont", "Columbus, OH"])),
        tier=one(book.tier),
        industry=one(book.industry),
        specialization=tuple(filter(None, [one(book.specialization)])),
        lifecycle=draw(st.booleans()),
        degree=one(book.degree),
    )


@examples(150)
@given(people())
def test_every_receipt_replays(person: Profile) -> None:
    """Every dollar follows from the steps, and the widths are nested."""
    result = estimate(person, load_book("market"))
    assert verify(estimate_document(result), load_book("market")).problems == ()
    for pay in (result.base, result.total):
        assert pay.low <= pay.likely_low <= pay.typical <= pay.likely_high <= pay.high


@examples(60)
@given(people(), st.floats(0, 60), st.floats(0, 60))
def test_more_years_never_pay_less(person: Profile, one: float, other: float) -> None:
    """Base and total rise or stay with years, with and without a level."""
    from dataclasses import replace

    book = load_book("market")
    fewer, more = (estimate(replace(person, years=y), book) for y in sorted((one, other)))
    assert more.base.typical >= fewer.base.typical - 0.01
    assert more.total.typical >= fewer.total.typical - 0.01


# ---------------------------------------------------------------- the schema


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"progression": None}, "expected one of progression and years_curve"),
        ({"points": [[0, 100_000], [5, 90_000]]}, "dollars never fall"),
        ({"points": []}, "years_curve.points"),
        ({"weight": 2}, "years_curve.weight"),
        ({"uplift_tier": "fang"}, "uplift_at.tier: expected an id of tier"),
        ({"uplift_level": "boss"}, "uplift.levels: expected an id of level"),
        ({"shrink": -1}, "elsewhere.shrink"),
    ],
)
def test_faults_of_a_market_book_are_named(change: dict[str, Any], said: str) -> None:
    """Each where it is, with what was expected."""
    raw = tomllib.loads(data_file("market.toml").read_text(encoding="utf-8"))
    for name, value in change.items():
        if name == "progression":
            del raw["years_curve"]
        elif name in ("points", "weight"):
            raw["years_curve"][name] = value
        elif name == "uplift_tier":
            raw["uplift_at"][2]["tier"] = value
        elif name == "uplift_level":
            raw["uplift"]["levels"][value] = 1.2
        else:
            raw["elsewhere"][name] = value
    with pytest.raises(BookError) as refused:
        validated(raw, "market.toml")
    assert said in str(refused.value)


def test_the_shipped_market_book_has_no_fault() -> None:
    """What the fast loading skips."""
    assert check_book("market").edition == "market-2026"
