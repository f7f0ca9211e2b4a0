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


def apart(receipt: EstimateDoc | None, book: Book, *, by_name: bool) -> list[Fault]:
    """Say where a receipt is not what a book gives: its edition, version, steps.

    Args:
        receipt: the estimate; None where there is only take-home pay.
        book: the rule book that it should come from.
        by_name: nobody asked for that book, the receipt names it. The first receipts had no
            fingerprint, and are still good without.
    """
    if receipt is None:
        expected = f"an estimate, to hold against {book.edition}"
        return [Fault("estimate", expected=expected, found="none")]
    faults = []
    if receipt["book"] != book.edition:
        faults.append(Fault("book", expected=book.edition, found=printable(receipt["book"])))
    stated = receipt.get("fingerprint", "")
    if stated != book.fingerprint and not (by_name and "fingerprint" not in receipt):
        expected = f"that of {book.edition} ({book.fingerprint[:12]})"
        faults.append(
            Fault("fingerprint", expected=expected, found=printable(stated[:12]) or "none")
        )
    try:
        there = estimate(_profile(receipt), book)
    except ProfileError as error:
        return [*faults, *error.faults]
    # A fingerprint can be copied onto other steps, so they are asked in any case.
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
