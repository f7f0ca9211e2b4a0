"""A roster's summary as a person reads it in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from mlcomp.render.gaps import few_note, gap_notes
from mlcomp.roster.telling import FEW
from mlcomp.text import listed, number_of, one_line, rounded, thousands

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlcomp.accuracy.backtest import Measure
    from mlcomp.book.rulebook import Held
    from mlcomp.render.tables.terminal import Screen
    from mlcomp.roster.gap import Gap, Gaps
    from mlcomp.roster.standing import Group, Standing
    from mlcomp.roster.summary import Summary

MAX_SHOWN = 20
MAX_NAME = 40
PEOPLE = ("People", "Typical base", "Typical total")
STANDING = (
    *("Paid", "Mean", "Compa-ratio\nquartiles"),
    *("Below\nrange", "Above\nrange", "Cost to\nminimum", "Cost to\ntypical"),
)
GAPS = ("Paid", "Over estimate", "Difference", "95% interval")
NAME_WIDTH = 16
MILLION = 1_000_000


def print_roster(screen: Screen, summary: Summary, _: Held | None = None) -> None:
    """Print people by level and by each column, real pay against its range, the widest groups."""
    screen.heading(
        f"{summary.priced:,} of {number_of(summary.rows, 'person', 'people')} priced",
        f"{summary.book_title}, edition {summary.stamp}\nUS dollars a year, means of typical pay",
    )
    _print_people(screen, "Level", summary.levels)
    if summary.placeless:
        screen.show(Text(""))
        screen.show(Text(f"{summary.placeless:,} without a city, priced as the nation"))
    paid = [kind for kind, standing in summary.standing.items() if standing.paid]
    for kind in summary.standing:
        if kind in paid:
            _print_standing(screen, "", kind, summary.levels, summary.everybody)
        else:
            screen.show(Text(f"\nNobody has real {kind}"))
    screen.notes(_untold(summary.levels))
    for split in summary.splits:
        # By level it is there already.
        if split.by == "level":
            continue
        name, shown = one_line(split.by, MAX_NAME), split.groups[:MAX_SHOWN]
        screen.show(Text(""))
        _print_people(screen, name, shown)
        for kind in paid:
            _print_standing(screen, f" by {name}", kind, shown)
        notes = _untold(shown)
        others = split.groups[MAX_SHOWN:]
        if groups := len(others) + split.other_groups:
            people = sum(group.people for group in others) + split.other_people
            more = number_of(groups, "more group")
            notes.append(f"{more}, none larger, with {people:,} people not shown")
        screen.notes(notes)
    if summary.gaps:
        _print_gaps(screen, summary.gaps)
    _print_widest(screen, summary)


def _print_people(screen: Screen, heading: str, groups: Sequence[Group]) -> None:
    table = screen.table(heading, *PEOPLE, right=PEOPLE)
    for group in groups:
        table.add_row(
            Text(_name(group), style="bold"),
            f"{group.people:,}",
            thousands(group.base_typical),
            thousands(group.total_typical),
        )
    screen.show(table)


def _print_standing(
    screen: Screen,
    by: str,
    kind: Measure,
    groups: Sequence[Group],
    everybody: Group | None = None,
) -> None:
    screen.show(Text(""))
    table = screen.table(f"Real {kind}{by}", *STANDING, right=STANDING)
    for group in groups:
        name = screen.wrapped(_name(group), NAME_WIDTH)
        table.add_row(name, *_cells(group.standing[kind]))
    if everybody:
        cells = _cells(everybody.standing[kind])
        table.add_row(Text("Everyone", style="bold"), *cells)
    screen.show(table, spare=("Paid", "Mean"))


def _untold(groups: Sequence[Group]) -> list[str]:
    """Return why of some groups figures of real pay are not told."""
    notes = []
    standings = [(group, each) for group in groups for each in group.standing.values()]
    if any(each.few for _, each in standings):
        notes.append(few_note(FEW))
    if shields := dict.fromkeys(_name(group) for group, each in standings if each.shields):
        notes.append(
            f"{listed(shields, 'and')}: nothing that adds up, or everyone's less the others' would "
            f"be that of fewer than {FEW}."
        )
    return notes


def _name(group: Group) -> str:
    return one_line(group.title, MAX_NAME) or "(none)"


def _cells(standing: Standing) -> list[str]:
    ratios = (standing.compa_p25, standing.compa_median, standing.compa_p75)
    shown = " ".join(f"{ratio:.2f}" for ratio in ratios if ratio is not None)
    return [
        f"{standing.paid:,}",
        "" if standing.mean is None else thousands(standing.mean),
        "too few" if standing.few else shown,
        _count(standing.below_minimum),
        _count(standing.above_maximum),
        _cost(standing.to_minimum),
        _cost(standing.to_typical),
    ]


def _count(people: int | None) -> str:
    return "" if people is None else f"{people:,}"


def _cost(dollars: float | None) -> str:
    """Return the cost of many people: a roster's millions would not fit beside its counts."""
    if dollars is None:
        return ""
    return thousands(dollars) if dollars < MILLION else f"{dollars / MILLION:,.2f}M"


def _print_gaps(screen: Screen, gaps: Gaps) -> None:
    """Print each group's pay over estimate against the reference, and what that does not say."""
    by, reference = one_line(gaps.by, MAX_NAME), one_line(gaps.reference or "(none)", MAX_NAME)
    for kind in dict.fromkeys(gap.kind for gap in gaps.gaps):
        screen.show(Text(""))
        heading = f"Real {kind} over estimate by {by}, against {reference}"
        screen.show(Text(heading, style="bold"))
        table = screen.table(by, *GAPS, right=GAPS)
        for gap in gaps.gaps:
            if gap.kind == kind:
                name = one_line(gap.value or "(none)", MAX_NAME)
                table.add_row(name, f"{gap.people:,}", *_gap(gap, gaps.reference))
        screen.show(table)
    screen.notes(gap_notes(gaps))


def _gap(gap: Gap, reference: str | None) -> tuple[str, str, str]:
    ratio = "too few" if gap.ratio is None else f"{gap.ratio:.3f}"
    if gap.value == reference:
        return ratio, "reference", ""
    if gap.percent is None or gap.low is None or gap.high is None:
        return ratio, "none", ""
    low, high = _percent(gap.low), _percent(gap.high)
    return ratio, _percent(gap.percent), f"{low} to {high}"


def _percent(value: float) -> str:
    # What rounds to nothing has no sign.
    return f"{rounded(value, 1) + 0.0:+.1f}%"


def _print_widest(screen: Screen, summary: Summary) -> None:
    if not summary.widest:
        return
    titles = {level.value: level.title for level in summary.levels}
    screen.show(Text(""))
    figures = ("People", "P10", "P90", "Spread")
    table = screen.table("Widest groups, real over typical", *figures, right=figures)
    for group in summary.widest:
        who = f"{titles[group.level]} {group.pay}, {group.metro or 'no metro'}"
        spread = f"{screen.glyphs.times} {group.spread:.2f}"
        table.add_row(
            Text(who), f"{group.people:,}", f"{group.p10:.2f}", f"{group.p90:.2f}", spread
        )
    screen.show(table)
