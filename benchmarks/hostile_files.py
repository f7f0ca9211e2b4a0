"""Hostile cases of files: rows, headers, pipes, targets, rejects, streams, signals, sizes."""

from __future__ import annotations

import json
import re
import stat
import time
from pathlib import Path
from random import Random

import duckdb

from hostile_ways import (
    JUNK,
    Hostile,
    alone,
    holds,
    person,
    refused,
    run,
    table,
    written,
)

MAX_SECONDS = 20
_BREAKS = ("\r", "\n", "\r\n", "\t", "\x0b", "\u2028", ";", ",", '"', "'")


def _people(chance: Random, count: int) -> list[list[str]]:
    people = [person(chance) for _ in range(count)]
    return [list(people[0]), *(list(each.values()) for each in people)]


def _texts(rows: list[list[str]]) -> list[list[str]]:
    """Return cells without the apostrophe that keeps a spreadsheet from running them."""
    return [[cell.removeprefix("'") for cell in row] for row in rows]


def rows_kept(chance: Random, folder: Path) -> None:
    """Every row of a CSV comes out once, in its place, with its cells as they were."""
    rows = _people(chance, chance.randint(1, 40))
    file = folder / "in.csv"
    file.write_text(written(rows, chance.choice(",,,;\t")), "utf-8", newline="")
    target = folder / "out.csv"
    done = run("batch", str(file), str(target), "--formulas")
    found = table(target.read_bytes().decode("utf-8"))
    holds([row[: len(rows[0])] for row in found] == rows, (rows, done))
    wrong = sum(bool(row[found[0].index("error")]) for row in found[1:])
    holds((done.code == 1) == (wrong > 0), done)


def json_kept(chance: Random, folder: Path) -> None:
    """Every key and value of JSON lines comes out as it was, or the file is refused."""
    names = [
        "",
        "*",
        "a.b",
        "$",
        "a\nb",
        "\x01",
        "\x7f",
        "é",
        '"',
        "'",
        "a b",
        "[0]",
        "years ",
        "__",
    ]
    keys = chance.sample(names, 3)
    values = [*JUNK, 1, 2**53 + 1, -(2**63), 2**64 - 1, 0.1, True, None, [1], {"a": "b"}]
    rows = [{"years": 4, **{key: chance.choice(values) for key in keys}} for _ in range(6)]
    file = folder / "in.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    done = run("batch", str(file), "-", "--to", "jsonl")
    if refused(done):
        return
    found = [json.loads(line) for line in done.out.splitlines()]
    holds(len(found) == len(rows), done)
    for one, other in zip(rows, found, strict=True):
        holds({key: other.get(key, "lost") for key in one} == one, (one, other))


def nearly_json(chance: Random, folder: Path) -> None:
    """What is no JSON is never written as JSON; how lines end loses nobody."""
    values = ["NaN", "-Infinity", "[1, ]", '"NaN, ]"', "1 ,", '{"a": nan}', '"inf"', "-0", "1"]
    lines = [f'{{"years": 4, "x": {chance.choice(values)}}}' for _ in range(5)]
    file = folder / "in.jsonl"
    file.write_bytes("".join(line + chance.choice(("\n", "\r\n")) for line in lines).encode())
    done = run("batch", str(file), "-", "--to", "jsonl", "--allow-errors")

    def refuse(name: str) -> None:
        raise ValueError(name)

    found = [json.loads(line, parse_constant=refuse) for line in done.out.splitlines()]
    aside = len(re.findall(r" line \d+: ", done.err))
    holds(refused(done) or len(found) + aside == len(lines), (lines, done))


def twin_keys(chance: Random, folder: Path) -> None:
    """Of a key that a line has twice, no value is dropped without a word."""
    key = chance.choice(["note", "years", "city", "é"])
    file = folder / "in.jsonl"
    file.write_text(f'{{"years": 4, "{key}": "one", "{key}": "two"}}\n', "utf-8")
    done = run("batch", str(file), "-", "--to", "jsonl", "--allow-errors")
    holds(
        refused(done) or done.err.count("\n") > 1 or ("one" in done.out and "two" in done.out), done
    )


def large_numbers(chance: Random, folder: Path) -> None:
    """An integer of JSON is the same in Parquet, however large."""
    number = chance.choice([2**53 + 1, 2**63 - 1, -(2**53) - 1, chance.randint(2**53, 2**63)])
    file, target = folder / "in.jsonl", folder / "out.parquet"
    file.write_text("".join(json.dumps({"years": 4, "id": n}) + "\n" for n in (1, number)), "utf-8")
    done = run("batch", str(file), str(target), "--force")
    holds(done.code == 0, done)
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT CAST(id AS VARCHAR) FROM '{target}'").fetchall()
    holds(found == [("1",), (str(number),)], found)


def headers(chance: Random, folder: Path) -> None:
    """Whatever a quoted header holds, no row is lost and none miscounted."""
    name = "".join(
        chance.choice([*_BREAKS, "a", "=", "é", " "]) for _ in range(chance.randint(1, 4))
    )
    file = folder / "in.csv"
    name += chance.choice([",", ";", "\t", "|"]) * chance.choice([0, 0, 5])
    rows = [["years", f"x{name}y"], *([str(n), "z"] for n in range(chance.randint(1, 5)))]
    text = written(rows, chance.choice(",,;\t|"))
    file.write_text(chance.choice([text, text.replace("\n", "\r\n")]), "utf-8", newline="")
    done = run("batch", str(file), "-", "--to", "csv")
    holds(refused(done) or len(table(done.out)) == len(rows), (name, done))
    told = run("batch", str(file), "--summary", "--json")
    holds(refused(told) or json.loads(told.out)["rows"] == len(rows) - 1, (name, told))


def bad_bytes(chance: Random, folder: Path) -> None:
    """A line that is no UTF-8 is kept in OUT, in OUT.rejects, or the file is refused."""
    mark = bytes(chance.choice(b"\xff\xfe\xc3\xe9\x80") for _ in range(chance.randint(1, 3)))
    file, target = folder / "in.csv", folder / "out.csv"
    file.write_bytes(b"years,note\n4,before\n5,x" + mark + b"y\n6,after\n")
    done = run("batch", str(file), str(target), "--force")
    if done.code and not target.exists():
        return
    kept = b"".join(each.read_bytes() for each in folder.glob("out.csv*"))
    holds(mark in kept and b"before" in kept and b"after" in kept, (mark, done, kept))


def rejects(chance: Random, folder: Path) -> None:
    """No line that was no row is lost by a later run, refused or not."""
    file, target = folder / "in.csv", folder / "out.csv"
    mark = f"LOST{chance.randrange(10**9)}"
    file.write_text(f"years,note\n4,a\n5,{mark},b,c\n", "utf-8")
    run("batch", str(file), str(target))
    second = folder / "second.csv"
    second.write_text(chance.choice(["years\n4\n", "years\n4\n5,6,7\n", "nothing\n4\n"]), "utf-8")
    run("batch", str(second), str(target), *chance.choice([[], ["--force"]]))
    kept = "".join(each.read_text("utf-8") for each in folder.glob("out.csv.*rejects*"))
    kept += "".join(each.read_text("utf-8") for each in folder.glob("out.csv.rejects*"))
    holds(mark in kept, sorted(each.name for each in folder.iterdir()))


def own_input(chance: Random, folder: Path) -> None:
    """No output is written over what was read or over another output, even by force."""
    file = folder / "pay.svg"
    text = "years,base\n4,240000\n"
    file.write_text(text, "utf-8")
    (folder / "link.svg").symlink_to(file)
    name = chance.choice(
        [
            str(file),
            f"{folder}/./pay.svg",
            f"{folder}/../{folder.name}/pay.svg",
            f"{folder}/link.svg",
        ]
    )
    out = str(folder / "out.svg")
    line = chance.choice(
        [
            ["backtest", str(file), "--from", "csv", "--save", name],
            ["batch", str(file), name, "--from", "csv", "--to", "csv"],
            ["batch", str(file), "--summary", "--from", "csv", "--save", name],
            ["batch", str(file), out, "--from", "csv", "--to", "csv", "--save", out],
        ]
    )
    done = run(*line, "--force")
    holds(file.read_text("utf-8") == text and done.code == 2, (line, done))


def folders(chance: Random, folder: Path) -> None:
    """The names of folders and files say nothing of the people in them."""
    name = chance.choice(
        ["years=40", "level=staff", "city=SF", "x=1", "a[b]*", "file:x", "%41", "é"]
    )
    inside = folder / name
    inside.mkdir(exist_ok=True)
    ending = chance.choice(["csv", "jsonl", "parquet"])
    first = folder / "plain.csv"
    first.write_text("years,note\n4,a\n", "utf-8")
    there = inside / chance.choice([f"p.{ending}", f"file:p.{ending}", f"p[1]*.{ending}"])
    holds(run("batch", str(first), str(there), "--prefix", "first_", "--force").code == 0, there)
    header, row = table(run("batch", str(there), "-", "--to", "csv").out)
    found = dict(zip(header, row, strict=True))
    holds(found["years"] == "4" and found["level_id"] == "mid" and found["metro"] == "", found)


def one_value(chance: Random, folder: Path) -> None:
    """A value that fits no column is its row's error; the others are priced."""
    deep = "[" * 3000 + "]" * 3000
    odd = chance.choice([str(2**64 - 1), str(10**40), "1e999", deep, '"' + "9" * 10_000 + '"'])
    key = chance.choice(["years", "note", "base"])
    file = folder / "in.jsonl"
    file.write_text(
        f'{{"years": 4, "note": 1}}\n{{"years": 5, "{key}": {odd}}}\n{{"years": 6}}\n', "utf-8"
    )
    ending = chance.choice(["csv", "jsonl", "parquet"])
    done = run("batch", str(file), str(folder / f"out.{ending}"), "--force")
    holds((folder / f"out.{ending}").exists() and done.code in (0, 1), (odd[:30], key, done))
    holds(done.err.startswith(("mlcomp: 3 of", "mlcomp: 2 of")), done)


def many_columns(chance: Random, folder: Path) -> None:
    """Thousands of columns are answered in seconds, if only with the limit."""
    count = chance.choice([500, 3000, 10_000])
    names = [f"c{n}" for n in range(count)]
    as_json = chance.random() < 0.5
    file = folder / ("in.jsonl" if as_json else "in.csv")
    if as_json:
        file.write_text(json.dumps({"years": 4, **dict.fromkeys(names, "x")}) + "\n", "utf-8")
    else:
        file.write_text(f"years,{','.join(names)}\n4{',x' * count}\n", "utf-8")
    start = time.perf_counter()
    done = alone("batch", str(file), str(folder / "out.csv"), "--force")
    took = time.perf_counter() - start
    holds(done.code in (0, 1) and took < MAX_SECONDS, f"{count} columns: {took:.0f} s, {done.err}")


def replaced(chance: Random, folder: Path) -> None:
    """--force keeps the mode of the file that it replaces, and never harms what a link leads to."""
    file, target = folder / "in.csv", folder / "out.csv"
    file.write_text("years\n4\n", "utf-8")
    target.write_text("old", "utf-8")
    mode = chance.choice([0o600, 0o640, 0o644, 0o660])
    target.chmod(mode)
    done = run("batch", str(file), str(target), "--force")
    holds(done.code == 0 and stat.S_IMODE(target.stat().st_mode) == mode, (oct(mode), done))


FILES = (
    Hostile("", "rows, cells and their order", 12, rows_kept),
    Hostile("2", "line breaks in headers", 8, headers),
    Hostile("3", "rejects of an earlier run", 5, rejects),
    Hostile("4", "output over its input", 6, own_input),
    Hostile("5", "keys and values of JSON", 8, json_kept),
    Hostile("5", "nearly JSON, and its lines' ends", 6, nearly_json),
    Hostile("5", "keys there twice", 3, twin_keys),
    Hostile("6", "large integers in Parquet", 4, large_numbers),
    Hostile("7", "bytes that are no UTF-8", 4, bad_bytes),
    Hostile("9, 10", "names of folders and files", 4, folders),
    Hostile("17", "one value that fits nowhere", 4, one_value),
    Hostile("20", "thousands of columns", 1, many_columns),
    Hostile("24", "files replaced", 4, replaced),
)
