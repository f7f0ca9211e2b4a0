"""Hostile cases of what is read: money, figures, options, TOML, endless files."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
import time
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from random import Random

from hostile_ways import (
    Hostile,
    alone,
    environment,
    holds,
    refused,
    run,
    table,
    written,
)
from mlcomp import MlcompError, OfferError
from mlcomp.errors import BookError
from mlcomp.files import read_toml
from mlcomp.offers.money import salary

_PIECES = (
    "$",
    " ",
    ",",
    ".",
    "_",
    "k",
    "K",
    "m",
    "/year",
    " a yr",
    "/hour",
    "-",
    "+",
    "e5",
    "٣",
    "0",
)
MAX_SECONDS = 10


def _amount(chance: Random) -> str:
    number = chance.choice(
        [chance.randint(0, 400_000), chance.randint(0, 3_000_000), chance.random() * 400]
    )
    text = chance.choice(["{:,}", "{}", "${:,}", "{}k", "{:.2f}", "{}/year"]).format(number)
    at = chance.randint(0, len(text))
    return text[:at] + chance.choice(["", "", *_PIECES]) + text[at:]


def money(chance: Random, folder: Path) -> None:
    """An offer, a roster, its summary and a backtest, mapped or not, read an amount alike."""
    amounts = [amount for amount in (_amount(chance) for _ in range(8)) if amount]
    per = chance.choice(["", "", "hourly", "monthly", "yearly"])
    name = chance.choice(["base", "total", "wage"])
    ours = name if name != "wage" else "base"
    options = [
        *(["--pay", per] if per else []),
        *(["--map", "base=wage"] if name == "wage" else []),
    ]
    file = folder / "pay.csv"
    file.write_text(written([["years", name], *(["4", each] for each in amounts)]), "utf-8")
    done = run("batch", str(file), "-", "--to", "csv", *options)
    header, *rows = table(done.out)
    found = [dict(zip(header, row, strict=True)) for row in rows]
    reasons, paid = [], 0
    for amount, row in zip(amounts, found, strict=True):
        try:
            dollars = salary(amount, per or None, "roster")  # type: ignore[arg-type]
        except OfferError as error:
            said = str(error.faults[0]._replace(field=ours))
            holds(row["error"] == said, (amount, row["error"], said))
            reasons.append(said)
        else:
            paid += 1
            wanted = dollars / float(row[f"{ours}_typical"])
            near = abs(float(row[f"{ours}_compa_ratio"]) - wanted) < 1e-4 * max(1, wanted)
            holds(not row["error"] and near, (amount, row))
    told = run("batch", str(file), "--summary", "--json", "--allow-errors", *options)
    holds(json.loads(told.out)[ours]["paid"] == paid, (amounts, told.out))
    scored = json.loads(run("backtest", str(file), "--json", *options).out)["books"][0]
    unpriced = sorted(each["reason"] for each in scored["unpriced"] for _ in range(each["rows"]))
    holds(unpriced == sorted(reasons), (amounts, unpriced, reasons))


def ties(chance: Random, folder: Path) -> None:
    """A roster and an offer give the same ratio and place in the range, a tie among them."""
    amount = chance.choice([chance.randint(60_000, 900_000), 220_000 + 11 * chance.randint(1, 99)])
    file = folder / "pay.csv"
    file.write_text(f"level,base\nmid,{amount}\n", encoding="utf-8")
    header, row = table(run("batch", str(file), "-", "--to", "csv").out)
    filed = dict(zip(header, row, strict=True))
    line = ("offer", "--level", "mid", "--base", str(amount), "--no-market", "--json")
    offered = json.loads(run(*line).out)["base"]
    for figure in ("compa_ratio", "range_penetration"):
        holds(float(filed[f"base_{figure}"]) == offered[figure], (amount, filed, offered))


def two_books(chance: Random, folder: Path) -> None:
    """Of two rule books where one counts, none is dropped without a word."""
    command = chance.choice(
        [
            ["batch", str(folder / "x.csv"), "--summary"],
            ["estimate", "--years", "4"],
            ["offer", "--years", "4", "--base", "240k"],
            ["levers", "--years", "4"],
            ["compare", "--years", "4"],
            ["sql"],
            ["bands"],
        ]
    )
    given = [f"--book={book}" for book in chance.choices(["guide", "market"], k=2)]
    at = chance.choice([1, len(command)])
    done = run(*command[:at], given[0], *command[at:], given[1])
    holds(done.code == 2 and "one rule book" in done.err, (command, given, done))


def placeless(chance: Random, folder: Path) -> None:
    """The summary counts who has a blank city and is priced as the nation."""
    cities = [chance.choice(["", "", "SF", "NYC"]) for _ in range(chance.randint(1, 30))]
    file = folder / "p.csv"
    file.write_text(written([["years", "city"], *(["4", city] for city in cities)]), "utf-8")
    told = json.loads(run("batch", str(file), "--summary", "--json").out)
    holds(told.get("without_city") == cities.count(""), told)


def query_order(chance: Random, folder: Path) -> None:
    """A query of named cities is the same text twice."""
    file = folder / "cities"
    cities = ["SF", "NYC", "Austin, TX", "Texas", "Portland, OR", "41860", "Austn", "nowhere"]
    file.write_text("\n".join(chance.choices(cities, k=6)), "utf-8")
    line = ("sql", "--cities", str(file))
    first, second = alone(*line), alone(*line)
    holds(first.code == second.code == 0 and first.out == second.out, "another order")


def early_interrupt(chance: Random, _: Path) -> None:
    """Ctrl-C at any moment from mlcomp's first import on: no traceback of it."""
    code = "from mlcomp.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "estimate", "--years", "4"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    time.sleep(chance.random() * 0.3)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    # Python's own start, up to where it has found mlcomp, is not mlcomp's to answer for.
    holds(b"/mlcomp/" not in said, said)


def deep_toml(chance: Random, _: Path) -> None:
    """Whatever the keys of a file of up to 300 KB, it is read or refused in a few seconds."""
    parts = int(10 ** chance.uniform(0, 3.7))
    key = (
        chance.choice([".a", " . a", ".'a'", ".1", '."\u2028"', '."a,"', '."]#"', """.'"'"""])
        * parts
    )
    shape = chance.choice(
        ["{n}{key} = 1\n", "[{n}{key}]\n", "[[{n}{key}]]\n", "n{n} = {{a{key} = 1}}\n"]
    )
    lines = (shape.format(n=f"k{n}", key=key) for n in range(300_000 // (len(key) + 9)))
    text = chance.choice(
        ["", f"[t{'.t' * parts}]\n", f'["t,"{".t" * parts}] # [t]\nx = [\n[1]\n]\n']
    ) + "".join(lines)
    start = time.perf_counter()
    with suppress(MlcompError):
        read_toml(io.BytesIO(text.encode()), "x", "a rule book", BookError)
    took = time.perf_counter() - start
    holds(took < MAX_SECONDS, f"{len(text)} bytes of {parts} parts took {took:.1f} s")


def endless(chance: Random, _: Path) -> None:
    """An endless file is refused in a line."""
    line = chance.choice(
        [
            ["sql", "--cities"],
            ["estimate", "--years", "4", "--book"],
            ["book", "check"],
            ["compare", "--file"],
            ["verify"],
            ["batch", "--summary", "--from", chance.choice(["csv", "jsonl", "parquet"])],
            ["backtest", "--from", chance.choice(["csv", "jsonl", "parquet"])],
        ]
    )
    holds(refused(run(*line, chance.choice(["/dev/zero", "/dev/urandom"]))), line)


def percentiles(chance: Random, folder: Path) -> None:
    """Of two amounts the larger stands no lower, in a roster as everywhere."""
    amounts = sorted(chance.randint(60_000, 900_000) for _ in range(6))
    file = folder / "p.csv"
    file.write_text(written([["years", "base"], *(["7", str(each)] for each in amounts)]), "utf-8")
    header, *rows = table(run("batch", str(file), "-", "--to", "csv").out)
    place = header.index("base_percentile")
    holds(all(float(a[place]) <= float(b[place]) for a, b in pairwise(rows)), rows)


READING = (
    Hostile("11, 12", "money reads alike everywhere", 6, money),
    Hostile("13", "ties are rounded alike", 6, ties),
    Hostile("13", "percentiles rise with pay", 3, percentiles),
    Hostile("14", "two rule books", 10, two_books),
    Hostile("14", "blank cities counted", 4, placeless),
    Hostile("15", "queries in one order", 1, query_order),
    Hostile("18", "Ctrl-C before main", 3, early_interrupt),
    Hostile("19", "TOML of deep keys", 6, deep_toml),
    Hostile("21", "endless files", 10, endless),
)
