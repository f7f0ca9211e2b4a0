"""The page of promises: each sentence names its tests, and those are there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "promises.md").read_text(encoding="utf-8")
PROMISE = re.compile(r"^- (.*?)(?=^- |^#|^```|\Z)", re.S | re.M)
A_TEST = re.compile(r"`(tests/\w+\.py)::(\w+)`")


def test_every_promise_names_a_test() -> None:
    """No sentence stands without one."""
    promises = PROMISE.findall(PAGE)
    assert len(promises) > 15
    assert [promise for promise in promises if not A_TEST.search(promise)] == []


def test_every_test_that_is_named_is_there() -> None:
    """With a docstring that says what it holds."""
    for file, name in A_TEST.findall(PAGE):
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        found = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == name]
        assert found, f"{file} has no {name}"
        assert ast.get_docstring(found[0]), f"{file}: {name} says nothing"
