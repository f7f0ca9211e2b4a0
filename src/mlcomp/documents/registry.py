"""Every result that mlcomp prints as JSON, by its name, and its JSON Schema."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from mlcomp.book.rulebook import Book
from mlcomp.documents.backtest import BacktestDoc
from mlcomp.documents.compare import ComparisonDoc
from mlcomp.documents.decisions import OfferDoc
from mlcomp.documents.estimate_take_home import TakeHomeResultDoc
from mlcomp.documents.levers import LeversDoc
from mlcomp.documents.results import BandsDoc, EstimateDoc, FactorsDoc, PlacesDoc, VerificationDoc
from mlcomp.documents.roster import RosterDoc

DOCUMENTS: dict[str, Any] = {
    "estimate": EstimateDoc,
    "offer": OfferDoc,
    "compare": ComparisonDoc,
    "levers": LeversDoc,
    "take-home": TakeHomeResultDoc,
    "bands": BandsDoc,
    "factors": FactorsDoc,
    "places": PlacesDoc,
    "roster": RosterDoc,
    "backtest": BacktestDoc,
    "verification": VerificationDoc,
    "book": Book,
}


def json_schema(result: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a result, or of a rule book."""
    schema = TypeAdapter(DOCUMENTS[result]).json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
