"""What a place multiplies pay by, in one rule book: the places' facts meet the book's rule."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from mlcomp.book.ranges import Range
from mlcomp.errors import Fault, ProfileError
from mlcomp.places.areas import outside_metros
from mlcomp.rules.pay import UNCHANGED
from mlcomp.rules.result import Cited, MetroFound, PlaceFound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlcomp.book.records import Elsewhere, Level, Location, Sourced
    from mlcomp.book.rulebook import Book
    from mlcomp.places.areas import Area
    from mlcomp.places.resolver import Place
    from mlcomp.rules.profile import Profile


class Located(NamedTuple):
    """A place as found, and the label and the source of its factor for the receipt."""

    place: PlaceFound
    label: str
    cited: Cited


def locate(profile: Profile, book: Book) -> Located:
    """Find where a job is paid as if it were, and what that place multiplies pay by.

    Raises:
        ProfileError: the city is not understood, or the remote policy lacks one.
    """
    policy = _policy(profile)
    if profile.city is not None:
        here = _understood(profile.city, "city")
    if policy == "hq":
        if profile.hq is None:
            expected = "the employer's city with remote policy hq"
            raise ProfileError(Fault("hq", expected=expected, found="none"))
        return at(_understood(profile.hq, "hq"), book)
    if profile.city is None:
        if policy == "local":
            expected = "where the person lives with remote policy local"
            raise ProfileError(Fault("city", expected=expected, found="none"))
        return _national(None, book, remote=profile.remote)
    if policy == "national":
        return _national(profile.city, book, remote=True)
    return at(here, book)


def market_of(city: str) -> tuple[str, str, str]:
    """Return what a city's figures depend on in any book: places with the same one are paid alike.

    Raises:
        ProfileError: the city is not understood.
    """
    place = _understood(city, "city")
    state, metro = (each.code if each else "" for each in (place.state, place.metro))
    return state, metro, place.match if place.match in ("state", "national") else ""


def in_place(level: Level, located: Located, book: Book) -> tuple[Level, Located]:
    """Return a level as it is paid in a place, and the place as it counts for that level.

    Where the level has a range of its own there, that takes the place of the factor.
    """
    base = level.locations.get(located.place.location or "")
    if base is None:
        return level, located
    place = located.place._replace(factor=UNCHANGED.range, basis=level.basis)
    reason = f"The {level.title} band is the one for this place."
    cited = Cited(level.basis, book.citation(level), reason)
    label = f"{located.label}: in the band"
    return replace(level, base=base), Located(place, label, cited)


def other_policies(profile: Profile, book: Book) -> list[tuple[str, Located]]:
    """Return what the other remote policies would go by, as far as their cities are known."""
    policy = _policy(profile)
    others: list[tuple[str, Located]] = []
    if policy not in (None, "national"):
        others.append(("national", _national(None, book, remote=True)))
    if policy != "local" and profile.city is not None:
        others.append(("local", at(_understood(profile.city, "city"), book)))
    if policy != "hq" and profile.hq is not None:
        others.append(("hq", at(_understood(profile.hq, "hq"), book)))
    return others


def at(place: Place, book: Book) -> Located:
    """Return a place's factor: what the book sets for it, or what is measured there."""
    if place.match == "national":
        return _national(place.typed, book, remote=False)
    location = _set_by_book(place, book)
    if location:
        found = _found(place, book, location.range, location, note=place.note)
        return found._replace(place=found.place._replace(location=location.id))
    elsewhere = book.elsewhere
    if elsewhere and elsewhere.range:
        return _found(place, book, elsewhere.range, elsewhere, note=place.note)
    if elsewhere:
        for area in _areas(place):
            measured = _measured(area, elsewhere)
            if measured:
                note = _joined(place.note, _stands_in(area, place))
                cited = Cited(
                    elsewhere.basis, book.citation(elsewhere, n=measured.n), measured.reason
                )
                found = _found(place, book, measured.factor, elsewhere, note=note)
                return found._replace(cited=cited)
    note = f"No figure for {place.name}: the national average is taken."
    return _found(place, book, book.national.range, book.national, note=_joined(place.note, note))


def _areas(place: Place) -> Iterator[Area]:
    """Yield the areas whose wages may stand for a place, the nearest to it first.

    A town is not paid as its state's hubs are: what is outside the metros comes before them.
    """
    if place.metro:
        yield place.metro
    if place.state:
        outside = None if place.match == "state" else outside_metros(place.state.code)
        if outside:
            yield outside
        yield place.state


def _stands_in(area: Area, place: Place) -> str | None:
    """Say so where a larger area's figure stands in for a place's own."""
    if area.kind == "metro" or area.name == place.name:
        return None
    if area.kind == "nonmetro":
        why = "its metro has" if place.metro else "it has"
        return f"{place.name} is priced as all of {area.name}, since {why} no figure of its own."
    what = "it" if place.metro is None else "its metro"
    return (
        f"{place.name} is priced as the whole of {area.name}, metros included, since no figure is "
        f"published for {what} nor for the state outside its metros."
    )


def _policy(profile: Profile) -> str | None:
    """Return the remote policy, None for a job that is not remote."""
    if profile.remote:
        return profile.remote_policy or "national"
    if profile.remote_policy or profile.hq:
        name = "remote-policy" if profile.remote_policy else "hq"
        found = "a job that is not remote"
        raise ProfileError(Fault(name, expected="--remote with it", found=found))
    return None


def _understood(typed: str, field: str) -> Place:
    # Imported here: an estimate without a city needs none of it.
    from mlcomp.places.resolver import PlaceError, resolve

    try:
        return resolve(typed)
    except PlaceError as error:
        raise PlaceError(*(fault._replace(field=field) for fault in error.faults)) from None


def _set_by_book(place: Place, book: Book) -> Location | None:
    """Return the location that names the place's metro, or else its state."""
    for location in book.location:
        if place.metro and place.metro.code in location.metros:
            return location
    for location in book.location:
        if place.match == "state" and place.state and place.state.code in location.whole_states:
            return location
    for location in book.location:
        if place.state and place.state.code in location.states:
            return location
    return None


class Measured(NamedTuple):
    """An area's factor from its wages, why, and the people employed."""

    factor: Range
    reason: str
    n: int


def _measured(area: Area, elsewhere: Elsewhere) -> Measured | None:
    """Return what wages say of an area; None where none are published."""
    both = (("data scientists", area.data_scientists), ("developers", area.software_developers))
    known = [(name, found) for name, found in both if found]
    if not known:
        return None
    ceiling = elsewhere.ceiling or float("inf")
    power = 1.0 if elsewhere.shrink is None else elsewhere.shrink
    ratios = [found.ratio for _, found in known]
    employed = [found.employment or 0 for _, found in known]
    # A mean by employment needs it for both; where it is not published they count alike.
    weights = employed if all(employed) else [1] * len(known)
    mean = sum(r * w for r, w in zip(ratios, weights, strict=True)) / sum(weights)
    low, mean, high = (ratio**power for ratio in (min(ratios), mean, max(ratios)))
    # The mean of equal numbers may differ from them in the last digit.
    typical = min(max(mean, low), high, ceiling)
    spread = elsewhere.outside_spread if area.kind == "nonmetro" else None
    spread = spread or elsewhere.spread
    if spread is not None:
        low, high = typical / spread, typical * spread
    factor = Range(min(low, ceiling), typical, min(high, ceiling))
    wages = [
        f"{name} {found.ratio:.2f} ({f'{count:,}' if count else 'unpublished number'} employed)"
        for (name, found), count in zip(known, employed, strict=True)
    ]
    alike = "" if all(employed) else ", counted alike"
    capped = f", limited to {ceiling:.2f}" if max(ratios) ** power > ceiling else ""
    shrunk = f", to the power {power:g}" if power != 1 else ""
    if spread is not None:
        shrunk += f", give or take a factor of {spread:g}"
    over = f"Median wages in {area.name} over the nation's"
    return Measured(factor, f"{over}: {'; '.join(wages)}{alike}{shrunk}{capped}.", sum(employed))


def _found(place: Place, book: Book, factor: Range, value: Sourced, *, note: str | None) -> Located:
    metro = place.metro and MetroFound(place.metro.code, place.metro.name)
    found = PlaceFound(place.typed, place.match, place.name, metro, factor, value.basis, note)
    return Located(found, place.name, Cited(value.basis, book.citation(value), value.reason))


def _national(typed: str | None, book: Book, *, remote: bool) -> Located:
    national = book.national
    found = PlaceFound(
        typed, "national", "United States", None, national.range, national.basis, None
    )
    label = "Remote: national band" if remote else national.title
    cited = Cited(national.basis, book.citation(national), national.reason)
    return Located(found, label, cited)


def _joined(*notes: str | None) -> str | None:
    return " ".join(f"{note.rstrip('.')}." for note in notes if note) or None
