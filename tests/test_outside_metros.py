"""What is paid outside the metros, in both books."""

from __future__ import annotations

import pytest

from mlcomp import Book, Profile, estimate, load_book
from mlcomp.places.resolver import resolve
from mlcomp.rules.result import PlaceFound


@pytest.fixture(scope="module")
def market() -> Book:
    """Return the market's book."""
    return load_book("market")


def found_in(book: Book, city: str) -> PlaceFound:
    """Return how a book prices a city."""
    return estimate(Profile(years=4, city=city), book).place


@pytest.mark.parametrize("state", ["ME", "Maine", "WA", "NY", "NJ"])
@pytest.mark.parametrize("typed", ["Everywhere else, {}", "rural {}", "rest of {}", "{} (rural)"])
def test_the_rest_of_a_state_is_what_is_outside_its_metros(
    guide: Book, market: Book, typed: str, state: str
) -> None:
    """However it is written, in both books; the state typed alone stays the whole of it."""
    for book in (guide, market):
        found = found_in(book, typed.format(state))
        assert found.metro is None
        assert found.name.endswith(" outside its metros")
        assert found.factor == found_in(book, found.name).factor
        same = found.factor == found_in(book, state).factor
        # New Jersey has no place outside the metros.
        assert same == (state == "NJ" and book is guide)


def test_no_town_outside_the_metros_is_priced_above_its_states_hub(
    guide: Book, market: Book
) -> None:
    """Forks, WA is paid less than Seattle, and as all of Washington outside the metros."""
    for book in (guide, market):
        forks, rural = (found_in(book, city) for city in ("Forks, WA", "rural WA"))
        assert forks.factor == rural.factor
        assert forks.factor.typical < found_in(book, "Seattle").factor.typical


def test_the_market_book_prices_what_is_outside_the_metros_with_its_own_arithmetic(
    market: Book,
) -> None:
    """The wages to its power, and a spread that is wider than in a metro."""
    rule = market.elsewhere
    assert rule
    assert rule.shrink
    assert rule.spread
    assert rule.outside_spread
    found = found_in(market, "Forks, WA").factor
    assert found.typical == pytest.approx(1.07939**rule.shrink, abs=1e-5)
    assert found.high / found.typical == pytest.approx(rule.outside_spread)
    assert rule.outside_spread > rule.spread


@pytest.mark.parametrize(
    ("city", "said"),
    [
        (
            "Enterprise, AL",
            "Enterprise, AL is priced as all of Alabama outside its metros, since it has no figure",
        ),
        ("Elmira, NY", "as all of New York outside its metros, since its metro has no figure"),
        (
            "Hilo, HI",
            "priced as the whole of Hawaii, metros included, since no figure is published",
        ),
        ("rural NJ", "priced as the whole of New Jersey, metros included"),
    ],
)
def test_what_stands_in_for_a_place_without_a_figure_is_said(
    guide: Book, city: str, said: str
) -> None:
    """In the place's note; where it was asked for there is nothing to say."""
    assert said in (found_in(guide, city).note or "")
    assert found_in(guide, "rural Maine").note is None
    assert resolve("rural Maine").market == ("", "ME")
