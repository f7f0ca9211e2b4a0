"""No command writes over what it reads, nor two results into one file, whatever is forced."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conftest import run
from mlcomp.cli.app import COMMANDS, Lazily
from mlcomp.cli.overwriting import READ, WRITTEN

PEOPLE = "years,city,base\n4,SF,250000\n5,NYC,240000\n"
SCENARIO = '[[scenario]]\nname = "a"\nyears = 4\n'

BATCH = ["batch", "pay.svg", "out.csv", "--from", "csv"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["batch", "pay.svg", "z.svg", "--from", "csv", "--to", "csv"], "OUT writes"),
        ([*BATCH, "--save", "pay.svg"], "IN reads"),
        ([*BATCH, "--save", "./link.svg"], "IN reads"),
        ([*BATCH, "--save", "hard.svg"], "IN reads"),
        (["batch", "pay.svg", "ours.toml", "--from", "csv", "--to", "csv"], "--book reads"),
        (["batch", "pay.svg", "pay.svg", "--from", "csv", "--to", "csv"], "IN reads"),
        (["backtest", "pay.svg", "--from", "csv", "--save", "pay.svg"], "FILE reads"),
        (["compare", "--file", "s.svg", "--save", "s.svg"], "--file reads"),
        (["estimate", "--years", "4", "--save", "book.svg", "--book", "book.svg"], "--book reads"),
        (["calibrate", "pay.toml", "--from", "csv", "-o", "pay.toml"], "FILE reads"),
        (["calibrate", "pay.svg", "--from", "csv", "-o", "ours.toml"], "--book reads"),
    ],
)
def test_what_is_read_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: list[str], said: str
) -> None:
    """Whatever it is called, and whatever --force says: exit code 2, and it is as it was."""
    monkeypatch.chdir(tmp_path)
    book = run("book", "new", "ours.toml")
    assert book.code == 0
    Path("book.svg").write_bytes(Path("ours.toml").read_bytes())
    for name in ("pay.svg", "pay.toml"):
        Path(name).write_text(PEOPLE, "utf-8")
    Path("s.svg").write_text(SCENARIO, "utf-8")
    Path("link.svg").symlink_to("pay.svg")
    os.link("pay.svg", "hard.svg")
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    if line[0] in ("batch", "calibrate") and "--book" in said:
        line = [*line, "--book", "ours.toml"]
    if said == "OUT writes":
        line = [*line, "--save", "z.svg"]
    result = run(*line, "--force")
    assert (result.code, result.out) == (2, ""), result.err
    assert f"is the file that {said}; give another name" in result.err
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == before


@pytest.mark.parametrize("source", ["-", "/dev/stdin"])
def test_standard_input_is_a_file_too(tmp_path: Path, source: str) -> None:
    """Where a file stands behind standard input, no picture goes over it."""
    file = tmp_path / "p.svg"
    file.write_text(PEOPLE, "utf-8")
    line = ["backtest", source, "--from", "csv", "--save", "p.svg", "--force"]
    with file.open("rb") as opened:
        done = subprocess.run(
            [sys.executable, "-m", "mlcomp", *line],
            stdin=opened, capture_output=True, text=True, check=False, cwd=tmp_path,
        )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert "p.svg: is the file that FILE reads; give another name" in done.stderr
    assert file.read_text("utf-8") == PEOPLE


def test_other_files_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another name is enough, and one beside the input that is not there yet."""
    monkeypatch.chdir(tmp_path)
    Path("pay.csv").write_text(PEOPLE, "utf-8")
    result = run("batch", "pay.csv", "out.csv", "--save", "out.svg")
    assert result.code == 0
    assert {each.name for each in tmp_path.iterdir()} == {"pay.csv", "out.csv", "out.svg"}


def test_every_file_of_every_command_is_known() -> None:
    """A parameter that names a file is one of those that are compared."""
    found = set()

    def walk(command: Any) -> None:
        for each in getattr(command, "commands", {}).values():
            walk(each)
        for param in command.params:
            metavar = str(param.metavar)
            if re.fullmatch(r"\[?(FILE|IN|OLD|NEW|OUT|.*[.](toml|html))[\].]*", metavar):
                found.add(param.name)

    loaded = Lazily()
    for name in COMMANDS:
        walk(loaded[name])
    assert found == {*READ, *WRITTEN}
