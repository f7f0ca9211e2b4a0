"""Comparisons: how scenarios are named, merged and laid out, and whose example is given."""

from __future__ import annotations

import pytest

from conftest import run
from mlcomp import Book
from mlcomp.scenarios.combinations import combinations


def test_remote_beside_on_site_leaves_policies_to_the_remote() -> None:
    """A policy and a headquarters belong to the remote scenarios alone.

    National typical total 277,333; times 1.225 in SF 339,733.
    """
    line = ("compare", "--years", "4", "--remote", "--no-remote", "--remote-policy", "hq,national")
    found = run(*line, "--hq", "SF", "--json").json["scenarios"]
    assert [(s["name"], s["total"]["typical"]) for s in found] == [
        ("remote: yes, hq policy", 339_733),
        ("remote: yes, national policy", 277_333),
        ("remote: no", 277_333),
    ]


def test_the_table_draws_all_on_one_scale() -> None:
    """The better paid stands further right, and shared notes are said once."""
    out = run("compare", "--years", "4", "--city", "SF,NYC", "--tier", "google").out
    assert out.count("Google counts as") == 1
    out = run("compare", "--level", "entry,staff").out
    entry, staff = (
        next(line for line in out.splitlines() if line.startswith(name) and "●" in line)
        for name in ("Entry", "Staff/Principal")
    )
    assert entry.index("●") < staff.index("●")


def test_names_of_one_thing_are_said_to_be_one() -> None:
    """Two companies of one tier, two names of a city: one scenario, and why."""
    line = ("compare", "--years", "4", "--tier", "Google,Meta", "--city", "SF,San Francisco")
    found = run(*line, "--json").json["scenarios"]
    assert len(found) == 1
    tier = "Google and Meta are one scenario: both are FAANG-level firm."
    city = "SF and San Francisco are one scenario: both are San Francisco, CA."
    assert {tier, city} <= set(found[0]["notes"])
    assert tier in " ".join(run(*line).out.split())
    apart = run("compare", "--years", "4", "--tier", "Google,mid-size").out
    assert "one scenario" not in apart


def test_policies_without_an_hq_are_not_multiplied_by_it() -> None:
    """Two headquarters make two scenarios of hq policy, one each of the other policies."""
    line = ("compare", "--years", "4", "--city", "Austin", "--remote", "--hq", "seattle,SF")
    done = run(*line, "--remote-policy", "national,local,hq")
    found = run(*line, "--remote-policy", "national,local,hq", "--json").json["scenarios"]
    assert sorted(one["name"] for one in found) == [
        *("hq policy, San Francisco, CA", "hq policy, Seattle, WA"),
        *("local policy", "national policy"),
    ]
    assert "other remote policies" not in done.out


def test_the_second_place_of_a_list_has_its_own_error() -> None:
    """Not 'SF, Washington', which nobody typed as one place."""
    done = run("compare", "--years", "4", "--city", "SF,Washington")
    assert done.code == 2
    assert "'Washington'" in done.err
    assert "SF, Washington" not in done.err


def test_no_difference_has_no_sign() -> None:
    """A thousandth less is 0%, not -0%."""
    from mlcomp.render.parts import signed_percent

    shown = [signed_percent(percent) for percent in (-0.4, 0.4, 0.0, -0.6, 7.2)]
    assert shown == ["0%", "0%", "0%", "-1%", "+7%"]


def test_each_command_answers_with_its_own_example() -> None:
    """Without years or level, the example is of the command that was typed."""
    for line in (("offer", "--base", "240k"), ("levers",), ("compare",), ("estimate",)):
        assert f"; for example: mlcomp {line[0]} " in run(*line).err


@pytest.mark.parametrize("columns", ["60", "70"])
def test_words_are_not_broken(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a narrow terminal a name is broken between words, and its bar has a number."""
    line = ("compare", "--years", "4", "--city", "SF,Austin", "--tier", "faang,mid-size")
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr("rich.console.Console.is_terminal", True)
    out = run(*line).out
    for word in ("Scenario", "Francisco,", "FAANG-level", "enterprise"):
        assert word in out
    assert out.count("Francisco") == 2


def test_one_place_under_two_names_is_one_scenario(guide: Book) -> None:
    """`SF` and `San Francisco` are not compared with each other; a value given twice is one."""
    found = combinations({"years": ["4", "4"], "city": ["SF,San Francisco", "sf"]}, guide)
    assert [scenario.profile.city for scenario in found] == ["SF"]


def test_long_names_of_offers_stand_above_their_figures() -> None:
    """Beside figures of several years there is no room: each name is one line, once."""
    name = "Acme Corporation, staff engineer, second round of talks"
    text = "[person]\nyears = 4\n[[scenario]]\nname = 'Stay'\n"
    text += f"[[offer]]\nname = '{name}'\nbase = '240k'\n"
    out = run("compare", "--file", "-", "--over-years", "4", stdin=text).out
    lines = out.splitlines()
    assert f"2  {name}" in lines
    assert sum(line.startswith("2 ") for line in lines) == 3
    assert max(map(len, lines)) <= 80


def test_companies_that_the_market_tells_apart_are_two_scenarios() -> None:
    """The guide has one tier for both; with one opinion they are one, and a note says so."""
    line = ("compare", "--years", "4", "--city", "SF", "--tier", "openai,databricks")
    both = run(*line, "--json").json["scenarios"]
    assert len(both) == 2
    assert both[0]["market"]["total"]["typical"] > both[1]["market"]["total"]["typical"]
    assert both[0]["total"] == both[1]["total"]
    assert "Frontier" in both[0]["name"]
    assert len(run(*line, "--no-market", "--json").json["scenarios"]) == 1
