"""Every fault of a rule book at once, each where it is, with what was expected and found."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError

from mlcomp.book.ranges import Range
from mlcomp.book.records import EmployerUplift, Level, Location, Option, Sourced, Tier
from mlcomp.book.rulebook import Book
from mlcomp.errors import BookError, Fault
from mlcomp.places.areas import area
from mlcomp.text import key, nearest, printable, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator


# What was expected, by the type of pydantic's error.
_EXPECTED = {
    "string_type": "text",
    "string_too_long": "have at most {max_length} characters",
    "string_pattern_mismatch": "match pattern '{pattern}'",
    "int_type": "a valid integer",
    "int_from_float": "a valid integer, got a number with a fractional part",
    "int_parsing": "a valid integer, unable to parse string as an integer",
    "float_type": "a valid number",
    "float_parsing": "a valid number, unable to parse string as a number",
    "finite_number": "a finite number",
    "greater_than": "greater than {gt:.0f}",
    "greater_than_equal": "greater than or equal to {ge:.0f}",
    "less_than_equal": "less than or equal to {le:.0f}",
    "literal_error": "{expected}",
    "tuple_type": "a valid tuple",
    "dict_type": "a valid dictionary",
    "dataclass_type": "a dictionary or an instance of {class_name}",
    "too_short": "{field_type} should have at least {min_length} item after validation, "
    "not {actual_length}",
    "too_long": "{field_type} should have at most {max_length} items after validation, "
    "not {actual_length}",
}


def book_or_faults(raw: dict[str, Any]) -> tuple[Book | None, tuple[Fault, ...]]:
    """Validate parsed TOML: return the book, or None and all its faults."""
    try:
        book: Book | None = _adapter(Book).validate_python(raw)
    except ValidationError as error:
        faults = [_fault(raw, dict(each)) for each in error.errors(include_url=False)]
        book = None
        faults += _contradictions(_valid_parts(raw))
    else:
        faults = list(_contradictions(vars(book)))
    return (None, tuple(dict.fromkeys(faults))) if faults else (book, ())


@cache
def _adapter(hint: Any) -> TypeAdapter[Any]:
    return TypeAdapter(hint)


def _fault(raw: dict[str, Any], error: dict[str, Any]) -> Fault:
    """Say one of pydantic's errors in terms of the file."""
    loc = [part for part in error["loc"] if not str(part).startswith("function-")]
    names = [part for part in loc if isinstance(part, str)]
    path = ".".join(map(printable, names)) or "the file"
    record, kind, context = _record(raw, loc), error["type"], error.get("ctx", {})
    if kind in {"unexpected_keyword_argument", "extra_forbidden"}:
        return unknown_key(path, record, names[-1], _legal_keys(names[:-1]))
    if kind in {"missing", "missing_argument", "missing_keyword_only_argument"}:
        return Fault(path, record, "a value", "none")
    if kind == "value_error" and isinstance(context["error"], BookError):
        expected = context["error"].faults[0].expected
    elif kind in _EXPECTED:
        expected = _EXPECTED[kind].format_map(context)
    else:
        # Of a type that no field here has, pydantic's own words.
        expected = error["msg"]
    return Fault(path, record, expected, shown(error["input"]))


def unknown_key(path: str, record: str, name: str, legal: list[str]) -> Fault:
    """Refuse a key, with the nearest legal one."""
    like = nearest(name, legal)
    hint = f"did you mean {like[0]}?" if like else f"legal here: {', '.join(legal)}"
    return Fault(path, record, "a known key", f"an unknown one ({hint})")


def shown(value: object) -> str:
    """Return a value of a file as one line, a table by its keys."""
    if isinstance(value, dict):
        return f"a table with {', '.join(printable(name) for name in list(value)[:8]) or 'nothing'}"
    return quoted(value) if isinstance(value, str) else printable(value)


def _record(raw: Any, loc: list[Any]) -> str:
    """Name the record an error is in by its id, or by its number where it has none."""
    for position, part in enumerate(loc):
        if isinstance(part, int):
            table = raw
            for step in loc[: position + 1]:
                try:
                    table = table[step]
                except (KeyError, IndexError, TypeError):
                    return ""
            name = table.get("id") if isinstance(table, dict) else None
            which = quoted(name) if isinstance(name, str) else f"no. {part + 1}"
            return f"{loc[position - 1]} {which}"
    return ""


def _legal_keys(names: list[str]) -> list[str]:
    """Return the keys legal in the table that a path of names leads to."""
    record: Any = Book
    for name in names:
        hint = get_type_hints(record).get(name) if isinstance(record, type) else None
        inner = [hint, *_arguments(hint)]
        record = next(
            (t for t in inner if isinstance(t, type) and hasattr(t, "__pydantic_config__")), None
        )
    return [f.name for f in fields(record)] if record else []


def _arguments(hint: Any) -> list[Any]:
    return [leaf for part in get_args(hint) for leaf in (part, *_arguments(part))]


def _valid_parts(raw: dict[str, Any]) -> dict[str, Any]:
    """Return what of a faulty book is valid in itself, so that it is checked further too."""
    parts: dict[str, Any] = {}
    for name, hint in get_type_hints(Book, include_extras=True).items():
        if name in raw:
            try:
                parts[name] = _adapter(hint).validate_python(raw[name])
            except ValidationError:
                continue
    return parts


def _contradictions(parts: dict[str, Any]) -> Iterator[Fault]:
    """Yield what types cannot say: order, gaps, duplicates, sources that do not exist."""
    levels: tuple[Level, ...] = parts.get("level", ())
    yield from _level_order(levels)
    progression = parts.get("progression")
    if progression and levels and levels[-1].max_years is None:
        least, found = levels[-1].min_years, progression.open_ended_years
        if found <= least:
            expected = f"more than the {least} years at which level {quoted(levels[-1].id)} begins"
            yield Fault("progression.open_ended_years", "", expected, str(found))
    if progression and "tier" in parts:
        yield from _pay_order(levels, progression.positions, parts["tier"])
    yield from _unknown_ids(parts)
    for name, value in parts.items():
        records = value if isinstance(value, tuple) else (value,)
        options = [record for record in records if isinstance(record, Option)]
        yield from _duplicates(name, options)
        yield from _place_codes([o for o in options if isinstance(o, Location)])
        for record in records:
            if isinstance(record, Sourced) and record.source not in (
                None,
                *parts.get("sources", ()),
            ):
                which = f"{name} {quoted(record.id)}" if isinstance(record, Option) else ""
                known = ", ".join(parts.get("sources", ())) or "none"
                yield Fault(
                    f"{name}.source", which, f"a key of sources ({known})", quoted(record.source)
                )


def _unknown_ids(parts: dict[str, Any]) -> Iterator[Fault]:
    """Refuse equity and bonus for tiers, industries and levels that the book does not have."""
    uplifts = [("uplift", parts["uplift"])] if "uplift" in parts else []
    uplifts += [("uplift_at", uplift) for uplift in parts.get("uplift_at", ())]
    for path, uplift in uplifts:
        named = [("level", level) for level in uplift.levels]
        if isinstance(uplift, EmployerUplift):
            named += [("tier", uplift.tier), ("industry", uplift.industry)]
        for dimension, id_ in named:
            known = [option.id for option in parts.get(dimension, ())]
            if id_ is not None and dimension in parts and id_ not in known:
                key_path = f"{path}.{'levels' if dimension == 'level' else dimension}"
                expected = f"an id of {dimension} ({', '.join(known)})"
                yield Fault(key_path, "", expected, quoted(id_))


def _duplicates(dimension: str, options: list[Option]) -> Iterator[Fault]:
    owners: dict[str, str] = {}
    ids: set[str] = set()
    for option in options:
        where = f"{dimension} {quoted(option.id)}"
        if option.id in ids:
            yield Fault(f"{dimension}.id", where, "an id of its own", "one that is taken")
        ids.add(option.id)
        for name in option.names:
            owner = owners.setdefault(key(name), option.id)
            if owner != option.id:
                yield Fault(
                    f"{dimension}.aliases",
                    where,
                    "names that mean one option",
                    f"{quoted(name)}, which also means {quoted(owner)}",
                )


def _place_codes(locations: list[Location]) -> Iterator[Fault]:
    """Refuse codes of no place, and places that two locations price."""
    owners: dict[str, str] = {}
    for location in locations:
        where = f"location {quoted(location.id)}"
        for code in (*location.metros, *location.states):
            if area(code) is None:
                path, what = "location.metros", "the CBSA code of a metro (`mlcomp places` has it)"
                if code in location.states:
                    path, what = "location.states", "the postal code of a state"
                yield Fault(path, where, what, quoted(code))
            owner = owners.setdefault(code, location.id)
            if owner != location.id:
                expected = "metros and states that no other location prices"
                found = f"{quoted(code)}, which {quoted(owner)} prices"
                yield Fault("location.metros", where, expected, found)


def _level_order(levels: tuple[Level, ...]) -> Iterator[Fault]:
    for level in levels:
        if level.max_years is not None and level.max_years < level.min_years:
            yield Fault(
                "level.max_years",
                f"level {quoted(level.id)}",
                f"at least min_years ({level.min_years})",
                str(level.max_years),
            )
    if levels and levels[0].min_years != 0:
        yield Fault(
            "level.min_years",
            f"level {quoted(levels[0].id)}",
            "0 for the first level",
            str(levels[0].min_years),
        )
    for lower, upper in pairwise(levels):
        where = f"level {quoted(upper.id)}"
        if lower.max_years is None:
            yield Fault(
                "level.max_years",
                f"level {quoted(lower.id)}",
                "a number, since only the last level is open-ended",
                "none",
            )
        # One shared year is what a guide means by "6-10" and "10+"; the lower level takes it.
        elif upper.min_years not in (lower.max_years, lower.max_years + 1):
            yield Fault(
                "level.min_years",
                where,
                f"{lower.max_years + 1}, the year after level {quoted(lower.id)}",
                str(upper.min_years),
            )
        for end in ("low", "typical", "high"):
            least, found = getattr(lower.base, end), getattr(upper.base, end)
            if found < least:
                yield Fault(
                    "level.base",
                    where,
                    f"no less than level {quoted(lower.id)} ({least:,.0f} {end})",
                    f"{found:,.0f}",
                )


def _pay_order(
    levels: tuple[Level, ...], positions: Range, tiers: tuple[Tier, ...]
) -> Iterator[Fault]:
    """Refuse a book in which another year of experience would lower typical pay."""
    whole = Range(0, 0.5, 1)
    for name, band in [("", whole), *((t.id, t.band) for t in tiers if t.band)]:
        for lower, upper in pairwise(levels):
            last = lower.base.within(band).at(positions.high)
            first = upper.base.within(band).at(positions.low)
            if first < last - 0.005:
                at = f" in tier {quoted(name)}" if name else ""
                yield Fault(
                    "level.base",
                    f"level {quoted(upper.id)}",
                    f"a typical base at its first year of at least {last:,.0f}, where level "
                    f"{quoted(lower.id)} ends{at} (or narrower progression.positions)",
                    f"{first:,.0f}",
                )
