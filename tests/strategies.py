"""Random people and random rule books that are valid, for property tests."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from mlcomp import Book, Profile, load_book
from mlcomp.book.loading import validated
from mlcomp.book.values import read_dollars, read_multiplier

WHY = {"basis": "assumption", "reason": "A test needs it."}


def numbers(least: float, most: float) -> st.SearchStrategy[list[float]]:
    """Low and high of a range, with or without a typical between them."""
    number = st.floats(least, most, allow_nan=False).map(lambda x: round(x, 4))
    return st.lists(number, min_size=2, max_size=3).map(sorted)


def _options(record: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(record, max_size=4).map(
        lambda records: [
            {"id": f"o{i}", "title": f"Option {i}", **WHY, **r} for i, r in enumerate(records)
        ]
    )


@st.composite
def _declared(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Factors that only this book has, some with an option that counts by default."""
    factors = []
    for index in range(draw(st.integers(0, 3))):
        options = draw(_options(numbers(0.5, 2.0).map(lambda r: {"range": r})).filter(bool))
        factor = {"id": f"own-{index}", "title": f"Own {index}", "help": "Ours.", "option": options}
        if draw(st.booleans()):
            factor["default"] = draw(st.sampled_from(options))["id"]
        factors.append(factor)
    return factors


@st.composite
def raw_books(draw: st.DrawFn) -> dict[str, Any]:
    """A valid rule book as parsed TOML, with levels, tiers and factors of its own."""
    levels: list[dict[str, Any]] = []
    count, year, dollars = draw(st.integers(1, 5)), 0, draw(st.integers(40_000, 200_000))
    for index in range(count):
        last = year + draw(st.integers(0, 5))
        width = draw(st.integers(0, 150_000))
        level: dict[str, Any] = {"id": f"l{index}", "title": f"Level {index}", **WHY}
        level |= {"summary": "Does the work.", "min_years": year, "max_years": last}
        level["base"] = [dollars, dollars + width]
        if draw(st.booleans()):
            level["base"].insert(1, dollars + draw(st.integers(0, width)))
        # Bands that touch but do not overlap keep typical pay rising with years.
        dollars += width + draw(st.integers(0, 30_000))
        year = last + draw(st.integers(0, 1)) if last > level["min_years"] else last + 1
        levels.append(level)
    if draw(st.booleans()):
        del levels[-1]["max_years"]
    multiplier = numbers(0.5, 2.0).map(lambda r: {"range": r})
    band = numbers(0, 1).map(lambda r: {"band": r})
    single = {"title": "A factor", **WHY}
    book: dict[str, Any] = {
        "schema": "mlcomp/book/v1",
        "edition": "random",
        "title": "Random book",
        "country": "US",
        "currency": "USD",
        "level": levels,
        "progression": {
            "positions": sorted(draw(st.tuples(st.floats(0, 1), st.floats(0, 1)))),
            "open_ended_years": draw(st.integers(levels[-1]["min_years"] + 1, 60)),
            **WHY,
        },
        "national": {**single, "range": 1},
        "uplift": {**single, "range": draw(numbers(1, 3))},
        "location": draw(_options(multiplier.map(lambda r: {**r, "states": ["CA"]})))[:1],
        "tier": draw(_options(st.one_of(band, multiplier))),
        "specialization": draw(_options(multiplier)),
        "industry": draw(_options(multiplier)),
        "degree": draw(_options(multiplier.map(lambda r: {**r, "note": "A note."}))),
    }
    book["factor"] = draw(_declared())
    if draw(st.booleans()):
        wages = {"wages": "oews-2025", "ceiling": 1.1}
        shrunk = {"wages": "oews-2025", "shrink": 0.8, "spread": 1.2}
        rule = draw(st.sampled_from([wages, shrunk, {"range": 0.9}]))
        book["elsewhere"] = {**WHY, **rule}
    if draw(st.booleans()):
        book["lifecycle"] = {**single, "range": draw(numbers(0.5, 2))}
    if draw(st.booleans()):
        book["software_engineer"] = {**single, "range": draw(numbers(0.5, 2))}
    if draw(st.booleans()):
        _with_market_parts(draw, book, single)
    elif book["location"] and draw(st.booleans()):
        _with_zone(draw, book)
    if draw(st.booleans()):
        manager = {"id": "m0", "title": "Manager", "track": "manager", **WHY}
        levels.append({**manager, "summary": "Leads.", "base": [90_000, 150_000]})
    return book


def _with_zone(draw: st.DrawFn, book: dict[str, Any]) -> None:
    """Give some levels a range of their own in the book's location.

    It is what the location's factor would give, so that the others still rise beside it.
    """
    location = book["location"][0]
    location["range"] = draw(numbers(0.5, 2.0))[0]
    factor = read_multiplier(location["range"])
    for level in book["level"]:
        if draw(st.booleans()):
            there = read_dollars(level["base"]) * factor
            level["locations"] = {location["id"]: [there.low, there.typical, there.high]}


def _with_market_parts(draw: st.DrawFn, book: dict[str, Any], single: dict[str, Any]) -> None:
    """Give a book what only a calibrated one has: pay by years, and what is not known."""
    years = sorted(draw(st.sets(st.integers(0, 60), min_size=1, max_size=5)))
    dollars = sorted(draw(st.lists(st.integers(40_000, 400_000), min_size=5, max_size=5)))
    del book["progression"]
    book["years_curve"] = {
        "points": [list(point) for point in zip(years, dollars, strict=False)],
        "range": draw(numbers(0.5, 2)),
        "weight": round(draw(st.floats(0, 1)), 2),
        **WHY,
    }
    book["any_tier"] = {**single, "range": draw(numbers(0.5, 2))}
    book["uplift"]["levels"] = {book["level"][0]["id"]: draw(numbers(1, 3))}
    book["uplift"]["bonus"] = 0.25
    for tier in book["tier"]:
        if "range" in tier and draw(st.booleans()):
            tier["years_range"] = draw(numbers(0.5, 2))
    book["uplift_at"] = [
        {"tier": tier["id"], "range": draw(numbers(1, 3)), **WHY} for tier in book["tier"][:1]
    ]


def books() -> st.SearchStrategy[Book]:
    """A valid rule book, perhaps one that declares factors."""
    return raw_books().map(lambda raw: validated(raw, "random.toml"))


@st.composite
def profiles(draw: st.DrawFn, book: Book) -> Profile:
    """A person that the book can price."""

    def one(options: tuple[Any, ...]) -> str | None:
        return draw(st.sampled_from([None, *(o.id for o in options)]))

    years = draw(st.none() | st.floats(0, 60).map(lambda y: round(y, 1)))
    level = one(book.level) if years is not None else draw(st.sampled_from(book.level)).id
    return Profile(
        years=years,
        level=level,
        city=draw(st.sampled_from([None, "SF", "austin, tx", "Wyoming", "Elmira, NY", "US"])),
        remote=draw(st.booleans()),
        tier=one(book.tier),
        specialization=tuple(filter(None, (one(book.specialization) for _ in range(2)))),
        industry=one(book.industry),
        lifecycle=draw(st.booleans()),
        degree=one(book.degree),
        factors={f.id: named for f in book.factor if (named := one(f.option))},
    )


def other_book() -> Book:
    """A fixed book with levels, tiers and factors like no shipped one's, for slow engines."""
    levels = [
        {"id": "l1", "title": "First", "min_years": 0, "max_years": 1, "base": [70_000, 90_000]},
        {"id": "l2", "title": "Second", "min_years": 2, "max_years": 8, "base": [91e3, 95e3, 150e3]},
        {"id": "l3", "title": "Third", "min_years": 9, "base": [151_000, 151_000]},
    ]  # fmt: skip
    single = {"title": "A factor", **WHY}
    raw = {
        "schema": "mlcomp/book/v1",
        "edition": "other",
        "title": "Another book",
        "country": "US",
        "currency": "USD",
        "level": [{"summary": "Does the work.", **WHY, **level} for level in levels],
        "years_curve": {
            "points": [[0, 80_000], [4, 101_000], [30, 180_000]],
            "range": [0.8, 1, 1.3],
            "weight": 0.4,
            **WHY,
        },
        "national": {**single, "range": 1},
        "any_tier": {**single, "range": [0.9, 1.15]},
        "uplift": {**single, "range": [1.1, 1.2, 1.5], "levels": {"l1": [1, 1.05, 1.1]}},
        "location": [{"id": "west", **single, "states": ["CA", "WA"], "range": [1.1, 1.4]}],
        "elsewhere": {"wages": "oews-2025", "ceiling": 1.05, **WHY},
        "tier": [
            {**single, "id": "upper", "title": "Upper", "band": [0.4, 1]},
            {
                **single,
                "id": "rich",
                "title": "Rich",
                "range": [1.2, 1.5],
                "years_range": [1.1, 1.3],
            },
        ],
        "uplift_at": [{"tier": "rich", "range": [1.5, 2, 3], **WHY}],
        "specialization": [
            {**single, "id": "robots", "title": "Robots", "range": [1, 1.2]},
            {**single, "id": "speech", "title": "Speech", "range": [0.9, 1.1]},
        ],
        "industry": [{"id": "games", **single, "range": [0.7, 0.8, 0.95]}],
        "degree": [{"id": "none", **single, "range": [0.9, 1], "note": "A note."}],
        "lifecycle": {**single, "range": [0.95, 1.15]},
        "factor": [
            {
                "id": "team-size",
                "title": "Team size",
                "help": "How many people work together.",
                "default": "few",
                "option": [
                    {**single, "id": "few", "title": "A few", "range": [0.9, 1]},
                    {**single, "id": "many", "title": "Many", "range": [1, 1.1, 1.3]},
                ],
            }
        ],
    }
    return validated(raw, "other.toml")


BOOKS = ("guide", "market", "other")


def book_named(name: str) -> Book:
    """Return a rule book the project ships, or the one that it does not."""
    return other_book() if name == "other" else load_book(name)
