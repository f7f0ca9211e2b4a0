"""Records of the market book as TOML text."""

from __future__ import annotations

from math import ceil, exp, floor, log
from typing import TYPE_CHECKING, Any

import tomlkit

if TYPE_CHECKING:
    from mlcomp.book.ranges import Range


def multiplier(size: Range) -> list[float]:
    """Return a range of multipliers as a book writes it."""
    return [round(x, 3) for x in (size.low, size.typical, size.high)]


def inward(size: Range, widest: list[float]) -> list[float]:
    """Return a multiplier as a book writes it, neither side wider in proportion than `widest`."""
    low, typical, high = multiplier(size)
    return within(
        [low, typical, high], log(widest[1] / widest[0]), log(widest[2] / widest[1]), digits=3
    )


def within(size: list[float], down: float, up: float, *, digits: int) -> list[float]:
    """Return low, typical and high with their sides limited, in logs, and rounded inwards."""
    low, typical, high = size
    unit = 10**digits
    # A last digit of the arithmetic must not cost or give one of the figure.
    least = ceil(typical * exp(-down) * unit - 1e-9) / unit
    most = floor(typical * exp(up) * unit + 1e-9) / unit
    return [min(max(low, least), typical), typical, max(min(high, most), typical)]


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
