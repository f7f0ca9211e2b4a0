"""From real pay to a rule book: who is paid what, the fit, and how right it is out of fold."""

from __future__ import annotations

from collections import Counter, defaultdict
from hashlib import blake2b
from math import log
from statistics import fmean, median
from typing import TYPE_CHECKING, NamedTuple

from mlcomp.accuracy.backfit import Strength, backfit, explained, groups_of
from mlcomp.accuracy.fitting import Person, fit, pay_of
from mlcomp.accuracy.market import known_to
from mlcomp.accuracy.ordering import Start
from mlcomp.accuracy.parts import Key, instead_of_band, keeps_band, parts_of
from mlcomp.accuracy.robust import FIVE
from mlcomp.accuracy.score import score
from mlcomp.errors import ProfileError, RosterError
from mlcomp.rules.estimate import estimate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mlcomp.accuracy.backfit import Group
    from mlcomp.accuracy.ordering import Fit
    from mlcomp.accuracy.parts import Parts
    from mlcomp.accuracy.score import Score
    from mlcomp.book.rulebook import Book
    from mlcomp.rules.pay import Pay
    from mlcomp.rules.profile import Profile
    from mlcomp.rules.result import Estimate

FOLDS = 5
GRID = (1, 4, 16, 64, 256, 1024)
"""How many people the starting book may count as: what is tried."""

ABSURD = 5.0
"""Pay this many times off from what is usual is a slip of a key, or another currency."""

_TRIED_ON = 5_000
_FEWEST = 20


class Paid(NamedTuple):
    """People who are described alike and what each is paid, US dollars a year.

    `text` is their description as it stood in the file.
    """

    text: str
    profile: Profile
    paid: tuple[float, ...]


class InCommon(NamedTuple):
    """How right each book is of those that the market prices too; `levels` are theirs, by id."""

    people: int
    levels: tuple[str, ...]
    before: Score
    market: Score
    after: Score


class Calibrated(NamedTuple):
    """A fit, and how right the starting book and the new one are of everybody it was fitted to.

    The new book's score is out of fold. `in_common` holds both against the market, None where
    that prices fewer than five of them. `metros` are the estimates of somebody in each metro,
    for their names.
    """

    start: Start
    fit: Fit
    strength: Strength
    seen: Mapping[Key, int]
    people: int
    absurd: int
    unpriced: tuple[tuple[str, int], ...]
    metros: Mapping[str, Estimate]
    before: Score
    after: Score
    market_book: str
    in_common: InCommon | None

    @property
    def beats_market(self) -> bool | None:
        """Whether the new book loses less than the market; None where nothing is said of that."""
        both = self.in_common
        return None if both is None else both.after.pinball.mean < both.market.pinball.mean


class _Row(NamedTuple):
    """Somebody's place in a fixed order, what they are paid, and the estimates."""

    order: bytes
    level: str
    person: Person
    before: Pay
    market: Pay | None

    @property
    def fold(self) -> int:
        """Which part of the people they are in."""
        return self.order[0] % FOLDS


def calibrated(
    book: Book,
    market: Book,
    people: Iterable[Paid],
    unread: Iterable[tuple[str, int]] = (),
) -> Calibrated:
    """Fit a book to real pay.

    The order in which people come makes no difference.

    Args:
        book: the book to start from.
        market: the market's, to be held against.
        people: who is paid what.
        unread: why others are not among them, and how many.

    Raises:
        RosterError: too few people can be priced to fit anything.
    """
    priced: list[tuple[Paid, Estimate]] = []
    errors: Counter[str] = Counter(dict(unread))
    for each in people:
        try:
            priced.append((each, estimate(each.profile, book)))
        except ProfileError as error:
            errors[str(error)] += len(each.paid)
    count = sum(len(each.paid) for each, _ in priced)
    if count < _FEWEST:
        why = "".join(f"; {rows:,}: {reason}" for reason, rows in errors.most_common(1))
        expected = f"the pay of at least {_FEWEST} people who can be priced"
        raise RosterError(f"expected {expected}, found {count}{why}")
    priced = _without_absurd(priced)
    in_band = _in_band(priced, book)
    start = Start(book, {tier: median(e) for tier, e in in_band.items() if len(e) >= FIVE})
    rows = sorted(_rows(priced, start, market), key=lambda row: row.order)
    strength = _strength(rows[:_TRIED_ON], start)
    fitted = fit([row.person for row in rows], start, strength)
    after = _out_of_fold(rows, start, strength)
    seen = Counter(key for row in rows for key in (row.person.parts.band, *row.person.parts.keys))
    seen |= Counter({Key("tier", tier): len(each) for tier, each in in_band.items()})
    return Calibrated(
        start=start,
        fit=fitted,
        strength=strength,
        seen=seen,
        people=len(rows),
        absurd=count - len(rows),
        unpriced=tuple(errors.most_common()),
        metros={e.place.metro.code: e for _, e in priced if e.place.metro},
        before=score((row.person.paid, row.before) for row in rows),
        after=score((row.person.paid, after[row.order]) for row in rows),
        market_book=market.edition,
        in_common=_in_common(rows, after, book),
    )


def _in_common(rows: Sequence[_Row], after: Mapping[bytes, Pay], book: Book) -> InCommon | None:
    """Hold the books against the market, of the people that it has a figure of."""
    common = [(row, row.market) for row in rows if row.market]
    if len(common) < FIVE:
        return None
    found = {row.level for row, _ in common}
    return InCommon(
        people=len(common),
        levels=tuple(level.id for level in book.level if level.id in found),
        before=score((row.person.paid, row.before) for row, _ in common),
        market=score((row.person.paid, market) for row, market in common),
        after=score((row.person.paid, after[row.order]) for row, _ in common),
    )


def _without_absurd(priced: Sequence[tuple[Paid, Estimate]]) -> list[tuple[Paid, Estimate]]:
    """Leave out pay that is too far from what is usual against what the book estimates."""
    usual = median(paid / result.base.typical for each, result in priced for paid in each.paid)

    def is_likely(paid: float, result: Estimate) -> bool:
        return 1 / ABSURD <= paid / result.base.typical / usual <= ABSURD

    kept = (
        (each._replace(paid=tuple(p for p in each.paid if is_likely(p, result))), result)
        for each, result in priced
    )
    return [(each, result) for each, result in kept if each.paid]


def _in_band(priced: Sequence[tuple[Paid, Estimate]], book: Book) -> dict[str, list[float]]:
    """Return what tiers that keep a part of the band come to as a multiplier, person by person.

    A part of a band cannot say that somebody is paid beyond it, a multiplier can.
    """
    found: dict[str, list[float]] = defaultdict(list)
    for each, result in priced:
        if keeps_band(result):
            found[result.profile.tier or ""] += [instead_of_band(result, book)] * len(each.paid)
    return dict(sorted(found.items()))


def _rows(priced: Sequence[tuple[Paid, Estimate]], start: Start, market: Book) -> Iterable[_Row]:
    for each, result in priced:
        parts = parts_of(result, start.book, start.tiers)
        opinion = _market_of(each.profile, result, market)
        for number, paid in enumerate(sorted(each.paid)):
            text = f"{each.text}\x1f{paid!r}".encode()
            # Those who are alike in everything are in one fold, each at a place of its own.
            order = blake2b(text, digest_size=16).digest() + number.to_bytes(4, "big")
            yield _Row(order, result.level.id, Person(parts, paid), result.base, opinion)


def _market_of(profile: Profile, result: Estimate, market: Book) -> Pay | None:
    try:
        return estimate(known_to(market, profile, result.level)[0], market).base
    except ProfileError:
        return None


class _Fold(NamedTuple):
    """People to fit to, and others to be held against: by parts, and logs of pay over before."""

    groups: dict[Key, Group]
    ours: list[float]
    others: list[tuple[Parts, float]]


def _strength(rows: Sequence[_Row], start: Start) -> Strength:
    """Choose how strongly to shrink: what comes nearest to the pay of people not fitted to."""
    weight = start.curve_weight
    logs = [log(row.person.paid / row.before.typical) for row in rows]
    folds = []
    for fold in range(FOLDS):
        ours = [place for place, row in enumerate(rows) if row.fold != fold]
        groups = groups_of([rows[place].person.parts for place in ours], weight)
        others = [(r.person.parts, x) for r, x in zip(rows, logs, strict=True) if r.fold == fold]
        folds.append(_Fold(groups, [logs[place] for place in ours], others))
    strength = Strength(GRID[1], GRID[-1])
    for name in ("factors", "levels"):
        known: list[dict[Key, float]] = [{} for _ in folds]
        tried: dict[float, float] = {}
        for k in GRID:
            trying = strength._replace(**{name: k})
            errors: list[float] = []
            for number, part in enumerate(folds):
                effects, _ = backfit(part.ours, part.groups, trying, weight, known[number])
                known[number] = effects
                errors += [abs(x - explained(parts, effects, weight)) for parts, x in part.others]
            tried[k] = round(fmean(errors), 6)
        # Of equals the strongest.
        strength = strength._replace(**{name: min(tried, key=lambda k: (tried[k], -k))})
    return strength


def _out_of_fold(rows: Sequence[_Row], start: Start, strength: Strength) -> dict[bytes, Pay]:
    """Return what is estimated for each person by a book fitted to the other folds."""
    found: dict[bytes, Pay] = {}
    for fold in range(FOLDS):
        others = [row.person for row in rows if row.fold != fold]
        fitted = fit(others, start, strength)
        found |= {r.order: pay_of(r.person.parts, fitted, start) for r in rows if r.fold == fold}
    return found
