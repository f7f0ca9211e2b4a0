"""How long `mlcomp estimate` takes from start to exit, against a Typer program that does nothing.

Usage: python benchmarks/startup.py [ROUNDS]

Whole processes, started the same way (a script that imports and runs `main`), in
rounds that rotate their order, so that a busy moment hits every program alike. The
ratio is the median of each round's own ratio. Speed is reported, never a test.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import typer

ROUNDS = 40
PERSON = ["estimate", "--years", "4"]
CITY = ["--city", "SF"]
REFERENCE = "typer program"
NO_CITY = "json, no city"
AIMS = {"mlcomp --json": 1.15, "mlcomp table": 1.35}

TYPER_PROGRAM = '''\
"""The options of `mlcomp estimate`, and one line of output."""

import sys
from typing import Annotated, Literal

import typer

app = typer.Typer(pretty_exceptions_enable=False)


@app.callback()
def main() -> None:
    """A group, as mlcomp is."""


@app.command()
def estimate(
    years: Annotated[str | None, typer.Option(help="Years.")] = None,
    level: Annotated[str | None, typer.Option(help="Level.")] = None,
    city: Annotated[str | None, typer.Option(help="City.")] = None,
    remote: Annotated[bool, typer.Option("--remote", help="Remote.")] = False,
    remote_policy: Annotated[str | None, typer.Option(help="Remote policy.")] = None,
    hq: Annotated[str | None, typer.Option(help="Headquarters.")] = None,
    tier: Annotated[str | None, typer.Option(help="Tier.")] = None,
    specialization: Annotated[list[str] | None, typer.Option(help="Specialization.")] = None,
    industry: Annotated[str | None, typer.Option(help="Industry.")] = None,
    lifecycle: Annotated[bool, typer.Option("--lifecycle", help="Lifecycle.")] = False,
    degree: Annotated[str | None, typer.Option(help="Degree.")] = None,
    factor: Annotated[list[str] | None, typer.Option(help="Factor.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Explain.")] = False,
    no_market: Annotated[bool, typer.Option("--no-market", help="No market.")] = False,
    book: Annotated[str, typer.Option("--book", envvar="MLCOMP_BOOK", help="Book.")] = "guide",
    output: Annotated[
        Literal["table", "json", "csv", "markdown"], typer.Option("--format", help="Format.")
    ] = "table",
    json: Annotated[bool, typer.Option("--json", help="JSON.")] = False,
) -> None:
    """Print one line."""
    sys.stdout.write(f"{years} {city}\\n")


if __name__ == "__main__":
    app()
'''
MLCOMP_PROGRAM = "from mlcomp.cli import main\n\nmain()\n"


def main() -> None:
    """Measure, print a line a program, and say whether the aims hold."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        times = _measured(_programs(Path(folder)), rounds)
    print(f"medians of {rounds} rounds, Python {sys.version.split()[0]}\n")
    print(f"{'program':16}{'ms':>8}{'ratio':>8}")
    ratios = {}
    for name, taken in times.items():
        pairs = zip(taken, times[REFERENCE], strict=True)
        ratios[name] = median(own / reference for own, reference in pairs)
        print(f"{name:16}{median(taken) * 1000:8.1f}{ratios[name]:8.2f}")
    print()
    for name, aim in AIMS.items():
        verdict = "holds" if ratios[name] <= aim else "does not hold"
        print(f"{name}: {ratios[name]:.2f} of the {REFERENCE}, aim at most {aim}: {verdict}")
    pairs = list(zip(times["mlcomp --json"], times[NO_CITY], strict=True))
    extra = median(own - without for own, without in pairs) * 1000
    ratio = median(own / without for own, without in pairs)
    print(f"a city: {ratio:.3f} of the estimate without one, {extra:.1f} ms, aim under 5 ms")


def _programs(folder: Path) -> dict[str, list[str]]:
    """Return the command line of each program; write those that are scripts."""
    nothing, reference, ours = (folder / f"{name}.py" for name in ("nothing", "reference", "ours"))
    nothing.write_text("pass\n", encoding="utf-8")
    reference.write_text(TYPER_PROGRAM, encoding="utf-8")
    ours.write_text(MLCOMP_PROGRAM, encoding="utf-8")
    _require_same_options(reference)
    return {
        "bare interpreter": [sys.executable, str(nothing)],
        REFERENCE: [sys.executable, str(reference), *PERSON, *CITY],
        NO_CITY: [sys.executable, str(ours), *PERSON, "--json"],
        "mlcomp --json": [sys.executable, str(ours), *PERSON, *CITY, "--json"],
        "mlcomp table": [sys.executable, str(ours), *PERSON, *CITY],
    }


def _require_same_options(reference: Path) -> None:
    """Stop if the Typer program and `mlcomp estimate` no longer have the same options."""
    from mlcomp.cli.app import app

    spec = importlib.util.spec_from_file_location("reference", reference)
    if spec is None or spec.loader is None:
        sys.exit(f"cannot load {reference.name}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    ours, theirs = _options(app), _options(module.app)
    if ours != theirs:
        sys.exit(f"the Typer program's options differ from mlcomp's: {sorted(ours ^ theirs)}")


def _options(app: typer.Typer) -> set[str]:
    group: Any = typer.main.get_command(app)
    return {option for parameter in group.commands["estimate"].params for option in parameter.opts}


def _measured(programs: dict[str, list[str]], rounds: int) -> dict[str, list[float]]:
    """Return each program's seconds, round by round; a failing program stops the benchmark."""
    # As for a user: compiled files are kept, here by the first run of each, which is not timed.
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}

    def run(command: list[str]) -> float:
        start = perf_counter()
        subprocess.run(
            command, check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, env=env
        )
        return perf_counter() - start

    for command in programs.values():
        run(command)
    names = list(programs)
    times: dict[str, list[float]] = {name: [] for name in names}
    for number in range(rounds):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            times[name].append(run(programs[name]))
    return times


if __name__ == "__main__":
    main()
