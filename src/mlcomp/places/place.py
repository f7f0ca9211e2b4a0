"""A place as it was understood."""

from typing import Literal, NamedTuple

from mlcomp.places.areas import Area

Match = Literal["exact", "alias", "nickname", "postal", "state", "national"]


class Place(NamedTuple):
    """A place understood; `note` names the runner-up, if any, and how to ask for it."""

    typed: str
    match: Match
    name: str
    state: Area | None
    metro: Area | None
    note: str | None

    @property
    def market(self) -> tuple[str, str]:
        """Return what its pay depends on: the codes of its metro and, outside metros, state."""
        if self.metro:
            return self.metro.code, ""
        return "", self.state.code if self.state else ""
