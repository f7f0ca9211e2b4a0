"""How a line of the table is measured: processes of their own, in interleaved rounds.

A line is what is measured, what it is set against, and the aim. What it runs is a function of a
folder and a number of rows; it returns the CPU seconds to count, or nothing to count the whole
process. Wall-clock time is not reported: it says more of the machine's other work.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import NamedTuple

Work = Callable[[Path, int], float | None]


class Line(NamedTuple):
    """One line of the table.

    Attributes:
        name: what it is asked for by.
        title: what is measured, and over what.
        ours: what is measured: CPU seconds, or over `floor` where there is one.
        aim: the most that it may be.
        rows: how many rows, without `--rows`.
        floor: what it is set against.
        prepare: makes what both need, once.
        per_second: the figure is rows a CPU second, and the aim the least.
    """

    name: str
    title: str
    ours: Work
    aim: float
    rows: int = 1_000_000
    floor: Work | None = None
    prepare: Callable[[Path, int], None] | None = None
    per_second: bool = False


class Run(NamedTuple):
    """What a process took: CPU seconds, and megabytes at its peak."""

    cpu: float
    peak: float


class Result(NamedTuple):
    """A line's figure over all rounds, and the most memory it took in MB."""

    line: Line
    figure: float
    peak: float

    @property
    def holds(self) -> bool:
        """Whether the aim is reached."""
        if self.line.per_second:
            return self.figure >= self.line.aim
        return self.figure <= self.line.aim


def measured(line: Line, folder: Path, rows: int, rounds: int) -> Result:
    """Measure a line; its figure is the median of the rounds' own figures."""
    # As for a user, what was compiled once is kept, whatever this shell has said of it.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if line.prepare:
        line.prepare(folder, rows)
    figures, peak = [], 0.0
    for turn in range(rounds):
        works = [line.ours, *([line.floor] if line.floor else [])]
        runs = {work: alone(work, folder, rows) for work in works[:: 1 if turn % 2 else -1]}
        ours = runs[line.ours]
        peak = max(peak, ours.peak)
        if line.per_second:
            figures.append(rows / ours.cpu)
        else:
            figures.append(ours.cpu / runs[line.floor].cpu if line.floor else ours.cpu)
    return Result(line, median(figures), peak)


def alone(work: Work, folder: Path, rows: int) -> Run:
    """Run in a process of its own."""
    child = [sys.executable, __file__, work.__module__, work.__qualname__, str(folder), str(rows)]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(child, env=env, stdout=subprocess.PIPE, check=True)
    return Run(*json.loads(done.stdout.splitlines()[-1]))


def command(*line: str) -> None:
    """Run a command line to its end, and show nothing of it."""
    subprocess.run(line, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def table(results: Sequence[Result]) -> str:
    """Return the results as a table in Markdown."""
    rows = ["| what | figure | aim | | peak MB |", "|---|---|---|---|---|"]
    for line, figure, peak in results:
        shown, aim = (f"{n:,.0f}" if n >= 100 else f"{n:.2f}" for n in (figure, line.aim))
        verdict = "holds" if Result(line, figure, peak).holds else "does not hold"
        rows.append(f"| {line.title} | {shown} | {aim} | {verdict} | {peak:,.0f} |")
    return "\n".join(rows)


def _child(module: str, name: str, folder: str, rows: str) -> None:
    work: Work = import_module(module).__dict__[name]
    counted = work(Path(folder), int(rows))
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    whole = sum(each.ru_utime + each.ru_stime for each in usage)
    scale = 1e6 if sys.platform == "darwin" else 1e3
    peak = max(each.ru_maxrss for each in usage) / scale
    sys.stdout.write(f"\n{json.dumps([whole if counted is None else counted, peak])}\n")


if __name__ == "__main__":
    _child(*sys.argv[1:])
