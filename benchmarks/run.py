"""Measure what mlcomp costs, line by line, and print a table with a verdict for each.

    python benchmarks/run.py [NAME ...] [--rows N] [--rounds 3] [--src OTHER/src]

A NAME is a line's, or the beginning of some lines' (`price`, `query`); without, all are measured.
`--rows` makes every line as large as that; `--src` measures another tree. The lines of a module of
benchmarks/ are its `LINES`.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

import frames
import people
import query
import rosters
import spellings
import startup
from harness import child, machine, measured, table

MODULES = (rosters, spellings, frames, query, people, startup)
LINES = {line.name: line for module in MODULES for line in module.LINES}


def main() -> None:
    """Measure the lines that are asked for, and print the table."""
    if sys.argv[1:2] == ["--child"]:
        name, side, folder, rows = sys.argv[2:]
        child(LINES[name], side, Path(folder), int(rows))
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--rows", type=int)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--src", type=Path, default=Path(__file__).parents[1] / "src")
    asked = parser.parse_args()
    wanted = [line for name, line in LINES.items() if name.startswith(tuple(asked.names or [""]))]
    if not wanted:
        parser.error(f"expected one of {', '.join(LINES)}")
    os.environ["PYTHONPATH"] = str(asked.src.resolve())
    results = []
    for line in wanted:
        with tempfile.TemporaryDirectory(prefix="mlcomp-bench-") as folder:
            results.append(measured(line, Path(folder), asked.rows or line.rows, asked.rounds))
        print(table(results[-1:]).splitlines()[-1], file=sys.stderr, flush=True)
    print(f"{machine()}\n\n{table(results)}")


if __name__ == "__main__":
    main()
