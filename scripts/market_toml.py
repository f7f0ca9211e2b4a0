"""Records of the market book as TOML text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import tomlkit

if TYPE_CHECKING:
    from mlcomp.book.ranges import Range


def multiplier(size: Range) -> list[float]:
    """Return a range of multipliers as a book writes it."""
    return [round(x, 3) for x in (size.low, size.typical, size.high)]


def record(name: str, **values: object) -> str:
    """Return a table of TOML, of a list where its name is in brackets; None is left out."""
    table = tomlkit.table()
    for key, value in values.items():
        if value not in (None, {}):
            table[key] = _item(value)
    return f"[{name}]\n{tomlkit.dumps(table).rstrip()}"


def _item(value: object) -> Any:
    """Return a value as people write it: thousands apart, and no .0 after whole numbers."""
    if isinstance(value, dict):
        inline = tomlkit.inline_table()
        inline.update({key: _item(each) for key, each in value.items()})
        return inline
    if isinstance(value, list):
        array = tomlkit.array()
        array.extend(_item(each) for each in value)
        return array
    if isinstance(value, float):
        whole = int(value) if value == int(value) else round(value, 4)
        return tomlkit.value(f"{whole:_}" if isinstance(whole, int) else repr(whole))
    return value
