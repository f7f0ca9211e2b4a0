"""Grants of shares and of options: what they are worth as the share price moves."""

from __future__ import annotations

from typing import Literal, NamedTuple

EquityKind = Literal["public", "private", "options", "public options"]


class Options(NamedTuple):
    """Options on shares; prices in US dollars a share."""

    strike: float
    share_price: float
    """On the day of the grant."""
    shares: int

    def spread(self, growth: float = 0.0, years: int = 0) -> float:
        """Return price less strike in dollars for all of them, never below 0.

        Args:
            growth: yearly change of the share price, as a share of it.
            years: how many years it has changed.
        """
        price = self.share_price * (1 + growth) ** years
        return max(0.0, round((price - self.strike) * self.shares, 2))

    @property
    def exercise_cost(self) -> float:
        """What it costs to exercise all of them, in dollars."""
        return self.strike * self.shares


def is_private(kind: EquityKind) -> bool:
    """Say whether shares of a kind cannot be sold: options are private unless they say not."""
    return kind in ("private", "options")


def is_options(kind: EquityKind) -> bool:
    """Say whether a kind is options."""
    return kind in ("options", "public options")
