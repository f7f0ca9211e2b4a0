"""From a TOML file to a `Book`, or to a list of everything that is wrong with it."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from mlcomp.book.dimensions import BUILT_IN
from mlcomp.book.records import (
    Calibration,
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
from mlcomp.errors import BookError, Fault
from mlcomp.files import data_file, read_toml
from mlcomp.text import one_line, quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlcomp.book.ranges import Range

SHIPPED = {"guide": "bands.toml", "market": "market.toml"}
A_BOOK = "a rule book"
# The table with the comment above it, up to the next table or the end.
_CALIBRATION = re.compile(r"(?m)^(?:#.*\n)*\[calibration\]\n(?:[^\[\n].*\n?)*")

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
    "calibration": Calibration,
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
        BookError: the file cannot be read, is not a rule book, or contradicts itself; with
            all its faults.
    """
    if not (isinstance(book, str) and book in SHIPPED):
        return check_book(book)
    return _loaded(book)


@cache
def _loaded(book: str) -> Book:
    """Return a shipped book, read once."""
    raw = _shipped(book)
    # The shipped books are proven valid by the tests; building pydantic's schema to
    # prove it again would be a tenth of the time a whole estimate takes.
    try:
        return _built(raw)
    except (TypeError, ValueError, AttributeError):
        return validated(raw, SHIPPED[book])


def _shipped(book: str) -> dict[str, Any]:
    """Return the tables of a shipped book: parsed already, while its text is what it was then.

    Parsing the TOML of two books would be a twentieth of the time that an estimate takes.
    """
    import json
    from zlib import crc32

    path = data_file(SHIPPED[book])
    # Without its copy, or beside another's, a book is read from its text.
    with suppress(OSError, ValueError):
        checksum, tables = json.loads(path.with_suffix(".json").read_bytes())
        if checksum == crc32(path.read_bytes()) and isinstance(tables, dict):
            return tables
    return read_toml(path, book, A_BOOK, BookError)


def _path(book: str | Path) -> Path:
    if isinstance(book, str) and book in SHIPPED:
        return data_file(SHIPPED[book])
    path = Path(book)
    if book == "" or (isinstance(book, str) and not path.suffix and not _exists(path)):
        known = ", ".join((*SHIPPED, "or a TOML file"))
        raise BookError(Fault(expected=known, found=quoted(book), kind="no book"))
    return path


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def check_book(book: str | Path) -> Book:
    """Read a book and validate it whole, a shipped one too; raise `BookError` with all faults."""
    return read_book(_path(book), one_line(str(book)))


def read_book(file: Path | IO[bytes], shown: str) -> Book:
    """Read a book from a file, or an open one, and validate it; `shown` names it in faults.

    Raises:
        BookError: with all its faults.
    """
    return validated(read_toml(file, shown, A_BOOK, BookError), shown)


def shipped_text(book: str) -> str:
    """Return the text of a shipped book, to start one's own from.

    How well the shipped one held says nothing of a book with other numbers, so it is left out.
    """
    if book not in SHIPPED:
        known = f"a shipped rule book: {', '.join(SHIPPED)}"
        raise BookError(Fault(expected=known, context=(quoted(book),)))
    text = data_file(SHIPPED[book]).read_text(encoding="utf-8")
    return _CALIBRATION.sub("", text).rstrip() + "\n"


def validated(raw: dict[str, Any], file: str) -> Book:
    """Return the book that parsed TOML holds; raise `BookError` with all its faults."""
    from mlcomp.book.check import book_or_faults

    book, faults = book_or_faults(raw)
    if book is None:
        raise BookError(*(fault.within(file) for fault in faults))
    return book


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
