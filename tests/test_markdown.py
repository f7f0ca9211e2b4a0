"""Markdown: the tables of a terminal, as one would paste them into an issue."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from conftest import run
from mlcomp.render.rows import literal

if TYPE_CHECKING:
    from pathlib import Path

PERSON = ("--years", "4", "--city", "SF")
COMMANDS = (
    ("estimate", *PERSON),
    ("estimate", *PERSON, "--explain"),
    ("bands", "--city", "NYC"),
    ("levers", *PERSON),
    ("levers", *PERSON, "--no-market"),
    ("compare", *PERSON, "--tier", "faang,mid-size"),
    ("compare", *PERSON, "--tier", "faang,mid-size", "--no-market"),
    ("offer", *PERSON, "--base", "240k", "--equity", "400k", "--sign-on", "30k"),
    ("places", "springfield"),
    ("places", "--top", "5"),
    ("factors",),
)


def tables(text: str) -> list[list[list[str]]]:
    """Return the tables of a Markdown text as GitHub reads them: rows of cells."""
    found: list[list[list[str]]] = [[]]
    for line in text.splitlines():
        if line.startswith("|"):
            found[-1].append([cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
        elif found[-1]:
            found.append([])
    return [table for table in found if table]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_has_tables_to_paste(command: tuple[str, ...]) -> None:
    """Each row has a cell a column, headings are words, figures stand to the right, no bars."""
    out = run(*command, "--format", "markdown").out
    assert not set(out) & set("●━─▲•")
    found = tables(out)
    assert found
    for heading, rule, *rows in found:
        assert all(set(cell) <= set("-:") for cell in rule)
        assert rows
        assert {len(row) for row in rows} == {len(heading)} == {len(rule)}
        assert not any("_" in cell for cell in heading)
    assert "---:" in out


@pytest.mark.parametrize("command", COMMANDS[:7], ids=" ".join)
def test_pay_is_rounded_to_the_thousand(command: tuple[str, ...]) -> None:
    """No figure of pay is more exact than a guide can be; CSV has whole dollars."""
    out = run(*command, "--format", "markdown").out
    figures = re.findall(r"[0-9]{2,3},[0-9]{3}", out)
    assert figures
    assert all(figure.endswith(",000") for figure in figures)


def test_the_answer_comes_first() -> None:
    """An offer pasted into an issue begins with who and what, then the verdict, then tables."""
    lines = run("offer", *PERSON, "--base", "240k", "--format", "markdown").out.splitlines()
    assert lines[0] == "**Offer to a Mid ML engineer, San Francisco, CA**"
    assert lines[6].startswith("Base of 240,000 is high: percentile ")
    assert "| Percentile | 83 | 29 | 27 | 1 |" in lines


def test_text_from_outside_is_no_markup(tmp_path: Path) -> None:
    """A scenario's name may hold what Markdown reads as markup: it is shown as it is."""
    file = tmp_path / "jobs.toml"
    name = "a|b *c* _d_ <b>&amp; `e` [f](g)"
    file.write_text(
        f"[person]\nyears = 4\n[[scenario]]\nname = '{name}'\n"
        "[[scenario]]\nname = 'Plain'\ntier = 'faang'\n"
    )
    out = run("compare", "--file", str(file), "--format", "markdown").out
    cells = [cell for row in tables(out)[0] for cell in row]
    assert f"**{literal(name)}**" in cells
