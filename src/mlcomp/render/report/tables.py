"""The parts of a report: figures by name, tables, and places for the pictures beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from mlcomp.render.report.elements import Html, h
from mlcomp.roster.summary import MIN_WIDE
from mlcomp.text import rounded, thousands

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from mlcomp.documents.report import (
        BinDoc,
        OutlierDoc,
        PaidDoc,
        PercentilesDoc,
        ReportGroupDoc,
    )
    from mlcomp.render.report.elements import Inside

    Row = Sequence[Inside]

Percentile = Literal["p10", "p25", "p50", "p75", "p90"]
Figure = Literal["low", "typical", "high"]
Side = Literal["below", "above"]
Outside = Literal["below_minimum", "above_maximum"]
Cost = Literal["to_minimum", "to_typical"]
Groups = Literal["levels", "groups"]

PERCENTILES: tuple[Percentile, ...] = get_args(Percentile)
PERCENTILE_TITLES = ("P10", "P25", "Median", "P75", "P90")
RANGE: tuple[Figure, ...] = get_args(Figure)
RANGE_TITLES = ("Range from", "Typical", "To")
SIDES: tuple[Side, ...] = get_args(Side)
OUTSIDE: tuple[Outside, ...] = get_args(Outside)
COSTS: tuple[Cost, ...] = get_args(Cost)
UNITS = ((1_000_000_000, "B"), (1_000_000, "M"))
NONE = "–"
"""What stands where there is no figure."""


def dollars(amount: float | None) -> str:
    """Return dollars to the nearest thousand."""
    return NONE if amount is None else f"${thousands(amount)}"


def short(amount: float | None) -> str:
    """Return dollars as `dollars` does, or millions or billions, which need less room."""
    for unit, name in UNITS:
        if amount is not None and amount >= unit:
            return f"${rounded(amount / unit, 1):,.1f}{name}"
    return dollars(amount)


def share(part: int | None, whole: int) -> str:
    """Return a part in whole percent."""
    return NONE if part is None or not whole else f"{part / whole:.0%}"


def facts(*named: tuple[str, Inside]) -> Html:
    """Return figures, each under its name."""
    return h(
        "dl", [h("div", h("dt", name), h("dd", figure)) for name, figure in named], class_="facts"
    )


def table(
    caption: str,
    titles: Sequence[str],
    rows: Iterable[Row],
    note: str | None = None,
    words: Collection[str] = (),
    foot: str | None = None,
) -> Html:
    """Return a table whose first cells name its rows.

    Args:
        caption: what it is of.
        titles: those of its columns.
        rows: their cells.
        note: what there is to say of all of them.
        words: the columns that hold no figures.
        foot: what is said below it.
    """
    kinds = ["text" if title in words else None for title in titles]
    head = [
        h("th", title, scope="col", class_=kind) for title, kind in zip(titles, kinds, strict=True)
    ]
    body = [
        h("tr", h("th", first, scope="row"), map(_cell, cells, kinds[1:])) for first, *cells in rows
    ]
    named = h("caption", h("span", caption, h("small", note) if note else None))
    whole = h("table", named, h("thead", h("tr", head)), h("tbody", body))
    below = h("p", foot, class_="foot") if foot else None
    return h("div", whole, below, class_="scroll", tabindex="0", role="region", aria_label=caption)


def _cell(cell: Inside, kind: str | None) -> Html:
    return h("td", cell, class_=kind)


def picture(chart: str, pay: PaidDoc, title: str, name: str, groups: str | None = None) -> Html:
    """Return the place of a picture, which says the same as the table after it."""
    return h(
        "div",
        data_chart=chart,
        data_pay=pay["kind"],
        data_groups=groups,
        data_title=title,
        data_name=f"{pay['kind']}-{name}",
    )


def column_title(by: str) -> str:
    """Return what stands above the names of groups."""
    return by[:1].upper() + by[1:] if by.strip() else NONE


def histogram(pay: PaidDoc) -> list[Inside]:
    """Return how often each compa-ratio is paid."""
    if not pay["bins"]:
        return []
    title = f"Compa-ratio of {pay['kind']} pay, everyone"
    rows: list[Row] = [
        (_bin(each), each["below"], each["within"], each["above"]) for each in pay["bins"]
    ]
    counted = table(title, ("Compa-ratio", "Below the range", "Within", "Above"), rows)
    summary = h("summary", "The counts of this picture")
    return [picture("histogram", pay, title, "compa-ratio"), h("details", summary, counted)]


def _bin(each: BinDoc) -> str:
    if each["start"] is None:
        return f"under {each['end']:.2f}"
    if each["end"] is None:
        return f"{each['start']:.2f} and more"
    return f"{each['start']:.2f} to {each['end']:.2f}"


def ratios(pay: PaidDoc, groups: Groups, by: str) -> list[Inside]:
    """Return how real pay is spread about the typical, and who is outside of the range."""
    rows: list[Row] = [
        (
            group["name"],
            group["paid"],
            *_percentiles(group["compa_ratio"], "{:.2f}".format),
            *(_counted(group[side], group["paid"]) for side in OUTSIDE),
            *(dollars(group[cost]) for cost in COSTS),
        )
        for group in (pay["everyone"], *pay[groups])
    ]
    titles = (
        column_title(by),
        "Paid",
        *PERCENTILE_TITLES,
        "Below",
        "Above",
        "Cost to minimum",
        "To typical",
    )
    title = f"Compa-ratio of {pay['kind']} pay by {by}"
    note = "Real pay over typical pay; who is below and above their own range"
    return [
        _pictured("ratios", pay, title, f"compa-ratio-by-{groups}", groups),
        table(title, titles, rows, note, foot=_few(pay["everyone"], *pay[groups])),
    ]


def _pictured(chart: str, pay: PaidDoc, title: str, name: str, groups: Groups) -> Html | None:
    """Return the place of a picture of the groups whose spread is told; None where none is."""
    told = any(group["pay"] for group in pay[groups])
    return picture(chart, pay, title, name, groups) if told else None


def _few(*groups: ReportGroupDoc) -> str | None:
    """Say what the dashes of a table of groups are; None where there are none."""
    small = any(group["pay"] is None for group in groups)
    shields = any(group["pay"] and group["within"] is None for group in groups)
    if not (small or shields):
        return None
    more = ", or a count that would give theirs away" if shields else ""
    return f"{NONE}: fewer than {MIN_WIDE} people with pay{more}"


def ranges(pay: PaidDoc, groups: Groups, by: str) -> list[Inside]:
    """Return real pay beside the range that the book gives."""
    rows: list[Row] = [
        (
            group["name"],
            group["paid"],
            *(dollars(group[figure]) for figure in RANGE),
            *_percentiles(group["pay"], dollars),
        )
        for group in pay[groups]
    ]
    titles = (column_title(by), "Paid", *RANGE_TITLES, *PERCENTILE_TITLES)
    title = f"{pay['kind'].capitalize()} pay against the range by {by}"
    note = "The range is the mean of each person's own; beside it real pay"
    return [
        _pictured("ranges", pay, title, f"by-{groups}", groups),
        table(title, titles, rows, note, foot=_few(*pay[groups])),
    ]


def outliers(pay: PaidDoc, known_by: str | None) -> list[Inside]:
    """Return who is farthest outside of the range, on either side."""
    words = [*([known_by] if known_by else []), "Level", "Metro"]
    titles = ["Row", *words, "Paid", *RANGE_TITLES, "Compa-ratio"]
    return [
        table(
            f"Farthest {side} the range, {pay['kind']} pay",
            titles,
            [_outlier(each, known_by) for each in pay["outliers"][side]],
            "Row 1 is the first person; a spreadsheet counts the line of titles too",
            words,
        )
        for side in SIDES
        if pay["outliers"][side]
    ]


def _outlier(person: OutlierDoc, known_by: str | None) -> Row:
    return [
        person["row"],
        *([person["id"] or NONE] if known_by else []),
        person["level"],
        person["metro"] or NONE,
        f"${person['paid']:,}",
        *(dollars(person[figure]) for figure in RANGE),
        f"{person['compa_ratio']:.2f}",
    ]


def _counted(part: int | None, whole: int) -> str:
    if part is None:
        return NONE
    return f"{part:,} ({share(part, whole)})" if part else "0"


def _percentiles(spread: PercentilesDoc | None, shown: Callable[[float], str]) -> list[str]:
    return [NONE if spread is None else shown(spread[each]) for each in PERCENTILES]
