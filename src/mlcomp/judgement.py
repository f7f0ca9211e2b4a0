"""An offer against an estimate: where it stands, where the gap is, and what to ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlcomp.offer import YEARS, Worth, worth
from mlcomp.text import thousands

if TYPE_CHECKING:
    from mlcomp.offer import Offer
    from mlcomp.ranges import Pay
    from mlcomp.result import Estimate

ASKED_PERCENTILE = 75


class Judged(NamedTuple):
    """An amount in US dollars a year against what the rule book has for it."""

    amount: float
    pay: Pay

    @property
    def percentile(self) -> int:
        """The percentile in whole numbers: 0 is below 1, and 100 is above 99."""
        exact = self.pay.percentile(self.amount)
        return 0 if exact < 1 else 100 if exact > 99 else round(exact)

    @property
    def compa_ratio(self) -> float:
        """The amount over typical; 1 is typical."""
        return self.amount / self.pay.typical

    @property
    def range_penetration(self) -> float | None:
        """Where the amount stands from low (0) to high (1); None where those are the same."""
        width = self.pay.high - self.pay.low
        return (self.amount - self.pay.low) / width if width else None

    @property
    def p75(self) -> float:
        """The 75th percentile in dollars a year, which lies below the likely high and the high."""
        return self.pay.at_percentile(ASKED_PERCENTILE)

    @property
    def to_typical(self) -> float:
        """What to ask for to reach typical, dollars a year; 0 where the offer is there already."""
        return max(0.0, self.pay.typical - self.amount)

    @property
    def to_p75(self) -> float:
        """What to ask for to reach the 75th percentile, dollars a year; 0 where it is there."""
        return max(0.0, self.p75 - self.amount)

    @property
    def above_typical(self) -> float:
        """The distance from typical, dollars a year; negative below it."""
        return self.amount - self.pay.typical

    @property
    def above_likely_high(self) -> float:
        """The distance from the likely high, dollars a year; negative below it."""
        return self.amount - self.pay.likely_high


class Gap(NamedTuple):
    """What a total lacks to typical, dollars a year; a negative part is above its own typical.

    A rule book has one figure for equity and bonus together, so they are one part here too.
    """

    base: float
    equity_and_bonus: float


class Judgement(NamedTuple):
    """An offer's worth and where it stands; amounts in US dollars."""

    offer: Offer
    estimate: Estimate
    worth: Worth
    """What can be counted on: private shares are worth nothing here."""
    claimed: Worth | None
    """The same with private shares at the value claimed; None where shares are public."""
    base: Judged
    total: Judged
    """Recurring pay against total compensation."""
    gap: Gap | None
    """None where the total is at least typical."""
    notes: tuple[str, ...]


def judge(offer: Offer, estimate: Estimate) -> Judgement:
    """Hold an offer against an estimate: base against base, recurring pay against total.

    Recurring pay is base, target bonus and the equity that vests, averaged over the first
    four years. Sign-on pay is paid once and no part of it. Private shares cannot be spent:
    they count as nothing in every percentile, and `claimed` shows them at their claimed value.
    """
    private = offer.equity_kind == "private" and (offer.equity > 0 or offer.refresh > 0)
    counted = worth(offer, shares=not private)
    claimed = worth(offer) if private else None
    base = Judged(offer.base, estimate.base)
    total = Judged(counted.recurring_total, estimate.total)
    gap = None
    if total.to_typical > 0:
        missing = estimate.base.typical - offer.base
        gap = Gap(missing, total.to_typical - missing)
    notes = (
        *_worth_notes(offer, counted, claimed),
        *_gap_notes(offer, estimate, gap, counted, private=private),
    )
    return Judgement(offer, estimate, counted, claimed, base, total, gap, notes)


def _worth_notes(offer: Offer, counted: Worth, claimed: Worth | None) -> list[str]:
    notes = []
    shown = claimed or counted
    ended = offer.vesting.years
    if offer.equity and ended < YEARS:
        last, after = shown.years[ended - 1], shown.years[ended]
        if after.equity < last.equity:
            as_claimed = "claimed " if claimed else ""
            notes.append(
                f"The first grant has vested after year {ended}: {as_claimed}equity falls from "
                f"{last.equity:,.0f} to {after.equity:,.0f} and the year's total by "
                f"{last.total - after.total:,.0f}."
            )
        else:
            notes.append(
                f"The first grant has vested after year {ended}; the refreshers make up for it."
            )
    elif offer.equity and ended > YEARS:
        later = sum(offer.vesting.shares[YEARS:])
        notes.append(f"{later:.0%} of the first grant vests after year {YEARS}, not shown here.")
    if (offer.equity or offer.refresh) and offer.vesting.pace not in (None, "yearly", "annually"):
        notes.append(f"Vesting {offer.vesting.pace} after the cliff adds up to the same each year.")
    if offer.refresh:
        notes.append(
            "Refreshers count as granted at the end of each year, so that the first one vests "
            f"from year 2 on ({offer.refresh_vesting})."
        )
    if claimed:
        notes.append(
            "Private shares cannot be sold: they count as nothing in the percentiles and in "
            f"recurring pay; as claimed, recurring pay would be {claimed.recurring_total:,.0f} "
            f"a year and the four-year average {claimed.four_year_average:,.0f}."
        )
    if offer.growth:
        notes.append(
            f"Shares that have not vested change by {offer.growth * 100:+g}% a year; what vests "
            "in a grant's first year is counted at the price of the grant."
        )
    return notes


def _gap_notes(
    offer: Offer, estimate: Estimate, gap: Gap | None, counted: Worth, *, private: bool
) -> list[str]:
    """Say which parts a total below typical lacks."""
    if gap is None:
        return []
    equity = counted.recurring_total - offer.base - offer.bonus
    usual = estimate.total.typical - estimate.base.typical
    if gap.equity_and_bonus <= 0:
        return ["The total is below typical because base is; equity and bonus are not."]
    parts = []
    if equity == 0:
        parts.append("private shares counted as nothing" if private else "no equity")
    else:
        parts.append(f"equity of {equity:,.0f} a year")
    parts.append(f"a bonus of {offer.bonus:,.0f}" if offer.bonus else "no bonus")
    where = "base, equity and bonus are" if gap.base > 0 else "equity and bonus are; base is not"
    found = " and ".join(parts)
    note = (
        f"The total is below typical because {where}: the offer has {found}, where the rule "
        f"book has about {thousands(usual)} for equity and bonus together."
    )
    return [note]
