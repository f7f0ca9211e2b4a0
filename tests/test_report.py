"""`mlcomp report`: a roster as one page; its figures are those of `batch`, its text only text."""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import run
from mlcomp.documents.registry import json_schema
from report_page import HOSTILE, OPTIONS, TEAMS, Page, reported, roster

pytest.importorskip("duckdb")


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A roster of usual people."""
    return roster(tmp_path_factory.mktemp("people"))


@pytest.fixture(scope="module")
def plain(people: Path) -> Page:
    """Their report."""
    return reported(people, *OPTIONS)


def test_its_figures_are_those_of_batch(people: Path, plain: Page) -> None:
    """Counts, means, quartiles and costs are the summary's, by level and by the column."""
    document = plain.document
    line = ("batch", str(people), "--by", "team", "--allow-errors", "--json")
    summary = run(*line).json
    for key in ("book", "fingerprint", "calibration", "rows", "priced", "without_city", "errors"):
        assert document[key] == summary[key], key
    everyone, *levels = document["estimated"]
    assert everyone["people"] == summary["priced"]
    assert [tuple(each.values()) for each in levels] == [
        (each["title"], each["people"], each["base_typical"], each["total_typical"])
        for each in summary["levels"]
    ]
    (pay,) = document["pay"]
    (split,) = summary["splits"]
    found = [pay["everyone"], *pay["levels"], *pay["groups"]]
    said = [summary["base"], *(each["base"] for each in (*summary["levels"], *split["groups"]))]
    assert len(pay["groups"]) == len(TEAMS)
    for group, standing in zip(found, said, strict=True):
        for key in ("paid", "below_minimum", "within", "above_maximum"):
            assert group[key] == standing[key]
        if group["paid"] < 10:
            continue
        for key in ("to_minimum", "to_typical"):
            assert group[key] == standing[key]
        for key, other in (("p25", "compa_p25"), ("p50", "compa_median"), ("p75", "compa_p75")):
            assert group["compa_ratio"][key] == standing[other]


def test_what_is_drawn_is_what_each_row_says(people: Path) -> None:
    """Percentiles, mean ranges, bins and outliers, worked out again from the priced rows."""
    done = run("batch", str(people), "-", "--to", "jsonl", "--allow-errors")
    rows = [json.loads(line) for line in done.out.splitlines()]
    paid = [
        {**row, "row": n, "base": float(row["base"])}
        for n, row in enumerate(rows, 1)
        if row["base"] and row["error"] is None
    ]
    (pay,) = reported(people, *OPTIONS, "--outliers", "5").document["pay"]
    everyone = pay["everyone"]
    assert everyone["paid"] == len(paid)
    pays = [row["base"] for row in paid]
    deciles = statistics.quantiles(pays, n=10, method="inclusive")
    assert abs(everyone["pay"]["p10"] - deciles[0]) <= 1
    assert abs(everyone["pay"]["p90"] - deciles[-1]) <= 1
    for figure in ("low", "typical", "high"):
        assert abs(everyone[figure] - statistics.fmean(r[f"base_{figure}"] for r in paid)) <= 1
    ratios = [row["base"] / row["base_typical"] for row in paid]
    assert sum(each[side] for each in pay["bins"] for side in ("below", "within", "above")) == len(
        paid
    )
    for each in pay["bins"]:
        inside = sum((each["start"] or 0) <= r < (each["end"] or 99) for r in ratios)
        assert inside == each["below"] + each["within"] + each["above"]
    below = sorted(
        (row for row in paid if row["base"] < row["base_low"]),
        key=lambda row: (row["base"] / row["base_low"], row["row"]),
    )
    assert len(below) > 5
    assert [each["row"] for each in pay["outliers"]["below"]] == [r["row"] for r in below[:5]]
    for each, row in zip(pay["outliers"]["below"], below, strict=False):
        assert each["id"] == row["name"]
        assert each["metro"] == row["metro"]
        assert (each["paid"], each["low"]) == (round(row["base"]), round(row["base_low"]))


def test_of_small_groups_there_are_counts_alone(tmp_path: Path, plain: Page) -> None:
    """Under ten people no percentile, no cost; of nobody is the pay where no outlier is asked."""
    file = roster(tmp_path, 9)
    page = reported(file, "--outliers", "0")
    (pay,) = page.document["pay"]
    for group in (pay["everyone"], *pay["levels"]):
        assert group["paid"] < 10
        assert {group[key] for key in ("to_minimum", "to_typical")} == {None}
        assert group["pay"] is group["compa_ratio"] is None
    assert pay["bins"] == []
    assert "data-chart" not in {name for name, _ in page.attributes}
    assert page.text.count("–: fewer than 10 people with pay") == page.tags.count("table") - 1 == 2
    assert pay["outliers"] == {"below": [], "above": []}
    assert "This file holds nobody's own pay." in page.text
    paid = [line.split(",")[-2] for line in file.read_text("utf-8").splitlines()[1:]]
    shown = page.text.replace(",", "") + page.scripts[0]
    assert not any(cell in shown for cell in paid if cell)
    assert "This file holds the pay of those listed" in plain.text


def test_what_is_hostile_is_only_text(tmp_path: Path, plain: Page) -> None:
    """In names, ids, reasons, the column's and the file's own name: no element, no attribute."""
    file = roster(tmp_path, teams=HOSTILE)
    text = file.read_text("utf-8").replace("Springfield", "<script>alert(2)</script>")
    named = tmp_path / "<img src=x>.csv"
    column = "team'</style><i>"
    named.write_text(text.replace(",team", f",{column}").replace("N1", "<u>N1"), "utf-8")
    page = reported(named, "--by", column, "--id", "name")
    assert set(page.tags) == set(plain.tags)
    assert page.tags.count("script") == plain.tags.count("script") == 2
    assert {name for name, _ in page.attributes} == {name for name, _ in plain.attributes}
    names = {group["name"] for group in page.document["pay"][0]["groups"]}
    assert {"<b>bold</b>", "a b", "&lt;i&gt;", "</script><script>alert(1)</script>"} <= names
    for shown in ("<b>bold</b>", "Roster report: <img src=x>.csv", "<script>alert(2)</script>"):
        assert shown in page.text
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f]", page.text)
    assert all(script.isascii() for script in page.scripts)


def test_nothing_is_asked_of_any_other_file(plain: Page) -> None:
    """No element names another file; the policy allows the one script by its hash and no more."""
    assert not {"src", "href", "srcset", "action", "background"} & {n for n, _ in plain.attributes}
    (policy,) = (v for n, v in plain.attributes if n == "content" and v and "default-src" in v)
    assert re.fullmatch(
        r"default-src 'none'; script-src 'sha256-[\w+/]{43}='; style-src 'unsafe-inline'; "
        r"img-src blob:; base-uri 'none'; form-action 'none'",
        policy,
    )


def test_the_same_people_give_the_same_bytes(tmp_path: Path) -> None:
    """Twice, to a file and to standard output, which is all that is there."""
    file = roster(tmp_path)
    out = tmp_path / "report.html"
    done = run("report", str(file), "-o", str(out), *OPTIONS, "--allow-errors")
    assert (done.code, done.out) == (0, "")
    assert re.match(r"mlcomp: 108 of 120 people priced to .*report.html in ", done.err)
    again = run("report", str(file), "-o", "-", *OPTIONS, "--allow-errors")
    assert out.read_text("utf-8") == again.out
    assert again.out.isascii()


def test_the_installed_command_works_in_a_pipe(people: Path, plain: Page) -> None:
    """From standard input to standard output, whatever its encoding; only words go elsewhere."""
    line = [sys.executable, "-m", "mlcomp", "report", "-", "--from", "csv", "-o", "-", *OPTIONS]
    done = subprocess.run(
        line,
        input=people.read_bytes(),
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "MLCOMP_BOOK": ""},
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith(b"mlcomp: 108 of 120 people priced in ")
    page = Page(done.stdout.decode("ascii"))
    assert page.document == {**plain.document, "file": "standard input"}


def test_what_is_there_is_not_overwritten(tmp_path: Path) -> None:
    """Only --force replaces OUT, and never IN; after a refusal nothing is left behind."""
    file, out = roster(tmp_path), tmp_path / "report.html"
    out.write_text("mine", "utf-8")
    done = run("report", str(file), "-o", str(out), "--allow-errors")
    assert (done.code, done.out) == (1, "")
    assert done.err.endswith(": exists already; --force overwrites it\n")
    people = file.read_bytes()
    done = run("report", str(file), "-o", str(file), "--force")
    assert (done.code, done.out) == (2, "")
    assert "is the file that IN reads; give another name" in done.err
    assert file.read_bytes() == people
    for options in (("--by", "nothing"), ("--id", "nothing"), ("--map", "years=nothing")):
        assert run("report", str(file), "-o", str(out), "--force", *options).code != 0
    assert out.read_text("utf-8") == "mine"
    assert run("report", str(file), "-o", str(out), "--force", "--allow-errors").code == 0
    assert out.read_text("utf-8").startswith("<!doctype html>")
    assert {path.name for path in tmp_path.iterdir()} == {"people.csv", "report.html"}


def test_exit_codes_are_those_of_batch(tmp_path: Path) -> None:
    """1 where somebody could not be priced, though the report is written; 2 for no column."""
    file, out = roster(tmp_path), tmp_path / "report.html"
    assert run("report", str(file), "-o", str(out)).code == 1
    assert out.exists()
    done = run("report", str(file), "-o", "-", "--by", "tem")
    assert (done.code, done.out) == (2, "")
    assert "by: 'tem' is no column" in done.err
    done = run("report", str(file), "-o", "-", "--id", "nam")
    assert (done.code, done.out) == (2, "")
    assert "id: 'nam' is no column" in done.err
    assert run("report", str(file)).code == 2


def test_options_mean_what_they_do_to_batch(tmp_path: Path) -> None:
    """Other names of columns, values and formats, another book, pay by the hour."""
    file = tmp_path / "people.txt"
    rows = "".join(f"{n},SE,{60 + n}\n" for n in range(12))
    file.write_text(f"who,rank,wage\n{rows}", "utf-8")
    options = ("--map", "level=rank", "--map", "base=wage", "--value", "rank:SE=senior")
    options += ("--pay", "hourly", "--book", "market", "--from", "csv")
    document = reported(file, *options).document
    (pay,) = document["pay"]
    assert document["book"].startswith("market-")
    assert (pay["levels"][0]["name"], pay["everyone"]["paid"]) == ("Senior", 12)
    assert pay["everyone"]["pay"]["p50"] == 65.5 * 2_080


def test_without_real_pay_the_book_speaks_alone(tmp_path: Path) -> None:
    """Levels and reasons are there, no picture and no word of pay; a roster of nobody is one."""
    file = tmp_path / "people.csv"
    file.write_text("years,city\n4,SF\n5,NYC\n6,Nowhere\n", "utf-8")
    page = reported(file)
    assert page.document["pay"] == []
    assert "data-chart" not in {name for name, _ in page.attributes}
    assert "2 of 3 people priced" in page.text
    assert "unknown place 'Nowhere'" in page.text
    file.write_text("years,base\n", "utf-8")
    assert "0 of 0 people priced" in reported(file).text


def test_the_document_keeps_its_schema(tmp_path: Path, plain: Page) -> None:
    """It is what `mlcomp schema roster-report` says, with real pay or without."""
    jsonschema = pytest.importorskip("jsonschema")
    file = tmp_path / "people.csv"
    file.write_text("years\n4\n", "utf-8")
    for document in (plain.document, reported(file).document):
        jsonschema.validate(document, json_schema("roster-report"))
