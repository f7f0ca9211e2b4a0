"""The ways to read what is typed: which of its words are the name, and which its state."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal, NamedTuple

from mlcomp.places.names import tail_state, whole_state, words

_MAX_TYPED = 120  # the longest name with its state has half of that
_NATION = (["united", "states", "of", "america"], ["united", "states"], ["usa"], ["us"])
_WORK = (
    ["hybrid"], ["onsite"], ["on", "site"], ["in", "office"], ["office"], ["hq"], ["headquarters"],
)  # fmt: skip
_BEFORE = (
    *_WORK, ["greater"], ["metro"], ["metropolitan"], ["downtown"], ["city", "of"], ["town", "of"],
    ["greater", "metro"], ["greater", "metropolitan"],
)  # fmt: skip
_AFTER = (
    *_WORK, ["metropolitan", "statistical", "area"],
    ["metropolitan", "area"], ["metropolitan", "region"],
    ["metro", "area"], ["metro", "region"], ["metro"], ["metroplex"], ["area"], ["region"],
)  # fmt: skip
_APART = re.compile("[-,;/.\u2013\u2014]")
_OUTSIDE = (
    ["everywhere", "else"], ["everywhere", "else", "in"], ["anywhere", "else", "in"],
    ["elsewhere", "in"], ["elsewhere"], ["rest", "of"], ["rest", "of", "state"], ["rural"],
    ["nonmetro"], ["non", "metro"], ["nonmetropolitan"], ["non", "metropolitan"],
    ["outside", "the", "metros"], ["outside", "its", "metros"], ["outside", "metros"],
)  # fmt: skip


class Reading(NamedTuple):
    """One way to read the typed words: a name, and the states typed after it."""

    name: list[str]
    states: list[str]
    bare: bool  # nothing around the name was set aside

    @property
    def state(self) -> str | None:
        """Return the state to look in."""
        return self.states[-1] if self.states else None


def readings_of(typed: str) -> Iterator[Reading]:
    """Yield the readings of a typed place, the most literal first; none where it is not text."""
    text = unicodedata.normalize("NFC", " ".join(typed.split()))
    if len(text) > _MAX_TYPED or not text.isprintable() or not _plain(text):
        return
    whole = words(text)
    shorter = [whole[: -len(n)] for n in _NATION if whole[-len(n) :] == n][:1]
    # The whole first: `United States` and `remote US` are names of their own.
    for name, bare in [(whole, True), *((s, True) for s in shorter), *_undecorated(whole, shorter)]:
        if not name:
            continue
        yield Reading(name, [], bare)
        for size in (1, 2, 3):
            if len(name) > size and (state := tail_state(name[-size:])):
                yield Reading(name[:-size], [state], bare)
                for inner, plain in _undecorated(name[:-size], []):
                    yield Reading(inner, [state], plain)
        states: list[str] = []
        while len(name) > len(states) + 1 and len(name[-len(states) - 1]) == 2:
            if not (state := tail_state([name[-len(states) - 1]])):
                break
            states.append(state)
        if len(states) > 1:
            yield Reading(name[: -len(states)], states, bare)


def _plain(text: str) -> bool:
    """Tell whether a text has only the characters that names are written with."""
    return all(
        c.isalnum() or c in " ,.-'()/&;`" or c in "\u2018\u2019\u02bb\u2010\u2011\u2013\u2014"
        for c in text
    )


def _undecorated(
    whole: list[str], shorter: list[list[str]]
) -> Iterator[tuple[list[str], Literal[False]]]:
    for name in [whole, *shorter]:
        before = next((n for n in reversed(_BEFORE) if name[: len(n)] == n), [])
        after = next((n for n in _AFTER if name[-len(n) :] == n), [])
        if before or after:
            yield name[len(before) : len(name) - len(after)], False


def state_first(typed: str) -> Iterator[Reading]:
    """Yield the readings of `US-WA-Seattle` or `California, San Francisco` as of `Seattle, WA`."""
    parts = [part for part in _APART.split(typed) if words(part)]
    if parts and words(parts[0]) in _NATION:
        del parts[0]
    state = tail_state(words(parts[0])) if len(parts) > 1 else None
    city = " ".join(parts[1:])
    # `Georgia, Washington` are two states, of which one has a town of the other's name.
    if state and whole_state(words(city)) in (None, state):
        yield from readings_of(f"{city}, {state}")


def outside_of(whole: list[str]) -> str | None:
    """Return the state whose parts outside the metros are meant: `rest of Maine`, `rural, ME`."""
    for around in sorted(_OUTSIDE, key=len, reverse=True):
        size = len(around)
        rest = [whole[size:]] if whole[:size] == around else []
        rest += [whole[:-size]] if whole[-size:] == around else []
        for name in rest:
            if name and (code := whole_state(name)):
                return code
    return None
