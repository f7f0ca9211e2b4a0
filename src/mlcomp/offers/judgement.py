"""An offer against an estimate: where it stands, where the gap is, and what to ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlcomp.offers.grants import is_private
from mlcomp.offers.notes import assumed_notes, growth_notes, option_notes, other_notes
from mlcomp.offers.offer import YEARS, Worth, worth
from mlcomp.rules.result import Note
from mlcomp.text import integer, listed, thousands

if TYPE_CHECKING:
    from mlcomp.offers.offer import Offer
    from mlcomp.rules.pay import Pay
    from mlcomp.rules.result import Estimate, NoteKind

ASKED_PERCENTILE = 75


class Judged(NamedTuple):
    """An amount in whole US dollars a year against what the rule book has for it.

    Distances and asks are whole dollars too: differences of the figures as they are shown.
    """

    amount: int
    pay: Pay

    @property
    def typical(self) -> int:
        """Typical pay, dollars a year."""
        return integer(self.pay.typical)

    @property
    def percentile(self) -> int:
        """The percentile in whole numbers: 0 is below 1, and 100 is above 99."""
        exact = self.pay.percentile(self.amount)
        return 0 if exact < 1 else 100 if exact > 99 else integer(exact)

    @property
    def compa_ratio(self) -> float:
        """The amount over typical; 1 is typical."""
        return self.pay.compa_ratio(self.amount)

    @property
    def range_penetration(self) -> float | None:
        """Where the amount stands from low (0) to high (1); None where those are the same."""
        has_width = self.pay.high > self.pay.low
        return self.pay.penetration(self.amount) if has_width else None

    @property
    def p75(self) -> int:
        """The 75th percentile in dollars a year, which lies below the likely high and the high."""
        return integer(self.pay.at_percentile(ASKED_PERCENTILE))

    @property
    def to_typical(self) -> int:
        """What to ask for to reach typical, dollars a year; 0 where the offer is there already."""
        return max(0, -self.above_typical)

    @property
    def to_p75(self) -> int:
        """What to ask for to reach the 75th percentile, dollars a year; 0 where it is there."""
        return max(0, self.p75 - self.amount)

    @property
    def above_typical(self) -> int:
        """The distance from typical, dollars a year; negative below it."""
        return self.amount - self.typical

    @property
    def above_likely_high(self) -> int:
        """The distance from the likely high, dollars a year; negative below it."""
        return self.amount - integer(self.pay.likely_high)


class Gap(NamedTuple):
    """What a total lacks to typical, dollars a year; a negative part is above its own typical.

    A rule book has one figure for equity and bonus together, so they are one part here too.
    """

    base: int
    equity_and_bonus: int


class Standing(NamedTuple):
    """An offer with its private shares counted at a share of the value claimed for them."""

    share: float
    """0.3 is 30% of the value claimed."""
    worth: Worth
    total: Judged


class Judgement(NamedTuple):
    """An offer's worth and where it stands; amounts in US dollars."""

    offer: Offer
    estimate: Estimate
    worth: Worth
    """What can be counted on: private shares are worth nothing here."""
    claimed: Worth | None
    """The same with private shares at the value claimed; None where shares are public."""
    at_worth: Standing | None
    """The same at the share of that value that was asked for; None where none was."""
    base: Judged
    total: Judged
    """Recurring pay against total compensation, shares at the price of the grant."""
    base_raised: Judged | None
    """The total with base at typical, and all else as offered; None where base is there."""
    gap: Gap | None
    """None where the total is at least typical, to the thousand that is shown."""
    notes: tuple[Note, ...]


def judge(offer: Offer, estimate: Estimate) -> Judgement:
    """Hold an offer against an estimate: base against base, recurring pay against total.

    Recurring pay is base, target bonus and the equity that vests, averaged over the first
    four years. Sign-on pay is paid once and no part of it. Private shares cannot be spent:
    they count as nothing in every percentile, and `claimed` shows them at their claimed
    value; `at_worth` holds them against the estimate at the offer's `equity_worth`. Growth of
    the share price, raises and the payout of a bonus are someone's assumptions: the years have
    them, the percentiles do not. What is neither base, bonus nor equity is in the years alone.
    """
    private = is_private(offer.equity_kind) and offer.has_shares
    counted_at = 0.0 if private else 1.0
    counted = worth(offer, shares=counted_at)
    claimed = worth(offer) if private else None
    base = Judged(integer(offer.base), estimate.base)
    as_promised = worth(offer.as_promised(), shares=counted_at)
    total = Judged(integer(as_promised.recurring_total), estimate.total)
    at_worth = _at_worth(offer, estimate) if private else None
    raised = None
    if not is_there(base.to_typical):
        # A bonus that is a share of base rises with it.
        more = base.to_typical * (1 + (offer.bonus_share or 0.0))
        raised = Judged(integer(as_promised.recurring_total + more), estimate.total)
    gap = None
    if not is_there(total.to_typical):
        gap = Gap(-base.above_typical, total.to_typical + base.above_typical)
    about: dict[NoteKind, list[str]] = {
        "terms": [*offer.understood],
        "vesting": _fall_notes(offer, private=private),
        "shares": _share_notes(offer, claimed, at_worth, total),
        "assumed": assumed_notes(offer, total.amount, shares=counted_at),
        "other": other_notes(offer),
        "gap": _gap_notes(offer, estimate, gap, as_promised, private=private),
    }
    notes = tuple(Note(kind, text) for kind, texts in about.items() for text in texts)
    return Judgement(offer, estimate, counted, claimed, at_worth, base, total, raised, gap, notes)


def _at_worth(offer: Offer, estimate: Estimate) -> Standing | None:
    """Return where an offer with private shares stands at its `equity_worth`, if it has one."""
    share = offer.equity_worth
    if share is None:
        return None
    promised = worth(offer.as_promised(), shares=share)
    total = Judged(integer(promised.recurring_total), estimate.total)
    return Standing(share, worth(offer, shares=share), total)


def is_there(ask: float) -> bool:
    """Say whether dollars to ask for are none to the thousand, as tables show them."""
    return ask < 0 or thousands(ask) == "0"


def _fall_notes(offer: Offer, *, private: bool) -> list[str]:
    """Say what happens to pay when the first grant has vested, or that it has not by then."""
    ended = offer.vesting.years
    if not offer.granted(ended - 1):
        return []
    if ended > YEARS:
        later = sum(offer.vesting.shares[YEARS:])
        return [f"{later:.0%} of the first grant vests after year {YEARS}, not shown here."]
    # One year more than is shown: a grant may end with the last of them.
    years = worth(offer, years=YEARS + 1).years
    last, after = years[ended - 1], years[ended]
    vested = f"The first grant has vested after year {ended}"
    if integer(after.equity) >= integer(last.equity):
        return [f"{vested}; the refreshers make up for it."]
    as_claimed = "claimed " if private else ""
    if ended == YEARS:
        less = last.equity - after.equity
        return [f"{vested}; year {ended + 1} pays {less:,.0f} less {as_claimed}equity."]
    recurring = "recurring pay as claimed" if private else "recurring pay"
    equity = f"{as_claimed}equity falls from {last.equity:,.0f} to {after.equity:,.0f}"
    raised = " (the raise included)" if offer.base_raise else ""
    return [
        (
            f"{vested}: {equity}, and with it {recurring} from {last.recurring:,.0f} "
            f"to {after.recurring:,.0f}{raised}."
        )
    ]


def _share_notes(
    offer: Offer, claimed: Worth | None, at_worth: Standing | None, total: Judged
) -> list[str]:
    """Say how shares are counted: their pace, refreshers, options, private shares and growth."""
    if not offer.has_shares:
        return []
    notes = option_notes(offer)
    if pace := offer.vesting.pace:
        notes.append(f"Vesting {pace} adds up to the same each year.")
    if offer.refresh:
        notes.append(
            "Refreshers count as granted at the end of each year, so that the first one vests "
            f"from year 2 on ({offer.refresh_vesting})."
        )
    if claimed:
        notes.append(
            f"{offer.shares_are.capitalize()} cannot be sold: they count as nothing in the "
            "percentiles and in recurring pay; as claimed, recurring pay would be "
            f"{claimed.recurring_total:,.0f} a year and the four-year average "
            f"{claimed.four_year_average:,.0f}."
        )
    if at_worth:
        notes.append(
            f"At {at_worth.share * 100:g}% of the value claimed, {at_worth.total.amount:,d} a year "
            f"would recur; that share is an assumption, and the four-year average with it is "
            f"{at_worth.worth.four_year_average:,.0f}."
        )
    if offer.growth:
        notes += growth_notes(offer, None if claimed else total.amount)
    return notes


def _gap_notes(
    offer: Offer, estimate: Estimate, gap: Gap | None, counted: Worth, *, private: bool
) -> list[str]:
    """Say which parts a total below typical lacks, as far as thousands show it."""
    if gap is None:
        return []
    if is_there(gap.equity_and_bonus) and not is_there(gap.base):
        return ["The total is below typical because base is; equity and bonus are not."]
    equity = counted.average_equity
    usual = estimate.total.typical - estimate.base.typical
    if integer(equity):
        found = f"equity of {equity:,.0f} a year"
    else:
        found = f"{offer.shares_are} counted as nothing" if private else "no equity"
    bonus = f"a bonus of {offer.bonus:,.0f}" if offer.bonus else "no bonus"
    only_these = is_there(gap.base) and not is_there(gap.equity_and_bonus)
    where = "equity and bonus are; base is not" if only_these else "base, equity and bonus are"
    return [
        (
            f"The total is below typical because {where}: the offer has "
            f"{listed([found, bonus], 'and')}, where the rule book has about {thousands(usual)} "
            "for equity and bonus together."
        )
    ]
