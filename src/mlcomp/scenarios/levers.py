"""Every single change that a rule book allows one person, and what it does to pay."""

from __future__ import annotations

import re
from dataclasses import replace
from math import log, sqrt
from typing import TYPE_CHECKING, Any, NamedTuple

from mlcomp.book.ranges import Range
from mlcomp.rules.estimate import estimate
from mlcomp.rules.profile import MOST_YEARS, REMOTE_POLICIES, Profile
from mlcomp.rules.result import UPLIFT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlcomp.book.records import Book
    from mlcomp.places.areas import Area
    from mlcomp.rules.result import Estimate

MORE_YEARS = 2
MOST_METROS = 100
# What a person can choose or learn; time, promotions and remote policies are not.
IN_HAND = frozenset(
    ("location", "metro", "remote", "tier", "industry", "specialization", "lifecycle", "degree")
)
NOT_REMOTE = {"remote_policy": None, "hq": None}
NO_FACTOR = Range(1, 1, 1)


class Lever(NamedTuple):
    """One change; typical pay after it is `after`'s, before it `before`'s."""

    dimension: str
    id: str
    label: str
    before: Estimate
    after: Estimate

    @property
    def in_hand(self) -> bool:
        """Whether a person can choose it, rather than an employer or time."""
        return self.dimension in IN_HAND

    @property
    def base(self) -> float:
        """The change in typical base, US dollars a year."""
        return self.after.base.typical - self.before.base.typical

    @property
    def total(self) -> float:
        """The change in typical total, US dollars a year."""
        return self.after.total.typical - self.before.total.typical

    @property
    def within_uncertainty(self) -> bool:
        """Whether the likely range of the change includes no change at all.

        Only the factors that differ between the two estimates count. In logs, their
        typical values differ by the effect; each of them may lie towards the other by its
        own likely width on that side, and independent widths add as the root of the sum of
        squares. The effect is within uncertainty where it is no larger than that.
        """
        before, after = _factors(self.before), _factors(self.after)
        effect, changed = 0.0, []
        for id_ in before.keys() | after.keys():
            old, new = before.get(id_, NO_FACTOR), after.get(id_, NO_FACTOR)
            if old != new:
                effect += log(new.typical / old.typical)
                changed.append((old, new))
        if effect < 0:
            changed = [(new, old) for old, new in changed]
        width = sqrt(
            sum(
                log(higher.typical / higher.low) ** 2 + log(lower.high / lower.typical) ** 2
                for lower, higher in changed
            )
        )
        # A billionth of room: 1.05 over 1 and the width from 1 to 1.05 are the same.
        return abs(effect) <= width + 1e-9


class Levers(NamedTuple):
    """Every lever of a person, the largest gain in typical total first."""

    before: Estimate
    levers: tuple[Lever, ...]


def levers_of(profile: Profile, book: Book) -> Levers:
    """Return what each single change would do; each is the difference of two estimates.

    Raises:
        ProfileError: the profile names what the book does not have.
    """
    before = estimate(profile, book)
    now = before.profile
    levers = []
    for dimension, id_, label, change in _changes(now, before, book):
        after = estimate(replace(now, **change), book)
        levers.append(Lever(dimension, id_, label, before, after))
    levers.sort(key=lambda lever: -lever.total)
    return Levers(before, tuple(levers))


Change = tuple[str, str, str, dict[str, Any]]


def _changes(now: Profile, before: Estimate, book: Book) -> Iterator[Change]:
    """Yield each change as dimension, id, label and the profile's new values."""
    ids = [level.id for level in book.level]
    above = book.level[ids.index(before.level.id) + 1 :]
    if above:
        yield "level", above[0].id, f"Next level: {above[0].title}", {"level": above[0].id}
    if now.years is not None and now.years + MORE_YEARS <= MOST_YEARS:
        years = now.years + MORE_YEARS
        yield "years", f"{years:g}", f"Two more years: {years:g}", {"years": years}
    for dimension, code, label, typed in _places(before, book):
        yield dimension, code, label, {"city": typed, "remote": False, **NOT_REMOTE}
    yield from _remote(now)
    for dimension in ("tier", "industry", "degree"):
        for option in getattr(book, dimension):
            if option.id != getattr(now, dimension):
                yield dimension, option.id, option.title, {dimension: option.id}
    for option in book.specialization:
        if option.id not in now.specialization:
            both = (*now.specialization, option.id)
            yield "specialization", option.id, option.title, {"specialization": both}
    if book.lifecycle and not now.lifecycle:
        yield "lifecycle", "lifecycle", book.lifecycle.title, {"lifecycle": True}


def _places(before: Estimate, book: Book) -> Iterator[tuple[str, str, str, str]]:
    """Yield where someone could move: dimension, code, label, and the place as it is typed.

    What the book itself prices comes first, then the metros that employ most developers
    and data scientists.
    """
    from mlcomp.places.areas import metros
    from mlcomp.places.names import STATES

    titles = {}
    for location in book.location:
        alone = len(location.metros) + len(location.states) == 1
        for code in (*location.metros, *location.states):
            titles[code] = location.title if alone else None
        yield from (
            ("location", code, titles[code] or STATES[code], STATES[code])
            for code in location.states
        )
    here = before.place.metro
    largest = sorted(metros(), key=_employed, reverse=True)
    for rank, area in enumerate(largest):
        if (here and here.code == area.code) or (rank >= MOST_METROS and area.code not in titles):
            continue
        dimension = "location" if area.code in titles else "metro"
        yield dimension, area.code, titles.get(area.code) or _first_city(area), area.name


def _employed(area: Area) -> int:
    both = (area.data_scientists, area.software_developers)
    return sum(found.employment or 0 for found in both if found)


def _first_city(area: Area) -> str:
    cities, _, states = area.name.rpartition(", ")
    return f"{re.split('[-/]', cities)[0]}, {states.partition('-')[0]}"


def _remote(now: Profile) -> Iterator[Change]:
    """Yield working remotely, or for who does, what other policies would pay."""
    if not now.remote:
        yield "remote", "remote", "Remote, at the national band", {"remote": True}
        return
    for policy in REMOTE_POLICIES:
        needed = {"local": "city", "hq": "hq"}.get(policy)
        current = now.remote_policy or REMOTE_POLICIES[0]
        if policy != current and (needed is None or getattr(now, needed)):
            label = f"Remote, paid by {policy} policy"
            yield "remote-policy", policy, label, {"remote_policy": policy}


def _factors(result: Estimate) -> dict[str, Range]:
    """Return the factors of base that vary on their own: the band as one, and each multiplier."""
    factors: dict[str, Range] = {}
    for step in result.steps:
        if step.id == UPLIFT:
            break
        if step.operation == "multiply":
            factors[step.id] = step.applied
        else:
            factors = {"band": step.reached}
    return factors
