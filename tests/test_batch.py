"""`mlcomp batch`: every row comes out, whatever the file; nothing is left behind."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from conftest import run
from mlcomp import Book
from people import COLUMNS, assert_priced, some_people

duckdb = pytest.importorskip("duckdb")
pytest.importorskip("narwhals")

PEOPLE = "id,city,years,note\n007,SF,4,1e5\n008,,5,2026-01-02\n"


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def batch(folder: Path, text: str | bytes, *options: str, name: str = "in.csv") -> Any:
    """Price a file's text as CSV on standard output."""
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return run("batch", str(file), "-", "--to", "csv", *options)


def test_columns_pass_through_untouched_and_ours_come_after(tmp_path: Path) -> None:
    """Codes, dates and numbers in text stay as they were, in order."""
    result = batch(tmp_path, PEOPLE)
    header, first, second = result.out.splitlines()
    assert result.code == 0
    assert header == (
        "id,city,years,note,level_id,metro,base_low,base_typical,base_high,base_likely_low,"
        "base_likely_high,total_low,total_typical,total_high,total_likely_low,"
        "total_likely_high,error"
    )
    assert first.startswith(
        '007,SF,4,1e5,mid,"San Francisco-Oakland-Fremont, CA",207000.0,261333.33,'
    )
    assert second.startswith("008,,5,2026-01-02,mid,,180000.0,")
    assert "2 of 2 people priced" in result.err


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_every_row_is_its_estimate_in_every_format(
    ending: str, seed: int, guide: Book, tmp_path: Path
) -> None:
    """Through a file of each format and back, errors included, in the order they came."""
    rows = some_people(guide, seed, 300)
    source, target = tmp_path / "people.jsonl", tmp_path / f"priced.{ending}"
    # The first has every key, as the first line of a file would.
    source.write_text("".join(json.dumps({c: row[c] for c in COLUMNS}) + "\n" for row in rows))
    result = run("batch", str(source), str(target), "--force", "--allow-errors", "--formulas")
    assert result.code == 0, result.err
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
    assert_priced(rows, priced, guide)


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
    rejects = table((tmp_path / "out.csv.rejects").read_text("utf-8"))
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
    text = 'years,city,base,total\n4,SF,261333.33,\n4,SF,"$207,000",n/a\n4,SF,,1\n'
    result = batch(tmp_path, text)
    first, second, third = table(result.out)
    assert (first["base_percentile"], first["base_compa_ratio"]) == ("50.0", "1.0")
    assert second["base_range_penetration"] == "0.0"
    assert second["error"] == "total: expected dollars a year, found 'n/a'"
    assert second["base_low"] == "207000.0"
    assert third["base_percentile"] == ""
    assert float(third["total_percentile"]) == 0
    assert result.code == 1


def test_the_summary_counts_and_costs(tmp_path: Path) -> None:
    """People by level, below, within and above, and what it costs to bring them up."""
    file = tmp_path / "in.csv"
    rows = "".join(f"4,SF,{pay}\n" for pay in (200_000, 210_000, 261_000, 400_000))
    file.write_text("years,city,base\n" + rows * 5 + "1,,\n", encoding="utf-8")
    found = run("batch", str(file), "--summary", "--json").json
    jsonschema.validate(found, run("schema", "roster").json)
    low = run("estimate", "--years", "4", "--city", "SF", "--json").json["base"]["likely_low"]
    cost = 5 * (2 * low - 410_000)
    assert found["rows"] == found["priced"] == 21
    assert [(level["id"], level["people"]) for level in found["levels"]] == [
        ("entry", 1),
        ("mid", 20),
    ]
    base = found["base"]
    assert (base["paid"], base["below"], base["within"], base["above"]) == (20, 10, 5, 5)
    assert base["cost"] == pytest.approx(cost, abs=10)
    assert found["widest"][0]["level"] == "mid"
    assert found["total"] is None
    shown = run("batch", str(file), "--summary")
    assert "21 of 21 people priced" in shown.out
    assert "Cost to bring up" in shown.out


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


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (b"\xef\xbb\xbfyears,city\r\n4,SF\r\n", 1),
        ("years;city\n4;SF\n5;NYC\n", 2),
        ("years\tcity\n4\tSF\n", 1),
        ('"years","ci""ty"\n4,"a ""b"", c"\n', 1),
        ("years\n4", 1),
        ("years\n", 0),
        ("Years,CITY\n4,sf\n", 1),
        ("years,note\n4,\"two\nlines\"\n", 1),
    ],
)  # fmt: skip
def test_files_as_they_come(tmp_path: Path, text: str | bytes, rows: int) -> None:
    """Byte order marks, CRLF, other separators, quotes, one row and none."""
    result = batch(tmp_path, text)
    assert result.code == 0, result.err
    assert len(table(result.out)) == rows
    assert all(row["error"] == "" for row in table(result.out))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty file"),
        ("\n\n", "names of columns"),
        ("years,years\n4,5\n", "two columns are named 'years'"),
        ("years,error\n4,5\n", "'error' would be added and is there already"),
        ("years,,city\n4,,SF\n", "column 2 has no name"),
        ("years\n4\n".encode("utf-16"), "UTF-16"),
        (b"\x00\x01\x02\n", "binary"),
        (b"years\xff", "UTF-8"),
    ],
)
def test_what_is_no_table_is_said_in_a_line(tmp_path: Path, text: str | bytes, said: str) -> None:
    """One line that names the fault, nothing on standard output."""
    result = batch(tmp_path, text)
    assert result.code in (1, 2)
    assert result.out == ""
    assert said in result.err
    assert len(result.err.splitlines()) == 1


def test_columns_that_clash_get_another_name(tmp_path: Path) -> None:
    """--prefix, also on a file that was priced before."""
    result = batch(tmp_path, "years,error\n4,x\n", "--prefix", "mlcomp_")
    assert list(table(result.out)[0])[:3] == ["years", "error", "mlcomp_level_id"]


def test_columns_of_other_names(tmp_path: Path) -> None:
    """--map years=tenure; a wrong name gets the nearest."""
    assert (
        table(batch(tmp_path, "tenure\n4\n", "--map", "years=tenure").out)[0]["level_id"] == "mid"
    )
    assert "did you mean tenure" in batch(tmp_path, "tenure\n4\n", "--map", "years=tenur").err
    assert "valid: years" in batch(tmp_path, "tenure\n4\n", "--map", "x=tenure").err
    assert batch(tmp_path, "tenure\n4\n", "--map", "x").code == 2


def test_targets_that_must_not_be_written(tmp_path: Path) -> None:
    """An existing file, a directory, a missing folder, a read-only one: said, and untouched."""
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(PEOPLE, encoding="utf-8")
    target.write_text("mine", encoding="utf-8")
    cases = {
        str(target): "exists already; --force",
        str(tmp_path): "is a directory",
        str(tmp_path / "no" / "out.csv"): "cannot be written",
        "/proc/mlcomp.csv": "cannot be written",
        "/dev/null": "no regular file",
        str(tmp_path / "out.xyz"): "the ending says no format",
    }
    for path, said in cases.items():
        result = run("batch", str(source), path)
        assert (result.code, result.out) == (1, ""), path
        assert said in result.err or path.startswith("/dev"), path
    assert target.read_text("utf-8") == "mine"
    assert run("batch", str(source), str(target), "--force").code == 0
    assert target.read_text("utf-8").startswith("id,")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.csv", "out.csv"]


def test_sources_that_cannot_be_read(tmp_path: Path) -> None:
    """A missing file, a directory, text that calls itself Parquet."""
    fake = tmp_path / "fake.parquet"
    fake.write_text("years\n4\n", encoding="utf-8")
    for path, said in (
        (tmp_path / "none.csv", "No such file"),
        (tmp_path, "is a directory"),
        (fake, "expected Parquet"),
    ):
        result = run("batch", str(path), "-", "--to", "csv")
        assert (result.code, result.out) == (1, "")
        assert said in result.err
        assert len(result.err.splitlines()) == 1


def test_names_with_wildcards_are_only_names(tmp_path: Path) -> None:
    """`in[1]*.csv` is one file."""
    (tmp_path / "in1x.csv").write_text("years\n60\n", encoding="utf-8")
    result = batch(tmp_path, "years\n4\n", name="in[1]*.csv")
    assert [row["level_id"] for row in table(result.out)] == ["mid"]


@pytest.mark.skipif(os.name == "nt", reason="needs a small file system")
def test_a_full_disk_is_said_and_nothing_stays(tmp_path: Path) -> None:
    """On a file system of a megabyte: one line, no part of OUT."""
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(small)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("no small file system could be mounted: a full disk was not tried")
    try:
        source = tmp_path / "in.csv"
        source.write_text("id,years\n" + "".join(f"{i},{i % 50}\n" for i in range(60_000)), "utf-8")
        result = run("batch", str(source), str(small / "out.csv"))
        assert result.code == 1
        assert "no space left" in result.err.casefold()
        assert list(small.iterdir()) == []
    finally:
        subprocess.run(["umount", str(small)], check=True)


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
def test_ctrl_c_leaves_nothing_behind(tmp_path: Path) -> None:
    """Interrupted while it runs: exit 130, no OUT, no temporary file."""
    source = tmp_path / "in.csv"
    with source.open("w", encoding="utf-8") as file:
        file.write("id,years,city\n")
        for start in range(0, 1_500_000, 10_000):
            file.write("".join(f"{i},{i % 500 / 10},SF\n" for i in range(start, start + 10_000)))
    out = tmp_path / "out"
    out.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "mlcomp", "batch", str(source), str(out / "priced.csv")],
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 30
    while not list(out.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    process.wait(30)
    assert process.returncode == 130
    assert list(out.iterdir()) == []


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


def test_rows_keep_their_order_in_a_large_file(tmp_path: Path) -> None:
    """Also with more distinct values than fit a query, half of them wrong."""
    source, target = tmp_path / "in.csv", tmp_path / "out.parquet"
    lines = (f"{i},{'SF' if i % 2 else f'Nowhere {i}'},{i % 40}\n" for i in range(50_000))
    source.write_text("id,city,years\n" + "".join(lines), encoding="utf-8")
    assert run("batch", str(source), str(target), "--allow-errors").code == 0
    with duckdb.connect() as connection:
        found = connection.execute(
            f"SELECT count(*), count_if(id::INT <> file_row_number), count(error), "
            f"count_if(error LIKE '%Nowhere ' || id || '''%') "
            f"FROM read_parquet('{target}', file_row_number=true)"
        ).fetchall()
    assert found == [(50_000, 0, 25_000, 25_000)]


def test_a_value_that_comes_late_is_not_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first rows stand for all until one does not: then all are read."""
    monkeypatch.setattr("mlcomp.roster.batch.SAMPLE", 3)
    for late, error in (
        ("4,NYC,,1", ""),
        ("4.25,SF,,1", ""),
        ("4,Nowhere,,1", "city: unknown place 'Nowhere'"),
        ("x,SF,,1", "years: expected"),
        ("4,SF,google,1", ""),
        ("4,SF,,x", "base: expected dollars"),
        (",SF,,1", "expected years or level"),
    ):
        rows = "years,city,tier,base\n" + "4,SF,,200000\n" * 5 + late + "\n"
        found = table(batch(tmp_path, rows, "--allow-errors").out)
        assert len(found) == 6
        assert found[5]["error"].startswith(error), late
        assert bool(found[5]["error"]) == bool(error), late


@pytest.mark.parametrize("module", ["duckdb", "narwhals"])
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
    assert done.stderr == f"mlcomp: this needs {module}: pip install 'mlcomp[batch]'\n"
