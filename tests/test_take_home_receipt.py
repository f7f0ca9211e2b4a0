"""The receipt of take-home pay: `mlcomp verify` computes each tax again."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conftest import run

pytest.importorskip("taxsim_py")

PERSON = ("--years", "8", "--city", "SF")


@pytest.mark.parametrize(
    "command",
    [
        ("take-home", "--pay", "261333", "--city", "NYC"),
        ("take-home", "--pay", "300k", "--city", "Denver"),
        ("take-home", "--pay", "300k", "--city", "Cleveland", "--live-in", "Cincinnati"),
        ("take-home", *PERSON, "--filing", "married", "--spouse-pay", "90k", "--pretax", "30k"),
        ("estimate", "--years", "4", "--city", "Pittsburgh", "--take-home", "--dependents", "1"),
    ],
)
def test_every_receipt_replays(command: tuple[str, ...]) -> None:
    """`mlcomp verify` computes each tax again from what the receipt says it follows from."""
    receipt = run(*command, "--json").out
    result = run("verify", "-", "--json", stdin=receipt)
    assert result.code == 0, result.out
    assert result.json["checked"] > 10


def changed(path: tuple[Any, ...], value: object) -> str:
    """Return a receipt in which one value is another."""
    document = run("take-home", "--years", "4", "--city", "NYC", "--json").json
    part: Any = document
    for each in path[:-1]:
        part = part[each]
    assert part[path[-1]] != value
    part[path[-1]] = value
    return json.dumps(document)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("take_home", "federal"), 1, "take_home.federal: expected"),
        (("take_home", "pay"), 1, "take_home.pay: expected"),
        (("take_home", "net"), 1, "take_home.net: expected"),
        (("take_home", "net_at_national_prices"), 1, "take_home.net_at_national_prices"),
        (("take_home", "effective_percent"), 1.0, "take_home.effective_percent"),
        (("take_home", "lines", 2, "dollars"), 1, "take_home.line 'New York income tax'"),
        (("take_home", "lines", 5, "levy", "rates", 0, "percent"), 4.0, "New York City"),
        (("take_home", "lines", 0, "library", "inputs", "proptax"), 90.0, "taxes itemized of"),
        (("take_home", "lines", 0, "library", "inputs", "pwages"), 9e4, "wages of 339,733"),
        (("take_home", "filing"), "married", "expected married with 0 dependents"),
        (("take_home_of_base", "local"), 0, "take_home_of_base.local"),
        (("estimate", "total", "typical"), 1, "total.typical"),
    ],
)
def test_a_receipt_that_was_changed_is_found_out(
    path: tuple[Any, ...], value: object, said: str
) -> None:
    """Every figure of it follows from another: changing any is told, under its name."""
    result = run("verify", "-", "--json", stdin=changed(path, value))
    assert result.code == 1
    assert any(said in problem for problem in json.loads(result.out)["problems"]), result.out


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("take_home", "law"), 2031, "take_home.law: expected 2025, found 2031"),
        (("take_home", "lines", 0, "library", "inputs", "state"), 77, "expected from 0 to 51"),
        (("take_home", "lines", 0, "library", "name"), "abacus", "expected taxsim-py"),
        (("take_home", "lines", 0, "library"), None, "expected library or levy"),
        (("take_home", "home"), 3, "expected take-home pay's JSON (mlcomp/take-home/v1)"),
    ],
)
def test_what_cannot_be_replayed_is_refused(
    path: tuple[Any, ...], value: object, said: str
) -> None:
    """Another law, another library or questions that nobody has: one line, and exit 1."""
    result = run("verify", "-", stdin=changed(path, value))
    assert result.code == 1
    assert said in result.err
    assert len(result.err.splitlines()) == 1
