"""One self-contained query that prices a table where it is, in the dialect of its warehouse.

The arithmetic is that of `pricing`, as SQL. What must be understood from text is embedded:
every name of the rule book, and every city asked for, as the code for one person
understands it. SQL compares names case-blind and without regard to hyphens and spacing; it
does not guess, so a name that is not embedded gets the error of an unknown one.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import sqlglot

from mlcomp.errors import Fault, ProfileError
from mlcomp.roster.cells import PAY, TRUTH, aspects, choices_of, columns_of, inputs_of
from mlcomp.roster.pricing.columns import Understood, made, outputs_of
from mlcomp.roster.pricing.meanings import CELL, meanings_of
from mlcomp.roster.pricing.sql import ANYWHERE, listed, sql, text_of
from mlcomp.roster.pricing.stages import stages
from mlcomp.roster.query.place import PlaceQuery
from mlcomp.roster.query.text import (
    UNKNOWN,
    about,
    among,
    column_of,
    is_true,
    normalized,
    own,
    table_of,
    typed,
)
from mlcomp.rules.profile import MAX_YEARS
from mlcomp.text import folded, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mlcomp.book.records import Option
    from mlcomp.book.rulebook import Book
    from mlcomp.roster.cells import Aspect
    from mlcomp.roster.pricing.meanings import Table
    from mlcomp.roster.pricing.sql import Constant

DIALECTS = ("duckdb", "spark", "bigquery", "snowflake", "postgres")
_NUMBER = "^ *[+-]?([0-9]{1,30}[.]?[0-9]{0,30}|[.][0-9]{1,30}) *$"


def pricing_query(
    book: Book,
    dialect: str,
    table: str,
    columns: Sequence[str] | None = None,
    cities: Iterable[str] | None = None,
) -> str:
    """Return the query that prices a table.

    Args:
        book: the rule book.
        dialect: one of `DIALECTS`.
        table: the table's name, as it is written in that dialect.
        columns: the table's columns that are read and given back; those named like the
            options of `mlcomp estimate` are what people are priced by. Without, all of these.
        cities: the cities to embed; without, `known_cities`.

    Raises:
        ProfileError: no column says what a person is priced by, or one says what the query
            would have to ignore.
    """
    columns = inputs_of(book) if columns is None else columns
    inputs = _inputs(columns, book)
    naming = partial(column_of, dialect=dialect)
    text = ",\n".join(_Query(book, columns, inputs, cities, naming).parts())
    query = sqlglot.parse_one(f"WITH {text} SELECT * FROM mlcomp_priced", read="duckdb")
    try:
        people = sqlglot.to_table(table, dialect=dialect)
    except sqlglot.errors.SqlglotError:
        raise ProfileError(
            f"table: expected a table's name in {dialect}, found {quoted(table)}"
        ) from None
    for source in query.find_all(sqlglot.exp.Table):
        if source.name == "mlcomp_people":
            source.set("this", people.this.copy())
            for part in ("db", "catalog"):
                source.set(part, people.args.get(part))
    if dialect == "postgres":
        # Its planner would write each stage out wherever a later one names it.
        for stage in query.find_all(sqlglot.exp.CTE):
            stage.set("materialized", True)  # noqa: FBT003
    comment = f"-- mlcomp: rule book {book.edition}, fingerprint {book.fingerprint}"
    return f"{comment}\n{query.sql(dialect=dialect, pretty=True)}"


def _inputs(columns: Sequence[str], book: Book) -> dict[str, str]:
    """Return the table's column for each input; refuse what no query could give back."""
    taken = {name.casefold() for name in outputs_of(())}
    for name in columns:
        if not name:
            raise ProfileError(
                Fault("columns", expected="names with commas between", found="an empty one")
            )
        if name.casefold() in taken:
            raise ProfileError(f"columns: {quoted(name)} is there twice, or is one that is added")
        taken.add(name.casefold())
    found = columns_of(columns, None, inputs_of(book))
    for name in (found[kind] for kind in PAY if kind in found):
        raise ProfileError(
            f"columns: {quoted(name)} is real pay, which a query does not place; "
            "leave it out, or let mlcomp batch place it"
        )
    if "years" not in found and "level" not in found:
        raise ProfileError("columns: expected years or level among them")
    return found


class _Query:
    def __init__(
        self,
        book: Book,
        columns: Sequence[str],
        inputs: Mapping[str, str],
        cities: Iterable[str] | None,
        naming: Callable[[str], str],
    ) -> None:
        self.book = book
        self.naming = naming
        self.columns = columns
        self.inputs = inputs
        self.there = {
            aspect: there
            for aspect in aspects(book)
            if (there := tuple(name for name in aspect.inputs if name in inputs))
        }
        used = {aspect.name: there for aspect, there in self.there.items()}
        self.place: PlaceQuery | None = None
        if "place" in used:
            self.place = PlaceQuery(used["place"], cities)
        distinct = {aspect.name: self._values(aspect) for aspect in self.there}
        distinct["years"] = [UNKNOWN] if "years" in inputs else []
        self.meanings = meanings_of(book, used, distinct)

    def _options(self, aspect: Aspect) -> Sequence[Option]:
        if aspect.dimension:
            return aspect.dimension.options
        return self.book.level if aspect.name == "level" else self.book.tier

    def _choice(self, aspect: Aspect) -> str:
        return aspect.dimension.choice if aspect.dimension else "one"

    def _values(self, aspect: Aspect) -> list[str]:
        """Return the cells to embed: names, truths, and one of each kind that is refused."""
        if aspect.name == "place":
            return self.place.keys() if self.place else []
        if self._choice(aspect) == "flag":
            return ["", "true", UNKNOWN]
        options = self._options(aspect)
        if self._choice(aspect) == "several":
            return ["", *(option.id for option in options), UNKNOWN]
        names = dict.fromkeys(name for option in options for name in option.names)
        return ["", *names, UNKNOWN]

    def parts(self) -> Iterator[str]:
        """Yield the queries, each in terms of those before it; then the final selection."""
        found, joins = ["mlcomp_cells.*"], ""
        for aspect in self.there:
            table = self.meanings.tables[aspect.name]
            if aspect.name == "place" and self.place:
                yield f"mlcomp_place AS ({self.place.rows(table)})"
                joins += self.place.joins()
                columns = self.place.found(table)
            elif self._choice(aspect) == "one":
                yield f"mlcomp_{aspect.name} AS ({self._rows(table)})"
                cell = own(f"cell_{aspect.inputs[0]}")
                joins += f" LEFT JOIN mlcomp_{aspect.name} ON mlcomp_{aspect.name}.k = {cell}"
                columns = self._joined(aspect, table)
            else:
                columns = self._worked_out(aspect, table)
            found += [f"{each} AS {made(f'{aspect.name}_{name}')}" for name, each in columns]
        if "years" in self.inputs:
            found += self._years()
        cells = [f"people.{self.naming(name)}" for name in self.columns]
        cells += [f"{each} AS {made(name)}" for name, each in self._cells()]
        yield f"mlcomp_typed AS (SELECT {', '.join(cells)} FROM mlcomp_people AS people)"
        cells = ["mlcomp_cells.*"]
        if self.place:
            cells.append(f"{self.place.counted()} AS {made('cell_place')}")
        yield f"mlcomp_cells AS (SELECT {', '.join(cells)} FROM mlcomp_typed AS mlcomp_cells)"
        last = "mlcomp_found"
        yield f"{last} AS (SELECT {', '.join(found)} FROM mlcomp_cells{joins})"
        understood = Understood(self.book, self.meanings, "years" in self.inputs)
        *before, final = stages(understood, ANYWHERE.pick)
        for number, stage in enumerate(before, 1):
            yield f"mlcomp_stage{number} AS (SELECT *, {listed(stage)} FROM {last})"
            last = f"mlcomp_stage{number}"
        given = [self.naming(name) for name in self.columns]
        yield f"mlcomp_priced AS (SELECT {', '.join(given)}, {listed(final)} FROM {last})"

    def _rows(self, table: Table) -> str:
        """Return the names of a look-up and what they mean."""
        rows: dict[str, list[Constant]] = {}
        for place, name in enumerate(table.keys):
            if name != UNKNOWN:
                rows.setdefault(folded(name), [each[place] for each in table.columns.values()])
        return table_of(rows, table.columns)

    def _cells(self) -> Iterator[tuple[str, str]]:
        """Yield each input as text, and in the form in which names are compared."""
        choices = choices_of(self.book)
        for ours, theirs in self.inputs.items():
            text = f"coalesce(CAST(people.{self.naming(theirs)} AS VARCHAR), '')"
            yield f"text_{ours}", text
            if choices.get(ours) == "flag":
                yield f"cell_{ours}", f"lower(trim({text}))"
            elif ours != "years":
                yield f"cell_{ours}", normalized(text, lists=choices.get(ours) == "several")

    def _told(self, aspect: Aspect, table: Table, column: str) -> str:
        """Return what `estimate` says of a name that is not known, or nothing."""
        refused = table.refused.get(UNKNOWN)
        if refused is None or table.stages.get(column) != refused.stage:
            return ""
        return about(refused.fault, f"text_{aspect.inputs[0]}")

    def _joined(self, aspect: Aspect, table: Table) -> Iterator[tuple[str, str]]:
        """Yield the columns of a look-up that is joined, with the errors of what it lacks."""
        name = f"mlcomp_{aspect.name}"
        for column, values in table.columns.items():
            if told := self._told(aspect, table, column):
                yield column, f"CASE WHEN {name}.k IS NULL THEN {told} ELSE {name}.{column} END"
            else:
                yield column, typed(f"{name}.{column}", values)

    def _worked_out(self, aspect: Aspect, table: Table) -> Iterator[tuple[str, str]]:
        """Yield the columns of a flag, and of a dimension that may be named several times."""
        cell = own(f"cell_{aspect.inputs[0]}")
        is_flag = self._choice(aspect) == "flag"
        for column, values in table.columns.items():
            if stage := table.stages.get(column):
                if is_flag and stage == CELL:
                    wrong = f"NOT {among(cell, ('', *TRUTH))}"
                else:
                    wrong = f"{self._without(aspect, cell)} <> ''"
                yield column, f"CASE WHEN {wrong} THEN {self._told(aspect, table, column)} END"
            elif is_flag:
                no, yes, _ = values
                yield column, f"CASE WHEN {is_true(cell)} THEN {sql(yes)} ELSE {sql(no)} END"
            else:
                yield column, self._strongest(aspect, cell, values)

    def _without(self, aspect: Aspect, cell: str) -> str:
        """Return what is left of several names when all that are known are taken away."""
        for option in self._options(aspect):
            for each in sorted(option.names, key=len, reverse=True):
                cell = f"replace({cell}, {text_of(f';{folded(each)};')}, '')"
        return cell

    def _strongest(self, aspect: Aspect, cell: str, values: Sequence[Constant]) -> str:
        """Return a figure of the option that counts of several: the one of the highest premium."""
        options = aspect.dimension.options if aspect.dimension else ()
        ranked = sorted(
            zip(options, values[1:-1], strict=True),
            key=lambda pair: -(pair[0].range.typical if pair[0].range else 1.0),
        )
        cases = ""
        for option, value in ranked:
            names = dict.fromkeys(folded(name) for name in option.names)
            named = " OR ".join(f"strpos({cell}, {text_of(f';{each};')}) > 0" for each in names)
            cases += f"WHEN {named} THEN {sql(value)} "
        return f"CASE {cases}ELSE {sql(values[0])} END"

    def _years(self) -> Iterator[str]:
        """Yield years as a number, and what is told of those that are none."""
        text = own("text_years")
        years = f"CASE WHEN regexp_matches({text}, '{_NUMBER}') THEN CAST({text} AS DOUBLE) END"
        fits = f"({years}) >= 0 AND ({years}) <= {MAX_YEARS}"
        yield f"CASE WHEN {fits} THEN {years} END AS {made('years')}"
        for fault in filter(None, self.meanings.years.faults):
            yield (
                f"CASE WHEN {text} <> '' AND NOT coalesce({fits}, FALSE) "
                f"THEN {about(fault, 'text_years')} END AS {made('years_error')}"
            )
