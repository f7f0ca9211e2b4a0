"""Pay that is drawn from a book whose numbers are known, for the tests of calibration."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from mlcomp import Book, Pay, Profile, estimate, load_book

HEADER = ("level", "city", "tier", "industry", "desk-color", "base")
LEVELS = ("entry", "mid", "mid", "senior", "senior", "staff")
CITIES = ("SF", "SF", "NYC", "Austin, TX", "Denver, CO", "Seattle")
TRUTH = """
schema = "mlcomp/book/v1"
extends = "guide"
edition = "truth-1"
title = "What the company really pays"

[progression]
positions = [0.45, 0.55]
basis = "assumption"
reason = "Made for the test."

[[tier]]
id = "faang"
drop = ["band"]
range = 1.15
basis = "assumption"
reason = "Made for the test."

[[location]]
id = "seattle"
range = [0.98, 1.02]
basis = "assumption"
reason = "Made for the test."

[[location]]
id = "denver"
title = "Denver"
metros = ["19740"]
range = [0.78, 0.82]
basis = "assumption"
reason = "Made for the test."

[[industry]]
id = "quant-finance"
range = [1.4, 1.5]
basis = "assumption"
reason = "Made for the test."
"""
LEVEL = """
[[level]]
id = "{}"
base = {}
basis = "assumption"
reason = "Made for the test."
"""
BANDS = {
    "entry": [95_000, 120_000, 150_000],
    "mid": [120_000, 155_000, 200_000],
    "senior": [160_000, 205_000, 260_000],
    "staff": [210_000, 270_000, 350_000],
}
NOISE = """
schema = "mlcomp/book/v1"
extends = "{}"
edition = "start-1"
title = "With a column of noise"

[[factor]]
id = "desk-color"
title = "Color of the desk"
help = "Red or blue."

[[factor.option]]
id = "red"
title = "Red"
range = 1
basis = "assumption"
reason = "Nobody would think so."

[[factor.option]]
id = "blue"
title = "Blue"
range = 1
basis = "assumption"
reason = "Nobody would think so."
"""

Row = tuple[str, ...]


def truth(folder: Path) -> Book:
    """The book that pay is drawn from."""
    file = folder / "truth.toml"
    levels = "".join(LEVEL.format(*each) for each in BANDS.items())
    file.write_text(TRUTH + levels, encoding="utf-8")
    return load_book(file)


def drawn(book: Book, count: int, seed: int) -> list[Row]:
    """People with pay drawn from what a book says of each."""
    chance = random.Random(seed)

    @cache
    def pay(level: str, city: str, tier: str, industry: str) -> Pay:
        person = Profile(level=level, city=city, tier=tier or None, industry=industry or None)
        return estimate(person, book).base

    def people() -> Iterator[Row]:
        for _ in range(count):
            who = (chance.choice(LEVELS), chance.choice(CITIES))
            where = (chance.choice(("faang", "", "")), chance.choice(("", "quant-finance")))
            percentile = min(99.9, max(0.1, chance.random() * 100))
            paid = round(pay(*who, *where).at_percentile(percentile))
            yield (*who, *where, chance.choice(("red", "blue")), str(paid))

    return list(people())


def written(file: Path, rows: list[Row]) -> str:
    """Write people to a CSV file; return its name."""
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened, lineterminator="\n").writerows([HEADER, *rows])
    return str(file)
