"""`--by` and `--gap`: which cells are one group, and what is said of those that might be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from conftest import run

pytest.importorskip("duckdb")
pytest.importorskip("numpy")


def roster(folder: Path, *genders: str, pay: str = "250000") -> str:
    rows = "".join(f'4,SF,"{gender}",{pay}\n' for gender in genders)
    (folder / "people.csv").write_text(f"years,city,gender,base\n{rows}", "utf-8")
    return str(folder / "people.csv")


def sizes(found: Any) -> dict[str | None, int]:
    return {group["value"]: group["people"] for group in found["splits"][0]["groups"]}


def test_white_space_at_the_ends_makes_no_group(tmp_path: Path) -> None:
    """Of any kind, in cells, in the reference and in what a value stands for; blank is one."""
    cells = ("M", "M ", "\u00a0M", "\tM\u3000", "F", "F F", "", " ", "\u2003", "\u00a0\n")
    file = roster(tmp_path, *cells * 5)
    found = run("batch", file, "--gap", "gender", "--reference", " M", "--json").json
    assert sizes(found) == {"M": 20, None: 20, "F": 5, "F F": 5}
    assert found["gaps"]["reference"] == "M"
    assert {group["value"]: group["people"] for group in found["gaps"]["groups"]} == sizes(found)
    options = ("--value", "gender:M=Man", "--value", "gender: F =Man")
    found = run("batch", file, "--by", "gender", *options, "--json").json
    assert sizes(found) == {"Man": 25, None: 20, "F F": 5}


def test_groups_that_differ_only_in_case_are_said(tmp_path: Path) -> None:
    """In one line, with what makes them one; they are not made one unasked."""
    file = roster(tmp_path, *("Man",) * 3, "man", "MAN", "F")
    found = run("batch", file, "--by", "gender", "--json")
    assert sizes(found.json) == {"Man": 3, "F": 1, "MAN": 1, "man": 1}
    said = "mlcomp: gender: 'Man' and 'MAN' differ only in case (and 1 more so); "
    assert found.err.splitlines()[1:] == [said + "--value 'gender:MAN=Man' makes them one"]
    options = ("--value", "gender:MAN=Man", "--value", "gender:man=Man")
    found = run("batch", file, "--by", "gender", *options, "--json")
    assert sizes(found.json) == {"Man": 5, "F": 1}
    assert "differ only" not in found.err


def test_a_value_that_is_in_no_cell_is_said(tmp_path: Path) -> None:
    """On standard error, of groups and of what people are priced by, with OUT and without."""
    file = roster(tmp_path, "M", "F")
    options = ("--value", "gender:F=M", "--value", "Gender:Z=M", "--value", "city:LA =SF")
    for out in ((), (str(tmp_path / "out.csv"),)):
        done = run("batch", file, *out, "--by", "gender", *options)
        assert done.code == 0
        assert done.err.splitlines()[1:] == [
            "mlcomp: value: 'Z' stands in no cell of gender",
            "mlcomp: value: 'LA ' stands in no cell of city",
        ]


def test_of_a_column_of_lists_nothing_is_said(tmp_path: Path) -> None:
    """Their names are looked up joined, so that what stands in a cell may mean something."""
    row = '{"years": 4, "specialization": ["XX"], "base": 250000}\n'
    (tmp_path / "people.jsonl").write_text(row, "utf-8")
    value = ("--value", "specialization:XX=rl")
    done = run("batch", str(tmp_path / "people.jsonl"), "--by", "level", *value)
    assert (done.code, "stands in no cell" in done.err) == (0, False)


def test_every_face_says_which_book_it_was(tmp_path: Path) -> None:
    """Its edition and the first of its fingerprint: table, Markdown, a picture and each CSV row."""
    file = roster(tmp_path, "M", "F")
    found = run("batch", file, "--by", "gender", "--json").json
    stamp = f"{found['book']} {found['fingerprint'][:12]}"
    saved = tmp_path / "summary.html"
    shown = run("batch", file, "--by", "gender", "--save", str(saved)).out
    assert stamp in shown
    assert max(map(len, shown.splitlines())) <= 80
    assert stamp in saved.read_text("utf-8")
    assert stamp in run("batch", file, "--by", "gender", "--format", "markdown").out
    header, *rows = run("batch", file, "--by", "gender", "--format", "csv").out.splitlines()
    assert header.endswith(",book")
    assert all(row.endswith(f",{stamp}") for row in rows)
