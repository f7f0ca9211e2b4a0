"""Few people's real pay: no figure of it, in any face, and none that the others' give away."""

from __future__ import annotations

import csv
import io
import random
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import run

pytest.importorskip("duckdb")

from mlcomp.roster.standing import Group, Standing
from mlcomp.roster.telling import FEW, told

QUARTILES = ("compa_p25", "compa_median", "compa_p75")
ADDING_UP = (*("mean", "below_minimum", "within", "above_maximum", "to_minimum", "to_typical"),)


def roster(folder: Path, **sizes: int) -> str:
    """People of one level and city, so many of each team."""
    chance = random.Random(1)
    rows = [
        f"4,SF,{team},{chance.randint(180, 320)}000\n"
        for team, size in sizes.items()
        for _ in range(size)
    ]
    (folder / "people.csv").write_text(f"years,city,team,base\n{''.join(rows)}", "utf-8")
    return str(folder / "people.csv")


def by_team(file: str) -> dict[str, Any]:
    (split,) = run("batch", file, "--by", "team", "--json").json["splits"]
    return {group["value"]: group["base"] for group in split["groups"]}


def test_of_fewer_than_five_no_figure_is_told(tmp_path: Path) -> None:
    """Of four only their count, and of the smallest other group only what does not add up."""
    file = roster(tmp_path, a=9, b=7, c=FEW - 1)
    found = by_team(file)
    assert found["c"] == dict.fromkeys(found["c"]) | {"paid": FEW - 1}
    assert {name for name, figure in found["b"].items() if figure is None} == {*ADDING_UP}
    assert None not in found["a"].values()
    shown = run("batch", file, "--by", "team").out
    assert re.search(r"^c +4 +too few$", shown, re.MULTILINE)
    assert "Fewer than 5 people with real pay: no figure." in shown
    assert "b: nothing that adds up, or everyone's less the others'" in shown
    rows = csv.DictReader(io.StringIO(run("batch", file, "--by", "team", "--format", "csv").out))
    cells = {row["value"]: row for row in rows if row["by"] == "team"}
    for team, untold in (("c", (*ADDING_UP, *QUARTILES)), ("b", ADDING_UP), ("a", ())):
        empty = {name for name in found[team] if not cells[team][f"base_{name}"]}
        assert empty == {*untold}
    assert cells["c"]["people"] == str(FEW - 1)
    assert cells["c"]["base_typical"] != ""


def test_of_five_all_is_told(tmp_path: Path) -> None:
    """Two groups of fewer that are together five hide each other; none else is touched."""
    found = by_team(roster(tmp_path, a=FEW, b=3, c=2))
    assert None not in found["a"].values()
    assert found["b"]["mean"] is found["c"]["mean"] is None


def test_levels_are_told_alike(tmp_path: Path) -> None:
    """Of a level too, but for a roster that has no more; everyone is told in any case."""
    (tmp_path / "people.csv").write_text(
        "level,city,base\n" + "mid,SF,250000\n" * 8 + "senior,SF,300000\n", "utf-8"
    )
    found = run("batch", str(tmp_path / "people.csv"), "--by", "level", "--json").json
    mid, senior = (level["base"] for level in found["levels"])
    assert (senior["mean"], senior["compa_median"], mid["mean"]) == (None, None, None)
    assert mid["compa_median"] is not None
    assert found["base"]["mean"] is not None
    by_level = {group["value"]: group["base"] for group in found["splits"][0]["groups"]}
    assert by_level == {"mid": mid, "senior": senior}
    file = roster(tmp_path, a=2)
    found = run("batch", file, "--by", "team", "--json").json
    assert found["levels"][0]["base"] == found["base"]
    assert found["base"]["mean"] is not None
    assert found["splits"][0]["groups"][0]["base"]["mean"] is None


def test_a_report_tells_no_more_than_the_tables(tmp_path: Path) -> None:
    """Its counts of a group are told where those of a pay review are."""
    file = roster(tmp_path, a=30, b=20, c=1)
    page = run("report", file, "-o", "-", "--by", "team", "--outliers", "0").out
    for name, figure in (("a", r"\d+"), ("b", "null"), ("c", "null")):
        group = re.search(rf'"name":"{name}","people":\d+,"paid".*?"to_typical":(\d+|null)', page)
        assert group
        for count in ("below_minimum", "within", "above_maximum", "to_minimum", "to_typical"):
            assert re.search(rf'"{count}":{figure}[,}}]?', group.group()), (name, count)


@given(st.lists(st.integers(0, 12), min_size=1, max_size=8), st.integers(0, 12))
def test_what_is_told_adds_up_to_no_few(sizes: list[int], unlisted: int) -> None:
    """Everyone less all groups that are told is nobody, or five people and more."""
    whole = [Standing(paid, 1, 1, 1, 1, 0, paid, 0, 0, 0) for paid in sizes]
    groups = [Group(str(n), str(n), 12, 1, 1, {"base": each}) for n, each in enumerate(whole)]
    everybody = Standing(sum(sizes) + unlisted, 1, 1, 1, 1, 0, 1, 0, 0, 0)
    found = [group.standing["base"] for group in told("team", groups, {"base": everybody})]
    assert [each.paid for each in found] == sizes
    summed = [each.paid for each in found if each.within is not None]
    rest = everybody.paid - sum(summed)
    assert rest == 0 or rest >= FEW or not summed
    assert all(paid >= FEW for paid in summed)
    assert all(each.few == (0 < each.paid < FEW) for each in found)
    # No more is left out than has to be.
    assert Counter(each.shields for each in found)[True] <= 1


def test_of_nobody_paid_there_is_no_table(tmp_path: Path) -> None:
    """A column of pay that is blank for everybody is one line; a group's own blanks are empty."""
    people = "years,city,team,base,total\n" + "4,SF,a,250000,\n" * FEW + "4,SF,b,,\n"
    (tmp_path / "people.csv").write_text(people, "utf-8")
    shown = run("batch", str(tmp_path / "people.csv"), "--by", "team").out
    assert shown.count("Nobody has real total") == 1
    assert "Real total" not in shown
    assert re.search(r"^b +0$", shown, re.MULTILINE)
    assert "too few" not in shown
    assert "Fewer than" not in shown
