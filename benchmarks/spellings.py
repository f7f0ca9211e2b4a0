"""Files in which hardly two people write their city or employer alike, a seventh wrongly."""

from __future__ import annotations

import random
import sys
from pathlib import Path

from harness import Line, command

FORMS = (
    *("{0}, {1}", "{0} {1}", "{0},{1} ", "  {0}, {1}", "{0}, {1}, USA"),
    *("Greater {0}, {1}", "downtown {0} {1}", "{0} metro area, {1}"),
)
EMPLOYERS = (
    *("{0}", "{0} Inc", "{0}, Inc.", "  {0} LLC ", "{0} Corp.", "The {0} Company", "{0} Ltd"),
    *("{0}.", "{0} (US)", "{0} Group"),
)
MISSPELT = 1 / 7
FEWER = 10


def spellings(number: int) -> list[str]:
    """Return distinct spellings of towns, some with a letter changed; the same each time."""
    from mlcomp.places.gazetteer import all_towns

    return _spelled([(town.name, town.state) for town in all_towns()], FORMS, number)


def employers(number: int) -> list[str]:
    """Return distinct spellings of employers, likewise."""
    from mlcomp.employers.registry import employers as registered

    return _spelled([(each.name,) for each in registered()], EMPLOYERS, number)


def _spelled(names: list[tuple[str, ...]], forms: tuple[str, ...], number: int) -> list[str]:
    chance = random.Random(1)
    found: dict[str, None] = {}
    while len(found) < number:
        name, *rest = chance.choice(names)
        if chance.random() < MISSPELT:
            at = chance.randrange(len(name))
            name = name[:at] + chance.choice("abcdefghijklmnopqrstuvwxyz") + name[at + 1 :]
        text = chance.choice(forms).format(name, *rest)
        found["".join(c.upper() if chance.random() < 0.3 else c for c in text)] = None
    return list(found)


def write(path: Path, cells: list[str], rows: int, column: str = "city") -> None:
    """Write people of whom a column repeats those cells in turn."""
    with path.open("w", encoding="utf-8") as file:
        file.write(f"years,{column}\n")
        file.writelines(f'{row % 40},"{cells[row % len(cells)]}"\n' for row in range(rows))


def each_its_own(folder: Path, rows: int) -> None:
    """Write a file in which each row has a spelling of its own."""
    write(folder / "many.csv", spellings(rows), rows)


def many_and_fewer(folder: Path, rows: int) -> None:
    """Write a file with a spelling for every two rows, and one with a tenth as many."""
    cells = spellings(rows // 2)
    write(folder / "many.csv", cells, rows)
    write(folder / "fewer.csv", cells[: len(cells) // FEWER], rows)


def many_and_fewer_employers(folder: Path, rows: int) -> None:
    """Write the same of employers."""
    cells = employers(rows // 2)
    write(folder / "many.csv", cells, rows, "tier")
    write(folder / "fewer.csv", cells[: len(cells) // FEWER], rows, "tier")


def _priced(folder: Path, name: str) -> None:
    files = (str(folder / f"{name}.csv"), str(folder / f"{name}.parquet"))
    command(sys.executable, "-m", "mlcomp", "batch", *files, "--force", "--allow-errors")


def many(folder: Path, _: int) -> None:
    """Price the file with many spellings."""
    _priced(folder, "many")


def fewer(folder: Path, _: int) -> None:
    """Price the one with fewer."""
    _priced(folder, "fewer")


LINES = (
    Line(
        "spellings-own",
        "30,000 spellings in 30,000 rows: CPU seconds",
        many,
        9.0,
        rows=30_000,
        prepare=each_its_own,
    ),
    Line(
        "spellings-linear",
        "500,000 spellings in 1,000,000 rows, over a tenth as many",
        many,
        11.0,
        floor=fewer,
        prepare=many_and_fewer,
    ),
    Line(
        "spellings-employers",
        "the same of employers",
        many,
        11.0,
        floor=fewer,
        prepare=many_and_fewer_employers,
    ),
)
