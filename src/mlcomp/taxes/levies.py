"""What a state's insurance and cities take, for who works in one place and lives in another."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from mlcomp.taxes.records import local_taxes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlcomp.taxes.records import Brackets, Cited, Filing, Local
    from mlcomp.taxes.where import Where

Kind = Literal["state_payroll", "local"]


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

    def taxed(self, base: float) -> float:
        """Return what of an amount counts."""
        counted = max(0.0, base - self.deduction)
        return counted if self.up_to is None else min(counted, self.up_to)

    def charge(self, taxed: float, income: float) -> float:
        """Return the tax on what counts, for somebody of an income."""
        return charged(taxed, income, self.brackets, self.fixed, self.at_most, self.credits)


def charged(
    taxed: float,
    income: float,
    brackets: Brackets,
    fixed: float,
    at_most: float | None,
    credits_: Iterable[CreditLevied],
) -> float:
    """Return a tax: percent by brackets and a fixed amount, up to a limit, less credits."""
    dollars = fixed + on_brackets(taxed, brackets)
    if at_most is not None:
        dollars = min(dollars, at_most)
    for credit in credits_:
        if income <= credit.income_up_to:
            dollars -= credit.fixed + on_brackets(taxed, credit.brackets)
    return max(0.0, dollars)


def on_brackets(amount: float, brackets: Brackets) -> float:
    """Return percent by brackets: of each bracket, its rate on what lies in it."""
    dollars = 0.0
    for place, (start, percent) in enumerate(brackets, 1):
        if amount <= start:
            break
        end = brackets[place][0] if place < len(brackets) else amount
        dollars += (min(amount, end) - start) * percent / 100
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
    """
    at_home: list[Levy] = []
    at_work: list[Levy] = []
    for local in local_taxes().local:
        lives, works = _is_in(home, local), _is_in(work, local)
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
