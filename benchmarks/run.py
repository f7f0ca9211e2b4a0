"""Measure what mlcomp costs, line by line, and print a table with a verdict for each.

    python benchmarks/run.py [NAME ...] [--rows N] [--rounds 3]

A NAME is a line's, or the beginning of some lines' (`price`, `query`); without, all are measured.
`--rows` makes every line as large as that. The lines of a module of benchmarks/ are its `LINES`.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import frames
import people
import query
import spellings
import startup
from harness import measured, table

LINES = (*frames.LINES, *query.LINES, *people.LINES, *spellings.LINES, *startup.LINES)


def main() -> None:
    """Measure the lines that are asked for, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--rows", type=int)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    wanted = [
        line for line in LINES if not asked.names or any(map(line.name.startswith, asked.names))
    ]
    if not wanted:
        parser.error(f"expected one of {', '.join(line.name for line in LINES)}")
    results = []
    for line in wanted:
        with tempfile.TemporaryDirectory(prefix="mlcomp-bench-") as folder:
            rows = asked.rows or line.rows
            results.append(measured(line, Path(folder), rows, asked.rounds))
    print(table(results))


if __name__ == "__main__":
    main()
