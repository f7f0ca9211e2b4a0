"""The steps of a receipt, and how each follows from those before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlcomp.book.ranges import Range

Operation = Literal["start", "within", "multiply"]
UPLIFT = "uplift"
"""The step from base salary to total compensation."""


class Reached(NamedTuple):
    """Where a receipt stands after a step.

    `range` is the result in US dollars a year. `factors` are what varies independently, each
    with the id of its step: the band, in dollars, and every multiplier since.
    """

    range: Range
    factors: tuple[tuple[str, Range], ...]


def after(reached: Reached | None, id_: str, operation: Operation, applied: Range) -> Reached:
    """Return where one more step leads from where a receipt stands, from None for the first."""
    if reached is None or operation == "start":
        return Reached(applied, (("band", applied),))
    if operation == "multiply":
        return Reached(reached.range * applied, (*reached.factors, (id_, applied)))
    # A level, its tier and its years are one band, not three that vary on their own.
    part = reached.range.within(applied)
    return Reached(part, (("band", part),))


def replay(steps: Iterable[tuple[str, Operation, Range]]) -> Iterator[Reached]:
    """Yield where a receipt stands after each of its steps: id, operation and applied range."""
    reached = None
    for step in steps:
        reached = after(reached, *step)
        yield reached
