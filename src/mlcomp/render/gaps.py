"""Groups by their pay over estimate as JSON, and in words what that says and what it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.text import listed, number_of, one_line, rounded

if TYPE_CHECKING:
    from mlcomp.documents.roster import RosterGapDoc, RosterGapsDoc
    from mlcomp.roster.gap import Gap, Gaps

PERCENT_PLACES = 2


def gaps_document(gaps: Gaps) -> RosterGapsDoc:
    """Return a comparison of groups as a part of `mlcomp/roster/v2`."""
    return {
        "by": gaps.by,
        "reference": gaps.reference,
        "held": list(gaps.held),
        "few": gaps.needed,
        "resamples": gaps.resamples,
        "groups": [_gap(gap) for gap in gaps.gaps],
        "other_groups": gaps.others,
        "notes": gap_notes(gaps),
    }


def _gap(gap: Gap) -> RosterGapDoc:
    return {
        "pay": gap.kind,
        "value": gap.value,
        "people": gap.people,
        "ratio": None if gap.ratio is None else rounded(gap.ratio, 4),
        "percent": percent(gap.percent),
        "low": percent(gap.low),
        "high": percent(gap.high),
    }


def percent(value: float | None) -> float | None:
    """Return percent as JSON and rows have it."""
    return None if value is None else rounded(value, PERCENT_PLACES)


def gap_notes(gaps: Gaps) -> list[str]:
    """Return what a comparison of groups says and what it does not."""
    if not gaps.gaps:
        return ["Nobody has real pay: there is nothing to compare."]
    held = listed([name.replace("_", " ") for name in gaps.held], "and")
    equal = (
        f"Held equal, as far as the rule book fits how you pay: {held}. Not held equal: all "
        "else, such as performance, time in the role, hours or leave."
    )
    cause = (
        "A difference is no finding of its cause; and where level itself is given unequally, "
        "no difference is no finding of equal pay."
    )
    interval = (
        "The interval holds the difference in about 95 of 100 such samples "
        f"({gaps.resamples:,} resamples of each group); with 0 in it, there may be none."
    )
    notes = [equal, cause, interval]
    if gaps.few:
        notes.append(few_note(gaps.needed))
    for gap in gaps.gaps:
        if gap.value == gaps.reference and gap.ratio is None:
            people = number_of(gap.people, "person", "people")
            notes.append(
                f"The reference, {one_line(gap.value or '(none)', 40)}, is too small to compare "
                f"with: {people} with real {gap.kind}."
            )
    if gaps.others:
        notes.append(
            f"Of {one_line(gaps.by, 40)}, {gaps.others:,} more groups, none larger, are not shown."
        )
    return notes


def few_note(needed: int) -> str:
    """Return why there is no figure of a small group."""
    return f"Fewer than {needed} people with real pay: no figure."
