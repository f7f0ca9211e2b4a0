"""One person after another, and a handful in a file."""

from __future__ import annotations

import sys
from pathlib import Path
from time import process_time

from harness import Line, command


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


def few(folder: Path, rows: int) -> None:
    """Write a CSV of people."""
    lines = ["years,city,tier", *(f"{row % 20},SF,google" for row in range(rows))]
    (folder / "few.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def batch(folder: Path, _: int) -> None:
    """Price them from the command line, start to exit."""
    files = (str(folder / "few.csv"), str(folder / "out.csv"))
    command(sys.executable, "-m", "mlcomp", "batch", *files, "--force")


LINES = (
    Line(
        "loop",
        "`estimate()` in a loop, cities that repeat, a CPU second",
        loop,
        10_000,
        rows=20_000,
        per_second=True,
    ),
    Line("few", "`batch` of 10 rows, CPU seconds", batch, 0.35, rows=10, prepare=few),
)
