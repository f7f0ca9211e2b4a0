"""Every result that mlcomp prints as JSON, by its name, and its JSON Schema."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from mlcomp.book.extending import DROP, EXTENDS, OWN
from mlcomp.book.loading import SHIPPED
from mlcomp.book.rulebook import Book
from mlcomp.documents.backtest import BacktestDoc
from mlcomp.documents.books import BookCheckDoc, BookDiffDoc
from mlcomp.documents.calibrate import CalibrateDoc
from mlcomp.documents.compare import ComparisonDoc
from mlcomp.documents.decisions import OfferDoc
from mlcomp.documents.estimate_take_home import TakeHomeResultDoc
from mlcomp.documents.levers import LeversDoc
from mlcomp.documents.report import RosterReportDoc
from mlcomp.documents.results import BandsDoc, EstimateDoc, FactorsDoc, PlacesDoc
from mlcomp.documents.roster import RosterDoc
from mlcomp.documents.verification import VerificationDoc

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
    "roster-report": RosterReportDoc,
    "backtest": BacktestDoc,
    "verification": VerificationDoc,
    "book-check": BookCheckDoc,
    "book-diff": BookDiffDoc,
    "calibrate": CalibrateDoc,
    "book": Book,
}


def json_schema(result: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a result, or of a rule book."""
    schema = TypeAdapter(DOCUMENTS[result]).json_schema()
    if result == "book":
        schema = _with_extending(schema)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _with_extending(whole: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a book that stands alone, or extends another and states a part."""
    defs = {"Book": {k: v for k, v in whole.items() if k != "$defs"}, **whole["$defs"]}
    text = json.dumps(defs).replace('"#/$defs/', '"#/$defs/PartOf')
    parts = {f"PartOf{name}": part for name, part in json.loads(text).items()}
    for part in parts.values():
        part["required"] = [name for name in part.get("required", ()) if name == "id"]
        part["properties"][DROP] = {
            "description": "true for the whole record, or the names of its keys.",
            "anyOf": [{"const": True}, {"type": "array", "items": {"type": "string"}}],
        }
    book = parts["PartOfBook"]
    book["properties"][EXTENDS] = {
        "description": f"The book it extends: {', '.join(SHIPPED)}, or a TOML file.",
        "type": "string",
    }
    book["required"] = [EXTENDS, "schema", *OWN]
    one_of = [{"$ref": "#/$defs/Book"}, {"$ref": "#/$defs/PartOfBook"}]
    return {"title": "Book", "anyOf": one_of, "$defs": {**defs, **parts}}
