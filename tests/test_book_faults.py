"""Each fault of a rule book is one: nothing is at fault for naming what is faulty itself."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import examples, run
from mlcomp import BookError
from mlcomp.book.loading import resolved_book, validated
from mlcomp.book.starting import shipped_text
from own_factors import own_text

Table = dict[str, Any]
FORMULAS = Path(__file__).parent / "books"


def _tables(value: Any) -> dict[Any, Table]:
    """Return the records of a part of a book by their places, none where it is no list of them."""
    if isinstance(value, list):
        return {place: each for place, each in enumerate(value) if isinstance(each, dict)}
    nested = isinstance(value, dict) and all(isinstance(each, dict) for each in value.values())
    return dict(value) if nested else {}


def _books() -> dict[str, Table]:
    """Whole books, and books that extend another: each valid, by its name."""
    found = {name: tomllib.loads(shipped_text(name)) for name in ("guide", "market")}
    found["declared factors"] = tomllib.loads(own_text())
    for file in sorted(FORMULAS.glob("*.toml")):
        found[file.stem] = tomllib.loads(file.read_text(encoding="utf-8"))
        found[f"{file.stem}, whole"] = resolved_book(file)[1].raw
    return found


BOOKS = _books()
PARTS = [(book, part) for book, raw in BOOKS.items() for part in raw if _tables(raw[part])]
# A way to break a record, whatever it is: each is one fault.
BREAKS: dict[str, Callable[[Table], Any]] = {
    "no table": lambda _: 5,
    "an unknown key": lambda record: {**record, "zzz": 1},
    "a title that is no text": lambda record: {**record, "title": 7},
}


def _faults(raw: Table) -> list[str]:
    with pytest.raises(BookError) as refused:
        validated(raw, "ours.toml")
    return [str(fault) for fault in refused.value.faults]


@pytest.mark.parametrize(("book", "part"), PARTS)
def test_a_list_whose_every_record_is_faulty_is_not_too_short(book: str, part: str) -> None:
    """A fault a record: none besides that it is empty, or has not what another names."""
    for broken in BREAKS.values():
        raw = copy.deepcopy(BOOKS[book])
        for place, record in _tables(raw[part]).items():
            raw[part][place] = broken(record)
        faults = _faults(raw)
        assert [fault for fault in faults if not fault.startswith(f"ours.toml: {part}")] == []
        assert len(faults) == len(_tables(raw[part]) or raw[part])


@examples(60)
@given(st.data(), st.sampled_from(list(BOOKS)))
def test_as_many_faults_as_records_were_broken(data: st.DataObject, book: str) -> None:
    """Any of them, in any parts at once, a record of each or all."""
    raw = copy.deepcopy(BOOKS[book])
    places = [(part, place) for part in raw for place in _tables(raw[part])]
    chosen = data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=12, unique=True))
    for part, place in chosen:
        raw[part][place] = BREAKS[data.draw(st.sampled_from(list(BREAKS)))](raw[part][place])
    assert len(_faults(raw)) == len(chosen)


def test_what_is_not_there_at_all_is_still_missed(tmp_path: Path) -> None:
    """An empty list of levels, and the name of a location or a source in a book without any."""
    levels = {**BOOKS["guide"], "level": []}
    assert _faults(levels) == ["ours.toml: level: expected at least 1 of them, found []"]
    zones = {**BOOKS["zones, whole"], "edition": 7, "location": []}
    assert sum("expected an id of location (none), found 'zone-" in f for f in _faults(zones)) == 4
    sources = {**BOOKS["guide"], "edition": 7}
    del sources["sources"]
    assert "expected a key of sources (none), found 'guide'" in "".join(_faults(sources))
    file = tmp_path / "ours.toml"
    file.write_text((FORMULAS / "zones.toml").read_text().replace("metros = ", "metro = "))
    said = run("book", "check", str(file)).err
    assert said.count("did you mean metros?") == len(said.splitlines()) == 2
