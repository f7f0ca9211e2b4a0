"""Bands, factors and verifications as JSON and as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.render.market import MARKET_COLUMNS, market_cells, market_document
from mlcomp.render.parts import (
    calibration_document,
    pay_cells,
    pay_document,
    place_document,
    profile_document,
    range_cells,
    range_document,
)
from mlcomp.render.renderers import Renderers
from mlcomp.render.rows import Rows
from mlcomp.rules.pay import FIGURES
from mlcomp.rules.result import texts

if TYPE_CHECKING:
    from mlcomp.accuracy.market import MarketCheck
    from mlcomp.book.listing import FactorListed, Listing
    from mlcomp.documents.results import BandDoc, BandsDoc, FactorDoc, FactorsDoc
    from mlcomp.documents.verification import VerificationDoc
    from mlcomp.documents.verify import Verification
    from mlcomp.rules.bands import Bands

BAND_COLUMNS = (
    *("id", "title", "min_years", "max_years"),
    *(f"base_{name}" for name in FIGURES),
    *(f"total_{name}" for name in FIGURES),
    *("summary", "basis", "source"),
)
FACTOR_COLUMNS = (
    *("dimension", "id", "title", "unit", "low", "typical", "high"),
    *("basis", "source", "reason", "aliases", "companies"),
)


def bands_document(bands: Bands, market: tuple[MarketCheck, ...] | None = None) -> BandsDoc:
    """Return bands as `mlcomp/bands/v1`, with the market's where it was asked for."""
    levels: list[BandDoc] = [
        {
            "id": level.id,
            "title": level.title,
            "track": level.track,
            "min_years": level.min_years,
            "max_years": level.max_years,
            "base": pay_document(estimate.base),
            "total": pay_document(estimate.total),
            "summary": level.summary,
            "basis": level.basis,
            "source": bands.book.citation(level),
        }
        for level, estimate in bands.levels
    ]
    document: BandsDoc = {
        "schema": "mlcomp/bands/v1",
        "book": bands.book.edition,
        "fingerprint": bands.book.fingerprint,
        "calibration": calibration_document(bands.book.held),
        "profile": {**profile_document(bands.first.profile), "level": None},
        "place": place_document(bands.first.place),
        "levels": levels,
        "notes": texts(bands.notes),
        "market": None if market is None else [market_document(each) for each in market],
    }
    return document


def bands_rows(bands: Bands, market: tuple[MarketCheck, ...] | None = None) -> Rows:
    """Return one row a level; with the market's figures and both ratios where asked for."""
    checks = {check.estimate.level.id: check for check in market or ()}
    return Rows(
        BAND_COLUMNS if market is None else (*BAND_COLUMNS, *MARKET_COLUMNS),
        [
            [
                *(level.id, level.title, level.min_years, level.max_years),
                *pay_cells(estimate.base),
                *pay_cells(estimate.total),
                *(level.summary, level.basis, bands.book.citation(level)),
                *(() if market is None else market_cells(checks.get(level.id))),
            ]
            for level, estimate in bands.levels
        ],
    )


def factors_document(listing: Listing) -> FactorsDoc:
    """Return factors as `mlcomp/factors/v1`."""
    document: FactorsDoc = {
        "schema": "mlcomp/factors/v1",
        "book": listing.book.edition,
        "fingerprint": listing.book.fingerprint,
        "calibration": calibration_document(listing.book.held),
        "factors": [_factor_document(factor) for factor in listing.factors],
    }
    own = {factor.declared.id: factor.declared for factor in listing.factors if factor.declared}
    if own:
        document["declared"] = [
            {"id": dimension.id, "title": dimension.title, "help": dimension.help}
            for dimension in own.values()
        ]
    return document


def _factor_document(factor: FactorListed) -> FactorDoc:
    document: FactorDoc = {
        "dimension": factor.dimension,
        "id": factor.id,
        "title": factor.title,
        "aliases": list(factor.aliases),
        "companies": list(factor.companies),
        "unit": factor.unit,
        "range": range_document(factor.range) if factor.range else None,
        "basis": factor.basis,
        "source": factor.source,
        "reason": factor.reason,
    }
    if factor.default:
        document["default"] = True
    return document


def factors_rows(listing: Listing) -> Rows:
    """Return one row an option; several names are joined with semicolons."""
    return Rows(
        FACTOR_COLUMNS,
        [
            [
                *(factor.dimension, factor.id, factor.shown_title, factor.unit),
                *(range_cells(factor.range) if factor.range else [None] * 3),
                *(factor.basis, factor.source, factor.reason),
                *("; ".join(factor.aliases), "; ".join(factor.companies)),
            ]
            for factor in listing.factors
        ],
    )


def verification_document(verification: Verification) -> VerificationDoc:
    """Return a verification as `mlcomp/verification/v1`."""
    return {
        "schema": "mlcomp/verification/v1",
        "ok": not verification.problems,
        "book": verification.book,
        "checked": verification.checked,
        "problems": [str(fault) for fault in verification.problems],
    }


def verification_rows(verification: Verification) -> Rows:
    """Return one row a figure that does not follow."""
    return Rows(("problem",), [[str(fault)] for fault in verification.problems])


BANDS = Renderers(bands_document, bands_rows, "lists:print_bands")
FACTORS = Renderers(factors_document, factors_rows, "lists:print_factors")
VERIFICATION = Renderers(
    verification_document, verification_rows, "verification:print_verification"
)
