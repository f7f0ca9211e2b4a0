"""A result on standard output, in the format asked for."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from mlcomp.errors import Fault, UsageError
from mlcomp.render.renderers import as_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlcomp.cli.picture import Picture
    from mlcomp.render.renderers import Format, Renderers
    from mlcomp.render.tables.terminal import Screen


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
    renderers: Renderers,
    *result: object,
    picture: Picture | None = None,
    **table_options: object,
) -> None:
    """Print one result in a format; its tables, as a picture, are written before.

    Args:
        output: the format.
        renderers: the views of the result.
        result: what they take.
        picture: where the picture goes, if anywhere.
        table_options: what tables alone take.
    """
    if picture:
        picture.save(renderers, *result, **table_options)
    if output in ("json", "csv"):
        sys.stdout.write(renderers.text(output, *result))
    else:
        renderers.print_on(_screen(output), *result, **table_options)


def _screen(output: Format) -> Screen:
    """Return where tables go. Rich is imported here, where it is used."""
    if output == "markdown":
        from mlcomp.render.tables.markdown import Markdown

        return Markdown()
    from mlcomp.render.tables.terminal import Screen

    return Screen()


def show_json(document: Mapping[str, object]) -> None:
    """Print a document that is not a result, such as a schema."""
    sys.stdout.write(as_json(document))
