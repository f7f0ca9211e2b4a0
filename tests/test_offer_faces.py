"""Offers as tables, JSON, CSV and Markdown: the same figures in each."""

from __future__ import annotations

import csv
import io

import jsonschema
import pytest

from conftest import run
from test_offer import EXAMPLE, PERSON


def test_the_table_says_it_all() -> None:
    """Years, average, recurring apart from one-time pay, where it stands, what to ask for."""
    out = run(*EXAMPLE).out
    for shown in (
        "406,000",
        "276,000",
        "383,500",
        "376,000",
        "Sign-on pay is paid once: 30,000 in year 1.",
        "▲ the offer",
    ):
        assert shown in out
    assert "Ask, to typical" in out
    private = run(*EXAMPLE, "--equity-kind", "private").out
    assert "Private shares counted as nothing" in private
    assert "Private shares at the value claimed" in private


@pytest.mark.parametrize(
    "extra",
    [(), ("--equity-kind", "private"), ("--refresh", "1m"), ("--bonus", "$20,000", "--growth", "7.5%")],
)  # fmt: skip
def test_json_fits_its_schema(extra: tuple[str, ...]) -> None:
    """`mlcomp schema offer` describes it to the last key; parts add up in whole dollars."""
    described = run("schema", "offer").json
    jsonschema.Draft202012Validator.check_schema(described)
    found = run(*EXAMPLE, *extra, "--json").json
    jsonschema.validate(found, described)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**found, "extra": 1}, described)
    for year in found["years"]:
        assert year["total"] == sum(year[k] for k in ("base", "bonus", "equity", "sign_on"))
    # To typical nothing is asked for but where private shares count as nothing.
    private = "private" in extra
    assert (found["gap"] is not None) is private
    assert sum((found["gap"] or {}).values()) == found["total"]["to_typical"]


def test_csv_holds_the_figures_of_json() -> None:
    """One row a year, then the averages, then where base and total stand."""
    document = run(*EXAMPLE, "--json").json
    rows = {
        row["id"]: row for row in csv.DictReader(io.StringIO(run(*EXAMPLE, "--format", "csv").out))
    }
    for year in document["years"]:
        assert int(rows[f"year_{year['year']}"]["total"]) == year["total"]
    for figure in ("percentile", "to_typical", "to_p75"):
        assert int(rows[figure]["base"]) == document["base"][figure]
        assert int(rows[figure]["total"]) == document["total"][figure]
    assert int(rows["one_time_total"]["total"]) == document["one_time_total"]
    short = (*PERSON, "--base", "240k", "--bonus", "20k")
    gap = run("offer", *short, "--json").json["gap"]
    found = csv.DictReader(io.StringIO(run("offer", *short, "--format", "csv").out))
    lacking = {row["id"]: row for row in found}
    assert int(lacking["gap_base"]["base"]) == gap["base"]
    assert int(lacking["gap_equity_and_bonus"]["total"]) == gap["equity_and_bonus"]
