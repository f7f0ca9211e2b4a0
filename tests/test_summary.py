"""`mlcomp batch --summary --by`: a pay review's figures, level by level and by any column."""

from __future__ import annotations

import csv
import io
import random
import statistics
from collections import defaultdict
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from conftest import run
from mlcomp import Profile, estimate, load_book

pytest.importorskip("duckdb")

CITIES = ("SF", "NYC", "Austin, TX", "")
LEVELS = ("entry", "mid", "senior", "staff")


def written(folder: Path, text: str, name: str = "people.csv") -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def summary(file: str, *options: str) -> Any:
    """The summary's JSON, of people who could all be priced."""
    found = run("batch", file, "--summary", "--json", *options).json
    jsonschema.validate(found, run("schema", "roster").json)
    return found


def a_company(folder: Path, count: int = 300) -> tuple[str, list[dict[str, Any]]]:
    """A file of people, and what `estimate` and plain arithmetic say of each."""
    chance = random.Random(1)
    people: list[dict[str, Any]] = []
    for _ in range(count):
        level, city = chance.choice(LEVELS), chance.choice(CITIES)
        team = chance.choice(("Search", "Speech", 'a, "b"', ""))
        base = estimate(Profile(level=level, city=city or None), load_book()).base
        paid = round(base.typical * chance.uniform(0.6, 1.4)) if chance.random() < 0.9 else None
        people.append({"level": level, "city": city, "team": team, "paid": paid, "base": base})
    rows = io.StringIO()
    writer = csv.writer(rows)
    writer.writerow(("level", "city", "team", "base"))
    writer.writerows((p["level"], p["city"], p["team"], p["paid"]) for p in people)
    return written(folder, rows.getvalue()), people


def by_hand(people: list[dict[str, Any]]) -> dict[str, Any]:
    """What the summary should say of some people's base."""
    paid = [(p["paid"], p["base"]) for p in people if p["paid"] is not None]
    ratios = [amount / base.typical for amount, base in paid]
    quartiles = statistics.quantiles(ratios, n=4, method="inclusive")
    return {
        "paid": len(paid),
        "mean": statistics.fmean(amount for amount, _ in paid),
        **dict(zip(("compa_p25", "compa_median", "compa_p75"), quartiles, strict=True)),
        "below_minimum": sum(amount < base.low for amount, base in paid),
        "within": sum(base.low <= amount <= base.high for amount, base in paid),
        "above_maximum": sum(amount > base.high for amount, base in paid),
        "to_minimum": sum(max(0, base.low - amount) for amount, base in paid),
        "to_typical": sum(max(0, base.typical - amount) for amount, base in paid),
    }


def assert_standing(found: dict[str, Any], people: list[dict[str, Any]]) -> None:
    wanted = by_hand(people)
    assert found.keys() == wanted.keys()
    for name, figure in wanted.items():
        assert found[name] == pytest.approx(figure, rel=1e-4, abs=1), name


def test_the_ranges_own_ends_decide_what_it_costs(tmp_path: Path) -> None:
    """Of two in SF at 210,000 and 200,000 one is below the minimum, 207,000: it costs 7,000."""
    found = summary(written(tmp_path, "years,city,base\n4,SF,210000\n4,SF,200000\n"))
    base = found["base"]
    assert (base["below_minimum"], base["within"], base["above_maximum"]) == (1, 1, 0)
    assert base["to_minimum"] == 7_000
    assert base["to_typical"] == pytest.approx(2 * 261_333.33 - 410_000, abs=1)
    assert (base["paid"], base["mean"]) == (2, 205_000)


def test_who_is_paid_an_end_of_the_range_is_within_it(tmp_path: Path) -> None:
    """The minimum and the maximum themselves belong to the range."""
    base = summary(written(tmp_path, "years,city,base\n4,SF,207000\n4,SF,338000\n"))["base"]
    assert (base["below_minimum"], base["within"], base["above_maximum"]) == (0, 2, 0)
    assert base["to_minimum"] == 0


def test_every_group_is_what_its_people_add_up_to(tmp_path: Path) -> None:
    """By a column, by level and by metro; an empty cell is a group of its own, and no name is."""
    file, people = a_company(tmp_path)
    found = summary(file, "--by", "team", "--by", "Level", "--by", "metro", "--by", "city")
    assert [split["by"] for split in found["splits"]] == ["team", "level", "metro", "city"]
    assert_standing(found["base"], people)
    assert found["total"] is None
    teams, levels, metros, cities = found["splits"]
    for split, name in ((teams, "team"), (levels, "level"), (cities, "city")):
        groups = defaultdict(list)
        for each in people:
            groups[each[name] or None].append(each)
        assert {group["value"] for group in split["groups"]} == groups.keys()
        assert split["other_groups"] == split["other_people"] == 0
        sizes = [group["people"] for group in split["groups"]]
        assert sizes == sorted(sizes, reverse=True)
        for group in split["groups"]:
            own = groups[group["value"]]
            assert group["people"] == len(own)
            typical = statistics.fmean(each["base"].typical for each in own)
            assert group["base_typical"] == pytest.approx(typical, abs=1)
            assert_standing(group["base"], own)
    assert {group["title"] for group in levels["groups"]} >= {"Entry", "Staff/Principal"}
    assert {level["id"]: level["base"] for level in found["levels"]} == {
        group["value"]: group["base"] for group in levels["groups"]
    }
    assert "San Francisco-Oakland-Fremont, CA" in {group["value"] for group in metros["groups"]}


def test_groups_are_the_same_from_every_format_of_the_rows(tmp_path: Path) -> None:
    """With OUT as CSV, JSON lines or Parquet, with a prefix, and without OUT."""
    file, _ = a_company(tmp_path, 60)
    alone = summary(file, "--by", "team", "--by", "metro")
    for ending in ("csv", "jsonl", "parquet"):
        out = str(tmp_path / f"out.{ending}")
        assert summary(file, out, "--prefix", "est ", "--by", "team", "--by", "metro") == alone


def test_a_group_is_named_as_its_cells_are_not_as_they_are_written(tmp_path: Path) -> None:
    """Also where OUT has it after an apostrophe, so that no spreadsheet runs it."""
    file = written(tmp_path, "years,team,base\n4,@ads,250000\n4,'x,250000\n4,-5,250000\n")
    for ending in ("csv", "jsonl"):
        found = summary(file, str(tmp_path / f"out.{ending}"), "--by", "team")
        values = {group["value"] for group in found["splits"][0]["groups"]}
        assert values == {"@ads", "'x", "-5"}
    assert "'@ads" in (tmp_path / "out.csv").read_text("utf-8")


def test_what_stands_in_a_cell_may_mean_something_else(tmp_path: Path) -> None:
    """`--value` for what prices people, for real pay and for a group; OUT keeps what stood."""
    text = "lev,where,dept,base\nSE,SF,1,none\nSE,SF,01,300000\nJR,SF,2,100000\n"
    file = written(tmp_path, text)
    meant = ("level:SE=senior", "lev:JR=entry", "dept:01=1", "dept:2=", "base:none=")
    options = [each for value in meant for each in ("--value", value)]
    options += ["--map", "level=lev", "--map", "city=where", "--by", "dept"]
    out = tmp_path / "out.csv"
    for target in ((), (str(out),)):
        found = summary(file, *target, *options)
        (split,) = found["splits"]
        assert [(each["value"], each["people"]) for each in split["groups"]] == [
            ("1", 2),
            (None, 1),
        ]
        assert [(each["id"], each["people"]) for each in found["levels"]] == [
            ("entry", 1),
            ("senior", 2),
        ]
        assert found["base"]["paid"] == 2
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8"))))
    assert [[row[name] for name in ("lev", "dept", "base", "level_id")] for row in rows] == [
        ["SE", "1", "none", "senior"],
        ["SE", "01", "300000", "senior"],
        ["JR", "2", "100000", "entry"],
    ]


def test_pay_is_read_as_what_it_means(tmp_path: Path) -> None:
    """A code for a salary is that salary, in OUT's position and in the summary."""
    file = written(tmp_path, "years,city,base\n4,SF,B7\n")
    found = summary(file, "--value", "base:B7=200k")
    assert (found["base"]["mean"], found["base"]["to_minimum"]) == (200_000, 7_000)


def test_many_groups_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """JSON has the largest, a table fewer of them, and both count the others."""
    monkeypatch.setattr("mlcomp.roster.standing.MAX_LISTED", 30)
    rows = "".join(f"4,SF,{team},250000\n" * (2 if team < 5 else 1) for team in range(40))
    file = written(tmp_path, "years,city,team,base\n" + rows)
    (split,) = summary(file, "--by", "team")["splits"]
    assert len(split["groups"]) == 30
    assert (split["other_groups"], split["other_people"]) == (10, 10)
    assert [group["people"] for group in split["groups"]][:6] == [2] * 5 + [1]
    assert all(group["base"]["paid"] == group["people"] for group in split["groups"])
    shown = run("batch", file, "--by", "team").out
    assert "20 more groups, none larger, with 20 people not shown" in shown


def test_people_without_pay_have_no_figures_of_it(tmp_path: Path) -> None:
    """A group of which nobody is paid is counted; without a column of pay there is none."""
    file = written(tmp_path, "years,team,base\n4,a,250000\n4,b,\n")
    (split,) = summary(file, "--by", "team")["splits"]
    base = {group["value"]: group["base"] for group in split["groups"]}
    assert base["b"] == dict.fromkeys(base["b"]) | {"paid": 0}
    assert run("batch", file, "--by", "team").code == 0
    (split,) = summary(written(tmp_path, "years,team\n4,a\n"), "--by", "team")["splits"]
    assert split["groups"][0]["base"] is None


def test_nobody_priced_is_no_group(tmp_path: Path) -> None:
    """A roster of errors has none, and says the errors."""
    file = written(tmp_path, "years,team,base\nx,a,250000\n")
    found = summary(file, "--by", "team", "--allow-errors")
    assert (found["rows"], found["priced"], found["levels"], found["base"]) == (1, 0, [], None)
    assert found["splits"][0]["groups"] == []


def test_rows_for_a_spreadsheet(tmp_path: Path) -> None:
    """`--format csv`: everybody, each level and each group, a row each; levels only once."""
    file, people = a_company(tmp_path, 100)
    shown = run("batch", file, "--by", "team", "--by", "level", "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(shown)))
    assert [row["by"] for row in rows] == ["all", *["level"] * 4, *["team"] * 4]
    assert rows[0]["people"] == str(len(people))
    assert {row["value"] for row in rows[5:]} == {"Search", "Speech", 'a, "b"', ""}
    assert int(rows[0]["base_to_minimum"]) == pytest.approx(by_hand(people)["to_minimum"], abs=1)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--by", "tem"), "by: 'tem' is no column; valid: years, team, Team size, team-size"),
        (("--by", "team_size"), "by: expected one column, found 'Team size' and 'team-size'"),
        (("--value", "dept:a=b"), "value: 'dept' is no column"),
        (("--value", "team"), "value: expected COLUMN:THEIRS=OURS, found 'team'"),
    ],
)
def test_what_is_no_column_is_refused(tmp_path: Path, options: tuple[str, ...], said: str) -> None:
    """One line, exit 2, before anything is written."""
    file = written(tmp_path, "years,team,Team size,team-size\n4,a,1,2\n")
    out = tmp_path / "out.csv"
    refused = run("batch", file, str(out), *options)
    assert (refused.code, refused.out) == (2, "")
    assert said in refused.err
    assert not out.exists()


def test_the_table_says_who_is_below_and_what_it_costs(tmp_path: Path) -> None:
    """On 80 columns each line whole; text of a group is no markup and has no control characters."""
    text = 'years,city,team,base\n4,SF,[red]x,210000\n4,SF,"a\x1bb",200000\n'
    shown = run("batch", written(tmp_path, text), "--summary", "--by", "team").out
    assert "Cost to" in shown
    assert "7,000" in shown
    assert "[red]x" in shown
    assert "\x1b" not in shown
    assert max(map(len, shown.splitlines())) <= 80
    assert (
        "| [red]x".replace("[", "\\[").replace("]", "\\]")
        in run("batch", str(tmp_path / "people.csv"), "--by", "team", "--format", "markdown").out
    )


def test_levels_and_the_widest_groups(tmp_path: Path) -> None:
    """People by level in the book's order, and groups of ten and more by how far pay is apart."""
    rows = "".join(f"4,SF,{pay}\n" for pay in (200_000, 210_000, 261_000, 400_000))
    found = summary(written(tmp_path, "years,city,base\n" + rows * 5 + "1,,\n"))
    assert found["rows"] == found["priced"] == 21
    assert [(level["id"], level["people"]) for level in found["levels"]] == [
        ("entry", 1),
        ("mid", 20),
    ]
    (widest,) = found["widest"]
    assert (widest["level"], widest["people"]) == ("mid", 20)
    assert widest["spread"] == pytest.approx(2, abs=0.001)
