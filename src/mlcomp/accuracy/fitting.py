"""A rule book fitted to pay: typical pay of bands and factors, and the width of bands.

Everything is in logs, shrunk towards the book that it starts from, and by the middle of many
people, never by one. What a book may not say, such as pay that falls from level to level, the
fitted one does not say either.
"""

from __future__ import annotations

from math import exp, log, sqrt
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from mlcomp.accuracy.backfit import backfit, groups_of
from mlcomp.accuracy.ordering import Fit, Start, in_order, narrowed
from mlcomp.accuracy.parts import CURVE, Key, bands_of
from mlcomp.accuracy.robust import ENOUGH, tenth_from_top
from mlcomp.book.ranges import Range
from mlcomp.rules.pay import Product

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlcomp.accuracy.backfit import Group, Strength
    from mlcomp.accuracy.parts import Parts
    from mlcomp.rules.pay import Pay

Ends = tuple[tuple[float, float], tuple[float, float]]
ROUNDS = 6
LEAST_WIDTH = 0.02
"""A band is at least this wide on each side, in logs."""

LEAST_MOVE = 0.001
"""A factor that would move by less, in logs, stays what it is."""

_AT_MOST = 2.0


class Person(NamedTuple):
    """Somebody who is paid, US dollars a year, and what the starting book makes that of."""

    parts: Parts
    paid: float


def fit(people: Sequence[Person], start: Start, strength: Strength) -> Fit:
    """Fit a book to people's pay."""
    kinds = [person.parts for person in people]
    groups = groups_of(kinds, start.curve_weight)
    counts = {key: len(group.people) for key, group in groups.items()}
    first = bands_of(start.book)
    fitted = Fit(first, {}, 1.0, counts)
    effects: dict[Key, float] = {}
    left: list[float] = []
    for round_ in range(ROUNDS):
        ends = _ends(kinds, fitted, start)
        widths = _widths(ends, groups, fitted, first, left, strength) if round_ else {}
        shaped = {
            key: _shaped(band.typical, *widths.get(key, _width(fitted.bands[key])))
            if key in groups
            else band
            for key, band in first.items()
        }
        at_start = fitted._replace(bands=shaped, effects={})
        residuals = [
            log(person.paid / (band.typical * person.parts.rest.range.typical))
            for person, band in zip(people, _own_bands(kinds, at_start, start), strict=True)
        ]
        effects, left = backfit(residuals, groups, strength, start.curve_weight, effects)
        bands = {key: band * exp(effects.get(key, 0.0)) for key, band in shaped.items()}
        factors = {
            key: effect if abs(effect) >= LEAST_MOVE else 0.0
            for key, effect in effects.items()
            if key not in first
        }
        fitted = in_order(Fit(bands, factors, fitted.positions, counts), start)
    return fitted


def pay_of(parts: Parts, fitted: Fit, start: Start) -> Pay:
    """Return base salary by a fitted book, US dollars a year."""
    moved = exp(sum(fitted.effects.get(key, 0.0) for key in parts.keys))
    rest = Product(parts.rest.range * moved, parts.rest.down, parts.rest.up)
    return (Product.of(_band(parts, fitted, start)) * rest).pay()


def _band(parts: Parts, fitted: Fit, start: Start) -> Range:
    """Return the part of its band that somebody is paid from."""
    band = whole = fitted.bands[parts.band]
    if parts.shares:
        band = band.within(parts.shares)
    if parts.reached is not None and (progression := start.book.progression):
        before = progression.positions
        after = narrowed(before, fitted.positions)
        steps = (parts.reached - before.low) / ((before.high - before.low) or 1.0)
        band = band.within(Range(0, after.low + (after.high - after.low) * steps, 1))
    if parts.by_years is not None:
        by_years = parts.by_years + log(fitted.bands[Key(CURVE)].typical)
        band *= exp(start.curve_weight * (by_years - log(whole.typical)))
    return band


def _own_bands(kinds: Sequence[Parts], fitted: Fit, start: Start) -> list[Range]:
    """Return each person's part of a band; many have the same one."""
    known: dict[tuple[object, ...], Range] = {}
    found = []
    for parts in kinds:
        which = parts[:4]
        if which not in known:
            known[which] = _band(parts, fitted, start)
        found.append(known[which])
    return found


def _ends(kinds: Sequence[Parts], fitted: Fit, start: Start) -> list[Ends]:
    """Return how far each person's likely range reaches down and up, and the band alone."""
    found = []
    for parts, band in zip(kinds, _own_bands(kinds, fitted, start), strict=True):
        down, up = log(band.typical / band.low), log(band.high / band.typical)
        rest = parts.rest
        found.append(((sqrt(down**2 + rest.down), down), (sqrt(up**2 + rest.up), up)))
    return found


def _width(band: Range) -> tuple[float, float]:
    down, up = log(band.typical / band.low), log(band.high / band.typical)
    return max(down, LEAST_WIDTH), max(up, LEAST_WIDTH)


def _shaped(typical: float, down: float, up: float) -> Range:
    return Range(typical * exp(-down), typical, typical * exp(up))


def _widths(
    ends: Sequence[Ends],
    groups: Mapping[Key, Group],
    fitted: Fit,
    first: Mapping[Key, Range],
    left: Sequence[float],
    strength: Strength,
) -> dict[Key, tuple[float, float]]:
    """Return how wide each band is to be, so that a tenth of its people are on either side.

    Where a band has too few people for a tenth of them to be five, those of all bands say by
    how much it is too narrow.
    """
    widths = {}
    for key in (key for key in groups if key in first):
        own = groups[key].people
        weight = len(own) / (len(own) + strength.of(key))
        before, now = _width(first[key]), _width(fitted.bands[key])
        needed = [now[side] * _too_narrow(side, own, ends, left) for side in (0, 1)]
        down, up = (n * weight + b * (1 - weight) for n, b in zip(needed, before, strict=True))
        widths[key] = (max(down, LEAST_WIDTH), max(up, LEAST_WIDTH))
    return widths


def _too_narrow(
    side: int, own: Sequence[int], ends: Sequence[Ends], left: Sequence[float]
) -> float:
    """Return what a band's width on one side has to be multiplied by; 1 where nobody can say."""

    def with_width(people: Sequence[int]) -> list[int]:
        return [each for each in people if ends[each][side][1] > LEAST_WIDTH / 10]

    here = with_width(own)
    among = here if len(here) >= ENOUGH else with_width(range(len(ends)))
    if not here or len(among) < ENOUGH:
        return 1.0
    sign = 1 if side else -1
    out = tenth_from_top([sign * left[each] / ends[each][side][0] for each in among])
    whole, band = (median(ends[each][side][part] for each in here) for part in (0, 1))
    needed = sqrt(max((out * whole) ** 2 - (whole**2 - band**2), LEAST_WIDTH**2))
    return min(max(needed / band, 1 / _AT_MOST), _AT_MOST)
