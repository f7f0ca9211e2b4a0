"""Employers and kinds of employer by any of their names, from `data/employers.csv` and `kinds.csv`.

The files hold names without commas, quotes or legal forms, so that one pass over their text
folds them all: a thousand rows are found in a fraction of the time that parsing CSV takes.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from mlcomp.employers.names import TOGETHER, keys_of
from mlcomp.files import data_file
from mlcomp.text import bare, spelled_alike

_BETWEEN = "|"
_FOLD = str.maketrans({**dict.fromkeys(f"{TOGETHER} -:/()", None), "&": "and"})


class Kind(NamedTuple):
    """A kind of employer, and how it may be priced.

    `plural` is what several of them are called, `industry` the one that all of them plainly
    are in, `market` the title of the tier that the market book prices them by; each "" for none.
    """

    id: str
    names: str
    plural: str
    industry: str
    market: str

    @property
    def every_name(self) -> tuple[str, ...]:
        """Its id and what else it is called."""
        return (self.id, *filter(None, self.names.split(_BETWEEN)))


class Employer(NamedTuple):
    """An employer: its kind, the industry where that is plain ("" if not), and who lists it."""

    name: str
    names: str
    kind: str
    industry: str
    source: str

    @property
    def every_name(self) -> tuple[str, ...]:
        """Its usual name and its other ones."""
        return (self.name, *filter(None, self.names.split(_BETWEEN)))


@cache
def _lines(file: str) -> list[str]:
    return data_file(file).read_text(encoding="utf-8").splitlines()[1:]


@cache
def _places(file: str) -> Mapping[str, int]:
    """Map the key of every name in a file to its line."""
    places: dict[str, int] = {}
    folded = "\n".join(_lines(file)).casefold().translate(_FOLD)
    for place, line in enumerate(folded.split("\n")):
        name, others, _ = line.split(",", 2)
        places[name] = place
        if others:
            for other in others.split(_BETWEEN):
                places[other] = place
    return places


def _found(file: str, typed: str) -> list[str] | None:
    places = _places(file)
    for key in keys_of(typed):
        if key in places:
            return _lines(file)[places[key]].split(",")
    return None


def employer(typed: str) -> Employer | None:
    """Return the employer of that name, or None where there is none exactly so."""
    found = _found("employers.csv", typed)
    return Employer._make(found) if found else None


def kind(typed: str) -> Kind | None:
    """Return the kind of employer with that id or name ("bank"), or None."""
    found = _found("kinds.csv", typed)
    return Kind._make(found) if found else None


def kinds() -> tuple[Kind, ...]:
    """Return every kind of employer."""
    return tuple(Kind._make(line.split(",")) for line in _lines("kinds.csv"))


def employers(of: Iterable[str] | None = None) -> tuple[Employer, ...]:
    """Return the employers of some kinds, or all, by name."""
    every = (Employer._make(line.split(",")) for line in _lines("employers.csv"))
    wanted = None if of is None else set(of)
    return tuple(each for each in every if wanted is None or each.kind in wanted)


@cache
def _by_letter() -> Mapping[str, tuple[str, ...]]:
    """Return every name by its first letter, which what is spelled alike has in common."""
    found: dict[str, list[str]] = {}
    every = [name for each in kinds() for name in each.every_name]
    every += [name for each in employers() for name in each.every_name]
    for name in every:
        found.setdefault(bare(name)[:1], []).append(name)
    return {letter: tuple(names) for letter, names in found.items()}


def near_names(typed: str) -> list[str]:
    """Return names of employers and kinds that are spelled like what was typed, best first."""
    return spelled_alike(typed, _by_letter().get(bare(typed)[:1], ()))
