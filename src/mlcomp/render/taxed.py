"""What taxes leave of a pay, as the part of a document and as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.places.names import STATES
from mlcomp.taxes.library import LAW, NAME, version
from mlcomp.taxes.notes import notes_of
from mlcomp.taxes.records import local_taxes
from mlcomp.text import integer, rounded

if TYPE_CHECKING:
    from mlcomp.documents.take_home import (
        BracketDoc,
        Kind,
        LevyDoc,
        LibraryDoc,
        MoveDoc,
        TakeHomeDoc,
        TakeHomeYearsDoc,
        TaxLineDoc,
    )
    from mlcomp.render.rows import Cell
    from mlcomp.taxes.compare import Taxed
    from mlcomp.taxes.levies import Charge
    from mlcomp.taxes.library import Inputs
    from mlcomp.taxes.records import Brackets
    from mlcomp.taxes.take_home import TakeHome

OF = ("federal", "social_security_medicare", "state", "state_payroll", "local")


def take_home_document(result: TakeHome) -> TakeHomeDoc:
    """Return one take-home pay in whole dollars that add up as shown."""
    case, household = result.case, result.case.household
    lines = tax_lines(result)
    of: dict[str, int] = {
        kind: sum(line["dollars"] for line in lines if line["of"] == kind) for kind in OF
    }
    earned = integer(case.pay) + integer(household.spouse_pay)
    net = earned - sum(of.values())
    prices = case.home.prices
    document: TakeHomeDoc = {
        "law": LAW,
        "filing": household.filing,
        "pay": integer(case.pay),
        "work": case.work.key,
        "home": case.home.key,
        "federal": of["federal"],
        "social_security_medicare": of["social_security_medicare"],
        "state": of["state"],
        "state_payroll": of["state_payroll"],
        "local": of["local"],
        "net": net,
        "effective_percent": _percent((earned - net) / earned) if earned else 0.0,
        "marginal_percent": None if result.marginal is None else _percent(result.marginal),
        "price_level": prices.level if prices else None,
        "housing_price_level": prices.housing if prices else None,
        "net_at_national_prices": integer(net / prices.level * 100) if prices else None,
        "lines": lines,
        "notes": notes_of(result),
    }
    if household.spouse_pay:
        document["spouse_pay"] = integer(household.spouse_pay)
    if household.dependents:
        document["dependents"] = household.dependents
    if household.pretax:
        document["pretax"] = integer(household.pretax)
    return document


def tax_lines(result: TakeHome) -> list[TaxLineDoc]:
    """Return each tax with all that it follows from."""
    state = STATES[result.case.home.state]
    lines: list[TaxLineDoc] = [
        _by_library("federal", "Federal income tax", result.federal, result.federal_by, "fiitax"),
        _by_library(
            "social_security_medicare",
            "Social Security and Medicare",
            result.social_security_medicare,
            result.payroll,
            "tfica",
        ),
        _by_library("state", f"{state} income tax", result.state, result.by_state, "siitax"),
    ]
    return [*lines, *(_by_levy(charge, result.case.income) for charge in result.charges)]


def _by_library(of: Kind, label: str, dollars: float, asked: Inputs, output: str) -> TaxLineDoc:
    library: LibraryDoc = {
        "name": NAME,
        "version": version(),
        "law": LAW,
        "inputs": {
            "state": asked.state,
            "mstat": asked.mstat,
            "depx": asked.depx,
            "pwages": asked.pwages,
            "swages": asked.swages,
            "proptax": asked.proptax,
        },
        "output": "fiitax" if output == "fiitax" else "siitax" if output == "siitax" else "tfica",
    }
    return {"of": of, "label": label, "dollars": integer(dollars), "library": library, "levy": None}


def _by_levy(charge: Charge[float], income: float) -> TaxLineDoc:
    levy = charge.levy
    document: LevyDoc = {
        "taxed": rounded(charge.taxed, 2),
        "income": income,
        "rates": _brackets(levy.brackets),
        "fixed": levy.fixed,
        "at_most": levy.at_most,
        "credits": [
            {
                "income_up_to": credit.income_up_to,
                "fixed": credit.fixed,
                "rates": _brackets(credit.brackets),
            }
            for credit in levy.credits
        ],
        "year": levy.cited.year,
        "basis": levy.cited.basis,
        "source": local_taxes().citation(levy.cited),
        "reason": levy.cited.reason,
    }
    return {
        "of": levy.kind,
        "label": levy.title,
        "dollars": integer(charge.dollars),
        "library": None,
        "levy": document,
    }


def _brackets(brackets: Brackets) -> list[BracketDoc]:
    return [{"above": start, "percent": percent} for start, percent in brackets]


def take_home_rows(document: TakeHomeDoc, prefix: str) -> list[list[Cell]]:
    """Return the rows of one take-home pay, whose ids begin with a prefix."""
    source = f"{NAME}, law of {document['law']}"
    rows: list[list[Cell]] = [[f"{prefix}pay", "Pay", document["pay"], None, None]]
    for line in document["lines"]:
        levy = line["levy"]
        cited = (levy["basis"], levy["source"]) if levy else ("evidence", source)
        rows.append([f"{prefix}{line['of']}", line["label"], line["dollars"], *cited])
    rows.append([f"{prefix}net", "Take-home pay", document["net"], None, None])
    real = document["net_at_national_prices"]
    prices = "BEA regional price parities 2024"
    at_national = [f"{prefix}net_at_national_prices", "At national prices", real]
    return [*rows, [*at_national, "evidence" if real is not None else None, prices]]


def taxed_document(taxed: Taxed) -> TakeHomeYearsDoc:
    """Return what is left of some years; sums are of the whole dollars of each."""
    years = [take_home_document(year) for year in taxed.years]
    real = [year["net_at_national_prices"] for year in years]
    return {
        "net": sum(year["net"] for year in years),
        "net_at_national_prices": None if None in real else sum(each or 0 for each in real),
        "years": years,
    }


def move_document(after: TakeHome, before: TakeHome) -> MoveDoc:
    """Return what a move leaves, and what it changes."""
    there, here = take_home_document(after), take_home_document(before)
    real, now = there["net_at_national_prices"], here["net_at_national_prices"]
    return {
        "pay": there["pay"],
        "net": there["net"],
        "net_change": there["net"] - here["net"],
        "price_level": there["price_level"],
        "net_at_national_prices": real,
        "change_at_national_prices": None if real is None or now is None else real - now,
    }


def _percent(share: float) -> float:
    # Without -0.0, which a reader would wonder about.
    return rounded(100 * share, 1) + 0.0
