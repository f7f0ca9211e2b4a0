"""The parts that results share, as JSON and as cells: ranges, pay, profile, place."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, cast

from mlcomp.text import integer, rounded, thousands

if TYPE_CHECKING:
    from mlcomp.book.ranges import Range
    from mlcomp.book.rulebook import Held
    from mlcomp.documents.decisions import DifferenceDoc
    from mlcomp.documents.results import (
        CalibrationDoc,
        DollarsDoc,
        PayDoc,
        PlaceDoc,
        ProfileDoc,
        RangeDoc,
    )
    from mlcomp.render.rows import Cell
    from mlcomp.rules.pay import Pay
    from mlcomp.rules.profile import Profile
    from mlcomp.rules.result import Estimate, PlaceFound


EIGHT_IN_TEN = (0.75, 0.85)
"""Shares of real pay inside a width that may be called 8 in 10."""


def calibration_document(calibration: Held | None) -> CalibrationDoc | None:
    """Return how well a rule book held, None where nobody has measured it."""
    if calibration is None:
        return None
    return {
        "inside": calibration.inside,
        "likely": is_likely(calibration),
        "n": calibration.n,
        "bias": calibration.bias,
        "source": calibration.source,
    }


def calibration_sentence(calibration: Held) -> str:
    """Say how well a rule book held against real pay."""
    width = "likely" if is_likely(calibration) else "inner"
    return (
        f"Held against real base pay: {calibration.inside:.0%} fell inside its {width} range "
        f"(80% would be right), and the typical figure was {calibration.bias:.2f} times real "
        f"pay (median; n = {calibration.n:,})."
    )


def is_likely(calibration: Held | None) -> bool:
    """Return whether a book's record bears out that its width holds 8 in 10."""
    return calibration is not None and EIGHT_IN_TEN[0] <= calibration.inside <= EIGHT_IN_TEN[1]


def width_name(calibration: Held | None) -> str:
    """Return what a book's inner width is: 8 in 10 only where its record says so."""
    if calibration is None:
        return "inner range"
    if is_likely(calibration):
        return "likely, 8 in 10"
    return f"inner range, held {calibration.inside:.0%} of real pay"


def whole(number: float) -> float:
    """Return a whole number without its decimal point."""
    return int(number) if number == int(number) else number


def range_document(value: Range) -> RangeDoc:
    """Return a range of multipliers or shares, unrounded, so that it can be replayed."""
    return {"low": whole(value.low), "typical": whole(value.typical), "high": whole(value.high)}


def dollars_document(value: Range) -> DollarsDoc:
    """Return a range of whole US dollars."""
    return {
        "low": integer(value.low),
        "typical": integer(value.typical),
        "high": integer(value.high),
    }


def pay_document(pay: Pay) -> PayDoc:
    """Return pay in whole US dollars a year."""
    return {
        "low": integer(pay.low),
        "typical": integer(pay.typical),
        "high": integer(pay.high),
        "likely_low": integer(pay.likely_low),
        "likely_high": integer(pay.likely_high),
    }


def dollars_cells(value: Range) -> list[Cell]:
    """Return low, typical and high in whole US dollars."""
    return [integer(value.low), integer(value.typical), integer(value.high)]


def pay_cells(pay: Pay) -> list[Cell]:
    """Return the five figures of a pay, in whole US dollars a year."""
    return [integer(x) for x in (pay.low, pay.typical, pay.high, pay.likely_low, pay.likely_high)]


def range_cells(value: Range) -> list[Cell]:
    """Return low, typical and high of a factor, unrounded."""
    return [whole(value.low), whole(value.typical), whole(value.high)]


def profile_document(profile: Profile) -> ProfileDoc:
    """Return who is priced; a book that declares no factors has no word of them."""
    values = {field.name: getattr(profile, field.name) for field in fields(profile)}
    document = {
        name: list(value) if isinstance(value, tuple) else value for name, value in values.items()
    }
    if profile.years is not None:
        document["years"] = whole(profile.years)
    if not profile.factors:
        del document["factors"]
    return cast("ProfileDoc", document)


def place_document(place: PlaceFound) -> PlaceDoc:
    """Return how a place was understood."""
    return {
        "typed": place.typed,
        "match": place.match,
        "name": place.name,
        "metro": {"code": place.metro.code, "name": place.metro.name} if place.metro else None,
        "factor": range_document(place.factor),
        "basis": place.basis,
        "note": place.note,
    }


def difference(dollars: float, other: float) -> DifferenceDoc:
    """Return how far an amount is from another: whole dollars, and percent to a tenth."""
    apart = integer(dollars) - integer(other)
    # Without -0.0, which a reader would wonder about.
    return {"dollars": apart, "percent": rounded(100 * apart / other, 1) + 0.0 if other else 0.0}


def signed(dollars: float) -> str:
    """Return a difference to the nearest thousand with its sign."""
    amount = thousands(abs(dollars))
    return amount if amount == "0" else f"{'-' if dollars < 0 else '+'}{amount}"


def signed_percent(percent: float) -> str:
    """Return a difference in whole percent with its sign; none is "0%"."""
    return f"{percent:+.0f}%" if integer(percent) else "0%"


def percentile(whole: int) -> str:
    """Return a whole percentile, "below 1" or "above 99" at the ends."""
    return {0: "below 1", 100: "above 99"}.get(whole, str(whole))


def conditions(estimate: Estimate) -> list[str]:
    """Return what besides level, years and place sets the estimate: tier, industry and so on."""
    elsewhere = ("band", "years", "location", "uplift")
    return [step.label for step in estimate.steps if step.id not in elsewhere]
