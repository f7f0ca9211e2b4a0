"""Hold a receipt against the rule book that it should come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlcomp.book.loading import SHIPPED, load_book
from mlcomp.documents.stated import stated_range
from mlcomp.errors import Fault, ProfileError
from mlcomp.rules.estimate import estimate
from mlcomp.rules.profile import Profile
from mlcomp.text import printable, quoted

if TYPE_CHECKING:
    from mlcomp.book.ranges import Range
    from mlcomp.book.rulebook import Book
    from mlcomp.documents.results import EstimateDoc


def shipped_as(edition: str) -> Book | None:
    """Return the shipped book of an edition, None for another."""
    return next((book for book in map(load_book, SHIPPED) if book.edition == edition), None)


def apart(receipt: EstimateDoc, book: Book) -> list[Fault]:
    """Say where a receipt is not what a book gives: which of its steps are others there."""
    stated = receipt.get("fingerprint", "")
    if stated == book.fingerprint:
        return []
    expected = f"that of {book.edition} ({book.fingerprint[:12]})"
    faults = [Fault("fingerprint", expected=expected, found=printable(stated[:12]))]
    try:
        there = estimate(_profile(receipt), book)
    except ProfileError as error:
        return [*faults, *error.faults]
    steps = {step["id"]: step for step in receipt["steps"]}
    for step in there.steps:
        found = steps.pop(step.id, None)
        applied = stated_range(found["applied"], found["operation"]) if found else None
        if applied != step.applied:
            expected = f"{_shown(step.applied)}, as {book.edition} has it"
            found_there = _shown(applied) if applied else "none"
            faults.append(Fault(f"step {quoted(step.id)}", expected=expected, found=found_there))
    faults += [Fault(f"step {quoted(id_)}", expected="none", found="one") for id_ in steps]
    return faults


def _profile(receipt: EstimateDoc) -> Profile:
    values: dict[str, Any] = {**receipt["profile"]}
    values["specialization"] = tuple(values["specialization"])
    return Profile(**values)


def _shown(applied: Range) -> str:
    return ", ".join(f"{end:,.10g}" for end in (applied.low, applied.typical, applied.high))
