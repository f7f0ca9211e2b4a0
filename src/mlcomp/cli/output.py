"""A result on standard output, in the format asked for."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from mlcomp.errors import Fault, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mlcomp.render.renderers import Format, Renderers


def format_of(output: Format | None, *, json: bool) -> Format:
    """Return the format asked for, "table" without any.

    Raises:
        UsageError: --json and another --format were asked for.
    """
    if json and output not in (None, "json"):
        raise UsageError(Fault("format", expected=f"--json or --format {output}", found="both"))
    return "json" if json else output or "table"


def show(output: Format, renderers: Renderers, *result: object, **table_options: object) -> None:
    """Print one result in a format; the options are for its table alone."""
    if output == "table":
        renderers.print_table(*result, **table_options)
    else:
        sys.stdout.write(_TEXTS[output](renderers, result))


def show_json(document: Mapping[str, object]) -> None:
    """Print a document that is not a result, such as a schema."""
    sys.stdout.write(_as_json(document))


def _as_json(document: Mapping[str, object]) -> str:
    """Return JSON in plain ASCII, so that no terminal or encoding can be upset by it."""
    import json

    return json.dumps(document, indent=2) + "\n"


def _csv(renderers: Renderers, result: tuple[object, ...]) -> str:
    from mlcomp.render.rows import as_csv

    return as_csv(renderers.rows(*result))


def _markdown(renderers: Renderers, result: tuple[object, ...]) -> str:
    from mlcomp.render.rows import as_markdown

    return as_markdown(renderers.rows(*result))


_TEXTS: dict[Format, Callable[[Renderers, tuple[object, ...]], str]] = {
    "json": lambda renderers, result: _as_json(renderers.document(*result)),
    "csv": _csv,
    "markdown": _markdown,
}
