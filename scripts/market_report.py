"""Write docs/market.md and docs/market.svg: how right the market book is, and why so.

    python scripts/market_report.py EVIDENCE_FOLDER docs

Needs scikit-learn for one line of one table (the model that is the practical limit).
"""

from __future__ import annotations

import sys
from math import exp
from pathlib import Path
from typing import TYPE_CHECKING, Any

import market_figures as figures
import market_recent as recent
from market_fit import LEVELS
from market_gbm import boosted_error
from market_picture import line, picture
from market_score import (
    FOLDS,
    at_book_time,
    cross_validated,
    estimated,
    fitted,
    only,
    read_evidence,
    score_of,
)
from mlcomp import Profile, estimate, load_book
from mlcomp.accuracy.score import FEW

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from market_data import Row
    from market_fit import Fit
    from market_score import Change, Evidence
    from mlcomp import Pay

    Pairs = Sequence[tuple[Row, Pay]]

HEADER = ("", "n", "in likely", "below", "above", "in range", "bias", "median error", "pinball")
TEMPLATE = Path(__file__).with_name("market_report.txt")
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
# The edition before this one (rows read as salaries), fitted without each fold and scored on
# the same people in the same folds: inside, bias, median error, pinball.
BEFORE = {
    "survey": (0.913, 0.990, 0.182, 14_536),
    "hidden": (0.926, 1.070, 0.191, 12_717),
    "known": (0.779, 1.015, 0.165, 10_762),
}
BEFORE_WIDTH = 0.94
BEFORE_STATES = {
    "CA": 1.20,
    "GA": 0.98,
    "IL": 0.97,
    "MA": 1.14,
    "NC": 0.98,
    "NJ": 1.01,
    "NY": 1.15,
    "TX": 0.98,
    "VA": 1.08,
    "WA": 1.17,
}
NAMES = {
    "survey": "survey, people in posted ranges",
    "hidden": "filings, level and state known",
    "known": "filings, employer known too",
}


def report(evidence: Evidence, folder: Path) -> tuple[dict[str, str], str]:
    """Return the tables and figures by name, and the picture."""
    book, found = load_book("market"), fitted(evidence)
    known = cross_validated(evidence)
    hidden = only(cross_validated(evidence, employers=False), data="lca")
    guide = estimated(at_book_time(evidence), load_book("guide"))
    groups = {"survey": only(known, data="survey"), "hidden": hidden}
    groups["known"] = only(known, data="lca")
    tables = {
        "aims": _aims(groups),
        "books": _table(
            (f"{label}, {name}", only(pairs, data=data))
            for data, label in (("survey", "survey"), ("lca", "filings"))
            for name, pairs in (("guide", guide), ("market", known))
        ),
        "whole": _table([("all, employer known", known), *((NAMES[x], groups[x]) for x in groups)]),
        "levels": _table(
            (f"{level}, {name}", pairs)
            for level in LEVELS
            for name, data in (("survey", "survey"), ("filings", "lca"))
            if (pairs := only(known, level=level, data=data))
        ),
        "employers": _table(
            (kind, [pair for pair in known if pair[0].group == kind])
            for kind in sorted({row.group for row, _ in known if row.group})
        ),
        "states": _table(
            (f"{state}, employer {name}", only(pairs, state=state))
            for state in ("CA", "NY", "WA", "TX", "NJ", "MA")
            for name, pairs in (("known", known), ("hidden", hidden))
        ),
        "heights": _heights(evidence),
        "choices": _table(_choices(evidence)),
        "years": _years(found),
        "calibration": _calibration(groups),
        "metros": recent.metros_table(found, evidence.cities, book),
        "whole_states": recent.states_table(book, BEFORE_STATES),
        "recent_employers": recent.employers_table(folder / "h1b_fy2026q2_employers.csv", book),
        "widths": recent.widths_table(found, evidence.cities),
        "limit": _limit(at_book_time(evidence), groups["known"]),
    }
    drawn = [
        line(f"{level.capitalize()}, {name}", *(only(p, level=level, data=data) for p in both))
        for level in LEVELS
        for data, name in (("survey", "survey"), ("lca", "filings"))
        for both in [(known, guide)]
        if len(only(known, level=level, data=data)) >= 10
    ]
    return {**tables, **_words(found)}, picture(drawn)


def _width() -> float:
    """Return how wide the shipped book's likely range is over its typical figure: mid, SF."""
    pay = estimate(Profile(level="mid", city="SF"), load_book("market")).base
    return (pay.likely_high - pay.likely_low) / pay.typical


def _words(found: Fit) -> dict[str, str]:
    """Return the figures that stand inside sentences."""
    return {
        "folds": str(FOLDS),
        "survey_n": f"{found.survey_n:,}",
        "growth": f"{found.growth - 1:.1%}",
        "gap": f"{exp(found.gap) - 1:.0%}",
        "average": f"{found.national.typical:.2f}",
        "median": f"{found.median:,.0f}",
        "staff_n": str(found.staff_n),
        "slopes": ", ".join(f"{slope:.2f}" for slope in found.places.slopes.values()),
        "power": f"{found.places.power:g}",
        "before_width": f"{BEFORE_WIDTH:.2f}",
        "width": f"{_width():.2f}",
    }


def _aims(groups: dict[str, Pairs]) -> str:
    pairs_of = ("inside", "bias", "median error", "pinball")
    header = " | ".join(f"before: {what} | now" for what in pairs_of)
    lines = [f"| out of fold | {header} |", f"| --- {'| ---: ' * 8}|"]
    for name, pairs in groups.items():
        s = score_of(pairs)
        inside, bias, error, pinball = BEFORE[name]
        lines.append(
            f"| {NAMES[name]} | {inside:.1%} | {s.in_likely:.1%} | {bias:.3f} | {s.bias:.3f} "
            f"| {error:.1%} | {s.median_error:.1%} | {pinball:,} | {s.pinball.mean:,.0f} |"
        )
    return "\n".join(lines) + "\n"


def _heights(evidence: Evidence) -> str:
    figures = " | ".join(["bias | inside | pinball"] * 2)
    lines = [
        f"| share | {figures} | bias | larger bias |",
        f"| ---: {'| ---: ' * 8}|",
        "| | *survey* | | | *filings, employer hidden* | | | *known* | |",
    ]
    for share in SHARES:
        known = cross_validated(evidence, filings_share=share)
        hidden = cross_validated(evidence, filings_share=share, employers=False)
        survey = score_of(only(known, data="survey"))
        blind, seen = (score_of(only(pairs, data="lca")) for pairs in (hidden, known))
        worst = max(abs(survey.bias - 1), abs(blind.bias - 1))
        lines.append(
            f"| {share:.2f} | {survey.bias:.3f} | {survey.in_likely:.1%} "
            f"| {survey.pinball.mean:,.0f} | {blind.bias:.3f} | {blind.in_likely:.1%} "
            f"| {blind.pinball.mean:,.0f} | {seen.bias:.3f} | {worst:.1%} |"
        )
    return "\n".join(lines) + "\n"


def _limit(rows: Sequence[Row], ours: Pairs) -> str:
    """Return the market book beside a boosted model on the filings."""
    mine = score_of(ours).median_error
    limit = boosted_error([row for row in rows if row.data == "lca"])
    lines = [
        "| filings, out of fold | median error | times the model's |",
        "| --- | ---: | ---: |",
        f"| gradient-boosted trees on state, level, employer | {limit:.1%} | 1 |",
        f"| the market book | {mine:.1%} | {mine / limit:.2f} |",
    ]
    return "\n".join(lines) + "\n"


def _choices(evidence: Evidence) -> Iterator[tuple[str, Pairs]]:
    """Yield the book with one choice undone at a time, fitted and scored the same way."""
    changes: dict[str, Change | None] = {
        "as shipped": None,
        "levels not divided by the average place": _undivided,
        "places do not count": _placeless,
        "BLS ratios as they are": lambda raw: raw["elsewhere"].update(shrink=1.0),
        "states by their own wages": _states_by_wages,
        "employers do not count": lambda raw: raw.update(tier=[], uplift_at=[]),
        "unknown is neutral": _neutral,
    }
    for name, change in changes.items():
        pairs = cross_validated(evidence, change=change)
        yield f"{name}: survey", only(pairs, data="survey")
        yield f"{name}: filings", only(pairs, data="lca")
        if change is None:
            growth = fitted(evidence).aged
            then = [
                (row._replace(low=row.low / growth, high=row.high / growth), pay)
                for row, pay in only(pairs, data="lca")
            ]
            yield "filings as they were, not aged", then


def _undivided(raw: dict[str, Any]) -> None:
    average = raw["national"]["range"][1]
    for level in raw["level"]:
        level["base"] = [dollars * average for dollars in level["base"]]
    raw["national"]["range"] = [x / average for x in raw["national"]["range"]]


def _placeless(raw: dict[str, Any]) -> None:
    elsewhere = raw["elsewhere"]
    del elsewhere["wages"], elsewhere["shrink"], elsewhere["spread"]
    elsewhere["range"] = raw["national"]["range"]
    raw["location"] = []


def _states_by_wages(raw: dict[str, Any]) -> None:
    raw["location"] = [location for location in raw["location"] if "metros" in location]


def _neutral(raw: dict[str, Any]) -> None:
    for record in (raw["any_tier"], raw["national"]):
        record["range"] = record["range"][1]


def _years(found: Fit) -> str:
    average = found.national.typical
    lines = [
        "| years | self-reports 2018-21, thousands | n | curve at the average place | 1 = nation |",
        "| ---: | ---: | ---: | ---: | ---: |",
    ]
    curve = dict(found.curve)
    for years, base, n in figures.BY_YEAR:
        if years in curve:
            lines.append(
                f"| {years} | {base} | {n} | {curve[years] * average:,.0f} | {curve[years]:,.0f} |"
            )
    return "\n".join(lines) + "\n"


def _calibration(groups: dict[str, Pairs]) -> str:
    scores = [score_of(pairs) for pairs in groups.values()]
    names = " | ".join(NAMES[name] for name in groups)
    lines = [f"| stated percentile | {names} |", f"| ---: {'| ---: ' * len(scores)}|"]
    for row in zip(*(s.calibration for s in scores), strict=True):
        stated = row[0][0]
        if stated % 10 == 0 or stated in (5, 95):
            cells = " | ".join(f"{share:.0%}" for _, share in row)
            lines.append(f"| {stated} | {cells} |")
    return "\n".join(lines) + "\n"


def _table(groups: Iterable[tuple[str, Pairs]]) -> str:
    rule = ["---", *["---:"] * (len(HEADER) - 1)]
    lines = [f"| {' | '.join(HEADER)} |\n| {' | '.join(rule)} |\n"]
    for name, pairs in groups:
        s = score_of(pairs)
        few = " (few)" if s.n < FEW else ""
        cells = (
            *(name + few, f"{s.n:,}", f"{s.in_likely:.1%}", f"{s.below:.1%}", f"{s.above:.1%}"),
            *(f"{s.in_range:.1%}", f"{s.bias:.3f}", f"{s.median_error:.1%}"),
            f"{s.pinball.mean:,.0f}",
        )
        lines.append(f"| {' | '.join(cells)} |\n")
    return "".join(lines)


def main(folder: str, docs: str) -> None:
    """Write the report."""
    tables, drawn = report(read_evidence(Path(folder)), Path(folder))
    text = TEMPLATE.read_text(encoding="utf-8")
    for name, table in tables.items():
        text = text.replace(f"{{{{{name}}}}}", table.rstrip("\n"))
    Path(docs).mkdir(exist_ok=True)
    (Path(docs) / "market.md").write_text(text, encoding="utf-8")
    (Path(docs) / "market.svg").write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
