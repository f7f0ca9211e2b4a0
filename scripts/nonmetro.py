"""BLS's nonmetropolitan areas, by state: what is paid outside the metros."""

from __future__ import annotations

import re
from collections import defaultdict
from math import log, sqrt
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_AREA = re.compile(r"(.+) nonmetropolitan area\b")


class Figures(NamedTuple):
    """One occupation in one area: people employed and the median wage over the nation's."""

    jobs: int | None
    ratio: float | None


def is_nonmetro(name: str) -> bool:
    """Tell whether BLS calls an area nonmetropolitan."""
    return bool(_AREA.match(name))


def state_of(name: str, states: Mapping[str, str]) -> str:
    """Return the postal code of the one state that a nonmetropolitan area's name has in it.

    `states` has the full name of each code. `Southern West Virginia` is not in Virginia.
    """
    found = _AREA.match(name)
    area = f" {found[1] if found else name} "
    inside = [code for code, state in states.items() if f" {state} " in area]
    if not inside:
        raise ValueError(f"expected a nonmetropolitan area of a state, found {name!r}")
    return max(inside, key=lambda code: len(states[code]))


def together(areas: Iterable[Figures]) -> Figures:
    """Return several areas as one: the mean of their ratios by employment.

    Only areas whose wage is published count. Where one of them has no employment all count
    alike, and the employment of all is not known.
    """
    paid = [(each.jobs, each.ratio) for each in areas if each.ratio is not None]
    if not paid:
        return Figures(None, None)
    jobs = [count for count, _ in paid]
    known = [count for count in jobs if count]
    weights: Sequence[int] = known if len(known) == len(jobs) else [1] * len(jobs)
    mean = sum(w * ratio for w, (_, ratio) in zip(weights, paid, strict=True)) / sum(weights)
    return Figures(sum(known) if len(known) == len(jobs) else None, round(mean, 4))


class Outside:
    """Nonmetropolitan areas as they are read, by state; `states` has the name of each code."""

    def __init__(self, states: Mapping[str, str]) -> None:
        self._names = states
        self._areas: defaultdict[str, defaultdict[str, list[Figures]]]
        self._areas = defaultdict(lambda: defaultdict(list))

    def add(self, name: str, soc: str, jobs: str, ratio: str) -> None:
        """Add an occupation in one area; what is not published is empty."""
        figures = Figures(int(jobs) if jobs else None, float(ratio) if ratio else None)
        self._areas[state_of(name, self._names)][soc].append(figures)

    def jobs(self, soc: str) -> int:
        """Return the people employed in an occupation, in all areas that publish it."""
        return sum(each.jobs or 0 for areas in self._areas.values() for each in areas[soc])

    def by_state(self) -> Iterator[tuple[str, dict[str, tuple[str, str, str]]]]:
        """Yield each state that publishes a wage: employment, median and ratio, as text.

        The median is left out: the mean of medians is none.
        """
        for code, areas in self._areas.items():
            found = {soc: together(figures) for soc, figures in areas.items()}
            texts = {
                soc: (str(each.jobs or ""), "", str(each.ratio))
                for soc, each in found.items()
                if each.ratio is not None
            }
            if texts:
                yield code, texts


def log_sd_within_states(
    areas: Mapping[str, Sequence[Figures]], states: Mapping[str, str]
) -> float:
    """Return how far the areas of a state lie apart in log wages, by employment, over all states.

    `areas` has the figures of both occupations by the area's name.
    """
    by_state: defaultdict[str, list[tuple[float, int]]] = defaultdict(list)
    for name, figures in areas.items():
        paid = [each for each in figures if each.ratio is not None]
        if paid and all(each.jobs for each in paid):
            jobs = sum(each.jobs or 0 for each in paid)
            mean = sum((each.jobs or 0) * (each.ratio or 0) for each in paid) / jobs
            by_state[state_of(name, states)].append((log(mean), jobs))
    squares = total = 0.0
    for points in by_state.values():
        if len(points) > 1:
            centre = sum(x * n for x, n in points) / sum(n for _, n in points)
            squares += sum(n * (x - centre) ** 2 for x, n in points)
            total += sum(n for _, n in points)
    return sqrt(squares / total)
