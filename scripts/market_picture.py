"""One picture: real pay by level against what the market book and the guide say, as SVG."""

from __future__ import annotations

from html import escape
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from mlcomp.accuracy.score import weighted_quantile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from market_data import Row
    from mlcomp import Pay

WIDTH, ROW, TOP, LEFT = 760, 64, 64, 170
MIN_DOLLARS, MAX_DOLLARS = 60_000, 560_000
SHARES = (0.1, 0.5, 0.9)


class Line(NamedTuple):
    """A level in one data set: its name, the real and the two estimated spans, US dollars."""

    name: str
    real: tuple[float, float, float]
    market: tuple[float, float, float]
    guide: tuple[float, float, float]


def line(name: str, market: Sequence[tuple[Row, Pay]], guide: Sequence[tuple[Row, Pay]]) -> Line:
    """Return the 10th, 50th and 90th percentile of people's pay and the middle estimates."""
    people = [
        (person, row.weight / len(row.posted.people))
        for row, _ in market
        for person in row.posted.people
    ]
    low, middle, high = (weighted_quantile(*zip(*people, strict=True), share) for share in SHARES)
    return Line(name, (low, middle, high), _middle(market), _middle(guide))


def picture(lines: Sequence[Line]) -> str:
    """Return the SVG; on a white ground, so that it reads on any page."""
    height = TOP + ROW * len(lines) + 34
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}"',
        f' width="{WIDTH}" height="{height}" font-family="sans-serif" font-size="13" role="img"',
        ' aria-label="Real base pay by level against two rule books">',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        '<text x="14" y="24" font-size="15" font-weight="bold">',
        "Base pay by level: real, market book (out of fold), guide</text>",
    ]
    for x, (label, colour) in zip(
        (14, 250, 480),
        (
            ("real, 10th to 90th percentile", REAL),
            ("market book, likely range", MARKET),
            ("guide, likely range", GUIDE),
        ),
        strict=True,
    ):
        out.append(f'<rect x="{x}" y="38" width="14" height="8" fill="{colour}"/>')
        out.append(f'<text x="{x + 20}" y="46">{label}</text>')
    for dollars in range(100_000, MAX_DOLLARS, 50_000):
        x = _x(dollars)
        out.append(
            f'<line x1="{x}" y1="{TOP}" x2="{x}" y2="{height - 30}" stroke="#dddddd"/>'
            f'<text x="{x}" y="{height - 12}" text-anchor="middle" fill="#555555">'
            f"{dollars // 1000}K</text>"
        )
    for index, one in enumerate(lines):
        y = TOP + ROW * index + 12
        out.append(f'<text x="14" y="{y + 24}">{escape(one.name)}</text>')
        for offset, span, colour in (
            (0, one.real, REAL),
            (15, one.market, MARKET),
            (30, one.guide, GUIDE),
        ):
            out.append(_bar(y + offset, span, colour))
    return "\n".join([*out, "</svg>"]) + "\n"


REAL, MARKET, GUIDE = "#333333", "#1f77b4", "#d98c21"


def _bar(y: int, span: tuple[float, float, float], colour: str) -> str:
    low, typical, high = (_x(dollars) for dollars in span)
    return (
        f'<rect x="{low}" y="{y}" width="{round(high - low, 1)}" height="10" fill="{colour}" '
        f'opacity="0.75"/><rect x="{round(typical - 1.5, 1)}" y="{y - 2}" width="3" height="14" '
        f'fill="{colour}"/>'
    )


def _x(dollars: float) -> float:
    share = (min(max(dollars, MIN_DOLLARS), MAX_DOLLARS) - MIN_DOLLARS) / (
        MAX_DOLLARS - MIN_DOLLARS
    )
    return round(LEFT + share * (WIDTH - LEFT - 20), 1)


def _middle(pairs: Sequence[tuple[Row, Pay]]) -> tuple[float, float, float]:
    return (
        median(pay.likely_low for _, pay in pairs),
        median(pay.typical for _, pay in pairs),
        median(pay.likely_high for _, pay in pairs),
    )
