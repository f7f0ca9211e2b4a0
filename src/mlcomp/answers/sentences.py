"""A result in plain sentences, ready to quote, from its document alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mlcomp.text import listed, number_of, thousands

Document = Mapping[str, Any]


def sentences(command: str, document: Document) -> list[str]:
    """Return what a result says, each sentence with the rule book that says it.

    Args:
        command: one of `question.COMMANDS`.
        document: what it gives as JSON; both opinions are said where it holds both.
    """
    return [line for line in _SAID[command](document) if line]


def _estimate(document: Document) -> list[str]:
    who = f"{document['level']['title']} in {document['place']['name']}"
    return [_pays(who, _opinions(document, document))]


def _bands(document: Document) -> list[str]:
    levels = document["levels"]
    markets = document["market"] or [None] * len(levels)
    where = document["place"]["name"]
    return [
        _pays(
            f"{level['title']} in {where}",
            _opinions({"book": document["book"], "market": market}, level),
        )
        for level, market in zip(levels, markets, strict=True)
    ]


def _opinions(document: Document, part: Document) -> list[tuple[str, Document]]:
    """Return the books that say something of a part, and what each says."""
    market = document["market"]
    own = (document["book"], part)
    return [own, (market["book"], part.get("market", market))] if market else [own]


def _pays(who: str, opinions: list[tuple[str, Document]]) -> str:
    said = [
        f"by {name} base is typically {thousands(each['base']['typical'])} "
        f"and total {thousands(each['total']['typical'])}"
        for name, each in opinions
    ]
    return f"{who}: {'; '.join(said)} (US dollars a year)."


def _offer(document: Document) -> list[str]:
    return list(document["verdict"]["text"])


def _levers(document: Document) -> list[str]:
    if not document["levers"]:
        return [f"{document['book']} allows no single change."]
    best = document["levers"][0]
    moved = (f"{_moved(each)} by {book}" for book, each in _opinions(document, best))
    what = f"{best['label']} ({best['dimension']})"
    said = f"{listed(moved, 'and')} in typical total a year"
    return [f"Of all single changes {what} comes first: {said}."]


def _moved(lever: Document) -> str:
    dollars = lever["total"]["dollars"]
    within = ", within the uncertainty," if lever["within_uncertainty"] else ""
    return f"{'-' if dollars < 0 else '+'}{thousands(abs(dollars))}{within}"


def _compare(document: Document) -> list[str]:
    years = document["over_years"]
    span = "a year" if years == 1 else f"over {years} years"
    ranked = []
    for rank, each in enumerate(document["scenarios"], 1):
        totals = (
            f"{thousands(said['pay']['total'])} by {book}"
            for book, said in _opinions(document, each)
        )
        ranked.append(f"{rank}. {each['name']}: total {span} is {listed(totals, 'and')}.")
    ties = [
        f"{tie['book']} gives {listed(tie['scenarios'], 'and')} the same: {tie['why']}."
        for tie in document["ties"]
    ]
    return [f"Ranked by {document['ranked_by']}:", *ranked, *ties]


def _take_home(document: Document) -> list[str]:
    left, estimate = document["take_home"], document["estimate"]
    whose = f"{estimate['book']}'s typical total of " if estimate else ""
    bought = left["net_at_national_prices"]
    buys = f", which buys what {thousands(bought)} does at national prices" if bought else ""
    what = f"{whose}{thousands(left['pay'])} a year"
    by = f"law of {left['law']}; home in {left['home']}"
    return [f"Of {what}, taxes leave {thousands(left['net'])}{buys} ({by})."]


def _places(document: Document) -> list[str]:
    if refusal := document["refusal"]:
        return [refusal]
    if place := document["place"]:
        typed = f"{place['typed']} is {place['name']}"
        return [f"{typed}: {document['book']} multiplies base by {_factor(place)}."]
    return [
        f"{metro['name']}: {document['book']} multiplies base by {_factor(metro)}."
        for metro in document["metros"]
    ]


def _factor(of: Document) -> str:
    factor = of["factor"]
    return f"{factor['typical']:.2f} ({factor['low']:.2f} to {factor['high']:.2f})"


def _factors(document: Document) -> list[str]:
    dimensions = dict.fromkeys(factor["dimension"] for factor in document["factors"])
    if not dimensions:
        return [f"{document['book']} has no options of that kind."]
    options = number_of(len(document["factors"]), "option")
    return [f"{document['book']} has {options} of {listed(dimensions, 'and')}."]


_SAID: dict[str, Callable[[Document], list[str]]] = {
    "estimate": _estimate,
    "bands": _bands,
    "offer": _offer,
    "levers": _levers,
    "compare": _compare,
    "take-home": _take_home,
    "places": _places,
    "factors": _factors,
}
