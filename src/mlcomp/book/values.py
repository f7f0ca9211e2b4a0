"""The values that a rule book may hold, each with how TOML writes it and its bounds."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from mlcomp.book.ranges import Range
from mlcomp.errors import BookError, Fault

if TYPE_CHECKING:
    from collections.abc import Callable


def _reader(what: str, least: float, most: float) -> Callable[[object], Range]:
    """Return the reader of a range as TOML has it: a number, or two or three rising ones."""
    expected = (
        f"{what} as [low, high] or [low, typical, high], rising, from {least:g} to {most:,.0f}"
    )

    def read(value: object) -> Range:
        numbers: list[Any] = value if isinstance(value, list) else [value]
        if not 1 <= len(numbers) <= 3:
            raise BookError(Fault(expected=expected))
        for number in numbers:
            is_number = isinstance(number, int | float) and not isinstance(number, bool)
            # A NaN fails this comparison too.
            if not is_number or not least <= number <= most:
                raise BookError(Fault(expected=expected))
        low, high = float(numbers[0]), float(numbers[-1])
        if len(numbers) == 3:
            typical = float(numbers[1])
        else:
            # 1.3, not 1.2999999999999998: receipts are read by people.
            typical = min(max(low, round((low + high) / 2, 12)), high)
        if not low <= typical <= high:
            raise BookError(Fault(expected=expected))
        return Range(low, typical, high)

    return read


def _schema(what: str, least: float, most: float) -> WithJsonSchema:
    number = {"type": "number", "minimum": least, "maximum": most}
    numbers = {"type": "array", "items": number, "minItems": 1, "maxItems": 3}
    return WithJsonSchema({"description": f"{what}, rising", "anyOf": [number, numbers]})


def _printable(text: str) -> str:
    if not text.strip() or not text.isprintable():
        raise BookError(Fault(expected="text on one line, without control characters"))
    return text


def _rising(points: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    for (start, low), (end, high) in pairwise(points):
        if not (start < end and low <= high):
            raise BookError(Fault(expected="points of rising years whose dollars never fall"))
    return points


Text = Annotated[str, Field(max_length=1000), AfterValidator(_printable)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Years = Annotated[int, Field(ge=0, le=60)]
_DOLLARS = ("US dollars a year", 1.0, 1e9)
_MULTIPLIER = ("a multiplier", 0.01, 100.0)
_SHARES = ("shares of the band", 0.0, 1.0)
read_dollars = _reader(*_DOLLARS)
read_multiplier = _reader(*_MULTIPLIER)
read_shares = _reader(*_SHARES)
Dollars = Annotated[Range, BeforeValidator(read_dollars), _schema(*_DOLLARS)]
Multiplier = Annotated[Range, BeforeValidator(read_multiplier), _schema(*_MULTIPLIER)]
Share = Annotated[float, Field(ge=0, le=1)]
Point = tuple[Annotated[float, Field(ge=0, le=60)], Annotated[float, Field(ge=1, le=1e9)]]
Points = Annotated[tuple[Point, ...], Field(min_length=1), AfterValidator(_rising)]
Shares = Annotated[Range, BeforeValidator(read_shares), _schema(*_SHARES)]
