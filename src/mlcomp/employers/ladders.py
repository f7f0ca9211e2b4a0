"""Codes of employers' ladders (`E5`, `SDE II`), from `data/ladders.csv`."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from mlcomp.employers.registry import employer
from mlcomp.files import data_file
from mlcomp.text import bare

ANY = ""
"""In place of an employer: the codes that many use alike, such as IC4 or "SWE II"."""


class Rung(NamedTuple):
    """A level of an employer's ladder: its codes, the usual word for it, and its usual years."""

    employer: str
    codes: tuple[str, ...]
    level: str
    first_year: int
    last_year: int
    basis: str
    source: str

    @property
    def years(self) -> str:
        """The usual years, as they are shown."""
        return f"{self.first_year} to {self.last_year} years"

    @property
    def middle(self) -> float:
        """The years in the middle of the usual ones."""
        return (self.first_year + self.last_year) / 2


@cache
def ladders() -> Mapping[str, tuple[Rung, ...]]:
    """Return every ladder by its employer's name, the one of `ANY` too."""
    found: dict[str, list[Rung]] = {}
    for line in data_file("ladders.csv").read_text(encoding="utf-8").splitlines()[1:]:
        name, codes, level, first, last, basis, source = line.split(",")
        rung = Rung(name, tuple(codes.split("|")), level, int(first), int(last), basis, source)
        found.setdefault(name, []).append(rung)
    return {name: tuple(rungs) for name, rungs in found.items()}


@cache
def _by_code() -> Mapping[str, tuple[Rung, ...]]:
    found: dict[str, list[Rung]] = {}
    for rungs in ladders().values():
        for rung in rungs:
            for code in rung.codes:
                found.setdefault(bare(code), []).append(rung)
    return {code: tuple(rungs) for code, rungs in found.items()}


def readings(code: str, company: str | None = None) -> tuple[Rung, ...]:
    """Return what a code may mean: at that company, else generally, else at any that has it."""
    found = _by_code().get(bare(code), ())
    hired = employer(company) if company and found else None
    for name in (hired.name if hired else ANY, ANY):
        own = tuple(rung for rung in found if rung.employer == name)
        if own:
            return own
    return found


def codes() -> tuple[str, ...]:
    """Return every code of every ladder, each once."""
    every = (code for rungs in ladders().values() for rung in rungs for code in rung.codes)
    return tuple(dict.fromkeys(every))
