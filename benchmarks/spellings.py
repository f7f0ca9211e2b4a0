"""Files in which hardly two people write their city alike, a seventh of them wrongly."""

from __future__ import annotations

import random
import sys
from pathlib import Path

from harness import Line, command

FORMS = (
    *("{0}, {1}", "{0} {1}", "{0},{1} ", "  {0}, {1}", "{0}, {1}, USA"),
    *("Greater {0}, {1}", "downtown {0} {1}", "{0} metro area, {1}"),
)
MISSPELT = 1 / 7
FEWER = 10


def spellings(number: int) -> list[str]:
    """Return distinct spellings of towns, some with a letter changed; the same each time."""
    from mlcomp.places.gazetteer import all_towns

    chance, towns = random.Random(1), list(all_towns())
    found: dict[str, None] = {}
    while len(found) < number:
        town = chance.choice(towns)
        name = town.name
        if chance.random() < MISSPELT:
            at = chance.randrange(len(name))
            name = name[:at] + chance.choice("abcdefghijklmnopqrstuvwxyz") + name[at + 1 :]
        text = chance.choice(FORMS).format(name, town.state)
        found["".join(c.upper() if chance.random() < 0.3 else c for c in text)] = None
    return list(found)


def write(path: Path, cells: list[str], rows: int) -> None:
    """Write people whose cities repeat those cells in turn."""
    with path.open("w", encoding="utf-8") as file:
        file.write("years,city\n")
        file.writelines(f'{row % 40},"{cells[row % len(cells)]}"\n' for row in range(rows))


def each_its_own(folder: Path, rows: int) -> None:
    """Write a file in which each row has a spelling of its own."""
    write(folder / "many.csv", spellings(rows), rows)


def many_and_fewer(folder: Path, rows: int) -> None:
    """Write a file with a spelling for every two rows, and one with a tenth as many."""
    cells = spellings(rows // 2)
    write(folder / "many.csv", cells, rows)
    write(folder / "fewer.csv", cells[: len(cells) // FEWER], rows)


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
)
