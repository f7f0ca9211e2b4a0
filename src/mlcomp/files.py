"""Files: where those of `data/` are, and any file opened, read and written with words for failure.

Each caller names its own error; the faults, and so the sentences, are the same for all.
"""

from __future__ import annotations

import os
import re
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal

from mlcomp.errors import Fault, MlcompError
from mlcomp.text import one_line, printable

if TYPE_CHECKING:
    from collections.abc import Iterator

STANDARD = "-"
MAX_TEXT_BYTES = 4 * 2**20
# The time that tomllib takes for a key grows with its parts times those of it and of its table's
# name; this many take about a second.
MAX_TOML_WORK = 6_000_000
_QUOTED = (
    r'"""(?:[^\\]|\\.)*?(?:"{3,5}|\Z)'
    r"|'''.*?(?:'{3,5}|\Z)"
    r'|"(?:[^"\\\n]|\\.)*+"?'
    r"|'[^'\n]*+'?"
)
_KEY = r"[\w-]++(?:[ \t]*+[.][ \t]*+[\w-]++)*+"


def data_file(name: str) -> Path:
    """Return the path of a file of `data/`: in an installed package, or beside `src/`."""
    here = Path(__file__).parent
    installed = here / "data"
    return (installed if installed.is_dir() else here.parent.parent / "data") / name


def door_of(descriptor: int, path: Path) -> Path:
    """Return a path that opens the very file that is open.

    Args:
        descriptor: of the open file.
        path: what it was opened by; it may lead elsewhere by now.

    Raises:
        ValueError: no path leads to it any longer.
    """
    for door in (Path(f"/proc/self/fd/{descriptor}"), Path(os.path.realpath(path))):
        if _leads_to(descriptor, door):
            return door
    raise ValueError("it was replaced meanwhile")


def _leads_to(descriptor: int, path: Path) -> bool:
    """Return whether a path leads to the very file that is open."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except (OSError, ValueError):
        return False


def shown_name(file: str) -> str:
    """Return how messages name a file that was typed; "-" is standard input."""
    return "standard input" if file == STANDARD else printable(file)


@contextmanager
def naming(
    shown: str, error: type[MlcompError], kind: Literal["unreadable", "unwritable"]
) -> Iterator[None]:
    """Raise `error`, with the file's name and the reason, where the block cannot read or write."""
    try:
        yield
    except MlcompError:
        raise
    except (OSError, ValueError) as failure:
        why = getattr(failure, "strerror", None) or str(failure)
        raise error(Fault(found=why, kind=kind, context=(shown,))) from None


def read_bytes(
    file: str | Path | IO[bytes],
    shown: str,
    error: type[MlcompError],
    *,
    max_bytes: int,
    too_large: Fault,
) -> bytes:
    """Return the content of a file, of an open stream, or of standard input ("-").

    Raises:
        MlcompError: `error`, where it cannot be read, or with `too_large` past `max_bytes`.
    """
    with naming(shown, error, "unreadable"):
        if file == STANDARD:
            if sys.stdin is None:
                raise ValueError("it is closed")
            file = sys.stdin.buffer
        if isinstance(file, str | Path):
            with Path(file).open("rb") as opened:
                content = opened.read(max_bytes + 1)
        else:
            content = file.read(max_bytes + 1)
    if len(content) > max_bytes:
        raise error(too_large.within(shown))
    return content


def read_text(file: str | Path | IO[bytes], shown: str, what: str, error: type[MlcompError]) -> str:
    """Return the text of a file, which should hold `what` ("a rule book").

    Raises:
        MlcompError: `error`, for whatever is not UTF-8 of up to 4 MiB.
    """
    too_large = Fault(expected=f"{what} under 4 MiB", found="a larger file")
    content = read_bytes(file, shown, error, max_bytes=MAX_TEXT_BYTES, too_large=too_large)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        found = f"another byte at offset {failure.start}"
        raise error(Fault(expected="UTF-8 text", found=found, context=(shown,))) from None


def read_toml(
    file: str | Path | IO[bytes], shown: str, what: str, error: type[MlcompError]
) -> dict[str, Any]:
    """Return the tables of a TOML file, which should hold `what` ("a rule book").

    Raises:
        MlcompError: `error`, for whatever is not TOML text of up to 4 MiB.
    """
    import tomllib

    text = read_text(file, shown, what, error)
    if toml_work(text) > MAX_TOML_WORK:
        found = "keys nested too deeply"
        raise error(Fault(expected=what, found=found, context=(shown,)))
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as failure:
        why = "nested too deeply" if isinstance(failure, RecursionError) else str(failure)
        found = f"a fault: {one_line(why, 300)}"
        raise error(Fault(expected="TOML", found=found, context=(shown,))) from None


def toml_work(text: str) -> int:
    """Return the parts of each key of TOML, times its own and those of the deepest table's name.

    What is no TOML may be counted otherwise from where tomllib would stop.
    """
    # A string may be part of a key; what is within is none, nor is what is within a comment.
    bare = re.sub(
        rf"#[^\n]*+|{_QUOTED}", lambda m: "" if m[0][0] == "#" else "s", text, flags=re.DOTALL
    )
    # An array within an array may begin a line as a table's name does; it takes no depth away.
    tables = re.finditer(rf"(?m)^[ \t]*+\[\[?[ \t]*+({_KEY})", bare)
    deepest = max((m[1].count(".") + 1 for m in tables), default=0)
    # A decimal has two parts; more are a key, whatever comes behind.
    found = ((m[1].count(".") + 1, m[2]) for m in re.finditer(rf"({_KEY})[ \t]*+(=?)", bare))
    return sum(parts * (deepest + parts) for parts, equals in found if equals or parts > 2)
