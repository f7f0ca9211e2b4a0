"""What only a real process shows: closed pipes, signals, a full disk, missing streams."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mlcomp.cli.app import exit_code_of

MLCOMP = (sys.executable, "-m", "mlcomp")
PERSON = ("estimate", "--years", "4", "--city", "SF")
posix = pytest.mark.skipif(os.name != "posix", reason="signals and pipes of POSIX")
# Sends SIGINT to itself in the middle of an import, where no luck in timing is needed.
INTERRUPTED_IMPORT = """
import os, signal, sys
from mlcomp.cli import main

module = sys.argv.pop()

class Interrupt:
    def find_spec(self, name, *_):
        if name == module:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupt())
sys.argv[1:] = ["estimate", "--years", "4"]
main()
"""


def environment() -> dict[str, str]:
    """Return this environment without a rule book of one's own."""
    return {k: v for k, v in os.environ.items() if not k.startswith("MLCOMP")}


@posix
@pytest.mark.parametrize("reader", ["head -1", "true"])
@pytest.mark.parametrize("args", ["factors", "schema book", "--help"])
def test_a_closed_pipe_ends_quietly(args: str, reader: str) -> None:
    """`mlcomp ... | head -1` says nothing on standard error and fails no pipeline."""
    command = shutil.which("mlcomp", path=Path(sys.executable).parent) or shutil.which("mlcomp")
    if command is None:
        pytest.skip("the command is not installed")
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f'"$0" {args} | {reader}', command],
        env=environment(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


@posix
@pytest.mark.parametrize("args", [("factors",), PERSON, (*PERSON, "--json")], ids=" ".join)
def test_a_reader_that_leaves_at_once(args: tuple[str, ...]) -> None:
    """A pipe that is closed before the first byte is no fault either."""
    with subprocess.Popen(
        [*MLCOMP, *args], env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        process.stdout = None
        _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, b"")


@posix
@pytest.mark.parametrize("args", [PERSON, (*PERSON, "--json")], ids=" ".join)
def test_a_reader_that_leaves_and_nobody_to_tell(args: tuple[str, ...]) -> None:
    """Standard error closed as well changes no exit code."""
    with subprocess.Popen(
        ["bash", "-c", '"$@" 2>&-', "bash", *MLCOMP, *args],
        env=environment(),
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.wait(timeout=60) == 0


@posix
def test_ctrl_c_while_waiting(tmp_path: Path) -> None:
    """Ctrl-C while `verify -` waits for its input: exit 130 and not a word."""
    marker = tmp_path / "started"
    code = (
        "import pathlib, sys, mlcomp.cli; pathlib.Path(sys.argv.pop()).touch(); mlcomp.cli.main()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, "verify", "-", marker],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        while not marker.exists() and process.poll() is None:
            time.sleep(0.02)
        # Time to come to the read; an earlier interrupt has to end the same way.
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        out, said = process.communicate(timeout=60)
    assert (process.returncode, out, said) == (130, b"", b"")


@posix
@pytest.mark.parametrize(
    "module", ["gc", "mlcomp.cli.app", "typer", "pydantic", "mlcomp.rules.estimate"]
)
def test_ctrl_c_while_starting(module: str) -> None:
    """Ctrl-C while modules are still being imported: exit 130 and not a word."""
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_IMPORT, module],
        env=environment(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a device that is full")
@pytest.mark.parametrize(
    "args",
    [PERSON, (*PERSON, "--json"), ("factors",), ("schema", "book"), ("--version",), ("--help",)],
    ids=" ".join,
)
def test_a_full_disk_is_said(args: tuple[str, ...]) -> None:
    """Output that cannot be written: exit 1 and one line that says why."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*MLCOMP, *args], env=environment(), stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 1
    assert done.stderr.count(b"\n") == 1
    assert done.stderr.startswith(b"mlcomp: cannot write: ")


@posix
@pytest.mark.parametrize("args", [PERSON, (*PERSON, "--json"), ("verify", "-")], ids=" ".join)
def test_missing_streams_are_said(args: tuple[str, ...]) -> None:
    """Started with standard input and output closed, mlcomp says so as over a full disk."""
    done = subprocess.run(
        ["bash", "-c", '"$@" <&- >&-', "bash", *MLCOMP, *args],
        env=environment(),
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert done.stderr.count(b"\n") == 1
    assert b"a fault in mlcomp" not in done.stderr


@posix
def test_tools_without_standard_input_are_refused() -> None:
    """`mlcomp mcp <&-` has nobody to serve."""
    pytest.importorskip("mcp")
    done = subprocess.run(
        ["bash", "-c", '"$@" <&-', "bash", *MLCOMP, "mcp"],
        env=environment(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    said = b"mlcomp: standard input: cannot be read: it is closed\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", said)


def test_ctrl_c_behind_another_error_is_ctrl_c() -> None:
    """A module that is interrupted while it loads may raise an error of its own."""

    def interrupted() -> None:
        try:
            raise KeyboardInterrupt
        except KeyboardInterrupt as stop:
            raise ImportError("initialization failed") from stop

    assert exit_code_of(interrupted) == 130
