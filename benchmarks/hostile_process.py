"""Hostile cases that take a process: pipes, streams, temporary folders, names, signals."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path
from random import Random

from hostile_ways import MLCOMP, Hostile, alone, environment, holds, refused, run


def pipes(chance: Random, folder: Path) -> None:
    """A pipe has the rows that it carries: /dev/stdin, a FIFO, a descriptor."""
    count = chance.randint(1, 500)
    file = folder / "p.csv"
    file.write_text("years,base\n" + "4,240000\n" * count, "utf-8")
    words = chance.choice(
        [["batch", "SOURCE", "--summary", "--json"], ["backtest", "SOURCE", "--json"]]
    )
    way = chance.choice(["<(cat FILE)", "/dev/stdin", "fifo", "-"])
    source = way.replace("FILE", str(file)) if way[0] == "<" else way
    before = ""
    if way == "fifo":
        source = str(folder / "fifo")
        before = f"mkfifo {source}; cat {file} > {source} & "
    line = " ".join(source if word == "SOURCE" else word for word in words)
    mlcomp = " ".join(MLCOMP)
    done = subprocess.run(
        ["bash", "-c", f"{before}cat {file} | {mlcomp} {line} --from csv"],
        capture_output=True, text=True, timeout=60, check=False, env=environment(),
    )  # fmt: skip
    holds(done.returncode == 0, (way, done.stderr))
    document = json.loads(done.stdout)
    rows = document["rows"] if words[0] == "batch" else document["books"][0]["rows"]
    holds(rows == count, (way, rows, count))


def streams(chance: Random, folder: Path) -> None:
    """Closed or full streams are said in a line, or do no harm."""
    file = folder / "in.csv"
    file.write_text("years,city\n4,SF\n", "utf-8")
    shell = chance.choice(["<&-", "2>&-", ">&-", "2>/dev/full", ">/dev/full", "<&- >&- 2>&-"])
    line = chance.choice(
        [
            ["estimate", "--years", "4"],
            ["batch", str(file), str(folder / "o.csv"), "--force"],
            ["batch", "-", "--summary", "--from", "csv"],
            ["verify", "-"],
            ["mcp"],
            ["backtest", "-", "--from", "csv"],
        ]
    )
    alone(*line, shell=shell, stdin=b"")


def left(chance: Random, _: Path) -> None:
    """A reader that leaves a pipe is no fault, whatever else is closed."""
    line = chance.choice(["estimate --years 4", "factors", "schema book", "bands --json"])
    shell = chance.choice(["", "2>&-", "<&-", "<&- 2>&-", "2>/dev/full"])
    mlcomp, reader = " ".join(MLCOMP), chance.choice(["true", "head -1"])
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"{mlcomp} {line} {shell} | {reader}"],
        capture_output=True, text=True, timeout=60, check=False, env=environment(),
    )  # fmt: skip
    holds((done.returncode, done.stderr) == (0, ""), (line, shell, reader, done))


def loops(chance: Random, folder: Path) -> None:
    """A loop of links, or a name too long, is said in a line that names it."""
    ending = chance.choice(["svg", "csv", "toml"])
    one, other = folder / f"a.{ending}", folder / f"b.{ending}"
    one.symlink_to(other)
    other.symlink_to(one)
    file = folder / "in.csv"
    file.write_text("years,base\n4,240000\n", "utf-8")
    name = chance.choice([one, folder / ("x" * 300 + f".{ending}"), one / f"c.{ending}"])
    line = chance.choice(
        [
            ["estimate", "--years", "4", "--save"],
            ["batch", str(file), "--to", "csv"],
            ["batch", str(file), "--summary", "--save"],
            ["backtest", str(file), "--save"],
            ["backtest", "--from", "csv"],
            ["calibrate", str(file), "-o"],
            ["verify"],
            ["book", "check"],
        ]
    )
    force = [] if line[0] in ("verify", "book") or "--from" in line else ["--force"]
    done = run(*line, str(name), *force)
    holds(refused(done) and ": " in done.err and "cannot write: " not in done.err, (line, done))


def scratch(chance: Random, folder: Path) -> None:
    """A temporary folder of any name is used or refused, and no SQL."""
    name = folder / chance.choice(["a'b", "'; SELECT 1; --", "a\nb", 'a"b', "é", " x "])
    name.mkdir(exist_ok=True)
    file = folder / "in.csv"
    file.write_text("years\n4\n", "utf-8")
    done = subprocess.run(
        [*MLCOMP, "batch", str(file), "-", "--to", "csv"],
        capture_output=True, text=True, check=False, timeout=60,
        env={**environment(), "TMPDIR": str(name)},
    )  # fmt: skip
    holds(done.returncode == 0 and "mid" in done.stdout, (name, done.stderr))
    holds(not list(name.iterdir()), "left something")


def odd_names(chance: Random, folder: Path) -> None:
    """A file whose name is no UTF-8, and odd columns of a query, are done or refused in a line."""
    if chance.random() < 0.5:
        columns = chance.choice(
            ["years,select", "years,,city", "years,a b", "order,years", "years,"]
        )
        done = run("sql", "--columns", columns)
        holds(done.code in (0, 2), done)
        return
    name = os.fsencode(folder) + b"/p\xff\xfe.csv"
    with open(name, "wb") as file:  # noqa: PTH123 (a name of bytes)
        file.write(b"years\n4\n")
    alone("batch", os.fsdecode(name), "-", "--to", "csv")


def signals(chance: Random, folder: Path) -> None:
    """A run that is told to stop leaves nothing: no part, no scratch folder."""
    file, out, temporary = folder / "in.csv", folder / "out", folder / "tmp"
    out.mkdir(exist_ok=True)
    temporary.mkdir(exist_ok=True)
    if not file.exists():
        file.write_text("years,city\n" + "4.5,SF\n" * 400_000, "utf-8")
    process = subprocess.Popen(
        [*MLCOMP, "batch", str(file), str(out / "o.csv")],
        stderr=subprocess.DEVNULL,
        env={**environment(), "TMPDIR": str(temporary)},
    )
    time.sleep(chance.uniform(0.1, 2))
    process.send_signal(chance.choice([signal.SIGINT, signal.SIGTERM, signal.SIGHUP]))
    process.wait(timeout=60)
    left = [*(each.name for each in temporary.iterdir())]
    left += [each.name for each in out.iterdir() if each.name != "o.csv"]
    holds(not left, left)


PROCESSES = (
    Hostile("1", "pipes", 1, pipes),
    Hostile("8", "signals", 1, signals),
    Hostile("16", "closed and full streams", 1, streams),
    Hostile("16", "readers that leave", 1, left),
    Hostile("24", "loops of links, names too long", 2, loops),
    Hostile("16", "temporary folders", 1, scratch),
    Hostile("16", "odd names", 1, odd_names),
)
