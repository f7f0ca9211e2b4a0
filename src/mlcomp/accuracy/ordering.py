"""A fit, and what a book may not say: pay that falls from level to level or from year to year."""

from __future__ import annotations

from dataclasses import replace
from math import exp, log
from typing import TYPE_CHECKING, NamedTuple

from mlcomp.accuracy.parts import Key
from mlcomp.accuracy.robust import rising
from mlcomp.book.contradictions import falling
from mlcomp.book.ranges import Range

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlcomp.book.records import Level, Location
    from mlcomp.book.rulebook import Book

_STEPS = 20


class Start(NamedTuple):
    """The book that a fit starts from, and the tiers of it that multiply pay from now on."""

    book: Book
    tiers: Mapping[str, float]

    @property
    def curve_weight(self) -> float:
        """How much years count beside a level that is named."""
        return self.book.years_curve.weight if self.book.years_curve else 0.0


class Fit(NamedTuple):
    """What a book becomes: its bands, the logs of its factors' changes, and its people.

    `positions` is the share that is left of how far years move a person in a band. `people`
    counts those of each value that was fitted.
    """

    bands: dict[Key, Range]
    effects: dict[Key, float]
    positions: float
    people: dict[Key, int]


def narrowed(positions: Range, share: float) -> Range:
    """Return how far years move a person in a band, with only a share left of that."""
    middle = (positions.low + positions.high) / 2
    low, high = (
        round(middle + share * (end - middle), 4) for end in (positions.low, positions.high)
    )
    return Range(low, middle, high)


def in_order(fitted: Fit, start: Start) -> Fit:
    """Return a fitted book in which no level pays less than the one below, nor a year less.

    Levels that would are paid alike, as their people together are; then years move a person
    less far in the band.
    """
    bands = dict(fitted.bands)
    tracks = [start.book.track(t) for t in dict.fromkeys(x.track for x in start.book.level)]
    for levels in tracks:
        for place in dict.fromkeys(("", *(each for level in levels for each in level.locations))):
            keys = [Key("level", level.id, place) for level in levels]
            _order([key for key in keys if key in bands], bands, fitted.people)
    fitted = fitted._replace(bands=bands)
    locations = [
        replace(each, range=each.range * exp(fitted.effects.get(Key("location", each.id), 0.0)))
        for each in start.book.location
    ]
    for levels in tracks:
        for location in locations:
            _between_others(levels, location, bands)
    return fitted._replace(positions=_positions(fitted, start, tracks, locations))


def _order(keys: Sequence[Key], bands: dict[Key, Range], people: Mapping[Key, int]) -> None:
    """Let no end of a band be below that of the one before."""
    # Those that nobody says anything of follow, if they have to.
    weights = [people.get(key, 0.01) for key in keys]
    logs = [[log(end) for end in _values(bands[key])] for key in keys]
    columns = [rising(column, weights) for column in zip(*logs, strict=True)]
    for key, before, *after in zip(keys, logs, *columns, strict=True):
        if after != before or key in people:
            bands[key] = Range(*(_dollars(exp(each)) for each in after))


def _between_others(levels: Sequence[Level], location: Location, bands: dict[Key, Range]) -> None:
    """Keep a level's own range in a place between those that are paid by its factor there."""
    own = [Key("level", level.id, location.id) for level in levels]
    if not any(key in bands for key in own):
        return
    others = [bands[Key("level", level.id)] * location.range for level in levels]
    for number, key in enumerate(own):
        if key in bands:
            below = [o for k, o in zip(own[:number], others, strict=False) if k not in bands]
            above = [
                o for k, o in zip(own[number:], others[number:], strict=True) if k not in bands
            ]
            ends = list(_values(bands[key]))
            if below:
                ends = [max(a, b) for a, b in zip(ends, _values(below[-1]), strict=True)]
            if above:
                ends = [min(a, b) for a, b in zip(ends, _values(above[0]), strict=True)]
            bands[key] = Range(*ends)


def _values(band: Range) -> tuple[float, float, float]:
    return band.low, band.typical, band.high


def _dollars(amount: float) -> float:
    """Round to hundreds, and a small amount to its third digit: a fit knows no more."""
    return float(round(amount, -2)) if amount >= 10_000 else float(f"{amount:.3g}")


def _positions(
    fitted: Fit,
    start: Start,
    tracks: Sequence[Sequence[Level]],
    locations: Sequence[Location],
) -> float:
    """Return the share of how far years move a person at which pay never falls with years."""
    progression = start.book.progression
    if progression is None:
        return 1.0
    tiers = [tier for tier in start.book.tier if tier.id not in start.tiers]
    now = [
        [
            replace(
                level,
                base=fitted.bands[Key("level", level.id)],
                locations={p: fitted.bands[Key("level", level.id, p)] for p in level.locations},
            )
            for level in levels
        ]
        for levels in tracks
    ]
    for step in range(_STEPS):
        share = 1 - step / _STEPS
        positions = narrowed(progression.positions, share)
        if not any(
            fault for levels in now for fault in falling(levels, locations, positions, tiers)
        ):
            return share
    return 0.0
