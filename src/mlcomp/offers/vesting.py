"""How a grant of shares turns into pay, year by year."""

from __future__ import annotations

import re
from math import ceil, floor, fsum
from typing import TYPE_CHECKING, NamedTuple

from mlcomp.errors import Fault, OfferError
from mlcomp.offers.money import unfit
from mlcomp.text import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_YEARS = 10

_EXPECTED = (
    "yearly percentages that sum to 100 such as 25/25/25/25 or 5/15/40/40, "
    f"or equal parts such as 4y or '4y monthly', over 1 to {MAX_YEARS} years"
)
# How often within a year, which years do not show.
_PACE = (
    r"(?P<pace>monthly|quarterly|yearly|annually)?"
    r"(?P<cliff>(?: |^)after (?:the |an? )?(?:(?:one|1)[ -]year )?cliff)?"
)
_TEXT = re.compile(
    r"(?:(?P<years>[0-9]{1,6}) ?y(?:ears?|rs?)?|(?P<parts>[0-9.%/,+-]+))"
    rf"(?:[ ,/-]*{_PACE})?"
)


class Vesting(NamedTuple):
    """The shares of a grant that vest in each year after it, as fractions that sum to 1."""

    shares: tuple[float, ...]
    pace: str | None = None
    """How often it vests within a year ("monthly after the cliff"), where that was given.

    It changes no year's sum.
    """

    @property
    def years(self) -> int:
        """The year after the grant in which its last part vests."""
        return max(year for year, share in enumerate(self.shares, 1) if share)

    def __str__(self) -> str:
        return "/".join(f"{round(share * 100, 2):g}" for share in self.shares)


EVEN = Vesting((0.25, 0.25, 0.25, 0.25))
"""Four years, a quarter each, the first at the one-year cliff: the usual schedule."""


def vesting(value: object) -> Vesting:
    """Read a schedule: percentages a year as text or as a file's list, or a number of years.

    Equal parts that round, such as 33/33/33, are exact parts of the whole.

    Raises:
        OfferError: it is not a schedule, or its percentages do not sum to 100.
    """
    if isinstance(value, list | tuple):
        return Vesting(_shares(list(value), value))
    text = value.strip().lower() if isinstance(value, str) else ""
    match = _TEXT.fullmatch(text)
    if match is None:
        # A pace alone says how often, but not over how many years.
        hint = f"4y {text}?" if text and re.fullmatch(_PACE, text) else ""
        raise unfit(_EXPECTED, value, hint)
    pace = match["pace"] if match["pace"] in ("monthly", "quarterly") else None
    if pace and match["cliff"]:
        pace += " after the cliff"
    if match["years"] is None:
        return Vesting(_shares(re.split("[/,]", match["parts"]), value), pace)
    years = int(match["years"])
    if not 1 <= years <= MAX_YEARS:
        raise unfit(_EXPECTED, value)
    return Vesting((1 / years,) * years, pace)


def _shares(parts: Sequence[object], value: object) -> tuple[float, ...]:
    """Return yearly percentages as fractions of the grant."""
    numbers = [_number(part) for part in parts]
    if not 1 <= len(numbers) <= MAX_YEARS or any(not 0 <= number <= 100 for number in numbers):
        raise unfit(_EXPECTED, value)
    total = fsum(numbers)
    # 33/33/33 and 16.7/16.7/... are what people write for equal parts, rounded either way.
    equal = 100 / len(numbers)
    if len(set(numbers)) == 1 and floor(equal) <= numbers[0] <= ceil(equal):
        return (1 / len(numbers),) * len(numbers)
    if abs(total - 100) > 0.001:
        hint = "; 0.25 is written 25" if abs(total - 1) <= 0.001 else ""
        found = f"{quoted(value)}, which sums to {total:g}{hint}"
        raise OfferError(Fault(expected=_EXPECTED, found=found))
    return tuple(number / total for number in numbers)


def _number(part: object) -> float:
    """Return one percentage, or a negative number, which fits none, for anything else."""
    if isinstance(part, bool):
        return -1
    if isinstance(part, int | float):
        return part
    text = str(part).strip().removesuffix("%")
    return float(text) if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text) else -1


def vested(
    grant_dollars: float, plan: Vesting, *, growth: float, granted_after: int, years: int
) -> tuple[float, ...]:
    """Return the US dollars that one grant pays in each of the first years of an offer.

    Args:
        grant_dollars: its value in dollars on the day it is granted.
        plan: the share that vests in each year after that day.
        growth: yearly change of the share price as a share, 0.1 for 10%. It applies to what
            has not vested: the first year's part is paid at the price of the grant, and
            each further year multiplies what is left once more.
        granted_after: full years of the offer before the grant; 0 is the first day.
        years: how many years of the offer to return.
    """
    paid = [0.0] * years
    for age, share in enumerate(plan.shares):
        if granted_after + age < years:
            paid[granted_after + age] = grant_dollars * share * (1 + growth) ** age
    return tuple(paid)
