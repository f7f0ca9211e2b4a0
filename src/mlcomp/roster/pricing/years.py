"""Years of experience as a roster's cells have them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlcomp.errors import ProfileError
from mlcomp.roster.cells import profile_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlcomp.errors import Fault


class Years(NamedTuple):
    """Years as typed that are no plain number in range: what they are, or why refused."""

    keys: list[str]
    years: list[float | None]
    faults: list[Fault | None]

    @property
    def errors(self) -> list[str | None]:
        """The sentences of the faults."""
        return [fault and str(fault) for fault in self.faults]


def years_among(cells: Iterable[str]) -> Years:
    """Read the cells that are no plain number in range."""
    keys = list(cells)
    read = [_years(key) for key in keys]
    return Years(keys, [number for number, _ in read], [fault for _, fault in read])


def _years(typed: str) -> tuple[float | None, Fault | None]:
    try:
        return profile_of({"years": typed}).years, None
    except ProfileError as error:
        return None, error.faults[0]
