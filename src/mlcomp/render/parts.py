"""The parts that results share, as JSON and as cells: ranges, pay, profile, place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlcomp.documents import DollarsDoc, PayDoc, PlaceDoc, ProfileDoc, RangeDoc
    from mlcomp.profile import Profile
    from mlcomp.ranges import Pay, Range
    from mlcomp.render.rows import Cell
    from mlcomp.result import PlaceFound


def whole(number: float) -> float:
    """Return a whole number without its decimal point."""
    return int(number) if number == int(number) else number


def range_document(value: Range) -> RangeDoc:
    """Return a range of multipliers or shares, unrounded, so that it can be replayed."""
    return {"low": whole(value.low), "typical": whole(value.typical), "high": whole(value.high)}


def dollars_document(value: Range) -> DollarsDoc:
    """Return a range of whole US dollars."""
    return {"low": round(value.low), "typical": round(value.typical), "high": round(value.high)}


def pay_document(pay: Pay) -> PayDoc:
    """Return pay in whole US dollars a year."""
    return {
        "low": round(pay.low),
        "typical": round(pay.typical),
        "high": round(pay.high),
        "likely_low": round(pay.likely_low),
        "likely_high": round(pay.likely_high),
    }


def dollars_cells(value: Range) -> list[Cell]:
    """Return low, typical and high in whole US dollars."""
    return [round(value.low), round(value.typical), round(value.high)]


def pay_cells(pay: Pay) -> list[Cell]:
    """Return the five figures of a pay, in whole US dollars a year."""
    return [round(x) for x in (pay.low, pay.typical, pay.high, pay.likely_low, pay.likely_high)]


def range_cells(value: Range) -> list[Cell]:
    """Return low, typical and high of a factor, unrounded."""
    return [whole(value.low), whole(value.typical), whole(value.high)]


def profile_document(profile: Profile) -> ProfileDoc:
    """Return who is priced."""
    return {
        "years": None if profile.years is None else whole(profile.years),
        "level": profile.level,
        "city": profile.city,
        "remote": profile.remote,
        "remote_policy": profile.remote_policy,
        "hq": profile.hq,
        "tier": profile.tier,
        "specialization": list(profile.specialization),
        "industry": profile.industry,
        "lifecycle": profile.lifecycle,
        "degree": profile.degree,
    }


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
