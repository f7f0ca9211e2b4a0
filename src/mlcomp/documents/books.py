"""The JSON of what is said of rule books themselves."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from mlcomp.documents.base import strict


@strict
class FaultDoc(TypedDict):
    """One thing that is wrong in a rule book; `text` is the sentence that has all of it."""

    field: str
    record: str
    expected: str
    found: str
    text: str


@strict
class CheckedBookDoc(TypedDict):
    """One rule book that was checked; without edition and fingerprint where it has faults."""

    file: str
    edition: str | None
    fingerprint: str | None
    levels: int | None
    faults: list[FaultDoc]


@strict
class BookCheckDoc(TypedDict):
    """Rule books, each with all its faults."""

    schema: Literal["mlcomp/book-check/v1"]
    ok: bool
    books: list[CheckedBookDoc]


@strict
class ChangeDoc(TypedDict):
    """One value that two books have otherwise.

    `difference` is that of typical pay in whole US dollars a year, or of a typical multiplier
    in percent to a tenth, as `unit` says. A record that only one book has is one change, with
    an empty key.
    """

    table: str
    id: str
    key: str
    old: str | None
    new: str | None
    unit: Literal["dollars", "percent"] | None
    difference: float | None


@strict
class BookDiffDoc(TypedDict):
    """What changed from one rule book to another."""

    schema: Literal["mlcomp/book-diff/v1"]
    old: str
    old_fingerprint: str
    new: str
    new_fingerprint: str
    changes: list[ChangeDoc]
