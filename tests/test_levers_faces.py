"""Levers as tables, JSON, CSV and Markdown, and who is refused."""

from __future__ import annotations

import csv
import io

import jsonschema
import pytest

from conftest import run


def test_the_table() -> None:
    """Two groups, the largest first in each, the mark explained, what changes nothing apart."""
    line = ("levers", "--years", "4", "--city", "SF", "--tier", "mid-size", "--no-market")
    out = run(*line).out
    assert out.index("In your hands") < out.index("Quantitative") < out.index("Marketing")
    assert out.index("Marketing") < out.index("Not in your hands") < out.index("Next level: Senior")
    assert "~ within the book's own range" in out
    nothing = out[out.index("Changes nothing") :]
    assert "Doctorate" in nothing
    assert "New York" in nothing
    national = run("levers", "--years", "4").out
    assert "other largest metros" in national


def test_json_fits_its_schema_and_adds_up() -> None:
    """`mlcomp schema levers`; each typical less the one now is the difference shown."""
    described = run("schema", "levers").json
    jsonschema.Draft202012Validator.check_schema(described)
    found = run("levers", "--years", "4", "--city", "NYC", "--remote", "--json").json
    jsonschema.validate(found, described)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**found, "extra": 1}, described)
    for lever in found["levers"]:
        for part in ("base", "total"):
            assert lever[part]["typical"] - found[part]["typical"] == lever[part]["dollars"]


def test_levers_agree_with_estimate() -> None:
    """What a lever promises is what `estimate` says of the changed person."""
    line = ("--years", "4", "--city", "SF", "--tier", "mid-size")
    now = run("estimate", *line, "--json").json
    found = {(x["dimension"], x["id"]): x for x in run("levers", *line, "--json").json["levers"]}
    for change, options in {
        ("industry", "quant-finance"): ("--industry", "quant"),
        ("lifecycle", "lifecycle"): ("--lifecycle",),
        ("level", "senior"): ("--level", "senior"),
        ("tier", "faang"): ("--tier", "faang"),
        ("remote", "remote"): ("--remote",),
        ("specialization", "distributed-training"): ("--specialization", "distributed"),
    }.items():
        then = run("estimate", *line, *options, "--json").json
        for part in ("base", "total"):
            apart = then[part]["typical"] - now[part]["typical"]
            assert found[change][part]["dollars"] == apart


def test_every_format_carries_the_same_levers() -> None:
    """CSV has a row a change, with JSON's figures."""
    line = ("levers", "--years", "4")
    document = run(*line, "--json").json["levers"]
    rows = list(csv.DictReader(io.StringIO(run(*line, "--format", "csv").out)))
    for row, lever in zip(rows, document, strict=True):
        assert row["id"] == lever["id"]
        assert int(row["total_dollars"]) == lever["total"]["dollars"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ((), "expected years or level"),
        (("--years", "nan"), "years: expected"),
        (("--years", "4", "--tier", "fang"), "did you mean faang?"),
        (("--years", "4", "--city", "\x1b[31m"), "city: expected"),
    ],
)
def test_bad_people_are_refused(line: tuple[str, ...], said: str) -> None:
    """As for `estimate`: one line, exit 2."""
    done = run("levers", *line)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert len(done.err.splitlines()) == 1
