"""What one reading of a typed place is: a line of aliases.csv, a state, or towns."""

from mlcomp.places import gazetteer
from mlcomp.places.gazetteer import Alias, Town
from mlcomp.places.names import whole_state, words
from mlcomp.places.readings import Reading


def meaning_of(reading: Reading) -> Alias | str | list[Town] | None:
    """Return what a reading is: a line of aliases.csv, else a state's code, else towns."""
    if len(reading.states) > 1:
        return None
    found = gazetteer.alias(reading.name)
    if found and _fits(found, reading):
        return found
    if not reading.states and (code := whole_state(reading.name)):
        return code
    if towns := gazetteer.towns(reading.name, reading.state):
        return towns
    return _of_state(found, reading.state) if found and reading.state else None


def _of_state(found: Alias, state: str) -> Alias | None:
    """Return the only choice in a state of an ambiguous name: `Hyde Park, IL`, `Kendall, MA`."""
    here = [c for c in found.place.split("|") if found.kind == "ask" and c[-3:] == f" {state}"]
    return Alias(found.name, "nickname", here[0][:-3], state, "") if len(here) == 1 else None


def _fits(found: Alias, reading: Reading) -> bool:
    if found.kind == "national" and not reading.bare:
        return False
    return not reading.states or (
        found.kind in ("nickname", "alias") and found.state == reading.state
    )


def town_of(found: Alias) -> Town:
    """Return the town that a nickname or another name is for."""
    return gazetteer.towns(words(found.place), found.state)[0]
