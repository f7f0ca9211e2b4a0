"""A book as resolved, in TOML: whole, with the edition that stated each value."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

import tomlkit

from mlcomp.book.extending import Path, edition_of, identity
from mlcomp.book.rulebook import Book

if TYPE_CHECKING:
    from tomlkit.items import Table

    from mlcomp.book.extending import Resolved


def resolved_text(resolved: Resolved) -> str:
    """Return the whole book; a comment names the edition where it is not the book's own."""
    document = tomlkit.document()
    order = [field.name for field in fields(Book) if field.name in resolved.raw]
    values = {name: resolved.raw[name] for name in order}
    _fill(document, values, (), edition_of(resolved.raw), resolved.origins)
    return tomlkit.dumps(document).lstrip("\n")


def toml_of(values: dict[str, Any]) -> str:
    """Return tables and records in TOML, as a book of its own states them."""
    document = tomlkit.document()
    _fill(document, values, (), "", {})
    return tomlkit.dumps(document)


def _fill(
    table: Any, values: dict[str, Any], path: Path, edition: str, origins: dict[Path, str]
) -> None:
    """Add values to a table of TOML: the plain ones first, as the format wants it."""

    def said_by(below: Path) -> str:
        return origins.get(below, edition)

    for key, value in sorted(values.items(), key=lambda item: _is_table(item[1])):
        below = (*path, key)
        if not _is_table(value):
            item = tomlkit.item(value)
            if said_by(below) != edition:
                item.comment(said_by(below))
            table.add(key, item)
        elif isinstance(value, dict):
            table.add(key, _table(value, below, said_by(below), edition, origins))
        else:
            records = tomlkit.aot()
            for record in value:
                each = (*below, identity(record) or "")
                records.append(_table(record, each, said_by(each), edition, origins))
            table.add(key, records)


def _table(
    values: dict[str, Any], path: Path, said: str, edition: str, origins: dict[Path, str]
) -> Table:
    table = tomlkit.table()
    if all(map(_is_table, values.values())):
        # Of a table that only holds others, no line is written.
        said = edition
    if said != edition:
        table.comment(said)
    _fill(table, values, path, said, origins)
    return table


def _is_table(value: object) -> bool:
    if isinstance(value, dict):
        return True
    return isinstance(value, list) and bool(value) and all(isinstance(v, dict) for v in value)
