"""Files that are written: whole or not at all, private until then, and never over another."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from conftest import run
from mlcomp.errors import BookError, MlcompError
from mlcomp.stopping import Stopped, forget, stop
from mlcomp.writing import part_of, scratch_dir, target_of, write_text

posix = pytest.mark.skipif(os.name != "posix", reason="modes and links of POSIX")


def names(folder: Path) -> list[str]:
    """What is in a folder."""
    return sorted(path.name for path in folder.iterdir())


def mode(path: Path) -> int:
    """A file's permissions."""
    return stat.S_IMODE(path.stat().st_mode)


def test_what_is_there_is_not_touched(tmp_path: Path) -> None:
    """Refused before any work; and where it appears meanwhile, refused then."""
    file = tmp_path / "file"
    target = target_of(file, BookError)
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(BookError, match="exists already; --force overwrites it"):
        target_of(file, BookError)
    with pytest.raises(BookError, match="has appeared meanwhile"):
        write_text("new", target)
    assert (names(tmp_path), file.read_text("utf-8")) == (["file"], "mine")


@posix
def test_a_loop_of_links_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a file to write or of its folder, by every command that writes one."""
    pytest.importorskip("duckdb")
    monkeypatch.chdir(tmp_path)
    for name, ending in (("svg", ".svg"), ("toml", ".toml"), ("csv", ".csv"), ("folder", "")):
        (tmp_path / name).symlink_to(tmp_path / f"loop{ending}")
        (tmp_path / f"loop{ending}").symlink_to(tmp_path / name)
    pay = tmp_path / "pay.csv"
    pay.write_text("years,city,base\n4,SF,250000\n", encoding="utf-8")
    for line, name in (
        (("estimate", "--years", "4", "--save"), "loop.svg"),
        (("estimate", "--years", "4", "--save"), "loop/a.svg"),
        (("batch", str(pay), "--summary", "--save"), "loop.svg"),
        (("batch", str(pay)), "loop.csv"),
        (("backtest", str(pay), "--save"), "loop.svg"),
        (("calibrate", str(pay), "-o"), "loop.toml"),
    ):
        done = run(*line, name, "--force")
        assert (done.code, done.out) == (1, "")
        assert done.err == (
            f"mlcomp: {name}: cannot be written: Too many levels of symbolic links\n"
        )


def test_a_failure_leaves_nothing(tmp_path: Path) -> None:
    """Neither a part nor the file, and what was there stays."""
    file = tmp_path / "file"
    file.write_text("mine", encoding="utf-8")

    def interrupted() -> None:
        with part_of(target_of(file, BookError, force=True)) as part:
            part.path.write_text("half", encoding="utf-8")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert (names(tmp_path), file.read_text("utf-8")) == (["file"], "mine")


@posix
def test_a_part_is_private_and_the_file_is_as_any(tmp_path: Path) -> None:
    """0600 while it is written; then the mode of a new file, or of the one it replaces."""
    plain, file = tmp_path / "plain", tmp_path / "file"
    plain.touch()
    with part_of(target_of(file, BookError)) as part:
        assert mode(part.path) == 0o600
        part.publish()
    assert mode(file) == mode(plain)
    file.chmod(0o640)
    write_text("new", target_of(file, BookError, force=True))
    assert (mode(file), file.read_text("utf-8")) == (0o640, "new")
    with scratch_dir() as folder:
        assert mode(folder) == 0o700
    assert not folder.exists()


@posix
def test_a_link_is_followed_where_it_may_be_overwritten(tmp_path: Path) -> None:
    """The file behind it is replaced and the link stays; without --force it is refused."""
    (tmp_path / "folder").mkdir()
    file, link = tmp_path / "folder" / "file", tmp_path / "link"
    link.symlink_to(file)
    with pytest.raises(BookError, match="exists already"):
        target_of(link, BookError)
    for text in ("first", "second"):
        write_text(text, target_of(link, BookError, force=True))
        assert (link.is_symlink(), file.read_text("utf-8")) == (True, text)
    assert (names(tmp_path), names(tmp_path / "folder")) == (["folder", "link"], ["file"])


@pytest.mark.parametrize("before", ["file", "folder", "nothing"])
def test_a_folder_takes_the_place_of_what_is_there(tmp_path: Path, before: str) -> None:
    """Of a file too; and where it cannot, that stays as it is."""
    out = tmp_path / "out"
    if before == "file":
        out.write_text("mine", encoding="utf-8")
    elif before == "folder":
        out.mkdir()
        (out / "mine").touch()
    target = target_of(out, BookError, force=True, folder=True)
    with part_of(target, folder=True) as part, pytest.raises(MlcompError, match="No such file"):
        part.publish()
    assert names(tmp_path) == ([] if before == "nothing" else ["out"])
    with part_of(target, folder=True) as part:
        part.path.mkdir()
        (part.path / "new").touch()
        part.publish()
    assert (names(tmp_path), names(out)) == (["out"], ["new"])


def test_a_name_is_taken_beside_others(tmp_path: Path) -> None:
    """Numbered from 2 on, the first that is free."""
    target = target_of(tmp_path / "file", BookError)
    for wanted in ("file", "file.2", "file.3"):
        with part_of(target) as part:
            assert part.publish(beside=True) == tmp_path / wanted
    assert names(tmp_path) == ["file", "file.2", "file.3"]


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    """A folder, a missing one, a name too long: one sentence each, before any work."""
    for path, said in (
        (tmp_path, "is a directory"),
        (tmp_path / "no" / "file", "cannot be written: no directory"),
        (tmp_path / ("x" * 300), "cannot be written: File name too long"),
    ):
        with pytest.raises(BookError, match=said):
            write_text("", target_of(path, BookError))


@posix
def test_book_new_on_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    """Where a file may have no byte: exit 1, one line, no file."""
    code = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\n"
        "import sys; sys.dont_write_bytecode = True\n"
        "from mlcomp.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "book", "new", "ours.toml"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "ours.toml: cannot be written" in done.stderr
    assert names(tmp_path) == []


def test_book_new_overwrites_nothing(tmp_path: Path) -> None:
    """Neither a file nor a link that leads nowhere."""
    for file in (tmp_path / "ours.toml", tmp_path / "link.toml"):
        if file.name == "link.toml":
            file.symlink_to(tmp_path / "nowhere")
        else:
            file.write_text("mine", encoding="utf-8")
        result = run("book", "new", str(file))
        assert (result.code, "exists already and is not overwritten" in result.err) == (1, True)
    assert names(tmp_path) == ["link.toml", "ours.toml"]


def test_a_picture_replaces_neither_its_pay_nor_another_file(tmp_path: Path) -> None:
    """`backtest --save`: never FILE, and what exists with --force only."""
    pytest.importorskip("duckdb")
    pay, picture = tmp_path / "pay.csv", tmp_path / "picture.svg"
    pay.write_text("years,city,base\n" + "4,SF,261000\n" * 10, encoding="utf-8")
    before = pay.read_text("utf-8")
    for name in ("pay.csv", "../" + tmp_path.name + "/pay.csv"):
        for option in ((), ("--force",)):
            done = run("backtest", str(pay), "--save", str(tmp_path / name), *option)
            assert (done.code, "FILE reads; give another name" in done.err) == (2, True)
    assert pay.read_text("utf-8") == before
    assert run("backtest", str(pay), "--save", str(picture)).code == 0
    picture.write_text("mine", encoding="utf-8")
    refused = run("backtest", str(pay), "--save", str(picture))
    assert (refused.code, "--force overwrites it" in refused.err) == (1, True)
    assert picture.read_text("utf-8") == "mine"
    assert run("backtest", str(pay), "--save", str(picture), "--force").code == 0
    assert picture.read_text("utf-8").startswith("<svg")


def test_no_command_writes_by_itself() -> None:
    """Whatever is written goes through here: no other file of the package opens one to write."""
    package = Path(__file__).parents[1] / "src" / "mlcomp"
    writes = ("write_text(", "write_bytes(", '.open("w', '.open("x', '.open("a', ".replace(path")
    found = {
        str(file.relative_to(package))
        for file in package.rglob("*.py")
        if any(f".{each.lstrip('.')}" in file.read_text("utf-8") for each in writes)
    }
    # Copies of what is read, and parts of what is written.
    assert found == {"writing.py", "roster/files/opening.py", "roster/files/rejects.py"}


def test_a_signal_that_is_dropped_publishes_nothing(tmp_path: Path) -> None:
    """What a library drops is raised again before anything is put in its place."""
    target = target_of(tmp_path / "out", MlcompError)
    try:
        with suppress(KeyboardInterrupt):
            stop(15)
        with pytest.raises(Stopped), part_of(target) as part:
            part.publish()
    finally:
        forget()
    assert list(tmp_path.iterdir()) == []
