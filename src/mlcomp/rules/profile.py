"""The person and the job, as typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from mlcomp.book.dimensions import BUILT_IN
from mlcomp.errors import ProfileError
from mlcomp.text import as_id, key, quoted, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_YEARS = 60
RemotePolicy = Literal["national", "local", "hq"]
REMOTE_POLICIES: tuple[RemotePolicy, ...] = ("national", "local", "hq")
MOST_CHARACTERS = 200
_BUILT_IN = {dimension.id: dimension.choice for dimension in BUILT_IN}
_ONE = tuple(id_ for id_, choice in _BUILT_IN.items() if choice == "one")
_SEVERAL = tuple(id_ for id_, choice in _BUILT_IN.items() if choice == "several")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Who is priced, in any names the rule book knows; text is accepted for `years`.

    Args:
        years: years of experience, 0 to 60, fractions allowed.
        level: the level's id, title or alias; overrides the one `years` implies.
        city: where the job is; None is the national average.
        remote: a remote job.
        remote_policy: how the employer pays remote staff: by a "national" band (the default),
            by the "local" market they live in, or by that of its headquarters ("hq").
        hq: the employer's city, for the policy "hq".
        tier: the kind of company, or a well-known company's name.
        specialization: technical specializations; only the strongest counts.
        industry: the employer's industry.
        lifecycle: whether the person runs the full ML lifecycle, MLOps included.
        degree: the highest degree.
        factors: of factors that a rule book declares, the option of each, by the factor's id.

    Raises:
        ProfileError: a value is out of bounds or no plain text.
    """

    years: float | None = None
    level: str | None = None
    city: str | None = None
    remote: bool = False
    remote_policy: RemotePolicy | None = None
    hq: str | None = None
    tier: str | None = None
    specialization: tuple[str, ...] = ()
    industry: str | None = None
    lifecycle: bool = False
    degree: str | None = None
    factors: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if self.years is not None:
            object.__setattr__(self, "years", _years(self.years))
        for name in _SEVERAL:
            names = getattr(self, name)
            object.__setattr__(self, name, (names,) if isinstance(names, str) else tuple(names))
        for name in ("level", "city", "hq", "tier", *_ONE):
            _check_text(name, getattr(self, name))
        if self.remote_policy is not None:
            object.__setattr__(self, "remote_policy", _policy(self.remote_policy))
        for name in _SEVERAL:
            for text in getattr(self, name):
                _check_text(name, text)
        object.__setattr__(self, "factors", _factors(self.factors))

    def named(self, dimension: str) -> tuple[str, ...]:
        """Return what is named of a dimension, by its id; of a flag its own id."""
        value = getattr(self, dimension) if dimension in _BUILT_IN else self.factors.get(dimension)
        if isinstance(value, bool):
            return (dimension,) if value else ()
        return (value,) if isinstance(value, str) else tuple(value or ())

    def naming(self, dimension: str, names: Iterable[str]) -> Profile:
        """Return the same person with other names of a dimension; none takes it away."""
        names = tuple(names)
        choice = _BUILT_IN.get(dimension)
        if choice is None:
            named = {id_: name for id_, name in self.factors.items() if id_ != dimension}
            if names:
                named[dimension] = names[0]
            return replace(self, factors=named)
        value: Any = next(iter(names), None)
        if choice != "one":
            value = names if choice == "several" else bool(names)
        return replace(self, **{dimension: value})


def _years(value: float | str) -> float:
    years = -1.0
    if isinstance(value, str):
        # float() would take 1_0, nan and the digits of other scripts too.
        text = value.strip()
        plain = text[1:] if text[:1] in ("+", "-") else text
        if plain.isascii() and plain.replace(".", "", 1).isdigit():
            years = float(text[:MOST_CHARACTERS])
    elif not isinstance(value, bool):
        try:
            years = float(value)
        except (TypeError, ValueError, OverflowError):
            years = -1.0
    if not 0 <= years <= MOST_YEARS:
        raise ProfileError(
            f"years: expected a number from 0 to {MOST_YEARS}, found {quoted(value)}"
        )
    # Zero without the sign that -0.0 has.
    return float(years) + 0.0


def _factors(factors: Mapping[str, str]) -> dict[str, str]:
    """Return the names by the ids of their factors, in whatever spelling these were given."""
    if not isinstance(factors, Mapping):
        raise ProfileError(
            f"factors: expected a mapping from factors to options, found {quoted(factors)}"
        )
    found = {}
    for name, option in factors.items():
        _check_text("factor", name)
        id_ = as_id(name)
        _check_text(id_, option)
        found[id_] = option
    return found


def _policy(value: str) -> RemotePolicy:
    _check_text("remote-policy", value)
    for policy in REMOTE_POLICIES:
        if policy == key(value):
            return policy
    raise ProfileError(unknown("remote-policy", value, REMOTE_POLICIES))


def _check_text(name: str, value: str | None) -> None:
    if value is None:
        return
    if not isinstance(value, str):
        raise ProfileError(f"{name}: expected text, found {quoted(value)}")
    if not value.strip():
        raise ProfileError(f"{name}: expected a name, found {quoted(value)}")
    if len(value) > MOST_CHARACTERS or not value.isprintable():
        raise ProfileError(
            f"{name}: expected up to {MOST_CHARACTERS} printable characters, found {quoted(value)}"
        )
