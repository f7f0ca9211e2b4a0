"""Refusals of places: what is wrong with one that was typed, and what to write instead."""

import re
from collections.abc import Iterable, Sequence

from mlcomp.errors import Fault, Kind, ProfileError
from mlcomp.places import gazetteer
from mlcomp.places.gazetteer import Alias, Town
from mlcomp.places.names import STATES, whole_state
from mlcomp.places.postal import Post, zip_code
from mlcomp.places.readings import Reading
from mlcomp.text import quoted

_POSTAL = {
    "Canada": re.compile(r"\b[a-z]\d[a-z][ -]?\d[a-z]\d$", re.IGNORECASE | re.ASCII),
    "the United Kingdom": re.compile(
        r"\b[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}$", re.IGNORECASE | re.ASCII
    ),
}
"""How the postal codes of other countries are written that look like nothing else."""
_LEADING_ZERO_LOST = re.compile(r"[0-9]{3,4}")


class PlaceError(ProfileError):
    """A place was not understood."""

    @property
    def choices(self) -> tuple[str, ...]:
        """What can be pasted back instead, the likeliest first."""
        return self.faults[0].choices


def several(typed: str, choices: Sequence[str]) -> PlaceError:
    """Return the refusal of a name that several places bear."""
    return _refusal("several places", typed, _write(choices), choices)


def misspelt(typed: str, large: str, choices: Sequence[str]) -> PlaceError:
    """Return the refusal of a small place's name that may be a large city's, misspelt."""
    return _refusal("misspelt place", typed, _write(choices), choices, large)


def apart(typed: str, choices: Sequence[str]) -> PlaceError:
    """Return the refusal of several places at once that are not of one metro."""
    return _refusal("apart", typed, _write(choices), choices)


def beside_remote(typed: str, city: str) -> PlaceError:
    """Return the refusal of a city of which it is said that the job is remote."""
    return _refusal("unknown place", typed, f"write `{city}`, and say `remote` apart", [city])


def by_alias(typed: str, found: Alias, reading: Reading) -> PlaceError:
    """Return the refusal that a line of aliases.csv asks for."""
    choices = [_label(choice) for choice in found.place.split("|") if choice]
    if found.kind == "ask":
        return _refusal("unclear place", typed, _write(choices), choices, found.note)
    if found.kind == "not":
        instead = _write(choices) if choices else "write the city, as `Austin, TX`"
        return _refusal("other place", typed, instead, choices, found.note)
    country = found.place or found.name
    what = f"{found.name}, {country}," if found.kind == "abroad" else country
    choices = one_a_market(gazetteer.towns(reading.name))
    hint = f"for the US town {_write(choices)}" if choices else ""
    return _refusal("abroad", typed, hint, choices, what)


def unknown(typed: str, readings: Sequence[Reading], around: str | None) -> PlaceError:
    """Return the refusal of a name of no place; `around` is the place typed after a comma."""
    from mlcomp.places.hints import nearest

    if not typed.strip():
        hint = "write a city (`Austin, TX`), a state or `remote`"
        return PlaceError(Fault(hint=hint, kind="no place"))
    text = typed.strip()
    for country, code in _POSTAL.items():
        if code.search(text):
            return _refusal("abroad", typed, "", (), f"a postal code of {country}")
    if _LEADING_ZERO_LOST.fullmatch(text) and zip_code(text.zfill(5)):
        choices = [text.zfill(5)]
        hint = f"a ZIP code has five digits; write {_offered(choices)}"
        return _refusal("unknown place", typed, hint, choices)
    for reading in readings:
        for size in (1, 2, 3):
            tail = gazetteer.alias(reading.name[-size:]) if len(reading.name) > size else None
            if tail and tail.kind == "country":
                return by_alias(typed, tail, Reading(reading.name[:-size], [], bare=True))
    choices = nearest([(r.name, r.state) for r in readings])
    state = next((reading.state for reading in readings if reading.state), None)
    if choices:
        hint = f"did you mean {_offered(choices)}?"
    elif around and not whole_state(around.lower().split()):
        choices = [around]
        hint = f"for a district write its city, `{around}`"
    elif state:
        choices = [state_label(state)]
        hint = "no census list and no post office has it; write the state, "
        hint += f"`{choices[0]}`, or a city"
    else:
        hint = "write a US city, as `Austin, TX`"
    return _refusal("unknown place", typed, hint, choices)


def no_such_code(typed: str, digits: str) -> PlaceError:
    """Return the refusal of five digits that are no ZIP code."""
    return _refusal(
        "unknown place", typed, f"no ZIP code is {digits}; write the city, as `Austin, TX`"
    )


def code_abroad(typed: str, where: str) -> PlaceError:
    """Return the refusal of a ZIP code in no state."""
    return _refusal("abroad", typed, "", (), f"a ZIP code {where}".replace("a ZIP code a ", "a "))


def code_disagrees(typed: str, post: Post, named: Sequence[str]) -> PlaceError:
    """Return the refusal of a ZIP code that is not where the name before it is."""
    choices = [post.label, *named]
    return _refusal("other code", typed, _write(choices), choices, f"{post.name}, {post.state}")


def _refusal(
    kind: Kind, typed: str, hint: str, choices: Sequence[str] = (), expected: str = ""
) -> PlaceError:
    found = quoted(typed)
    return PlaceError(
        Fault(expected=expected, found=found, hint=hint, kind=kind, choices=tuple(choices))
    )


def state_label(code: str) -> str:
    """Return what to write for a state: its name, unless a city bears it."""
    return STATES[code] + (" State" if code in ("NY", "WA") else "")


def one_a_market(towns: Iterable[Town]) -> list[str]:
    """Return what to write for each town, those left out that are paid like one before."""
    labels: dict[str, str] = {}
    for town in towns:
        labels.setdefault(town.market, town.label)
    return list(labels.values())


def _label(choice: str) -> str:
    """Return `Austin TX` as `Austin, TX`, and a state's name as it is."""
    city, _, state = choice.rpartition(" ")
    return f"{city}, {state}" if state in STATES else choice


def _write(choices: Sequence[str]) -> str:
    return f"write {_offered(choices)}"


def _offered(choices: Sequence[str]) -> str:
    shown = [f"`{choice}`" for choice in choices[:5]]
    return ", ".join(shown[:-1]) + " or " + shown[-1] if len(shown) > 1 else shown[0]
