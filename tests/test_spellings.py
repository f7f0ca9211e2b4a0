"""Files with very many spellings: each understood once, all priced alike, and reasons grouped."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

import pytest
from hypothesis import given, strategies

from conftest import examples
from mlcomp.employers import registry
from mlcomp.places import gazetteer
from mlcomp.places.resolver import resolve
from mlcomp.text import alike
from people import batch, table

pytest.importorskip("duckdb")

ROWS = 40


def people(cells: list[str]) -> str:
    """Return people in some cities as CSV."""
    return "years,city\n" + "".join(f'4,"{cell}"\n' for cell in cells)


def test_each_spelling_is_understood_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Holds that a run that starts over, and joins its look-ups, asks for no cell again."""
    from mlcomp.roster.pricing.entries import Resolver

    asked: list[str] = []
    understood = Resolver.understood

    def counted(self: Resolver, aspect: object, key: str) -> object:
        asked.append(f"{aspect}{key}")
        return understood(self, aspect, key)  # type: ignore[arg-type]

    monkeypatch.setattr(Resolver, "understood", counted)
    monkeypatch.setattr("mlcomp.roster.batch.SAMPLE", ROWS)
    monkeypatch.setattr("mlcomp.roster.engines.duck.MAX_INLINE", ROWS // 2)
    monkeypatch.setattr("mlcomp.roster.engines.duck.PIECE", 7)
    cells = [f"{'Austin'[:n]}{' ' * k}{'Austin'[n:]}" for n in range(7) for k in range(1, 8)]
    batch(tmp_path, people([*cells, "Boston"]))
    assert len(asked) == len(set(asked))
    assert sum("Boston" in each for each in asked) == 1


def test_many_reasons_are_grouped_with_examples(tmp_path: Path) -> None:
    """Holds that thousands of misspelt cells are one line: what is wrong, how many, examples."""
    result = batch(tmp_path, people([*(f"Bostn{n}" for n in range(ROWS)), "Austin"]))
    assert result.code == 1
    (line,) = [line for line in result.err.splitlines() if "unknown" in line]
    assert f"{ROWS}  city: unknown place, {ROWS} spellings, such as 'Bostn0', 'Bostn1'" in line
    assert result.err.splitlines()[-1] == (
        "mlcomp: the error of each row has the nearest names; "
        "--value COLUMN:THEIRS=OURS says what a spelling means"
    )
    few = batch(tmp_path, people(["Bostn0", "Austin"]))
    assert "--value" not in few.err


@pytest.mark.parametrize("blank", ["\u00a0", "\u2007", "\u202f", "\u3000"])
def test_a_space_of_another_kind_is_a_space(blank: str, tmp_path: Path) -> None:
    """Holds that what was copied from a web page is read as it looks; a tab stays refused."""
    text = "years,city,tier,level\n4,San Francisco CA,Two Sigma,new grad\n4, SF ,Google ,mid\n"
    made = []
    for cells in (text, text.replace(" ", blank)):
        result = batch(tmp_path, cells)
        assert result.code == 0, result.err
        made.append([list(row.values())[4:] for row in table(result.out)])
    assert made[0] == made[1]
    assert batch(tmp_path, "years,city\n4,San\tFrancisco\n").code == 1


def test_what_was_found_is_counted_in_one_sentence(tmp_path: Path) -> None:
    """Holds that a reason which ends with `found` goes on with how many were."""
    cells = "".join(f"{n} years\n" for n in range(ROWS))
    result = batch(tmp_path, f"years\n{cells}")
    assert f"a number from 0 to 60, found {ROWS} spellings, such as '0 years'" in result.err


WORD = strategies.text("abcdelnorst é", min_size=1, max_size=12)


@examples(60)
@given(WORD, strategies.lists(WORD, max_size=30, unique=True))
def test_names_ruled_out_would_not_have_been_alike(typed: str, names: list[str]) -> None:
    """Holds that counting letters rules out nothing that difflib finds."""
    assert alike(typed, names) == get_close_matches(typed, names, n=3, cutoff=0.8)


def test_an_index_finds_what_a_scan_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """Holds that the hundredth look-up in a run answers as the first of another would."""
    names = ["Google", "Jane Street", "Two Sigma", "nobody at all", "Meta"]
    cities = ["Austin, TX", "SF", "Portland, OR", "St. Paul", "Bellevue/Redmond", "77429"]

    def answers() -> list[object]:
        registry._Keys.cache_clear()
        gazetteer._keys.cache_clear()
        resolve.cache_clear()
        found: list[object] = [registry.employer(name) for name in names]
        return [*found, *(resolve(city) for city in cities)]

    scanned = answers()
    monkeypatch.setattr(registry, "_MANY", 0)
    monkeypatch.setattr(gazetteer, "_MANY", 0)
    assert answers() == scanned
