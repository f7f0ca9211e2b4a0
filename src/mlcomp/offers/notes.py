"""What an offer's own terms leave unsaid: options, assumptions, and what is no pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.offers.grants import is_private
from mlcomp.offers.match import DEFERRAL_LIMIT, DEFERRAL_SOURCE, DEFERRAL_YEAR
from mlcomp.offers.offer import worth
from mlcomp.text import listed

if TYPE_CHECKING:
    from mlcomp.offers.offer import Offer


def option_notes(offer: Offer) -> list[str]:
    """Say how options are counted, and what that leaves out."""
    options = offer.options
    if options is None:
        return []
    under = "" if options.share_price > options.strike else ": the price is not above the strike"
    unsold = ", and that private options cannot be sold" if is_private(offer.equity_kind) else ""
    left_out = listed(
        [f"what exercising costs ({options.exercise_cost:,.0f})", "tax", "time value"], "and"
    )
    return [
        (
            f"{options.shares:,d} options at a strike of {options.strike:,g} and a share price of "
            f"{options.share_price:,g} count as their spread, {offer.equity:,.0f}{under}. "
            f"That leaves out {left_out}{unsold}."
        )
    ]


def growth_notes(offer: Offer, promised: int | None) -> list[str]:
    """Say what a growth of the share price changes.

    Args:
        offer: an offer that assumes one.
        promised: what recurs in dollars a year without; None where shares do not count.
    """
    moves = f"{'rise' if offer.growth > 0 else 'fall'} {abs(offer.growth) * 100:g}% a year"
    shares = "Prices of shares" if offer.options else "Shares"
    less_strike = ", less the strike of options" if offer.options else ""
    notes = [
        (
            f"{shares} that have not vested {moves}; what vests in a grant's first year is "
            f"counted at the price of the grant{less_strike}."
        )
    ]
    if promised is not None:
        grown = worth(offer.as_promised()._replace(growth=offer.growth)).recurring_total
        notes.append(
            "That growth is an assumption: years and averages have it, the percentiles do "
            f"not. At the price of the grant {promised:,d} a year recurs, with it {grown:,.0f}."
        )
    return notes


def assumed_notes(offer: Offer, promised: int, *, shares: float) -> list[str]:
    """Say that raises and the payout of a bonus are in the years, and not in what is judged.

    Args:
        offer: the offer.
        promised: what recurs in dollars a year without them.
        shares: the share of their value at which shares count.
    """
    said = []
    if offer.base_raise:
        with_it = "base, and a bonus in percent with it," if offer.bonus_share else "base"
        said.append(f"{with_it} grows {offer.base_raise * 100:g}% a year from year 2 on")
    if offer.bonus_payout != 1:
        said.append(f"the bonus pays {offer.bonus_payout * 100:g}% of its target")
    if not said:
        return []
    assumed = worth(offer._replace(growth=0.0), shares=shares).recurring_total
    text = listed(said, "and")
    return [
        (
            f"{text[0].upper()}{text[1:]}: years and averages have that, the percentiles do not; "
            "they judge what is promised now, base of year 1 and the target bonus. As promised "
            f"{promised:,d} a year recurs, with that {assumed:,.0f}."
        )
    ]


def other_notes(offer: Offer) -> list[str]:
    """Say what an offer holds that is no pay, where it counts, and what its match rests on."""
    parts = []
    matched = offer.match.on(offer.base)
    if offer.relocation:
        parts.append(f"relocation of {offer.relocation:,.0f} in year 1")
    if matched:
        parts.append(f"a match of {matched:,.0f} in year 1")
    if offer.benefits:
        parts.append(f"benefits of {offer.benefits:,.0f} a year")
    if not parts:
        return []
    notes = [
        (
            f"Other pay is {listed(parts, 'and')}. It counts in the years and averages, and not "
            "in recurring pay, which is what is judged."
        )
    ]
    if matched:
        share, saved = offer.match.share, offer.match.saved(offer.base)
        notes.append(
            f"The match is {offer.match.rate * 100:g}% of what an employee saves up to "
            f"{share * 100:g}% of base, {saved:,.0f} in year 1; employees may save up to "
            f"{DEFERRAL_LIMIT:,d} in {DEFERRAL_YEAR} ({DEFERRAL_SOURCE}), taken for each year."
        )
    return notes
