"""Completion in real shells: what is inserted is taken as one word."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

SCRIPTS = Path(sys.executable).parent
# Completes as mlcomp, and shows the words that it gets otherwise.
STAND_IN = """#!/bin/sh
if [ -n "$_MLCOMP_COMPLETE" ]; then exec "{mlcomp}" "$@"; fi
printf '<%s>' "$@"
echo ' end'
"""
START = {
    "bash": (("bash", "--norc", "--noprofile", "-i"), ". ./completion\n"),
    "zsh": (
        ("zsh", "-f", "-i"),
        "autoload -Uz compinit; compinit -u -D; . ./completion\n",
    ),
    "fish": (
        ("fish", "--no-config", "-i"),
        ". ./completion\n",
    ),
}


@pytest.fixture(scope="module", params=START)
def shell(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Terminal]:
    """Return a shell at its prompt, in a folder with a rule book and mlcomp's completion."""
    name = request.param
    if not shutil.which(name):
        pytest.skip(f"{name} is not installed")
    home = tmp_path_factory.mktemp(name)
    (home / "ours.toml").touch()
    (home / "notes.txt").touch()
    (home / "bin").mkdir()
    stand_in = home / "bin" / "mlcomp"
    stand_in.write_text(STAND_IN.format(mlcomp=SCRIPTS / "mlcomp"))
    stand_in.chmod(0o755)
    env = {
        "HOME": str(home),
        "PATH": f"{home / 'bin'}{os.pathsep}{SCRIPTS}{os.pathsep}{os.environ['PATH']}",
        "TERM": "xterm",
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "200",
    }
    script = subprocess.run(
        ["mlcomp"],
        env={**env, "_MLCOMP_COMPLETE": f"source_{name}"},
        capture_output=True,
        text=True,
        check=False,
    )
    (home / "completion").write_text(script.stdout)
    command, setting = START[name]
    terminal = Terminal(command, env, home)
    # The echo of what is typed has the quotes, what it prints has not.
    terminal.type(f"{setting}echo be''gun\n")
    terminal.until("begun")
    yield terminal
    terminal.close()


def taken(shell: Terminal, typed: str) -> str:
    """Type a line with Tabs in it, and Enter; return the words that the command gets."""
    shell.type(f"mlcomp {typed}\n")
    return shell.until(r"(?:<[^<>\n]*>)+ end").removesuffix(" end")


@pytest.mark.parametrize(
    ("typed", "city"),
    [("-c aus\t", "austin, TX"), ("--location 'San Fr\t", "San Francisco, CA")],
)
def test_a_city_is_one_word(shell: Terminal, typed: str, city: str) -> None:
    """However it was begun, and with the comma and the spaces that are in it."""
    assert taken(shell, f"estimate {typed}").endswith(f"><{city}>")


@pytest.mark.parametrize("shell", ["bash"], indirect=True)
def test_bash_ends_a_word_at_an_equals_sign(shell: Terminal) -> None:
    """A city that is begun behind one is whole too, also where words of it are there."""
    assert taken(shell, "estimate --city=san\\ fr\t") == "<estimate><--city=san francisco, CA>"


def test_books_are_offered(request: pytest.FixtureRequest, shell: Terminal) -> None:
    """The shipped ones and the TOML files that lie here, no other file."""
    shell.type("mlcomp estimate --book \t")
    if request.node.callspec.params["shell"] == "bash":
        # Where several go on differently, the first Tab only rings.
        shell.type("\t")
    shell.until(r"guide +market +ours\.toml\s")
    shell.type("x\n")
    shell.until("<--book><x> end")
    assert taken(shell, "estimate --book ou\t") == "<estimate><--book><ours.toml>"
