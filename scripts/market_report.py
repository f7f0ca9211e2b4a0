"""Write docs/market.md and docs/market.svg: how right the market book is, and why so.

    python scripts/market_report.py EVIDENCE_FOLDER docs

Needs scikit-learn for one line of one table (the model that is the practical limit).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import market_figures as figures
from market_fit import LEVELS, fit
from market_gbm import boosted_error
from market_picture import line, picture
from market_score import FOLDS, Evidence, cross_validated, estimated, read_evidence
from mlcomp import load_book
from mlcomp.accuracy.score import FEW, score

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from market_data import Row
    from market_score import Change
    from mlcomp import Pay
    from mlcomp.accuracy.score import Score

    Pairs = Sequence[tuple[Row, Pay]]

HEADER = ("", "n", "in likely", "below", "above", "in range", "bias", "median error", "pinball")
TEMPLATE = Path(__file__).with_name("market_report.txt")


def report(evidence: Evidence, twins: Evidence) -> tuple[dict[str, str], str]:
    """Return the tables by name, and the picture; `twins` keeps the survey's duplicates."""
    pairs = cross_validated(evidence)
    rows = [row for row, _ in pairs]
    guide = estimated(rows, load_book("guide"))
    tables = {
        "books": _table(
            (f"{label}, {name}", only(found, data=data))
            for data, label in (("survey", "survey"), ("lca", "filings"))
            for name, found in (("guide", guide), ("market", pairs))
        ),
        "whole": _table([("both", pairs), ("survey", only(pairs, data="survey"))])
        + _rows(
            [
                ("filings", only(pairs, data="lca")),
                (
                    "filings, employers never seen",
                    only(cross_validated(evidence, by_employer=True), data="lca"),
                ),
            ]
        ),
        "levels": _table(
            (f"{level}{where}", only(pairs, level=level, **asked))
            for level in LEVELS
            for where, asked in (
                ("", {}),
                (", survey", {"data": "survey"}),
                (", filings", {"data": "lca"}),
            )
        ),
        "employers": _table(
            (kind, [pair for pair in pairs if pair[0].group == kind])
            for kind in sorted({row.group for row in rows if row.group})
        ),
        "states": _table(
            (state, only(pairs, state=state)) for state in ("CA", "NY", "WA", "TX", "NJ", "MA")
        ),
        "choices": _table(_choices(evidence, twins)),
        "years": _years(evidence),
        "calibration": _calibration(pairs),
    }
    drawn = [
        line(f"{level.capitalize()}, {name}", *(only(p, level=level, data=data) for p in both))
        for level in LEVELS
        for data, name in (("survey", "survey"), ("lca", "filings"))
        for both in [(pairs, guide)]
        if len(only(pairs, level=level, data=data)) >= 10
    ]
    return tables, picture(drawn)


def only(pairs: Pairs, **asked: str) -> list[tuple[Row, Pay]]:
    """Return the pairs whose row says what is asked."""
    return [p for p in pairs if all(getattr(p[0], name) == x for name, x in asked.items())]


def score_of(pairs: Pairs) -> Score:
    """Score estimates of base pay."""
    return score((row.base, pay) for row, pay in pairs)


def limit_table(evidence: Evidence, ours: Pairs) -> str:
    """Return the market book beside a boosted model on the filings."""
    mine = score_of(only(ours, data="lca")).median_error
    limit = boosted_error(evidence.lca)
    lines = [
        "| filings, out of fold | median error | times the model's |",
        "| --- | ---: | ---: |",
        f"| gradient-boosted trees on state, level, employer | {limit:.1%} | 1 |",
        f"| the market book | {mine:.1%} | {mine / limit:.2f} |",
    ]
    return "\n".join(lines) + "\n"


def _choices(evidence: Evidence, twins: Evidence) -> Iterator[tuple[str, Pairs]]:
    """Yield the book with one choice undone at a time, fitted and scored the same way."""
    changes: dict[str, Change | None] = {
        "as shipped": None,
        "levels not divided by the average place": _undivided,
        "places do not count": _placeless,
        "BLS ratios as they are": lambda raw: raw["elsewhere"].update(shrink=1.0),
        "BLS ratios, ceiling 1.30": lambda raw: raw["elsewhere"].update(shrink=1.0, ceiling=1.3),
        "employers do not count": lambda raw: raw.update(tier=[], uplift_at=[]),
        "unknown is neutral": _neutral,
    }
    found = [(name, cross_validated(evidence, change=change)) for name, change in changes.items()]
    aged = fit(evidence.survey, evidence.lca).aged
    younger = tuple(row._replace(base=row.base / aged) for row in evidence.lca)
    found += [
        ("duplicates kept", cross_validated(evidence, fitted=twins)),
        ("filings not aged", cross_validated(evidence, fitted=evidence._replace(lca=younger))),
    ]
    for name, pairs in found:
        yield f"{name}: survey", only(pairs, data="survey")
        yield f"{name}: filings", only(pairs, data="lca")


def _undivided(raw: dict[str, Any]) -> None:
    average = raw["national"]["range"][1]
    for level in raw["level"]:
        level["base"] = [dollars * average for dollars in level["base"]]
    raw["national"]["range"] = [x / average for x in raw["national"]["range"]]


def _placeless(raw: dict[str, Any]) -> None:
    elsewhere = raw["elsewhere"]
    del elsewhere["wages"], elsewhere["shrink"]
    elsewhere["range"] = raw["national"]["range"]
    raw["location"] = []


def _neutral(raw: dict[str, Any]) -> None:
    for record in (raw["any_tier"], raw["national"]):
        record["range"] = record["range"][1]


def _years(evidence: Evidence) -> str:
    found = fit(evidence.survey, evidence.lca)
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


def _calibration(pairs: Pairs) -> str:
    scores = [score_of(only(pairs, data=data)) for data in ("survey", "lca")]
    lines = ["| stated percentile | survey, at or below | filings |", "| ---: | ---: | ---: |"]
    for (stated, one), (_, other) in zip(*(s.calibration for s in scores), strict=True):
        if stated % 10 == 0 or stated in (5, 95):
            lines.append(f"| {stated} | {one:.0%} | {other:.0%} |")
    return "\n".join(lines) + "\n"


def _table(groups: Iterable[tuple[str, Pairs]]) -> str:
    rule = ["---", *["---:"] * (len(HEADER) - 1)]
    return f"| {' | '.join(HEADER)} |\n| {' | '.join(rule)} |\n{_rows(groups)}"


def _rows(groups: Iterable[tuple[str, Pairs]]) -> str:
    lines = []
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
    evidence = read_evidence(Path(folder))
    tables, drawn = report(evidence, read_evidence(Path(folder), twins=True))
    tables["limit"] = limit_table(evidence, cross_validated(evidence))
    text = TEMPLATE.read_text(encoding="utf-8")
    for name, table in tables.items():
        text = text.replace(f"{{{{{name}}}}}\n", table)
    text = text.replace("{{folds}}", str(FOLDS))
    Path(docs).mkdir(exist_ok=True)
    (Path(docs) / "market.md").write_text(text, encoding="utf-8")
    (Path(docs) / "market.svg").write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
