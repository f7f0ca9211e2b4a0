"""A TOML file of named scenarios and offers, or everything that is wrong with it at once."""

from __future__ import annotations

from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from mlcomp.book.check import shown, unknown_key
from mlcomp.errors import Fault, NoLevelError, OfferError, ProfileError, ScenarioError
from mlcomp.files import read_toml
from mlcomp.offers.money import salary
from mlcomp.offers.reading import READERS, read_offer
from mlcomp.rules.estimate import estimate
from mlcomp.scenarios.combinations import FIELDS, MAX_SCENARIOS, Scenario, Stated, is_list
from mlcomp.scenarios.values import FACTOR, profile_of, type_expected, value_faults
from mlcomp.text import as_id, printable, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mlcomp.book.rulebook import Book

PERSON = (*FIELDS, "factor")
KINDS = ("scenario", "offer")
STATED = ("base", "total")
MAX_NAME = 60


def read_scenarios(file: str | Path | IO[bytes], book: Book) -> tuple[Scenario, ...]:
    """Read `[[scenario]]` and `[[offer]]` tables; `[person]` holds what all of them share.

    A scenario may state what it really pays: `total`, and with it `base`.

    Args:
        file: where the file is, or the open file, such as standard input.
        book: the rule book that prices them.

    Raises:
        ScenarioError: the file cannot be read, or with a line for each of its faults.
    """
    name = "standard input"
    if isinstance(file, str | Path):
        file = Path(file)
        name = printable(file.name or ".")
    raw = read_toml(file, name, "a file of scenarios", ScenarioError)
    return scenarios_of(raw, book, name)


def scenarios_of(tables: Mapping[str, Any], book: Book, *context: str) -> tuple[Scenario, ...]:
    """Return the scenarios of a file that was parsed; `context` names it in what is refused.

    Raises:
        ScenarioError: with a line for each fault.
    """
    reader = _Reader(book)
    scenarios = reader.read(tables)
    if reader.faults:
        raise ScenarioError(*(fault.within(*context) for fault in dict.fromkeys(reader.faults)))
    return scenarios


class _Reader:
    def __init__(self, book: Book) -> None:
        self.book = book
        self.faults: list[Fault] = []
        self.names: set[str] = set()

    def read(self, raw: Mapping[str, Any]) -> tuple[Scenario, ...]:
        """Return all scenarios in the file's order; faults are left in `faults`."""
        self._keys(raw, "", "", ["person", *KINDS])
        person = raw.get("person", {})
        if not isinstance(person, dict):
            self.faults.append(Fault("person", "", "a table", shown(person)))
            person = {}
        self._keys(person, "person", "", list(PERSON))
        person = self._values("person", "", person)
        # A code that ladders disagree about may be clear at the employer of each scenario.
        faults = self._field_faults("person", "", person, person)
        if faults := [fault for fault in faults if fault.kind != "ambiguous"]:
            self.faults += faults
            person = {}
        tables = [(kind, n, table) for kind in KINDS for n, table in self._tables(raw, kind)]
        if len(tables) > MAX_SCENARIOS:
            self.faults.append(
                Fault("the file", "", f"up to {MAX_SCENARIOS} scenarios", str(len(tables)))
            )
            return ()
        if not tables and not self.faults:
            self.faults.append(Fault("the file", "", "a [[scenario]] or an [[offer]]", "none"))
        # A fault of the person is reported once, not for every scenario that shares it.
        read = [self._scenario(kind, n, table, person) for kind, n, table in tables]
        return tuple(scenario for scenario in read if scenario)

    def _tables(self, raw: Mapping[str, Any], kind: str) -> list[tuple[int, Any]]:
        tables = raw.get(kind, [])
        if not isinstance(tables, list):
            self.faults.append(Fault(kind, "", f"tables, each under [[{kind}]]", shown(tables)))
            return []
        return list(enumerate(tables, 1))

    def _scenario(
        self, kind: str, number: int, table: Any, person: dict[str, Any]
    ) -> Scenario | None:
        if not isinstance(table, dict):
            self.faults.append(Fault(kind, f"{kind} no. {number}", "a table", shown(table)))
            return None
        before = len(self.faults)
        name = table.get("name")
        record = f"{kind} {quoted(name)}" if isinstance(name, str) else f"{kind} no. {number}"
        terms = list(READERS) if kind == "offer" else list(STATED)
        self._keys(table, kind, record, ["name", *terms, *PERSON])
        self._name(kind, record, name)
        offer = None
        if kind == "offer":
            try:
                offer = read_offer(**{term: table[term] for term in terms if term in table})
            except OfferError as error:
                for fault in error.faults:
                    path = f"{kind}.{fault.field.replace('-', '_')}"
                    self.faults.append(fault._replace(field=path, record=record))
        stated = self._stated(record, table) if kind == "scenario" else None
        own = self._values(kind, record, table)
        scenario = self._priced(kind, record, own, person)
        if scenario is None or len(self.faults) > before:
            return None
        return scenario._replace(name=str(name), offer=offer, stated=stated)

    def _stated(self, record: str, table: dict[str, Any]) -> Stated | None:
        """Return the real pay that a scenario states, None where it states none or amiss."""
        read: dict[str, float] = {}
        faults: list[Fault] = []
        for key in STATED:
            if key in table:
                try:
                    read[key] = salary(table[key], origin="file")
                except OfferError as error:
                    faults += (fault._replace(field=key) for fault in error.faults)
        if "base" in table and "total" not in table:
            faults.append(Fault("total", expected="a total with base", found="none"))
        elif read.get("base", 0) > read.get("total", read.get("base", 0)):
            faults.append(Fault("base", expected="no more than total", found=shown(table["base"])))
        self.faults += (
            fault._replace(field=f"scenario.{fault.field}", record=record) for fault in faults
        )
        if faults or "total" not in read:
            return None
        return Stated(read.get("base"), read["total"])

    def _values(self, path: str, record: str, table: dict[str, Any]) -> dict[str, Any]:
        """Return what a table says of a person, by its keys; each factor has a key of its own."""
        values = {field: table[field] for field in FIELDS if field in table}
        factors = table.get("factor", {})
        if not isinstance(factors, dict):
            expected = 'a table, each factor by its id: factor.company-size = "small"'
            self.faults.append(Fault(f"{path}.factor", record, expected, shown(factors)))
            factors = {}
        for typed, option in factors.items():
            key = f"{FACTOR}{as_id(typed)}"
            if key in values:
                found = f"another spelling, {quoted(typed)}"
                self.faults.append(Fault(f"{path}.{key}", record, "one name for it", found))
            values[key] = option
        return values

    def _name(self, kind: str, record: str, name: object) -> None:
        path = f"{kind}.name"
        if name is None:
            self.faults.append(Fault(path, record, "a value", "none"))
        elif not (isinstance(name, str) and name.strip() and name.isprintable()):
            self.faults.append(Fault(path, record, "text on one line", shown(name)))
        elif len(name) > MAX_NAME:
            expected = f"up to {MAX_NAME} characters"
            self.faults.append(Fault(path, record, expected, str(len(name))))
        elif name in self.names:
            self.faults.append(Fault(path, record, "a name of its own", "one that is taken"))
        else:
            self.names.add(name)

    def _priced(
        self, kind: str, record: str, own: dict[str, Any], person: dict[str, Any]
    ) -> Scenario | None:
        """Return who is priced and at what, without a name yet; None where the book cannot."""
        if any(type_expected(field, value) for field, value in own.items()):
            self.faults += self._field_faults(kind, record, own, {**person, **own})
            return None
        try:
            profile = profile_of({**person, **own})
            return Scenario("", profile, estimate=estimate(profile, self.book))
        except ProfileError as error:
            faults = self._field_faults(kind, record, own, {**person, **own})
            # What no value explains alone, such as neither years nor level.
            if not faults and not self.faults:
                faults = [fault.within(f"{kind}, {record}") for fault in error.faults]
                if isinstance(error, NoLevelError):
                    hint = "for example: years = 4 under [person]"
                    faults = [fault._replace(hint=hint) for fault in faults]
            self.faults += faults
            return None

    def _field_faults(
        self, path: str, record: str, values: dict[str, Any], beside: dict[str, Any]
    ) -> list[Fault]:
        """Return what is wrong with each value on its own; see `value_faults`."""
        faults = []
        for field, value in values.items():
            key = f"{path}.{printable(field)}"
            expected = type_expected(field, value)
            if expected:
                faults.append(Fault(key, record, expected, shown(value)))
                continue
            wrong: Iterable[Fault] = value_faults(field, value, self.book, beside)
            if wrong and isinstance(value, str) and self._is_list(field, value):
                expected = "one value, a table for each"
                found = f"the list {quoted(value)}"
                wrong = [Fault(expected=expected, found=found, kind="listed")]
            faults += (fault._replace(field=key, record=record) for fault in wrong)
        return faults

    def _is_list(self, field: str, value: str) -> bool:
        if field.startswith(FACTOR):
            field = field.removeprefix(FACTOR)
            if field not in (d.id for d in self.book.dimensions if d.declared):
                return False
        return is_list(field, value, self.book)

    def _keys(self, table: Mapping[str, Any], path: str, record: str, legal: list[str]) -> None:
        for key in table:
            if key not in legal:
                where = f"{path}.{printable(key)}" if path else printable(key)
                self.faults.append(unknown_key(where, record, key, legal))
