"""`mlcomp batch --gap`: pay over estimate between groups, with an interval that holds."""

from __future__ import annotations

import csv
import io
import math
import random
import re
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from conftest import run

pytest.importorskip("duckdb")
pytest.importorskip("numpy")

from mlcomp.roster.gap import FEW, MAX_COMPARED

ROW = ("level", "city", "gender", "base", "total")


def roster(folder: Path, people: list[dict[str, Any]]) -> str:
    rows = io.StringIO()
    writer = csv.DictWriter(rows, ROW, restval="")
    writer.writeheader()
    writer.writerows(people)
    (folder / "people.csv").write_text(rows.getvalue(), encoding="utf-8")
    return str(folder / "people.csv")


def some(count: int, gender: str, over: float, chance: random.Random) -> list[dict[str, Any]]:
    """People paid about so much over a typical base of 261,333 dollars."""
    pay = [261_333.33 * over * chance.lognormvariate(0, 0.1) for _ in range(count)]
    return [{"level": "mid", "city": "SF", "gender": gender, "base": f"{each:.0f}"} for each in pay]


def gaps(file: str, *options: str) -> Any:
    found = run("batch", file, "--gap", "gender", *options, "--json").json
    jsonschema.validate(found, run("schema", "roster").json)
    return found["gaps"]


def of_value(found: Any) -> dict[str | None, dict[str, Any]]:
    return {group["value"]: group for group in found["groups"]}


def test_the_gap_is_that_of_the_geometric_means(tmp_path: Path) -> None:
    """To the last place that is told, whatever the levels and places of the groups."""
    chance = random.Random(1)
    people = []
    logs: dict[str, list[float]] = {"M": [], "F": []}
    for _ in range(200):
        level, city, gender = (
            chance.choice(("mid", "staff")),
            chance.choice(("SF", "Austin, TX")),
            chance.choice("MF"),
        )
        people.append({"level": level, "city": city, "gender": gender})
    file = roster(tmp_path, people)
    out = tmp_path / "out.csv"
    assert run("batch", file, str(out)).code == 0
    for person, row in zip(
        people, csv.DictReader(io.StringIO(out.read_text("utf-8"))), strict=True
    ):
        person["base"] = round(float(row["base_typical"]) * chance.uniform(0.7, 1.2))
        logs[person["gender"]].append(math.log(person["base"] / float(row["base_typical"])))
    found = gaps(roster(tmp_path, people), "--reference", "M")
    mean = {gender: sum(each) / len(each) for gender, each in logs.items()}
    reference, other = found["groups"]
    assert (reference["value"], other["value"]) == ("M", "F")
    assert (reference["people"], other["people"]) == (len(logs["M"]), len(logs["F"]))
    assert (reference["percent"], reference["low"], reference["high"]) == (0, 0, 0)
    assert other["ratio"] == pytest.approx(math.exp(mean["F"]), abs=1e-4)
    assert other["percent"] == pytest.approx(100 * math.expm1(mean["F"] - mean["M"]), abs=0.006)
    assert other["low"] < other["percent"] < other["high"]
    assert found["held"] == ["level", "city"]


def test_labels_that_change_places_change_the_sign(tmp_path: Path) -> None:
    """The same people with the labels swapped: the same difference, seen from the other side."""
    chance = random.Random(2)
    people = some(60, "M", 0.9, chance) + some(40, "F", 0.8, chance)
    (_, before) = gaps(roster(tmp_path, people), "--reference", "M")["groups"]
    swapped = [{**each, "gender": "MF"[each["gender"] == "M"]} for each in people]
    (_, after) = gaps(roster(tmp_path, swapped), "--reference", "M")["groups"]
    assert (1 + before["percent"] / 100) * (1 + after["percent"] / 100) == pytest.approx(
        1, abs=2e-4
    )
    assert before["percent"] < 0 < after["percent"]
    assert (before["people"], after["people"]) == (40, 60)


def test_the_same_people_give_the_same_interval(tmp_path: Path) -> None:
    """In any order of the rows, from any format, and again."""
    chance = random.Random(3)
    people = some(80, "M", 1, chance) + some(50, "F", 0.9, chance) + some(9, "", 0.9, chance)
    first = gaps(roster(tmp_path, people), "--reference", "M")
    chance.shuffle(people)
    out = str(tmp_path / "out.jsonl")
    assert gaps(roster(tmp_path, people), "--reference", "M") == first
    assert gaps(roster(tmp_path, people), out, "--reference", "M") == first
    assert [group["value"] for group in first["groups"]] == ["M", "F", None]


def test_of_few_people_no_figure_is_told(tmp_path: Path) -> None:
    """Of four none, of five one; where the reference is few no difference is."""
    chance = random.Random(4)
    file = roster(
        tmp_path,
        some(30, "M", 1, chance)
        + some(FEW, "F", 1, chance)
        + some(FEW - 1, "X", 1, chance)
        # Who has no pay counts for nothing.
        + [{"level": "mid", "gender": "X"}] * 10,
    )
    found = gaps(file, "--reference", "M")
    by = of_value(found)
    assert by["F"]["percent"] is not None
    assert by["X"]["people"] == FEW - 1
    assert [by["X"][name] for name in ("ratio", "percent", "low", "high")] == [None] * 4
    assert f"Fewer than {FEW} people with real pay: no figure." in found["notes"]
    assert found["few"] == FEW
    by = of_value(gaps(file, "--reference", "X"))
    assert {by[each]["percent"] for each in "MFX"} == {None}
    assert by["M"]["ratio"] is not None
    shown = run("batch", file, "--gap", "gender", "--reference", "M").out
    assert re.search(r"^X +4 +too few +none$", shown, re.MULTILINE)


def test_base_and_total_are_told_each(tmp_path: Path) -> None:
    """Where there is pay of both kinds; a spreadsheet has them in the rows of the groups."""
    chance = random.Random(5)
    people = some(20, "M", 1, chance) + some(20, "F", 1, chance)
    for each in people:
        each["total"] = round(float(each["base"]) * (1.5 if each["gender"] == "M" else 1.2))
    file = roster(tmp_path, people)
    found = gaps(file, "--reference", "M")
    assert [(group["pay"], group["value"]) for group in found["groups"]] == [
        *(("base", "M"), ("base", "F")),
        *(("total", "M"), ("total", "F")),
    ]
    base, total = found["groups"][1], found["groups"][3]
    assert (1 + total["percent"] / 100) / (1 + base["percent"] / 100) == pytest.approx(
        0.8, abs=0.001
    )
    shown = run("batch", file, "--gap", "gender", "--reference", "M", "--format", "csv").out
    rows = {(row["by"], row["value"]): row for row in csv.DictReader(io.StringIO(shown))}
    assert float(rows["gender", "F"]["total_gap_percent"]) == total["percent"]
    assert float(rows["gender", "F"]["base_gap_low"]) == base["low"]
    assert rows["gender", "M"]["base_gap_percent"] in ("0", "0.0")
    assert rows["all", ""]["base_gap_percent"] == rows["level", "mid"]["base_gap_percent"] == ""


def test_many_groups_are_compared_up_to_a_bound(tmp_path: Path) -> None:
    """The largest besides the reference, which may be the smallest; the others are counted."""
    chance = random.Random(6)
    people = [
        each for place in range(MAX_COMPARED + 3) for each in some(FEW + 1, f"g{place}", 1, chance)
    ]
    found = gaps(roster(tmp_path, people + some(FEW, "last", 1, chance)), "--reference", "last")
    assert len(found["groups"]) == MAX_COMPARED + 1
    assert found["groups"][0]["value"] == "last"
    assert found["other_groups"] == 3
    assert any("3 more groups, none larger, are not shown" in note for note in found["notes"])


def test_a_reference_beyond_the_listed_groups_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many larger groups there are."""
    monkeypatch.setattr("mlcomp.roster.standing.MAX_LISTED", 2)
    chance = random.Random(7)
    people = [each for name in "abc" for each in some(9, name, 1, chance)]
    file = roster(tmp_path, people + some(FEW, "z", 1, chance))
    found = gaps(file, "--reference", "z")
    assert [group["value"] for group in found["groups"]] == ["z", "a", "b"]
    assert found["other_groups"] == 1
    refused = run("batch", file, "--gap", "gender", "--reference", "y")
    assert (refused.code, refused.out) == (2, "")


def test_words_say_what_it_is_not(tmp_path: Path) -> None:
    """In the table, as Markdown and in JSON: what is held equal and what not, and no cause."""
    file = roster(
        tmp_path, some(20, "M", 1, random.Random(8)) + some(20, "F", 0.9, random.Random(9))
    )
    line = ("batch", file, "--gap", "gender", "--reference", "M")
    notes = run(*line, "--json").json["gaps"]["notes"]
    assert "Held equal, as far as the rule book fits how you pay: level and city." in notes[0]
    assert "no finding of its cause" in notes[1]
    for options in ((), ("--format", "markdown")):
        shown = " ".join(run(*line, *options).out.split())
        assert "Real base over estimate by gender, against M" in shown
        assert all(note in shown for note in notes), options


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--gap", "gender"), "reference: expected one beside --gap"),
        (("--reference", "M"), "gap: expected one beside --reference"),
        (("--gap", "gender", "--gap", "city", "--reference", "M"), "gap: expected one column, "),
        (("--gap", "gender", "--reference", "M", "--reference", "F"), "reference: expected one "),
        (
            ("--gap", "city", "--reference", "M", "--value", "city:SF="),
            "group of city, found blank",
        ),
        (("--gap", "gendr", "--reference", "M"), "gap: 'gendr' is no column; valid: "),
        (("--gap", "gender", "--reference", "m"), "reference: 'm' is not known; did you mean 'M'?"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    """One line, exit 2, and nothing is written."""
    file = roster(tmp_path, some(6, "M", 1, random.Random(10)))
    out = tmp_path / "out.csv"
    refused = run("batch", file, str(out), *options)
    assert (refused.code, refused.out) == (2, "")
    assert said in refused.err
    assert len(refused.err.splitlines()) == 1
    assert not out.exists()


def test_a_reference_without_a_gap_is_refused_as_that(tmp_path: Path) -> None:
    """Not as a command without OUT."""
    file = roster(tmp_path, some(6, "M", 1, random.Random(10)))
    refused = run("batch", file, "--reference", "M")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith("mlcomp: gap: expected one beside --reference")


def test_a_reference_of_few_is_said(tmp_path: Path) -> None:
    """Why there is no difference at all; of a kind of pay that nobody has, that nobody has it."""
    chance = random.Random(13)
    file = roster(tmp_path, some(9, "M", 1, chance) + some(1, "X", 1, chance))
    said = "The reference, X, is too small to compare with: 1 person with real base."
    assert said in gaps(file, "--reference", "X")["notes"]
    assert not any("too small" in note for note in gaps(file, "--reference", "M")["notes"])
    file = roster(tmp_path, [{"level": "mid", "gender": gender} for gender in "MF"])
    found = gaps(file, "--reference", "M")
    assert (found["groups"], found["notes"]) == (
        [],
        ["Nobody has real pay: there is nothing to compare."],
    )


def test_without_pay_there_is_nothing_to_compare(tmp_path: Path) -> None:
    """It is said before anybody is priced."""
    (tmp_path / "people.csv").write_text("level,gender\nmid,M\n", encoding="utf-8")
    refused = run("batch", str(tmp_path / "people.csv"), "--gap", "gender", "--reference", "M")
    assert (refused.code, refused.out) == (2, "")
    assert "gap: expected a column base or total of real pay" in refused.err


def test_without_numpy_one_line_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 2, before anybody is priced; a summary by a column does not need it."""
    file = roster(tmp_path, some(6, "M", 1, random.Random(12)))
    monkeypatch.setitem(sys.modules, "numpy", None)
    monkeypatch.delitem(sys.modules, "mlcomp.roster.gap")
    refused = run("batch", file, "--gap", "gender", "--reference", "M")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == "mlcomp: this needs numpy: pip install 'mlcomp-pay[batch]'\n"
    assert run("batch", file, "--by", "gender").code == 0
