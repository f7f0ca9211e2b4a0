"""What the rules multiply by: one list, read off a rule book.

Specialization, industry, lifecycle and degree are its built-in members; a book declares more
as `[[factor]]`. Whatever deals with what changes pay loops over this list and names none of
its members, so that a new factor is an edit of a TOML file and no engine can forget it.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Literal, NamedTuple

from mlcomp.book.records import Degree, Factor, Single, Sourced

if TYPE_CHECKING:
    from mlcomp.book.records import DeclaredFactor

Choice = Literal["one", "several", "flag"]
"""How a dimension is chosen: one option, several of which the strongest counts, or yes."""


class BuiltIn(NamedTuple):
    """A dimension that every book may fill: the field of a profile, and the option, of that id.

    `record` is what a book writes of each of its options.
    """

    id: str
    title: str
    help: str
    choice: Choice
    record: type[Factor | Degree | Single]


BUILT_IN = (
    BuiltIn(
        "specialization",
        "Specialization",
        "Technical specialization; may be repeated.",
        "several",
        Factor,
    ),
    BuiltIn("industry", "Industry", "The employer's industry.", "one", Factor),
    BuiltIn(
        "lifecycle", "Full lifecycle", "Runs the full ML lifecycle, MLOps included.", "flag", Single
    ),
    BuiltIn("degree", "Degree", "Highest degree.", "one", Degree),
)

LISTED_BEFORE = ("level", "progression", "years-curve", "location", "tier")
LISTED_AFTER = ("uplift", "software-engineer")
"""The sections of a listing around those of the dimensions."""

_PAY = ("low", "typical", "high", "likely-low", "likely-high")
_POSITION = ("percentile", "compa-ratio", "range-penetration")
RESERVED = frozenset(
    (
        *("years", "level", "city", "remote", "remote-policy", "hq", "tier", "factor", "factors"),
        *(known.id for known in BUILT_IN),
        *("band", "location", "metro", "place", "level-id", "error", "neither"),
        *LISTED_BEFORE,
        *LISTED_AFTER,
        *("base", "total"),
        *(f"{pay}-{figure}" for pay in ("base", "total") for figure in (*_PAY, *_POSITION)),
    )
)
"""What no declared factor may be called, since something of that name stands beside it: what
else describes a person, steps of a receipt, sections, levers, columns of a roster."""


class Dimension(NamedTuple):
    """One thing that multiplies pay, with the options a book has for it, perhaps none.

    `default` is the id of the option that counts where none is named; `declared` where the
    book itself brings the dimension.
    """

    id: str
    title: str
    help: str
    choice: Choice
    options: tuple[Factor | Degree, ...]
    default: str | None = None
    declared: bool = False


def built_in(known: BuiltIn, options: tuple[Factor | Degree, ...] | Single | None) -> Dimension:
    """Return a built-in dimension with what a book has for it."""
    if isinstance(options, Single):
        # A flag has one option, which bears the dimension's own name.
        options = (
            Factor(
                id=known.id,
                title=options.title,
                range=options.range,
                **{field.name: getattr(options, field.name) for field in fields(Sourced)},
            ),
        )
    return Dimension(known.id, known.title, known.help, known.choice, options or ())


def declared(factor: DeclaredFactor) -> Dimension:
    """Return a dimension that a book declares."""
    return Dimension(
        factor.id, factor.title, factor.help, "one", factor.option, factor.default, declared=True
    )
