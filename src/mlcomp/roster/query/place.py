"""Where a job is paid as if it were, in a query: by its city, the employer's, and the policy.

A city is embedded once, for both; which of them counts is for the query to choose. What is
refused is asked of `estimate`, one person for each way to be wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.places.areas import metros
from mlcomp.roster.cells import BETWEEN_FIELDS, TRUTH
from mlcomp.roster.pricing.meanings import BOOK, CELL
from mlcomp.roster.pricing.sql import sql, text_of
from mlcomp.roster.query.text import UNKNOWN, about, among, is_true, own, table_of, typed
from mlcomp.rules.profile import REMOTE_POLICIES
from mlcomp.text import key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mlcomp.roster.pricing.meanings import Table
    from mlcomp.roster.pricing.sql import Constant

LOCAL = {"remote": "true", "remote_policy": "local"}
HQ = {"remote": "true", "remote_policy": "hq"}


class PlaceQuery:
    """The place's part of a query.

    Args:
        there: the inputs of a place that the table has.
        cities: the cities to embed.
    """

    def __init__(self, there: Sequence[str], cities: Sequence[str]) -> None:
        self.there = there
        self.has_hq = {"remote", "hq"} <= set(there)
        self.cities = cities if "city" in there or self.has_hq else ()
        self.table: Table

    def keys(self) -> list[str]:
        """Return the cells to ask `estimate` about: each city, and each way to be wrong."""
        people: list[dict[str, str]] = [
            {},
            *({"city": city} for city in (*self.cities, UNKNOWN)),
            {"remote": UNKNOWN},
            {"remote_policy": UNKNOWN},
            {"remote_policy": "local"},
            {"hq": UNKNOWN},
            LOCAL,
            HQ,
            *(self._at_hq(city) for city in (*self.cities, UNKNOWN)),
        ]
        there = set(self.there)
        return list(dict.fromkeys(self._key(each) for each in people if each.keys() <= there))

    def _at_hq(self, city: str) -> dict[str, str]:
        """Return somebody who is paid as in their employer's city, if anybody is there."""
        return {"hq": city} | (HQ if "remote_policy" in self.there else {"remote": "true"})

    def _key(self, person: Mapping[str, str]) -> str:
        return BETWEEN_FIELDS.join(person.get(name, "") for name in self.there)

    def _of(self, column: str, person: Mapping[str, str]) -> Constant:
        if column not in self.table.columns or not person.keys() <= set(self.there):
            return self.table.constants.get(column)
        return self.table.columns[column][self.table.keys.index(self._key(person))]

    def _refused(self, person: Mapping[str, str]) -> Constant:
        errors = (self._of(f"error{stage}", person) for stage in (BOOK, "_city", "_hq"))
        return next((error for error in errors if error), None)

    def cells(self) -> Iterator[tuple[str, str]]:
        """Yield the city that counts, of the cells of the others."""
        city, hq, policy = map(self._cell, ("city", "hq", "remote_policy"))
        paid = city
        if "remote" in self.there:
            by_policy = f"CASE {policy} WHEN 'local' THEN {city} WHEN 'hq' THEN {hq} ELSE '' END"
            paid = f"CASE WHEN {is_true(self._cell('remote'))} THEN {by_policy} ELSE {city} END"
        yield "cell_place", paid

    def _cell(self, name: str) -> str:
        return own(f"cell_{name}") if name in self.there else "''"

    def rows(self) -> str:
        """Return the cities and what they mean, with what is refused of each."""
        columns = [name for name in self.table.columns if not name.startswith("error")]
        rows: dict[str, list[Constant]] = {}
        for city in ("", *self.cities):
            here = {"city": city} if city and "city" in self.there else {}
            at_hq = self._at_hq(city) if city and self.has_hq else {}
            if key(city) or not city:
                figures = [self._of(column, here or at_hq) for column in columns]
                refused = [self._refused(person) for person in (here, at_hq)]
                rows.setdefault(key(city), [*figures, *refused])
        for area in metros():
            # A metro may be asked for by its CBSA code too.
            if named := rows.get(key(area.name)):
                rows[area.code] = named
        return table_of(rows, [*columns, "refused", "refused_hq"])

    def joins(self) -> str:
        """Return the joins: of the city that counts, the person's own and the employer's."""
        joins = f" LEFT JOIN mlcomp_place AS paid ON paid.k = {own('cell_place')}"
        if "city" in self.there:
            joins += f" LEFT JOIN mlcomp_place AS here ON here.k = {own('cell_city')}"
        if self.has_hq:
            joins += f" LEFT JOIN mlcomp_place AS there ON there.k = {own('cell_hq')}"
        return joins

    def found(self) -> Iterator[tuple[str, str]]:
        """Yield the columns of the look-up."""
        for column, values in self.table.columns.items():
            if not column.startswith("error"):
                yield column, typed(f"paid.{column}", values)
        for column in self.table.columns:
            if column in ("error_city", "error_hq"):
                # Of a city that is embedded, and so told of where it is used.
                yield column, sql(None)
            elif column.startswith("error"):
                cases = [f"WHEN {wrong} THEN {what}" for wrong, what in self._refusals(column)]
                yield column, f"CASE {' '.join(cases)} END"

    def _refusals(self, column: str) -> Iterator[tuple[str, str]]:
        """Yield what is wrong and what is said of it, in `estimate`'s order."""

        def message(person: Mapping[str, str]) -> str:
            return str(self._of(column, person) or "")

        city, hq, policy = map(self._cell, ("city", "hq", "remote_policy"))
        remote = is_true(self._cell("remote")) if "remote" in self.there else "FALSE"
        if column == f"error{CELL}":
            wrong = f"NOT {among(self._cell('remote'), ('', *TRUTH))}"
            yield wrong, about(message({"remote": UNKNOWN}), "text_remote")
        elif column == "error_remote_policy":
            wrong = f"NOT {among(policy, ('', *REMOTE_POLICIES))}"
            yield wrong, about(message({"remote_policy": UNKNOWN}), "text_remote_policy")
        else:
            if "remote_policy" in self.there:
                told = text_of(message({"remote_policy": "local"}))
                yield f"NOT ({remote}) AND {policy} <> ''", told
            if "hq" in self.there:
                yield f"NOT ({remote}) AND {hq} <> ''", text_of(message({"hq": UNKNOWN}))
            if "city" in self.there:
                yield "here.k IS NULL", about(message({"city": UNKNOWN}), "text_city")
                yield "here.refused IS NOT NULL", "here.refused"
            if {"remote", "remote_policy"} <= set(self.there):
                yield f"{remote} AND {policy} = 'hq' AND {hq} = ''", text_of(message(HQ))
                yield f"{remote} AND {policy} = 'local' AND {city} = ''", text_of(message(LOCAL))
            if self.has_hq:
                told = about(message(self._at_hq(UNKNOWN)), "text_hq")
                yield f"{remote} AND there.k IS NULL", told
                yield f"{remote} AND there.refused_hq IS NOT NULL", "there.refused_hq"
