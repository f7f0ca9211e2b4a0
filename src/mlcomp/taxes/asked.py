"""What was asked about take-home pay, for people as they are typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlcomp.errors import Fault, ProfileError
from mlcomp.taxes.household import ALONE, Household
from mlcomp.taxes.take_home import Case
from mlcomp.taxes.where import where, where_typed
from mlcomp.text import integer

if TYPE_CHECKING:
    from mlcomp.places.place import Place
    from mlcomp.rules.profile import Profile


class Asked(NamedTuple):
    """Who files, and where they live, where that is not where the job is."""

    household: Household = ALONE
    live_in: str | None = None

    def case(self, pay: float, profile: Profile) -> Case:
        """Return whose pay is taxed where; remote work is taxed where a person lives.

        Raises:
            ProfileError: no place in the 50 states and DC is named.
        """
        job = profile.city
        if (live_in := self.live_in or job) is None:
            expected = "a city or a state for take-home pay, since states tax differently"
            raise ProfileError(Fault("city", expected=expected, found="none"))
        home = where_typed(live_in, "live-in" if self.live_in else "city")
        work = home if profile.remote or job is None else where_typed(job, "city")
        return Case(float(integer(pay)), work, home, self.household)

    def case_at(self, pay: float, place: Place) -> Case:
        """Return whose pay is taxed, in a place of work and home.

        Raises:
            ProfileError: it is not in the 50 states and DC.
        """
        there = where(place)
        return Case(float(integer(pay)), there, there, self.household)
