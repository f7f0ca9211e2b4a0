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
from mlcomp.roster.cells import TRUTH, aspects, inputs_of
from mlcomp.roster.pricing.columns import Understood, made
from mlcomp.roster.pricing.meanings import meanings_of
from mlcomp.roster.pricing.sql import ANYWHERE, DUCKDB, Sql, listed, sql
from mlcomp.roster.pricing.stages import stages
from mlcomp.roster.query.cells import first_stage, second_stage
from mlcomp.roster.query.inputs import inputs_among
from mlcomp.roster.query.names import (
    EMPLOYER,
    counted_as,
    employer_join,
    employer_table,
    key_at,
    level_cells,
    option_cells,
)
from mlcomp.roster.query.place import REMOTE, PlaceQuery
from mlcomp.roster.query.several import Several
from mlcomp.roster.query.text import UNKNOWN, about, column_of, own
from mlcomp.roster.query.values import Values
from mlcomp.rules.profile import MAX_YEARS
from mlcomp.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mlcomp.book.rulebook import Book
    from mlcomp.roster.cells import Aspect
    from mlcomp.roster.pricing.meanings import Table

DIALECTS = ("duckdb", "spark", "bigquery", "snowflake", "postgres")


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
    values = Values()
    text = ",\n".join(_Query(book, columns, inputs, cities, dialect, values).parts())
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
    if dialect not in ("duckdb", "postgres"):
        # Elsewhere all matches are replaced, and no word says so.
        for each in query.find_all(sqlglot.exp.RegexpReplace):
            each.set("modifiers", None)
    comment = f"-- mlcomp: rule book {book.edition}, fingerprint {book.fingerprint}"
    return f"{comment}\n{values.written(query.sql(dialect=dialect, pretty=True), dialect)}"


class _Query:
    def __init__(
        self,
        book: Book,
        columns: Sequence[str],
        inputs: Mapping[str, str],
        cities: Iterable[str] | None,
        dialect: str,
        values: Values,
    ) -> None:
        self.book = book
        self.naming = partial(column_of, dialect=dialect)
        self.pick = (DUCKDB if dialect == "duckdb" else ANYWHERE).pick
        self.values = values
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
        elif self.there[aspect] == ("tier",):
            plain = [*counted_as(self.book), UNKNOWN]
        elif self._choice(aspect) == "flag":
            words = {word: word if true else "" for word, true in TRUTH.items()}
            return {"": "", **words, UNKNOWN: UNKNOWN}
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
            alone = {
                aspect.name: self.meanings.tables[aspect.name]
                for aspect, there in self.there.items()
                if there == ("tier",)
            }
            yield f"{EMPLOYER} AS ({employer_table(self.book, alone, self.values)})"
            joins += employer_join()
        for aspect in self.there:
            table = self.meanings.tables[aspect.name]
            if aspect.name == "place" and self.place:
                yield f"mlcomp_place AS ({self.place.rows(table, self.values)})"
                joins += self.place.joins()
                columns = self.place.found(table)
            elif self.there[aspect] == ("tier",):
                columns = self._joined(aspect, table, [EMPLOYER], f"{aspect.name}_")
            elif self._choice(aspect) != "several":
                yield f"mlcomp_{aspect.name} AS ({self._rows(aspect, table)})"
                keys = self._keys(aspect)
                for name, key in keys.items():
                    joins += f" LEFT JOIN mlcomp_{aspect.name} AS {name} ON {name}.k = {key}"
                columns = self._joined(aspect, table, keys)
            else:
                yield f"mlcomp_{aspect.name} AS ({Several(aspect).table(self.values)})"
                columns = self._named_several(aspect, table)
            found += [f"{each} AS {made(f'{aspect.name}_{name}')}" for name, each in columns]
        if "years" in self.inputs:
            found += self._years()
        # A stage each: an engine would write an expression out wherever a later one names it.
        given = {ours: f"people.{self.naming(theirs)}" for ours, theirs in self.inputs.items()}
        typed = [f"people.{self.naming(name)}" for name in self.columns]
        typed += _named(first_stage(given, self.book))
        yield f"mlcomp_typed AS (SELECT {', '.join(typed)} FROM mlcomp_people AS people)"
        cells = ["mlcomp_cells.*", *_named(second_stage(self.inputs, self.book))]
        yield f"mlcomp_named AS (SELECT {', '.join(cells)} FROM mlcomp_typed AS mlcomp_cells)"
        cells, by_name = ["mlcomp_cells.*"], ""
        if self.place:
            if "remote" in self.inputs:
                yield f"{REMOTE} AS ({self.place.truths(self.values)})"
                by_name += self.place.remote_join()
            cells += _named(self.place.cells())
        for aspect in self.there:
            if self._choice(aspect) == "several":
                several = Several(aspect)
                by_name += several.join()
                cells += [f"{several.place()} AS {made(f'{aspect.name}_place')}"]
                cells += [f"{several.unknown()} AS {made(f'{aspect.name}_unknown')}"]
        yield (
            f"mlcomp_cells AS (SELECT {', '.join(cells)} "
            f"FROM mlcomp_named AS mlcomp_cells{by_name})"
        )
        last = "mlcomp_found"
        yield f"{last} AS (SELECT {', '.join(found)} FROM mlcomp_cells{joins})"
        understood = Understood(self.book, self.meanings, "years" in self.inputs)
        *before, final = stages(understood, self.pick)
        # Which may be an enumeration.
        final["level_id"] = Sql(f"CAST({final['level_id']} AS VARCHAR)")
        for number, stage in enumerate(before, 1):
            yield f"mlcomp_stage{number} AS (SELECT *, {listed(stage)} FROM {last})"
            last = f"mlcomp_stage{number}"
        kept = ", ".join(self.naming(name) for name in self.columns)
        yield f"mlcomp_priced AS (SELECT {kept}, {listed(final)} FROM {last})"

    def _keys(self, aspect: Aspect) -> dict[str, str]:
        """Return the joins of a look-up, the first that finds something counts: name and key."""
        cell = own(f"cell_{aspect.inputs[0]}")
        keys = [cell]
        if len(self.there[aspect]) > 1:
            keys = key_at(aspect, cell)
        return {f"mlcomp_{aspect.name}{number}": key for number, key in enumerate(keys, 1)}

    def _rows(self, aspect: Aspect, table: Table) -> str:
        """Return the names of a look-up and what they mean."""
        places = {cell: place for place, cell in enumerate(table.keys)}
        rows = {
            key: [each[places[cell]] for each in table.columns.values()]
            for key, cell in self.cells[aspect.name].items()
            if key != UNKNOWN
        }
        return self.values.table(rows, table.columns)

    def _told(self, aspect: Aspect, table: Table, column: str) -> str:
        """Return what `estimate` says of a name that is not known, or nothing."""
        refused = table.refused.get(self.cells[aspect.name].get(UNKNOWN, UNKNOWN))
        if refused is None or table.stages.get(column) != refused.stage:
            return ""
        return about(refused.fault, f"text_{aspect.inputs[0]}")

    def _joined(
        self, aspect: Aspect, table: Table, joins: Iterable[str], prefix: str = ""
    ) -> Iterator[tuple[str, str]]:
        """Yield the columns of a look-up that is joined, with the errors of what it lacks."""
        for column in table.columns:
            *before, last = [(f"{name}.k", f"{name}.{prefix}{column}") for name in joins]
            cases = "".join(f"WHEN NOT {key} IS NULL THEN {each} " for key, each in before)
            if told := self._told(aspect, table, column):
                cases += f"WHEN {last[0]} IS NULL THEN {told} "
            yield column, f"CASE {cases}ELSE {last[1]} END" if cases else last[1]

    def _named_several(self, aspect: Aspect, table: Table) -> Iterator[tuple[str, str]]:
        """Yield the columns of a dimension that may be named several times."""
        unknown, place = own(f"{aspect.name}_unknown"), own(f"{aspect.name}_place")
        for column, values in table.columns.items():
            if column in table.stages:
                told = self._told(aspect, table, column)
                yield column, f"CASE WHEN {unknown} = 1 THEN {told} END"
            else:
                # The last is of a name that is not known.
                yield column, sql(self.pick(Sql(place), values[:-1]))

    def _years(self) -> Iterator[str]:
        """Yield years that are in range, and what is told of those that are not."""
        text, number = own("text_years"), own("number_years")
        fits = f"{number} >= 0 AND {number} <= {MAX_YEARS}"
        yield f"CASE WHEN {fits} THEN {number} END AS {made('years')}"
        for fault in filter(None, self.meanings.years.faults):
            yield (
                f"CASE WHEN {text} <> '' AND NOT coalesce({fits}, FALSE) "
                f"THEN {about(fault, 'text_years')} END AS {made('years_error')}"
            )


def _named(columns: Iterable[tuple[str, str]]) -> list[str]:
    """Return columns of a stage as a selection has them."""
    return [f"{each} AS {made(name)}" for name, each in columns]
