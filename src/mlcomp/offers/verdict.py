"""What to make of an offer: low, fair or high, and what to ask for, in a sentence each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from mlcomp.offers.judgement import is_there
from mlcomp.text import thousands

if TYPE_CHECKING:
    from mlcomp.offers.judgement import Judged, Judgement

Word = Literal["low", "fair", "high"]
LOW, HIGH = 25, 75
"""Percentiles under which pay is low, and above which it is high."""


class Ask(NamedTuple):
    """What to ask for: so many US dollars a year more, to reach a percentile at `amount`."""

    of: Literal["base", "total"]
    percentile: Literal[50, 75]
    dollars: int
    amount: int


class Verdict(NamedTuple):
    """How base and total stand, by the edition that judged, and what follows, in sentences."""

    by: str
    base: Word
    total: Word
    asks: tuple[Ask, ...]
    text: tuple[str, ...]


def verdict_of(judgement: Judgement, other: Judgement | None = None) -> Verdict:
    """Return what to make of an offer by one judgement, and where another differs.

    A low offer is asked up to typical and to the 75th percentile, a fair one to the 75th, a
    high one not at all; nothing is asked for that is there already, to the thousand.
    """
    by = judgement.estimate.book
    base, total = word(judgement.base), word(judgement.total)
    asks = (*_asks("base", judgement.base), *_asks("total", judgement.total))
    text = [
        _pays(judgement),
        _stands("Base of", judgement.base, by),
        _stands("Total of", judgement.total, by),
        _to_ask(asks),
    ]
    if other and (word(other.base), word(other.total)) != (base, total):
        text.append(
            f"{other.estimate.book} differs: by it base is {word(other.base)} "
            f"({_percentile(other.base)}) and total {word(other.total)} "
            f"({_percentile(other.total)})."
        )
    return Verdict(by, base, total, asks, tuple(text))


def word(judged: Judged) -> Word:
    """Return how an amount stands, by its percentile as it is shown."""
    if judged.percentile < LOW:
        return "low"
    return "high" if judged.percentile > HIGH else "fair"


def _asks(of: Literal["base", "total"], judged: Judged) -> list[Ask]:
    stands = word(judged)
    asks = []
    if stands == "low" and not is_there(judged.to_typical):
        asks.append(Ask(of, 50, judged.to_typical, judged.typical))
    if stands != "high" and not is_there(judged.to_p75):
        asks.append(Ask(of, 75, judged.to_p75, judged.p75))
    return asks


def _pays(judgement: Judgement) -> str:
    first, recurring = judgement.worth.years[0].total, judgement.worth.recurring_total
    return (
        f"It pays {first:,.0f} in year one; {recurring:,.0f} a year recurs on average over four "
        "years (base, bonus, equity)."
    )


def _stands(what: str, judged: Judged, by: str) -> str:
    apart = judged.above_typical
    where = "at typical"
    if not is_there(abs(apart)):
        where = f"{thousands(abs(apart))} {'above' if apart > 0 else 'below'} typical"
    return f"{what} {judged.amount:,d} is {word(judged)}: {_percentile(judged)} of {by}, {where}."


def _percentile(judged: Judged) -> str:
    """Return "percentile 51", below 1 and above 99 at the ends."""
    shown = {0: "below 1", 100: "above 99"}.get(judged.percentile, judged.percentile)
    return f"percentile {shown}"


def _to_ask(asks: tuple[Ask, ...]) -> str:
    if not asks:
        return "Nothing to ask for: base and total are at the 75th percentile or above."
    for_base = [ask for ask in asks if ask.of == "base"]
    for_total = [ask for ask in asks if ask.of == "total"]
    sentences = []
    if for_base:
        sentences.append(f"Ask in base: {_reached(for_base)}.")
    if for_total:
        where = "What base does not give, equity may" if for_base else "Ask in equity or bonus"
        sentences.append(f"{where}: in total {_reached(for_total)}.")
    return " ".join(sentences)


def _reached(asks: list[Ask]) -> str:
    return ", ".join(
        f"{thousands(ask.dollars)} more reaches the {ask.percentile}th percentile "
        f"({thousands(ask.amount)})"
        for ask in asks
    )
