"""Every single change that a rule book allows one person, and what it does to pay."""

from __future__ import annotations

import re
from dataclasses import replace
from math import log, sqrt
from typing import TYPE_CHECKING, NamedTuple

from mlcomp.book.ranges import Range
from mlcomp.places.areas import area, metros
from mlcomp.places.resolver import place_of
from mlcomp.rules.estimate import estimate, moved
from mlcomp.rules.experience import level_of_years
from mlcomp.rules.profile import MAX_YEARS, REMOTE_POLICIES, Profile
from mlcomp.rules.result import factors_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlcomp.book.rulebook import Book
    from mlcomp.places.areas import Area
    from mlcomp.places.resolver import Place
    from mlcomp.rules.estimate import Moved
    from mlcomp.rules.result import Estimate

MORE_YEARS = 2
MAX_METROS = 100
# Time, promotions and how an employer pays remote staff; all else a person chooses or learns.
NOT_IN_HAND = frozenset(("level", "years", "remote-policy"))
ADDED = {"several": 1, "flag": 2}
NO_FACTOR = Range(1.0, 1.0, 1.0)


class Lever(NamedTuple):
    """One change; typical pay after it is `after`'s, before it `before`'s.

    `heading` says what kind of change the label names, "" where it says so itself.
    """

    dimension: str
    id: str
    heading: str
    label: str
    before: Estimate
    after: Estimate | Moved
    profile: Profile
    """Who is priced after it, as typed but for the change."""
    place: Place | None
    """Where, if it moves them."""

    @property
    def in_hand(self) -> bool:
        """Whether a person can choose it, rather than an employer or time."""
        return self.dimension not in NOT_IN_HAND

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
        before, after = factors_of(self.before.steps[:-1]), factors_of(self.after.steps[:-1])
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
    levers = [
        Lever(
            *change[:4],
            before,
            priced_after(before, change.profile, change.place, book),
            *change[4:],
        )
        for change in _changes(profile, before, book)
    ]
    levers.sort(key=lambda lever: -lever.total)
    return Levers(before, tuple(levers))


def priced_after(
    before: Estimate, profile: Profile, place: Place | None, book: Book
) -> Estimate | Moved:
    """Price a person who has changed in one way, which may be that they are in another place."""
    return moved(before, place, book) if place else estimate(profile, book)


class _Change(NamedTuple):
    """One change: who is priced after it, and where, if it moves them."""

    dimension: str
    id: str
    heading: str
    label: str
    profile: Profile
    place: Place | None = None


def _changes(now: Profile, before: Estimate, book: Book) -> Iterator[_Change]:
    """Yield each change of a person as typed: another book may read their names otherwise."""
    found = before.profile
    track = next(level.track for level in book.level if level.id == before.level.id)
    rungs = book.track(track)
    ids = [level.id for level in rungs]
    for level in rungs[ids.index(before.level.id) + 1 :][:1]:
        label = f"Next level: {level.title}"
        yield _Change("level", level.id, "", label, replace(now, level=level.id))
    if now.years is not None and now.years + MORE_YEARS <= MAX_YEARS:
        years = now.years + MORE_YEARS
        then = level_of_years(years, book)
        crossed = then and found.level is None and then.id != before.level.id
        so = f", and so {then.title}" if then and crossed else ""
        label = f"Two more years: {years:g}{so}"
        yield _Change("years", f"{years:g}", "", label, replace(now, years=years))
    on_site = replace(now, remote=False, remote_policy=None, hq=None)
    for kind, there, label in _places(before, book):
        moved = replace(on_site, city=there.name)
        yield _Change(kind, there.code, "Place", label, moved, place_of(there))
    yield from _remote(now)
    for tier in book.tier:
        if tier.id != found.tier:
            yield _Change("tier", tier.id, "Company", tier.title, replace(now, tier=tier.id))
    # What is exchanged for another first, then what is added to what a person has.
    for dimension in sorted(book.dimensions, key=lambda d: ADDED.get(d.choice, 0)):
        heading = "Add" if dimension.choice in ADDED else dimension.title
        named = found.named(dimension.id)
        kept = now.named(dimension.id) if dimension.choice == "several" else ()
        for option in dimension.options:
            if option.id not in named:
                changed = now.naming(dimension.id, (*kept, option.id))
                yield _Change(dimension.id, option.id, heading, option.title, changed)


def _places(before: Estimate, book: Book) -> Iterator[tuple[str, Area, str]]:
    """Yield where someone could move: dimension, area and label.

    What the book itself prices comes first, then the metros that employ most developers
    and data scientists.
    """
    titles = {}
    for location in book.location:
        alone = len(location.metros) + len(location.states) == 1
        for code in (*location.metros, *location.states):
            titles[code] = location.title if alone else None
        for state in filter(None, map(area, location.states)):
            yield "location", state, titles[state.code] or state.name
    here = before.place.metro
    largest = sorted(metros(), key=_employed, reverse=True)
    for rank, metro in enumerate(largest):
        if here and here.code == metro.code:
            continue
        if metro.code in titles:
            yield "location", metro, titles[metro.code] or _first_city(metro)
        elif rank < MAX_METROS:
            yield "metro", metro, _first_city(metro)


def _employed(area: Area) -> int:
    both = (area.data_scientists, area.software_developers)
    return sum(found.employment or 0 for found in both if found)


def _first_city(area: Area) -> str:
    cities, _, states = area.name.rpartition(", ")
    return f"{re.split('[-/]', cities)[0]}, {states.partition('-')[0]}"


def _remote(now: Profile) -> Iterator[_Change]:
    """Yield working remotely, or for who does, what other policies would pay."""
    if not now.remote:
        remote = replace(now, remote=True)
        yield _Change("remote", "remote", "", "Remote, at the national band", remote)
        return
    for policy in REMOTE_POLICIES:
        needed = {"local": now.city, "hq": now.hq}.get(policy, "none")
        if needed and policy != (now.remote_policy or REMOTE_POLICIES[0]):
            label = f"Remote, paid by {policy} policy"
            yield _Change("remote-policy", policy, "", label, replace(now, remote_policy=policy))
