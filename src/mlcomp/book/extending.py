"""A book that states only what differs from another: `extends`, resolved to the whole.

Records are matched by their id, tables by their name. A record may be changed in part, added,
or dropped (`drop = true`); `drop = ["max_years"]` drops keys of a table. What a book states
itself wins over what it inherits: a name or a metro that both claim is its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mlcomp.errors import Fault
from mlcomp.text import bare, listed, nearest, printable, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Table = dict[str, Any]
Path = tuple[str, ...]

EXTENDS, DROP = "extends", "drop"
OWN = ("edition", "title")
"""What a book that extends another has to say for itself."""
# How well a book held says nothing of one with other numbers.
_NOT_INHERITED = (*OWN, EXTENDS, "calibration")
PROVENANCE = ("basis", "source", "section", "n", "reason", "by", "date")
"""What a value rests on."""
# What may be changed without a word on what the change rests on: no figure hangs on it.
_WORDS = frozenset(
    (*("id", "title", "aliases", "companies", "kinds", "summary", "note", "help", "track"), DROP)
)
# A key of an option of a declared factor; what is deeper is no book, and said to be none later.
_DEEPEST = 5
_NAMES = ("aliases", "companies", "kinds")
_CODES = ("metros", "states", "whole_states")


class Resolved(NamedTuple):
    """A book as parsed TOML, whole; `origins` say which edition stated a key or a record last."""

    raw: Table
    origins: dict[Path, str]
    faults: tuple[Fault, ...] = ()


def edition_of(raw: Table) -> str:
    """Return what a book calls itself, as far as it does."""
    edition = raw.get("edition")
    return edition if isinstance(edition, str) else "this book"


def standing_alone(raw: Table) -> Resolved:
    """Return a book that extends no other."""
    origins: dict[Path, str] = {}
    _mark(raw, (), edition_of(raw), origins)
    return Resolved(raw, origins)


def extended(base: Resolved, raw: Table) -> Resolved:
    """Return a book with all that it inherits from the one that it extends."""
    merger = _Merger(base, edition_of(raw))
    inherited = {key: value for key, value in base.raw.items() if key not in _NOT_INHERITED}
    own = {key: value for key, value in raw.items() if key != EXTENDS}
    merged = merger.table(inherited, own, ())
    for key in OWN:
        if key not in own:
            expected = f"{key} of its own, since it is another book than {edition_of(base.raw)}"
            merger.faults.append(Fault(key, expected=expected, found="none"))
    _settle(merged, own)
    return Resolved(merged, merger.origins, tuple(merger.faults))


def identity(record: object) -> str | None:
    """Return what tells a record from those beside it, or None where it has nothing."""
    if not isinstance(record, dict):
        return None
    if isinstance(record.get("id"), str):
        return str(record["id"])
    where = [record.get(key) for key in ("tier", "industry")]
    return " in ".join(str(each) for each in where if each) or None


class _Merger:
    """Merges tables, and remembers whose each value is and what was wrong."""

    def __init__(self, base: Resolved, edition: str) -> None:
        self.edition = edition
        self.origins = dict(base.origins)
        self.lists = [key for key, value in base.raw.items() if _tables(value)]
        self.faults: list[Fault] = []

    def table(self, base: Table, own: Table, path: Path) -> Table:
        merged = dict(base)
        self._drop_keys(merged, own.get(DROP), path)
        # What is said again as it is there is no change, the id of a record above all.
        changed = {k: v for k, v in own.items() if k == "basis" or (k != DROP and base.get(k) != v)}
        if "basis" in changed:
            changed |= {key: own[key] for key in PROVENANCE if key in own}
            for key in PROVENANCE:
                merged.pop(key, None)
        elif "basis" in base and (figures := [key for key in changed if key not in _WORDS]):
            expected = f"what the changed {listed(figures, 'and')} rests on"
            self._fault(path, "basis", expected, "none")
        for key, value in changed.items():
            below = (*path, key)
            before = merged.get(key)
            if isinstance(value, dict) and isinstance(before, dict):
                if value.get(DROP) is True:
                    self._dropped(value, below)
                    del merged[key]
                else:
                    merged[key] = self.table(before, value, below)
            elif before is not None and _tables(value) and _tables(before):
                merged[key] = self._records(before, value, below)
            else:
                merged[key] = value
                _mark(value, below, self.edition, self.origins)
        return merged

    def _records(self, base: list[Table], own: list[Table], path: Path) -> list[Table]:
        merged: list[Table] = list(base)
        for record in own:
            name = identity(record)
            known = {identity(each): place for place, each in enumerate(merged)}
            below = (*path, name or "")
            names = [each for each in known if each]
            like = nearest(name or "", names)
            hint = f"did you mean {like[0]}?" if like else ""
            if record.get(DROP) is True:
                if name in known:
                    self._dropped(record, below)
                    del merged[known[name]]
                else:
                    expected = f"an id to drop ({', '.join(names)})"
                    self._fault(below, "id", expected, quoted(name), hint)
            elif like and name not in known and "title" in base[0] and "title" not in record:
                # What else it lacks would follow from that.
                expected = f"an id that is there ({', '.join(names)}), or a title beside a new one"
                self._fault(below, "id", expected, quoted(name), hint)
            elif name is not None and name in known:
                merged[known[name]] = self.table(merged[known[name]], record, below)
            else:
                merged.append(record)
                _mark(record, below, self.edition, self.origins)
        return _in_order(merged) if path == ("level",) else merged

    def _drop_keys(self, merged: Table, dropped: object, path: Path) -> None:
        if dropped is None:
            return
        if not isinstance(dropped, list) or not all(isinstance(key, str) for key in dropped):
            found = printable(dropped)
            self._fault(path, DROP, 'true for a record, or keys such as ["max_years"]', found)
            return
        known = ", ".join(merged)
        for key in dropped:
            if merged.pop(key, None) is None:
                at_top = bool(path) and key in self.lists
                hint = "a whole list is dropped above the first [table] of the file"
                expected = f"keys that it has ({known})"
                self._fault(path, DROP, expected, quoted(key), hint if at_top else "")

    def _dropped(self, record: Table, path: Path) -> None:
        besides = [key for key in record if key not in (DROP, "id", "tier", "industry")]
        if besides:
            found = listed(besides, "and")
            self._fault(path, DROP, "nothing beside it, since the record goes", found)

    def _fault(self, path: Path, key: str, expected: str, found: str, hint: str = "") -> None:
        where = f"{path[0]} {quoted(path[1])}" if len(path) > 1 else ""
        named = ".".join((*path[:1], key))
        self.faults.append(Fault(named, where, expected, found, hint))


def _mark(value: Any, path: Path, edition: str, origins: dict[Path, str]) -> None:
    origins[path] = edition
    if len(path) >= _DEEPEST:
        return
    if isinstance(value, dict):
        for key, each in value.items():
            _mark(each, (*path, key), edition, origins)
    elif _tables(value):
        for each in value:
            _mark(each, (*path, identity(each) or ""), edition, origins)


def _tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, dict) for each in value)


def _in_order(levels: list[Table]) -> list[Table]:
    """Return levels by the years at which they begin, track by track; those without stay last."""
    tracks = list(dict.fromkeys(level.get("track") for level in levels))

    def place(level: Table) -> tuple[int, float]:
        years = level.get("min_years")
        return tracks.index(level.get("track")), years if isinstance(years, int) else float("inf")

    return sorted(levels, key=place)


def _settle(merged: Table, own: Table) -> None:
    """Take from what is inherited whatever the book now says itself, or no longer has."""
    for name, records in merged.items():
        if _tables(records):
            stated = _stated(own.get(name))
            merged[name] = [_without_names(record, stated) for record in records]
    locations = merged.get("location", ())
    if _tables(locations):
        merged["location"] = list(_unclaimed(locations, _stated(own.get("location"))))
    ids = {
        name: {identity(each) for each in merged.get(name, ())}
        for name in ("level", "tier", "industry")
    }
    if _tables(merged.get("uplift_at")):
        kept = [identity(each) for each in own.get("uplift_at", ())]
        merged["uplift_at"] = [
            each
            for each in merged["uplift_at"]
            if identity(each) in kept
            or all(each.get(key) in (None, *ids[key]) for key in ("tier", "industry"))
        ]
    _settle_levels(merged, own, ids["level"])


def _settle_levels(merged: Table, own: Table, levels: set[str | None]) -> None:
    """Take figures for levels that are gone from what is inherited."""
    stated = {identity(each): each for each in own.get("uplift_at", ()) if isinstance(each, dict)}

    def settled(table: Table, mine: object) -> Table:
        if not isinstance(table.get("levels"), dict):
            return table
        said = mine.get("levels", {}) if isinstance(mine, dict) else {}
        known = {k: v for k, v in table["levels"].items() if k in levels or k in said}
        return {**table, "levels": known}

    if isinstance(merged.get("uplift"), dict):
        merged["uplift"] = settled(merged["uplift"], own.get("uplift"))
    if _tables(merged.get("uplift_at")):
        merged["uplift_at"] = [
            settled(each, stated.get(identity(each))) for each in merged["uplift_at"]
        ]


def _stated(own: object) -> dict[str, Table]:
    """Return the records that a book states itself, by their ids."""
    records = own if isinstance(own, list) else []
    return {name: each for each in records if (name := identity(each)) is not None}


def _texts(record: Table, keys: tuple[str, ...]) -> Iterator[str]:
    for key in keys:
        value = record.get(key)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, str):
                yield each


def _without_names(record: Table, stated: dict[str, Table]) -> Table:
    """Return a record without the names that another record, stated by the book itself, has."""
    others = {name: each for name, each in stated.items() if name != identity(record)}
    taken = {bare(n) for each in others.values() for n in _texts(each, ("id", "title", *_NAMES))}
    mine = {bare(n) for n in _texts(stated.get(identity(record) or "", {}), _NAMES)}
    return _filtered(record, _NAMES, lambda name: bare(name) in taken - mine)


def _unclaimed(locations: list[Table], stated: dict[str, Table]) -> Iterator[Table]:
    """Yield the locations without the codes that another, stated by the book itself, prices."""
    for location in locations:
        own = stated.get(identity(location) or "", {})
        others = [each for each in stated.values() if each is not own]
        taken = {code for each in others for code in _texts(each, _CODES)}
        taken -= set(_texts(own, _CODES))
        left = _filtered(location, _CODES, taken.__contains__)
        if left is location or any(left.get(key) for key in _CODES):
            yield left


def _filtered(record: Table, keys: tuple[str, ...], goes: Callable[[str], bool]) -> Table:
    changed = {
        key: kept
        for key in keys
        if isinstance(value := record.get(key), list)
        and (kept := [each for each in value if not (isinstance(each, str) and goes(each))])
        != value
    }
    return {**record, **changed} if changed else record
