"""Files in which hardly two people write their city or employer alike, a seventh of them wrongly."""

from __future__ import annotations

import random
from functools import partial
from pathlib import Path

from harness import Line, Run
from rosters import MANY, batch

FORMS = (
    *("{0}, {1}", "{0} {1}", "{0},{1} ", "  {0}, {1}", "{0}, {1}, USA"),
    *("Greater {0}, {1}", "downtown {0} {1}", "{0} metro area, {1}"),
)
EMPLOYERS = (
    *("{0}", "{0} Inc", "{0}, Inc.", "  {0} LLC ", "{0} Corp.", "The {0} Company", "{0} Ltd"),
    *("{0}.", "{0} (US)", "{0} Group"),
)
MISSPELT = 1 / 7


def cities(number: int) -> list[str]:
    """Return distinct spellings of towns; the same each time."""
    from mlcomp.places.gazetteer import all_towns

    towns = [(town.name, town.state) for town in all_towns()]
    return _spellings(number, FORMS, towns)


def employers(number: int) -> list[str]:
    """Return distinct spellings of employers; the same each time."""
    from mlcomp.employers.registry import employers as known

    names = [name for employer in known() for name in employer.every_name if name]
    return _spellings(number, EMPLOYERS, [(name, "") for name in names])


def _spellings(number: int, forms: tuple[str, ...], names: list[tuple[str, str]]) -> list[str]:
    chance = random.Random(1)
    found: dict[str, None] = {}
    while len(found) < number:
        name, rest = chance.choice(names)
        if chance.random() < MISSPELT:
            at = chance.randrange(len(name))
            name = name[:at] + chance.choice("abcdefghijklmnopqrstuvwxyz") + name[at + 1 :]
        text = chance.choice(forms).format(name, rest)
        found["".join(c.upper() if chance.random() < 0.3 else c for c in text)] = None
    return list(found)


def write(path: Path, column: str, cells: list[str], rows: int) -> None:
    """Write people whose cells of a column repeat those in turn."""
    with path.open("w", encoding="utf-8") as file:
        file.write(f"years,{column}\n")
        file.writelines(f'{row % 40},"{cells[row % len(cells)]}"\n' for row in range(rows))


def each_its_own(folder: Path, rows: int) -> None:
    """Write a file in which each row has a spelling of its own."""
    write(folder / "many.csv", "city", cities(rows), rows)


def many_and_fewer(folder: Path, rows: int, column: str) -> None:
    """Write a file with a spelling for every two rows, and one with a tenth as many."""
    cells = {"city": cities, "tier": employers}[column](rows // 2)
    write(folder / "many.csv", column, cells, rows)
    write(folder / "fewer.csv", column, cells[: len(cells) // MANY], rows)


def priced(folder: Path, _: int, name: str = "many") -> Run:
    """Price a file."""
    return batch(folder / f"{name}.csv", folder / f"{name}.parquet", "--allow-errors")


def _linear(name: str, what: str, column: str) -> Line:
    title = f"{{rows}} rows with half as many spellings of {what}, over a tenth as many"
    fewer, prepare = partial(priced, name="fewer"), partial(many_and_fewer, column=column)
    return Line(name, title, priced, 11.0, floor=fewer, prepare=prepare, most_mb=2000)


LINES = (
    Line(
        "spellings-own",
        "{rows} spellings of cities in as many rows, CPU seconds",
        priced,
        9.0,
        rows=30_000,
        prepare=each_its_own,
    ),
    _linear("spellings-linear", "cities", "city"),
    _linear("spellings-employers", "employers", "tier"),
)
