"""What is told of few people's real pay: nothing that would be somebody's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.roster.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mlcomp.accuracy.backtest import Measure
    from mlcomp.roster.standing import Group

FEW = 5
"""People with real pay whom a group needs before a figure of it is told."""


def told(
    by: str, groups: Iterable[Group], everybody: Mapping[Measure, Standing]
) -> tuple[Group, ...]:
    """Return groups with the figures of real pay that may be told, beside everybody's.

    Of fewer than `FEW` people with pay there are none. Where all of whom none are told are fewer
    than that, everybody's less the others' would be theirs: then the smallest other group keeps
    its quartiles alone, which do not add up. A whole roster of fewer is no group of anything, nor
    are its levels.

    Args:
        by: what the groups are of.
        groups: all of them, or the largest.
        everybody: where all real pay stands.
    """
    found = tuple(groups)
    for kind, standing in everybody.items():
        if by == "level" and standing.paid < FEW:
            continue
        paid = {group.value: group.standing[kind].paid for group in found}
        enough = [value for value, people in paid.items() if people >= FEW]
        untold = standing.paid - sum(paid[value] for value in enough)
        shields: set[str | None] = set()
        if enough and 0 < untold < FEW:
            shields = {min(enough, key=lambda value: (paid[value], value or ""))}
        found = tuple(
            group._replace(standing={**group.standing, kind: _told(group, kind, shields)})
            for group in found
        )
    return found


def _told(group: Group, kind: Measure, shields: set[str | None]) -> Standing:
    standing = group.standing[kind]
    if standing.paid < FEW:
        return Standing(standing.paid)
    if group.value not in shields:
        return standing
    quartiles = (standing.compa_p25, standing.compa_median, standing.compa_p75)
    return Standing(standing.paid, None, *quartiles)
