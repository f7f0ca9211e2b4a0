"""A progress bar on standard error."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlcomp.roster.engines.job import Watch


@contextmanager
def progress() -> Iterator[Watch]:
    """Show how far a job is; gone when it is done."""
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[rows]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        task = bar.add_task("Starting", total=1.0, rows="")
        doing = ""

        def watch(what: str, share: float, rows: int | None) -> None:
            nonlocal doing
            if what != doing:
                doing = what
                bar.reset(task, description=what.capitalize(), rows="")
            shown = (
                ""
                if rows is None
                else f"{round(rows * share / 1000) * 1000:,} of about {rows:,} rows"
            )
            bar.update(task, completed=share, rows=shown)

        yield watch
