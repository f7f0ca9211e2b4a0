"""Take-home pay as a person or a script gets it, from every command that has it."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from conftest import run
from mlcomp.cli import take_home as the_command
from mlcomp.cli.household import HOUSEHOLD

pytest.importorskip("taxsim_py")

from mlcomp.taxes import library

PERSON = ("--years", "8", "--city", "SF")
HIDDEN = """
import json, sys

class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("polars", "taxsim_py"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Hidden())
sys.argv = ["mlcomp", *json.loads(sys.argv[1])]
from mlcomp.cli import main
main()
"""


def rows(*args: str) -> list[dict[str, str]]:
    """Return what a command prints as CSV."""
    result = run(*args, "--format", "csv")
    assert result.code == 0, result.err
    return list(csv.DictReader(io.StringIO(result.out)))


def test_the_main_job() -> None:
    """`mlcomp take-home --pay 261333 --city SF` has each tax, what is left, and what it buys."""
    result = run("take-home", "--pay", "261333", "--city", "SF")
    assert (result.code, result.err) == (0, "")
    shown = ("-53,259", "-15,260", "-20,083", "-3,136", "169,595", "146,692", "35.1%", "41.9%")
    for figure in shown:
        assert figure in result.out
    assert "law of 2025" in result.out


def test_json_has_what_the_issue_of_take_home_pay_names() -> None:
    """Whole dollars that add up, percentages to a tenth, and what is not counted."""
    found = run("take-home", "--pay", "261333", "--city", "NYC", "--json").json["take_home"]
    names = ("federal", "social_security_medicare", "state", "state_payroll", "local")
    assert found["net"] == found["pay"] - sum(found[name] for name in names)
    assert (found["law"], found["filing"], found["local"]) == (2025, "single", 9_124)
    assert found["net_at_national_prices"] == round(found["net"] / found["price_level"] * 100)
    assert "shares sold later" in found["notes"][0]
    assert sum(line["dollars"] for line in found["lines"]) == found["pay"] - found["net"]
    assert all((line["library"] is None) != (line["levy"] is None) for line in found["lines"])


@pytest.mark.parametrize(
    ("schema", "command"),
    [
        ("take-home", ("take-home", "--pay", "261333", "--city", "NYC")),
        ("take-home", ("take-home", *PERSON, "--filing", "married", "--spouse-pay", "90k")),
        ("take-home", ("take-home", "--pay", "300k", "--city", "Texas", "--dependents", "2")),
        ("estimate", ("estimate", *PERSON, "--take-home", "--pretax", "23500")),
        ("offer", ("offer", "--base", "240k", "--equity", "400k", *PERSON, "--take-home")),
        ("compare", ("compare", "--years", "8", "--city", "SF,Austin", "--take-home")),
        ("levers", ("levers", *PERSON, "--take-home")),
    ],
)
def test_output_fits_its_json_schema(schema: str, command: tuple[str, ...]) -> None:
    """`mlcomp schema X` describes what `--json` prints, to the last key."""
    jsonschema.validate(run(*command, "--json").json, run("schema", schema).json)


def test_a_comparison_ranks_by_what_is_left_at_national_prices() -> None:
    """Austin pays less than San Francisco, leaves less, and buys more."""
    found = run("compare", "--years", "8", "--city", "SF,Austin", "--take-home", "--json").json
    austin, francisco = found["scenarios"]
    assert austin["place"]["name"] == "Austin, TX"
    assert austin["market"]["pay"]["total"] < francisco["market"]["pay"]["total"]
    assert austin["take_home"]["net"] < francisco["take_home"]["net"]
    real = [each["take_home"]["net_at_national_prices"] for each in (austin, francisco)]
    assert real[0] > real[1]
    # What is taxed is the pay by the book that ranks.
    assert austin["take_home"]["years"][0]["pay"] == austin["market"]["pay"]["total"]
    shown = run("compare", "--years", "8", "--city", "SF,Austin", "--take-home").out
    assert "2 scenarios by take-home pay at national prices" in shown


def test_a_state_alone_comes_last_and_says_why() -> None:
    """Without a level of prices nothing can be ranked by it."""
    found = run("compare", "--years", "8", "--city", "TX,Detroit", "--take-home")
    assert "Texas as a whole has no price level: name a city" in found.out
    places = [
        each["name"]
        for each in rows("compare", *["--years", "8", "--city", "TX,Detroit"], "--take-home")
    ]
    assert places == ["Detroit, MI", "Texas"]


def test_an_offer_is_taxed_year_by_year() -> None:
    """Base, bonus, vested shares and sign-on are wages of their year; relocation is none."""
    offer = ("--base", "240k", "--equity", "400k", "--sign-on", "50k", "--relocation", "20k")
    found = run("offer", *offer, *PERSON, "--take-home", "--json").json
    wages = [each["pay"] for each in found["take_home"]["years"]]
    assert wages == [390_000, 340_000, 340_000, 340_000, 240_000]
    assert found["take_home"]["net"] == sum(y["net"] for y in found["take_home"]["years"])
    shown = run("offer", *offer, *PERSON, "--take-home").out
    assert "2 to 4  340,000" in shown
    assert (
        len(
            [
                row
                for row in rows("offer", *offer, *PERSON, "--take-home")
                if row["id"].startswith("net_")
            ]
        )
        == 10
    )


def test_levers_tell_what_a_move_buys() -> None:
    """Each move has what is left after it and what that changes; nothing else has."""
    found = run("levers", *PERSON, "--take-home", "--json").json
    moves = [each for each in found["levers"] if "take_home" in each]
    assert {each["dimension"] for each in moves} == {"location", "metro"}
    best = max(moves, key=lambda each: each["take_home"]["change_at_national_prices"] or 0)
    assert best["market"]["total"]["dollars"] < 0 < best["take_home"]["change_at_national_prices"]
    assert "Moves after tax" in run("levers", *PERSON, "--take-home").out
    assert "take_home" not in run("levers", *PERSON, "--json").json


def test_remote_work_is_taxed_at_home() -> None:
    """The city of a remote job is where the person lives; so is --live-in."""
    remote = ("take-home", "--years", "8", "--remote", "--json")
    home = run(*remote, "--city", "Austin").json["take_home"]
    assert (home["work"], home["state"]) == ("Austin, TX", 0)
    moved = run(*remote, "--city", "SF", "--live-in", "Austin").json["take_home"]
    assert moved["state_payroll"] == 0
    commuter = run("take-home", *PERSON, "--live-in", "Reno", "--json").json["take_home"]
    assert commuter["state_payroll"] > commuter["state"] == 0
    assert any("what California and its cities take" in note for note in commuter["notes"])


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("take-home", "--pay", "250k"), "city: expected a city or a state for take-home pay"),
        (("take-home", "--pay", "250k", "--city", "San Juan, PR"), "the 50 states or DC"),
        (("take-home", "--pay", "250", "--city", "SF"), "pay: expected US dollars a year"),
        (("take-home", "--pay", "250k", *PERSON), "pay: expected no --years beside it"),
        (("take-home", "--city", "SF"), "for example: mlcomp take-home --pay 250k --city SF"),
        (("take-home", "--pay", "250k", "--city", "Sna Francisco"), "city: unknown place"),
        (("estimate", *PERSON, "--take-home", "--live-in", "Atlantis"), "live-in: unknown place"),
        (("estimate", *PERSON, "--filing", "married"), "filing: expected --take-home with it"),
        (("estimate", *PERSON, "--take-home", "--filing", "maried"), "did you mean married"),
        (("batch", "-", "--summary", "--take-home"), "take-home: expected OUT"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_line(args: tuple[str, ...], said: str) -> None:
    """Names what was wrong and what would be right; exit code 2."""
    result = run(*args)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert len(result.err.splitlines()) == 1


@pytest.mark.parametrize(
    "args",
    [
        ["take-home", "--pay", "250k", "--city", "SF"],
        ["estimate", *PERSON, "--take-home"],
    ],
    ids=lambda args: args[0],
)
def test_without_the_extra_one_line_says_what_to_install(args: list[str]) -> None:
    """The library is asked for where it is used, and nowhere else."""
    done = subprocess.run(
        [sys.executable, "-c", HIDDEN, json.dumps(args)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "pip install 'mlcomp-pay[tax]'" in done.stderr


def test_every_option_of_a_household_is_where_take_home_is() -> None:
    """But for levers and rosters, whose people live where they work."""
    for command in ("take-home", "estimate", "offer", "compare", "levers", "batch"):
        shown = run(command, "--help", env={"COLUMNS": "200"}).out
        for name in HOUSEHOLD:
            missing = name == "live_in" and command in ("levers", "batch")
            assert (f"--{name.replace('_', '-')}" in shown) is not missing, (command, name)


def test_a_library_that_refuses_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own words, after its name."""
    monkeypatch.setattr(library, "LAW", 2099)
    result = run("take-home", "--pay", "250k", "--city", "SF")
    assert result.code == 1
    assert result.err.startswith("mlcomp: taxsim-py: ")
    assert the_command.app


def test_a_roster_has_what_each_alone_has(tmp_path: Path) -> None:
    """`batch --take-home` adds two columns, in the order of the rows; who has no city has none."""
    pytest.importorskip("duckdb")
    people = tmp_path / "people.csv"
    taxed = ("--take-home", "--allow-errors", "--filing", "married")
    cities = ("SF", "nyc", "", "Austin", "Texas", "San Juan, PR", "NYC", "Bethesda, MD", "Denver")
    lines = [f'{n},{n + 2},"{city}"' for n, city in enumerate(cities)]
    people.write_text("\n".join(["id,years,city", *lines, '99,x,"SF"']) + "\n", encoding="utf-8")
    result = run("batch", str(people), "-", "--to", "csv", *taxed)
    assert result.code == 0, result.err
    assert "2  without take-home pay: no city in the 50 states and DC" in result.err
    priced = list(csv.DictReader(io.StringIO(result.out)))
    assert [row["id"] for row in priced] == [*map(str, range(len(cities))), "99"]
    for row in priced:
        if row["error"] or row["city"] in ("", "San Juan, PR"):
            assert (row["net"], row["net_at_national_prices"]) == ("", "")
            continue
        one = run(
            "take-home",
            "--years",
            row["years"],
            "--city",
            row["city"],
            "--filing",
            "married",
            "--json",
        ).json["take_home"]
        assert float(row["net"]) == one["net"]
        real = row["net_at_national_prices"]
        assert (float(real) if real else None) == one["net_at_national_prices"]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("years,metro_area", "city: expected a column of cities for take-home pay"),
        ("years,city,net", "'net' would be added and is there already"),
    ],
)
def test_a_roster_that_cannot_be_taxed_is_refused(header: str, said: str, tmp_path: Path) -> None:
    """Before anything is written."""
    pytest.importorskip("duckdb")
    people = tmp_path / "people.csv"
    people.write_text(f"{header}\n4,SF{',1' * (header.count(',') - 1)}\n", encoding="utf-8")
    result = run("batch", str(people), str(tmp_path / "out.csv"), "--take-home")
    assert result.code == 2
    assert said in result.err
    assert not (tmp_path / "out.csv").exists()
