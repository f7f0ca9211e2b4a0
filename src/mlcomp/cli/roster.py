"""What is said on standard error while a file of people is priced, and of how it went."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mlcomp.cli.signals import notice
from mlcomp.render.reasons import MAX_REASONS, reasons
from mlcomp.text import number_of, one_line, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlcomp.roster.engines.job import Watch
    from mlcomp.roster.summary import Summary


@contextmanager
def watching() -> Iterator[Watch | None]:
    """Show a bar with rows and time left, if a person is watching."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    from mlcomp.render.progress import progress

    with progress() as watch:
        yield watch


def say(result: Summary, target: str | None) -> None:
    """Say on standard error how it went, and count what went wrong by its reason."""
    file = one_line(target) if target and target != "-" else ""
    where = f" to {file}" if file else ""
    everybody = number_of(result.rows, "person", "people")
    lines = [f"{result.priced:,} of {everybody} priced{where} in {result.seconds:.1f} s"]
    grouped = reasons(result.errors)
    lines += [f"{count:>9,}  {message}" for message, count in grouped[:MAX_REASONS]]
    if len(result.errors) > MAX_REASONS:
        lines.append(
            "the error of each row has the nearest names; "
            "--value COLUMN:THEIRS=OURS says what a spelling means"
        )
    if result.untaxed:
        lines.append(
            f"{result.untaxed:>9,}  without take-home pay: no city in the 50 states and DC"
        )
    if (more := len(grouped) - MAX_REASONS) > 0:
        rest = sum(count for _, count in grouped[MAX_REASONS:])
        lines.append(f"{rest:>9,}  for {more:,} other reasons")
    if result.placeless:
        lines.append(f"{result.placeless:>9,}  without a city, priced as the nation")
    if result.rejected:
        kept = f", kept in {one_line(result.rejects)}" if result.rejects else ""
        what = "line that is no row" if result.rejected == 1 else "lines that are no rows"
        lines.append(f"{result.rejected:>9,}  {what}{kept}")
        lines += [
            f"           line {line}: {one_line(reason, 200)}"
            for line, reason in result.first_rejected
        ]
    lines += [
        f"value: {quoted(value)} stands in no cell of {one_line(column, 40)}"
        for column, value in result.unmet
    ]
    lines += [
        f"columns: {quoted(theirs)} is not read; --map {quoted(f'{ours}={theirs}')} reads it"
        for theirs, ours in result.unread
    ]
    lines += [_alike(split.by, split.alike) for split in result.splits if split.alike]
    notice("".join(f"mlcomp: {line}\n" for line in lines))


def _alike(by: str, pairs: Sequence[tuple[str, str]]) -> str:
    """Say that groups differ only in case, and how they are made one."""
    (larger, smaller), *others = pairs
    more = f" (and {len(others):,} more so)" if others else ""
    one = f"--value {quoted(f'{by}:{smaller}={larger}')}"
    both = f"{quoted(larger)} and {quoted(smaller)}"
    return f"{one_line(by, 40)}: {both} differ only in case{more}; {one} makes them one"
