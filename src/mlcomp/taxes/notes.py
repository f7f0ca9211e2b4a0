"""What take-home pay does not count, and how places were taken, a sentence each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.places.names import STATES
from mlcomp.taxes.library import LAW
from mlcomp.taxes.records import local_taxes

if TYPE_CHECKING:
    from mlcomp.taxes.take_home import Case, TakeHome

NOT_COUNTED = (
    f"By the law of {LAW}. Not counted: shares sold later, the alternative minimum tax on "
    "exercised options, itemized deductions but state and local tax, and credits but those "
    "for children."
)
HSA_TAXED = ("CA", "NJ")


def notes_of(result: TakeHome) -> list[str]:
    """Return the notes on one take-home pay."""
    case = result.case
    places = dict.fromkeys((case.work, case.home))
    notes = [NOT_COUNTED, *(place.note for place in places if place.note)]
    if case.work.state != case.home.state:
        notes.append(
            f"Income tax is that of {STATES[case.home.state]}, where home is; what "
            f"{STATES[case.work.state]} and its cities take of work there, and the credit for it, "
            "are left out."
        )
    notes += _local(result)
    if case.household.pretax:
        notes += _savings(case)
    if case.home.prices is None:
        where = case.home.name if case.home.city else f"{case.home.name} as a whole"
        notes.append(f"{where} has no price level: name a city for pay at national prices.")
    else:
        prices = case.home.prices
        notes.append(
            f"Prices in {prices.area} are {prices.level:.1f}% of the nation's, "
            f"of housing {prices.housing:.1f}% (BEA, 2024)."
        )
    return notes


def _local(result: TakeHome) -> list[str]:
    home = result.case.home
    if result.forgone:
        titles = " and ".join(dict.fromkeys(each.levy.title for each in result.forgone))
        return [f"Left out, since the other place's local tax is larger: {titles}."]
    if any(each.levy.kind == "local" for each in result.charges):
        return []
    elsewhere = local_taxes().elsewhere.states
    places = dict.fromkeys((home, result.case.work))
    found = [place.name for place in places if place.state in elsewhere]
    return [f"A local tax may exist in {name}; it is not counted." for name in found]


def _savings(case: Case) -> list[str]:
    state = STATES[case.home.state]
    if case.home.state in local_taxes().deferrals_taxed.states:
        return [f"{state} taxes what goes into a 401(k)."]
    if case.home.state in HSA_TAXED:
        return [f"{state} taxes what goes into an HSA; that is not counted."]
    return []
