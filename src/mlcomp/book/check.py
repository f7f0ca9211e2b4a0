"""Every fault of a rule book at once, each where it is, with what was expected and found."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from itertools import pairwise
from typing import Any, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError

from mlcomp.book.contradictions import contradictions
from mlcomp.book.rulebook import Book
from mlcomp.errors import Problem
from mlcomp.text import nearest, quoted


def book_or_problems(raw: dict[str, Any]) -> tuple[Book | None, list[str]]:
    """Validate parsed TOML: return the book, or None and a line for each of its faults."""
    try:
        book: Book | None = _adapter(Book).validate_python(raw)
    except ValidationError as error:
        problems = [_problem(raw, dict(fault)) for fault in error.errors(include_url=False)]
        book = None
        problems += contradictions(_valid_parts(raw))
    else:
        problems = list(contradictions(vars(book)))
    lines = list(dict.fromkeys(str(problem) for problem in problems))
    return (None, lines) if lines else (book, [])


@cache
def _adapter(hint: Any) -> TypeAdapter[Any]:
    return TypeAdapter(hint)


def _problem(raw: dict[str, Any], fault: dict[str, Any]) -> Problem:
    """Say one of pydantic's errors in terms of the file."""
    loc = [part for part in fault["loc"] if not str(part).startswith("function-")]
    names = [part for part in loc if isinstance(part, str)]
    path = ".".join(quoted(name)[1:-1] for name in names) or "the file"
    record, found = _record(raw, loc), fault["input"]
    kind, message = fault["type"], fault["msg"].removeprefix("Value error, ")
    if kind in {"unexpected_keyword_argument", "extra_forbidden"}:
        return unknown_key(path, record, names[-1], _legal_keys(names[:-1]))
    if kind in {"missing", "missing_argument", "missing_keyword_only_argument"}:
        return Problem(path, record, "a value", "none")
    for opening in ("expected ", "Input should be ", "String should ", "Input should "):
        message = message.removeprefix(opening)
    message = message.replace("a valid string", "text").rstrip(".")
    return Problem(path, record, message, shown(found))


def unknown_key(path: str, record: str, name: str, legal: list[str]) -> Problem:
    """Refuse a key, with the nearest legal one."""
    like = nearest(name, legal)
    hint = f"did you mean {like[0]}?" if like else f"legal here: {', '.join(legal)}"
    return Problem(path, record, "a known key", f"an unknown one ({hint})")


def shown(value: object) -> str:
    """Return a value of a file as one line, a table by its keys."""
    if isinstance(value, dict):
        return (
            f"a table with {', '.join(quoted(name)[1:-1] for name in list(value)[:8]) or 'nothing'}"
        )
    return quoted(value) if isinstance(value, str) else quoted(value)[1:-1]


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
    for name, hint in get_type_hints(Book, include_extras=True).items():
        if name in raw:
            try:
                parts[name] = _adapter(hint).validate_python(raw[name])
            except ValidationError:
                continue
    return parts
