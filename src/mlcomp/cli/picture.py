"""`--save FILE`: where the picture of a result goes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from mlcomp.errors import Fault, MlcompError, UsageError
from mlcomp.text import quoted

if TYPE_CHECKING:
    from mlcomp.render.renderers import PictureFormat, Renderers
    from mlcomp.writing import Target

PICTURES: tuple[PictureFormat, ...] = ("svg", "html")
SaveOption = Annotated[
    str | None,
    typer.Option(
        "--save",
        metavar="FILE",
        help="Keep what is shown as a picture too: FILE.svg or FILE.html.",
        rich_help_panel="Output and rule book",
    ),
]
ForceOption = Annotated[
    bool,
    typer.Option("--force", help="Overwrite the picture.", rich_help_panel="Output and rule book"),
]


class Picture(NamedTuple):
    """Where what is shown is kept as a picture, and as which kind."""

    kind: PictureFormat
    target: Target

    def save(self, renderers: Renderers, *result: object, **table_options: object) -> None:
        """Write what a terminal would show, and say so on standard error."""
        # Rich is imported where it is used.
        from mlcomp.render.tables.picture import Recorder
        from mlcomp.writing import write_text

        recorder = Recorder()
        renderers.print_on(recorder, *result, **table_options)
        write_text(recorder.picture(self.kind), self.target)
        sys.stderr.write(f"mlcomp: wrote {self.target.shown}\n")


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
