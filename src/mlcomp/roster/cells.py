"""What the cells of a roster mean: from text to the fields of a `Profile`.

An empty or missing cell is not given. Anything else is what would have been typed.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, NamedTuple

from mlcomp.errors import Fault, ProfileError
from mlcomp.rules.naming import INDUSTRY
from mlcomp.rules.profile import Profile
from mlcomp.text import folded, listed, nearest, printable, quoted

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from mlcomp.accuracy.backtest import Measure
    from mlcomp.book.dimensions import Choice, Dimension
    from mlcomp.book.rulebook import Book

# Unprintable: no cell that could be priced holds it.
BETWEEN_FIELDS = "\x1f|\x1f"
BETWEEN_NAMES = ";"
MADE = "__mlcomp_"
"""Before the names of columns that are made on the way and do not stay."""

PLACE = ("city", "remote", "remote_policy", "hq")
PAY: tuple[Measure, ...] = ("base", "total")
OTHER_NAMES = {"company": "tier", "location": "city"}
"""Names that options have besides: `mlcomp estimate --company` is `--tier`."""
TRUTH = {
    **dict.fromkeys(("true", "t", "yes", "y", "1", "1.0"), True),
    **dict.fromkeys(("false", "f", "no", "n", "0", "0.0"), False),
}
_FIELDS = {field.name for field in fields(Profile)}


class Aspect(NamedTuple):
    """Inputs that are understood together, and the step of a receipt they lead to.

    `needed` is the input without which the others say nothing of it, "" where each does alone;
    `borrowed` one that helps to understand, while another aspect refuses what is wrong in it.
    """

    name: str
    inputs: tuple[str, ...]
    step: str
    dimension: Dimension | None = None
    needed: str = ""
    borrowed: str = ""

    def among(self, given: Container[str]) -> tuple[str, ...]:
        """Return its inputs among those that are given; none where the needed one is not."""
        if self.needed and self.needed not in given:
            return ()
        return tuple(name for name in self.inputs if name in given)


def aspects(book: Book) -> tuple[Aspect, ...]:
    """Return what a roster may say of people besides their years, in a book's order.

    A code of ladders means what it does at the employer, and an employer may say the industry.
    """
    return (
        Aspect("level", ("level", "tier"), "band", needed="level", borrowed="tier"),
        Aspect("place", PLACE, "location"),
        Aspect("tier", ("tier",), "tier"),
        *(
            Aspect(
                # Whatever a book calls its own, it is a plain word in the names of columns.
                f"declared{number}" if dimension.declared else dimension.id,
                (spelled(dimension.id), "tier")
                if dimension.id == INDUSTRY
                else (spelled(dimension.id),),
                dimension.id,
                dimension,
                borrowed="tier" if dimension.id == INDUSTRY else "",
            )
            for number, dimension in enumerate(book.dimensions)
        ),
    )


def inputs_of(book: Book) -> tuple[str, ...]:
    """Return the columns that a person is priced by."""
    named = (name for aspect in aspects(book) for name in aspect.inputs)
    return tuple(dict.fromkeys(("years", "level", *PLACE, *named)))


def spelled(name: str) -> str:
    """Return a column's name as an input is spelled: `Company-Size` is `company_size`."""
    return folded(name).replace(" ", "_")


def choices_of(book: Book) -> dict[str, Choice]:
    """Return how the inputs are chosen; one that is not here is one name, or the years."""
    return {"remote": "flag", **{spelled(each.id): each.choice for each in book.dimensions}}


def person(inputs: Sequence[str], cells: str, book: Book) -> dict[str, Any]:
    """Return what the cells of some inputs say, for `profile_of`.

    Args:
        inputs: the inputs, in the order of the cells.
        cells: their cells, joined with `BETWEEN_FIELDS`.
        book: the rule book.

    Raises:
        ProfileError: a cell that should be true or false is neither.
    """
    choices = choices_of(book)
    each = cells.split(BETWEEN_FIELDS) if len(inputs) > 1 else [cells]
    given = {name: cell for name, cell in zip(inputs, each, strict=False) if cell != ""}
    return {name: _value(name, cell, choices.get(name)) for name, cell in given.items()}


def _value(name: str, cell: str, choice: Choice | None) -> str | bool | tuple[str, ...]:
    if choice == "several":
        return tuple(part.strip() for part in cell.split(BETWEEN_NAMES) if part.strip())
    if choice != "flag":
        return cell
    truth = TRUTH.get(cell.strip().casefold())
    if truth is None:
        raise ProfileError(Fault(name, expected="true or false", found=quoted(cell)))
    return truth


def profile_of(given: Mapping[str, Any]) -> Profile:
    """Return the person of whom all that was said; what is no field is a declared factor.

    Raises:
        ProfileError: something that was said is out of bounds or no plain text.
    """
    known = {name: value for name, value in given.items() if name in _FIELDS}
    declared = {name: value for name, value in given.items() if name not in _FIELDS}
    return Profile(**known, factors=declared)


def columns_of(
    names: Sequence[str], mapping: Mapping[str, str] | None, inputs: Iterable[str]
) -> dict[str, str]:
    """Return the frame's column for each input it has, by `mapping` or by the input's own name.

    Args:
        names: the columns of the frame, as its owner has them.
        mapping: the frame's column for an input, where it has another name; None where
            nobody could give one.
        inputs: what people are priced by; `base` and `total` are known besides.

    Raises:
        ProfileError: the mapping names an input or a column that does not exist, two columns
            are spellings of one input, or one has a name that pricing makes.
    """
    if made := [name for name in names if name.casefold().startswith(MADE)]:
        expected = f"names that do not begin with {MADE}"
        raise ProfileError(
            Fault("columns", expected=expected, found=listed(map(quoted, made), "and"))
        )
    valid = (*inputs, *PAY)
    mapped: dict[str, str] = {}
    for typed, theirs in (mapping or {}).items():
        ours = spelled(typed)
        if ours not in valid:
            raise ProfileError(f"map: {quoted(typed)} is not known; valid: {', '.join(valid)}")
        if theirs not in names:
            like = nearest(theirs, names)
            hint = f"did you mean {listed(like)}? " if like else ""
            raise ProfileError(
                f"map: no column {quoted(theirs)}; {hint}found: {listed(names[:20], 'and')}"
            )
        mapped[ours] = theirs
    taken = set(mapped.values())
    own: dict[str, str] = {}
    for ours in (ours for ours in valid if ours not in mapped):
        like = [name for name in names if spelled(name) == ours and name not in taken]
        if len(like) > 1:
            raise ProfileError(_several(ours, like, can_be_mapped=mapping is not None))
        if like:
            own[ours] = like[0]
    return own | mapped


def unread(names: Iterable[str], given: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the columns that have another name of an option, with the input they may be meant as.

    They pass through as any column does; where the input has a column, they are not meant.
    """
    meant = ((name, OTHER_NAMES.get(spelled(name), "")) for name in names)
    there = given.values()
    return tuple((n, ours) for n, ours in meant if ours and ours not in given and n not in there)


def _several(ours: str, names: Sequence[str], *, can_be_mapped: bool) -> Fault:
    """Return the fault of columns that are spellings of one input."""
    return Fault(
        "columns",
        expected=f"one column for {ours}",
        found=listed(map(quoted, names), "and"),
        hint=f"map the one that is meant, as {ours}={printable(names[0])}"
        if can_be_mapped
        else "leave one out",
    )


def refuse_unpriceable(names: Sequence[str], found: Mapping[str, str]) -> None:
    """Refuse columns of which none says years or level.

    Raises:
        ProfileError: so it is.
    """
    if "years" not in found and "level" not in found:
        there = listed(map(quoted, names[:20]), "and") or "none"
        raise ProfileError(
            f"columns: expected years or level among them, found {there} "
            "(one of another name can be mapped, as years=tenure)"
        )
