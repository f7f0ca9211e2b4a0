"""What can go wrong, as one line a person can act on."""

from __future__ import annotations

from typing import ClassVar, NamedTuple


class MlcompError(Exception):
    """Any refusal of mlcomp; its text is one line, or one line a problem."""

    exit_code: ClassVar[int] = 1


class UsageError(MlcompError, ValueError):
    """What was asked for cannot be done as asked."""

    exit_code: ClassVar[int] = 2


class ProfileError(UsageError):
    """The person or the job was described in a way that cannot be priced."""


class NoLevelError(ProfileError):
    """Neither years nor a level were given; whoever asked knows an example of how to."""


class BookError(MlcompError, ValueError):
    """A rule book cannot be read or contradicts itself; `problems` has a line for each fault."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class ReceiptError(MlcompError, ValueError):
    """A file that should hold an estimate's JSON does not."""


class Fault(NamedTuple):
    """What is wrong with one value of an offer."""

    field: str
    expected: str
    found: str


class Problem(NamedTuple):
    """One fault of a file; as text: "level.base, level 'mid': expected ..., found ..."."""

    path: str
    record: str
    expected: str
    found: str

    def __str__(self) -> str:
        where = f"{self.path}, {self.record}" if self.record else self.path
        return f"{where}: expected {self.expected}, found {self.found}"


class OfferError(UsageError):
    """An offer says what cannot be meant; `faults` has one entry for each wrong value."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(
            "\n".join(
                f"{fault.field.replace('_', '-')}: expected {fault.expected}, found {fault.found}"
                for fault in faults
            )
        )
        self.faults = faults


class ScenarioError(MlcompError, ValueError):
    """A file of scenarios cannot be read or priced; `problems` has a line for each fault."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class RosterError(MlcompError, ValueError):
    """A file of people cannot be read or written."""


class ExtraError(MlcompError):
    """Something is asked for that an extra brings, which is not installed."""

    exit_code: ClassVar[int] = 2
