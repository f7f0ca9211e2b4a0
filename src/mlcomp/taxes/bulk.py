"""Take-home pay of many people at once: the arithmetic of one, on columns."""

from __future__ import annotations

from collections import defaultdict
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from mlcomp.taxes.household import ALONE, Household
from mlcomp.taxes.levies import contributions, locals_of
from mlcomp.taxes.library import (
    COLUMNS,
    NO_STATE,
    Column,
    Outputs,
    column,
    computed_columns,
    integers,
    joined,
)
from mlcomp.taxes.records import local_taxes
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
    nets = _nets(list(map(_Group, alike, columns)), household)
    left = (net for each in nets for net in each.to_list())
    return {place: [next(left) for _ in pays[place]] for place in places}


class _Group(NamedTuple):
    """People who are taxed alike: a column of their pay."""

    taxed: Taxed
    pay: Column

    @property
    def together(self) -> bool:
        """Whether what can be itemized is weighed against the state's tax."""
        return self.taxed.state in local_taxes().itemized_together.states


class _Question(NamedTuple):
    """What the library is asked of a group."""

    state: int
    own: Column
    spouse: Column
    itemized: Column


def _nets(groups: list[_Group], household: Household) -> list[Column]:
    """Return what is left of the pay of each group."""
    numbers = states_by_number()
    spouses = [each.pay * 0.0 + household.spouse_pay for each in groups]
    none = [each.pay * 0.0 for each in groups]
    questions = []
    for group, spouse, nothing in zip(groups, spouses, none, strict=True):
        state = group.taxed.state
        wages = after_savings(group.pay, spouse, saved_before(state, household), COLUMNS)
        questions.append(_Question(numbers[state], *wages, nothing))
    answers = _answers(questions, household)
    security = [each.tfica for each in answers]
    if household.pretax:
        paid = zip(groups, spouses, none, strict=True)
        whole = [_Question(NO_STATE, group.pay, *columns) for group, *columns in paid]
        security = [each.tfica for each in _answers(whole, household)]
    charges = [
        _charged(group, spouse, each.siitax, household)
        for group, spouse, each in zip(groups, spouses, answers, strict=True)
    ]
    again: dict[int, _Question] = {}
    for n, (group, (charged, _)) in enumerate(zip(groups, charges, strict=True)):
        # As of one: where more than the state's tax can be itemized, federal tax is asked again.
        if group.taxed.levies or not deducts_alike(group.taxed.state, household):
            itemized = charged
            if not group.together:
                itemized = charged + COLUMNS.greatest(0.0, answers[n].siitax)
            wages = after_savings(group.pay, spouses[n], household.pretax, COLUMNS)
            number = questions[n].state if group.together else NO_STATE
            again[n] = _Question(number, *wages, itemized)
    for n, answer in zip(again, _answers(list(again.values()), household), strict=True):
        state = answer.siitax if groups[n].together else answers[n].siitax
        answers[n] = Outputs(answer.fiitax, state, answers[n].tfica)
    nets = zip(groups, spouses, answers, security, charges, strict=True)
    return [
        group.pay + spouse - integers(tax.fiitax) - integers(tax.siitax) - integers(paid) - whole
        for group, spouse, tax, paid, (_, whole) in nets
    ]


def _answers(questions: Sequence[_Question], household: Household) -> list[Outputs[Column]]:
    """Return what the library says of each group, all asked at once."""
    if not questions:
        return []
    lengths = [len(each.own) for each in questions]
    states, own, spouse, itemized = zip(*questions, strict=True)
    answered = computed_columns(
        {
            "state": [n for n, length in zip(states, lengths, strict=True) for _ in range(length)],
            "mstat": filer_of(household),
            "depx": household.dependents,
            "pwages": joined(own),
            "swages": joined(spouse),
            "proptax": joined(itemized),
        }
    )
    starts = accumulate(lengths, initial=0)
    return [
        Outputs(*(column.slice(start, length) for column in answered))
        for start, length in zip(starts, lengths, strict=False)
    ]


def _charged(
    group: _Group, spouse: Column, state: Column, household: Household
) -> tuple[Column, Column]:
    """Return what is charged besides the library's taxes, and that in whole dollars."""
    pay = group.pay
    income = COLUMNS.greatest(0.0, pay + spouse - household.pretax)
    pays = [pay, spouse] if household.spouse_pay else [pay]
    dollars = whole = pay * 0.0
    for levy in group.taxed.levies:
        for each in levy.charges(pays, income, COLUMNS.greatest(0.0, state), COLUMNS):
            dollars = dollars + each.dollars
            whole = whole + integers(each.dollars)
    return dollars, whole
