"""What a state's insurance and cities take, for who works in one place and lives in another."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Generic, Literal, NamedTuple, TypeVar

from mlcomp.book.ranges import FLOATS
from mlcomp.taxes.records import local_taxes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlcomp.book.ranges import Maths
    from mlcomp.taxes.records import Brackets, Cited, Filing, Local
    from mlcomp.taxes.where import Where

Kind = Literal["state_payroll", "local"]
# Dollars of one person, or a column of many people's.
T = TypeVar("T", bound=Any)


class CreditLevied(NamedTuple):
    """What a levy is reduced by for incomes up to a limit, US dollars."""

    income_up_to: float
    fixed: float
    brackets: Brackets


class Levy(NamedTuple):
    """One tax on pay, for one filing status; amounts are US dollars a year.

    `on` is what it is charged on: each earner's pay, the income of all, or the state's tax.
    """

    kind: Kind
    id: str
    title: str
    on: Literal["pay", "income", "state tax"]
    brackets: Brackets
    fixed: float
    deduction: float
    up_to: float | None
    at_most: float | None
    credits: tuple[CreditLevied, ...]
    cited: Cited

    def charges(
        self, pays: Iterable[T], income: T, state: T, maths: Maths[T] = FLOATS
    ) -> Iterator[Charge[T]]:
        """Yield what is charged: on each earner's pay, on the income of all, or on state tax."""
        amounts = pays if self.on == "pay" else (income,) if self.on == "income" else (state,)
        for amount in amounts:
            taxed = amount
            if self.deduction:
                taxed = maths.greatest(0.0, taxed - self.deduction)
            if self.up_to is not None:
                taxed = maths.least(taxed, self.up_to)
            levied = (self.brackets, self.fixed, self.at_most, self.credits)
            yield Charge(self, taxed, charged(taxed, income, *levied, maths))


class Charge(NamedTuple, Generic[T]):
    """A levy on what counts of an amount; US dollars, or a column of them."""

    levy: Levy
    taxed: T
    dollars: T


def charged(
    taxed: T,
    income: T,
    brackets: Brackets,
    fixed: float,
    at_most: float | None,
    credits_: Iterable[CreditLevied],
    maths: Maths[T] = FLOATS,
) -> T:
    """Return a tax: percent by brackets and a fixed amount, up to a limit, less credits."""
    dollars: T = on_brackets(taxed, brackets, maths) + fixed
    if at_most is not None:
        dollars = maths.least(dollars, at_most)
    for credit in credits_:
        less = on_brackets(taxed, credit.brackets, maths) + credit.fixed
        less = maths.where(income > credit.income_up_to, 0.0, less)
        dollars = maths.greatest(0.0, dollars - less)
    return dollars


def on_brackets(amount: T, brackets: Brackets, maths: Maths[T] = FLOATS) -> T:
    """Return percent by brackets: on what lies above each start, the rise of the rate there."""
    dollars: T = amount * 0.0
    before = 0.0
    for start, percent in brackets:
        above = maths.greatest(0.0, amount - start) if start else amount
        dollars += above * ((percent - before) / 100)
        before = percent
    return dollars


@lru_cache(maxsize=4096)
def contributions(work: Where) -> tuple[Levy, ...]:
    """Return what employees pay into a state's insurance, by where they work."""
    return tuple(
        Levy(
            kind="state_payroll",
            id=each.id,
            title=each.title,
            on="pay",
            brackets=((0.0, each.percent),),
            fixed=0.0,
            deduction=0.0,
            up_to=each.up_to,
            at_most=each.at_most,
            credits=(),
            cited=each,
        )
        for each in local_taxes().contribution
        if each.state == work.state
    )


class Locals(NamedTuple):
    """Local taxes: of the place of home, and of the place of work where that is another."""

    home: tuple[Levy, ...]
    work: tuple[Levy, ...]


@lru_cache(maxsize=4096)
def locals_of(work: Where, home: Where, filing: Filing) -> Locals:
    """Return the local taxes of who works in one place and lives in another.

    One who does both in a city is taxed once, as resident where it has a rate for those.
    What a place in another state takes of work there is left out, as that state's tax is.
    """
    at_home: list[Levy] = []
    at_work: list[Levy] = []
    for local in local_taxes().local:
        lives = _is_in(home, local)
        works = work.state == home.state and _is_in(work, local)
        if lives and local.home:
            at_home.append(_levy(local, local.home.of(filing), filing, works=works))
        elif works and not (lives and local.not_residents) and (local.work or local.dollars):
            brackets = local.work.of(filing) if local.work else ()
            (at_home if lives else at_work).append(_levy(local, brackets, filing, works=True))
    return Locals(tuple(at_home), tuple(at_work))


def _is_in(place: Where, local: Local) -> bool:
    county = place.county and f"{place.county}, {place.state}"
    return place.city and (place.key in local.cities or county in local.counties)


def _levy(local: Local, brackets: Brackets, filing: Filing, *, works: bool) -> Levy:
    return Levy(
        kind="local",
        id=local.id,
        title=local.title,
        on=local.on,
        brackets=brackets,
        fixed=local.dollars if works else 0.0,
        deduction=local.deduction.of(filing),
        up_to=None,
        at_most=None,
        credits=tuple(
            CreditLevied(credit.income_up_to, credit.dollars.of(filing), credit.rates.of(filing))
            for credit in local.credit
        ),
        cited=local,
    )
