"""A comparison as JSON and as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from mlcomp.documents.decisions import ComparisonDoc, OfferComparedDoc, ScenarioDoc
    from mlcomp.scenarios.compare import Compared, Comparison

COLUMNS = (
    *("name", "kind", "pay_base", "pay_total", "difference_dollars", "difference_percent"),
    *("over_years", "low_a_year", "typical_a_year", "high_a_year"),
    *("likely_low_a_year", "likely_high_a_year", "percentile", "claimed"),
)


def comparison_document(comparison: Comparison) -> ComparisonDoc:
    """Return a comparison as `mlcomp/compare/v1`."""
    return {
        "schema": "mlcomp/compare/v1",
        "book": comparison.book,
        "calibration": calibration_document(comparison.calibration),
        "over_years": comparison.over_years,
        "scenarios": [_scenario(one, comparison.first) for one in comparison.scenarios],
    }


def comparison_rows(comparison: Comparison) -> Rows:
    """Return one row a scenario.

    Pay, difference and claimed are dollars over all years compared; low to likely high are
    its estimate's total, a year. A column `at_worth` is there where an offer is counted so.
    """
    rows = []
    discounted = any(one.at_worth is not None for one in comparison.scenarios)
    for one in comparison.scenarios:
        apart = difference(one.total, comparison.first.total)
        offered = _offer(one)
        rows.append(
            [
                *(one.name, "offer" if offered else "scenario"),
                *(round(one.base), round(one.total), apart["dollars"], apart["percent"]),
                *(one.over_years, *pay_cells(one.estimate.total)),
                *((offered["total"]["percentile"], offered["claimed"]) if offered else [None] * 2),
                *([_dollars(one.at_worth)] if discounted else []),
            ]
        )
    return Rows((*COLUMNS, "at_worth") if discounted else COLUMNS, rows)


def _scenario(one: Compared, first: Compared) -> ScenarioDoc:
    offered = _offer(one)
    notes = one.judgement.notes if one.judgement else ()
    result = one.estimate
    return {
        "name": one.name,
        "kind": "offer" if offered else "scenario",
        "profile": profile_document(result.profile),
        "level": {"id": result.level.id, "title": result.level.title, "why": result.level.why},
        "place": place_document(result.place),
        "base": pay_document(result.base),
        "total": pay_document(result.total),
        "offer": offered,
        "pay": {"base": round(one.base), "total": round(one.total)},
        "difference": difference(one.total, first.total),
        "notes": texts((*notes, *one.notes)),
    }


def _offer(one: Compared) -> OfferComparedDoc | None:
    judgement = one.judgement
    if judgement is None:
        return None
    document: OfferComparedDoc = {
        "terms": terms_document(judgement.offer),
        "years": year_documents(judgement.worth),
        "recurring_total": round(judgement.worth.recurring_total),
        "four_year_average": round(judgement.worth.four_year_average),
        "base": judged_document(judgement.base),
        "total": judged_document(judgement.total),
        "claimed": _dollars(one.claimed),
    }
    if one.at_worth is not None:
        document["at_worth"] = round(one.at_worth)
    return document


def _dollars(exact: float | None) -> int | None:
    return None if exact is None else round(exact)


COMPARISON = Renderers(comparison_document, comparison_rows, "compare:print_comparison")
