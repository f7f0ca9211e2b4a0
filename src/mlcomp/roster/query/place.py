"""Where a job is paid as if it were, in a query: by its city, the employer's, and the policy.

A city is embedded once, for both; which of them counts is for the query to choose. What is
refused is asked of `estimate`, one person for each way to be wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.places.areas import metros
from mlcomp.places.gazetteer import all_keys, all_towns
from mlcomp.places.names import STATES
from mlcomp.places.resolver import PlaceError, resolve
from mlcomp.roster.cells import BETWEEN_FIELDS
from mlcomp.roster.pricing.entries import CELL, RULES, Stage, reading
from mlcomp.roster.pricing.sql import sql, text_of
from mlcomp.roster.query.text import UNKNOWN, about, among, own
from mlcomp.rules.profile import REMOTE_POLICIES
from mlcomp.text import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mlcomp.errors import Fault
    from mlcomp.roster.pricing.meanings import Table
    from mlcomp.roster.pricing.sql import Constant
    from mlcomp.roster.query.values import Values

MIN_PEOPLE = 50_000
LOCAL = {"remote": "true", "remote_policy": "local"}
HQ = {"remote": "true", "remote_policy": "hq"}


def known_cities() -> list[str]:
    """Return the names that are embedded where no cities are named.

    Places of 50,000 people and more with their state, and alone where that is clear; every
    nickname and other alias, state and metro. All ten thousand would be a query of megabytes.
    """
    towns = [town for town in all_towns() if town.population >= MIN_PEOPLE]
    names = [town.label for town in towns]
    names += [name for _, name, kind in all_keys() if not kind]
    names += [area.name for area in metros()]
    names += [name for code, state in STATES.items() for name in (state, code)]
    return [*names, *(town.name for town in towns)]


class PlaceQuery:
    """The place's part of a query.

    Args:
        there: the inputs of a place that the table has.
        cities: the cities to embed; without, `known_cities`.
    """

    def __init__(self, there: Sequence[str], cities: Iterable[str] | None) -> None:
        self.there = there
        self.has_hq = {"remote", "hq"} <= set(there)
        # Which join has the city that counts: with nobody remote, that is the person's own.
        self.paid = "here" if "city" in there and "remote" not in there else "paid"
        named = dict.fromkeys(known_cities() if cities is None else cities)
        named |= dict.fromkeys(area.name for area in metros() if area.code in named)
        self.cities = tuple(named) if "city" in there or self.has_hq else ()
        # A person's metro may be asked for by its CBSA code too; an employer's may not, and a
        # code that is a ZIP code as well is that one, as to `estimate`.
        known = set(map(folded, self.cities)) if "city" in there else set()
        areas = [area for area in metros() if folded(area.name) in known]
        self.codes = {area.code: area.name for area in areas if not _is_found(area.code)}

    def keys(self) -> list[str]:
        """Return the cells to ask `estimate` about: each city, and each way to be wrong."""
        cities = (*self.cities, UNKNOWN)
        people = [
            {},
            {"remote": UNKNOWN},
            {"remote_policy": UNKNOWN},
            {"remote_policy": "local"},
            {"hq": UNKNOWN},
            LOCAL,
            HQ,
            *({"city": city} for city in cities),
            *(self._at_hq(city) for city in (*cities, *self.codes) if self._asked_at_hq(city)),
        ]
        there = set(self.there)
        return list(dict.fromkeys(self._key(each) for each in people if each.keys() <= there))

    def _asked_at_hq(self, city: str) -> bool:
        """Return whether a city has to be asked for as the employer's: by name it means the same.

        Only what is refused differs, by the field that it names; and codes are no employer's.
        """
        return "city" not in self.there or city in self.codes or not _is_found(city)

    def _at_hq(self, city: str) -> dict[str, str]:
        """Return somebody whose employer is in a city, and pays as there if that can be said."""
        return {"hq": city} | (HQ if "remote_policy" in self.there else {"remote": "true"})

    def _key(self, person: Mapping[str, str]) -> str:
        return BETWEEN_FIELDS.join(person.get(name, "") for name in self.there)

    def _cell(self, name: str) -> str:
        return own(f"cell_{name}") if name in self.there else "''"

    def counted(self) -> str:
        """Return the city that counts, of the cells of the others."""
        city, hq, policy = map(self._cell, ("city", "hq", "remote_policy"))
        if "remote" not in self.there:
            return city
        by_policy = f"CASE {policy} WHEN 'local' THEN {city} WHEN 'hq' THEN {hq} ELSE '' END"
        return f"CASE WHEN {self._is_remote()} THEN {by_policy} ELSE {city} END"

    def _is_remote(self) -> str:
        return f"{own('true_remote')} = 'true'" if "remote" in self.there else "FALSE"

    def rows(self, table: Table, values: Values) -> str:
        """Return the cities and what they mean, with what is refused of each."""
        columns = {n: each for n, each in table.columns.items() if n not in table.stages}
        places = {cells: place for place, cells in enumerate(table.keys)}
        rows: dict[str, list[Constant]] = {}
        # Apart, since each has words of its own, and cities of one metro mean the same.
        told: dict[str, list[Constant]] = {"": [None, None]}
        # Of the spellings of a name the first counts, and one that is refused for its form last.
        last = sorted(self.cities, key=lambda city: self._key({"city": city}) in table.refused)
        for city in ("", *last):
            here = self._key({"city": city})
            there = self._key(self._at_hq(city)) if city and self.has_hq else self._key({})
            key = folded(city)
            if (key or not city) and key not in rows:
                place = places[here if "city" in self.there else there]
                rows[key] = [each[place] for each in columns.values()]
                if here in table.refused or there in table.refused:
                    told[key] = [self._sentence(table, cells) for cells in (here, there)]
        for code, name in self.codes.items():
            rows[code] = rows[folded(name)]
            known = told.get(folded(name), [None])
            told[code] = [known[0], self._sentence(table, self._key(self._at_hq(code)))]
        cities = values.table(rows, columns)
        refusals = values.table(told, ["refused", "refused_hq"])
        return (
            "SELECT city.*, told.refused, told.refused_hq "
            f"FROM ({cities}) AS city LEFT JOIN ({refusals}) AS told ON told.k = city.k"
        )

    def _sentence(self, table: Table, cells: str) -> str | None:
        refused = table.refused.get(cells)
        return str(refused.fault) if refused else None

    def joins(self) -> str:
        """Return the joins: of the city that counts, the person's own and the employer's."""
        cells = {} if self.paid == "here" else {"paid": "cell_place"}
        if "city" in self.there:
            cells["here"] = "cell_city"
        if self.has_hq:
            cells["there"] = "cell_hq"
        return "".join(
            f" LEFT JOIN mlcomp_place AS {name} ON {name}.k = {own(cell)}"
            for name, cell in cells.items()
        )

    def found(self, table: Table) -> Iterator[tuple[str, str]]:
        """Yield the columns of the look-up."""
        for column in table.columns:
            stage = table.stages.get(column)
            if stage is None:
                yield column, f"{self.paid}.{column}"
                continue
            cases = [f"WHEN {wrong} THEN {what}" for wrong, what in self._refusals(table, stage)]
            # A city that is embedded and refused is so by the rules, to a query.
            yield column, f"CASE {' '.join(cases)} END" if cases else sql(None)

    def _refusals(self, table: Table, stage: Stage) -> Iterator[tuple[str, str]]:
        """Yield what is wrong and what is told of it, in `estimate`'s order."""

        def fault(person: Mapping[str, str]) -> Fault:
            return table.refused[self._key(person)].fault

        def told(person: Mapping[str, str]) -> str:
            return text_of(str(fault(person)))

        city, hq, policy = map(self._cell, ("city", "hq", "remote_policy"))
        there = set(self.there)
        remote = self._is_remote()
        if stage == CELL:
            yield f"{own('true_remote')} IS NULL", about(fault({"remote": UNKNOWN}), "text_remote")
        if stage == reading("remote_policy"):
            wrong = f"NOT {among(policy, ('', *REMOTE_POLICIES))}"
            yield wrong, about(fault({"remote_policy": UNKNOWN}), "text_remote_policy")
        if stage != RULES:
            return
        if "remote_policy" in there:
            yield f"NOT ({remote}) AND {policy} <> ''", told({"remote_policy": "local"})
        if "hq" in there:
            yield f"NOT ({remote}) AND {hq} <> ''", told({"hq": UNKNOWN})
        if "city" in there:
            yield "here.k IS NULL", about(fault({"city": UNKNOWN}), "text_city")
            yield "here.refused IS NOT NULL", "here.refused"
        if {"remote", "remote_policy"} <= there:
            yield f"{remote} AND {policy} = 'hq' AND {hq} = ''", told(HQ)
            yield f"{remote} AND {policy} = 'local' AND {city} = ''", told(LOCAL)
        if self.has_hq:
            unknown = about(fault(self._at_hq(UNKNOWN)), "text_hq")
            yield f"{remote} AND there.k IS NULL", unknown
            yield f"{remote} AND there.refused_hq IS NOT NULL", "there.refused_hq"


def _is_found(city: str) -> bool:
    """Return whether a cell names a place, a ZIP code among them, to `estimate`."""
    try:
        resolve(city)
    except PlaceError:
        return False
    return True
