"""A calibration says what the book it writes says: for every kind of book, person by person."""

from __future__ import annotations

import random
import tomllib
from itertools import pairwise
from math import exp
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import examples
from mlcomp import Book, Profile, estimate, load_book
from mlcomp.accuracy.calibrating import Calibrated, Paid, calibrated
from mlcomp.accuracy.fitting import pay_of
from mlcomp.accuracy.parts import parts_of
from mlcomp.accuracy.robust import FIVE, middle, rising, tenth_from_top
from mlcomp.accuracy.stating import Identity, book_of
from mlcomp.book.loading import validated
from mlcomp.book.showing import toml_of

BOOKS = [*sorted((Path(__file__).parent / "books").glob("*.toml")), "guide", "market"]
CITIES = ("SF", "NYC", "Denver, CO", "Austin, TX", "Texas", None)


def people_of(book: Book, chance: random.Random, count: int) -> list[Profile]:
    """Random people who name what a book has."""
    found = []
    for _ in range(count):
        by_years = bool(book.ladder) and chance.random() < 0.5
        person = Profile(
            years=chance.randint(0, 20) if by_years or chance.random() < 0.7 else None,
            level=None if by_years else chance.choice(book.level).id,
            city=chance.choice(CITIES),
            tier=chance.choice([None, *(tier.id for tier in book.tier[:3])]),
        )
        for dimension in book.dimensions:
            if dimension.options and chance.random() < 0.3:
                person = person.naming(dimension.id, [chance.choice(dimension.options).id])
        found.append(person)
    return found


def fitted(book: Book, people: list[Profile], chance: random.Random) -> Calibrated:
    """Calibrate on people who are paid more than the book says, in San Francisco most."""
    paid = []
    for number, person in enumerate(people):
        typical = estimate(person, book).base.typical
        more = 1.4 if person.city == "SF" else 1.2
        amount = typical * more * exp(chance.gauss(0, 0.2))
        paid.append(Paid(str(number), person, (float(round(amount)),)))
    return calibrated(book, load_book("market"), paid)


@pytest.mark.parametrize("path", BOOKS, ids=lambda book: Path(book).stem)
def test_what_was_scored_is_what_the_book_says(path: str | Path) -> None:
    """Everybody's five figures, by the book as written, to what its digits allow."""
    chance, start = random.Random(5), load_book(path)
    people = people_of(start, chance, 150)
    result = fitted(start, people, chance)
    name = str(path) if isinstance(path, str) else Path(path).name
    where = None if isinstance(path, str) else Path(path).with_name("ours.toml")
    raw = book_of(result, Identity(name, "ours", "Made for the test", "2026"))
    ours = validated(tomllib.loads(toml_of(raw)), "ours.toml", where)
    assert ours.level != start.level
    for person in people:
        parts = parts_of(estimate(person, start), start, result.start.tiers)
        expected = pay_of(parts, result.fit, result.start)
        found = estimate(person, ours).base
        for figure in ("low", "typical", "high", "likely_low", "likely_high"):
            assert getattr(found, figure) == pytest.approx(getattr(expected, figure), rel=0.004)


@given(st.lists(st.floats(-3, 3), min_size=FIVE, max_size=60), st.floats(-100, 100))
@examples(100)
def test_no_value_alone_decides_the_middle(values: list[float], absurd: float) -> None:
    """It lies among the others, whatever the one is; equal weights are none."""
    others = sorted(values)
    assert others[0] <= middle([*values, absurd]) + 1e-9
    assert middle([*values, absurd]) <= others[-1] + 1e-9
    assert middle(values, [0.5] * len(values)) == pytest.approx(middle(values))
    assert middle(values, [1 + n % 2 * 1e-9 for n in range(len(values))]) == pytest.approx(
        middle(values), abs=1e-6
    )


def test_a_tenth_lies_above() -> None:
    """Of a hundred people ten; the mean of those from the fifth to the fifteenth."""
    assert tenth_from_top(list(range(1, 101))) == pytest.approx(90.5)


@given(st.lists(st.tuples(st.floats(-3, 3), st.floats(0.01, 9)), min_size=1, max_size=9))
@examples(100)
def test_rising_values_never_fall_and_keep_their_mean(pairs: list[tuple[float, float]]) -> None:
    """Those that rise already stay exactly what they are."""
    values, weights = [v for v, _ in pairs], [w for _, w in pairs]
    found = rising(values, weights)
    assert all(a <= b + 1e-9 for a, b in pairwise(found))
    means = (sum(v * w for v, w in zip(x, weights, strict=True)) for x in (values, found))
    assert next(means) == pytest.approx(next(means), abs=1e-6)
    assert rising(sorted(values), weights) == sorted(values)
