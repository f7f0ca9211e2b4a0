"""The written forms of an employer's name: case, punctuation and legal form do not count.

`Meta Platforms, Inc.`, `META PLATFORMS INC` and `The Meta Platforms L.L.C.` have one key. Nothing
else is taken away or put in: a name that is one letter off has another key, and so is not found.
"""

import re
import unicodedata

LEGAL_FORMS = (
    *("inc", "incorporated", "llc", "llp", "lp", "ltd", "limited", "corp", "corporation"),
    *("co", "company", "plc", "pllc", "pbc", "pc", "gmbh", "ag", "sa", "se", "nv", "bv"),
    *("na", "national association"),
)
"""What may end a name without changing it, as plain words."""
# Written together: L.L.C. is LLC, Macy's is Macys.
TOGETHER = ".'’`"
# "JPMorgan Chase & Co" ends in an "and" once its legal form is gone.
TAIL = rf"( +({'|'.join(LEGAL_FORMS)}|and))+ *$"
"""A pattern of what is taken from the end of words with spaces between; every SQL has it too."""
HEAD = "^ *the +"
"""And of what is taken from their beginning."""

APART = '-,/:;()!?*#%@|_<>={}~"'
"""Punctuation that separates words; a plus is part of a name ("FAANG+")."""

_TAIL, _HEAD = re.compile(TAIL), re.compile(HEAD)
_PLAIN = str.maketrans({**dict.fromkeys(APART, " "), **dict.fromkeys(TOGETHER), "&": " and "})
_ALSO = re.compile(
    r"[\s,(]+(?:d ?[./]? ?b ?[./]? ?a|[fa] ?/ ?k ?/ ?a|(?:formerly |also )known as)\b[. ]*", re.I
)


def employer_key(text: str) -> str:
    """Return the form in which names of employers are compared, "" where nothing is left."""
    words = text.casefold()
    if not words.isascii():
        # Without accents; letters of other scripts stay, and so name nobody.
        apart = unicodedata.normalize("NFKD", words)
        words = "".join(c for c in apart if not unicodedata.combining(c))
    words = " ".join(words.translate(_PLAIN).split())
    words = _TAIL.sub("", _HEAD.sub("", f" {words} "))
    return words.replace(" ", "")


def keys_of(text: str) -> tuple[str, ...]:
    """Return the keys to find a typed name by: as it stands, then each side of "d/b/a"."""
    parts = _ALSO.split(text)
    typed = [text, *reversed(parts)] if len(parts) > 1 else [text]
    return tuple(filter(None, map(employer_key, typed)))
