"""Every kind of output there is: encodings, pipes, narrow terminals, NO_COLOR."""

from __future__ import annotations

import io
import re
import sys

import pytest

from conftest import run
from mlcomp.cli.app import app

PERSON = ("estimate", "--years", "4", "--city", "SF")
TABLES = (
    PERSON,
    (*PERSON, "--explain", "--tier", "google", "--degree", "phd", "--specialization", "rl"),
    ("bands",),
    ("bands", "--city", "NYC", "--tier", "consultancy", "--industry", "adtech"),
    ("factors",),
    ("factors", "tier"),
    ("offer", "--base", "240k", "--equity", "400k", "--equity-kind", "private", *PERSON[1:]),
    ("compare", "--years", "4", "--city", "SF,Bay Area", "--tier", "google,accenture"),
    ("levers", *PERSON[1:], "--tier", "mid-size"),
)
OFFER = ("offer", "--base", "240k", "--equity", "400k", *PERSON[1:])
COMPARISON = ("compare", "--years", "4", "--city", "SF,NYC", "--tier", "faang")
FURTHER = (
    OFFER,
    (*OFFER, "--equity-kind", "private", "--equity-worth", "30%", "--explain"),
    COMPARISON,
    ("places", "springfield"),
    ("places", "--top", "20"),
)
AMOUNT = re.compile(r"\d+(?:,\d*)+")
ESCAPE = re.compile(r"\x1b\[[\d;]*m")
COLOUR = re.compile(r"\x1b\[(?:\d+;)*(?:3\d|4\d|9[0-7]|10[0-7])(?:;\d+)*m")


class Output(io.TextIOWrapper):
    """A standard output of any encoding, which may be a terminal."""

    def __init__(self, encoding: str, *, terminal: bool) -> None:
        super().__init__(io.BytesIO(), encoding=encoding, newline="\n", write_through=True)
        self.terminal = terminal

    def isatty(self) -> bool:
        """Say whether this is a terminal."""
        return self.terminal


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start from an environment that says nothing about colour or width."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "TTY_COMPATIBLE", "MLCOMP_BOOK"):
        monkeypatch.delenv(name, raising=False)


def printed(
    monkeypatch: pytest.MonkeyPatch, *args: str, encoding: str = "utf-8", terminal: bool = False
) -> str:
    """Run mlcomp, which has to go well, and return what such an output received."""
    output = Output(encoding, terminal=terminal)
    with monkeypatch.context() as patch:
        patch.setenv("TERM", "xterm-256color")
        patch.setattr(sys, "stdout", output)
        with pytest.raises(SystemExit) as end:
            app(list(args))
    assert not end.value.code
    buffer = output.detach()
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode(encoding)


@pytest.mark.parametrize("args", TABLES, ids=" ".join)
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437", "cp1252"])
@pytest.mark.parametrize("terminal", [False, True], ids=["pipe", "terminal"])
def test_without_utf_8_tables_are_ascii(
    monkeypatch: pytest.MonkeyPatch, encoding: str, args: tuple[str, ...], *, terminal: bool
) -> None:
    """Without UTF-8 each table is drawn in ASCII: no question marks, the same figures."""
    shown = printed(monkeypatch, *args, encoding=encoding, terminal=terminal)
    expected = printed(monkeypatch, *args, terminal=terminal)
    assert shown.isascii()
    assert shown.count("?") == expected.count("?")
    assert AMOUNT.findall(shown) == AMOUNT.findall(expected)


@pytest.mark.parametrize("args", [*TABLES, ("--help",), ("estimate", "--help")], ids=" ".join)
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_no_encoding_is_a_fault(
    monkeypatch: pytest.MonkeyPatch, encoding: str, args: tuple[str, ...]
) -> None:
    """Help and every other format come through any encoding too."""
    printed(monkeypatch, *args, encoding=encoding)
    if "--help" not in args:
        for output in ("json", "csv", "markdown"):
            printed(monkeypatch, *args, "--format", output, encoding=encoding)


@pytest.mark.parametrize("args", TABLES, ids=" ".join)
@pytest.mark.parametrize(
    "env", [{}, {"NO_COLOR": "1"}, {"COLUMNS": "40"}, {"COLUMNS": "1"}, {"TERM": "dumb"}], ids=str
)
def test_a_pipe_gets_plain_and_whole_text(args: tuple[str, ...], env: dict[str, str]) -> None:
    """No escape sequence, ellipsis or trailing blank in a pipe, whatever the terminal is."""
    done = run(*args, env=env)
    assert (done.code, done.err) == (0, "")
    assert done.out == run(*args).out
    assert "\x1b" not in done.out
    assert "…" not in done.out
    assert not re.search(r"[ \t]+$", done.out, re.MULTILINE)


@pytest.mark.parametrize("args", TABLES, ids=" ".join)
@pytest.mark.parametrize("columns", [40, 20, 1])
def test_a_narrow_terminal_cuts_no_figure(
    monkeypatch: pytest.MonkeyPatch, columns: int, args: tuple[str, ...]
) -> None:
    """However narrow the terminal, every amount that is shown is one of those that are true."""
    monkeypatch.setenv("COLUMNS", "200")
    wide = ESCAPE.sub("", printed(monkeypatch, *args, terminal=True))
    monkeypatch.setenv("COLUMNS", str(columns))
    narrow = ESCAPE.sub("", printed(monkeypatch, *args, terminal=True))
    assert set(AMOUNT.findall(narrow)) <= set(AMOUNT.findall(wide))
    # A letter a line is all that one column has.
    assert columns == 1 or bool(AMOUNT.findall(narrow)) == bool(AMOUNT.findall(wide))


@pytest.mark.parametrize("args", [*TABLES, *FURTHER], ids=" ".join)
@pytest.mark.parametrize("columns", [60, 80, 120, 200])
def test_no_line_is_longer_than_the_terminal(
    monkeypatch: pytest.MonkeyPatch, columns: int, args: tuple[str, ...]
) -> None:
    """From 60 columns on nothing is cut, and no line is longer, which a terminal would break."""
    monkeypatch.setenv("COLUMNS", str(columns))
    shown = ESCAPE.sub("", printed(monkeypatch, *args, terminal=True))
    assert "…" not in shown
    assert max(map(len, shown.splitlines())) <= columns


@pytest.mark.parametrize("args", [PERSON, ("bands",), OFFER, COMPARISON], ids=" ".join)
def test_bars_use_the_room(monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...]) -> None:
    """The longest bar of a wide terminal is at least twice that of 80 columns."""
    longest = []
    for columns in (80, 200):
        monkeypatch.setenv("COLUMNS", str(columns))
        shown = ESCAPE.sub("", printed(monkeypatch, *args, terminal=True))
        longest.append(max(map(len, re.findall("─*━+●[━▲─]*", shown))))
    assert longest[1] >= 2 * longest[0]


@pytest.mark.parametrize("args", TABLES, ids=" ".join)
def test_no_color_is_obeyed(monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...]) -> None:
    """A terminal gets emphasis, and with NO_COLOR no colour; a pipe neither."""
    assert "\x1b[" in printed(monkeypatch, *args, terminal=True)
    monkeypatch.setenv("NO_COLOR", "1")
    assert not COLOUR.search(printed(monkeypatch, *args, terminal=True))
    assert "\x1b" not in printed(monkeypatch, *args)


def test_colour_is_used_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The result stands out in colour where there is colour."""
    assert COLOUR.search(printed(monkeypatch, *PERSON, terminal=True))
