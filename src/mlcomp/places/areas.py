"""Metros, states, what lies outside metros, the nation: what BLS counts in each.

Read from `data/areas.csv`, which `scripts/build_places.py` derives from OEWS May 2025.
"""

from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple, cast

from mlcomp.files import data_file


class Occupation(NamedTuple):
    """One occupation in one area; `ratio` is its median annual wage over the national median."""

    ratio: float
    employment: int | None


Kind = Literal["metro", "nonmetro", "state", "nation"]


class Area(NamedTuple):
    """A metro (`code` is its CBSA code), a state (`TX`), the nation (`US`) or `nonmetro`.

    That is all of a state outside its metros (`TX-rest`): BLS's nonmetropolitan areas there,
    together.
    """

    code: str
    name: str
    kind: Kind
    data_scientists: Occupation | None
    software_developers: Occupation | None


@cache
def _table() -> dict[str, str]:
    """Map each code to its unparsed line: one look-up must not parse them all."""
    lines = data_file("areas.csv").read_text(encoding="utf-8").splitlines()
    return {line[: line.index(",")]: line for line in lines[1:]}


def _fields(line: str) -> list[str]:
    # The name comes last and is the only quoted field, so a plain split reads the line.
    return line.split(",", 9)


def _occupation(employment: str, ratio: str) -> Occupation | None:
    if not ratio:
        return None
    return Occupation(float(ratio), int(employment) if employment else None)


@cache
def area(code: str) -> Area | None:
    """Return the area with this code, or None: not every place lies in one BLS reports."""
    line = _table().get(code)
    if line is None or not code:
        return None
    _, kind, _, ds_jobs, _, ds_ratio, sd_jobs, _, sd_ratio, name = _fields(line)
    return Area(
        code=code,
        name=name.strip('"'),
        kind=cast("Kind", kind),
        data_scientists=_occupation(ds_jobs, ds_ratio),
        software_developers=_occupation(sd_jobs, sd_ratio),
    )


def outside_metros(state: str) -> Area | None:
    """Return what lies outside a state's metros, None where BLS publishes no wage of it."""
    return area(f"{state}-rest")


@cache
def per_thousand(code: str) -> float:
    """Return developers and data scientists per thousand people of a metro.

    For a place in no metro: the figure of all of the country outside the metros, together.
    """
    fields = _fields(_table().get(code) or _table()["rest"])
    return 1000 * (int(fields[3] or 0) + int(fields[6] or 0)) / int(fields[2])


def metro_titles() -> Iterator[tuple[str, str]]:
    """Yield the code and title of every metro; building the areas would cost far more."""
    for code, line in _table().items():
        if line[5:].startswith(",metro,"):
            yield code, _fields(line)[9].strip('"')


def metros(state: str | None = None) -> tuple[Area, ...]:
    """Return all metros by name, or those that reach into one state (its postal code)."""
    codes = sorted((title, code) for code, title in metro_titles())
    wanted = [c for title, c in codes if state is None or state.upper() in states_of(title)]
    return tuple(metro for code in wanted if (metro := area(code)))


def states_of(title: str) -> list[str]:
    """Return the postal codes at the end of a metro's title, the first city's first."""
    return title.rpartition(", ")[2].split("-")
