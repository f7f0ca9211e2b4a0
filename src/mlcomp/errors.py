"""What can go wrong: faults with their parts, and the one place that makes sentences of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

One = TypeVar("One")
Other = TypeVar("Other")

Kind = Literal[
    "expected",
    "listed",
    "ambiguous",
    "unknown",
    "absent",
    "stated",
    "unreadable",
    "unwritable",
    "taken",
    "lacking",
    "no book",
    "no receipt",
    "no place",
    "unknown place",
    "several places",
    "misspelt place",
    "apart",
    "unclear place",
    "other place",
    "other code",
    "abroad",
]

# The pieces of each sentence; all but the first are left out where their part is empty.
_SENTENCES: dict[Kind, tuple[str, ...]] = {
    "expected": ("expected {expected}", ", found {found}", "; {hint}"),
    "listed": ("expected {expected}", "; found {found}"),
    "ambiguous": ("expected {expected}, found {found}", " ({hint})"),
    "unknown": ("{found} is not known; ", "{hint} ", "valid: {expected}"),
    "absent": ("the rule book has none, found {found}",),
    "stated": ("{found}",),
    "unreadable": ("cannot be read: {found}",),
    "unwritable": ("cannot be written: {found}",),
    "taken": ("exists already and is not overwritten",),
    "lacking": ("expected {expected}", ", found {found}", "; {hint}"),
    "no book": ("{found}: no such rule book; shipped: {expected}",),
    "no receipt": ("expected {record}; {field}: {expected}, found {found}",),
    "no place": ("no place given: {hint}",),
    "unknown place": ("unknown place {found}: {hint}",),
    "several places": ("{found} is the name of several places: {hint}",),
    "misspelt place": ("{found} is one letter off {expected}: {hint}",),
    "apart": ("{found} names places that are not of one metro: {hint}",),
    "unclear place": ("{found} may be {expected}: {hint}",),
    "other place": ("{found} is {expected}: {hint}",),
    "other code": ("{found} does not agree with its ZIP code, which is {expected}: {hint}",),
    "abroad": ("{found}: {expected} is not covered: mlcomp knows US places", "; {hint}"),
}


class Fault(NamedTuple):
    """One thing that is wrong, in parts; `str` makes its sentence, on one line.

    Attributes:
        field: what is wrong, under the name its user knows: `remote-policy`, `level.base`.
        record: which record of a file has it: `level 'mid'`.
        expected: what should be there; of a name that is not known, all that are valid.
        found: what is there instead, as it is shown.
        hint: what to do about it.
        kind: the shape of the sentence.
        choices: what can be written instead, the likeliest first.
        context: what the field is part of, the outermost first: a file, an option.
    """

    field: str = ""
    record: str = ""
    expected: str = ""
    found: str = ""
    hint: str = ""
    kind: Kind = "expected"
    choices: tuple[str, ...] = ()
    context: tuple[str, ...] = ()

    def __str__(self) -> str:
        before, after = self.around()
        return f"{before}{self.found}{after}"

    def around(self) -> tuple[str, str]:
        """Return the sentence up to what was found, and from there on."""
        parts = self._asdict()
        first, *further = _SENTENCES[self.kind]
        lacking = [f"{{{name}}}" for name in ("found", "hint") if not parts[name]]
        kept = (piece for piece in further if not any(part in piece for part in lacking))
        before, _, after = "".join((first, *kept)).partition("{found}")
        where = "" if "{field}" in first else ", ".join(filter(None, (self.field, self.record)))
        opening = "".join(f"{each}: " for each in (*self.context, where) if each)
        return opening + before.format_map(parts), after.format_map(parts)

    def within(self, *context: str) -> Fault:
        """Return the same fault as part of something."""
        return self._replace(context=(*context, *self.context))


class MlcompError(Exception):
    """Any refusal of mlcomp; its text is that of its faults, a line each.

    A sentence may stand for a fault that has no parts.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, *faults: Fault | str) -> None:
        super().__init__(*faults)
        self.faults = tuple(
            Fault(found=fault, kind="stated") if isinstance(fault, str) else fault
            for fault in faults
        )

    def __str__(self) -> str:
        return "\n".join(map(str, self.faults))


class UsageError(MlcompError, ValueError):
    """What was asked for cannot be done as asked."""

    exit_code: ClassVar[int] = 2


class ProfileError(UsageError):
    """The person or the job was described in a way that cannot be priced."""


class LackingError(UsageError):
    """Something was not given that is needed; who can be asked, is."""


class NoLevelError(LackingError, ProfileError):
    """Neither years nor a level were given; whoever asked knows an example of how to."""


class BookError(MlcompError, ValueError):
    """A rule book cannot be read or contradicts itself."""


class ReceiptError(MlcompError, ValueError):
    """A file that should hold an estimate's JSON does not."""


class OfferError(UsageError):
    """An offer says what cannot be meant; it has a fault for each wrong value."""


class NoBaseError(LackingError, OfferError):
    """An offer's base was not given, and nothing else of the offer is wrong."""


class ScenarioError(MlcompError, ValueError):
    """A file of scenarios cannot be read or priced."""


class RosterError(MlcompError, ValueError):
    """A file of people cannot be read or written."""


class ExtraError(MlcompError):
    """Something is asked for that an extra brings, which is not installed."""

    exit_code: ClassVar[int] = 2


def install(extra: str) -> str:
    """Return the command that brings what an extra holds, under the distribution's own name."""
    return f"pip install 'mlcomp-pay[{extra}]'"


def both(first: Callable[[], One], second: Callable[[], Other]) -> tuple[One, Other]:
    """Return what both return, or raise what is wrong with either of them at once.

    Raises:
        UsageError: both are refused; where one is, its own error.
        LackingError: both lack something.
    """
    try:
        one = first()
    except MlcompError as error:
        try:
            second()
        except MlcompError as other:
            refusals = (error, other)
            lacking = all(isinstance(each, LackingError) for each in refusals)
            kind = LackingError if lacking else UsageError
            raise kind(*error.faults, *other.faults) from None
        raise
    return one, second()
