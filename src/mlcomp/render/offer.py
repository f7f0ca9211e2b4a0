"""An offer held against an estimate, as JSON and as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from mlcomp.offers.match import DEFERRAL_LIMIT, DEFERRAL_YEAR, NO_MATCH
from mlcomp.render.estimate import estimate_document
from mlcomp.render.parts import calibration_document, percentile, whole
from mlcomp.render.renderers import Renderers
from mlcomp.render.rows import Rows
from mlcomp.rules.result import texts
from mlcomp.text import integer, rounded, thousands

if TYPE_CHECKING:
    from mlcomp.documents.decisions import (
        AtWorthDoc,
        GapDoc,
        JudgedDoc,
        OfferDoc,
        OfferMarketDoc,
    )
    from mlcomp.documents.terms import OfferTermsDoc, OfferYearDoc
    from mlcomp.offers.judgement import Gap, Judged, Judgement, Standing
    from mlcomp.offers.offer import Offer, Worth
    from mlcomp.offers.verdict import Verdict
    from mlcomp.render.rows import Cell
    from mlcomp.rules.result import Note
    from mlcomp.taxes.compare import Taxed

COLUMNS = ("id", "base", "bonus", "equity", "sign_on", "other", "total")
NONE = [None] * (len(COLUMNS) - 2)
"""Cells between the first and the last of a row."""


def offer_document(
    judgement: Judgement,
    market: Judgement | None,
    verdict: Verdict,
    taxed: Taxed | None = None,
) -> OfferDoc:
    """Return a judged offer as `mlcomp/offer/v1`, with the market's judgement if there is one.

    Args:
        judgement: the offer against the estimate.
        market: the same against the market's.
        verdict: what to make of it.
        taxed: what taxes leave of each year.
    """
    claimed = judgement.claimed
    by = judge_of(judgement, market, verdict)
    document: OfferDoc = {
        "schema": "mlcomp/offer/v1",
        "book": judgement.estimate.book,
        "fingerprint": judgement.estimate.fingerprint,
        "calibration": calibration_document(judgement.estimate.calibration),
        "offer": terms_document(judgement.offer),
        "years": year_documents(judgement.worth),
        "recurring_total": integer(judgement.worth.recurring_total),
        "one_time_total": integer(judgement.worth.one_time_total),
        "four_year_average": integer(judgement.worth.four_year_average),
        "claimed": {
            "years": year_documents(claimed),
            "recurring_total": integer(claimed.recurring_total),
            "four_year_average": integer(claimed.four_year_average),
        }
        if claimed
        else None,
        "base": judged_document(judgement.base),
        "total": judged_document(judgement.total),
        "gap": _gap_document(judgement.gap),
        "verdict": {
            "by": verdict.by,
            "base": verdict.base,
            "total": verdict.total,
            "asks": [
                {
                    "of": ask.of,
                    "percentile": ask.percentile,
                    "dollars": ask.dollars,
                    "amount": ask.amount,
                }
                for ask in verdict.asks
            ],
            "text": list(verdict.text),
            "notes": [*ask_notes(by), *texts(notes_by(judgement, by))],
        },
        "market": _market_document(judgement, market) if market else None,
        "estimate": estimate_document(judgement.estimate),
        "notes": [*ask_notes(judgement), *texts(judgement.notes)],
    }
    if judgement.at_worth:
        document["at_worth"] = _at_worth_document(judgement.at_worth)
    if taxed:
        # Loaded only here, as the taxes are.
        from mlcomp.render.taxed import taxed_document

        document["take_home"] = taxed_document(taxed)
    return document


def _market_document(judgement: Judgement, market: Judgement) -> OfferMarketDoc:
    here, there = judgement.estimate, market.estimate
    return {
        "book": there.book,
        "fingerprint": there.fingerprint,
        "calibration": calibration_document(there.calibration),
        "base": judged_document(market.base),
        "total": judged_document(market.total),
        "gap": _gap_document(market.gap),
        "base_ratio": rounded(here.base.typical / there.base.typical, 2),
        "total_ratio": rounded(here.total.typical / there.total.typical, 2),
    }


def _gap_document(gap: Gap | None) -> GapDoc | None:
    return {"base": gap.base, "equity_and_bonus": gap.equity_and_bonus} if gap else None


def _at_worth_document(standing: Standing) -> AtWorthDoc:
    return {
        "percent": _percent(standing.share),
        "years": year_documents(standing.worth),
        "recurring_total": integer(standing.worth.recurring_total),
        "four_year_average": integer(standing.worth.four_year_average),
        "total": judged_document(standing.total),
    }


def judge_of(judgement: Judgement, market: Judgement | None, verdict: Verdict) -> Judgement:
    """Return the judgement that the verdict is by."""
    return market if market and market.estimate.book == verdict.by else judgement


def notes_by(judgement: Judgement, by: Judgement) -> list[Note]:
    """Return what is said below a verdict: of gaps what `by` says, all else of the offer."""
    own = [note for note in judgement.notes if by is judgement or note.kind != "gap"]
    gaps = [note for note in by.notes if by is not judgement and note.kind == "gap"]
    return [*own, *gaps, *judgement.estimate.notes]


def ask_notes(judgement: Judgement) -> list[str]:
    """Say that asks are not to be added up, where there is one for base."""
    raised = judgement.base_raised
    if raised is None:
        return []
    return [
        (
            "Each ask stands alone: base raised to typical would bring the total to "
            f"{thousands(raised.amount)} (percentile {percentile(raised.percentile)})."
        )
    ]


def terms_document(offer: Offer) -> OfferTermsDoc:
    """Return what an offer says; terms that it does not have are left out, but for the usual."""
    document: OfferTermsDoc = {
        "base": integer(offer.base),
        "bonus": integer(offer.bonus),
        "bonus_percent": None if offer.bonus_share is None else _percent(offer.bonus_share),
        "equity": integer(offer.equity),
        "vesting_percent": [_percent(share) for share in offer.vesting.shares],
        "refresh": integer(offer.refresh),
        "refresh_vesting_percent": [_percent(share) for share in offer.refresh_vesting.shares],
        "sign_on": [integer(dollars) for dollars in offer.sign_on],
        "growth_percent": _percent(offer.growth),
        "equity_kind": offer.equity_kind,
    }
    if offer.equity_worth is not None:
        document["equity_worth_percent"] = _percent(offer.equity_worth)
    if offer.options:
        strike, share_price, shares = offer.options
        cost = integer(offer.options.exercise_cost)
        document["options"] = {
            "strike": whole(strike),
            "share_price": whole(share_price),
            "shares": shares,
            "exercise_cost": cost,
        }
    if offer.base_raise:
        document["raise_percent"] = _percent(offer.base_raise)
    if offer.bonus_payout != 1:
        document["bonus_payout_percent"] = _percent(offer.bonus_payout)
    if offer.relocation:
        document["relocation"] = integer(offer.relocation)
    if offer.match != NO_MATCH:
        document["match"] = {
            "rate_percent": _percent(offer.match.rate),
            "base_percent": _percent(offer.match.share),
            "deferral_limit": DEFERRAL_LIMIT,
            "deferral_year": DEFERRAL_YEAR,
        }
    if offer.benefits:
        document["benefits"] = integer(offer.benefits)
    return document


def year_documents(worth: Worth) -> list[OfferYearDoc]:
    """Return each year in whole dollars; a total is the sum of the parts as they are shown."""
    years: list[OfferYearDoc] = []
    for year in worth.years:
        _, *exact = year
        parts = [integer(part) for part in exact]
        base, bonus, equity, sign_on, other = parts
        years.append(
            {
                "year": year.year,
                "base": base,
                "bonus": bonus,
                "equity": equity,
                "sign_on": sign_on,
                "other": other,
                "total": sum(parts),
            }
        )
    return years


def judged_document(judged: Judged) -> JudgedDoc:
    """Return where an amount stands, in whole dollars that add up as shown."""
    penetration = judged.range_penetration
    return {
        "amount": judged.amount,
        "percentile": judged.percentile,
        "compa_ratio": rounded(judged.compa_ratio, 4),
        "range_penetration": None if penetration is None else rounded(penetration, 4),
        "typical": judged.typical,
        "p75": judged.p75,
        "to_typical": judged.to_typical,
        "to_p75": judged.to_p75,
        "above_typical": judged.above_typical,
        "above_likely_high": judged.above_likely_high,
    }


def offer_rows(
    judgement: Judgement,
    market: Judgement | None,
    verdict: Verdict,
    taxed: Taxed | None = None,
) -> Rows:
    """Return the years, their averages, the gap, the verdict and both standings, a row each.

    Of take-home pay a row has what is left of the year's wages, as its total.
    """
    rows = _year_rows(judgement.worth, "")
    if judgement.claimed:
        rows += _year_rows(judgement.claimed, "_claimed")
    if judgement.at_worth:
        rows += _year_rows(judgement.at_worth.worth, "_at_worth")
    once = integer(judgement.worth.one_time_total)
    rows.append(["one_time_total", None, None, None, once, None, once])
    if gap := judgement.gap:
        rows.append(["gap_base", gap.base, *NONE])
        rows.append(["gap_equity_and_bonus", *NONE, gap.equity_and_bonus])
    base, total = _cells(judgement.base), _cells(judgement.total)
    rows += [[name, base[name], *NONE[1:], total[name]] for name in base]
    if judgement.at_worth:
        at_worth = _cells(judgement.at_worth.total)
        rows += [[f"{name}_at_worth", *NONE, cell] for name, cell in at_worth.items()]
    rows.append(["verdict", verdict.base, *NONE[1:], verdict.total])
    if market:
        base, total = _cells(market.base), _cells(market.total)
        rows += [[f"market_{name}", base[name], *NONE[1:], total[name]] for name in base]
    if taxed:
        from mlcomp.render.taxed import taxed_document

        for number, left in enumerate(taxed_document(taxed)["years"], 1):
            rows.append([f"net_{number}", *NONE, left["net"]])
            real = left["net_at_national_prices"]
            rows.append([f"net_at_national_prices_{number}", *NONE, real])
    return Rows(COLUMNS, rows)


def _cells(judged: Judged) -> dict[str, Cell]:
    return cast("dict[str, Cell]", judged_document(judged))


def _year_rows(worth: Worth, which: str) -> list[list[Cell]]:
    rows: list[list[Cell]] = [
        [
            f"year_{year['year']}{which}",
            *(year["base"], year["bonus"], year["equity"], year["sign_on"]),
            *(year["other"], year["total"]),
        ]
        for year in year_documents(worth)
    ]
    averages = (
        ("recurring_total", worth.recurring_total),
        ("four_year_average", worth.four_year_average),
    )
    rows += [[f"{id_}{which}", *NONE, integer(dollars)] for id_, dollars in averages]
    return rows


def _percent(share: float) -> float:
    return whole(rounded(share * 100, 4))


OFFER = Renderers(offer_document, offer_rows, "offer:print_offer")
