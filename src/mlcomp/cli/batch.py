"""`mlcomp batch`: a file of people, priced."""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mlcomp.cli.columns import values_of
from mlcomp.cli.extras import needing
from mlcomp.cli.household import with_household
from mlcomp.cli.options import BookOption, FormatOption, JsonOption, PayOption, book_of
from mlcomp.cli.output import format_of, show
from mlcomp.cli.picture import SaveOption, picture_at
from mlcomp.cli.signals import notice
from mlcomp.errors import Fault, UsageError
from mlcomp.text import number_of, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlcomp.roster.engines.job import Watch
    from mlcomp.roster.summary import Summary
    from mlcomp.taxes.asked import Asked

app = typer.Typer(add_completion=False)

FileFormat = Literal["csv", "jsonl", "parquet"]
MAX_REASONS = 20
EXAMPLES = 3
_FOUND = re.compile(r"(.*? )('.*?')(?=[:;]|$| is)([^:;]*)")
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
    prefix: Annotated[
        str,
        typer.Option(metavar="TEXT", help="Before the added columns.", rich_help_panel=_FILES),
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
    mapping = _mapping(columns or [])
    summary = summary or picture is not None or bool(by)
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
        from mlcomp.roster.batch import Batch, price_file

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
    )
    if engine == "spark":
        with needing("spark", "pyspark"):
            from mlcomp.roster.spark_batch import price_on_spark
        result = price_on_spark(batch)
    else:
        with _progress() as watch:
            result = price_file(batch, watch)
    _say(result, target)
    if summary or json or output is not None:
        from mlcomp.render.roster import ROSTER

        show(format_of(output, json=json), ROSTER, result, loaded.held, picture=picture)
    if result.wrong and not allow_errors:
        raise typer.Exit(1)


def _mapping(columns: list[str]) -> dict[str, str]:
    mapping = {}
    for each in columns:
        ours, equals, theirs = each.partition("=")
        if not equals or not ours or not theirs:
            raise typer.BadParameter(
                f"expected OURS=THEIRS, found {one_line(each, 60)!r}", param_hint="--map"
            )
        mapping[ours.strip().casefold()] = theirs
    return mapping


@contextmanager
def _progress() -> Iterator[Watch | None]:
    """Show a bar with rows and time left, if a person is watching."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    from mlcomp.render.progress import progress

    with progress() as watch:
        yield watch


def _reasons(errors: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return the reasons with their rows, the most first; many are grouped by what they say.

    What was found stands in quotes: around it is the reason, and the cells that most rows have
    are its examples.
    """
    if len(errors) <= MAX_REASONS:
        return [(one_line(message, 300), count) for message, count in errors]
    groups: dict[str, list[tuple[str, str, int]]] = {}
    for message, count in errors:
        found = _FOUND.match(message)
        reason = f"{found[1]}{found[3] and '…'}{found[3]}".rstrip() if found else message
        groups.setdefault(reason, []).append((message, found[2] if found else "", count))
    grouped = []
    for reason, alike in groups.items():
        examples = ", ".join(cell for _, cell, _ in alike[:EXAMPLES])
        shown = f"{reason}, {len(alike):,} spellings, such as {examples}"
        line = one_line(shown if len(alike) > 1 else alike[0][0], 300)
        grouped.append((line, sum(count for *_, count in alike)))
    return sorted(grouped, key=lambda each: -each[1])


def _say(result: Summary, target: str | None) -> None:
    """Say on standard error how it went, and count what went wrong by its reason."""
    file = one_line(target) if target and target != "-" else ""
    where = f" to {file}" if file else ""
    everybody = number_of(result.rows, "person", "people")
    lines = [f"{result.priced:,} of {everybody} priced{where} in {result.seconds:.1f} s"]
    reasons = _reasons(result.errors)
    lines += [f"{count:>9,}  {message}" for message, count in reasons[:MAX_REASONS]]
    if result.untaxed:
        lines.append(
            f"{result.untaxed:>9,}  without take-home pay: no city in the 50 states and DC"
        )
    if (more := len(reasons) - MAX_REASONS) > 0:
        rest = sum(count for _, count in reasons[MAX_REASONS:])
        lines.append(f"{rest:>9,}  for {more:,} other reasons")
    if result.placeless:
        lines.append(f"{result.placeless:>9,}  without a city, priced as the nation")
    if result.rejected:
        kept = f", kept in {one_line(result.rejects)}" if result.rejects else ""
        what = "line that is no row" if result.rejected == 1 else "lines that are no rows"
        lines.append(f"{result.rejected:>9,}  {what}{kept}")
        lines += [
            f"           line {line}: {one_line(reason, 200)}"
            for line, reason in result.first_rejected
        ]
    notice("".join(f"mlcomp: {line}\n" for line in lines))
