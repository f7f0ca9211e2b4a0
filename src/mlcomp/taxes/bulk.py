"""Take-home pay of many people at once: the arithmetic of one, on columns."""

from __future__ import annotations

from collections import defaultdict
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from mlcomp.taxes.household import ALONE, Household
from mlcomp.taxes.levies import contributions, locals_of
from mlcomp.taxes.library import COLUMNS, NO_STATE, Column, column, computed_columns, joined
from mlcomp.taxes.take_home import after_savings, earners, filer_of, saved_before
from mlcomp.taxes.where import states_by_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlcomp.taxes.levies import Levy
    from mlcomp.taxes.where import Where


class Taxed(NamedTuple):
    """What taxes a place: its state's income tax, and all else."""

    state: str
    levies: tuple[Levy, ...]


def taxed_in(place: Where, household: Household = ALONE) -> Taxed:
    """Return what taxes who lives and works in a place."""
    local = locals_of(place, place, household.filing).home
    return Taxed(place.state, (*contributions(place), *local))


def nets_of(
    pays: Mapping[Where, Sequence[float]], household: Household = ALONE
) -> dict[Where, list[float]]:
    """Return what is left of each pay, by where it is earned and spent; US dollars a year.

    Places that are taxed alike are taken together, and the library is called twice for all.

    Raises:
        ExtraError: the library is not installed.
    """
    alike: defaultdict[Taxed, list[Where]] = defaultdict(list)
    for place, each in pays.items():
        if each:
            alike[taxed_in(place, household)].append(place)
    if not alike:
        return {}
    places = [place for group in alike.values() for place in group]
    columns = [column([pay for place in group for pay in pays[place]]) for group in alike.values()]
    nets = _nets(list(zip(alike, columns, strict=True)), household)
    ends = accumulate((len(pays[place]) for place in places), initial=0)
    return {
        place: nets[start:end] for place, (start, end) in zip(places, pairwise(ends), strict=True)
    }


def _nets(groups: list[tuple[Taxed, Column]], household: Household) -> list[float]:
    """Return what is left of the pay of all groups, one after the other."""
    numbers = states_by_number()
    pay = joined([each for _, each in groups])
    spouse = pay * 0.0 + household.spouse_pay
    filed = {"mstat": filer_of(household), "depx": household.dependents}
    before = [saved_before(taxed.state, household) for taxed, _ in groups]
    own, theirs = _after(groups, household, before)
    states = [numbers[taxed.state] for taxed, each in groups for _ in range(len(each))]
    asked = {"state": states, **filed, "pwages": own, "swages": theirs, "proptax": 0.0}
    _, state, security = computed_columns(asked)
    if household.pretax:
        whole = {"state": NO_STATE, **filed, "pwages": pay, "swages": spouse, "proptax": 0.0}
        _, _, security = computed_columns(whole)
    ends = accumulate((len(each) for _, each in groups), initial=0)
    charged = joined(
        [
            _charged(taxed, each, state.slice(start, end - start), household)
            for (taxed, each), (start, end) in zip(groups, pairwise(ends), strict=True)
        ]
    )
    own, theirs = _after(groups, household, [household.pretax] * len(groups))
    deducted = COLUMNS.greatest(0.0, state) + charged
    asked = {"state": NO_STATE, **filed, "pwages": own, "swages": theirs, "proptax": deducted}
    federal, _, _ = computed_columns(asked)
    left: list[float] = (pay + spouse - federal - state - security - charged).to_list()
    return left


def _after(
    groups: list[tuple[Taxed, Column]], household: Household, saved: Sequence[float]
) -> tuple[Column, Column]:
    """Return both wages of all groups after what each saves before the tax."""
    pairs = [
        after_savings(pay, pay * 0.0 + household.spouse_pay, each, COLUMNS)
        for (_, pay), each in zip(groups, saved, strict=True)
    ]
    own, theirs = zip(*pairs, strict=True)
    return joined(own), joined(theirs)


def _charged(taxed: Taxed, pay: Column, state: Column, household: Household) -> Column:
    """Return what is charged besides the library's taxes."""
    income = pay
    if household.spouse_pay or household.pretax:
        income = COLUMNS.greatest(0.0, pay + (household.spouse_pay - household.pretax))
    pays, state = earners(pay, household), COLUMNS.greatest(0.0, state)
    dollars = pay * 0.0
    for levy in taxed.levies:
        for each in levy.charges(pays, income, state, COLUMNS):
            dollars += each.dollars
    return dollars
