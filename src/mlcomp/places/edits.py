"""Which of many names are one edit from a text, without trying every edit."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_Ends = dict[tuple[str, int], list[str]]


class Names:
    """Names that can be asked for by what is one edit from them."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = list(names)
        self._by_size: dict[int, tuple[_Ends, _Ends]] = {}

    def near(self, text: str) -> set[str]:
        """Return the names one insertion, deletion, substitution or swap of two away, or none.

        An edit leaves either the first or the last letters as they are: only names that
        share one of them are compared.
        """
        size = min(3, (len(text) - 1) // 2)
        if size < 1:
            return set()
        firsts, lasts = self._ends(size)
        found: set[str] = set()
        for length in range(len(text) - 1, len(text) + 2):
            found.update(firsts.get((text[:size], length), ()))
            found.update(lasts.get((text[-size:], length), ()))
        return {name for name in found if is_one_edit(text, name)}

    def _ends(self, size: int) -> tuple[_Ends, _Ends]:
        if size not in self._by_size:
            firsts: _Ends = defaultdict(list)
            lasts: _Ends = defaultdict(list)
            for name in self._names:
                firsts[name[:size], len(name)].append(name)
                lasts[name[-size:], len(name)].append(name)
            self._by_size[size] = firsts, lasts
        return self._by_size[size]


def is_one_edit(one: str, other: str) -> bool:
    """Return whether two texts are at most one edit apart."""
    if len(one) > len(other):
        one, other = other, one
    at = 0
    for at, letter in enumerate(one):
        if letter != other[at]:
            break
    else:
        return len(other) - len(one) <= 1
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    rest = at + 2
    swapped = one[at:rest] == other[at:rest][::-1] and one[rest:] == other[rest:]
    return swapped or one[at + 1 :] == other[at + 1 :]
