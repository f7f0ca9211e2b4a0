"""How long `mlcomp estimate` takes from start to exit, against a Typer program doing nothing."""

from __future__ import annotations

import importlib.util
import sys
from functools import partial
from pathlib import Path
from typing import Any

import typer

from harness import Line, Run, command

STARTS = 10
PERSON = ["estimate", "--years", "4"]
CITY = ["--city", "SF"]
REFERENCE = "typer program"
NO_CITY = "mlcomp --json, no city"

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
    years: Annotated[str | None, typer.Option("--years", "-y", help="Years.")] = None,
    level: Annotated[str | None, typer.Option(help="Level.")] = None,
    city: Annotated[str | None, typer.Option("--city", "--location", "-c", help="City.")] = None,
    remote: Annotated[bool, typer.Option("--remote", help="Remote.")] = False,
    remote_policy: Annotated[str | None, typer.Option(help="Remote policy.")] = None,
    hq: Annotated[str | None, typer.Option(help="Headquarters.")] = None,
    tier: Annotated[str | None, typer.Option("--tier", "--company", help="Tier.")] = None,
    specialization: Annotated[list[str] | None, typer.Option(help="Specialization.")] = None,
    industry: Annotated[str | None, typer.Option(help="Industry.")] = None,
    lifecycle: Annotated[bool, typer.Option("--lifecycle", help="Lifecycle.")] = False,
    degree: Annotated[str | None, typer.Option(help="Degree.")] = None,
    factor: Annotated[list[str] | None, typer.Option(help="Factor.")] = None,
    take_home: Annotated[bool, typer.Option("--take-home", help="Take-home pay.")] = False,
    filing: Annotated[Literal["single", "married"], typer.Option(help="Filing.")] = "single",
    spouse_pay: Annotated[str | None, typer.Option(help="Spouse's pay.")] = None,
    dependents: Annotated[int, typer.Option(help="Dependents.")] = 0,
    pretax: Annotated[str | None, typer.Option(help="Pretax.")] = None,
    live_in: Annotated[str | None, typer.Option(help="Home.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Explain.")] = False,
    no_market: Annotated[bool, typer.Option("--no-market", help="No market.")] = False,
    book: Annotated[str, typer.Option("--book", envvar="MLCOMP_BOOK", help="Book.")] = "guide",
    save: Annotated[str | None, typer.Option("--save", help="Picture.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite.")] = False,
    output: Annotated[
        Literal["table", "json", "csv", "markdown"], typer.Option("--format", "-o", help="Format.")
    ] = "table",
    json: Annotated[bool, typer.Option("--json", help="JSON.")] = False,
) -> None:
    """Print one line."""
    sys.stdout.write(f"{years} {city}\\n")


if __name__ == "__main__":
    app()
'''
MLCOMP_PROGRAM = "from mlcomp.cli import main\n\nmain()\n"


def written(folder: Path, _: int) -> None:
    """Write the programs, and run each once: as for a user, compiled files are kept."""
    for name in _programs(folder):
        _start(folder, 1, name)


def _start(folder: Path, times: int, name: str) -> Run:
    """Start a program so many times."""
    runs = [command(*_programs(folder)[name]) for _ in range(times)]
    return Run(sum(run.cpu for run in runs), max(run.peak for run in runs))


def _programs(folder: Path) -> dict[str, list[str]]:
    """Return the command line of each program; write those that are scripts."""
    reference, ours = (folder / f"{name}.py" for name in ("reference", "ours"))
    if reference.exists():
        return _commands(reference, ours)
    reference.write_text(TYPER_PROGRAM, encoding="utf-8")
    ours.write_text(MLCOMP_PROGRAM, encoding="utf-8")
    _require_same_options(reference)
    return _commands(reference, ours)


def _commands(reference: Path, ours: Path) -> dict[str, list[str]]:
    return {
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


def _line(name: str, title: str, program: str, aim: float | None, over: str = REFERENCE) -> Line:
    ours, floor = (partial(_start, name=each) for each in (program, over))
    return Line(name, title, ours, aim, STARTS, floor, written)


LINES = (
    _line("start-json", "start-up, JSON, over a bare Typer program", "mlcomp --json", 1.15),
    _line("start-table", "start-up, table, over a bare Typer program", "mlcomp table", 1.35),
    _line("start-city", "start-up, JSON, a city over none", "mlcomp --json", None, NO_CITY),
)
