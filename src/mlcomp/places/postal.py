"""ZIP codes and the post office's names, which no census list has: files of their own.

They are larger than all other places together, so they are read only where a ZIP code was typed
or a name with its state has no other answer. `scripts/build_postal.py` makes them.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from mlcomp.places.gazetteer import all_lines, lines_of
from mlcomp.places.names import STATES, same_name

_ZIP_LAST = re.compile(
    r"(?:^|[ ,])([0-9]{5})(?:-[0-9]{4})?(?:,? ?(?:usa|u\.s\.a\.|us|united states))?$", re.IGNORECASE
)
_ABROAD = {
    "AA": "a military ZIP code (APO, FPO)", "AE": "a military ZIP code (APO, FPO)",
    "AP": "a military ZIP code (APO, FPO)", "AS": "in American Samoa",
    "FM": "in Micronesia", "GU": "in Guam", "MH": "in the Marshall Islands",
    "MP": "in the Northern Mariana Islands", "PW": "in Palau", "VI": "in the US Virgin Islands",
}  # fmt: skip


class Post(NamedTuple):
    """A name of the post office, or a ZIP code (`digits`), and the metro it lies in, if any."""

    name: str
    state: str
    metro: str
    digits: str

    @property
    def label(self) -> str:
        """Return the form to show and to paste back: `Cypress, TX` or `Cypress, TX 77429`."""
        return f"{self.name}, {self.state} {self.digits}".rstrip()

    @property
    def not_covered(self) -> str | None:
        """Say where a code is that is in no state; None for one that is."""
        return None if self.state in STATES else _ABROAD[self.state]


def split_code(typed: str) -> tuple[str, str]:
    """Return what stands before a ZIP code at the end, and its five digits; else all, and none."""
    text = " ".join(typed.split())
    found = _ZIP_LAST.search(text)
    return (text[: found.start()].rstrip(" ,"), found[1]) if found else (typed, "")


def zip_code(digits: str) -> Post | None:
    """Return what five digits mean."""
    for state, metro, name, ends in lines_of("zips.csv", digits[:3]):
        if digits[3:] in {ends[at : at + 2] for at in range(0, len(ends), 2)}:
            return Post(name, state, metro, digits)
    return None


def posts(typed: Sequence[str], state: str) -> list[Post]:
    """Return the post office's name in a state written with these folded words, once a metro.

    Where there are several metros, each has a ZIP code to tell it by.
    """
    joined = "".join(typed)
    return [
        post
        for where, metro, digits, name in lines_of("postal.csv", joined)
        for post in [Post(name or joined.capitalize(), where, metro, digits)]
        if where == state and same_name(typed, post.name)
    ]


@cache
def posts_of(state: str) -> dict[str, str]:
    """Map the keys of the post office's names in a state to what to write for them.

    Names in several metros are left out, since they would be asked back.
    """
    return {
        name_key: Post(name or name_key.capitalize(), state, metro, "").label
        for name_key, _, metro, digits, name in _by_state().get(state, ())
        if not digits
    }


@cache
def _by_state() -> dict[str, list[list[str]]]:
    """Return the lines of postal.csv by state: for all of them at the cost of one."""
    found: dict[str, list[list[str]]] = {}
    for fields in all_lines("postal.csv"):
        found.setdefault(fields[1], []).append(fields)
    return found
