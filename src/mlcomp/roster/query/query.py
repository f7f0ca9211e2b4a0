"""One self-contained query that prices a table where it is, in the dialect of its warehouse.

The arithmetic is that of `pricing`, as SQL. What must be understood from text is embedded:
every name of the rule book, and every city asked for, as the code for one person
understands it. SQL compares names case-blind and without regard to hyphens and spacing; it
does not guess, so a name that is not embedded gets the error of an unknown one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlglot

from mlcomp.errors import ProfileError
from mlcomp.places.areas import metros
from mlcomp.places.gazetteer import all_keys, all_towns
from mlcomp.places.names import STATES
from mlcomp.roster.cells import BETWEEN_FIELDS, PAY, TRUTH
from mlcomp.roster.pricing.columns import FIGURES, PREFIX, Roster
from mlcomp.roster.pricing.lookups import CELL, look_up
from mlcomp.roster.pricing.sql import Expressions, name_of, sql, text_of
from mlcomp.roster.pricing.stages import stages
from mlcomp.roster.query.text import (
    UNKNOWN,
    about,
    column_of,
    constant,
    key_of,
    normal,
    normalized,
    own,
)
from mlcomp.rules.profile import MAX_YEARS
from mlcomp.text import key, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mlcomp.book.rulebook import Book

DIALECTS = ("duckdb", "spark", "bigquery", "snowflake", "postgres")
INPUTS = {
    "years": (),
    "level": ("level",),
    "city": ("city",),
    "remote": ("remote",),
    "tier": ("tier",),
    "specialization": ("specialization",),
    "industry": ("industry",),
    "lifecycle": ("lifecycle",),
    "degree": ("degree",),
}
LEAST_PEOPLE = 50_000
_NUMBER = "^ *[+-]?([0-9]{1,30}[.]?[0-9]{0,30}|[.][0-9]{1,30}) *$"
_OPTIONS = ("level", "tier", "industry", "degree")


def pricing_query(
    book: Book,
    dialect: str,
    table: str,
    columns: Sequence[str] = tuple(INPUTS),
    cities: Iterable[str] | None = None,
) -> str:
    """Return the query that prices a table.

    Args:
        book: the rule book.
        dialect: one of `DIALECTS`.
        table: the table's name, as it is written in that dialect.
        columns: the table's columns that are read and given back; those named like the
            options of `mlcomp estimate` are what people are priced by.
        cities: the cities to embed; without, `known_cities`.

    Raises:
        ProfileError: no column says what a person is priced by.
    """
    if "years" not in columns and "level" not in columns:
        raise ProfileError("columns: expected years or level among them")
    _refuse_names(columns)
    if cities is not None:
        named = set(cities)
        cities = [*named, *(area.name for area in metros() if area.code in named)]
    text = ",\n".join(_Query(book, list(columns), cities).parts())
    query = sqlglot.parse_one(f"WITH {text} SELECT * FROM mlcomp_priced", read="duckdb")
    try:
        people = sqlglot.to_table(table, dialect=dialect)
    except sqlglot.errors.SqlglotError:
        raise ProfileError(
            f"table: expected a table's name in {dialect}, found {quoted(table)}"
        ) from None
    for source in query.find_all(sqlglot.exp.Table):
        if source.name == "mlcomp_people":
            source.replace(people.copy())
    if dialect == "postgres":
        # Its planner would write each stage out wherever a later one names it.
        for stage in query.find_all(sqlglot.exp.CTE):
            stage.set("materialized", True)  # noqa: FBT003
    return query.sql(dialect=dialect, pretty=True)


def _refuse_names(columns: Sequence[str]) -> None:
    """Refuse a name that the query would give back twice."""
    taken = {"level_id", "metro", "error"}
    taken |= {f"{kind}_{figure}" for kind in PAY for figure in FIGURES}
    for name in columns:
        if name.casefold() in taken:
            raise ProfileError(f"columns: {quoted(name)} is there twice, or is one that is added")
        taken.add(name.casefold())


def known_cities() -> list[str]:
    """Return the names that are embedded where no cities are named.

    Places of 50,000 people and more with their state, and alone where that is clear; every
    nickname and other alias, state and metro. All ten thousand would be a query of megabytes.
    """
    towns = [town for town in all_towns() if town.population >= LEAST_PEOPLE]
    names = [town.label for town in towns]
    names += [name for _, name, kind in all_keys() if not kind]
    names += [area.name for area in metros()]
    names += [name for code, state in STATES.items() for name in (state, code)]
    return [*names, *(town.name for town in towns)]


class _Query:
    def __init__(self, book: Book, columns: list[str], cities: Iterable[str] | None) -> None:
        self.book = book
        self.columns = columns
        self.has = {name for name in INPUTS if name in columns}
        self.cities = list(dict.fromkeys(known_cities() if cities is None else cities))
        named = (*_OPTIONS, "specialization", "lifecycle")
        used: dict[str, tuple[str, ...]] = {name: (name,) for name in named if name in self.has}
        self.places = tuple(name for name in ("city", "remote") if name in self.has)
        if self.places:
            used["place"] = self.places
        distinct: dict[str, list[Any]] = {name: self._values(name) for name in used}
        distinct["years"] = [UNKNOWN] if "years" in self.has else []
        self.lookups = look_up(book, used, distinct)

    def _values(self, name: str) -> list[str]:
        """Return the cells to embed: names, truths, and one of each kind that is refused."""
        if name in ("lifecycle",):
            return ["", "true", UNKNOWN]
        if name == "place":
            cities = ["", *self.cities, UNKNOWN] if "city" in self.has else [""]
            remotes = ["", "true", UNKNOWN] if "remote" in self.has else [""]
            if len(self.places) == 1:
                return cities if "city" in self.has else remotes
            return [BETWEEN_FIELDS.join((c, r)) for c in cities for r in remotes]
        options = getattr(self.book, name)
        if name == "specialization":
            return ["", *(option.id for option in options), UNKNOWN]
        return ["", *(name for option in options for name in option.names), UNKNOWN]

    def parts(self) -> Iterator[str]:
        """Yield the queries, each in terms of those before it; then the final selection."""
        tables = {name: self._table(name) for name in (*_OPTIONS, "place")}
        for name, rows in tables.items():
            if rows:
                yield f"mlcomp_{name} AS ({rows})"
        cells = [f"people.{column_of(name)}" for name in self.columns]
        cells += [f"{each} AS {name_of(PREFIX + name)}" for name, each in self._cells()]
        yield f"mlcomp_cells AS (SELECT {', '.join(cells)} FROM mlcomp_people AS people)"
        found, joins = ["mlcomp_cells.*"], ""
        for name, rows in tables.items():
            if rows:
                on = f"mlcomp_{name}.k = mlcomp_cells.{key_of(name)}"
                joins += f" LEFT JOIN mlcomp_{name} ON {on}"
                found += self._found(name)
        for name in ("specialization", "lifecycle"):
            if name in self.has:
                found += self._found(name)
        if "years" in self.has:
            found += self._years()
        last = "mlcomp_found"
        yield f"{last} AS (SELECT {', '.join(found)} FROM mlcomp_cells{joins})"
        roster = Roster(self.book, self.lookups, "years" in self.has)
        *before, final = stages(roster, Expressions())
        for number, stage in enumerate(before, 1):
            named = ", ".join(f"{sql(each)} AS {name_of(name)}" for name, each in stage.items())
            yield f"mlcomp_stage{number} AS (SELECT *, {named} FROM {last})"
            last = f"mlcomp_stage{number}"
        columns = [column_of(name) for name in self.columns]
        columns += [f"{sql(each)} AS {column_of(name)}" for name, each in final.items()]
        yield f"mlcomp_priced AS (SELECT {', '.join(columns)} FROM {last})"

    def _table(self, name: str) -> str:
        """Return the names of a dimension and what they mean, or nothing."""
        table = self.lookups.tables[name]
        if name not in self.has and not (name == "place" and self.places):
            return ""
        rows: dict[str, list[Any]] = {}
        for place, typed in enumerate(table.keys):
            if UNKNOWN in typed:
                continue
            cell = normal(name, typed)
            if cell is not None:
                rows.setdefault(cell, [column[place] for column in table.columns.values()])
        if name == "place" and "city" in self.has:
            self._metro_codes(rows)
        names = ", ".join(["k", *table.columns])
        values = ", ".join(
            f"({', '.join([text_of(cell), *map(constant, row)])})" for cell, row in rows.items()
        )
        return f"SELECT * FROM (VALUES {values}) AS named({names})"

    def _metro_codes(self, rows: dict[str, list[Any]]) -> None:
        """Let a metro be asked for by its CBSA code too."""
        for area in metros():
            for ending in ("", "|true"):
                named = rows.get(key(area.name) + ending)
                if named:
                    rows[area.code + ending] = named

    def _cells(self) -> Iterator[tuple[str, str]]:
        """Yield each input as text in the form in which names are compared."""
        for name in (n for n in INPUTS if n in self.has):
            text = f"coalesce(CAST(people.{name} AS VARCHAR), '')"
            yield f"text_{name}", text
            if name in ("remote", "lifecycle"):
                yield f"cell_{name}", f"lower(trim({text}))"
            elif name != "years":
                yield f"cell_{name}", normalized(text, lists=name == "specialization")
        city = "coalesce(CAST(people.city AS VARCHAR), '')" if "city" in self.has else "''"
        if self.places:
            cell = normalized(city, lists=False)
            if "remote" in self.has:
                truths = ", ".join(text_of(word) for word, true in TRUTH.items() if true)
                remote = "lower(trim(coalesce(CAST(people.remote AS VARCHAR), '')))"
                cell = f"{cell} || CASE WHEN {remote} IN ({truths}) THEN '|true' ELSE '' END"
            yield "cell_place", cell

    def _found(self, name: str) -> Iterator[str]:
        """Yield the columns of a look-up, with the errors of what it does not hold."""
        table = self.lookups.tables[name]
        for column, values in table.columns.items():
            as_name = name_of(f"{PREFIX}{name}_{column}")
            if column.startswith("error"):
                yield f"{self._error(name, column)} AS {as_name}"
            elif name == "specialization":
                yield f"{self._strongest(values)} AS {as_name}"
            elif name == "lifecycle":
                truths = ", ".join(text_of(word) for word, true in TRUTH.items() if true)
                no, yes, _ = values
                case = f"CASE WHEN {own('cell_lifecycle')} IN ({truths}) "
                yield f"{case}THEN {sql(yes)} ELSE {sql(no)} END AS {as_name}"
            else:
                kind = "VARCHAR" if any(isinstance(v, str) for v in values) else "DOUBLE"
                yield f"CAST(mlcomp_{name}.{column} AS {kind}) AS {as_name}"

    def _error(self, name: str, column: str) -> str:
        """Return what `estimate` says of a value that is not known."""
        faults = self.lookups.tables[name].faults(column)
        if name in ("lifecycle", "place") and column == f"error{CELL}":
            cell = "remote" if name == "place" else name
            words = ", ".join(map(text_of, ("", *TRUTH)))
            fault = next(iter(faults.values()))
            wrong = f"{own('cell_' + cell)} NOT IN ({words})"
            return f"CASE WHEN {wrong} THEN {about(fault, 'text_' + cell)} END"
        embedded = f"mlcomp_{name}.{column}"
        unknown = next((f for k, f in faults.items() if UNKNOWN in k), None)
        if unknown is None:
            return embedded
        said = about(unknown, f"text_{'city' if name == 'place' else name}")
        if name == "specialization":
            rest = own("cell_specialization")
            for option in self.book.specialization:
                for each in sorted(option.names, key=len, reverse=True):
                    rest = f"replace({rest}, {text_of(f';{key(each)};')}, '')"
            return f"CASE WHEN {rest} <> '' THEN {said} END"
        return f"CASE WHEN mlcomp_{name}.k IS NULL THEN {said} ELSE {embedded} END"

    def _strongest(self, values: list[Any]) -> str:
        """Return a figure of the specialization that counts: the one of the highest premium."""
        options = sorted(
            zip(self.book.specialization, values[1:-1], strict=True),
            key=lambda pair: -pair[0].range.typical,
        )
        cases = ""
        for option, value in options:
            names = dict.fromkeys(key(name) for name in option.names)
            cell = own("cell_specialization")
            named = " OR ".join(f"strpos({cell}, {text_of(f';{each};')}) > 0" for each in names)
            cases += f"WHEN {named} THEN {sql(value)} "
        return f"CASE {cases}ELSE {sql(values[0])} END"

    def _years(self) -> Iterator[str]:
        """Yield years as a number, and what is said of those that are none."""
        text = own("text_years")
        years = f"CASE WHEN regexp_matches({text}, '{_NUMBER}') THEN CAST({text} AS DOUBLE) END"
        fits = f"({years}) >= 0 AND ({years}) <= {MAX_YEARS}"
        yield f"CASE WHEN {fits} THEN {years} END AS {name_of(PREFIX + 'years')}"
        for fault in filter(None, self.lookups.years.faults):
            yield (
                f"CASE WHEN {text} <> '' AND NOT coalesce({fits}, FALSE) "
                f"THEN {about(fault, 'text_years')} END AS {name_of(PREFIX + 'years_error')}"
            )
