"""Which column is which: names that cannot be told apart are refused, by every engine alike."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer

from conftest import run
from mlcomp import ProfileError, load_book
from mlcomp.cli.app import app
from mlcomp.roster.cells import OTHER_NAMES
from own_factors import own_text

duckdb = pytest.importorskip("duckdb")
pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")
pa = pytest.importorskip("pyarrow")

from mlcomp.roster.engines.duck import Duck  # noqa: E402 (duckdb may be missing)
from mlcomp.roster.frame import price  # noqa: E402
from mlcomp.roster.pricing.sql import Sql  # noqa: E402

FRAMES: dict[str, Callable[[dict[str, list[str]]], Any]] = {
    "pandas": pd.DataFrame,
    "polars": pl.DataFrame,
    "lazy": pl.LazyFrame,
    "pyarrow": pa.table,
    "duckdb": lambda columns: duckdb.from_arrow(pa.table(columns)),
}
OURS = ("__mlcomp_level", "__mlcomp_years", "__mlcomp_priced", "__MLCOMP_key_place")


@pytest.fixture
def own_book(tmp_path: Path) -> str:
    """A book with a factor `company-size`."""
    file = tmp_path / "own.toml"
    file.write_text(own_text(), encoding="utf-8")
    return str(file)


def write(folder: Path, ending: str, columns: dict[str, str]) -> str:
    """Write one person to a file of a format."""
    file = folder / f"people.{ending}"
    if ending == "parquet":
        pl.DataFrame({name: [cell] for name, cell in columns.items()}).write_parquet(file)
    elif ending == "jsonl":
        file.write_text(json.dumps(columns) + "\n", encoding="utf-8")
    else:
        file.write_text(f"{','.join(columns)}\n{','.join(columns.values())}\n", encoding="utf-8")
    return str(file)


@pytest.mark.parametrize("name", OURS)
@pytest.mark.parametrize("kind", FRAMES)
def test_no_column_of_a_frame_has_a_name_that_pricing_makes(kind: str, name: str) -> None:
    """It would be taken for what was worked out, or be lost."""
    frame = FRAMES[kind]({"years": ["4"], name: ["1"]})
    with pytest.raises(ProfileError) as refusal:
        price(frame)
    said = f"columns: expected names that do not begin with __mlcomp_, found '{name}'"
    assert str(refusal.value) == said


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
@pytest.mark.parametrize("name", OURS)
def test_nor_a_column_of_a_file_or_a_query(name: str, ending: str, tmp_path: Path) -> None:
    """Batch, backtest and sql say the same, and write nothing."""
    file = write(tmp_path, ending, {"years": "4", "base": "250000", name: "1"})
    said = f"columns: expected names that do not begin with __mlcomp_, found '{name}'"
    for line in (
        ("batch", file, str(tmp_path / "out.csv")),
        ("backtest", file),
        ("sql", "--columns", f"years,{name}"),
    ):
        result = run(*line)
        assert (result.code, result.out) == (2, ""), line
        assert said in result.err, line
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("kind", FRAMES)
def test_two_spellings_of_an_input_in_a_frame_are_refused(kind: str, own_book: str) -> None:
    """Neither wins; a mapping says which, and the other is then a column like any other."""
    book = load_book(own_book)
    frame = FRAMES[kind]({"years": ["4"], "company-size": ["small"], "company_size": ["mid"]})
    with pytest.raises(ProfileError) as refusal:
        price(frame, book)
    (fault,) = refusal.value.faults
    assert str(fault) == (
        "columns: expected one column for company_size, found 'company-size' and 'company_size'; "
        "map the one that is meant, as company_size=company-size"
    )
    typical = {}
    for name in ("company-size", "company_size"):
        priced = price(frame, book, columns={"company_size": name})
        priced = priced.collect() if kind == "lazy" else priced
        column = priced.fetchall() if kind == "duckdb" else priced["base_typical"]
        typical[name] = priced.columns.index("base_typical") if kind == "duckdb" else column[0]
        if kind == "duckdb":
            typical[name] = column[0][typical[name]]
    assert float(str(typical["company-size"])) < float(str(typical["company_size"])), typical


def test_names_that_differ_in_case_are_spellings_of_one() -> None:
    """Where a frame can hold both."""
    frame = pl.DataFrame({"Years": ["4"], "years": ["9"]})
    with pytest.raises(ProfileError, match="one column for years, found 'Years' and 'years'"):
        price(frame)
    assert price(frame, columns={"years": "Years"})["level_id"][0] == "mid"
    # One of them is something else, so the other is the years.
    frame = frame.with_columns(Years=pl.lit("senior"))
    assert price(frame, columns={"level": "Years"})["error"][0] is None


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_two_spellings_in_a_file_or_a_query_are_refused(
    ending: str, own_book: str, tmp_path: Path
) -> None:
    """Batch and backtest take a mapping; a query names fewer columns."""
    columns = {"years": "4", "base": "250000", "company-size": "small", "company_size": "mid"}
    file, out = write(tmp_path, ending, columns), tmp_path / "out.jsonl"
    said = "columns: expected one column for company_size, found 'company-size' and 'company_size'"
    names = "years,company-size,company_size"
    for line in (
        ("batch", file, str(out)),
        ("backtest", file),
        ("sql", "--columns", names),
    ):
        result = run(*line, "--book", own_book)
        assert (result.code, result.out) == (2, ""), line
        assert said in result.err, line
    assert run("sql", "--columns", names, "--book", own_book).err.endswith("; leave one out\n")
    mapped = ("--map", "company-size=company-size", "--book", own_book)
    assert run("batch", file, str(out), *mapped).code == 0
    row = json.loads(out.read_text("utf-8"))
    assert (row["base_typical"], row["error"]) == (202_666.67, None)
    assert run("backtest", file, *mapped).code == 0


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_backtest_reads_names_as_columns_are_read(
    ending: str, own_book: str, tmp_path: Path
) -> None:
    """`--by` and `--value` take any spelling of a column, of an input or not."""
    columns = {"years": "4", "base": "250000", "company_size": "zz", "Sales team": "west"}
    file = write(tmp_path, ending, columns)
    line = ("backtest", file, "--book", own_book, "--value", "Company-Size:zz=small", "--json")
    document = run(*line, "--by", "company-size", "--by", "sales_team").json
    (book,) = document["books"]
    assert {(group["by"], group["value"]) for group in book["groups"]} == {
        *(("all", None), ("level", "mid"), ("company-size", "small"), ("sales_team", "west"))
    }
    refused = run("backtest", file, "--by", "salesteam", "--book", own_book)
    assert refused.code == 2
    assert "by: 'salesteam' is no column; valid: years, base, company_size, Sales team" in (
        refused.err
    )


@pytest.mark.parametrize("asked", [("--summary",), ("OUT",), ("OUT", "--summary")])
def test_another_name_of_an_option_is_said_not_to_be_read(
    asked: tuple[str, ...], tmp_path: Path
) -> None:
    """`estimate --company` is `--tier`, but a company's own name may stand in every row."""
    file = write(tmp_path, "csv", {"years": "4", "Company": "Google", "city": "SF"})
    line = [str(tmp_path / "out.csv") if each == "OUT" else each for each in asked]
    said = "mlcomp: columns: 'Company' is not read; --map 'tier=Company' reads it"
    assert said in run("batch", file, *line).err.splitlines()
    assert "not read" not in run("batch", file, *line, "--force", "--map", "tier=Company").err
    both = write(tmp_path, "csv", {"years": "4", "company": "us", "tier": "Google"})
    assert "not read" not in run("batch", both, *line, "--force").err


def test_a_roster_knows_all_names_that_options_have_besides() -> None:
    """A column that is named as an option may be would else be left out without a word."""
    params = typer.main.get_command(app).commands["estimate"].params
    longer = {p.name: [name[2:] for name in p.opts if name.startswith("--")] for p in params}
    besides = {other: own for own, (_, *others) in longer.items() for other in others}
    assert besides == OTHER_NAMES


def test_columns_stand_beside_those_that_need_as_little() -> None:
    """Every selection around another costs something for each column that it hands on."""
    engine = Duck(duckdb.sql("SELECT 1 AS given"), None)
    engine.add({"__mlcomp_a": Sql("given + 1")})
    engine.add({"__mlcomp_b": Sql("__mlcomp_a + 1"), "__mlcomp_c": Sql("given + 2")})
    engine.add({"__mlcomp_ab": Sql("__mlcomp_a + __mlcomp_b")})
    assert engine.query == (
        "(SELECT *, __mlcomp_a + __mlcomp_b AS __mlcomp_ab FROM "
        "(SELECT *, __mlcomp_a + 1 AS __mlcomp_b FROM "
        "(SELECT *, given + 1 AS __mlcomp_a, given + 2 AS __mlcomp_c FROM "
        "mlcomp_people AS people) AS people) AS people) AS people"
    )
    engine.join("(SELECT 7 AS __mlcomp_ab, 8 AS found)", "__mlcomp_ab", ["found"])
    engine.add({"__mlcomp_d": Sql("found + __mlcomp_c")})
    # 2, 3 and 5 by what was given; 5 is not in the table that is joined.
    assert engine.answer(f"SELECT * FROM {engine.query}").fetchall() == [
        (1, 2, 3, 3, 5, None, None)
    ]
