"""Effects of groups that overlap, in logs: each the middle of what the others leave, shrunk."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from mlcomp.accuracy.parts import CURVE, Key
from mlcomp.accuracy.robust import FIVE, middle

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mlcomp.accuracy.parts import Parts

SWEEPS = 10
_STILL = 1e-4
BANDS = ("level", CURVE)


class Strength(NamedTuple):
    """How many people the starting book counts as, against those of a group."""

    levels: float
    factors: float

    def of(self, key: Key) -> float:
        """Return that of one value of a book."""
        return self.levels if key.table in BANDS else self.factors


class Group(NamedTuple):
    """The people whose pay a value moves: by their places in a list, and how much of it counts.

    `followers` are moved too, and have no say in it.
    """

    people: list[int]
    weights: list[float]
    followers: list[int]


def groups_of(people: Sequence[Parts], curve_weight: float) -> dict[Key, Group]:
    """Return who is paid by each value of a book, the bands first; those of five and more.

    Somebody whose level and years are both known is paid by the level and by the curve, which
    is moved by those alone of whom nothing but years is known.
    """
    found: dict[Key, Group] = defaultdict(lambda: Group([], [], []))
    for place, parts in enumerate(people):
        by_both = parts.by_years is not None
        group = found[parts.band]
        group.people.append(place)
        group.weights.append(1 - curve_weight if by_both else 1.0)
        if by_both:
            found[Key(CURVE)].followers.append(place)
        for key in parts.keys:
            found[key].people.append(place)
            found[key].weights.append(1.0)
    enough = (key for key, group in found.items() if len(group.people) >= FIVE)
    # A level whose people are all paid by their years alone has no say of its own.
    known = [key for key in enough if sum(found[key].weights) > 0]
    return {key: found[key] for key in sorted(known, key=lambda k: (k.table not in BANDS, k))}


def backfit(
    residuals: Iterable[float],
    groups: Mapping[Key, Group],
    strength: Strength,
    curve_weight: float,
    known: Mapping[Key, float] | None = None,
) -> tuple[dict[Key, float], list[float]]:
    """Return the effect of each value, and what is left of each person's residual.

    Args:
        residuals: logs of pay over what the starting book says.
        groups: the people of each value.
        strength: how strongly effects are shrunk: those of factors towards none, those of
            bands towards what all bands have in common.
        curve_weight: how much the curve counts beside a level.
        known: effects to begin from.
    """
    effects = dict.fromkeys(groups, 0.0)
    left = list(residuals)
    for key in groups:
        _move(left, groups[key], curve_weight, (known or {}).get(key, 0.0))
        effects[key] = (known or {}).get(key, 0.0)
    bands = [key for key in groups if key.table in BANDS]
    for _ in range(SWEEPS):
        # What all bands have in common is theirs: else a factor that everybody has could take it.
        common, most = _common(effects, left, {key: groups[key] for key in bands}), 0.0
        for key, group in groups.items():
            before, start = effects[key], common if key in bands else 0.0
            count = len(group.people)
            wanted = before + middle(_wanted(left, group), group.weights)
            effects[key] = start + (wanted - start) * count / (count + strength.of(key))
            _move(left, group, curve_weight, effects[key] - before)
            most = max(most, abs(effects[key] - before))
        if most < _STILL:
            break
    return effects, left


def _common(effects: Mapping[Key, float], left: list[float], bands: Mapping[Key, Group]) -> float:
    """Return the effect that would be right for the people of all bands together."""
    wanted: list[float] = []
    weights: list[float] = []
    for key, group in bands.items():
        wanted += [effects[key] + each for each in _wanted(left, group)]
        weights += group.weights
    return middle(wanted, weights) if wanted else 0.0


def _wanted(left: list[float], group: Group) -> list[float]:
    if set(group.weights) == {1.0}:
        return [left[place] for place in group.people]
    return [left[p] / weight for p, weight in zip(group.people, group.weights, strict=True)]


def _move(left: list[float], group: Group, curve_weight: float, effect: float) -> None:
    if not effect:
        return
    for place, weight in zip(group.people, group.weights, strict=True):
        left[place] -= weight * effect
    for place in group.followers:
        left[place] -= curve_weight * effect


def explained(parts: Parts, effects: Mapping[Key, float], curve_weight: float) -> float:
    """Return the sum of the effects on one person, in logs."""
    band = effects.get(parts.band, 0.0)
    if parts.by_years is not None:
        band = (1 - curve_weight) * band + curve_weight * effects.get(Key(CURVE), 0.0)
    return band + sum(effects.get(key, 0.0) for key in parts.keys)
