"""How hostile cases are tried: mlcomp in this process or in one of its own, and what it owes."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from typer.testing import CliRunner

from mlcomp.cli.app import app

MLCOMP = (sys.executable, "-m", "mlcomp")
Try = Callable[[Random, Path], None]


class Hostile(NamedTuple):
    """A class of cases: its numbers in the list of faults, what it is, how often, and one try."""

    numbers: str
    title: str
    share: int
    attempt: Try


class Run(NamedTuple):
    """What a command line left behind."""

    code: int
    out: str
    err: str


class FailedError(Exception):
    """What was promised does not hold."""


def holds(truth: object, said: object) -> None:
    """Fail with what there is to say, unless something is true."""
    if not truth:
        raise FailedError(str(said)[:600])


def run(*line: str, stdin: str | bytes | None = None) -> Run:
    """Run a command line in this process, and hold what every one of them owes."""
    result = CliRunner().invoke(app, list(line), input=stdin, env={"MLCOMP_BOOK": ""})
    return _owed(Run(result.exit_code, result.stdout, result.stderr), line)


def alone(*line: str, shell: str = "", stdin: bytes | None = None, cwd: Path | None = None) -> Run:
    """Run a command line in a process of its own, by a shell's redirections if any."""
    command = ["bash", "-c", f'"$@" {shell}', "bash", *MLCOMP, *line] if shell else [*MLCOMP, *line]
    done = subprocess.run(
        command,
        input=stdin,
        capture_output=True,
        timeout=120,
        check=False,
        cwd=cwd,
        env=environment(),
    )
    # Where standard error leads nowhere, only the exit code is left to say it.
    return _owed(
        Run(done.returncode, _text(done.stdout), _text(done.stderr)), line, mute="2>" in shell
    )


def environment() -> dict[str, str]:
    """Return this environment without a rule book of one's own, for this tree's own mlcomp."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MLCOMP")}
    return {**kept, "PYTHONPATH": os.pathsep.join(sys.path)}


def _text(content: bytes) -> str:
    return content.decode("utf-8", "backslashreplace")


def _owed(done: Run, line: Sequence[str], *, mute: bool = False) -> Run:
    holds("Traceback" not in done.out + done.err, f"{line}: traceback: {done.err}")
    holds("a fault in mlcomp" not in done.err, f"{line}: {done.err}")
    holds(done.code in (0, 1, 2, 130), f"{line}: exit {done.code}: {done.err}")
    lines = done.err.splitlines()
    holds(all(each.startswith("mlcomp: ") for each in lines), f"{line}: {lines}")
    holds(
        mute or done.code == 0 or done.err or done.out, f"{line}: exit {done.code} without a word"
    )
    return done


def refused(done: Run) -> bool:
    """Return whether a run was refused whole: no result, and it says why."""
    return done.code in (1, 2) and not done.out and bool(done.err)


def written(rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    """Return rows as CSV, every cell in quotes."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return out.getvalue()


def table(text: str) -> list[list[str]]:
    """Return the rows of a CSV, the header first."""
    return list(csv.reader(io.StringIO(text, newline="")))


JUNK = (
    *("=1+1", "＝1", "\t=x", "'; DROP TABLE people; --", '"', "a\nb", "a\r\nb", "\r", "x" * 3000),
    *("é", "👩‍🔬", "\u202exx", "[red]x", "<b>", "a|b", "$x", "${x}", "{}", "%s", "\\", "NULL"),
    *("nan", "inf", "1e400", "0x10", "-0", "٣", " ", "  a  ", "null", "true", "1_000", "\x0b"),
)
CITIES = ("SF", "NYC", "Austin, TX", "", "Springfield", "Austn", "London", "Texas", "remote")


def person(chance: Random) -> dict[str, str]:
    """Return a person of some kind, right or wrong."""
    odd = chance.random() < 0.2
    return {
        "years": chance.choice(JUNK) if odd else str(chance.randint(0, 600) / 10),
        "city": chance.choice(JUNK if chance.random() < 0.2 else CITIES),
        "level": chance.choice(["", "", "", "mid", "senior", "staff", *JUNK[:3]]),
        "note": "".join(chance.choice(JUNK) for _ in range(chance.randint(0, 2))),
    }
