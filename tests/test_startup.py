"""What each path imports: a heavy import on the fast path is felt on every run."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

DATAFRAMES = {"pandas", "polars", "duckdb", "pyarrow", "numpy"}
RUN = """
import io, json, sys
arguments = json.loads(sys.argv.pop())
out, sys.stdout = sys.stdout, io.StringIO()
sys.argv[1:] = arguments
from mlcomp.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
out.write(json.dumps(sorted(sys.modules)))
"""
# Typer itself loads some of what mlcomp avoids, a parser of CSV among them.
TYPER_ALONE = """
import json, sys
from typing import Literal
import typer

app = typer.Typer(pretty_exceptions_enable=False)

@app.command()
def main(output: Literal["table", "json"] = "table", names: list[str] | None = None) -> None:
    sys.stdout.write(json.dumps(sorted(sys.modules)))

sys.argv.pop()
app()
"""
AT_EXIT = """
import atexit, gc, sys
atexit.register(
    lambda: sys.stderr.write(f"{len(gc.get_objects())} {gc.get_freeze_count()}")
)
from mlcomp.cli import main
main()
"""
PERSON = ["estimate", "--years", "4", "--city", "SF", "--tier", "google"]


def imported(code: str, arguments: list[str]) -> set[str]:
    """Return the top-level and full names of all modules that a new process has imported."""
    done = subprocess.run(
        [sys.executable, "-c", code, json.dumps(arguments)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    names = set(json.loads(done.stdout))
    return names | {name.partition(".")[0] for name in names}


@pytest.mark.parametrize(
    "arguments", [[*PERSON, "--json"], [*PERSON, "--format", "json"]], ids=["--json", "--format"]
)
def test_json_imports_only_what_it_uses(arguments: list[str]) -> None:
    """An estimate as JSON loads neither Rich, nor CSV, nor what only a refusal needs."""
    names = imported(RUN, arguments)
    assert "mlcomp.rules.estimate" in names
    assert not names & {"rich", "typer.rich_utils", *DATAFRAMES}
    own = names - imported(TYPER_ALONE, [])
    assert not own & {"csv", "difflib", "inspect", "mlcomp.documents.results", "mlcomp.book.check"}
    assert not own & {"statistics", "mlcomp.offer", "mlcomp.scenarios", "mlcomp.levers"}
    assert not own & {"mlcomp.taxes", "taxsim_py", "mcp", "asyncio"}


@pytest.mark.parametrize(
    "arguments",
    [
        ["offer", "--base", "240k", *PERSON[1:], "--json"],
        ["compare", *PERSON[1:], "--json"],
        ["levers", *PERSON[1:], "--json"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_decisions_as_json_import_no_rich(arguments: list[str]) -> None:
    """An offer, a comparison and levers as JSON load neither Rich nor CSV."""
    names = imported(RUN, arguments)
    assert not names & {"rich", "typer.rich_utils", *DATAFRAMES}
    own = names - imported(TYPER_ALONE, [])
    assert not own & {"csv", "difflib", "mlcomp.documents.decisions", "mlcomp.book.check"}


@pytest.mark.parametrize(
    "arguments",
    [
        PERSON,
        ["bands", "--city", "SF"],
        ["factors"],
        ["schema", "estimate"],
        ["book", "check", "guide"],
        ["--version"],
        ["--help"],
        ["estimate", "--help"],
        ["take-home", "--help"],
        ["mcp", "--help"],
    ],
    ids=" ".join,
)
def test_no_path_imports_what_serves_tables_or_agents(arguments: list[str]) -> None:
    """Pricing one person never loads a dataframe library or a server, whatever is shown."""
    assert not imported(RUN, arguments) & {*DATAFRAMES, "mcp"}


def test_importing_the_package_is_free() -> None:
    """`import mlcomp` alone loads neither pydantic nor Typer: names are loaded when used."""
    code = "import json, sys, mlcomp; sys.stdout.write(json.dumps(sorted(sys.modules)))"
    names = imported(code, [])
    assert "mlcomp" in names
    assert not names & ({"pydantic", "pydantic_core", "typer", "rich", "tomllib"} | DATAFRAMES)


def test_the_way_out_searches_nothing_for_cycles() -> None:
    """What an estimate has made is out of the collector's sight when Python ends."""
    done = subprocess.run(
        [sys.executable, "-c", AT_EXIT, *PERSON, "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    counted, frozen = map(int, done.stderr.split())
    assert frozen > 10_000 > counted
