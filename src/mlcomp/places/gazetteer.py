"""Places and aliases by name, read from `data/places.csv` and `data/aliases.csv`.

A look-up finds its lines in the bytes of the file, which are sorted by key: parsing ten thousand
rows would cost more than all the rest of an estimate.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from mlcomp.files import data_file
from mlcomp.places.areas import per_thousand
from mlcomp.places.names import is_county, same_name, words

_MANY = 300


class Alias(NamedTuple):
    """A line of aliases.csv; what `place` means depends on the kind (see data/places.md)."""

    name: str
    kind: str
    place: str
    state: str
    note: str


class Town(NamedTuple):
    """A place by one of its names; `also` is that name where it is not the usual one."""

    name: str
    state: str
    population: int
    metro: str
    also: str

    @property
    def label(self) -> str:
        """Return the form to show and to paste back: `Palo Alto, CA`."""
        return f"{self.name}, {self.state}"

    @property
    def market(self) -> str:
        """Return what its pay depends on: the metro's code, or the state's outside a metro."""
        return self.metro or self.state

    @property
    def weight(self) -> float:
        """Return how likely it is meant in this trade: its people times its metro's share."""
        return self.population * per_thousand(self.metro) / 1000


@cache
def _file(name: str) -> bytes:
    return data_file(name).read_bytes()


@cache
def _span(line_start: bytes) -> tuple[int, int]:
    """Return where the lines of places.csv with this first letter are: most look-ups find none."""
    data = _file("places.csv")
    first, last = data.find(line_start), data.rfind(line_start)
    return (first, data.index(b"\n", last + 1)) if first >= 0 else (0, 0)


class _Keys:
    """Where the lines with a key are in a file: found by a scan, after many look-ups by an index.

    One person asks for a few; an index of the file would take longer than all of them.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._scans = 0
        self._index: dict[bytes, int] = {}

    def first(self, start: bytes) -> int:
        """Return where the first line is that starts so (line break, key, comma), or -1."""
        if self._index:
            return self._index.get(start, -1)
        self._scans += 1
        data = _file(self._name)
        if self._scans > _MANY:
            at = data.find(b"\n")
            while (end := data.find(b"\n", at + 1)) > 0:
                self._index.setdefault(data[at : data.find(b",", at, end) + 1], at)
                at = end
        return data.find(start, *(_span(start[:2]) if self._name == "places.csv" else ()))


_keys = cache(_Keys)


def lines_of(name: str, key: str) -> Iterator[list[str]]:
    """Yield the fields after the key, five at most, of all lines of a file with it."""
    if not key.isascii() or not key.isalnum():
        return
    data, start = _file(name), f"\n{key},".encode()
    at = _keys(name).first(start)
    while at >= 0:
        end = data.index(b"\n", at + 1)
        yield data[at + len(start) : end].decode().split(",", 4)
        # Lines with one key stand together.
        at = end if data.startswith(start, end) else -1


def alias(typed: Sequence[str]) -> Alias | None:
    """Return the alias written with these folded words."""
    for fields in lines_of("aliases.csv", "".join(typed)):
        found = Alias._make([*fields[:4], fields[4].strip('"')])
        if same_name(typed, found.name):
            return found
    return None


def towns(typed: Sequence[str], state: str | None = None) -> list[Town]:
    """Return the places with this name, the likeliest in this trade first.

    Where one state has the name with and without a space (`Greenacres`), the one typed is meant.
    """
    found = [_town(fields) for fields in lines_of("places.csv", "".join(typed))]
    found = [
        town
        for town in found
        if (state is None or town.state == state) and same_name(typed, town.also or town.name)
    ]
    as_typed = {t.state for t in found if words(t.also or t.name) == list(typed)}
    return sorted(
        (
            town
            for town in found
            if town.state not in as_typed or words(town.also or town.name) == list(typed)
        ),
        key=lambda town: (-town.weight, town.label),
    )


def lookalike(typed: Sequence[str]) -> Town | None:
    """Return the large city that these folded words, the name of a small place, may misspell."""
    for name, state in lines_of("lookalikes.csv", "".join(typed)):
        return towns(words(name), state)[0]
    return None


def _town(fields: list[str]) -> Town:
    name, state, population, metro, also = fields
    return Town(name, state, int(population), metro, also)


def all_lines(name: str) -> Iterator[list[str]]:
    """Yield the fields of all lines of a file, five at most: to suggest, not to look up."""
    for line in _file(name).decode().splitlines()[1:]:
        yield line.split(",", 4)


def all_towns() -> Iterator[Town]:
    """Yield every place but the counties once, under its usual name."""
    for line in _file("places.csv").decode().splitlines()[1:]:
        if line.endswith(","):
            town = _town(line.split(",")[1:])
            if not is_county(town.name):
                yield town


def all_keys() -> Iterator[tuple[str, str, str]]:
    """Yield every key with the name it stands for and its state (or kind, for an alias)."""
    for line in _file("places.csv").decode().splitlines()[1:]:
        key, name, state, _, _, also = line.split(",")
        yield key, also or name, state
    for line in _file("aliases.csv").decode().splitlines()[1:]:
        if not line.startswith("#"):
            key, name, _ = line.split(",", 2)
            yield key, name, ""
