"""What an employer adds to a retirement plan: "50% of 6%"."""

from __future__ import annotations

import re
from typing import NamedTuple

from mlcomp.offers.money import percent, unfit

DEFERRAL_LIMIT = 23_500
"""US dollars that an employee may defer to such plans in that year, without catch-up at 50.

Section 402(g)(1) of the Internal Revenue Code as IRS Notice 2024-80 of 1 November 2024 has it
(Notice 2025-67 makes it 24,500 in 2026).
"""
DEFERRAL_YEAR = 2025
DEFERRAL_SOURCE = "IRS Notice 2024-80"

_EXPECTED = "a share of what is put in, up to a share of base, such as '50% of 6%'"
_TEXT = re.compile(
    r"(?P<rate>[0-9.]+\s*%)\s*(?:match(?:ed|ing)?\s*)?"
    r"(?:of|on|up to)\s+(?:the\s+)?(?:first\s+)?(?P<share>[0-9.]+\s*%)"
)
_SHARE_ALONE = re.compile(r"(?P<share>[0-9.]+)\s*%")


class Match(NamedTuple):
    """An employer pays `rate` of what an employee puts in, up to `share` of base; 0.5 is 50%."""

    rate: float = 0.0
    share: float = 0.0

    def saved(self, base: float) -> float:
        """Return the dollars a year that are matched at most, on a base salary."""
        return min(self.share * base, DEFERRAL_LIMIT)

    def on(self, base: float) -> float:
        """Return what the employer adds in dollars a year, on a base salary."""
        return self.rate * self.saved(base)


NO_MATCH = Match()


def match(value: object) -> Match:
    """Read a match such as "50% of 6%" or "100% up to 4%".

    Raises:
        OfferError: it is none; a share of base alone may be matched at any rate.
    """
    text = value.strip().lower() if isinstance(value, str) else ""
    found = _TEXT.fullmatch(text)
    if found is None:
        alone = _SHARE_ALONE.fullmatch(text)
        raise unfit(_EXPECTED, value, f"100% of {alone['share']}%?" if alone else "")
    return Match(percent(found["rate"], 0, 300), percent(found["share"], 0, 100))
