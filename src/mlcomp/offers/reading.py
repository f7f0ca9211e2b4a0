"""Reading an offer: its terms as people type them or write them in a file, or all their faults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from mlcomp.errors import Fault, NoBaseError, OfferError
from mlcomp.offers.grants import EquityKind, Options, is_options, is_private
from mlcomp.offers.match import match
from mlcomp.offers.money import (
    MAX_DOLLARS,
    SALARY,
    amount,
    bonus,
    count,
    dollars,
    once,
    percent,
    price,
    salary,
    unfit,
)
from mlcomp.offers.offer import Offer
from mlcomp.offers.vesting import EVEN, vesting
from mlcomp.text import folded, listed, number_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mlcomp.offers.money import Money
    from mlcomp.offers.vesting import Vesting

MAX_SIGN_ON_YEARS = 2
NO_BASE = Fault("base", expected=SALARY, found="none", kind="lacking")
OPTION_TERMS = ("strike", "share_price", "shares")


def read_offer(**values: Any) -> Offer:
    """Read an offer from what people type or write in a file; None is not given.

    Args:
        **values: any of `READERS`, as text or numbers; base is required. Refreshers vest on
            the first grant's schedule unless `refresh_vesting` says otherwise. Equity "a
            year" is a grant of that in each year of its vesting.

    Raises:
        OfferError: with every fault of the values; a term without those that it is about,
            or beside one that contradicts it, is one.
    """
    if unknown := values.keys() - READERS.keys():
        raise TypeError(f"read_offer() has no {', '.join(sorted(unknown))}")
    faults: list[Fault] = []
    read: dict[str, Any] = {}
    given = {name: value for name, value in values.items() if value is not None}
    for name, value in given.items():
        try:
            read[name] = READERS[name](value)
        except OfferError as error:
            faults += (fault._replace(field=_shown(name)) for fault in error.faults)
    # Options are the first grant, as equity is.
    named = given.keys() | ({"equity"} if given.keys() & set(OPTION_TERMS) else set())
    faults += (
        Fault(_shown(name), expected=f"{listed(map(_shown, needed))} with it", found="none")
        for name, needed in NEEDS.items()
        if name in read and named.isdisjoint(needed)
    )
    faults += _kind_faults(given, read)
    if "base" not in given:
        if not faults:
            raise NoBaseError(NO_BASE)
        faults.insert(0, NO_BASE)
    if faults:
        raise OfferError(*faults)
    return _offer(read)


def _offer(read: dict[str, Any]) -> Offer:
    """Return the offer that terms without faults make."""
    terms = {name: value for name, value in read.items() if name not in OPTION_TERMS}
    terms.setdefault("refresh_vesting", terms.get("vesting", EVEN))
    if "raise" in terms:
        terms["base_raise"] = terms.pop("raise")
    if target := terms.get("bonus"):
        terms |= {"bonus": target.on(terms["base"]), "bonus_share": target.share}
    if "strike" in read:
        options = Options(*(read[name] for name in OPTION_TERMS))
        terms |= {"options": options, "equity": options.spread()}
    understood = []
    if typed := read.get("equity"):
        terms["equity"], said = _granted(typed, terms.get("vesting", EVEN))
        understood += said
    if typed := read.get("refresh"):
        terms["refresh"] = typed.dollars
        understood += _refreshed(typed, terms["refresh_vesting"])
    return Offer(**terms, understood=tuple(understood))


def _granted(typed: Money, plan: Vesting) -> tuple[float, list[str]]:
    """Return a first grant in dollars, and how it was understood where it is equity a year."""
    if not (typed.yearly and typed.dollars):
        return typed.dollars, []
    grant = typed.dollars * plan.years
    said = (
        f"Equity of {typed.dollars:,.0f} a year is read as a first grant of {grant:,.0f}, which "
        f"vests over {number_of(plan.years, 'year')}."
    )
    return grant, [said]


def _refreshed(typed: Money, plan: Vesting) -> list[str]:
    """Say how a refresher a year is understood: one grant of that each year, as without it."""
    if not (typed.yearly and typed.dollars):
        return []
    each = f"{typed.dollars:,.0f}"
    return [
        (
            f"Refreshers of {each} a year are read as a grant of {each} each year, which vests "
            f"over {number_of(plan.years, 'year')} of its own."
        )
    ]


def _kind_faults(given: dict[str, Any], read: dict[str, Any]) -> list[Fault]:
    """Return what contradicts the kind of the shares, or is lacking for it."""
    if "equity_kind" in given and "equity_kind" not in read:
        return []
    kind: EquityKind = read.get("equity_kind", "public")
    faults: list[Fault] = []
    named = [name for name in OPTION_TERMS if name in given]
    if is_options(kind):
        lacking = [name for name in OPTION_TERMS if name not in given]
        faults += (
            Fault(_shown(name), expected=f"a value with equity-kind {kind}", found="none")
            for name in lacking
        )
        if "equity" in given:
            expected = "none beside options, whose value is their spread"
            faults.append(Fault("equity", expected=expected, found="a value"))
        if all(name in read for name in OPTION_TERMS):
            spread = Options(*(read[name] for name in OPTION_TERMS)).spread()
            if spread > MAX_DOLLARS:
                expected = f"options with a spread of at most {MAX_DOLLARS:,.0f}"
                faults.append(Fault("shares", expected=expected, found=f"{spread:,.0f}"))
    else:
        faults += (
            Fault(_shown(name), expected="equity-kind options with it", found=kind)
            for name in named
        )
    if "equity_worth" in read and not is_private(kind):
        expected = "equity-kind private or options with it"
        faults.append(Fault("equity-worth", expected=expected, found=kind))
    return faults


def _shown(name: str) -> str:
    """Return the name of a value as its option has it."""
    return name.replace("_", "-")


def _growth(value: object) -> float:
    return percent(value, -99, 300)


def _sign_on(value: object) -> tuple[float, ...]:
    """Read one or two amounts: "50000,25000"; a comma before three digits is part of one."""
    parts: list[Any] = [value]
    if isinstance(value, list | tuple):
        parts = list(value)
    elif isinstance(value, str) and "," in value:
        try:
            return (dollars(value),)
        except OfferError:
            spaced = ", " in value
            parts = [part.strip() for part in value.split(", " if spaced else ",")]
    if not 1 <= len(parts) <= MAX_SIGN_ON_YEARS:
        raise unfit("US dollars once, such as 30000, or for two years, such as 50000,25000", value)
    return tuple(dollars(part) for part in parts)


def _raise(value: object) -> float:
    return percent(value, 0, 100)


def _bonus_payout(value: object) -> float:
    return percent(value, 0, 300)


def _equity_worth(value: object) -> float:
    return percent(value, 0, 100)


def _equity_kind(value: object) -> EquityKind:
    kinds: tuple[EquityKind, ...] = get_args(EquityKind)
    for kind in kinds:
        if isinstance(value, str) and folded(value) == kind:
            return kind
    raise unfit(listed(kinds), value)


READERS: Mapping[str, Callable[[object], Any]] = {
    "base": salary,
    "bonus": bonus,
    "equity": amount,
    "vesting": vesting,
    "refresh": amount,
    "refresh_vesting": vesting,
    "sign_on": _sign_on,
    "growth": _growth,
    "equity_kind": _equity_kind,
    "equity_worth": _equity_worth,
    "strike": price,
    "share_price": price,
    "shares": count,
    "raise": _raise,
    "bonus_payout": _bonus_payout,
    "relocation": once,
    "match": match,
    "benefits": dollars,
}


# A term that changes nothing without any of these is a slip.
NEEDS = {
    "vesting": ("equity", "refresh"),
    "refresh_vesting": ("refresh",),
    "growth": ("equity", "refresh"),
    "equity_kind": ("equity", "refresh"),
    "bonus_payout": ("bonus",),
}
