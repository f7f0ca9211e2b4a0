"""Rule books of one's own: every fault at once, each where it is."""

from __future__ import annotations

import copy
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from conftest import run
from mlcomp import BookError, Profile, estimate, load_book
from mlcomp.book.differences import differences
from mlcomp.book.loading import validated
from mlcomp.book.rulebook import Book
from mlcomp.files import data_file

RAW = tomllib.loads(data_file("bands.toml").read_text(encoding="utf-8"))


def problems(change: dict[str, Any] | None = None, **edits: Any) -> list[str]:
    """Return the faults of the guide's book with keys replaced: `level__1__base=[3, 2]`."""
    raw = copy.deepcopy(RAW)
    for path, value in {**(change or {}), **edits}.items():
        *parents, last = [int(p) if p.isdigit() else p for p in path.split("__")]
        table: Any = raw
        for parent in parents:
            table = table[parent]
        if value is None:
            del table[last]
        else:
            table[last] = value
    with pytest.raises(BookError) as refused:
        validated(raw, "ours.toml")
    return [str(fault) for fault in refused.value.faults]


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        ({"level__1__bsae": 1}, "level.bsae, level 'mid': expected a known key, found an unknown one (did you mean base?)"),
        ({"locaton": []}, "locaton: expected a known key, found an unknown one (did you mean location?)"),
        ({"level__1__base": [260_000, 180_000]}, "level.base, level 'mid': expected US dollars a year as [low, high]"),
        ({"level__1__base": [-1, 5]}, "found [-1, 5]"),
        ({"tier__0__band": [0.5, 1.5]}, "tier.band, tier 'faang': expected shares of the band"),
        ({"industry__1__range": float("inf")}, "industry.range, industry 'quant-finance': expected a multiplier"),
        ({"industry__1__range": "1.2"}, "found '1.2'"),
        ({"level__2__title": None}, "level.title, level 'senior': expected a value, found none"),
        ({"level__2__id": None}, "level.id, level no. 3: expected a value, found none"),
        ({"tier__1__id": "faang"}, "tier.id, tier 'faang': expected an id of its own"),
        ({"tier__1__aliases": ["big tech"]}, "'big tech', which also means 'faang'"),
        ({"level__2__min_years": 8}, "level.min_years, level 'senior': expected 6, the year after level 'mid', found 8"),
        ({"level__0__min_years": 1}, "expected 0 for the first level of track 'engineer' that has years, found 1"),
        ({"level__1__max_years": None}, "expected a number, since only the last level is open-ended"),
        ({"level__2__base": [100_000, 350_000]}, "no less than level 'mid' (180,000 low), found 100,000"),
        ({"level__1__base": [130_000, 260_000]}, "a typical base at its first year of at least 167,500"),
        ({"level__0__source": None}, "level, level 'entry': expected source and section, since basis is \"guide\", found section alone"),
        ({"lifecycle__reason": None}, "lifecycle: expected reason, since basis is \"assumption\", found none"),
        ({"industry__1__n": None}, "expected source and n, since basis is \"evidence\", found source alone"),
        ({"level__0__source": "gide"}, "level.source, level 'entry': expected a key of sources"),
        ({"level__0__summary": "a\x1b[31mb"}, "control characters"),
        ({"tier__0__range": 2}, "expected one of band and range"),
        ({"location__1__metros": ["41860"]}, "'41860', which 'san-francisco' prices"),
        ({"location__1__metros": []}, "expected metros, states or whole_states"),
        ({"location__1__metros": ["SF"]}, "expected the CBSA code of a metro (`mlcomp places` has it), found 'SF'"),
        ({"location__1__states": ["XX"]}, "expected the postal code of a state, found 'XX'"),
        ({"elsewhere__ceiling": 0.5}, "elsewhere.ceiling: expected greater than or equal to 1"),
        ({"progression__open_ended_years": 5}, "expected more than the 10 years at which level 'staff' begins"),
        ({"level__0__title": 5}, "level.title, level 'entry': expected text, found 5"),
        ({"elsewhere__range": 1}, "elsewhere: expected one of wages and range"),
        ({"currency": "EUR"}, "currency: expected 'USD', found 'EUR'"),
        ({"level": []}, "level: expected"),
    ],
)  # fmt: skip
def test_a_fault_is_named_where_it_is(edits: dict[str, Any], said: str) -> None:
    """File, key path, record by its id, expected and found."""
    found = problems(edits)
    assert any(said in line for line in found), found
    assert all(line.startswith("ours.toml: ") for line in found)
    assert all("expected" in line and "found" in line for line in found)


def test_all_faults_are_reported_at_once() -> None:
    """A wrong type does not hide a contradiction elsewhere."""
    found = problems(level__2__min_years=8, uplift__range="much", tier__1__id="faang", titel="x")
    assert len(found) == 4, found


def test_a_company_writes_its_own_book(tmp_path: Path) -> None:
    """Other levels, a tier with a multiplier, an industry: `--book` prices by them."""
    own = tmp_path / "ours.toml"
    own.write_text(
        """
        schema = "mlcomp/book/v1"
        edition = "ours-1"
        title = "Our bands"
        country = "US"
        currency = "USD"
        [sources.policy]
        title = "Pay policy"
        period = "2026"
        [progression]
        positions = [0.5, 0.5]
        open_ended_years = 10
        basis = "assumption"
        reason = "Everybody is paid the middle."
        [national]
        title = "Anywhere"
        range = 1
        basis = "guide"
        source = "policy"
        section = "2"
        [uplift]
        title = "Bonus"
        range = [1.1, 1.1, 1.2]
        basis = "guide"
        source = "policy"
        section = "3"
        [[level]]
        id = "ic"
        title = "IC"
        min_years = 0
        base = [100_000, 120_000, 200_000]
        summary = "Everybody."
        basis = "guide"
        source = "policy"
        section = "1"
        [[tier]]
        id = "us"
        title = "Us"
        range = [1.0, 1.5]
        basis = "guide"
        source = "policy"
        section = "1"
        """,
        encoding="utf-8",
    )
    result = estimate(Profile(years=3, tier="us"), load_book(own))
    assert result.base.typical == 120_000 * 1.25
    assert result.total.typical == pytest.approx(120_000 * 1.25 * 1.1)
    assert run("book", "check", str(own)).code == 0
    by_option = run("estimate", "--years", "3", "--tier", "us", "--json", "--book", str(own)).json
    by_variable = run(
        "estimate", "--years", "3", "--tier", "us", "--json", env={"MLCOMP_BOOK": str(own)}
    ).json
    assert by_option == by_variable
    assert by_option["base"]["typical"] == 150_000
    assert by_option["software_engineer"] is None


@pytest.mark.parametrize("book", ["guide", "market"])
@pytest.mark.parametrize("full", [(), ("--full",)])
def test_book_new_writes_a_commented_valid_book_and_never_overwrites(
    book: str, full: tuple[str, ...], tmp_path: Path
) -> None:
    """It passes `book check` and prices as the shipped book; a second time is refused."""
    new = tmp_path / "new.toml"
    assert run("book", "new", str(new), "--book", book, *full).code == 0
    assert run("book", "check", str(new)).code == 0
    text = new.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert (len(text.splitlines()) < 70) == (not full)
    mine, shipped = load_book(new), load_book(book)
    assert (mine.edition, mine.title) == ("ours-1", "Our rule book")
    person = Profile(years=4, city="SF", tier="faang")
    assert estimate(person, mine).total == estimate(person, shipped).total
    again = run("book", "new", str(new))
    assert again.code == 1
    assert "exists already and is not overwritten" in again.err


def taken_as_it_stands(new: Path) -> Book:
    """A new book without the `# ` before the lines of its examples, which has no fault."""
    lines = new.read_text(encoding="utf-8").splitlines()
    taken = [re.sub(r"^# (?=\[\[?[\w.]+\]|[\w-]+ = )", "", line) for line in lines]
    new.write_text("\n".join(taken), encoding="utf-8")
    checked = run("book", "check", str(new))
    assert (checked.code, checked.err) == (0, "")
    return load_book(new)


@pytest.mark.parametrize("book", ["guide", "market"])
def test_every_example_of_a_new_book_may_be_taken_as_it_stands(book: str, tmp_path: Path) -> None:
    """Without the `# ` before its lines, all at once: a book without a fault that says all that."""
    new = tmp_path / "new.toml"
    assert run("book", "new", str(new), "--book", book).code == 0
    mine = taken_as_it_stands(new)
    assert {"manager", "denver"} <= {each.id for each in (*mine.level, *mine.location)}
    assert (mine.specialization, mine.degree) == ((), ())


OWN = sorted((Path(__file__).parent / "books").glob("*.toml"))


@pytest.mark.parametrize("own", OWN, ids=[own.stem for own in OWN])
@pytest.mark.parametrize("full", [(), ("--full",)])
def test_a_new_book_extends_a_file(
    own: Path, full: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its path from where the new one is; it says the same, and its examples hold too."""
    for folder in ("company", "team"):
        (tmp_path / folder).mkdir()
    (tmp_path / "company" / "all.toml").write_bytes(own.read_bytes())
    monkeypatch.chdir(tmp_path)
    started = run("book", "new", "team/ours.toml", "--book", "company/all.toml", *full)
    assert (started.code, started.out) == (0, "")
    new = tmp_path / "team" / "ours.toml"
    extends = tomllib.loads(new.read_text(encoding="utf-8")).get("extends")
    assert extends == (None if full else "../company/all.toml")
    assert {c.key for c in differences("company/all.toml", str(new)).changes} <= {
        "edition",
        "title",
    }
    if not full:
        assert taken_as_it_stands(new).level


def test_a_new_book_of_a_new_book_has_another_edition(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be extended is refused before anything is written."""
    monkeypatch.chdir(tmp_path)
    assert run("book", "new", "ours.toml").code == 0
    assert run("book", "new", "team.toml", env={"MLCOMP_BOOK": "ours.toml"}).code == 0
    assert load_book("team.toml").edition == "ours-2"
    Path("ours.txt").write_bytes(Path("ours.toml").read_bytes())
    named = run("book", "new", "a.toml", "--book", "ours.txt")
    assert (named.code, "a name that ends in .toml" in named.err) == (2, True)
    Path("bad.toml").write_text('schema = "mlcomp/book/v1"\n', encoding="utf-8")
    faulty = run("book", "new", "a.toml", "--book", "bad.toml")
    assert (faulty.code, faulty.err.startswith("mlcomp: bad.toml: ")) == (1, True)
    assert run("book", "new", "a.toml", "--book", "none.toml").code == 1
    assert not Path("a.toml").exists()


def test_book_check_prints_one_line_a_fault(tmp_path: Path) -> None:
    """Exit 1; every fault on a line of its own."""
    text = data_file("bands.toml").read_text(encoding="utf-8")
    broken = tmp_path / "broken.toml"
    broken.write_text(
        text.replace('id = "mid"', 'id = "entry"').replace("[1.20, 1.40]", "[1.40, 1.20]"),
        encoding="utf-8",
    )
    result = run("book", "check", str(broken))
    assert result.code == 1
    assert result.out == ""
    lines = result.err.splitlines()
    assert len(lines) >= 2
    assert all(line.startswith(f"mlcomp: {broken}: ") for line in lines)


def test_a_toml_fault_names_its_line(tmp_path: Path) -> None:
    """What the TOML parser knows of the place is passed on."""
    broken = tmp_path / "broken.toml"
    broken.write_text('schema = "x"\nbase = 175,000\n', encoding="utf-8")
    result = run("estimate", "--years", "4", "--book", str(broken))
    assert result.code == 1
    assert "broken.toml: expected TOML" in result.err
    assert "(at line 2, column 11)" in result.err


def test_a_book_that_is_not_shipped_names_those_that_are() -> None:
    """`--book gide`: the shipped books, or a TOML file."""
    result = run("bands", "--book", "gide")
    assert result.code == 1
    assert "'gide': no such rule book; shipped: guide" in result.err
