"""Names as people type them, and text from outside shown without harm."""

from __future__ import annotations

from functools import lru_cache
from math import floor
from typing import TYPE_CHECKING

from mlcomp.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable

SHOWN_CHARACTERS = 60
"""Characters of a value that are shown; a longer one is cut, with an ellipsis."""

# In the words of every engine's regular expressions, for those that write with SQL.
_BLANKS = r" \x00\x0b\x85" + "\u00a0\u200b\u2028\u3000\ufeff"
_SIGNS = "=+@\uff1d\uff0b\uff20\uff0d\ufe62\ufe63\ufe66\ufe6b"
FORMULA = f"^([\t\r\n]|[{_BLANKS}]*[{_SIGNS}-])"
"""What a spreadsheet may run, full-width and small signs and what leads unseen included."""
PLAIN_NUMBER = "^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?$"
"""What begins like a formula and is none."""

_ALIKE = 0.8
_ROUNDING = 1e-6

HALF = 0.5 + 1e-6
"""What is added before a number is cut to a whole one."""


def folded(text: str) -> str:
    """Return the form in which names are compared: case, hyphens and spacing do not count."""
    return " ".join(text.casefold().replace("-", " ").replace("_", " ").split())


def bare(text: str) -> str:
    """Return the form in which names of options are compared: `IC-4`, `ic 4` and `ic4` are one."""
    return folded(text).replace(" ", "")


def as_id(text: str) -> str:
    """Return a name in the form of an id: "Company size" is company-size."""
    return folded(text).replace(" ", "-")


def quoted(value: object) -> str:
    """Return a value in quotes, on one line, without control characters, cut when long."""
    return f"'{printable(value)}'"


def printable(value: object) -> str:
    """Return a value on one line, without control characters, cut when long."""
    text = value if isinstance(value, str) else plain(value)
    cut = text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "…"
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in cut)


def is_utf8(text: str) -> bool:
    """Return whether a text can be written as UTF-8; a file's name may hold other bytes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def plain(value: object) -> str:
    """Return a value as Python writes it, or its type where that is too much to write."""
    try:
        return repr(value)
    except (ValueError, RecursionError):
        return f"a {type(value).__name__} too large to show"


def one_line(text: str, limit: int = 1000) -> str:
    """Return text from outside as one printable line, cut when long."""
    line = "".join(c if c.isprintable() else " " for c in text[:limit])
    return line + "…" if len(text) > limit else line


def unrun(text: str) -> str:
    """Return a text as no spreadsheet runs it: a formula after an apostrophe."""
    import re

    risky = re.search(FORMULA, text) and not re.fullmatch(PLAIN_NUMBER[:-1], text)
    return f"'{text}" if risky else text


def nearest(typed: str, names: Iterable[str]) -> list[str]:
    """Return up to three names that look like what was typed, best first."""
    # Only a refusal needs difflib, and only a short text can resemble a name.
    from difflib import get_close_matches

    names = list(names)
    by_folded = {folded(name): name for name in names}
    short = folded(typed[:200])
    found = get_close_matches(short, by_folded, n=3, cutoff=0.6)
    if not found and len(short) >= 3:
        found = [k for k in by_folded if k.startswith(short)][:3]
    return [by_folded[k] for k in found]


def spelled_alike(typed: str, names: Iterable[str]) -> list[str]:
    """Return up to three names that were likely meant, best first; none that only looks similar.

    They begin alike and differ in about a letter of five, or go on from what was typed: fintech
    is not martech, and finance is not quantitative finance.
    """
    short = bare(typed[:200])
    begin = {key: name for name in names if (key := _bare(name))[:1] == short[:1]}
    near = [name for name in begin if abs(len(name) - len(short)) < 4]
    # Of a short name whose letters change places, too few agree in order.
    swapped = [name for name in near if sorted(name) == sorted(short)][:3]
    found = swapped or alike(short, near)
    if not found and len(short) >= 3:
        found = [name for name in begin if name.startswith(short)][:3]
    return [begin[name] for name in found]


_bare = lru_cache(maxsize=8192)(bare)


def alike(typed: str, names: Iterable[str]) -> list[str]:
    """Return up to three texts of which at least four letters of five are in common, best first.

    Difflib's ratio is twice the letters in common over those of both: counting the different
    ones rules nearly all names out in a fraction of the time that it would take.
    """
    from difflib import get_close_matches

    own, length = letters(typed), len(typed)
    possible = [
        name
        for name in names
        if (own ^ letters(name)).bit_count() <= (1 - _ALIKE) * (length + len(name)) + _ROUNDING
    ]
    return get_close_matches(typed, possible, n=3, cutoff=_ALIKE) if possible else []


@lru_cache(maxsize=65536)
def letters(text: str) -> int:
    """Return which letters a text has, a bit each; rare ones share theirs."""
    bits = 0
    for letter in text:
        bits |= 1 << (ord(letter) & 63)
    return bits


def unknown(field: str, typed: str, valid: Iterable[str], like: Iterable[str] = ()) -> Fault:
    """Return the fault of a name that is not known: what was likely meant and all that is valid."""
    choices = tuple(like)
    return Fault(
        field,
        expected=", ".join(valid),
        found=quoted(typed),
        hint=f"did you mean {listed(choices)}?" if choices else "",
        kind="unknown",
        choices=choices,
    )


def listed(names: Iterable[str], last: str = "or") -> str:
    """Return names as a person would list them: "a, b or c"."""
    names = list(names)
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def number_of(number: float, noun: str, several: str = "") -> str:
    """Return how many there are: "1 year", "2.5 years", "1,000 people" (`several` of a person)."""
    shown = f"{number:g}" if isinstance(number, float) else f"{number:,}"
    return f"{shown} {noun if number == 1 else several or f'{noun}s'}"


def rounded(value: float, digits: int) -> float:
    """Return a number to so many decimals, halves up: the one rule, here and in SQL.

    Two ways to the same figure may differ in its last bits, so what is a half but for those is
    one.
    """
    scale = 10.0**digits
    return floor(value * scale + HALF) / scale


def integer(value: float) -> int:
    """Return a number to a whole one, as `rounded` does."""
    return floor(value + HALF)


def thousands(dollars: float) -> str:
    """Return dollars to the nearest thousand, halves up, as tables and notes show them."""
    number = integer(dollars / 1000)
    return f"{number:,d},000" if number else "0"


def article(noun: str) -> str:
    """Return a noun after "a" or "an"."""
    return f"{'an' if noun[:1].casefold() in tuple('aeiou') else 'a'} {noun}"
