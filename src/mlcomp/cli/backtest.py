"""`mlcomp backtest`: rule books against a file of real pay."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from mlcomp.accuracy.backtest import Backtest
from mlcomp.cli.completion import books
from mlcomp.cli.extras import needing
from mlcomp.cli.options import FormatOption, JsonOption, PayOption, book_of
from mlcomp.cli.output import format_of, show
from mlcomp.cli.picture import Picture, picture_at
from mlcomp.errors import Fault, RosterError, UsageError
from mlcomp.files import naming
from mlcomp.render.backtest import BACKTEST
from mlcomp.text import printable, quoted
from mlcomp.writing import Target, write_text

app = typer.Typer(add_completion=False)


@app.command(
    short_help="Score a rule book on real pay: mlcomp backtest pay.csv --book market",
)
def command(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="Real pay: CSV, JSON lines or Parquet.")
    ],
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="OURS=THEIRS", help="As base=annual_wage; repeatable."),
    ] = None,
    values: Annotated[
        list[str] | None,
        typer.Option(
            "--value",
            metavar="COLUMN:THEIRS=OURS",
            help="As level:SE=senior; nothing after = is not given.",
        ),
    ] = None,
    by: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN", help="Split by this column too.")
    ] = None,
    save: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="FILE.svg: draw the calibration; FILE.html: keep what is shown.",
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite the picture, but never FILE.")
    ] = False,
    read_as: Annotated[
        Literal["csv", "jsonl", "parquet"] | None, typer.Option("--from", help="FILE's format.")
    ] = None,
    pay: PayOption = None,
    book: Annotated[
        list[str] | None,
        typer.Option(
            "--book",
            envvar="MLCOMP_BOOK",
            metavar="FILE",
            help="A rule book; repeat to set several side by side. 'guide' without.",
            autocompletion=books,
        ),
    ] = None,
    output: FormatOption = None,
    json: JsonOption = False,
) -> None:
    """Say how right a rule book is: coverage, bias and error, overall and by group.

    FILE has base or total, and any columns named like the options of mlcomp estimate.

    Example: mlcomp backtest pay.csv --map base=annual_wage --value level:SE=senior
    """
    chosen = format_of(output, json=json)
    books = [book_of(name) for name in book or ["guide"]]
    with needing("batch", "duckdb"):
        from mlcomp.roster.paid import backtest_file
    picture = None if save is None else _picture(save, file, force=force)
    # A drawing says more of a calibration than its table does.
    drawn = picture if picture and picture.kind == "svg" else None
    results = backtest_file(
        file,
        books,
        mapping=dict(_pair(each, "map") for each in columns or []),
        values=_values(values or []),
        by=by or [],
        read_as=read_as,
        per=pay,
    )
    if drawn:
        _save(drawn.target, results)
    show(chosen, BACKTEST, results, books, picture=None if drawn else picture)


def _pair(text: str, option: str) -> tuple[str, str]:
    before, equals, after = text.partition("=")
    if not equals or not before.strip() or not (after.strip() or option == "value"):
        expected = "OURS=THEIRS" if option == "map" else "COLUMN:THEIRS=OURS"
        raise UsageError(Fault(option, expected=expected, found=quoted(text)))
    return before.strip().casefold() if option == "map" else before, after.strip()


def _values(texts: list[str]) -> dict[str, dict[str, str]]:
    values: dict[str, dict[str, str]] = {}
    for text in texts:
        column, colon, rest = text.partition(":")
        if not colon:
            expected = "COLUMN:THEIRS=OURS"
            raise UsageError(Fault("value", expected=expected, found=quoted(text)))
        theirs, ours = _pair(rest, "value")
        values.setdefault(column.strip().casefold(), {})[theirs] = ours
    return values


def _picture(save: str, file: str, *, force: bool) -> Picture | None:
    """Check where the picture goes: to another file than the pay comes from."""
    source, picture = Path(file), Path(save)
    with naming(printable(save), RosterError, "unwritable"):
        if source.exists() and picture.exists() and source.samefile(picture):
            raise ValueError("it is the file of real pay; save the picture under another name")
    return picture_at(save, force=force)


def _save(target: Target, results: tuple[Backtest, ...]) -> None:
    from mlcomp.accuracy.backtest import EVERYBODY
    from mlcomp.render.calibration import calibration_svg

    scores = [
        (result.book, group.score)
        for result in results
        for group in result.groups
        if group.by == EVERYBODY and group.score
    ]
    picture = calibration_svg(scores)
    write_text(picture, target)
