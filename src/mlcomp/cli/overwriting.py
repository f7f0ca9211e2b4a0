"""No command writes over what it reads, nor two results into one file, whatever is forced."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlcomp.errors import Fault, UsageError
from mlcomp.files import STANDARD
from mlcomp.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

READ = ("source", "file", "files", "book", "cities", "old", "new", "roster")
"""Parameters of commands that name what is read; a rule book's name is none where no file is."""

WRITTEN = ("target", "save")
"""Parameters of commands that name what is written."""


def refuse_overwriting(params: Sequence[Any], given: Mapping[str, Any]) -> None:
    """Refuse files that are to be written and are read as well, or are to be written twice.

    Args:
        params: the command's parameters.
        given: their values.

    Raises:
        UsageError: it says which two.
    """
    read = list(_named(READ, given))
    written: list[tuple[str, str]] = []
    for name, file in _named(WRITTEN, given):
        if file == STANDARD:
            continue
        for other, there in (*read, *written):
            if _is_one(file, there):
                does = "reads" if (other, there) in read else "writes"
                found = f"is the file that {_shown(other, params)} {does}; give another name"
                raise UsageError(Fault(found=found, kind="stated", context=(printable(file),)))
        written.append((name, file))


def _shown(name: str, params: Sequence[Any]) -> str:
    """Return a parameter as the usage shows it."""
    param = next(each for each in params if each.name == name)
    if param.param_type_name == "argument":
        return str(param.metavar).strip("[].")
    return str(param.opts[0])


def _named(names: Sequence[str], given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in names:
        value = given.get(name)
        for file in value if isinstance(value, list | tuple) else [value]:
            if isinstance(file, str):
                yield name, file


def _is_one(file: str, other: str) -> bool:
    """Return whether two names lead to one file, which need not be there yet."""
    try:
        if other == STANDARD:
            return sys.stdin is not None and os.path.samestat(Path(file).stat(), os.fstat(0))
        return os.path.realpath(file) == os.path.realpath(other) or Path(file).samefile(other)
    except (OSError, ValueError):
        return False
