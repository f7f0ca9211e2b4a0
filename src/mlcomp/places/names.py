"""The written forms of place names: folding, spacing, and the names of the states.

Two spellings are one name when their words fold alike: case, accents, punctuation, hyphens and
spaces do not count, `St.` is `Saint`, `Ft.` is `Fort`. The look-up key of a name is its folded
words run together, so that `Winston Salem`, `Winston-Salem` and `winstonsalem` meet. Spaces may
be left out but not put in (`Bos ton` is not Boston): see `same_name`.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California",
    "CO": "Colorado", "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia",
    "FL": "Florida", "GA": "Georgia", "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois",
    "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana",
    "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota",
    "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada",
    "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York",
    "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon",
    "PA": "Pennsylvania", "PR": "Puerto Rico", "RI": "Rhode Island", "SC": "South Carolina",
    "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont",
    "VA": "Virginia", "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
}  # fmt: skip
"""Full name by postal code: the 50 states, the District of Columbia and Puerto Rico."""

_CODES = {name.replace(" ", "").lower(): code for code, name in STATES.items()}

# The press's abbreviations, which people put after a city but never use alone.
_PRESS = (
    "ala:AL ariz:AZ ark:AR cal:CA calif:CA colo:CO conn:CT del:DE fla:FL ill:IL ind:IN kan:KS "
    "kans:KS mass:MA mich:MI minn:MN miss:MS mont:MT neb:NE nebr:NE nev:NV nmex:NM ndak:ND "
    "okla:OK ore:OR penn:PA penna:PA sdak:SD tenn:TN tex:TX wash:WA wva:WV wis:WI wisc:WI wyo:WY"
)

_ONE_WORD = {
    "saint": "st", "sainte": "st", "ste": "st", "fort": "ft", "mount": "mt", "afb": "airforcebase",
    "mtn": "mountain", "hts": "heights", "spgs": "springs", "twp": "township", "univ": "university",
    "inst": "institute",
}  # fmt: skip
_FIRST_WORD = {"n": "north", "s": "south", "e": "east", "w": "west", "no": "north", "so": "south"}
_UNSEEN = re.compile("[.'`\u2018\u2019\u02bb]")  # with the curly apostrophes and the okina
_BETWEEN = re.compile(r"[\W_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def words(text: str) -> list[str]:
    """Return the folded words of a written name, without a leading `the`."""
    plain = text.replace("&", " and ").lower()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    found = _BETWEEN.sub(" ", _UNSEEN.sub("", plain)).split()
    if len(found) > 1 and found[0] in _FIRST_WORD:
        found[0] = _FIRST_WORD[found[0]]
    if len(found) > 1 and found[0] == "the":
        del found[0]
    for i, (word, after) in enumerate(pairwise(found[1:]), 1):
        if word in _FIRST_WORD and after in ("carolina", "dakota", "virginia"):
            found[i] = _FIRST_WORD[word]
        elif word == "n" and len(after) > 1:  # Town 'n' Country, but not Buffalo, N. Y.
            found[i] = "and"
    return [_ONE_WORD.get(word, word) for word in found]


def is_county(name: str) -> bool:
    """Tell whether a written name is that of a county, which Louisiana calls a parish."""
    return name.casefold().endswith((" county", " parish"))


def key(name: str | Sequence[str]) -> str:
    """Return the look-up key of a name, or of its folded words."""
    return "".join(words(name) if isinstance(name, str) else name)


def same_name(typed: Sequence[str], name: str) -> bool:
    """Tell whether folded words are this name, with no space where the name has none.

    A capital or an apostrophe inside a word (`LaGrange`, `O'Fallon`) may be typed with a space.
    """
    joined, breaks = key(typed), _breaks(typed)
    return any(joined == own and breaks <= allowed for own, allowed in _spellings(name))


@lru_cache(maxsize=4096)
def _spellings(name: str) -> list[tuple[str, set[int]]]:
    """Return the keys of a name, and where each may be written with a space."""
    loose = words(_CAMEL.sub(" ", _UNSEEN.sub(" ", name)))
    return [(key(each), _breaks(each) | _breaks(loose)) for each in (words(name), loose)]


def _breaks(parts: Sequence[str]) -> set[int]:
    at, places = 0, set()
    for part in parts[:-1]:
        at += len(part)
        places.add(at)
    return places


def whole_state(typed: Sequence[str]) -> str | None:
    """Return the postal code of a state written alone: `Texas`, `tx`, `State of Texas`."""
    if typed[:2] == ["state", "of"]:
        typed = typed[2:]
    elif len(typed) > 1 and typed[-1] == "state":
        typed = typed[:-1]
    if len(typed) == 1 and len(typed[0]) == 2 and (code := typed[0].upper()) in STATES:
        return code
    return _by_full_name(typed)


def tail_state(tail: Sequence[str]) -> str | None:
    """Return the postal code of the state that stands after a city, in any usual form."""
    joined = key(tail)
    if len(joined) == 2 and joined.upper() in STATES:
        return joined.upper()
    if found := _by_full_name(tail[:-1] if tail[-1] == "state" else tail):
        return found
    at = f" {_PRESS} ".find(f" {joined}:")
    return _PRESS[at + len(joined) + 1 :][:2] if at >= 0 else None


def _by_full_name(typed: Sequence[str]) -> str | None:
    code = _CODES.get(key(typed))
    return code if code and same_name(typed, STATES[code]) else None
