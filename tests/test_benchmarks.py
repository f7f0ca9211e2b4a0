"""The benchmarks run: what they measure is for people to look at."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "benchmarks"
LARGE = 200 * 10**6
PARENT = f"""
import sys
sys.path.insert(0, {str(FOLDER)!r})
from harness import command
held = b"x" * {LARGE}
print(command(sys.executable, "-c", "sum(range(10**7))"))
print(command(sys.executable, "-c", "import subprocess as s, sys; s.run([sys.executable, '-c', "
      "'b = bytearray({LARGE}); import time; time.sleep(0.2)'])"))
"""


def run(*line: str) -> str:
    done = subprocess.run([sys.executable, *line], capture_output=True, text=True, cwd=FOLDER)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", ["loop", "batch-few", "price-duckdb"])
def test_a_line_is_measured_at_any_size(name: str) -> None:
    """Its own work, a command and a frame: the machine, then a table with a verdict."""
    pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    pytest.importorskip("typer")
    machine, _, head, _, row = run("run.py", name, "--rows", "20", "--rounds", "1").splitlines()
    assert "Python 3." in machine
    assert head == "| what | figure | aim | | CPU s | peak MB |"
    assert row.count("|") == head.count("|")


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="memory is read from /proc")
def test_memory_is_that_of_the_program_and_of_what_it_starts() -> None:
    """Not that of whoever measures it, however large; CPU seconds are its own."""
    alone, with_child = run("-c", PARENT).splitlines()
    assert "Run(cpu=0." in alone
    assert float(alone.partition("peak=")[2].rstrip(")")) < LARGE / 2e6
    assert float(with_child.partition("peak=")[2].rstrip(")")) > LARGE / 1e6
