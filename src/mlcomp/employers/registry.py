"""Employers and kinds of employer by any of their names, from `data/employers.csv` and `kinds.csv`.

The files hold plain ASCII, names without commas, quotes or legal forms, so that one pass over
their bytes folds them all: a name is found in a fraction of the time that parsing CSV takes.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from mlcomp.employers.names import keys_of
from mlcomp.files import data_file
from mlcomp.text import bare, spelled_alike

_BETWEEN = "|"
_MANY = 300
_NOT_IN_KEYS = b" .'-:/()"


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
def _folded(file: str) -> bytes:
    """Return a file with its names as `employer_key` has them."""
    data = data_file(file).read_bytes().lower().replace(b"&", b"and")
    return data.translate(None, _NOT_IN_KEYS)


@cache
class _Keys:
    """Which line has a name with a key: found by a scan, after many look-ups by an index.

    One person asks for a few; an index of the file would take longer than all of them.
    """

    def __init__(self, file: str) -> None:
        self._data = _folded(file)
        self._scans = 0
        self._index: dict[bytes, int] = {}

    def line_of(self, key: bytes) -> int | None:
        """Return the line, from 0; the names are its first two columns."""
        if self._index:
            return self._index.get(key)
        self._scans += 1
        if self._scans > _MANY:
            for number, line in enumerate(self._data.splitlines()[1:]):
                for names in line.split(b",", 2)[:2]:
                    for name in names.split(b"|"):
                        self._index.setdefault(name, number)
        return _scanned(self._data, key)


def _scanned(data: bytes, name: bytes) -> int | None:
    at = data.find(name)
    while at >= 0:
        end = at + len(name)
        start = data.rfind(b"\n", 0, at) + 1
        whole = data[at - 1] in b"\n,|" and data[end] in b",|"
        if start and whole and data.count(b",", start, at) < 2:
            return data.count(b"\n", 0, at) - 1
        at = data.find(name, end)
    return None


def _found(file: str, typed: str) -> list[str] | None:
    for key in keys_of(typed):
        if key.isascii() and (line := _Keys(file).line_of(key.encode())) is not None:
            return _lines(file)[line].split(",")
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
