"""How a line of the table is measured: processes of their own, in interleaved rounds.

A line is what is measured, what it is set against, and the aim. What it runs is a function of a
folder and a number of rows; it returns the CPU seconds to count, or what a command took.
Wall-clock time is not reported: it says more of the machine's other work.

Memory is the peak of the largest process, as the system counts it since that program began: what
`getrusage` says has the peak of whoever started it in it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import NamedTuple

POLL_SECONDS = 0.05


class Run(NamedTuple):
    """What a process took: CPU seconds, and megabytes at its peak."""

    cpu: float
    peak: float


Work = Callable[[Path, int], Run | float]


class Line(NamedTuple):
    """One line of the table.

    Attributes:
        name: what it is asked for by.
        title: what is measured, and over what; `{rows}` stands for how many.
        ours: what is measured: CPU seconds, or over `floor` where there is one.
        aim: the most that it may be; None where none was set.
        rows: how many rows, without `--rows`.
        floor: what it is set against.
        prepare: makes what both need, once.
        per_second: the figure is rows a CPU second, and the aim the least.
        most_mb: the most memory it may take; 0 leaves that open.
    """

    name: str
    title: str
    ours: Work
    aim: float | None
    rows: int = 1_000_000
    floor: Work | None = None
    prepare: Callable[[Path, int], object] | None = None
    per_second: bool = False
    most_mb: float = 0


class Result(NamedTuple):
    """A line's figure over all rounds, its CPU seconds, and the most memory it took in MB."""

    line: Line
    rows: int
    figure: float
    cpu: float
    peak: float

    @property
    def holds(self) -> bool:
        """Whether the aim is reached."""
        if self.line.most_mb and self.peak > self.line.most_mb:
            return False
        if self.line.aim is None:
            return True
        if self.line.per_second:
            return self.figure >= self.line.aim
        return self.figure <= self.line.aim


def measured(line: Line, folder: Path, rows: int, rounds: int) -> Result:
    """Measure a line; its figure is the median of the rounds' own figures."""
    # As for a user, what was compiled once is kept, whatever this shell has said of it.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if line.prepare:
        alone(line, "prepare", folder, rows)
    figures, seconds, peak = [], [], 0.0
    for turn in range(rounds):
        sides = ("ours", "floor") if line.floor else ("ours",)
        runs = {side: alone(line, side, folder, rows) for side in sides[:: -1 if turn % 2 else 1]}
        ours = runs["ours"]
        seconds.append(ours.cpu)
        peak = max(peak, ours.peak)
        if line.per_second:
            figures.append(rows / ours.cpu)
        else:
            figures.append(ours.cpu / runs["floor"].cpu if line.floor else ours.cpu)
    return Result(line, rows, median(figures), median(seconds), peak)


def alone(line: Line, side: str, folder: Path, rows: int) -> Run:
    """Run one side of a line, or what prepares both, in a process of its own."""
    run = str(Path(__file__).with_name("run.py"))
    child = [sys.executable, run, "--child", line.name, side, str(folder), str(rows)]
    done = subprocess.run(child, stdout=subprocess.PIPE, check=True)
    return Run(*json.loads(done.stdout.splitlines()[-1]))


def child(line: Line, side: str, folder: Path, rows: int) -> None:
    """Be that process: print what it took."""
    took = getattr(line, side)(folder, rows)
    run = took if isinstance(took, Run) else Run(took or 0.0, peak_of(os.getpid()))
    sys.stdout.write(f"\n{json.dumps(run)}\n")


def command(*line: str, codes: Sequence[int] = (0,)) -> Run:
    """Run a command line to its end, with all that it starts, and show nothing of it."""
    process = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    others: dict[int, Run] = {}
    peak = 0.0
    while True:
        for each in family(process.pid):
            others[each] = run_of(each, others.get(each))
        peak = max(peak, peak_of(process.pid))
        ended, status, usage = os.wait4(process.pid, os.WNOHANG)
        if ended:
            break
        time.sleep(POLL_SECONDS)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in codes:
        raise subprocess.CalledProcessError(process.returncode, line)
    # Spark's Java outlives what started it, and nobody waits for it.
    cpu = usage.ru_utime + usage.ru_stime
    left = [each for each in others if Path(f"/proc/{each}").exists()]
    for each in left:
        while Path(f"/proc/{each}").exists():
            others[each] = run_of(each, others[each])
            time.sleep(POLL_SECONDS)
        cpu += others[each].cpu
    return Run(cpu, max([peak, *(run.peak for run in others.values())]))


def family(process: int) -> list[int]:
    """Return the processes that a process started, and those that they did."""
    found = []
    with suppress(OSError):
        for tasks in Path(f"/proc/{process}/task").glob("*/children"):
            for each in map(int, tasks.read_text().split()):
                found += [each, *family(each)]
    return found


def seconds() -> float:
    """Return the CPU seconds of this process and of what it started."""
    return time.process_time() + sum(run_of(each).cpu for each in family(os.getpid()))


def run_of(process: int, before: Run | None = None) -> Run:
    """Return what a process took so far, with what it waited for; `before` once it is gone."""
    run = before or Run(0.0, 0.0)
    with suppress(OSError):
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        cpu = sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
        # One that ends has no memory any more.
        run = Run(cpu, max(run.peak, peak_of(process)))
    return run


def peak_of(process: int) -> float:
    """Return the most memory of a program since it began, in MB; 0 where nothing says so."""
    with suppress(OSError, ValueError):
        status = Path(f"/proc/{process}/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) / 1e3 if "VmHWM" in status else 0.0
    return 0.0


def table(results: Sequence[Result]) -> str:
    """Return the results as a table in Markdown."""
    rows = ["| what | figure | aim | | CPU s | peak MB |", "|---|---|---|---|---|---|"]
    for result in results:
        line = result.line
        figure, aim = (_shown(number) for number in (result.figure, line.aim))
        aim += f", {line.most_mb:,.0f} MB" if line.most_mb else ""
        verdict = "" if line.aim is None else "holds" if result.holds else "does not hold"
        title = line.title.format(rows=f"{result.rows:,}")
        cells = (title, figure, aim, verdict, f"{result.cpu:.2f}", f"{result.peak:,.0f}")
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def _shown(number: float | None) -> str:
    if number is None:
        return ""
    return f"{number:,.0f}" if number >= 100 else f"{number:.2f}"


def machine() -> str:
    """Return what was measured on: processor, cores, memory and versions."""
    import platform
    from importlib.metadata import PackageNotFoundError, version

    def first(file: str, key: str) -> str:
        with suppress(OSError):
            for text in Path(file).read_text().splitlines():
                if text.startswith(key):
                    return text.partition(":")[2].strip()
        return "unknown"

    versions = {"Python": platform.python_version()}
    for name in ("duckdb", "pandas", "polars", "pyarrow", "pyspark", "sqlglot"):
        with suppress(PackageNotFoundError):
            versions[name] = version(name)
    memory = first("/proc/meminfo", "MemTotal").partition(" ")[0]
    size = f", {int(memory) / 2**20:.0f} GiB" if memory.isdigit() else ""
    cores = f"{first('/proc/cpuinfo', 'model name')}, {os.cpu_count()} cores{size}"
    return "; ".join([cores, *(f"{name} {each}" for name, each in versions.items())])
