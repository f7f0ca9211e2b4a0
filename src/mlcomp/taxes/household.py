"""Who files: what changes the tax on the same pay, as it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlcomp.errors import Fault, UsageError
from mlcomp.text import nearest, quoted, unknown

if TYPE_CHECKING:
    from mlcomp.taxes.records import Filing

MAX_DEPENDENTS = 15
FILINGS: tuple[Filing, ...] = ("single", "married")


class Household(NamedTuple):
    """Who files together; US dollars a year.

    `dependents` are children under 17; `pretax` goes into a 401(k) or an HSA before income
    tax, though not before Social Security and Medicare.
    """

    filing: Filing = "single"
    spouse_pay: float = 0.0
    dependents: int = 0
    pretax: float = 0.0


ALONE = Household()


def household_of(
    filing: str | None = None,
    spouse_pay: str | None = None,
    dependents: str | None = None,
    pretax: str | None = None,
) -> Household:
    """Return who files, from what was typed.

    Raises:
        UsageError: it has a fault for a value that cannot be meant.
    """
    # Money is read as of an offer.
    from mlcomp.errors import OfferError
    from mlcomp.offers.money import dollars

    def read(field: str, typed: str | None) -> float:
        try:
            return dollars(typed) if typed is not None else 0.0
        except OfferError as error:
            raise UsageError(*(fault._replace(field=field) for fault in error.faults)) from None

    found = next((each for each in FILINGS if each == (filing or "single").strip().lower()), None)
    if found is None:
        raise UsageError(unknown("filing", filing or "", FILINGS, nearest(filing or "", FILINGS)))
    spouse = read("spouse-pay", spouse_pay)
    if spouse and found != "married":
        raise UsageError(Fault("spouse-pay", expected="--filing married with it", found="single"))
    count = (dependents or "0").strip()
    if not (count.isascii() and count.isdigit() and len(count) < 4) or int(count) > MAX_DEPENDENTS:
        expected = f"a whole number from 0 to {MAX_DEPENDENTS}"
        raise UsageError(Fault("dependents", expected=expected, found=quoted(dependents)))
    return Household(found, spouse, int(count), read("pretax", pretax))
