"""Take-home pay of many people at once: the arithmetic of one, on columns."""

from __future__ import annotations

from collections import defaultdict
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from mlcomp.taxes.household import ALONE, Household
from mlcomp.taxes.levies import contributions, locals_of
from mlcomp.taxes.library import COLUMNS, NO_STATE, Column, column, computed_columns, joined
from mlcomp.taxes.take_home import after_savings, deducts_alike, filer_of, saved_before
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

    Each tax is a whole dollar, as a receipt has it. Places that are taxed alike are taken
    together, and the library is called twice for all.

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
    federal, state, security = computed_columns(asked)
    if household.pretax:
        asked = {"state": NO_STATE, **filed, "pwages": pay, "swages": spouse, "proptax": 0.0}
        _, _, security = computed_columns(asked)
    ends = list(accumulate((len(each) for _, each in groups), initial=0))
    spans = [(start, end - start) for start, end in pairwise(ends)]
    both = [
        _charged(taxed, each, state.slice(*span), household)
        for (taxed, each), span in zip(groups, spans, strict=True)
    ]
    charged, whole = (joined([pair[n] for pair in both]) for n in range(2))
    # As of one: where more than the state's tax can be itemized, federal tax is asked for again.
    again = [
        span
        for (taxed, _), span in zip(groups, spans, strict=True)
        if taxed.levies or not deducts_alike(taxed.state, household)
    ]
    if again:
        own, theirs = _after(groups, household, [household.pretax] * len(groups))
        deducted = COLUMNS.greatest(0.0, state) + charged
        columns = {"pwages": own, "swages": theirs, "proptax": deducted}
        parts = {
            name: joined([each.slice(*span) for span in again]) for name, each in columns.items()
        }
        answered, _, _ = computed_columns({"state": NO_STATE, **filed, **parts})
        federal = _replaced(federal, spans, again, answered)
    taken = federal.round() + state.round() + security.round() + whole
    left: list[float] = (pay + spouse - taken).to_list()
    return left


def _replaced(
    column: Column,
    spans: Sequence[tuple[int, int]],
    again: Sequence[tuple[int, int]],
    answered: Column,
) -> Column:
    """Return a column with some of its spans taken from another, where they follow each other."""
    *starts, _ = accumulate((length for _, length in again), initial=0)
    at = dict(zip(again, starts, strict=True))
    return joined(
        [answered.slice(at[span], span[1]) if span in at else column.slice(*span) for span in spans]
    )


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


def _charged(
    taxed: Taxed, pay: Column, state: Column, household: Household
) -> tuple[Column, Column]:
    """Return what is charged besides the library's taxes, and that in whole dollars."""
    income = pay
    if household.spouse_pay or household.pretax:
        income = COLUMNS.greatest(0.0, pay + (household.spouse_pay - household.pretax))
    spouses = [pay * 0.0 + household.spouse_pay] if household.spouse_pay else []
    pays, state = [pay, *spouses], COLUMNS.greatest(0.0, state)
    dollars = whole = pay * 0.0
    for levy in taxed.levies:
        for each in levy.charges(pays, income, state, COLUMNS):
            dollars = dollars + each.dollars
            whole = whole + each.dollars.round()
    return dollars, whole
