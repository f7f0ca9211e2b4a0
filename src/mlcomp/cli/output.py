"""A result on standard output, in the format asked for."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mlcomp.errors import Fault, MlcompError, UsageError
from mlcomp.text import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlcomp.render.renderers import Format, PictureFormat, Renderers
    from mlcomp.render.tables.terminal import Screen
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
    """Print one result in a format; its tables, as a picture, are written before.

    Args:
        output: the format.
        renderers: the views of the result.
        result: what they take.
        picture: where the picture goes, if anywhere.
        table_options: what tables alone take.
    """
    if picture:
        # Rich is imported where it is used.
        from mlcomp.render.tables.picture import Recorder
        from mlcomp.writing import write_text

        recorder = Recorder()
        renderers.print_on(recorder, *result, **table_options)
        write_text(recorder.picture(picture.kind), picture.target)
        sys.stderr.write(f"mlcomp: wrote {picture.target.shown}\n")
    if output == "json":
        show_json(renderers.document(*result))
    elif output == "csv":
        from mlcomp.render.rows import as_csv

        sys.stdout.write(as_csv(renderers.rows(*result)))
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
    """Print a document in plain ASCII, so that no terminal or encoding can be upset by it."""
    import json

    sys.stdout.write(json.dumps(document, indent=2) + "\n")
