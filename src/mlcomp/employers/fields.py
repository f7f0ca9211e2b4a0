"""Words for fields of work that nobody has measured a premium for, from `data/fields.csv`."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from mlcomp.files import data_file
from mlcomp.text import bare


class Word(NamedTuple):
    """A field of work: which dimension it is an answer to, its name, and what asks for it too."""

    dimension: str
    name: str
    names: tuple[str, ...]
    option: str
    """The flag of `mlcomp` that prices what is meant, such as `lifecycle`; "" for none."""

    @property
    def every_name(self) -> tuple[str, ...]:
        """Its name and the other ones."""
        return (self.name, *self.names)


@cache
def words() -> tuple[Word, ...]:
    """Return every field that is known."""
    lines = data_file("fields.csv").read_text(encoding="utf-8").splitlines()[1:]
    rows = (line.split(",") for line in lines)
    return tuple(Word(a, b, tuple(filter(None, c.split("|"))), d) for a, b, c, d in rows)


@cache
def _by_name() -> Mapping[str, tuple[Word, ...]]:
    found: dict[str, tuple[Word, ...]] = {}
    for word in words():
        for name in word.every_name:
            found[bare(name)] = (*found.get(bare(name), ()), word)
    return found


def word(dimension: str, typed: str) -> Word | None:
    """Return the field with that name in a dimension, or None."""
    return next((each for each in meanings(typed) if each.dimension == dimension), None)


def meanings(typed: str) -> tuple[Word, ...]:
    """Return what a word may mean in any dimension."""
    return _by_name().get(bare(typed), ())
