"""`mlcomp batch` on files, targets and moments that are not as they should be."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import run
from people import PEOPLE, batch, table

pytest.importorskip("duckdb")


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
        ("a,years,a\n4,5,6\n", "two columns are named 'a'"),
        ("years,City,CITY\n4,5,6\n", "two columns are named 'City' and 'CITY'; every"),
        ("Pay of all,,\nyears,city,base\n", "columns 2 and 3 have no name"),
        ("4,SF\n7,Austin\n", "columns: expected years or level among them, found '4' and 'SF'"),
        ("years,error\n4,5\n", "'error' would be added and is there already"),
        ("years,Book\n4,5\n", "'book' would be added and is there already; another prefix"),
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
        assert said in result.err, path
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


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("batch", "{}", "-", "--to", "csv"), "read"),
        (("batch", "{}", "out.csv"), "read"),
        (("batch", "--summary", "{}"), "read"),
        (("backtest", "{}"), "read"),
        (("batch", "in.csv", "{}"), "written"),
        (("page", "{}"), "read"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
def test_a_path_that_cannot_be_followed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: tuple[str, ...], said: str
) -> None:
    """Where even asking what is there fails: its name, and whether it was to be read or written."""
    monkeypatch.chdir(tmp_path)
    Path("in.csv").write_text("years\n4\n", encoding="utf-8")
    file = "x" * 300 + ".csv"
    done = run(*(word.format(file) for word in line))
    assert (done.code > 0, done.out) == (True, "")
    assert done.err == f"mlcomp: {'x' * 60}…: cannot be {said}: File name too long\n"


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


@pytest.fixture(scope="module")
def many_people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A CSV of a million and a half, which takes a while."""
    source = tmp_path_factory.mktemp("many") / "in.csv"
    with source.open("w", encoding="utf-8") as file:
        file.write("id,years,city\n")
        for start in range(0, 1_500_000, 10_000):
            file.write("".join(f"{i},{i % 500 / 10},SF\n" for i in range(start, start + 10_000)))
    return source


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
@pytest.mark.parametrize("after", [0, 0.2, 0.5, 1])
def test_ctrl_c_leaves_nothing_behind(after: float, tmp_path: Path, many_people: Path) -> None:
    """Interrupted while it reads or prices: exit 130, no OUT, no temporary file."""
    out = tmp_path / "out"
    out.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "mlcomp", "batch", str(many_people), str(out / "priced.csv")],
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 30
    while not list(out.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(after)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (130, "")
    assert list(out.iterdir()) == []
