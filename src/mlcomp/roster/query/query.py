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

from mlcomp.errors import ProfileError
from mlcomp.roster.cells import PLACE, TRUTH, aspects, choices_of, inputs_of
from mlcomp.roster.pricing.columns import Understood, made
from mlcomp.roster.pricing.entries import CELL
from mlcomp.roster.pricing.meanings import meanings_of
from mlcomp.roster.pricing.sql import ANYWHERE, listed, sql, text_of
from mlcomp.roster.pricing.stages import stages
from mlcomp.roster.query.inputs import inputs_among
from mlcomp.roster.query.names import (
    EMPLOYER,
    counted_as,
    employer_join,
    employer_table,
    key_at,
    level_cells,
    names_known,
    option_cells,
)
from mlcomp.roster.query.place import PlaceQuery
from mlcomp.roster.query.text import (
    UNKNOWN,
    about,
    among,
    any_of,
    column_of,
    employer_normalized,
    is_true,
    normalized,
    own,
    place_normalized,
    table_of,
    typed,
)
from mlcomp.rules.profile import MAX_YEARS
from mlcomp.text import bare, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

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
    inputs = inputs_among(columns, book)
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
        self.there = {aspect: there for aspect in aspects(book) if (there := aspect.among(inputs))}
        used = {aspect.name: there for aspect, there in self.there.items()}
        self.place: PlaceQuery | None = None
        if "place" in used:
            self.place = PlaceQuery(used["place"], cities)
        self.cells = {aspect.name: self._values(aspect) for aspect in self.there}
        distinct = {name: list(cells.values()) for name, cells in self.cells.items()}
        distinct["years"] = [UNKNOWN] if "years" in inputs else []
        self.meanings = meanings_of(book, used, distinct)

    def _choice(self, aspect: Aspect) -> str:
        return aspect.dimension.choice if aspect.dimension else "one"

    def _values(self, aspect: Aspect) -> dict[str, str]:
        """Return the cells to embed, by key: names, truths, one of each kind that is refused."""
        plain: Iterable[str]
        if aspect.name == "place":
            plain = self.place.keys() if self.place else []
        elif aspect.name == "tier":
            plain = [*counted_as(self.book), UNKNOWN]
        elif self._choice(aspect) == "flag":
            plain = ["", "true", UNKNOWN]
        elif self._choice(aspect) == "several":
            options = aspect.dimension.options if aspect.dimension else ()
            plain = ["", *(option.id for option in options), UNKNOWN]
        else:
            cells = level_cells if aspect.name == "level" else partial(option_cells, aspect)
            found: dict[str, str] = {}
            for key, cell in cells(self.book, at_employers=len(self.there[aspect]) > 1):
                found.setdefault(key, cell)
            return found
        return {each: each for each in plain}

    def parts(self) -> Iterator[str]:
        """Yield the queries, each in terms of those before it; then the final selection."""
        found, joins = ["mlcomp_cells.*"], ""
        if "tier" in self.inputs:
            yield f"{EMPLOYER} AS ({employer_table(self.book)})"
            joins += employer_join()
        for aspect in self.there:
            table = self.meanings.tables[aspect.name]
            if aspect.name == "place" and self.place:
                yield f"mlcomp_place AS ({self.place.rows(table)})"
                joins += self.place.joins()
                columns = self.place.found(table)
            elif self._choice(aspect) == "one":
                yield f"mlcomp_{aspect.name} AS ({self._rows(aspect, table)})"
                keys = self._keys(aspect)
                for name, key in keys.items():
                    joins += f" LEFT JOIN mlcomp_{aspect.name} AS {name} ON {name}.k = {key}"
                columns = self._joined(aspect, table, keys)
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

    def _keys(self, aspect: Aspect) -> dict[str, str]:
        """Return the joins of a look-up, the first that finds something counts: name and key."""
        cell = own(f"cell_{aspect.inputs[0]}")
        keys = [cell]
        if aspect.name == "tier":
            keys = [f"{EMPLOYER}.means"]
        elif len(self.there[aspect]) > 1:
            keys = key_at(aspect, cell)
        elif self.there[aspect] != aspect.inputs[:1]:
            keys = key_at(aspect, "''")
        return {f"mlcomp_{aspect.name}{number}": key for number, key in enumerate(keys, 1)}

    def _rows(self, aspect: Aspect, table: Table) -> str:
        """Return the names of a look-up and what they mean."""
        places = {cell: place for place, cell in enumerate(table.keys)}
        rows = {
            key: [each[places[cell]] for each in table.columns.values()]
            for key, cell in self.cells[aspect.name].items()
            if key != UNKNOWN
        }
        return table_of(rows, table.columns)

    def _cells(self) -> Iterator[tuple[str, str]]:
        """Yield each input as text, and in the form in which names are compared."""
        choices = choices_of(self.book)
        for ours, theirs in self.inputs.items():
            text = f"coalesce(CAST(people.{self.naming(theirs)} AS VARCHAR), '')"
            yield f"text_{ours}", text
            if choices.get(ours) == "flag":
                yield f"cell_{ours}", f"lower(trim({text}))"
            elif ours == "tier":
                yield "cell_tier", employer_normalized(text)
            elif ours in PLACE:
                yield f"cell_{ours}", place_normalized(text)
            elif ours != "years":
                yield f"cell_{ours}", normalized(text, lists=choices.get(ours) == "several")

    def _told(self, aspect: Aspect, table: Table, column: str) -> str:
        """Return what `estimate` says of a name that is not known, or nothing."""
        refused = table.refused.get(self.cells[aspect.name].get(UNKNOWN, UNKNOWN))
        if refused is None or table.stages.get(column) != refused.stage:
            return ""
        return about(refused.fault, f"text_{aspect.inputs[0]}")

    def _joined(
        self, aspect: Aspect, table: Table, joins: Iterable[str]
    ) -> Iterator[tuple[str, str]]:
        """Yield the columns of a look-up that is joined, with the errors of what it lacks."""
        for column, values in table.columns.items():
            cases = "".join(f"WHEN NOT {name}.k IS NULL THEN {name}.{column} " for name in joins)
            told = self._told(aspect, table, column)
            found = f"CASE {cases}{f'ELSE {told} ' if told else ''}END"
            yield column, found if told else typed(found, values)

    def _worked_out(self, aspect: Aspect, table: Table) -> Iterator[tuple[str, str]]:
        """Yield the columns of a flag, and of a dimension that may be named several times."""
        cell = own(f"cell_{aspect.inputs[0]}")
        is_flag = self._choice(aspect) == "flag"
        for column, values in table.columns.items():
            if stage := table.stages.get(column):
                if is_flag and stage == CELL:
                    wrong = f"NOT {among(cell, ('', *TRUTH))}"
                else:
                    known = any_of(bare(name) for name in names_known(aspect))
                    wrong = f"NOT regexp_matches({cell}, {text_of(known)})"
                yield column, f"CASE WHEN {wrong} THEN {self._told(aspect, table, column)} END"
            elif is_flag:
                no, yes, _ = values
                yield column, f"CASE WHEN {is_true(cell)} THEN {sql(yes)} ELSE {sql(no)} END"
            else:
                yield column, self._strongest(aspect, cell, values)

    def _strongest(self, aspect: Aspect, cell: str, values: Sequence[Constant]) -> str:
        """Return a figure of the option that counts of several: the one of the highest premium."""
        options = aspect.dimension.options if aspect.dimension else ()
        ranked = sorted(
            zip(options, values[1:-1], strict=True),
            key=lambda pair: -(pair[0].range.typical if pair[0].range else 1.0),
        )
        cases = ""
        for option, value in ranked:
            names = dict.fromkeys(bare(name) for name in option.names)
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
