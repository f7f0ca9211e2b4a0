"""Where a roster is written: a file, standard output, or nowhere, if only its summary is asked."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from mlcomp.writing import Target


def rejects_of(target: Target) -> Target:
    """Return where the lines that are no rows are kept, as private as the rows are."""
    return replace(
        target,
        path=target.path.with_name(f"{target.path.name}.rejects"),
        shown=f"{target.shown}.rejects",
        force=False,
    )


def to_standard_output(path: Path) -> None:
    """Copy a finished file to standard output."""
    sys.stdout.flush()
    with path.open("rb") as finished:
        shutil.copyfileobj(finished, sys.stdout.buffer, 2**20)
    sys.stdout.buffer.flush()
