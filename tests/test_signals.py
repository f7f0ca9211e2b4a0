"""Signals and standard streams of real processes: nothing left behind, one clear line or none."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("duckdb")
pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and streams of POSIX")

MLCOMP = (sys.executable, "-m", "mlcomp")
PEOPLE = "years,city\n4,SF\n5,NYC\n"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A million people, which take a while."""
    source = tmp_path_factory.mktemp("many") / "in.csv"
    lines = "".join(f"{n % 400 / 10},SF\n" for n in range(10_000))
    source.write_text("years,city\n" + lines * 100, encoding="utf-8")
    return source


@pytest.fixture(scope="module")
def paid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three million people with their pay, so that no command is done too early."""
    source = tmp_path_factory.mktemp("paid") / "in.csv"
    lines = "".join(f"{n % 400 / 10},SF,{200 + n % 90}000\n" for n in range(10_000))
    source.write_text("years,city,base\n" + lines * 300, encoding="utf-8")
    return source


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_signal_leaves_nothing_behind(tmp_path: Path, many: Path, name: str, ending: str) -> None:
    """Its own exit code, not a word, no OUT, no part of it, no scratch folder."""
    out, scratch = tmp_path / "out", tmp_path / "scratch"
    out.mkdir()
    scratch.mkdir()
    process = subprocess.Popen(
        [*MLCOMP, "batch", str(many), str(out / f"priced.{ending}")],
        env={**os.environ, "TMPDIR": str(scratch)},
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 30
    while not list(out.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.1)
    number = getattr(signal, name)
    process.send_signal(number)
    # A second one, as an impatient system sends it, does not disturb the cleaning up.
    process.send_signal(number)
    _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (128 + number, "")
    assert (list(out.iterdir()), list(scratch.iterdir())) == ([], [])


@pytest.mark.parametrize(
    "line", [["backtest"], ["book", "diff", "guide", "market", "--roster"], ["batch", "--summary"]]
)
def test_a_query_that_is_interrupted_says_nothing(
    tmp_path: Path, paid: Path, line: list[str]
) -> None:
    """Ctrl-C within a query ends every command without a word, and leaves nothing behind."""
    process = subprocess.Popen(
        [*MLCOMP, *line, str(paid)],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 30
    while not list(tmp_path.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (130, "")
    assert list(tmp_path.iterdir()) == []


def test_a_signal_while_a_pipe_is_read(tmp_path: Path) -> None:
    """What standard input has said so far is gone, too."""
    process = subprocess.Popen(
        [*MLCOMP, "batch", "-", "-", "--from", "csv", "--to", "csv"],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    process.stdin.write(PEOPLE.encode())
    process.stdin.flush()
    deadline = time.monotonic() + 30
    while not list(tmp_path.rglob("input")) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert list(tmp_path.rglob("input"))
    process.terminate()
    assert process.wait(30) == 143
    assert list(tmp_path.iterdir()) == []
    process.communicate()


def test_nohup_is_obeyed() -> None:
    """A SIGHUP that is ignored from the start stays ignored."""
    code = (
        "import os, signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "from mlcomp.cli.signals import handle_signals; handle_signals()\n"
        "os.kill(os.getpid(), signal.SIGHUP); print('alive')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "alive\n")


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """A file of two people."""
    file = tmp_path / "in.csv"
    file.write_text(PEOPLE, encoding="utf-8")
    return file


def shell(command: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run `mlcomp`, called "$@" there, in a shell."""
    return subprocess.run(
        ["bash", "-c", command, "bash", *MLCOMP],
        cwd=folder,
        env={**os.environ, **more},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("errors", ["2>&-", "2>/dev/full", "<&- 2>&-", "2>/dev/null"])
def test_nobody_hears_standard_error(people: Path, errors: str) -> None:
    """Everybody is priced, exit 0; a refusal still has its exit code."""
    folder = people.parent
    done = shell(f'"$@" batch in.csv out.csv {errors}', folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert len((folder / "out.csv").read_text("utf-8").splitlines()) == 3
    assert shell(f'"$@" batch in.csv out.csv {errors}', folder).returncode == 1
    assert shell(f'"$@" batch in.csv - --to csv {errors}', folder).stdout.count("\n") == 3


def test_standard_input_is_closed(people: Path) -> None:
    """Said in a line where it is asked for, and no matter where it is not."""
    done = shell('"$@" batch - - --from csv --to csv <&-', people.parent)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "standard input: cannot be read: it is closed" in done.stderr
    assert shell('"$@" batch in.csv - --to csv <&-', people.parent).returncode == 0


@pytest.mark.parametrize("name", [b"quo'te", b'dou"ble', b"'; SELECT 1; --", b"n\xff"])
def test_scratch_folders_of_any_name(people: Path, name: bytes) -> None:
    """TMPDIR is only a name: nothing in it is SQL; one that is no UTF-8 works or is refused."""
    folder = people.parent / os.fsdecode(name)
    folder.mkdir()
    done = shell('"$@" batch in.csv - --to csv', people.parent, TMPDIR=str(folder))
    if name == b"n\xff":
        assert (done.returncode, done.stderr.count("\n")) == (1, 1)
        assert "TMPDIR: expected a name in UTF-8" in done.stderr
    else:
        assert (done.returncode, done.stdout.count("\n")) == (0, 3), done.stderr
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="ulimit -v is Linux's")
@pytest.mark.parametrize("kilobytes", [600_000, 800_000])
def test_little_memory_is_said(people: Path, kilobytes: int) -> None:
    """Where DuckDB could not even start: one line, exit 1."""
    done = shell(f'ulimit -v {kilobytes}; "$@" batch in.csv - --to csv', people.parent)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "(ulimit -v)" in done.stderr


@pytest.mark.parametrize("delay", [0.1, 0.15, 0.2, 0.25, 0.3])
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_while_starting(name: str, delay: float) -> None:
    """Its own exit code while modules load and the command line is read, too."""
    # A command that waits for its input, so that the signal never comes after its end.
    process = subprocess.Popen(
        [*MLCOMP, "verify", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(delay)
    number = getattr(signal, name)
    process.send_signal(number)
    _, said = process.communicate(timeout=30)
    # Before mlcomp's first line it is Python that answers: by dying of the signal.
    assert process.returncode in (128 + number, -number)
    assert said == ""
