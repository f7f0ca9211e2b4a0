"""What taxes leave of a year's pay: the library's taxes and the levies it lacks, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from mlcomp.book.ranges import FLOATS
from mlcomp.errors import Fault, UsageError
from mlcomp.taxes.household import ALONE, Household
from mlcomp.taxes.levies import contributions, locals_of
from mlcomp.taxes.library import MARRIED, NO_STATE, SINGLE, Inputs, Outputs, computed
from mlcomp.taxes.records import local_taxes
from mlcomp.taxes.where import states_by_number
from mlcomp.text import rounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mlcomp.book.ranges import Maths
    from mlcomp.taxes.levies import Charge, Levy
    from mlcomp.taxes.where import Where

T = TypeVar("T", bound=Any)
NEXT = 1000.0
"""The next dollars of pay of which `marginal_percent` says what taxes take."""


class Case(NamedTuple):
    """Whose pay is taxed: US dollars a year, where it is earned, and where they live."""

    pay: float
    work: Where
    home: Where
    household: Household = ALONE

    @property
    def earned(self) -> float:
        """The pay of all who file together."""
        return self.pay + self.household.spouse_pay

    @property
    def income(self) -> float:
        """What is left for income taxes after savings before tax."""
        return max(0.0, self.earned - self.household.pretax)


class TakeHome(NamedTuple):
    """A year's pay and what is taken of it; US dollars.

    `payroll`, `by_state` and `federal_by` are what the library was asked for Social Security
    and Medicare, for the state's tax, and for federal tax: that is one question with the
    state's where nothing else can be itemized, since who itemizes weighs both. `marginal`
    is the share that taxes take of the next dollars, where it was asked for.
    """

    case: Case
    federal: float
    social_security_medicare: float
    state: float
    charges: tuple[Charge[float], ...]
    forgone: tuple[Charge[float], ...]
    """Local taxes for which the other place's give credit."""
    payroll: Inputs
    by_state: Inputs
    federal_by: Inputs
    marginal: float | None = None

    @property
    def state_payroll(self) -> float:
        """What is paid into the state's insurance."""
        return sum(each.dollars for each in self.charges if each.levy.kind == "state_payroll")

    @property
    def local(self) -> float:
        """What cities and counties take."""
        return sum(each.dollars for each in self.charges if each.levy.kind == "local")

    @property
    def taxes(self) -> float:
        """All that is taken."""
        taken = self.federal + self.social_security_medicare + self.state
        return taken + sum(each.dollars for each in self.charges)

    @property
    def net(self) -> float:
        """What is left, what goes into savings before tax included."""
        return self.case.earned - self.taxes

    @property
    def real(self) -> float | None:
        """What that buys at national prices; None where no prices are published."""
        prices = self.case.home.prices
        return self.net / prices.level * 100 if prices else None


def take_home(case: Case) -> TakeHome:
    """Return what is left of one pay, and of the next thousand dollars.

    Raises:
        ExtraError: the library is not installed.
        UsageError: more goes into savings than is earned.
    """
    return take_homes([case])[0]


def take_homes(cases: Sequence[Case], *, marginal: bool = True) -> list[TakeHome]:
    """Return what is left of many pays; the library is called twice for all of them.

    Raises:
        ExtraError: the library is not installed.
        UsageError: more goes into savings than is earned.
    """
    for case in cases:
        if case.household.pretax > case.earned:
            expected = f"at most the pay, {case.earned:,.0f}"
            raise UsageError(
                Fault("pretax", expected=expected, found=f"{case.household.pretax:,.0f}")
            )
    if not marginal:
        return _taxed(cases)
    raised = [case._replace(pay=case.pay + NEXT) for case in cases]
    both = _taxed([*cases, *raised])
    return [
        now._replace(marginal=(then.taxes - now.taxes) / NEXT)
        for now, then in zip(both[: len(cases)], both[len(cases) :], strict=True)
    ]


def _taxed(cases: Sequence[Case]) -> list[TakeHome]:
    numbers = states_by_number()
    states, payrolls = [], []
    for case in cases:
        filer, depx, spouse = (
            filer_of(case.household),
            case.household.dependents,
            case.household.spouse_pay,
        )
        payrolls.append(Inputs(NO_STATE, filer, depx, case.pay, spouse, 0.0))
        saved = saved_before(case.home.state, case.household)
        own, theirs = after_savings(case.pay, spouse, saved)
        states.append(Inputs(numbers[case.home.state], filer, depx, own, theirs, 0.0))
    answers = _answers([*states, *payrolls])
    found = []
    for case, by_state, payroll in zip(cases, states, payrolls, strict=True):
        state = answers[by_state].siitax
        charges, forgone = _charges(case, state)
        levied = sum(each.dollars for each in charges)
        if levied and case.home.state in local_taxes().itemized_together.states:
            by_state = by_state._replace(proptax=rounded(levied, 2))
        asked = by_state
        if not _is_one_question(case, by_state, levied):
            spouse = case.household.spouse_pay
            own, theirs = after_savings(case.pay, spouse, case.household.pretax)
            deducted = rounded(max(0.0, state) + levied, 2)
            asked = payroll._replace(pwages=own, swages=theirs, proptax=deducted)
        security = answers[payroll].tfica
        found.append(TakeHome(case, 0.0, security, 0.0, charges, forgone, payroll, by_state, asked))
    further = (inputs for each in found for inputs in (each.by_state, each.federal_by))
    answers |= _answers(inputs for inputs in further if inputs not in answers)
    return [
        each._replace(
            federal=answers[each.federal_by].fiitax, state=answers[each.by_state].siitax + 0.0
        )
        for each in found
    ]


def _is_one_question(case: Case, by_state: Inputs, levied: float) -> bool:
    """Return whether federal tax follows from what is asked for the state's."""
    alike = deducts_alike(case.home.state, case.household)
    return alike and by_state.proptax == rounded(levied, 2)


def _answers(asked: Iterable[Inputs]) -> dict[Inputs, Outputs[float]]:
    """Return what the library says of each distinct question."""
    distinct = list(dict.fromkeys(asked))
    return dict(zip(distinct, computed(distinct), strict=True))


def filer_of(household: Household) -> int:
    """Return the library's number of a filing status."""
    return MARRIED if household.filing == "married" else SINGLE


def saved_before(state: str, household: Household) -> float:
    """Return what of savings comes before a state's income tax."""
    return 0.0 if state in local_taxes().deferrals_taxed.states else household.pretax


def deducts_alike(state: str, household: Household) -> bool:
    """Return whether savings come before a state's income tax as before the federal."""
    return saved_before(state, household) == household.pretax


def after_savings(pay: T, spouse: T, saved: float, maths: Maths[T] = FLOATS) -> tuple[T, T]:
    """Return both pays after savings, which come first out of the person's own."""
    if not saved:
        return pay, spouse
    own = maths.greatest(0.0, pay - saved)
    return own, maths.greatest(0.0, spouse - maths.greatest(0.0, saved - pay))


def _charges(
    case: Case, state: float
) -> tuple[tuple[Charge[float], ...], tuple[Charge[float], ...]]:
    """Return what is charged besides the library's taxes, and what gives way to another place's.

    A home city's tax is reduced by that of the city of work, as a rule: the larger stands.
    """

    def of(levies: Iterable[Levy]) -> list[Charge[float]]:
        return [each for levy in levies for each in levy.charges(pays, case.income, taxed_state)]

    pays = [case.pay, *filter(None, [case.household.spouse_pay])]
    taxed_state = max(0.0, state)
    both = locals_of(case.work, case.home, case.household.filing)
    home, work = of(both.home), of(both.work)
    if sum(each.dollars for each in work) > sum(each.dollars for each in home):
        home, work = work, home
    return (*of(contributions(case.work)), *home), tuple(work)
