"""What a calibrated book says of each value, and of whom it is right, is so."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest

from conftest import run

pytest.importorskip("duckdb")

OWN = """\
schema = "mlcomp/book/v1"
extends = "guide"
edition = "own-2026"
title = "Own pay"
drop = ["location"]

[[level]]
id = "mid"
aliases = ["e1"]
basis = "policy"
by = "Pay team"
date = 2026-01-15
[level.locations]
west = [190_000, 250_000]
east = [180_000, 240_000]

[[level]]
id = "senior"
drop = ["max_years"]
aliases = ["e3"]
basis = "policy"
by = "Pay team"
date = 2026-01-15
[level.locations]
west = [270_000, 360_000]
east = [250_000, 340_000]

[[level]]
id = "staff"
drop = true

[[level]]
id = "m1"
title = "Manager"
track = "manager"
base = [310_000, 390_000]
summary = "Leads a team."
basis = "policy"
by = "Pay team"
date = 2026-01-15

[[location]]
id = "west"
title = "West"
metros = ["41860"]
range = 1.0
basis = "policy"
by = "Pay team"
date = 2026-01-15

[[location]]
id = "east"
title = "East"
metros = ["35620"]
range = 1.0
basis = "policy"
by = "Pay team"
date = 2026-01-15
"""
PEOPLE = [
    *(("e1", "SF", 230_000 + 400 * step) for step in range(40)),
    *(("e3", "SF", 290_000 + 500 * step) for step in range(30)),
    *(("e3", "Austin, TX", 280_000 + 500 * step) for step in range(20)),
    *(("e3", "NYC", 300_000 + 500 * step) for step in range(3)),
    *(("m1", "Austin, TX", 400_000 + 500 * step) for step in range(25)),
]


class Made(NamedTuple):
    """What was printed, what it is as JSON and as CSV, and the book, parsed."""

    shown: str
    document: Any
    rows: str
    book: Any


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Return a book fitted to engineers and managers, of whom three are seniors in the east."""
    folder = tmp_path_factory.mktemp("says")
    (folder / "own.toml").write_text(OWN, encoding="utf-8")
    lines = ("level,city,base", *(f'{level},"{city}",{base}' for level, city, base in PEOPLE))
    (folder / "pay.csv").write_text("\n".join(lines), encoding="utf-8")
    args = ("calibrate", str(folder / "pay.csv"), "--book", str(folder / "own.toml"))
    args += ("--force", "-o", str(folder / "ours.toml"))
    shown, document, rows = run(*args), run(*args, "--json").json, run(*args, "--format", "csv").out
    assert shown.code == 0, shown.err
    book = tomllib.loads((folder / "ours.toml").read_text(encoding="utf-8"))
    return Made(shown.out, document, rows, book)


def test_a_reason_says_how_each_value_of_its_record_has_moved(made: Made) -> None:
    """The percent of each, as the table has it, under one count of the people of all."""
    moved = [each for each in made.document["moved"] if each["id"] == "senior"]
    assert [each["part"] for each in moved] == [None, "west"]
    base, west = (f"{each['percent']:+.1f}%" for each in moved)
    (senior,) = (level for level in made.book["level"] if level["id"] == "senior")
    assert senior["reason"].startswith(f"Moved by {base} (base) and {west} (west), shrunk towards ")
    assert senior["n"] == sum(each["n"] for each in moved)


def test_what_was_left_alone_is_said_not_to_rest_on_pay(made: Made) -> None:
    """A zone with three people stays as it was, and the record that it is in says so."""
    (senior,) = (level for level in made.book["level"] if level["id"] == "senior")
    assert "east" not in senior["locations"]
    assert senior["reason"].endswith(" Not moved, as in own-2026: east.")
    assert {"table": "level", "id": "senior", "part": "east"} in made.document["left_alone"]


def test_a_record_with_one_value_says_only_that(made: Made) -> None:
    """Without a name for it."""
    (manager,) = (level for level in made.book["level"] if level["id"] == "m1")
    (moved,) = (each for each in made.document["moved"] if each["id"] == "m1")
    assert manager["reason"].startswith(f"Moved by {moved['percent']:+.1f}%, shrunk towards what ")


def test_everybody_is_in_the_record(made: Made) -> None:
    """The start and the new book are scored on all, engineers and managers."""
    everybody = [each for each in made.document["scores"] if each["among"] == "everybody"]
    assert [(each["role"], each["n"]) for each in everybody] == [("start", 118), ("new", 118)]
    assert made.book["calibration"]["n"] == made.document["scored"] == 118
    assert made.book["calibration"]["inside"] == round(everybody[1]["in_likely"], 3)


def test_the_market_is_compared_on_whom_it_prices(made: Made) -> None:
    """Three books on the same people beside the record, with how many and which levels."""
    jsonschema.validate(made.document, run("schema", "calibrate").json)
    assert made.document["in_common"] == {"n": 93, "levels": ["mid", "senior"]}
    common = [each for each in made.document["scores"] if each["among"] == "in common"]
    assert [(e["role"], e["n"]) for e in common] == [("start", 93), ("market", 93), ("new", 93)]
    new, market = common[2], common[1]
    assert made.document["beats_market"] is (new["pinball"] < market["pinball"])
    assert "Of the 93 in common, the new book " in made.shown
    said = " ".join(made.shown.split())
    assert "the 93 of 118 that it prices too, of levels mid and senior." in said
    assert [line.split(",")[:4] for line in made.rows.splitlines()[-3:]] == [
        ["in common", "start", "own-2026", "93"],
        ["in common", "market", "market-2026", "93"],
        ["in common", "new", "ours", "93"],
    ]


def test_where_the_market_prices_everybody_there_is_one_table(tmp_path: Path) -> None:
    """With all three books in it, as there is no more to say."""
    rows = ("level,base", *(f"mid,{180_000 + 500 * step}" for step in range(30)))
    (tmp_path / "pay.csv").write_text("\n".join(rows), encoding="utf-8")
    found = run("calibrate", str(tmp_path / "pay.csv"), "-o", str(tmp_path / "o.toml"), "--json")
    assert [(each["among"], each["role"], each["n"]) for each in found.json["scores"]] == [
        ("everybody", role, 30) for role in ("start", "market", "new")
    ]


def test_of_a_few_in_common_nothing_is_said(tmp_path: Path) -> None:
    """Four engineers among managers: their pay could be read off a score."""
    (tmp_path / "own.toml").write_text(OWN, encoding="utf-8")
    rows = [*(f"m1,{350_000 + 500 * step}" for step in range(30)), *(["mid,220000"] * 4)]
    (tmp_path / "pay.csv").write_text("\n".join(("level,base", *rows)), encoding="utf-8")
    args = ("--book", str(tmp_path / "own.toml"), "-o", str(tmp_path / "o.toml"))
    found = run("calibrate", str(tmp_path / "pay.csv"), *args, "--json").json
    assert (found["in_common"], found["beats_market"], found["scored"]) == (None, None, 34)
    assert [each["role"] for each in found["scores"]] == ["start", "new"]
