"""The JSON of what is said of rule books themselves."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from mlcomp.documents.base import strict
from mlcomp.documents.results import RangeDoc


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
    old_range: RangeDoc | None
    """The older figure in numbers; of a whole record its base salary or multiplier."""
    new_range: RangeDoc | None
    """The newer figure, likewise."""


@strict
class GroupChangeDoc(TypedDict):
    """People of one value of a column by two books, whole US dollars a year.

    `old` and `new` are their mean typical pay, `cost` is what all together are paid more.
    """

    measure: Literal["base", "total"]
    by: str
    value: str | None
    people: int
    old: int
    new: int
    cost: int


@strict
class PersonChangeDoc(TypedDict):
    """One person's typical pay by two books, whole US dollars a year; `row` is that of the file."""

    measure: Literal["base", "total"]
    row: int
    groups: dict[str, str | None]
    old: int
    new: int


@strict
class UnpricedByDoc(TypedDict):
    """Why people cannot be priced, by which book, and how many."""

    book: str
    reason: str
    rows: int


@strict
class RosterChangeDoc(TypedDict):
    """What the newer book does to the people of a file; the gains and losses are the largest."""

    rows: int
    priced: int
    groups: list[GroupChangeDoc]
    gain: list[PersonChangeDoc]
    lose: list[PersonChangeDoc]
    unpriced: list[UnpricedByDoc]


@strict
class BookDiffDoc(TypedDict):
    """What changed from one rule book to another, and what it does to a roster that is given."""

    schema: Literal["mlcomp/book-diff/v1"]
    old: str
    old_fingerprint: str
    new: str
    new_fingerprint: str
    changes: list[ChangeDoc]
    roster: RosterChangeDoc | None
