"""One person after another."""

from __future__ import annotations

from pathlib import Path
from time import process_time

from harness import Line


def loop(_: Path, people: int) -> float:
    """Call `estimate` for people of 300 cities that repeat."""
    from mlcomp import Profile, estimate, load_book
    from mlcomp.places.resolver import large_cities

    book, cities = load_book(), list(large_cities(300))
    start = process_time()
    for place in range(people):
        estimate(
            Profile(
                years=place % 400 / 10,
                city=cities[place % len(cities)],
                tier="google",
                industry="quant",
                lifecycle=place % 2 == 0,
            ),
            book,
        )
    return process_time() - start


LINES = (
    Line(
        "loop",
        "`estimate()` in a loop, cities that repeat, a CPU second",
        loop,
        10_000,
        rows=20_000,
        per_second=True,
    ),
)
