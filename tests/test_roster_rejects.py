"""Lines that are no rows: kept byte for byte, and never in the place of earlier ones."""

from __future__ import annotations

import csv
import io
import os
import stat
from pathlib import Path

import pytest

from conftest import run
from people import table

pytest.importorskip("duckdb")

ESCAPED = "surrogateescape"
BROKEN = "years,city\n4,SF\n5\n"


def kept(file: Path) -> list[tuple[int, bytes]]:
    """Return the lines of a file of rejects and their very bytes."""
    before = csv.field_size_limit(2**23)
    try:
        rows = [*csv.DictReader(io.StringIO(file.read_text("utf-8", ESCAPED), newline=""))]
    finally:
        csv.field_size_limit(before)
    return [(int(row["line"]), row["text"].encode("utf-8", ESCAPED)) for row in rows]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte order mark"])
def test_bytes_that_are_not_utf_8_are_kept(tmp_path: Path, mark: bytes) -> None:
    """In CSV: within a cell, within quotes over two lines, and after millions of bytes."""
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    many = b"4,SF,%s\n" % (b"x" * 90) * 200_000
    first, second, last = b"4,S\xff,x", b'5,"a\n\xe9 ""b""",x', b"6,\xc3\x28,y"
    source.write_bytes(
        mark + b"years,city,note\n" + b"\n".join((first, second)) + b"\n" + many + last
    )
    assert run("batch", str(source), str(target)).code == 1
    assert [text for _, text in kept(tmp_path / "out.csv.rejects")] == [first, second, last]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"], ids=["LF", "CR LF", "CR"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte order mark"])
def test_a_line_has_its_number_in_the_file(tmp_path: Path, mark: bytes, end: bytes) -> None:
    """Also after cells with line breaks, whatever lines end in; its text is its own."""
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    lines = [b"years,city,note", b"5"]
    for number in range(40_000):
        lines += [b'%d,SF,"one' % (number % 40), b'two %s"' % (b"x" * (number % 50))]
        lines += [b"4,NYC,x,y"] if number % 9_999 == 0 else []
    source.write_bytes(mark + end.join([*lines, b"6"]) + end)
    done = run("batch", str(source), str(target))
    assert done.code == 1
    bad = [(n, line) for n, line in enumerate([*lines, b"6"], 1) if line.count(b",") not in (1, 2)]
    expected = [(n, line) for n, line in bad if line in (b"5", b"6", b"4,NYC,x,y")]
    assert kept(tmp_path / "out.csv.rejects") == expected
    assert all(f"line {number}: " in done.err for number, _ in expected[:5])


def test_bytes_of_json_lines_are_kept(tmp_path: Path) -> None:
    """A line that is no UTF-8, and one longer than a line may be, whole."""
    source, target = tmp_path / "in.jsonl", tmp_path / "out.csv"
    lines = (
        b'{"years": 4}',
        b'{"years": 5, "city": "M\xe1laga"}',
        b'{"years": 6, "note": "%s"}' % (b"x" * 2**22),
        b"\xff",
    )
    source.write_bytes(b"\n".join(lines) + b"\n")
    assert run("batch", str(source), str(target)).code == 1
    rejects = kept(tmp_path / "out.csv.rejects")
    assert rejects == [(2, lines[1]), (3, lines[2]), (4, lines[3])]


def test_rejects_of_an_earlier_run_stay(tmp_path: Path) -> None:
    """A second run with rejects of its own numbers its file, one without touches none."""
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    first, second = tmp_path / "out.csv.rejects", tmp_path / "out.csv.rejects.2"
    source.write_text(BROKEN, encoding="utf-8")
    run("batch", str(source), str(target))
    before = first.read_bytes()
    source.write_text(BROKEN + "6,7,8\n", encoding="utf-8")
    said = run("batch", str(source), str(target), "--force").err
    assert f"2  lines that are no rows, kept in {second}" in said
    assert (first.read_bytes(), len(kept(second))) == (before, 2)
    source.write_text("years,city\n4,SF\n", encoding="utf-8")
    assert run("batch", str(source), str(target), "--force").code == 0
    assert (first.read_bytes(), second.exists()) == (before, True)


def test_rejects_can_be_the_input(tmp_path: Path) -> None:
    """Reading the rejects of the very OUT that is written leaves them as they are."""
    target, rejects = tmp_path / "out.csv", tmp_path / "out.csv.rejects"
    rejects.write_text(BROKEN, encoding="utf-8")
    args = ("batch", str(rejects), str(target), "--from", "csv", "--force")
    assert run(*args).code == 1
    assert rejects.read_text("utf-8") == BROKEN
    assert kept(tmp_path / "out.csv.rejects.2") == [(3, b"5")]


def test_a_refused_run_leaves_no_rejects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where OUT has appeared while it worked: neither OUT nor rejects are touched or left."""
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(BROKEN, encoding="utf-8")
    from mlcomp.roster import batch

    write_rejects = batch.write_rejects

    def another_appears(*args: object, **options: object) -> None:
        write_rejects(*args, **options)  # type: ignore[arg-type]
        target.write_text("mine", encoding="utf-8")

    monkeypatch.setattr(batch, "write_rejects", another_appears)
    result = run("batch", str(source), str(target))
    assert result.code == 1
    assert "has appeared meanwhile" in result.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.csv"]
    assert target.read_text("utf-8") == "mine"


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_rejects_are_as_private_as_the_rows(tmp_path: Path) -> None:
    """An OUT of mode 0600 that is replaced stays so, and its rejects are no wider."""
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(BROKEN, encoding="utf-8")
    target.write_text("old", encoding="utf-8")
    target.chmod(0o600)
    run("batch", str(source), str(target), "--force")
    assert len(table(target.read_text("utf-8"))) == 1
    for file in (target, tmp_path / "out.csv.rejects"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
