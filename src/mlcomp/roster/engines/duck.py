"""DuckDB: look-ups as expressions, which keep the order of the rows."""

from __future__ import annotations

import secrets
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from mlcomp.roster.cells import BETWEEN_FIELDS
from mlcomp.roster.engines.engine import Engine, cells_of, priced
from mlcomp.roster.engines.late import UnseenError
from mlcomp.roster.pricing.columns import made
from mlcomp.roster.pricing.sql import DUCKDB, Sql, is_null, list_of, listed, name_of, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from duckdb import DuckDBPyConnection, DuckDBPyRelation

    from mlcomp.roster.engines.engine import Task
    from mlcomp.roster.engines.late import Late
    from mlcomp.roster.pricing.entries import Known
    from mlcomp.roster.pricing.reading import Cell
    from mlcomp.roster.pricing.sql import Constant

# A list this long is copied for every 2,048 rows; beyond it a join is cheaper.
MAX_INLINE = 20_000
PIECE = 50_000
"""Rows of a table of constants that are given to DuckDB at once."""
MAX_COMPARED = 6
FEW = 20_000
OFTEN = 40
"""So many first rows stand for all where values come so often: of these few are met late."""
TEXTS = ("level_id", "metro", "error")


class Duck(Engine):
    """A DuckDB relation that has not run.

    Args:
        people: the relation.
        connection: its own, where that is known: a query is then bound once.
        sample: look up the distinct values of so many first rows; 0 reads all rows.
        known: what was understood of these people before.
        late: is asked about rows with another value, where there is a sample.
        whole: the query has to hold everything itself, since another connection is to run it.
    """

    dialect = DUCKDB
    reads_years = True

    def __init__(
        self,
        people: DuckDBPyRelation,
        connection: DuckDBPyConnection | None,
        sample: int = 0,
        known: Known | None = None,
        *,
        late: Late | None = None,
        whole: bool = False,
    ) -> None:
        table = f"({people.sql_query()})" if connection else "mlcomp_people"
        super().__init__(f"{table} AS people", sample, known)
        self.people, self.connection = people, connection
        self.whole = whole or connection is None
        self.ordered = True
        self.late = late
        self._places: dict[str, Sequence[int]] = {}
        self._codes: dict[str, tuple[str, list[str]]] = {}

    def answer(self, query: str) -> DuckDBPyRelation:
        """Return the relation of a query."""
        if self.connection:
            return self.connection.sql(query)
        result = self.people.query("mlcomp_people", query)
        if result is None:
            raise ValueError("expected a query that selects")
        return result

    def distinct(self, columns: Mapping[str, Sql]) -> dict[str, list[str]]:
        """Read the relation once for the distinct values of some columns."""
        # Of few rows: a table of its own for each column takes longer than all of the rest.
        how = "list_distinct(list({}))" if self.sample else "list(DISTINCT {})"
        lists = ", ".join(map(how.format, columns))
        rows, sample, found = 0, 0, []
        for sample in sorted({min(FEW, self.sample), self.sample}):
            limit = f" LIMIT {sample}" if sample else ""
            cells = f"SELECT {listed(columns)} FROM {self.query}{limit}"
            ((rows, *found),) = self.answer(f"SELECT count(*), {lists} FROM ({cells})").fetchall()
            if rows < sample or all(len(values or ()) * OFTEN <= rows for values in found):
                break
        if rows < sample:
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
        if place not in self._places:
            # Where the sample has none, that has to hold for every row.
            found, self._places[place] = self._place(key, keys or [""])
            self.add({place: found})
        metros = self.late.texts()["metro"] if self.late and self.sample else ()
        members = {made("place_metro"): metros}
        lists = {
            name: list_of([values[at] for at in self._places[place]], members.get(name, ()))
            for name, values in columns.items()
        }
        self.add({name: Sql(f"list_extract({each}, {place})") for name, each in lists.items()})

    def _place(self, key: str, keys: list[str]) -> tuple[Sql, Sequence[int]]:
        """Return a key's place, from 1, and which key is at each.

        It is 0 for null, and null for a key that is not there.

        It is found by the place of each of its cells: joining their texts for every row takes
        longer than all of that, and a cell is often part of several keys.
        """
        cells = self.parts.get(key, [])
        apart = [each.split(BETWEEN_FIELDS) if len(cells) > 1 else [each] for each in keys]
        columns = [list(dict.fromkeys(each)) for each in zip(*apart, strict=False)]
        is_apart = cells and all(len(each) == len(cells) for each in apart)
        if not is_apart or prod(map(len, columns)) > MAX_INLINE:
            return _place_of(key, keys, "0"), range(len(keys))
        number, members = "1", []
        for cell, column in zip(cells, columns, strict=True):
            code, known = self._code(cell, column)
            number = f"({number} - 1) * {len(known)} + {code}"
            members.append(known)
        places = {tuple(each): place for place, each in enumerate(apart)}
        found = [places.get(each) for each in product(*members)]
        there = [each for each in found if each is not None]
        if len(there) == len(found):
            return Sql(number), there
        shown = ", ".join("NULL" if each is None else str(each + 1) for each in found)
        return Sql(f"list_extract([{shown}]::INTEGER[], {number})"), range(len(keys))

    def _code(self, cell: Cell, members: list[str]) -> tuple[str, list[str]]:
        """Return the place of a cell among some texts, and those in their order."""
        known = self._codes.get(cell.column)
        if known is None or set(known[1]) != set(members):
            code = made(f"code_{len(self._codes)}")
            blank = str(members.index("") + 1) if "" in members else "NULL"
            self.add({code: _place_of(f"CAST({cell.column} AS STRING)", members, blank)})
            known = self._codes[cell.column] = (code, members)
        return known

    def _join(self, key: str, keys: list[str], columns: Mapping[str, Sequence[Constant]]) -> None:
        if self.ordered:
            # A join loses the order of the rows.
            self.ordered = False
            self.add({made("row"): Sql("row_number() OVER ()")})
        named: dict[str, Sequence[Constant]] = {key: keys, **columns}
        self.join(self._table(named), key, columns)

    def _table(self, columns: Mapping[str, Sequence[Constant]]) -> str:
        """Return a table of constants, as what a query joins.

        On a connection of its own it is filled in pieces: the text of a query that held them
        all would take a thousand bytes for each. A relation of somebody else's gets no tables.
        """
        if self.whole or self.connection is None:
            each = (f"unnest({list_of(values)}) AS {name}" for name, values in columns.items())
            return f"(SELECT {', '.join(each)})"
        kinds = {
            name: "VARCHAR" if any(isinstance(value, str) for value in values) else "DOUBLE"
            for name, values in columns.items()
        }
        table = f"mlcomp_{secrets.token_hex(8)}"
        fields = ", ".join(f"{name} {kind}" for name, kind in kinds.items())
        self.connection.execute(f"CREATE TEMP TABLE {table} ({fields})")
        given = ", ".join(f"unnest(?::{kind}[])" for kind in kinds.values())
        for start in range(0, len(next(iter(columns.values()))), PIECE):
            piece = [values[start : start + PIECE] for values in columns.values()]
            self.connection.execute(f"INSERT INTO {table} SELECT {given}", piece)
        return table

    def pricing(self, task: Task, keep: Sequence[str] = (), *, enumerated: bool = False) -> str:
        """Return the query that prices the relation, in the order of its rows.

        Args:
            task: what is to be priced.
            keep: the relation's columns that come before the added ones.
            enumerated: leave levels and metros enumerations, which are written faster.

        Raises:
            ProfileError: an input's column holds no single values.
            UnseenError: the sample has so many values that it cannot stand for all rows.
        """
        types = dict(zip(self.people.columns, map(str, self.people.types), strict=True))
        added = priced(self, types, task)
        if self.late and self.sample and self.connection:
            cells = cells_of(self.dialect, types, task)
            added = self._asking(self.late, self.connection, cells, added)
        if not enumerated:
            added |= {name: Sql(f"CAST({added[name]} AS STRING)") for name in TEXTS}
        order = "" if self.ordered else f" ORDER BY {made('row')}"
        return self.selection(keep, added, task.prefix) + order

    def _asking(
        self,
        late: Late,
        connection: DuckDBPyConnection,
        cells: Mapping[str, Cell],
        own: dict[str, Sql],
    ) -> dict[str, Sql]:
        """Ask about the rows that are not in the look-ups, and have what is met counted."""
        # A sum is null where any part is; asking for each by itself takes far longer.
        unseen = is_null(Sql(f"({' + '.join(self._places or ['0'])})"))
        known = made("known")
        self.add({known: late.asked(connection, cells, unseen, own)})
        found = {name: Sql(f"{known}.{name_of(name)}") for name in late.names}
        return {**own, **found, "error": late.counted(found["error"], found["level_id"])}


def price_relation(people: DuckDBPyRelation, task: Task) -> DuckDBPyRelation:
    """Return a relation with the added columns, on its own connection."""
    engine = Duck(people, None)
    return engine.answer(engine.pricing(task, people.columns))


def _place_of(key: str, keys: list[str], blank: str) -> Sql:
    """Return the place of a text among some, from 1; `blank` for null, null for another text."""
    if len(keys) <= MAX_COMPARED:
        # Comparing a few is faster.
        cases = (f"WHEN {key} = {text_of(text)} THEN {n}" for n, text in enumerate(keys, 1))
        place = f"CASE {' '.join(cases)} END"
    else:
        members = ", ".join(map(text_of, keys))
        place = f"enum_code(try_cast({key} AS ENUM({members})))::INTEGER + 1"
    return Sql(f"CASE WHEN {key} IS NULL THEN {blank} ELSE {place} END")
