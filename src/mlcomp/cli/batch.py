"""`mlcomp batch`: a file of people, priced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mlcomp.cli.columns import in_utf8, mapping_of, values_of
from mlcomp.cli.extras import needing
from mlcomp.cli.household import with_household
from mlcomp.cli.options import BookOption, FormatOption, JsonOption, PayOption, book_of
from mlcomp.cli.output import format_of, show
from mlcomp.cli.picture import SaveOption, picture_at
from mlcomp.cli.roster import say, watching
from mlcomp.errors import Fault, UsageError

if TYPE_CHECKING:
    from mlcomp.roster.summary import Summary
    from mlcomp.taxes.asked import Asked

app = typer.Typer(add_completion=False)

FileFormat = Literal["csv", "jsonl", "parquet"]
_FILES = "Files"


@app.command(
    short_help="Price a file of people: mlcomp batch people.csv priced.parquet",
)
@with_household(without=("live_in",))
def command(
    source: Annotated[
        str, typer.Argument(metavar="IN", help="CSV, JSON lines or Parquet; - is stdin.")
    ],
    target: Annotated[
        str | None, typer.Argument(metavar="OUT", help="What to write; - is stdout.")
    ] = None,
    summary: Annotated[
        bool,
        typer.Option("--summary", help="Print the roster's summary; enough without OUT."),
    ] = False,
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="OURS=THEIRS",
            help="The file's name for a column, as years=tenure; may be repeated.",
            rich_help_panel=_FILES,
        ),
    ] = None,
    values: Annotated[
        list[str] | None,
        typer.Option(
            "--value",
            metavar="COLUMN:THEIRS=OURS",
            help="What stands in a column and what it means, as level:SE=senior; may be repeated.",
            rich_help_panel=_FILES,
        ),
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN",
            help="Print the summary by this column too, or by level or metro; may be repeated.",
        ),
    ] = None,
    gap: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN",
            help="Compare pay over estimate between the groups of this column, with a 95% "
            "interval; needs --reference.",
        ),
    ] = None,
    reference: Annotated[
        str | None,
        typer.Option(metavar="VALUE", help="The group that --gap compares the others with."),
    ] = None,
    prefix: Annotated[
        str,
        typer.Option(
            metavar="TEXT",
            callback=in_utf8,
            help="Before the added columns.",
            rich_help_panel=_FILES,
        ),
    ] = "",
    read_as: Annotated[
        FileFormat | None,
        typer.Option("--from", help="The format of IN.", rich_help_panel=_FILES),
    ] = None,
    write_as: Annotated[
        FileFormat | None,
        typer.Option("--to", help="The format of OUT.", rich_help_panel=_FILES),
    ] = None,
    force: Annotated[
        bool,
        typer.Option(
            "--force",
            help="Overwrite OUT, once all is done; it keeps its mode, and a link is followed.",
            rich_help_panel=_FILES,
        ),
    ] = False,
    formulas: Annotated[
        bool,
        typer.Option(
            "--formulas",
            help="Leave cells that begin with = + - @ as they are in a CSV; without, a "
            "spreadsheet does not run them.",
            rich_help_panel=_FILES,
        ),
    ] = False,
    allow_errors: Annotated[
        bool,
        typer.Option("--allow-errors", help="Exit 0 even if somebody could not be priced."),
    ] = False,
    pay: PayOption = None,
    engine: Annotated[
        Literal["duckdb", "spark"],
        typer.Option(help="Where it is computed: in this process, or on Spark."),
    ] = "duckdb",
    *,
    household: Asked | None,
    book: BookOption = "guide",
    save: SaveOption = None,
    output: FormatOption = None,
    json: JsonOption = False,
) -> None:
    """Price everybody in a file, with columns named like the options of mlcomp estimate.

    All other columns pass through. Whoever cannot be priced has the reason in the
    column error; lines that are no rows are kept in OUT.rejects, or OUT.rejects.2 and so
    on where one is there already.

    Example: mlcomp batch people.csv priced.parquet --map years=tenure
    """
    picture = picture_at(save, force=force)
    mapping = mapping_of(columns)
    summary = summary or picture is not None or bool(by) or gap is not None
    compared = _compared(gap, reference)
    if target is None and not summary:
        raise typer.BadParameter("give OUT, or --summary alone", param_hint="OUT")
    if target == "-" and (summary or json):
        raise typer.BadParameter("the summary and the rows cannot both go to standard output")
    if household and (target is None or engine == "spark"):
        expected = "OUT to add it to, written by --engine duckdb"
        raise UsageError(Fault("take-home", expected=expected))
    loaded = book_of(book)
    result: Summary
    with needing("batch", "duckdb"):
        from mlcomp.roster.batch import price_file
        from mlcomp.roster.request import Batch

    batch = Batch(
        source=source,
        target=target,
        book=loaded,
        mapping=mapping,
        read_as=read_as,
        write_as=write_as,
        prefix=prefix,
        force=force,
        formulas=formulas,
        household=household.household if household else None,
        per=pay,
        values=values_of(values),
        by=by or [],
        gap=compared,
        summed=summary or json or output is not None,
    )
    if engine == "spark":
        with needing("spark", "pyspark"):
            from mlcomp.roster.spark_batch import price_on_spark
        result = price_on_spark(batch)
    else:
        with watching() as watch:
            result = price_file(batch, watch)
    say(result, target)
    if summary or json or output is not None:
        from mlcomp.render.roster import ROSTER

        show(format_of(output, json=json), ROSTER, result, loaded.held, picture=picture)
    if result.wrong and not allow_errors:
        raise typer.Exit(1)


def _compared(gap: str | None, reference: str | None) -> tuple[str, str] | None:
    """Return what pay is compared by, and with which value; check that it can be."""
    if gap is None and reference is None:
        return None
    if gap is None or reference is None:
        lacking, found = ("gap", "reference") if gap is None else ("reference", "gap")
        expected = f"one beside --{found}, as --gap gender --reference M"
        raise UsageError(Fault(lacking, expected=expected, found="none"))
    with needing("batch", "numpy"):
        import mlcomp.roster.gap  # noqa: F401 (missing is said before anybody is priced)
    return gap, reference
