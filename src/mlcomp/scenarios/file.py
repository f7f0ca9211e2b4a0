"""A TOML file of named scenarios and offers, or everything that is wrong with it at once."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from mlcomp.book.check import shown, unknown_key
from mlcomp.book.dimensions import BUILT_IN
from mlcomp.book.loading import read_toml, stream_toml
from mlcomp.errors import (
    BookError,
    NoLevelError,
    OfferError,
    Problem,
    ProfileError,
    ScenarioError,
)
from mlcomp.offers.offer import READERS, read_offer
from mlcomp.rules.estimate import estimate
from mlcomp.rules.profile import Profile
from mlcomp.scenarios.combinations import FIELDS, MOST, PLACES, Scenario, is_list
from mlcomp.text import as_id, quoted

if TYPE_CHECKING:
    from mlcomp.book.rulebook import Book

PERSON = (*FIELDS, "factor")
SEVERAL = tuple(known.id for known in BUILT_IN if known.choice == "several")
FLAGS = tuple(field.name for field in fields(Profile) if isinstance(field.default, bool))
KINDS = ("scenario", "offer")
FACTOR = "factor."
"""Before the id of a factor that the book declares, in its key."""
MOST_NAME = 60


def read_scenarios(file: str | Path | IO[bytes], book: Book) -> tuple[Scenario, ...]:
    """Read `[[scenario]]` and `[[offer]]` tables; `[person]` holds what all of them share.

    Args:
        file: where the file is, or the open file, such as standard input.
        book: the rule book that prices them.

    Raises:
        ScenarioError: the file cannot be read, or with a line for each of its faults.
    """
    what = "a file of scenarios"
    try:
        if isinstance(file, str | Path):
            name = quoted(Path(file).name or ".")[1:-1]
            raw = read_toml(Path(file), name, what)
        else:
            name = "standard input"
            raw = stream_toml(file, name, what)
    except BookError as error:
        raise ScenarioError(error.problems) from None
    reader = _Reader(book)
    scenarios = reader.read(raw)
    if reader.problems:
        raise ScenarioError([f"{name}: {problem}" for problem in dict.fromkeys(reader.problems)])
    return scenarios


class _Reader:
    def __init__(self, book: Book) -> None:
        self.book = book
        self.problems: list[str] = []
        self.names: set[str] = set()

    def read(self, raw: dict[str, Any]) -> tuple[Scenario, ...]:
        """Return all scenarios in the file's order; faults are left in `problems`."""
        self._keys(raw, "", "", ["person", *KINDS])
        person = raw.get("person", {})
        if not isinstance(person, dict):
            self._problem(Problem("person", "", "a table", shown(person)))
            person = {}
        self._keys(person, "person", "", list(PERSON))
        person = self._values("person", "", person)
        if faults := self._field_faults("person", "", person):
            self.problems += faults
            person = {}
        tables = [(kind, n, table) for kind in KINDS for n, table in self._tables(raw, kind)]
        if len(tables) > MOST:
            self._problem(Problem("the file", "", f"up to {MOST} scenarios", str(len(tables))))
            return ()
        if not tables and not self.problems:
            self._problem(Problem("the file", "", "a [[scenario]] or an [[offer]]", "none"))
        # A fault of the person is said once, not for every scenario that shares it.
        read = [self._scenario(kind, n, table, person) for kind, n, table in tables]
        return tuple(scenario for scenario in read if scenario)

    def _tables(self, raw: dict[str, Any], kind: str) -> list[tuple[int, Any]]:
        tables = raw.get(kind, [])
        if not isinstance(tables, list):
            self._problem(Problem(kind, "", f"tables, each under [[{kind}]]", shown(tables)))
            return []
        return list(enumerate(tables, 1))

    def _scenario(
        self, kind: str, number: int, table: Any, person: dict[str, Any]
    ) -> Scenario | None:
        if not isinstance(table, dict):
            self._problem(Problem(kind, f"{kind} no. {number}", "a table", shown(table)))
            return None
        before = len(self.problems)
        name = table.get("name")
        record = f"{kind} {quoted(name)}" if isinstance(name, str) else f"{kind} no. {number}"
        terms = list(READERS) if kind == "offer" else []
        self._keys(table, kind, record, ["name", *terms, *PERSON])
        self._name(kind, record, name)
        offer = None
        if kind == "offer":
            try:
                offer = read_offer(**{term: table[term] for term in terms if term in table})
            except OfferError as error:
                for field, expected, found in error.faults:
                    self._problem(Problem(f"{kind}.{field}", record, expected, found))
        own = self._values(kind, record, table)
        scenario = self._priced(kind, record, own, person)
        if scenario is None or len(self.problems) > before:
            return None
        return scenario._replace(name=str(name), offer=offer)

    def _values(self, path: str, record: str, table: dict[str, Any]) -> dict[str, Any]:
        """Return what a table says of a person, by its keys; each factor has a key of its own."""
        values = {field: table[field] for field in FIELDS if field in table}
        factors = table.get("factor", {})
        if not isinstance(factors, dict):
            expected = 'a table, each factor by its id: factor.company-size = "small"'
            self._problem(Problem(f"{path}.factor", record, expected, shown(factors)))
            factors = {}
        return values | {f"{FACTOR}{as_id(id_)}": option for id_, option in factors.items()}

    def _name(self, kind: str, record: str, name: object) -> None:
        path = f"{kind}.name"
        if name is None:
            self._problem(Problem(path, record, "a value", "none"))
        elif not (isinstance(name, str) and name.strip() and name.isprintable()):
            self._problem(Problem(path, record, "text on one line", shown(name)))
        elif len(name) > MOST_NAME:
            expected = f"up to {MOST_NAME} characters"
            self._problem(Problem(path, record, expected, str(len(name))))
        elif name in self.names:
            self._problem(Problem(path, record, "a name of its own", "one that is taken"))
        else:
            self.names.add(name)

    def _priced(
        self, kind: str, record: str, own: dict[str, Any], person: dict[str, Any]
    ) -> Scenario | None:
        """Return who is priced and at what, without a name yet; None where the book cannot."""
        if any(_type_expected(field, value) for field, value in own.items()):
            self.problems += self._field_faults(kind, record, own)
            return None
        try:
            profile = _profile({**person, **own})
            return Scenario("", profile, estimate=estimate(profile, self.book))
        except ProfileError as error:
            faults = self._field_faults(kind, record, own)
            # What no value explains alone, such as neither years nor level.
            if not faults and not self.problems:
                example = "; for example: years = 4 under [person]"
                how = example if isinstance(error, NoLevelError) else ""
                faults = [f"{kind}, {record}: {error}{how}"]
            self.problems += faults
            return None

    def _field_faults(self, path: str, record: str, values: dict[str, Any]) -> list[str]:
        """Return what is wrong with each value on its own."""
        faults = []
        where = f", {record}" if record else ""
        level = self.book.level[0].id
        for field, value in values.items():
            key = f"{path}.{quoted(field)[1:-1]}"
            expected = _type_expected(field, value)
            if expected:
                faults.append(str(Problem(key, record, expected, shown(value))))
                continue
            # A city is a city; policies need one, and are whole only together.
            asked = "city" if field in PLACES else field
            alone: dict[str, Any] = {"level": level, asked: value}
            try:
                profile = _profile(alone)
                if field != "remote_policy":
                    estimate(profile, self.book)
            except ProfileError as error:
                said = str(error).removeprefix("factor: ") if FACTOR in field else str(error)
                said = said.removeprefix(f"{asked.removeprefix(FACTOR).replace('_', '-')}: ")
                if isinstance(value, str) and self._is_list(field, value):
                    said = f"expected one value, a table for each; found the list {quoted(value)}"
                faults.append(f"{key}{where}: {said}")
        return faults

    def _is_list(self, field: str, value: str) -> bool:
        if field.startswith(FACTOR):
            field = field.removeprefix(FACTOR)
            if field not in (d.id for d in self.book.dimensions if d.declared):
                return False
        return is_list(field, value, self.book)

    def _keys(self, table: dict[str, Any], path: str, record: str, legal: list[str]) -> None:
        for key in table:
            if key not in legal:
                where = f"{path}.{quoted(key)[1:-1]}" if path else quoted(key)[1:-1]
                self._problem(unknown_key(where, record, key, legal))

    def _problem(self, problem: Problem) -> None:
        self.problems.append(str(problem))


def _profile(values: dict[str, Any]) -> Profile:
    factors = {
        name.removeprefix(FACTOR): option
        for name, option in values.items()
        if name.startswith(FACTOR)
    }
    return Profile(
        **{name: value for name, value in values.items() if name in FIELDS}, factors=factors
    )


def _type_expected(field: str, value: object) -> str:
    """Say what a value should be where `Profile` would misread it, such as "yes" for true."""
    if field in FLAGS:
        return "" if isinstance(value, bool) else "true or false"
    if field in SEVERAL:
        return "" if isinstance(value, str | list) else "a name or a list of names"
    if field == "years":
        return "a number" if isinstance(value, bool) else ""
    return "" if isinstance(value, str) else "text"
