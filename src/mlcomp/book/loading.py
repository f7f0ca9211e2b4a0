"""From a TOML file to a `Book`, or to a list of everything that is wrong with it."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from mlcomp.book.dimensions import BUILT_IN
from mlcomp.book.extending import EXTENDS, Resolved, extended, standing_alone
from mlcomp.book.fingerprint import known
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
from mlcomp.text import one_line, printable, quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlcomp.book.ranges import Range

SHIPPED = {"guide": "bands.toml", "market": "market.toml"}
A_BOOK = "a rule book"
_STREAMS = frozenset((Path("/dev"), Path("/proc")))

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
    "locations": lambda ranges: {id_: read_dollars(value) for id_, value in ranges.items()},
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
    raw, as_shipped = _shipped(book)
    # The shipped books are proven valid by the tests; building pydantic's schema to
    # prove it again would be a tenth of the time a whole estimate takes.
    try:
        loaded = _built(raw)
        if as_shipped:
            # Recorded, and so not worked out: a test holds that it is the same.
            vars(loaded)["fingerprint"] = known(loaded.edition)
        return loaded
    except (TypeError, ValueError, AttributeError):
        return validated(raw, SHIPPED[book])


def _shipped(book: str) -> tuple[dict[str, Any], bool]:
    """Return the tables of a shipped book, and whether its text is what it was when shipped.

    Such a text has been parsed already.

    Parsing the TOML of two books would be a twentieth of the time that an estimate takes.
    """
    import json
    from zlib import crc32

    path = data_file(SHIPPED[book])
    # Without its copy, or beside another's, a book is read from its text.
    with suppress(OSError, ValueError):
        checksum, tables = json.loads(path.with_suffix(".json").read_bytes())
        if checksum == crc32(path.read_bytes()) and isinstance(tables, dict):
            return tables, True
    return read_toml(path, book, A_BOOK, BookError), False


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
    return resolved_book(book)[0]


def read_book(file: IO[bytes], shown: str) -> Book:
    """Read a book from an open file and validate it; `shown` names it in faults.

    Raises:
        BookError: with all its faults.
    """
    return validated(read_toml(file, shown, A_BOOK, BookError), shown)


def resolved_book(book: str | Path, folder: Path | None = None) -> tuple[Book, Resolved]:
    """Read a book, validate it whole, and say which edition stated each of its values.

    Args:
        book: a shipped one by its name, or a TOML file by its path.
        folder: where a book that comes through a pipe looks for the one that it extends; the
            current folder without.

    Raises:
        BookError: with all faults of it, or of a book that it extends.
    """
    path = _path(book)
    shown = one_line(str(book))
    raw = read_toml(path, shown, A_BOOK, BookError)
    return _validated(raw, shown, ((folder or Path()) / path.name if is_piped(path) else path,))


def is_piped(path: Path) -> bool:
    """Return whether a path leads to a stream of the shell, as `<(git show HEAD:a.toml)` does."""
    return not _STREAMS.isdisjoint(path.parents)


def validated(raw: dict[str, Any], file: str, path: Path | None = None) -> Book:
    """Return the book that parsed TOML holds; raise `BookError` with all its faults.

    It may extend a shipped book; and a file only where `path` says where it is, or will be,
    since without there is no folder to look in.
    """
    return _validated(raw, file, (path,) if path else ())[0]


def _validated(raw: dict[str, Any], file: str, chain: tuple[Path, ...]) -> tuple[Book, Resolved]:
    """Return a book that was read from the last of a chain of files, each extended by the next."""
    from mlcomp.book.check import book_or_faults

    resolved = extended(_extended_by(raw, file, chain), raw) if EXTENDS in raw else None
    resolved = resolved or standing_alone(raw)
    book, faults = book_or_faults(resolved.raw)
    faults = tuple(dict.fromkeys((*resolved.faults, *faults)))
    if book is None or faults:
        raise BookError(*(fault.within(file) for fault in faults))
    return book, resolved


def _extended_by(raw: dict[str, Any], file: str, chain: tuple[Path, ...]) -> Resolved:
    """Return the book that one extends: a shipped one, or a file named from where this one is."""
    name = raw[EXTENDS]
    expected = f"{', '.join(SHIPPED)}, or the path of a TOML file"
    if isinstance(name, str) and name in SHIPPED:
        text = read_toml(data_file(SHIPPED[name]), name, A_BOOK, BookError)
        return standing_alone(text)
    if not isinstance(name, str) or not name.endswith(".toml"):
        raise BookError(Fault(EXTENDS, "", expected, quoted(name), context=(file,)))
    if not chain:
        found = f"{quoted(name)}, a file, where only the text of this book is known"
        raise BookError(Fault(EXTENDS, "", ", ".join(SHIPPED), found, context=(file,)))
    path = chain[-1].parent / name
    if any(_same(path, other) for other in chain):
        through = " > ".join(printable(each.name) for each in (*chain, path))
        found = f"a circle: {through}"
        raise BookError(
            Fault(EXTENDS, "", "a book that does not extend this one", found, context=(file,))
        )
    try:
        above = read_toml(path, one_line(str(path)), A_BOOK, BookError)
    except BookError as error:
        raise BookError(*(fault.within(file, EXTENDS) for fault in error.faults)) from None
    return _validated(above, one_line(str(path)), (*chain, path))[1]


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


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
