"""Places as JSON and as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.render.parts import calibration_document, place_document, range_cells, range_document
from mlcomp.render.renderers import Renderers
from mlcomp.render.rows import Rows
from mlcomp.text import integer, rounded

if TYPE_CHECKING:
    from mlcomp.documents.results import CandidateDoc, MetroPricedDoc, PlacesDoc
    from mlcomp.places.areas import Occupation
    from mlcomp.places.candidates import Candidate
    from mlcomp.rules.lookup import Answer, MetroPriced, PricedMetros

CANDIDATE_COLUMNS = ("name", "metro_code", "metro", "population", "per_thousand", "weight", "why")
METRO_COLUMNS = (
    *("code", "name", "low", "typical", "high", "basis", "source"),
    *("data_scientists", "software_developers", "note"),
)


def answer_document(answer: Answer) -> PlacesDoc:
    """Return what a query means as `mlcomp/places/v1`."""
    return {
        "schema": "mlcomp/places/v1",
        "book": answer.book.edition,
        "fingerprint": answer.book.fingerprint,
        "calibration": calibration_document(answer.book.held),
        "query": answer.query,
        "place": place_document(answer.located.place) if answer.located else None,
        "refusal": answer.refusal,
        "candidates": [_candidate_document(candidate) for candidate in answer.candidates],
        "metros": [],
    }


def answer_rows(answer: Answer) -> Rows:
    """Return one row a candidate; a place without rivals is a row of its own."""
    rows = [
        [
            *(c.name, c.metro.code if c.metro else None, c.metro.name if c.metro else None),
            *(c.population, rounded(c.per_thousand, 2), integer(c.weight), c.why),
        ]
        for c in answer.candidates
    ]
    if not rows and answer.located:
        place = answer.located.place
        rows = [[place.name, *(place.metro or (None, None)), *[None] * 3, place.match]]
    return Rows(CANDIDATE_COLUMNS, rows)


def metros_document(priced: PricedMetros) -> PlacesDoc:
    """Return metros with their factors as `mlcomp/places/v1`."""
    return {
        "schema": "mlcomp/places/v1",
        "book": priced.book.edition,
        "fingerprint": priced.book.fingerprint,
        "calibration": calibration_document(priced.book.held),
        "query": None,
        "place": None,
        "refusal": None,
        "candidates": [],
        "metros": [_metro_document(metro) for metro in priced.metros],
    }


def metros_rows(priced: PricedMetros) -> Rows:
    """Return one row a metro."""
    return Rows(
        METRO_COLUMNS,
        [
            [
                *(m.area.code, m.area.name, *range_cells(m.located.place.factor)),
                *(m.located.cited.basis, m.located.cited.source),
                employed(m.area.data_scientists),
                employed(m.area.software_developers),
                m.located.place.note,
            ]
            for m in priced.metros
        ],
    )


def employed(occupation: Occupation | None) -> int | None:
    """Return the people employed in an occupation, None where that is not published."""
    return occupation.employment if occupation else None


def _candidate_document(candidate: Candidate) -> CandidateDoc:
    metro = candidate.metro
    return {
        "name": candidate.name,
        "metro": {"code": metro.code, "name": metro.name} if metro else None,
        "population": candidate.population,
        "per_thousand": rounded(candidate.per_thousand, 2),
        "weight": integer(candidate.weight),
        "why": candidate.why,
    }


def _metro_document(metro: MetroPriced) -> MetroPricedDoc:
    return {
        "code": metro.area.code,
        "name": metro.area.name,
        "factor": range_document(metro.located.place.factor),
        "basis": metro.located.cited.basis,
        "source": metro.located.cited.source,
        "reason": metro.located.cited.reason,
        "data_scientists": employed(metro.area.data_scientists),
        "software_developers": employed(metro.area.software_developers),
        "note": metro.located.place.note,
    }


ANSWER = Renderers(answer_document, answer_rows, "places:print_answer")
METROS = Renderers(metros_document, metros_rows, "places:print_metros")
