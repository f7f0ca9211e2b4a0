"""Calibration as a picture: the share of real pay below each stated percentile, as SVG."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlcomp.accuracy.score import Score

SIZE, LEFT, TOP = 360, 56, 40
COLOURS = ("#1f77b4", "#d98c21", "#2a9d5c", "#b03a8c", "#666666")


def calibration_svg(scores: Sequence[tuple[str, Score]]) -> str:
    """Return one line a book over the diagonal that a calibrated book would follow."""
    width, height = LEFT + SIZE + 24, TOP + SIZE + 56 + 20 * len(scores)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"',
        f' width="{width}" height="{height}" font-family="sans-serif" font-size="12"',
        ' role="img" aria-label="Calibration">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        '<text x="14" y="22" font-weight="bold">Real pay below each stated percentile</text>',
    ]
    for percent in range(0, 101, 20):
        x, y = _at(percent, percent)
        out.append(
            f'<line x1="{x}" y1="{TOP}" x2="{x}" y2="{TOP + SIZE}" stroke="#e5e5e5"/>'
            f'<line x1="{LEFT}" y1="{y}" x2="{LEFT + SIZE}" y2="{y}" stroke="#e5e5e5"/>'
            f'<text x="{x}" y="{TOP + SIZE + 16}" text-anchor="middle">{percent}</text>'
            f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{percent}%</text>'
        )
    (x0, y0), (x1, y1) = _at(0, 0), _at(100, 100)
    out.append(
        f'<line x1="{x0}" y1="{y0}" x2="{x1}" y2="{y1}" stroke="#999999" stroke-dasharray="4 4"/>'
    )
    for index, (title, score) in enumerate(scores):
        colour = COLOURS[index % len(COLOURS)]
        points = " ".join(
            f"{x},{y}" for x, y in (_at(p, 100 * share) for p, share in score.calibration)
        )
        out.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        y = TOP + SIZE + 42 + 20 * index
        out.append(f'<rect x="{LEFT}" y="{y - 9}" width="14" height="9" fill="{colour}"/>')
        out.append(f'<text x="{LEFT + 22}" y="{y}">{escape(title)} (n = {score.n:,})</text>')
    return "\n".join([*out, "</svg>"]) + "\n"


def _at(stated: float, found: float) -> tuple[float, float]:
    return round(LEFT + SIZE * stated / 100, 1), round(TOP + SIZE * (1 - found / 100), 1)
