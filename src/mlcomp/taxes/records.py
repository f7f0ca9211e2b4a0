"""The records of `data/local_taxes.toml`: taxes that the library lacks, and what each rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, TypeAdapter
from pydantic import ValidationError as PydanticError

from mlcomp.book.records import Source
from mlcomp.book.values import Id, Text
from mlcomp.errors import BookError, Fault
from mlcomp.files import data_file, read_toml
from mlcomp.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = "local_taxes.toml"
Filing = Literal["single", "married"]
FILINGS: tuple[Filing, ...] = ("single", "married")
Brackets = tuple[tuple[float, float], ...]
"""Percent of what lies above each amount of US dollars, up to the next."""

STRICT = ConfigDict(extra="forbid")
State = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Amount = Annotated[float, Field(ge=0, le=1e7)]


def _for_both(value: Any) -> Any:
    """Read a percentage, or brackets, that are those of every filer."""
    if isinstance(value, int | float):
        value = [[0, value]]
    return dict.fromkeys(FILINGS, value) if isinstance(value, list) else value


def _rising(rates: ByFiling) -> ByFiling:
    for brackets in (rates.single, rates.married):
        starts = [start for start, _ in brackets]
        if any(start >= end for start, end in pairwise(starts)):
            raise ValueError("expected brackets that rise")
        if not all(0 <= percent <= 100 for _, percent in brackets):
            raise ValueError("expected percentages from 0 to 100")
    return rates


@dataclass(frozen=True, kw_only=True)
class ByFiling:
    """Brackets of single people and of couples who file together."""

    __pydantic_config__ = STRICT

    single: Brackets
    married: Brackets

    def of(self, filing: Filing) -> Brackets:
        """Return the brackets of one filing status."""
        return self.single if filing == "single" else self.married


@dataclass(frozen=True, kw_only=True)
class Dollars:
    """US dollars of single people and of couples who file together."""

    __pydantic_config__ = STRICT

    single: Amount = 0.0
    married: Amount = 0.0

    def of(self, filing: Filing) -> float:
        """Return the dollars of one filing status."""
        return self.single if filing == "single" else self.married


Rates = Annotated[ByFiling, BeforeValidator(_for_both), AfterValidator(_rising)]
NO_DOLLARS = Dollars()


@dataclass(frozen=True, kw_only=True)
class Cited:
    """A figure with its year, its source, and why it is what it is."""

    __pydantic_config__ = STRICT

    year: Annotated[int, Field(ge=2020, le=2100)]
    basis: Literal["evidence", "assumption"]
    source: Text
    reason: Text | None = None


@dataclass(frozen=True, kw_only=True)
class States(Cited):
    """A fact that holds in some states."""

    states: tuple[State, ...]


@dataclass(frozen=True, kw_only=True)
class Contribution(Cited):
    """What employees pay into a state's insurance: percent of pay, by the state they work in.

    `up_to` limits the pay that counts, `at_most` what is paid, US dollars a year.
    """

    id: Id
    title: Text
    state: State
    percent: Annotated[float, Field(gt=0, le=10)]
    up_to: Amount | None = None
    at_most: Amount | None = None


@dataclass(frozen=True, kw_only=True)
class Credit:
    """What a tax is reduced by, for incomes up to a limit: dollars, and percent by brackets."""

    __pydantic_config__ = STRICT

    income_up_to: Amount
    dollars: Dollars = NO_DOLLARS
    rates: Rates = ByFiling(single=(), married=())


@dataclass(frozen=True, kw_only=True)
class Local(Cited):
    """The tax of a city or a county.

    Attributes:
        cities: the places that are in it, as `New York, NY`.
        counties: the counties, as `Anne Arundel, MD`.
        on: what is taxed: all pay; income, which is pay less savings before tax and less
            `deduction`; or the state's income tax.
        home: the rates of who lives there.
        work: the rates of who works there, and pays no `home` rate.
        not_residents: `work` spares who lives there.
        dollars: a fixed amount a year, of who works there.
    """

    id: Id
    title: Text
    cities: tuple[Text, ...] = ()
    counties: tuple[Text, ...] = ()
    on: Literal["pay", "income", "state tax"]
    deduction: Dollars = NO_DOLLARS
    home: Rates | None = None
    work: Rates | None = None
    not_residents: bool = False
    dollars: Amount = 0.0
    credit: tuple[Credit, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ByCounty(Cited):
    """A state's counties that tax income alike, each at a rate of its own, in percent."""

    id: Id
    title: Text
    state: State
    on: Literal["income"]
    deduction: Dollars
    home: dict[Text, Annotated[float, Field(ge=0, le=10)]]

    def each(self) -> Iterator[Local]:
        """Yield the tax of each county."""
        for county, percent in self.home.items():
            name = county if county.endswith(" City") else f"{county} County"
            rates = ((0.0, percent),)
            yield Local(
                id=self.id,
                title=f"{name} income tax",
                counties=(f"{county}, {self.state}",),
                on=self.on,
                deduction=self.deduction,
                home=ByFiling(single=rates, married=rates),
                year=self.year,
                basis=self.basis,
                source=self.source,
                reason=self.reason,
            )


@dataclass(frozen=True, kw_only=True)
class LocalTaxes:
    """All of the file; counties that are listed by their state are taxes like any other."""

    __pydantic_config__ = STRICT

    schema: Literal["mlcomp/local-taxes/v1"]
    law: int
    sources: dict[Id, Source]
    elsewhere: States
    deferrals_taxed: States
    itemized_together: States
    contribution: tuple[Contribution, ...]
    local: tuple[Local, ...]
    by_county: tuple[ByCounty, ...]

    def citation(self, cited: Cited) -> str:
        """Return the source of a figure in words."""
        return self.sources[cited.source].title


def check(raw: dict[str, Any]) -> LocalTaxes:
    """Return the taxes of parsed TOML.

    Raises:
        BookError: it has a fault for each wrong value, unknown key or unknown source.
    """
    try:
        taxes = TypeAdapter(LocalTaxes).validate_python(raw)
    except PydanticError as error:
        faults = (
            Fault(".".join(str(part) for part in each["loc"]), expected=each["msg"])
            for each in error.errors(include_url=False)
        )
        raise BookError(*(fault.within(FILE) for fault in faults)) from None
    cited: list[Cited] = [*taxes.contribution, *taxes.local, *taxes.by_county]
    cited += [taxes.elsewhere, taxes.deferrals_taxed, taxes.itemized_together]
    if unknown := sorted({each.source for each in cited} - set(taxes.sources)):
        fault = Fault("source", expected="one of [sources]", found=printable(unknown[0]))
        raise BookError(fault.within(FILE))
    counties = (local for state in taxes.by_county for local in state.each())
    return replace(taxes, local=(*taxes.local, *counties))


@cache
def local_taxes() -> LocalTaxes:
    """Return the shipped taxes."""
    return check(read_toml(data_file(FILE), FILE, "local taxes", BookError))
