"""The nearest valid names to one that is not: only for the message of a refusal."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from mlcomp.places import gazetteer
from mlcomp.places.edits import Names
from mlcomp.places.gazetteer import Town
from mlcomp.places.names import STATES, key, words
from mlcomp.places.postal import posts_of
from mlcomp.text import alike

_MAX_NAMES = 3
_MAX_LETTERS = 60
_SHORT = 4  # letters; a short text is one edit from too much
_HEAVY = 1000  # developers and data scientists


def nearest(readings: Sequence[tuple[list[str], str | None]]) -> list[str]:
    """Return names to write instead of these readings (folded words, state), the likeliest first.

    Every one of them can be resolved. A name known in other states comes first, then names one
    edit away, then names that look alike.
    """
    known = _known()
    # The reading with a state knows most of what was meant.
    for name, state in sorted(readings, key=lambda reading: reading[1] is None):
        joined = "".join(name)
        if not 2 < len(joined) <= _MAX_LETTERS:
            continue
        near = [joined] if joined in known else list(_names().near(joined))
        if len(joined) <= _SHORT:
            near = [k for k in near if k[0] == joined[0]]
        if not near:
            near = alike(joined, _formed(joined))
        heavy_only = joined not in known and len(joined) <= _SHORT
        labels = _labels(near, known, state, heavy_only=heavy_only)
        if state and len(joined) > _SHORT:
            labels.sort(key=lambda label: not label.endswith(f", {state}"))
            here = sum(label.endswith(f", {state}") for label in labels)
            posts = posts_of(state)
            labels[here:here] = sorted(posts[each] for each in _post_names(state).near(joined))
        if labels:
            return labels[:_MAX_NAMES]
    return []


def _formed(joined: str) -> Iterator[str]:
    """Yield the keys that begin with the same letter and are about as long."""
    for length in range(len(joined) - 3, len(joined) + 4):
        yield from _by_form().get((joined[0], length), ())


@cache
def _by_form() -> dict[tuple[str, int], list[str]]:
    """Map first letter and length to the keys that have them."""
    found: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for name_key in _known():
        found[name_key[0], len(name_key)].append(name_key)
    return dict(found)


@cache
def _names() -> Names:
    return Names(_known())


@cache
def _post_names(state: str) -> Names:
    return Names(posts_of(state))


@cache
def _known() -> dict[str, dict[str, str]]:
    """Map every key to its names by state; an alias stands under the state ``."""
    known: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for name_key, name, state in gazetteer.all_keys():
        known[name_key].setdefault(state, name)
    for code, state_name in STATES.items():
        known[key(state_name)].setdefault(code, state_name)
    return dict(known)


def _labels(
    near: list[str], known: dict[str, dict[str, str]], state: str | None, *, heavy_only: bool
) -> list[str]:
    """Return what to write for the keys: those of the state first, then the heaviest."""
    towns: dict[str, Town] = {}
    others = []
    for name_key in sorted(near):
        for where, alias in known[name_key].items():
            found = gazetteer.towns(words(alias), where) if where else []
            towns |= {t.label: t for t in found if not heavy_only or t.weight >= _HEAVY}
            if not found and not _is_refused(words(alias)):
                others.append(alias)
    ranked = sorted(towns.values(), key=lambda t: (t.state != state, -t.weight, t.label))
    labels = [town.label for town in ranked if not _shares_label(town)]
    # A state, a nickname or `remote` comes first, unless a state was typed: then a town is meant.
    return [*labels, *others] if state else [*others, *labels]


def _is_refused(name: list[str]) -> bool:
    alias = gazetteer.alias(name)
    return alias is not None and alias.kind in ("ask", "abroad", "country", "not")


def _shares_label(town: Town) -> bool:
    """Tell whether the label itself would be rejected as ambiguous."""
    same = gazetteer.towns(words(town.name), town.state)
    return bool(same) and same[0].label != town.label
