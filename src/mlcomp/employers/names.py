"""The written forms of an employer's name: case, punctuation and legal form do not count.

`Meta Platforms, Inc.`, `META PLATFORMS INC` and `The Meta Platforms L.L.C.` have one key. Nothing
else is taken away or put in: a name that is one letter off has another key, and so is not found.
"""

from functools import lru_cache
from typing import Final

LEGAL_FORMS: Final = (
    *("inc", "incorporated", "llc", "llp", "lp", "ltd", "limited", "corp", "corporation"),
    *("co", "company", "plc", "pllc", "pbc", "pc", "gmbh", "ag", "sa", "se", "nv", "bv"),
    *("na", "national association"),
)
"""What may end a name without changing it, as plain words."""
# "JPMorgan Chase & Co" ends in an "and" once its legal form is gone.
TAIL = rf"( +({'|'.join(LEGAL_FORMS)}|and))+ *$"
"""What is taken from the end of words with spaces between, as a pattern for SQL."""
HEAD = "^ *the +"
"""And what from their beginning."""
TOGETHER = ".'’`"
"""Punctuation that parts no words: L.L.C. is LLC, Macy's is Macys."""
APART = '-,/:;()!?*#%@|_<>={}~"'
"""Punctuation that separates words; a plus is part of a name ("FAANG+")."""

_TAILS = frozenset((*LEGAL_FORMS, "and"))
_PLAIN = str.maketrans({**dict.fromkeys(APART, " "), **dict.fromkeys(TOGETHER), "&": " and "})
_ALSO = r"[\s,(]+(?:d ?[./]? ?b ?[./]? ?a|[fa] ?/ ?k ?/ ?a|(?:formerly |also )known as)\b[. ]*"

_MARKS = ("dba", "d.b", "d/b", "d b a", "/k", "known as")


def employer_key(text: str) -> str:
    """Return the form in which names of employers are compared, "" where nothing is left."""
    plain = text.casefold()
    if not plain.isascii():
        plain = _without_accents(plain)
    words = plain.translate(_PLAIN).split()
    while words and (taken := _tail(words)):
        del words[-taken:]
    return "".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def _tail(words: list[str]) -> int:
    """Return how many of the last words are a legal form."""
    return next((n for n in (1, 2) if " ".join(words[-n:]) in _TAILS), 0)


def _without_accents(text: str) -> str:
    """Return a text without accents; letters of other scripts stay, and so name nobody."""
    import unicodedata

    apart = unicodedata.normalize("NFKD", text)
    return "".join(c for c in apart if not unicodedata.combining(c))


# A book's own names are asked for with each name that is typed.
@lru_cache(maxsize=4096)
def keys_of(text: str) -> tuple[str, ...]:
    """Return the keys to find a typed name by: as it stands, then each side of "d/b/a"."""
    plain = text.casefold()
    parts = [text]
    # The pattern costs more than all the rest, and hardly any name needs it.
    if any(mark in plain for mark in _MARKS):
        import re

        parts = re.split(_ALSO, text, flags=re.IGNORECASE)
    typed = [text, *reversed(parts)] if len(parts) > 1 else [text]
    return tuple(filter(None, map(employer_key, typed)))
