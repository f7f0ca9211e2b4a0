"""From a TOML file to a `Book`, or to a list of everything that is wrong with it."""

from __future__ import annotations

import tomllib
from itertools import repeat
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from mlcomp.book.dimensions import BUILT_IN
from mlcomp.book.records import (
    DeclaredFactor,
    Elsewhere,
    EmployerUplift,
    Factor,
    Level,
    Location,
    Progression,
    Single,
    Source,
    Tier,
    Uplift,
    YearsCurve,
)
from mlcomp.book.rulebook import Book
from mlcomp.book.values import read_dollars, read_multiplier, read_shares
from mlcomp.errors import BookError
from mlcomp.files import data_file
from mlcomp.text import one_line, quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlcomp.book.ranges import Range

SHIPPED = {"guide": "bands.toml", "market": "market.toml"}
MOST_BYTES = 4 * 2**20
# The time that tomllib takes for a dotted key grows with the square of its parts.
MOST_DOTS = 5000

_LISTS = {
    "level": Level,
    "location": Location,
    "tier": Tier,
    "uplift_at": EmployerUplift,
    "factor": DeclaredFactor,
    **{known.id: known.record for known in BUILT_IN if known.choice != "flag"},
}
_TABLES = {
    "progression": Progression,
    "years_curve": YearsCurve,
    "national": Single,
    "elsewhere": Elsewhere,
    "any_tier": Single,
    "uplift": Uplift,
    "software_engineer": Single,
    **{known.id: known.record for known in BUILT_IN if known.choice == "flag"},
}


def _points(points: list[list[float]]) -> tuple[tuple[float, float], ...]:
    return tuple((float(years), float(base)) for years, base in points)


def _levels(levels: dict[str, object]) -> dict[str, Range]:
    return {level: read_multiplier(value) for level, value in levels.items()}


_READERS: dict[str, Callable[[Any], Any]] = {
    "base": read_dollars,
    "range": read_multiplier,
    "years_range": read_multiplier,
    "band": read_shares,
    "positions": read_shares,
    "points": _points,
    "levels": _levels,
    "option": lambda tables: tuple(Factor(**_fields(table)) for table in tables),
}


def load_book(book: str | Path = "guide") -> Book:
    """Load a rule book: a shipped one by its name ("guide"), or a TOML file by its path.

    Raises:
        BookError: the file cannot be read, is not a rule book, or contradicts itself.
    """
    if not (isinstance(book, str) and book in SHIPPED):
        return check_book(book)
    raw = read_toml(_path(book), book)
    # The shipped books are proven valid by the tests; building pydantic's schema to
    # prove it again would be a tenth of the time a whole estimate takes.
    try:
        return _built(raw)
    except (TypeError, ValueError, AttributeError):
        return validated(raw, SHIPPED[book])


def _path(book: str | Path) -> Path:
    if isinstance(book, str) and book in SHIPPED:
        return data_file(SHIPPED[book])
    path = Path(book)
    if book == "" or (isinstance(book, str) and not path.suffix and not _exists(path)):
        known = ", ".join(SHIPPED)
        raise BookError([f"{quoted(book)}: no such rule book; shipped: {known}, or a TOML file"])
    return path


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def check_book(book: str | Path) -> Book:
    """Read a book and validate it whole, a shipped one too; raise `BookError` with all faults."""
    path = _path(book)
    shown = one_line(str(book))
    return validated(read_toml(path, shown), shown)


def shipped_text(book: str) -> str:
    """Return the text of a shipped book, to start one's own from."""
    if book not in SHIPPED:
        raise BookError([f"{quoted(book)}: expected a shipped rule book: {', '.join(SHIPPED)}"])
    return data_file(SHIPPED[book]).read_text(encoding="utf-8")


def validated(raw: dict[str, Any], file: str) -> Book:
    """Return the book that parsed TOML holds; raise `BookError` with all its faults."""
    from mlcomp.book.check import book_or_problems

    book, problems = book_or_problems(raw)
    if book is None:
        raise BookError([f"{file}: {problem}" for problem in problems])
    return book


def read_toml(path: Path, shown: str, what: str = "a rule book") -> dict[str, Any]:
    """Return a file's tables; raise `BookError` for whatever is no TOML text."""
    try:
        file = path.open("rb")
    except (OSError, ValueError) as error:
        raise _unreadable(shown, error) from None
    with file:
        return stream_toml(file, shown, what)


def stream_toml(stream: IO[bytes], shown: str, what: str = "a rule book") -> dict[str, Any]:
    """Return the tables of an open file; raise `BookError` for whatever is no TOML text."""
    try:
        content = stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise _unreadable(shown, error) from None
    if len(content) > MOST_BYTES:
        raise BookError([f"{shown}: expected {what} under 4 MiB, found a larger file"])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BookError(
            [f"{shown}: expected UTF-8 text, found another byte at offset {error.start}"]
        ) from None
    if max(map(str.count, text.splitlines(), repeat(".")), default=0) > MOST_DOTS:
        raise BookError([f"{shown}: expected lines of a rule book, found one of dots"])
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        why = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise BookError([f"{shown}: expected TOML, found a fault: {quoted(why)[1:-1]}"]) from None


def _unreadable(shown: str, error: Exception) -> BookError:
    why = getattr(error, "strerror", None) or str(error)
    return BookError([f"{shown}: cannot be read: {why}"])


def _built(raw: dict[str, Any]) -> Book:
    """Make the records of a book straight from TOML that is known to be valid."""
    values = dict(raw)
    values["sources"] = {k: Source(**v) for k, v in raw.get("sources", {}).items()}
    for name, record in _LISTS.items():
        values[name] = tuple(record(**_fields(table)) for table in raw.get(name, ()))
    for name, single in _TABLES.items():
        if name in raw:
            values[name] = single(**_fields(raw[name]))
    return Book(**values)


def _fields(table: dict[str, Any]) -> dict[str, Any]:
    return {
        name: read(value)
        if (read := _READERS.get(name))
        else tuple(value)
        if isinstance(value, list)
        else value
        for name, value in table.items()
    }
