"""How a grant of shares turns into pay, year by year."""

from __future__ import annotations

import re
from math import ceil, floor, fsum
from typing import TYPE_CHECKING, NamedTuple

from mlcomp.errors import Fault, OfferError
from mlcomp.offers.money import unfit
from mlcomp.text import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MAX_YEARS = 10

_EXPECTED = (
    "yearly percentages that sum to 100 such as 25/25/25/25 or 5/15/40/40, "
    f"or equal parts such as 4y or '4y monthly', over 1 to {MAX_YEARS} years"
)
_HEAD = re.compile(r"(?P<years>[0-9]{1,6})[ -]?y(?:ears?|rs?)?|(?P<parts>[0-9.%/,+-]+)")
# How often within a year, and a cliff of one year: neither changes what a year sums to.
_PACE = (
    r"(?:then |followed by |vesting )?(?P<pace>monthly|quarterly|yearly|annually)"
    r"(?: vesting| thereafter)?"
)
_CLIFF = (
    r"(?:(?:after|with|and) )?(?:(?:the|an?) )?"
    r"(?:(?:one|1) ?(?:years?|yrs?|y) |12 ?(?:months?|mo) )?(?P<cliff>cliff)"
)
# A group has one name in each order.
_CLIFF_FIRST = _CLIFF.replace("<cliff>", "<cliff_first>")
_PACE_AFTER = _PACE.replace("<pace>", "<pace_after>")
_REST = re.compile(
    r"(?:vest(?:ing)?(?: |$))?"
    rf"(?:{_PACE}(?: {_CLIFF})?|{_CLIFF_FIRST}(?: {_PACE_AFTER})?)?"
)
_SEPARATORS = re.compile(r"[ ,/-]+")


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
    head = _HEAD.match(text)
    end = head.end() if head else 0
    rest = _REST.fullmatch(_SEPARATORS.sub(" ", text[end:]).strip())
    of_the_cliff = bool(head and rest and head["years"] == "1" and rest[0].startswith("cliff"))
    if head is None or rest is None or of_the_cliff:
        # A pace or a cliff alone says how often, but not over how many years.
        raise unfit(_EXPECTED, value, f"4y {text}?" if text and rest else "")
    found = rest.groupdict()
    pace = found["pace"] or found["pace_after"]
    pace = pace if pace in ("monthly", "quarterly") else None
    if pace and (found["cliff"] or found["cliff_first"]):
        pace += " after the cliff"
    if head["years"] is None:
        parts = head["parts"].rstrip("/,-") if end < len(text) else head["parts"]
        return Vesting(_shares(re.split("[/,]", parts), value), pace)
    years = int(head["years"])
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
    value_at: Callable[[int], float], plan: Vesting, *, granted_after: int, years: int
) -> tuple[float, ...]:
    """Return the US dollars that one grant pays in each of the first years of an offer.

    Args:
        value_at: what the whole grant is worth so many years after its first year, in
            dollars; 0 is its first year, which is paid at the price of the grant.
        plan: the share that vests in each year after the grant.
        granted_after: full years of the offer before the grant; 0 is the first day.
        years: how many years of the offer to return.
    """
    paid = [0.0] * years
    for age, share in enumerate(plan.shares):
        if granted_after + age < years:
            paid[granted_after + age] = share * value_at(age)
    return tuple(paid)
