"""Every fault of a rule book at once, each where it is, with what was expected and found."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import MISSING, fields
from functools import cache
from itertools import pairwise
from typing import Any, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError

from mlcomp.book.contradictions import contradictions
from mlcomp.book.rulebook import Book
from mlcomp.errors import BookError, Fault
from mlcomp.text import nearest, printable, quoted

# What was expected, by the type of pydantic's error.
_EXPECTED = {
    "string_type": "text",
    "string_too_long": "at most {max_length} characters",
    # Ids alone have a pattern.
    "string_pattern_mismatch": "small letters, digits and single hyphens, such as company-size",
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
    "too_short": "at least {min_length} of them",
    "too_long": "at most {max_length} of them",
}


def book_or_faults(raw: dict[str, Any]) -> tuple[Book | None, tuple[Fault, ...]]:
    """Validate parsed TOML: return the book, or None and all its faults."""
    try:
        book: Book | None = _adapter(Book).validate_python(raw)
    except ValidationError as error:
        errors = [dict(each) for each in error.errors(include_url=False)]
        faults = [_fault(raw, each) for each in errors if not _follows(each, errors)]
        book = None
        faults += contradictions(_valid_parts(raw))
    else:
        faults = list(contradictions(vars(book)))
    return (None, tuple(dict.fromkeys(faults))) if faults else (book, ())


@cache
def _adapter(hint: Any) -> TypeAdapter[Any]:
    return TypeAdapter(hint)


def _follows(error: dict[str, Any], errors: list[dict[str, Any]]) -> bool:
    """Return whether a list is too short only because what stands in it is faulty."""
    loc = error["loc"]
    inside = (each["loc"] for each in errors if each is not error)
    return error["type"] == "too_short" and any(each[: len(loc)] == loc for each in inside)


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
        said = context["error"].faults[0]
        return Fault(path, record, said.expected, said.found or shown(error["input"]))
    # Of a type that no field here has, pydantic's own words.
    expected = _EXPECTED[kind].format_map(context) if kind in _EXPECTED else error["msg"]
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
    """Name the records an error is in by their ids, or by their numbers where they have none."""
    records: list[str] = []
    table = raw
    for above, part in pairwise([None, *loc]):
        try:
            table = table[part]
        except (KeyError, IndexError, TypeError):
            break
        # Of the items of a record's own lists, only tables are records.
        if isinstance(part, int) and (isinstance(table, dict) or not records):
            name = table.get("id") if isinstance(table, dict) else None
            which = quoted(name) if isinstance(name, str) else f"no. {part + 1}"
            records.append(f"{above} {which}")
    return ", ".join(records)


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
    hints = get_type_hints(Book, include_extras=True)
    for each in fields(Book):
        if each.name in raw:
            with suppress(ValidationError):
                parts[each.name] = _adapter(hints[each.name]).validate_python(raw[each.name])
        elif each.default_factory is not MISSING:
            parts[each.name] = each.default_factory()
        elif each.default is not MISSING:
            parts[each.name] = each.default
    return parts
