"""A comparison as JSON and as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.render.market import MARKET_COLUMNS, market_cells
from mlcomp.render.offer import judged_document, terms_document, year_documents
from mlcomp.render.parts import (
    calibration_document,
    difference,
    pay_cells,
    pay_document,
    place_document,
    profile_document,
)
from mlcomp.render.renderers import Renderers
from mlcomp.render.rows import Rows
from mlcomp.rules.result import texts
from mlcomp.scenarios.compare import alike, ties
from mlcomp.text import integer, listed, rounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlcomp.accuracy.compare import MarketCompared, MarketComparison
    from mlcomp.documents.compare import (
        ComparisonDoc,
        OfferComparedDoc,
        PaidDoc,
        ScenarioDoc,
        ScenarioMarketDoc,
        StatedDoc,
        TieDoc,
    )
    from mlcomp.render.rows import Cell
    from mlcomp.scenarios.combinations import Stated
    from mlcomp.scenarios.compare import Compared, Comparison
    from mlcomp.taxes.compare import Taxed

COLUMNS = (
    *("name", "kind", "pay_base", "pay_total", "difference_dollars", "difference_percent"),
    *("over_years", "low_a_year", "typical_a_year", "high_a_year"),
    *("likely_low_a_year", "likely_high_a_year", "percentile", "claimed"),
)


TAXED = ("taxed_pay", "net", "price_level", "net_at_national_prices")
MARKET_PAY = ("market_pay_total", "market_difference_dollars", "market_difference_percent")


def comparison_document(
    comparison: Comparison,
    market: MarketComparison | None = None,
    taxed: tuple[Taxed, ...] | None = None,
) -> ComparisonDoc:
    """Return a comparison as `mlcomp/compare/v1`, with what else there is of it.

    Args:
        comparison: the scenarios.
        market: the market's opinion of each.
        taxed: what taxes leave of each.
    """
    first = comparison.first
    pays = _market_pays(market)
    document: ComparisonDoc = {
        "schema": "mlcomp/compare/v1",
        "book": comparison.book,
        "fingerprint": comparison.fingerprint,
        "calibration": calibration_document(comparison.calibration),
        "over_years": comparison.over_years,
        "scenarios": [
            {**_scenario(one, first), "market": pays[n] if pays else None}
            for n, one in enumerate(comparison.scenarios)
        ],
        "market": {
            "book": market.book,
            "fingerprint": market.fingerprint,
            "calibration": calibration_document(market.calibration),
        }
        if market
        else None,
        "ranked_by": market.book if market and market.ranks else comparison.book,
        "ties": tie_documents(comparison, market),
    }
    if taxed:
        # Loaded only here, as the taxes are.
        from mlcomp.render.taxed import taxed_document

        for scenario, left in zip(document["scenarios"], taxed, strict=True):
            scenario["take_home"] = taxed_document(left)
    return document


def tie_documents(comparison: Comparison, market: MarketComparison | None) -> list[TieDoc]:
    """Return what each book cannot tell apart, in the order in which scenarios stand."""
    books = [(comparison.book, comparison.scenarios)]
    if market:
        opinions = tuple(there.compared for there in market.scenarios if there)
        books.insert(0, (market.book, opinions))
    return [
        {
            "book": book,
            "total": integer(tied[0].total),
            "scenarios": [one.name for one in tied],
            "why": _why(tied),
        }
        for book, scenarios in books
        for tied in ties(scenarios)
    ]


def _why(tied: Sequence[Compared]) -> str:
    """Say in a clause what a book has one figure for."""
    same = [
        f"one {step.replace('-', ' ')} for {listed(labels, 'and')}"
        for step, labels in alike(tied).items()
    ]
    return f"it has {listed(same, 'and')}" if same else "what they differ in is no factor of it"


def _market_pays(market: MarketComparison | None) -> list[ScenarioMarketDoc | None]:
    """Return the market's part of each scenario."""
    if market is None:
        return []
    first = market.scenarios[0]
    return [there and _market(there, first) for there in market.scenarios]


def _market(there: MarketCompared, first: MarketCompared | None) -> ScenarioMarketDoc:
    check, one = there
    return {
        "base": pay_document(check.estimate.base),
        "total": pay_document(check.estimate.total),
        "base_ratio": rounded(check.base_ratio, 2),
        "total_ratio": rounded(check.total_ratio, 2),
        "pay": _paid(one),
        "difference": difference(one.total, first.compared.total) if first else None,
    }


def _paid(one: Compared) -> PaidDoc:
    return {
        "base": None if one.base is None else integer(one.base),
        "total": integer(one.total),
    }


def comparison_rows(
    comparison: Comparison,
    market: MarketComparison | None = None,
    taxed: tuple[Taxed, ...] | None = None,
) -> Rows:
    """Return one row a scenario; with the market's figures and taxes where they were asked for.

    Pay, difference and claimed are dollars over all years compared; low to likely high are
    its estimate's total, a year, and so are the market's base and total. A column `at_worth`
    is there where an offer is counted so.
    """
    rows = []
    pays = _market_pays(market)
    discounted = any(one.at_worth is not None for one in comparison.scenarios)
    for n, one in enumerate(comparison.scenarios):
        apart = difference(one.total, comparison.first.total)
        offered = _offer(one)
        rows.append(
            [
                *(one.name, one.kind, *_paid(one).values()),
                *(apart["dollars"], apart["percent"]),
                *(one.over_years, *pay_cells(one.estimate.total)),
                *((offered["total"]["percentile"], offered["claimed"]) if offered else [None] * 2),
                *([_dollars(one.at_worth)] if discounted else []),
                *(_market_cells(market.scenarios[n], pays[n]) if market else ()),
                *(_taxed_cells(taxed[n]) if taxed else ()),
            ]
        )
    worth = ("at_worth",) if discounted else ()
    beside = (*MARKET_COLUMNS, *MARKET_PAY) if market else ()
    return Rows((*COLUMNS, *worth, *beside, *(TAXED if taxed else ())), rows)


def _taxed_cells(left: Taxed) -> list[Cell]:
    # Loaded only here, as the taxes are.
    from mlcomp.render.taxed import taxed_document

    document = taxed_document(left)
    level = document["years"][0]["price_level"]
    return [integer(left.pay), document["net"], level, document["net_at_national_prices"]]


def _market_cells(there: MarketCompared | None, pay: ScenarioMarketDoc | None) -> list[Cell]:
    apart = pay["difference"] if pay else None
    return [
        *market_cells(there.check if there else None),
        pay["pay"]["total"] if pay else None,
        *((apart["dollars"], apart["percent"]) if apart else (None, None)),
    ]


def _scenario(one: Compared, first: Compared) -> ScenarioDoc:
    offered = _offer(one)
    notes = one.judgement.notes if one.judgement else ()
    result = one.estimate
    return {
        "name": one.name,
        "kind": one.kind,
        "profile": profile_document(result.profile),
        "level": {"id": result.level.id, "title": result.level.title, "why": result.level.why},
        "place": place_document(result.place),
        "base": pay_document(result.base),
        "total": pay_document(result.total),
        "offer": offered,
        "stated": _stated(one.stated) if one.stated else None,
        "pay": _paid(one),
        "difference": difference(one.total, first.total),
        "notes": texts((*notes, *one.notes)),
        "market": None,
    }


def _stated(stated: Stated) -> StatedDoc:
    base = None if stated.base is None else integer(stated.base)
    return {"base": base, "total": integer(stated.total)}


def _offer(one: Compared) -> OfferComparedDoc | None:
    judgement = one.judgement
    if judgement is None:
        return None
    document: OfferComparedDoc = {
        "terms": terms_document(judgement.offer),
        "years": year_documents(judgement.worth),
        "recurring_total": integer(judgement.worth.recurring_total),
        "four_year_average": integer(judgement.worth.four_year_average),
        "base": judged_document(judgement.base),
        "total": judged_document(judgement.total),
        "claimed": _dollars(one.claimed),
    }
    if one.at_worth is not None:
        document["at_worth"] = integer(one.at_worth)
    return document


def _dollars(exact: float | None) -> int | None:
    return None if exact is None else integer(exact)


COMPARISON = Renderers(comparison_document, comparison_rows, "compare:print_comparison")
