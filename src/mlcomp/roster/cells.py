"""What the cells of a roster mean: from text to the fields of a `Profile`.

An empty or missing cell is not given. Anything else is what would have been typed.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, NamedTuple

from mlcomp.errors import Fault, ProfileError
from mlcomp.rules.profile import Profile
from mlcomp.text import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

# Unprintable: no cell that could be priced holds it.
BETWEEN_FIELDS = "\x1f|\x1f"
BETWEEN_NAMES = ";"

_KNOWN = {field.name for field in fields(Profile)}
TRUTH = {
    **dict.fromkeys(("true", "t", "yes", "y", "1", "1.0"), True),
    **dict.fromkeys(("false", "f", "no", "n", "0", "0.0"), False),
}


class Dimension(NamedTuple):
    """Columns that are understood together, and the step of a receipt they lead to."""

    name: str
    columns: tuple[str, ...]
    step: str


# Columns that a later Profile may know are asked for by name: a place is one look-up.
DIMENSIONS = tuple(
    Dimension(name, tuple(c for c in columns if c in _KNOWN), step)
    for name, columns, step in (
        ("level", ("level",), "band"),
        ("place", ("city", "remote", "remote_policy", "hq"), "location"),
        ("tier", ("tier",), "tier"),
        ("specialization", ("specialization",), "specialization"),
        ("industry", ("industry",), "industry"),
        ("lifecycle", ("lifecycle",), "lifecycle"),
        ("degree", ("degree",), "degree"),
    )
)
INPUTS = ("years", *(column for dimension in DIMENSIONS for column in dimension.columns))
PAY = ("base", "total")


def person(columns: tuple[str, ...], key: str) -> dict[str, Any]:
    """Return the fields of a `Profile` that the cells of some columns give.

    Args:
        columns: the columns, in the order of the cells.
        key: their cells, joined with `BETWEEN_FIELDS`.

    Raises:
        ProfileError: a cell that should be true or false is neither.
    """
    cells = key.split(BETWEEN_FIELDS) if len(columns) > 1 else [key]
    return {
        column: _value(column, cell)
        for column, cell in zip(columns, cells, strict=False)
        if cell != ""
    }


def _value(column: str, cell: str) -> str | bool | tuple[str, ...]:
    if column in ("remote", "lifecycle"):
        truth = TRUTH.get(cell.strip().casefold())
        if truth is None:
            raise ProfileError(Fault(column, expected="true or false", found=quoted(cell)))
        return truth
    if column == "specialization":
        return tuple(name.strip() for name in cell.split(BETWEEN_NAMES) if name.strip())
    return cell


def columns_of(names: list[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """Return the frame's column for each input it has, by `mapping` or by the input's own name.

    Args:
        names: the columns of the frame.
        mapping: the frame's column for an input, where it has another name.

    Raises:
        ProfileError: the mapping names an input or a column that does not exist.
    """
    from mlcomp.text import key, listed, nearest

    by_key: dict[str, str] = {}
    for name in names:
        by_key.setdefault(key(name).replace(" ", "_"), name)
    found = {}
    for ours in (*INPUTS, *PAY):
        if ours in mapping:
            continue
        if ours in by_key and by_key[ours] not in mapping.values():
            found[ours] = by_key[ours]
    for ours, theirs in mapping.items():
        if ours not in (*INPUTS, *PAY):
            valid = ", ".join((*INPUTS, *PAY))
            raise ProfileError(f"map: {quoted(ours)} is not known; valid: {valid}")
        if theirs not in names:
            like = nearest(theirs, names)
            hint = f"did you mean {listed(like)}? " if like else ""
            raise ProfileError(
                f"map: no column {quoted(theirs)}; {hint}found: {listed(names[:20], 'and')}"
            )
        found[ours] = theirs
    return found
