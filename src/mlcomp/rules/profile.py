"""The person and the job, as typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from mlcomp.book.dimensions import BUILT_IN
from mlcomp.errors import Fault, ProfileError
from mlcomp.text import as_id, folded, quoted, unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MAX_YEARS = 60
RemotePolicy = Literal["national", "local", "hq"]
REMOTE_POLICIES: tuple[RemotePolicy, ...] = ("national", "local", "hq")
MAX_CHARACTERS = 200
_BLANKS = dict.fromkeys([0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
"""Spaces of other kinds, as what was copied from a web page has them, are spaces."""
_BUILT_IN = {dimension.id: dimension.choice for dimension in BUILT_IN}
_ONE = tuple(id_ for id_, choice in _BUILT_IN.items() if choice == "one")
_SEVERAL = tuple(id_ for id_, choice in _BUILT_IN.items() if choice == "several")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Who is priced, in any names the rule book knows; text is accepted for `years`.

    Args:
        years: years of experience, 0 to 60, fractions allowed.
        level: the level's id, title or alias, or a code of the employer's ladder; overrides the
            one `years` implies.
        city: where the job is; None is the national average.
        remote: a remote job.
        remote_policy: how the employer pays remote staff: by a "national" band (the default),
            by the "local" market they live in, or by that of its headquarters ("hq").
        hq: the employer's city, for the policy "hq".
        tier: the kind of company, or the employer's name.
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
        for name, read in _READERS.items():
            value = getattr(self, name)
            # None is not given; names of several are a tuple or a mapping, if an empty one.
            if value is not None or read in (_several, _factors):
                as_read = read(name, value)
                if as_read is not value:
                    object.__setattr__(self, name, as_read)

    def named(self, dimension: str) -> tuple[str, ...]:
        """Return what is named of a dimension, by its id; of a flag its own id."""
        value = getattr(self, dimension) if dimension in _BUILT_IN else self.factors.get(dimension)
        if isinstance(value, bool):
            return (dimension,) if value else ()
        return (value,) if isinstance(value, str) else tuple(value or ())

    def naming(self, dimension: str, names: Iterable[str]) -> Profile:
        """Return the same person with other names of a dimension; none takes it away."""
        return self.changed({dimension: names})

    def changed(self, named: Mapping[str, Iterable[str]], **fields: str | None) -> Profile:
        """Return the same person with other names of some dimensions, and other fields."""
        changes: dict[str, Any] = dict(fields)
        for dimension, each in named.items():
            names = tuple(each)
            choice = _BUILT_IN.get(dimension)
            if choice is None:
                factors = changes.get("factors", self.factors)
                kept = {id_: name for id_, name in factors.items() if id_ != dimension}
                changes["factors"] = kept | ({dimension: names[0]} if names else {})
            elif choice == "several":
                changes[dimension] = names
            else:
                changes[dimension] = next(iter(names), None) if choice == "one" else bool(names)
        return replace(self, **changes)


def _years(name: str, value: float | str) -> float:
    years = -1.0
    if isinstance(value, str):
        # float() would take 1_0, nan and the digits of other scripts too.
        text = value.strip()
        plain = text[1:] if text[:1] in ("+", "-") else text
        if plain.isascii() and plain.replace(".", "", 1).isdigit():
            years = float(text[:MAX_CHARACTERS])
    elif not isinstance(value, bool):
        try:
            years = float(value)
        except (TypeError, ValueError, OverflowError):
            years = -1.0
    if not 0 <= years <= MAX_YEARS:
        expected = f"a number from 0 to {MAX_YEARS}"
        raise ProfileError(Fault(name, expected=expected, found=quoted(value)))
    # Zero without the sign that -0.0 has.
    return float(years) + 0.0


def _factors(name: str, factors: Mapping[str, str]) -> dict[str, str]:
    """Return the names by the ids of their factors, in whatever spelling these were given."""
    if not isinstance(factors, Mapping):
        expected = "a mapping from factors to options"
        raise ProfileError(Fault(name, expected=expected, found=quoted(factors)))
    found: dict[str, str] = {}
    for factor, option in factors.items():
        id_ = as_id(_text("factor", factor))
        named = found.setdefault(id_, _text(id_, option))
        if folded(named) != folded(option):
            both = f"{quoted(named)} and {quoted(option)}"
            raise ProfileError(Fault(id_, expected="one option", found=both))
    return found


def _policy(name: str, value: str) -> RemotePolicy:
    shown = name.replace("_", "-")
    _text(shown, value)
    for policy in REMOTE_POLICIES:
        if policy == folded(value):
            return policy
    raise ProfileError(unknown(shown, value, REMOTE_POLICIES))


def _several(name: str, value: str | Iterable[str]) -> tuple[str, ...]:
    return tuple(_text(name, text) for text in ((value,) if isinstance(value, str) else value))


def _text(name: str, value: str) -> str:
    expected = ""
    if isinstance(value, str) and not value.isprintable():
        value = value.translate(_BLANKS)
    if not isinstance(value, str):
        expected = "text"
    elif not value.strip():
        expected = "a name"
    elif len(value) > MAX_CHARACTERS or not value.isprintable():
        expected = f"up to {MAX_CHARACTERS} printable characters"
    if expected:
        raise ProfileError(Fault(name, expected=expected, found=quoted(value)))
    return value


_READERS: dict[str, Callable[[str, Any], Any]] = {
    "years": _years,
    **dict.fromkeys(("level", "city", "hq", "tier", *_ONE), _text),
    "remote_policy": _policy,
    **dict.fromkeys(_SEVERAL, _several),
    "factors": _factors,
}
READ = tuple(_READERS)
"""The fields that are read, in the order in which they are: the first that is wrong is refused."""
