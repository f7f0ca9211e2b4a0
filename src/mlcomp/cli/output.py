"""A result on standard output, in the format asked for."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mlcomp.errors import Fault, MlcompError, UsageError
from mlcomp.text import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mlcomp.render.renderers import Format, PictureFormat, Renderers
    from mlcomp.writing import Target

PICTURES: tuple[PictureFormat, ...] = ("svg", "html")


def format_of(output: Format | None, *, json: bool) -> Format:
    """Return the format asked for, "table" without any.

    Raises:
        UsageError: --json and another --format were asked for.
    """
    if json and output not in (None, "json"):
        raise UsageError(Fault("format", expected=f"--json or --format {output}", found="both"))
    return "json" if json else output or "table"


class Picture(NamedTuple):
    """Where what is shown is kept as a picture, and as which kind."""

    kind: PictureFormat
    target: Target


def picture_at(save: str | None, *, force: bool) -> Picture | None:
    """Return where `--save` puts its picture, before any work is done for it.

    Raises:
        UsageError: the file is named like no picture that can be made.
        MlcompError: it cannot be written there.
    """
    if save is None:
        return None
    from mlcomp.writing import target_of

    for kind in PICTURES:
        if Path(save).suffix.casefold() == f".{kind}":
            return Picture(kind, target_of(save, MlcompError, force=force))
    expected = " or ".join(f"FILE.{kind}" for kind in PICTURES)
    hint = "a browser or rsvg-convert makes a PNG of an SVG"
    raise UsageError(Fault("save", expected=expected, found=quoted(save), hint=hint))


def show(
    output: Format,
    renderers: Renderers,
    *result: object,
    picture: Picture | None = None,
    **table_options: object,
) -> None:
    """Print one result in a format; its table, as a picture, is written before.

    Args:
        output: the format.
        renderers: the views of the result.
        result: what they take.
        picture: where the picture goes, if anywhere.
        table_options: what the table alone takes.
    """
    if picture:
        _save(picture, lambda: renderers.print_table(*result, **table_options))
    if output == "table":
        renderers.print_table(*result, **table_options)
    else:
        sys.stdout.write(_TEXTS[output](renderers, result))


def _save(picture: Picture, show_table: Callable[[], None]) -> None:
    from mlcomp.render.tables.picture import picture_of, recording
    from mlcomp.writing import write_text

    with recording() as console:
        show_table()
    write_text(picture_of(console, picture.kind), picture.target)
    sys.stderr.write(f"mlcomp: wrote {picture.target.shown}\n")


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
