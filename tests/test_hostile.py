"""Bad values and bad rule books: one clear line on standard error, and nothing else."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest

from conftest import Run, run
from mlcomp import Profile, ProfileError, load_book
from mlcomp.files import MAX_TEXT_BYTES

GUIDE = (Path(__file__).parents[1] / "data" / "bands.toml").read_text(encoding="utf-8")
FIRST_BASE = "base = [130_000, 180_000]"
TEXT_OPTIONS = ("--level", "--city", "--tier", "--specialization", "--industry", "--degree")
NO_NUMBERS = {
    "nan": "nan",
    "inf": "inf",
    "-inf": "-inf",
    "Infinity": "Infinity",
    "negative": "-1",
    "just too many": "60.001",
    "10**400": "1" + "0" * 400,
    "10**5000": "1" + "0" * 5000,
    "1e999": "1e999",
    "empty": "",
    "blank": "   ",
    "words": "four",
    "two numbers": "4 5",
    "comma": "4,5",
    "emoji": "🤖",
    "escape": "\x1b[2J4",
    "line break": "4\n\x1b[31m5",
    "right-to-left": "\u202e4",
}
NO_NAMES = {
    "empty": "",
    "blank": " \t ",
    "no-break spaces": "\u00a0\u2003",
    "10,000 characters": "x" * 10_000,
    "10,000 emoji": "🏙" * 10_000,
    "emoji": "🏙️👩‍💻",
    "right-to-left": "תל אביב",
    "override": "\u202eocsicnarF naS\u202c",
    "isolate": "\u2066SF\u2069",
    "markup": "[red]x[/red]",
    "unclosed markup": "[/]x[bold",
    "link markup": "[link=https://example.com]x[/link]",
    "escape": "\x1b[31mSF\x1b[0m",
    "one-byte escape": "\x9b31mSF",
    "title sequence": "\x1b]0;owned\x07",
    "line breaks": "SF\nmlcomp: all is well\r\n",
    "line separators": "SF\u2028mlcomp\u2029x\x85y",
    "backspaces": "SF\x08\x08NY",
    "control characters": "".join(map(chr, range(1, 32))) + "\x7f",
    "NUL": "S\x00F",
    "lone surrogate": "S\udcffF",
    "zero width": "S\u200bF\ufeff",
    "combining": "Z" + "\u0301" * 500,
    "format string": "%s%n{0}{city}",
    "path": "../../etc/passwd",
}


def refused(done: Run, code: int) -> str:
    """Return the one line that a refusal wrote, after holding that it wrote nothing else."""
    assert done.code == code, done
    assert done.out == ""
    line = done.err.removesuffix("\n")
    assert line.startswith("mlcomp: ")
    # No line break, escape sequence, control or bidirectional character gets through.
    assert line.isprintable(), ascii(line)
    assert done.err == line + "\n"
    assert len(line) < 1200
    assert "a fault in mlcomp" not in line
    return line


@pytest.mark.parametrize("command", [["estimate"], ["estimate", "--json"]], ids=" ".join)
@pytest.mark.parametrize("years", NO_NUMBERS.values(), ids=NO_NUMBERS)
def test_years_that_are_no_number(years: str, command: list[str]) -> None:
    """Years outside 0 to 60, or no number at all, are refused by name."""
    assert "years: expected a number from 0 to 60" in refused(run(*command, f"--years={years}"), 2)


@pytest.mark.parametrize("option", TEXT_OPTIONS)
@pytest.mark.parametrize("value", NO_NAMES.values(), ids=NO_NAMES)
def test_text_that_names_nothing(option: str, value: str) -> None:
    """Each text option answers whatever it is given with one harmless line that names it."""
    line = refused(run("estimate", "--years", "4", f"{option}={value}"), 2)
    assert line.startswith(f"mlcomp: {option[2:]}: ")


@pytest.mark.parametrize("value", NO_NAMES.values(), ids=NO_NAMES)
def test_arguments_and_formats_that_name_nothing(value: str) -> None:
    """A dimension, a result, a format, a command and an option are refused the same way."""
    refused(run("factors", f"{value}"), 2)
    refused(run("schema", f"{value}"), 2)
    refused(run("bands", f"--format={value}"), 2)
    refused(run(f"x{value}"), 2)
    refused(run("estimate", f"--x{value}"), 2)
    refused(run("estimate", "--years", "4", f"x{value}"), 2)


@pytest.mark.parametrize("value", [v for v in NO_NAMES.values() if v.strip()])
def test_a_rule_book_by_a_hostile_name(value: str) -> None:
    """A path that leads nowhere is named without harm, from the option and the environment."""
    refused(run("estimate", "--years", "4", f"--book={value}"), 1)
    refused(run("book", "check", f"./{value}"), 1)
    refused(run("verify", f"./{value}"), 1)
    if "\x00" not in value:
        refused(run("estimate", "--years", "4", env={"MLCOMP_BOOK": value}), 1)


@pytest.mark.parametrize("value", ["", "  "], ids=["empty", "blank"])
def test_a_rule_book_without_a_name(value: str) -> None:
    """An empty name of a rule book is refused, and not taken for the current folder."""
    line = refused(run("estimate", "--years", "4", f"--book={value}"), 1)
    assert repr(value) in line


def test_numbers_too_long_to_print() -> None:
    """From Python too, a number of 5,000 digits is refused as such."""
    with pytest.raises(ProfileError, match="expected a number from 0 to 60"):
        Profile(years=10**5000)


def test_zero_has_no_sign() -> None:
    """Minus zero years is zero years."""
    done = run("estimate", "--years=-0")
    assert done.code == 0
    assert "-0" not in done.out


def huge() -> bytes:
    """Return a valid book that is larger than any book needs to be."""
    return GUIDE.encode() + b"#" * MAX_TEXT_BYTES


NO_BOOKS = {
    "broken": (b"[[level]\nid = ", "expected TOML"),
    "huge": (huge(), "4 MiB"),
    "binary": (bytes(range(256)) * 40, "UTF-8"),
    "NUL": (b"\0" * 100, "expected TOML"),
    "UTF-16": (GUIDE.encode("utf-16"), "UTF-8"),
    "Latin-1": (GUIDE.replace("Entry", "Entrée").encode("latin-1"), "UTF-8"),
    "nested arrays": (b"level = " + b"[" * 100_000, "nested too deeply"),
    "nested tables": (b"level = " + b"{a=" * 100_000, "nested too deeply"),
    "an integer too long": (b"edition = " + b"9" * 5000, "expected TOML"),
    "escape in a fault": (b"a = 1\na = \x1b[31m", "expected TOML"),
}
FAULTY = {
    "empty": b"",
    "only a comment": b"# nothing\n",
    "other TOML": b"[project]\nname = 'x'\n",
    "hexadecimal too long": GUIDE.replace(FIRST_BASE, f"base = 0x{'f' * 5000}").encode(),
    "years too long": GUIDE.replace("min_years = 0", f"min_years = 0x{'f' * 5000}").encode(),
    "dotted deeply": GUIDE.replace(
        FIRST_BASE, f"base = [{{{'.'.join(['a'] * 3000)} = 1}}]"
    ).encode(),
    "NaN": GUIDE.replace(FIRST_BASE, "base = [nan, nan]").encode(),
    "infinite": GUIDE.replace(FIRST_BASE, "base = [1, inf]").encode(),
    "escape in a title": GUIDE.replace('"Mid"', '"\\u001b[31mMid\\u202e"').encode(),
    "escape in an id": GUIDE.replace('"mid"', '"\\u001b[31m"').encode(),
    "escape in a key": GUIDE.replace("summary =", '"\\u001b]0;x\\u0007" =').encode(),
    "escape in a source": GUIDE.replace('source = "guide"', 'source = "\\u001b[2J"').encode(),
    "dates": GUIDE.replace(FIRST_BASE, "base = 2026-01-01").encode(),
}


@pytest.mark.parametrize(("content", "said"), NO_BOOKS.values(), ids=NO_BOOKS)
def test_a_file_that_is_no_rule_book(content: bytes, said: str, tmp_path: Path) -> None:
    """A file that is no TOML text is named in one line, whichever command reads it."""
    path = tmp_path / "ours.toml"
    path.write_bytes(content)
    for command in (
        ["book", "check", str(path)],
        ["estimate", "--years", "4", "--book", str(path)],
        ["bands", "--book", str(path), "--json"],
        ["factors", "--book", str(path)],
    ):
        line = refused(run(*command), 1)
        assert "ours.toml" in line
        assert said in line


@pytest.mark.parametrize("content", FAULTY.values(), ids=FAULTY)
def test_a_faulty_rule_book(content: bytes, tmp_path: Path) -> None:
    """TOML that is no rule book: each fault on a line of its own, each naming the file."""
    path = tmp_path / "ours.toml"
    path.write_bytes(content)
    for command in (["book", "check", str(path)], ["estimate", "--level=mid", "--book", str(path)]):
        done = run(*command)
        assert done.code == 1, done.err
        assert done.out == ""
        lines = done.err.removesuffix("\n").split("\n")
        assert all(line.startswith(f"mlcomp: {path}: ") for line in lines), lines
        assert all(line.isprintable() and len(line) < 2100 for line in lines), ascii(lines)
        assert all("expected" in line and "found" in line for line in lines), lines


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    """A book saved as UTF-8 with a byte order mark, or with CRLF, reads like any other."""
    path = tmp_path / "ours.toml"
    path.write_bytes(GUIDE.replace("\n", "\r\n").encode("utf-8-sig"))
    assert asdict(load_book(path)) == asdict(load_book())
    assert run("book", "check", str(path)).code == 0


@pytest.mark.parametrize("name", ["", "missing.toml", "missing"], ids=["folder", "toml", "bare"])
def test_a_rule_book_that_is_not_there(name: str, tmp_path: Path) -> None:
    """A folder or a missing file is named, and the exit code says the data is bad."""
    path = tmp_path / "books" / name
    (tmp_path / "books").mkdir()
    refused(run("book", "check", str(path)), 1)
    refused(run("estimate", "--years", "4", "--book", str(path)), 1)
    refused(run("verify", str(path)), 1)


def test_a_new_rule_book_overwrites_nothing(tmp_path: Path) -> None:
    """`book new` refuses a path that exists or cannot be, and leaves what was there."""
    path = tmp_path / "ours.toml"
    path.write_text("mine", encoding="utf-8")
    refused(run("book", "new", str(path)), 1)
    assert path.read_text(encoding="utf-8") == "mine"
    refused(run("book", "new", str(tmp_path)), 1)
    refused(run("book", "new", str(tmp_path / "no" / "folder.toml")), 1)
    refused(run("book", "new", str(tmp_path / "a\x00b.toml")), 1)


@pytest.mark.parametrize(
    "content",
    [
        *("", "null", "[]", '"x"', "1e999", "NaN", "[" * 100_000, "{" * 50, "\x00", "9" * 5000),
        *('{"schema": "\\u001b[31m"}', '{"\\u001b[31m\\u202e": 1}'),
    ],
    ids=range(12),
)
def test_a_receipt_that_is_none(content: str) -> None:
    """What is no estimate's JSON is refused by `verify` in one harmless line."""
    refused(run("verify", "-", stdin=content), 1)


@pytest.mark.parametrize(
    "line",
    [("batch", "in.csv", "-", "--prefix"), ("sql", "--columns"), ("sql", "--table")],
    ids=" ".join,
)
def test_names_are_utf_8(line: tuple[str, ...]) -> None:
    """What would go into a file or a query as another character is refused."""
    done = run(*line, "years,\udcff")
    assert (done.code, done.out) == (2, "")
    assert "expected text in UTF-8, found 'years,\\udcff'" in done.err
    assert done.err.count("\n") == 1
