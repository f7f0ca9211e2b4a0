"""A result on standard output, in the format asked for."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from mlcomp.errors import Fault, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mlcomp.cli.options import Format
    from mlcomp.render.rows import Rows


def format_of(output: Format | None, *, json: bool) -> Format:
    """Return the format asked for, "table" without any.

    Raises:
        UsageError: --json and another --format were asked for.
    """
    if json and output not in (None, "json"):
        raise UsageError(Fault("format", expected=f"--json or --format {output}", found="both"))
    return "json" if json else output or "table"


def show(
    output: Format,
    *,
    document: Callable[[], Mapping[str, object]],
    rows: Callable[[], Rows],
    table: Callable[[], None],
) -> None:
    """Print one result with the renderer of its format."""
    if output == "table":
        table()
    elif output == "json":
        show_json(document())
    else:
        from mlcomp.render.rows import as_csv, as_markdown

        sys.stdout.write((as_csv if output == "csv" else as_markdown)(rows()))


def show_json(document: Mapping[str, object]) -> None:
    """Print JSON in plain ASCII, so that no terminal or encoding can be upset by it."""
    import json

    sys.stdout.write(json.dumps(document, indent=2) + "\n")
