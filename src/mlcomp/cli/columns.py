"""Options that say which columns of a file are what, shared by commands that read real pay."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from mlcomp.errors import Fault, UsageError
from mlcomp.text import is_utf8, quoted

MapOption = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="OURS=THEIRS", help="As base=annual_wage; repeatable."),
]
ValueOption = Annotated[
    list[str] | None,
    typer.Option(
        "--value",
        metavar="COLUMN:THEIRS=OURS",
        help="As level:SE=senior; nothing after = is not given.",
    ),
]
FromOption = Annotated[
    Literal["csv", "jsonl", "parquet"] | None, typer.Option("--from", help="FILE's format.")
]


def in_utf8(name: str | None) -> str | None:
    """Return a name that goes into a file or a query; refuse what is no UTF-8."""
    if name is not None and not is_utf8(name):
        raise typer.BadParameter(f"expected text in UTF-8, found {quoted(name)}")
    return name


def mapping_of(columns: list[str] | None) -> dict[str, str]:
    """Return the file's column for each input; refuse what is no OURS=THEIRS."""
    return dict(_pair(each, "map") for each in columns or [])


def values_of(texts: list[str] | None) -> dict[str, dict[str, str]]:
    """Return what values mean, by their column; refuse what is no COLUMN:THEIRS=OURS."""
    values: dict[str, dict[str, str]] = {}
    for text in texts or []:
        column, colon, rest = text.partition(":")
        if not colon:
            expected = "COLUMN:THEIRS=OURS"
            raise UsageError(Fault("value", expected=expected, found=quoted(text)))
        theirs, ours = _pair(rest, "value")
        values.setdefault(column.strip().casefold(), {})[theirs] = ours
    return values


def _pair(text: str, option: str) -> tuple[str, str]:
    before, equals, after = text.partition("=")
    if not equals or not before.strip() or not (after.strip() or option == "value"):
        expected = "OURS=THEIRS" if option == "map" else "COLUMN:THEIRS=OURS"
        raise UsageError(Fault(option, expected=expected, found=quoted(text)))
    # A file's column is named as the file has it, blanks and all.
    return (before.strip().casefold(), after) if option == "map" else (before, after.strip())
