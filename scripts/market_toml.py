"""Records of the market book as TOML text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlcomp.book.ranges import Range


def multiplier(size: Range) -> list[float]:
    """Return a range of multipliers as a book writes it."""
    return [round(x, 3) for x in (size.low, size.typical, size.high)]


def record(name: str, **values: object) -> str:
    """Return a table of TOML; what is None or empty is left out."""
    lines = [f"{key} = {_value(value)}" for key, value in values.items() if value not in (None, {})]
    return "\n".join([f"[{name}]", *lines])


def _value(value: object) -> str:
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {_value(v)}' for key, v in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(_value(v) for v in value)}]"
    if isinstance(value, float):
        whole = int(value) if value == int(value) else round(value, 4)
        return f"{whole:_}" if isinstance(whole, int) else repr(whole)
    return json.dumps(value, ensure_ascii=False)
