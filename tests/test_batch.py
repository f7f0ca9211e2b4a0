"""`mlcomp batch`: every row comes out, whatever the file; nothing is left behind."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import run
from people import PEOPLE, assert_priced, batch, refused_pay, some_people, table, with_pay
from strategies import BOOKS, book_named

duckdb = pytest.importorskip("duckdb")

from mlcomp.roster.batch import price_file  # noqa: E402 (duckdb may be missing)
from mlcomp.roster.request import Batch  # noqa: E402 (duckdb may be missing)


def test_columns_pass_through_untouched_and_ours_come_after(tmp_path: Path) -> None:
    """Codes, dates and numbers in text stay as they were, in order."""
    result = batch(tmp_path, PEOPLE)
    header, first, second = result.out.splitlines()
    assert result.code == 0
    assert header == (
        "id,city,years,note,level_id,metro,base_low,base_typical,base_high,base_likely_low,"
        "base_likely_high,total_low,total_typical,total_high,total_likely_low,"
        "total_likely_high,error,book"
    )
    assert first.startswith(
        '007,SF,4,1e5,mid,"San Francisco-Oakland-Fremont, CA",207000.0,261333.33,'
    )
    assert second.startswith("008,,5,2026-01-02,mid,,180000.0,")
    assert "2 of 2 people priced" in result.err


@pytest.mark.parametrize("name", BOOKS)
@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_every_row_is_its_estimate_in_every_format(ending: str, name: str, tmp_path: Path) -> None:
    """Through a file of each format and back, errors included, in the order they came."""
    book = book_named(name)
    rows = with_pay(some_people(book, 1, 300), 1)
    source, target = tmp_path / "people.jsonl", tmp_path / f"priced.{ending}"
    # The first has every key, as the first line of a file would.
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))
    price_file(Batch(source=str(source), target=str(target), book=book, formulas=True))
    with duckdb.connect() as connection:
        read = {
            "csv": "read_csv('{}', all_varchar=true)",
            "jsonl": "read_json('{}', format='newline_delimited', convert_strings_to_integers=false)",
        }
        found = connection.execute(
            f"SELECT * FROM {read.get(ending, chr(39) + '{}' + chr(39)).format(target)}"
        )
        names = [column[0] for column in found.description]
        priced = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    assert_priced(rows, priced, book)


def test_texts_of_parquet_are_texts_to_everybody(tmp_path: Path) -> None:
    """However they are written, another reader sees no enumeration."""
    parquet = pytest.importorskip("pyarrow.parquet")
    (tmp_path / "in.csv").write_text(PEOPLE, encoding="utf-8")
    assert run("batch", str(tmp_path / "in.csv"), str(tmp_path / "out.parquet")).code == 0
    schema = parquet.read_schema(tmp_path / "out.parquet")
    assert {str(schema.field(name).type) for name in ("level_id", "metro", "error")} == {"string"}


def test_an_error_is_the_words_of_estimate_and_the_exit_code(tmp_path: Path) -> None:
    """Exit 1, null figures, reasons counted on standard error; --allow-errors makes it 0."""
    text = PEOPLE + "9,Atlantis,4,\n10,Atlantis,5,\n11,SF,,\n"
    result = batch(tmp_path, text)
    said = [run("estimate", "--years", "4", "--city", "Atlantis").err, run("estimate").err]
    found = table(result.out)
    assert result.code == 1
    assert [row["error"] for row in found][2:] == [
        *[said[0].removeprefix("mlcomp: ").strip()] * 2,
        # `estimate` adds an example of its own command line.
        said[1].removeprefix("mlcomp: ").partition("; for example")[0],
    ]
    assert found[2]["base_low"] == found[2]["level_id"] == ""
    assert "2 of 5 people priced" in result.err
    assert "        2  city: unknown place 'Atlantis'" in result.err
    assert batch(tmp_path, text, "--allow-errors").code == 0


def test_malformed_lines_are_kept_with_line_and_reason(tmp_path: Path) -> None:
    """OUT.rejects has what could not be a row; everybody else is priced."""
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_bytes(b"id,city,years\n1,SF,4\n2,SF\n3,SF,4,5\n4,\xff,4\n5,NYC,4\n")
    result = run("batch", str(source), str(target))
    assert result.code == 1
    assert [row["id"] for row in table(target.read_text("utf-8"))] == ["1", "5"]
    rejects = table((tmp_path / "out.csv.rejects").read_text("utf-8", "surrogateescape"))
    assert [row["line"] for row in rejects] == ["3", "4", "5"]
    assert "Expected Number of Columns: 3 Found: 2" in rejects[0]["reason"]
    assert rejects[1]["text"] == "3,SF,4,5"
    assert "3  lines that are no rows, kept in " in result.err


def test_malformed_json_lines_are_kept_too(tmp_path: Path) -> None:
    """A line that is no object is rejected, an empty one is nothing."""
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(
        '{"years": 4, "more": {"a": [1]}}\n{oops\n\n[1]\n{"level": "mid", "new": 1.0}\n'
    )
    assert run("batch", str(source), str(target)).code == 1
    rows = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert [row["level_id"] for row in rows] == ["mid", "mid"]
    assert rows[0]["more"] == {"a": [1]}
    rejects = table((tmp_path / "out.jsonl.rejects").read_text("utf-8"))
    assert [(row["line"], row["text"]) for row in rejects] == [("2", "{oops"), ("4", "[1]")]


def test_json_lines_that_cannot_be_read_are_kept_too(tmp_path: Path) -> None:
    """Lines that are no UTF-8 or too long are said, and do not shift the others' numbers."""
    source, target = tmp_path / "in.jsonl", tmp_path / "out.csv"
    people = b'{"years": 4}', b'{"years": 4, "city": "S\xff"}', b"[1]", b'{"years": 5}', b""
    long = b'{"years": 6, "note": "%s"}' % (b"x" * 2**22)
    source.write_bytes(b"\n".join((*people, long, b"{oops", b"\xff", b"no", b'{"years": 7}')))
    result = run("batch", str(source), str(target))
    assert result.code == 1
    assert [row["years"] for row in table(target.read_text("utf-8"))] == ["4", "5", "7"]
    rejects = table((tmp_path / "out.csv.rejects").read_text("utf-8", "surrogateescape"))
    assert [row["line"] for row in rejects] == ["2", "3", "6", "7", "8", "9"]
    assert "6  lines that are no rows, kept in " in result.err


def test_one_line_that_is_no_row_is_one(tmp_path: Path) -> None:
    """A single one is not spoken of as many."""
    result = batch(tmp_path, "city,years\nSF\nSF,4\n")
    assert "        1  line that is no row\n" in result.err


def test_json_lists_and_numbers_are_understood(tmp_path: Path) -> None:
    """Specializations as a list, years and flags as JSON has them."""
    person = {"years": 4.0, "specialization": ["rl", "inference"], "lifecycle": True, "tier": None}
    result = batch(tmp_path, json.dumps(person) + "\n", name="in.jsonl")
    said = run(
        *("estimate", "--years", "4", "--specialization", "rl"),
        *("--specialization", "inference", "--lifecycle", "--json"),
    ).json
    assert result.code == 0, result.err
    assert round(float(table(result.out)[0]["base_high"])) == said["base"]["high"]


def test_real_pay_is_placed(tmp_path: Path) -> None:
    """Percentile, compa-ratio and range penetration; what is no amount is said."""
    text = 'years,city,base,total\n4,SF,261333.33,\n4,SF,"$207,000",n/a\n4,SF,,1/year\n'
    result = batch(tmp_path, text)
    first, second, third = table(result.out)
    assert (first["base_percentile"], first["base_compa_ratio"]) == ("50.0", "1.0")
    assert second["base_range_penetration"] == "0.0"
    assert second["error"] == refused_pay("total", "n/a")
    assert second["base_low"] == "207000.0"
    assert third["base_percentile"] == ""
    assert float(third["total_percentile"]) == 0
    assert result.code == 1


def test_cells_that_a_spreadsheet_would_run(tmp_path: Path) -> None:
    """Written so that they do not run, headers too; numbers stay, and a flag turns it off."""
    text = 'years,=cmd,note\n4,=1+1,-5\n4,@SUM(A1),+1.5e3\n4,"-2+3|x",ok=1\n'
    guarded = batch(tmp_path, text).out
    assert guarded.splitlines()[0].startswith("years,'=cmd,note,")
    assert [line.split(",")[1:3] for line in guarded.splitlines()[1:]] == [
        ["'=1+1", "-5"],
        ["'@SUM(A1)", "+1.5e3"],
        ["'-2+3|x", "ok=1"],
    ]
    assert batch(tmp_path, text, "--formulas").out.splitlines()[1].startswith("4,=1+1,-5,")


def test_standard_input_and_output() -> None:
    """`-` on both sides, for a pipe."""
    done = subprocess.run(
        [sys.executable, "-m", "mlcomp", "batch", "-", "-", "--from", "csv", "--to", "jsonl"],
        input=PEOPLE,
        capture_output=True,
        text=True,
        check=True,
    )
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["007", "008"]
    assert run("batch", "-", "-").code == 1


def test_rows_keep_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also with more distinct values than fit a query, half of them wrong."""
    monkeypatch.setattr("mlcomp.roster.engines.duck.MAX_INLINE", 200)
    source, target = tmp_path / "in.csv", tmp_path / "out.parquet"
    lines = (f"{i},{'SF' if i % 2 else f'Nowhere {i}'},{i % 40}\n" for i in range(1_000))
    source.write_text("id,city,years\n" + "".join(lines), encoding="utf-8")
    assert run("batch", str(source), str(target), "--allow-errors").code == 0
    with duckdb.connect() as connection:
        found = connection.execute(
            f"SELECT count(*), count_if(id::INT <> file_row_number), count(error), "
            f"count_if(error LIKE '%Nowhere ' || id || '''%') "
            f"FROM read_parquet('{target}', file_row_number=true)"
        ).fetchall()
    assert found == [(1_000, 0, 500, 500)]


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_rows_of_a_large_file_keep_their_order(ending: str, tmp_path: Path) -> None:
    """A file that several threads read at once is written as it was."""
    source, target = tmp_path / "in.csv", tmp_path / f"out.{ending}"
    note = "x" * 500
    lines = (f"{i},{i % 40},=1+1{note}\n" for i in range(100_000))
    source.write_text("id,years,note\n" + "".join(lines), encoding="utf-8")
    assert run("batch", str(source), str(target)).code == 0
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        ((rows, moved),) = connection.execute(
            "SELECT count(*), count_if(id::INT <> place - 1) FROM "
            f"(SELECT id, row_number() OVER () AS place FROM '{target}')"
        ).fetchall()
    assert (rows, moved) == (100_000, 0)


def test_a_value_that_comes_late_is_not_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What no first row has is understood all the same."""
    monkeypatch.setattr("mlcomp.roster.batch.SAMPLE", 3)
    for late, error in (
        ("4,NYC,,200k", ""),
        ("4.25,SF,,200k", ""),
        ("4,Nowhere,,200k", "city: unknown place 'Nowhere'"),
        ("x,SF,,200k", "years: expected"),
        ("4,SF,google,200k", ""),
        ("4,SF,,x", "base: expected US dollars"),
        (",SF,,200k", "expected years or level"),
    ):
        rows = "years,city,tier,base\n" + "4,SF,,200000\n" * 5 + late + "\n"
        found = table(batch(tmp_path, rows, "--allow-errors").out)
        assert len(found) == 6
        assert found[5]["error"].startswith(error), late
        assert bool(found[5]["error"]) == bool(error), late


@pytest.mark.parametrize("module", ["duckdb"])
def test_a_missing_extra_says_what_to_install(module: str, tmp_path: Path) -> None:
    """One line, exit 2."""
    file = tmp_path / "in.csv"
    file.write_text(PEOPLE, encoding="utf-8")
    code = (
        f"import sys; sys.modules[{module!r}] = None\n"
        f"sys.argv = ['mlcomp', 'batch', {str(file)!r}, '-', '--to', 'csv']\n"
        "from mlcomp.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"mlcomp: this needs {module}: pip install 'mlcomp-pay[batch]'\n"


def test_not_a_number_in_parquet_is_no_number(tmp_path: Path) -> None:
    """Also where the file's own least and most leave it out."""
    pl = pytest.importorskip("polars")
    people = pl.DataFrame({"years": [4.0, float("nan")], "base": [float("nan"), 2e5]})
    people.write_parquet(tmp_path / "in.parquet")
    result = run("batch", str(tmp_path / "in.parquet"), "-", "--to", "csv")
    errors = [row["error"] for row in table(result.out)]
    assert errors[0].startswith(refused_pay("base", "nan"))
    assert errors[1].startswith("years: expected a number from 0 to 60, found 'nan'")


def test_a_column_is_mapped_as_the_file_has_it(tmp_path: Path) -> None:
    """Blanks around a header are part of its name, for every command that takes --map."""
    people = tmp_path / "people.csv"
    people.write_text("tenure, place,pay \n4,SF,250000\n", "utf-8")
    maps = ("--map", "years=tenure", "--map", " city = place", "--map", "base=pay ")
    assert run("batch", str(people), "--summary", "--json", *maps).json["base"]["paid"] == 1
    (book,) = run("backtest", str(people), "--json", *maps).json["books"]
    assert book["rows"] == 1
    assert not book["unpriced"]
