"""Hostile cases at size: what is tried, how often, and how often mlcomp did not keep its word.

    python benchmarks/hostile.py [--minutes 30] [--cases 10000] [--only 22,23] [--seed 1]

Every class of case, in turn, until the minutes are over and the cases tried; the
table says class, tried and failed, and below it the first failures of each class. Exit 1 where
anything failed. `--only` takes the numbers that stand in the table's first column, or words of
its titles.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent))

from hostile_files import FILES
from hostile_process import PROCESSES
from hostile_reading import READING
from hostile_shown import SHOWN
from hostile_ways import Hostile

MAX_SHOWN = 3


def main() -> int:
    """Try all classes; print the table and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--cases", type=int, default=0, help="at least so many, however long")
    parser.add_argument("--only", default="")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    classes = [
        each for each in (*FILES, *PROCESSES, *READING, *SHOWN) if _is_asked(each, asked.only)
    ]
    tried: Counter[Hostile] = Counter()
    failed: defaultdict[Hostile, list[str]] = defaultdict(list)
    end = time.monotonic() + 60 * asked.minutes
    turn = 0
    with tempfile.TemporaryDirectory(prefix="hostile-") as scratch:
        while time.monotonic() < end or sum(tried.values()) < asked.cases:
            each = classes[turn % len(classes)]
            for number in range(each.share):
                seed = f"{asked.seed} {each.title} {turn} {number}"
                folder = Path(scratch) / f"{turn}-{number}"
                folder.mkdir()
                tried[each] += 1
                if fault := _fault(each, Random(seed), folder):
                    failed[each].append(f"[{seed}] {fault}")
                if time.monotonic() > end and sum(tried.values()) >= asked.cases:
                    break
            turn += 1
    _report(classes, tried, failed)
    return 1 if failed else 0


def _is_asked(each: Hostile, only: str) -> bool:
    numbers = each.numbers.split(", ")
    return not only or any(one in numbers or one in each.title for one in only.split(","))


def _fault(each: Hostile, chance: Random, folder: Path) -> str:
    """Try one case; return what did not hold, if anything."""
    try:
        each.attempt(chance, folder)
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:600]
    return ""


def _report(
    classes: list[Hostile], tried: Counter[Hostile], failed: dict[Hostile, list[str]]
) -> None:
    print(f"{'':8} {'class':36} {'tried':>8} {'failed':>7}")
    for each in classes:
        print(f"{each.numbers:8} {each.title:36} {tried[each]:8,} {len(failed.get(each, ())):7,}")
    total = sum(map(len, failed.values()))
    print(f"{'':8} {'all':36} {sum(tried.values()):8,} {total:7,}")
    for each, faults in failed.items():
        for fault in faults[:MAX_SHOWN]:
            print(f"\n{each.title}: {fault}")


if __name__ == "__main__":
    sys.exit(main())
