"""DuckDB: look-ups as expressions, which keep the order of the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.roster.engines.engine import Engine, priced
from mlcomp.roster.pricing.columns import made
from mlcomp.roster.pricing.reading import Cell, kind_of
from mlcomp.roster.pricing.sql import DUCKDB, Sql, list_of, listed, name_of, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from duckdb import DuckDBPyRelation

    from mlcomp.book.rulebook import Book
    from mlcomp.roster.pricing.sql import Constant

PEOPLE = "mlcomp_people"
"""What a query calls the relation that it prices."""

# A list this long is copied for every 2,048 rows; beyond it a join is cheaper.
MAX_INLINE = 20_000
MAX_COMPARED = 6
UNSEEN = "mlcomp: a value is not in the sample"


class UnseenError(Exception):
    """The sample does not stand for all rows."""


def answer(people: DuckDBPyRelation, query: str) -> DuckDBPyRelation:
    """Return the relation of a query that calls another one `PEOPLE`, on its connection."""
    result = people.query(PEOPLE, query)
    if result is None:
        raise ValueError("expected a query that selects")
    return result


class Duck(Engine):
    """A DuckDB relation that has not run."""

    dialect = DUCKDB
    reads_years = True

    def __init__(self, people: DuckDBPyRelation, sample: int = 0) -> None:
        super().__init__(f"{PEOPLE} AS people", sample)
        self.people = people
        self.ordered = True
        self._places: list[str] = []

    def distinct(self, columns: Mapping[str, Sql]) -> dict[str, list[str]]:
        """Read the relation once for the distinct values of some columns."""
        people = self.people.limit(self.sample) if self.sample else self.people
        lists = ", ".join(f"list(DISTINCT {name})" for name in columns)
        asked = f"SELECT count(*), {lists} FROM (SELECT {listed(columns)} FROM {self.query})"
        ((rows, *found),) = answer(people, asked).fetchall()
        if rows < self.sample:
            self.sample = 0
        return {
            name: [value for value in values or () if value is not None]
            for name, values in zip(columns, found, strict=True)
        }

    def look_up(self, key: str, keys: list[str], columns: Mapping[str, Sequence[Constant]]) -> None:
        """Find the key's place among the keys, and take that element of each list."""
        if not columns and not self.sample:
            return
        if len(keys) > MAX_INLINE:
            if self.sample:
                raise UnseenError
            self._join(key, keys, columns)
            return
        place = f"{key}_place"
        self._places.append(place)
        # Where the sample has none, that has to hold for every row.
        self.add({place: _place_of(key, keys or [""])})
        self.add({n: Sql(f"list_extract({list_of(v)}, {place})") for n, v in columns.items()})

    def _join(self, key: str, keys: list[str], columns: Mapping[str, Sequence[Constant]]) -> None:
        if self.ordered:
            # A join loses the order of the rows.
            self.ordered = False
            self.add({made("row"): Sql("row_number() OVER ()")})
        named: dict[str, Sequence[Constant]] = {key: keys, **columns}
        table = ", ".join(f"unnest({list_of(each)}) AS {name}" for name, each in named.items())
        self.join(f"(SELECT {table})", key, columns)

    def select(self, columns: Mapping[str, Sql]) -> str:
        """Return the query of some columns, in the order of the rows."""
        order = "" if self.ordered else f" ORDER BY {made('row')}"
        return f"SELECT {listed(columns, name_of)} FROM {self.query}{order}"

    def checked(self, error: Sql) -> Sql:
        """Return a column that fails the query where a value was not in the sample."""
        if not (self.sample and self._places):
            return error
        # A sum is null where any part is; asking for each by itself takes far longer.
        unseen = f"({' + '.join(self._places)}) IS NULL"
        return Sql(f"CASE WHEN {unseen} THEN error({text_of(UNSEEN)}) ELSE {error} END")


def pricing_query(
    people: DuckDBPyRelation,
    inputs: Mapping[str, str],
    book: Book,
    *,
    prefix: str = "",
    keep: Sequence[str] = (),
    sample: int = 0,
    enumerated: bool = False,
) -> str:
    """Return the query that prices a relation, for `answer`.

    Args:
        people: the relation; it is read once for its distinct values.
        inputs: its column for each input.
        book: the rule book.
        prefix: put before the names of the added columns.
        keep: the relation's columns that come before them.
        sample: take the distinct values of so many first rows for all; a query that then
            meets another fails with `UNSEEN`. 0 reads all rows.
        enumerated: leave levels and metros enumerations, which are written faster.

    Raises:
        ProfileError: an input's column holds no single values.
        UnseenError: the sample has so many values that it cannot stand for all rows.
    """
    types = dict(zip(people.columns, map(str, people.types), strict=True))
    cells = {
        ours: Cell(f"people.{name_of(theirs)}", kind_of(ours, types[theirs]))
        for ours, theirs in inputs.items()
    }
    engine = Duck(people, sample)
    added = priced(engine, cells, book)
    added["error"] = engine.checked(added["error"])
    if not enumerated:
        texts = ("level_id", "metro", "error")
        added |= {name: Sql(f"CAST({added[name]} AS STRING)") for name in texts}
    own = {name: Sql(f"people.{name_of(name)}") for name in keep}
    return engine.select(own | {prefix + name: each for name, each in added.items()})


def _place_of(key: str, keys: list[str]) -> Sql:
    """Return the place of a text among some, from 1; 0 for null, and null for another text."""
    if len(keys) <= MAX_COMPARED:
        # Comparing a few is faster.
        cases = (f"WHEN {key} = {text_of(text)} THEN {n}" for n, text in enumerate(keys, 1))
        place = f"CASE {' '.join(cases)} END"
    else:
        members = ", ".join(map(text_of, keys))
        place = f"enum_code(try_cast({key} AS ENUM({members})))::INTEGER + 1"
    return Sql(f"CASE WHEN {key} IS NULL THEN 0 ELSE {place} END")
