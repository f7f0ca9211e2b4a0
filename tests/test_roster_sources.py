"""What a roster is read from: opened once, whatever it is called and wherever it lies."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from conftest import run
from mlcomp.text import unrun
from people import PEOPLE, batch, table

if TYPE_CHECKING:
    from collections.abc import Iterator

duckdb = pytest.importorskip("duckdb")
from mlcomp.roster.files.delimited import PIECE  # noqa: E402 (duckdb may be missing)
from mlcomp.roster.files.writing import copied  # noqa: E402

MLCOMP = (sys.executable, "-m", "mlcomp")
PAY = "years,city,base\n4,SF,261000\n5,NYC,270000\n"
posix = pytest.mark.skipif(os.name != "posix", reason="pipes and names of POSIX")


@contextmanager
def pipe(folder: Path, text: str) -> Iterator[Path]:
    """A named pipe that somebody writes a text to, once."""
    path = folder / "pipe"
    os.mkfifo(path)
    writer = Thread(target=path.write_text, args=(text,), daemon=True)
    writer.start()
    yield path
    writer.join(10)


@posix
@pytest.mark.parametrize("format_", ["csv", "jsonl"])
def test_a_named_pipe_is_a_roster(tmp_path: Path, format_: str) -> None:
    """It can be read once only, and yet everybody is priced."""
    text = PEOPLE if format_ == "csv" else '{"id": "007", "years": 4}\n{"id": "008", "years": 5}\n'
    with pipe(tmp_path, text) as path:
        result = run("batch", str(path), "-", "--from", format_, "--to", "csv")
    assert (result.code, [row["id"] for row in table(result.out)]) == (0, ["007", "008"])


@posix
def test_a_named_pipe_is_a_file_of_pay(tmp_path: Path) -> None:
    """`backtest` too."""
    with pipe(tmp_path, PAY) as path:
        found = run("backtest", str(path), "--from", "csv", "--json").json
    assert found["books"][0]["rows"] == 2


@pytest.mark.skipif(not Path("/dev/stdin").exists(), reason="Linux names its standard input")
def test_standard_input_by_its_name() -> None:
    """/dev/stdin as a pipe is read as - is."""
    done = subprocess.run(
        [*MLCOMP, "batch", "/dev/stdin", "-", "--from", "csv", "--to", "csv"],
        input=PEOPLE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, len(table(done.stdout))) == (0, 2), done.stderr


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="Linux has a device without an end")
def test_a_device_without_an_end_is_refused() -> None:
    """/dev/zero is no roster; /dev/null is an empty one."""
    endless = run("batch", "/dev/zero", "-", "--from", "csv", "--to", "csv")
    assert (endless.code, "it is a device" in endless.err) == (1, True)
    empty = run("batch", "/dev/null", "-", "--from", "csv", "--to", "csv")
    assert (empty.code, "empty file" in empty.err) == (1, True)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CR LF", "CR"])
@pytest.mark.parametrize("name", ["a\rb", "a\r\nb", "a\nb", 'a\n"\n",b', "\r", "\n"])
def test_a_line_break_within_a_name(tmp_path: Path, name: str, end: str) -> None:
    """Every row comes out, the name as it is, and the exit code is that of the rows."""
    if not name.strip():
        name += "x"
    quoted = '"' + name.replace('"', '""') + '"'
    text = f"{quoted},years{end}1,4{end}2,x{end}"
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_bytes(text.encode())
    result = run("batch", str(source), str(target))
    with target.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    # In a CSV a name that a spreadsheet would run stands after an apostrophe, as cells do.
    assert [row[unrun(name)] for row in rows] == ["1", "2"]
    assert [bool(row["error"]) for row in rows] == [False, True]
    assert (result.code, "1 of 2 people priced" in result.err) == (1, True)


@pytest.mark.parametrize("between", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "name", ["pay; gross; net; sum", "a,b,c,d", "x\ty\tz", "a|b|c|d", 'a"";"";"";b', "a\n,;|"]
)
def test_what_is_in_quotes_is_not_between_names(tmp_path: Path, between: str, name: str) -> None:
    """Whatever a quoted name has most of, another character is between the names."""
    text = f'years{between}"{name}"{between}city\n4{between}x{between}SF\n'
    row = table(batch(tmp_path, text).out)[0]
    assert (row["years"], row["city"], row[name.replace('""', '"')]) == ("4", "SF", "x")


def test_a_quote_within_a_name(tmp_path: Path) -> None:
    """It opens nothing."""
    assert table(batch(tmp_path, 'years;6" by;city\n4;x;SF\n').out)[0]['6" by'] == "x"


@pytest.mark.parametrize("text", ["sep=;\nyears;city\n4;SF\n", "SEP=,\r\nyears,city\r\n4,SF\r\n"])
def test_a_line_for_excel_alone_is_said(tmp_path: Path, text: str) -> None:
    """It is no line of names, and no one-column file is made of it."""
    done = batch(tmp_path, text)
    assert (done.code, done.out) == (1, "")
    assert f"found '{text[:5]}', which tells Excel" in done.err


def test_mixed_ends_of_lines_are_said(tmp_path: Path) -> None:
    """A header that ends in CR LF over lines that do not: no row is lost without a word."""
    many = b"4,SF\n" * 40_000
    for text, line, own, other in (
        (b"a,years\r\n1,4\n2,5\n", 2, "CR LF", "LF"),
        (b"a,years\n1,4\r\n2,5\r\n", 2, "LF", "CR LF"),
        (b'years,"ci\rty"\n' + many + b"4,S\rF\n", 40_003, "LF", "CR"),
    ):
        result = batch(tmp_path, text)
        assert (result.code, result.out) == (1, "")
        said = f": line {line}: expected lines that end in {own}, as the first does"
        assert result.err.endswith(f"{said}, found {other}\n")


@pytest.mark.parametrize("name", ["years=40", "level=staff", "city=x"])
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_folders_are_no_columns(tmp_path: Path, name: str, ending: str) -> None:
    """What a folder is called says nothing of the people in its files."""
    folder = tmp_path / name
    folder.mkdir()
    (tmp_path / "in.csv").write_text("years,level,city\n4,mid,SF\n", encoding="utf-8")
    file = folder / f"in.{ending}"
    assert run("batch", str(tmp_path / "in.csv"), str(file), "--prefix", "x_").code == 0
    row = table(run("batch", str(file), "-", "--to", "csv").out)[0]
    assert (row["years"], row["level"], row["city"]) == ("4", "mid", "SF")


@posix
@pytest.mark.parametrize(
    "name", [b"file:in.csv", b"n\xff.csv", b"a'b\".csv", b"in.csv.gz", b"http:x.csv", b"{a,b}.csv"]
)
def test_names_are_only_names(tmp_path: Path, name: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of IN and OUT; and what another file would have by another reading is not read."""
    monkeypatch.chdir(tmp_path)
    Path("in.csv").write_text("years\n60\n", encoding="utf-8")
    file = Path(os.fsdecode(name))
    file.write_text("years\n4\n", encoding="utf-8")
    target = Path(os.fsdecode(b"out-" + name))
    done = run("batch", str(file), str(target), "--from", "csv", "--to", "csv")
    assert done.code == 0, done.err
    assert [row["years"] for row in table(target.read_text("utf-8"))] == ["4"]


@posix
def test_what_was_opened_is_what_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another file that is put in its place meanwhile is not read instead."""
    from mlcomp.roster import batch as module

    source, other = tmp_path / "in.csv", tmp_path / "other.csv"
    source.write_text("years\n4\n", encoding="utf-8")
    other.write_text("years\n60\n", encoding="utf-8")
    source_of = module.source_of

    def replaced(*args: object) -> object:
        if other.exists():
            other.replace(source)
        return source_of(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "source_of", replaced)
    result = run("batch", str(source), "-", "--to", "csv")
    assert [row["years"] for row in table(result.out)] == ["4"]


def test_too_many_columns_are_refused_with_the_limit(tmp_path: Path) -> None:
    """10,000 of them, in CSV and as keys of JSON lines."""
    names = [f"c{n}" for n in range(10_000)]
    (tmp_path / "in.csv").write_text(f"years,{','.join(names)}\n4{',' * 10_000}\n", "utf-8")
    lines = "".join(f'{{"years": 4, "{name}": 1}}\n' for name in names)
    (tmp_path / "in.jsonl").write_text(lines, "utf-8")
    for name in ("in.csv", "in.jsonl"):
        result = run("batch", str(tmp_path / name), "-", "--to", "csv")
        assert (result.code, result.out) == (1, "")
        assert "expected up to 1,000 columns" in result.err


@pytest.mark.parametrize("content", [b"x", b"years\n4\n" * 9, b"PAR1", b"PAR1" + b"x" * 99])
def test_what_is_no_parquet_is_said_by_its_name(tmp_path: Path, content: bytes) -> None:
    """Whatever DuckDB was given to open it by is not shown."""
    (tmp_path / "in.parquet").write_bytes(content)
    result = run("batch", str(tmp_path / "in.parquet"), "-", "--to", "csv")
    assert (result.code, result.out) == (1, "")
    assert "Parquet" in result.err
    assert "/proc/" not in result.err


def test_wide_decimals_of_parquet_are_refused(tmp_path: Path) -> None:
    """DuckDB reads more than 38 digits as a double, which keeps 15 of them."""
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    wide = pa.array([None], pa.decimal256(60, 2))
    parquet.write_table(pa.table({"years": [4], "id": wide}), tmp_path / "in.parquet")
    result = run("batch", str(tmp_path / "in.parquet"), "-", "--to", "csv")
    assert (result.code, result.out) == (1, "")
    assert "column 'id': expected decimals of up to 38 digits" in result.err


@pytest.mark.parametrize(("width", "most"), [(100, 1.05), (1_000, None)])
def test_rows_that_are_read_together_are_written_together(
    width: int, most: float | None, tmp_path: Path
) -> None:
    """A group of Parquet is what a thread reads at a time, but where that is few rows."""
    source, target = tmp_path / "in.csv", tmp_path / "out.parquet"
    line = f"4,{'x' * (width - 3)}\n"
    source.write_bytes(f"years,note\n{line * (9 * PIECE // 4 // width)}".encode())
    assert run("batch", str(source), str(target)).code == 0
    asked = f"FROM parquet_metadata('{target}') WHERE column_id = 0"
    groups = duckdb.sql(f"SELECT row_group_num_rows {asked}").fetchall()
    assert len(groups) == (1 if most is None else 3)
    assert most is None or max(groups)[0] < most * PIECE / width


@pytest.mark.parametrize(("together", "said"), [(0, False), (46_000, True), (900_000, False)])
def test_what_is_read_together_may_be_too_little_or_too_much(together: int, *, said: bool) -> None:
    """Parquet is then written in groups as DuckDB chooses."""
    written = copied("FROM t", ["years"], Path("x"), "parquet", {}, together=together)
    assert (f"ROW_GROUP_SIZE {together}" in written) == said
    assert ("ROW_GROUP_SIZE" in written) == said
