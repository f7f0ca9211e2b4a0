"""Take-home pay: what `take-home` shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.errors import Fault, OfferError, UsageError
from mlcomp.offers.money import salary
from mlcomp.rules.profile import Profile
from mlcomp.taxes.asked import Asked
from mlcomp.taxes.estimate import Left
from mlcomp.taxes.household import household_of
from mlcomp.taxes.take_home import take_home

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


def asked_of(household: Mapping[str, Any], live_in: str | None) -> Asked:
    """Return who files and where they live, from values as text or numbers.

    Raises:
        UsageError: a value cannot be meant.
    """
    typed = {name: str(value) for name, value in household.items()}
    return Asked(household_of(**typed), live_in)


def left_of_pay(person: Mapping[str, Any], asked: Asked, pay: object) -> Left:
    """Return what is left of a stated pay, of which only the place is to be known.

    Args:
        person: what describes the person; `city` and `remote` say where it is taxed.
        asked: who files.
        pay: US dollars a year, as typed.

    Raises:
        UsageError: the pay cannot be meant, or more is said of the person.
        ExtraError: the library of taxes is not installed.
    """
    given = (name for name, value in person.items() if value not in (None, False))
    if unused := [name for name in given if name not in ("city", "remote")]:
        option = unused[0].replace("_", "-")
        raise UsageError(Fault("pay", expected=f"no --{option} beside it", found="both"))
    profile = Profile(city=person.get("city"), remote=person.get("remote", False))
    try:
        dollars = salary(pay)
    except OfferError as error:
        raise UsageError(*(fault._replace(field="pay") for fault in error.faults)) from None
    return Left(take_home(asked.case(dollars, profile)))
