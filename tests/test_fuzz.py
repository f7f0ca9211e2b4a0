"""Random command lines, rule books and receipts: an answer or a refusal, never a fault."""

from __future__ import annotations

import copy
import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conftest import Run, examples, run
from mlcomp import Book, BookError
from mlcomp.book.loading import validated
from strategies import raw_books

if TYPE_CHECKING:
    from collections.abc import Iterator

GUIDE = (Path(__file__).parents[1] / "data" / "bands.toml").read_text(encoding="utf-8")
RAW = tomllib.loads(GUIDE)
COMMANDS = ("estimate", "bands", "factors", "schema", "verify", "book check")
COMMANDS += ("offer", "offer --base 240k", "compare", "levers")
FLAGS = ("--remote", "--lifecycle", "--explain", "--json", "--help", "--version", "--")
VALUES = {
    "--years": ("4", "0", "10", "60", "2.9", "-1", "nan", "inf", "1e3", "1_0", "٣", "9" * 400),
    "--level": ("mid", "SENIOR", "staff", "seniro", "entry level"),
    "--city": ("SF", "new york", "Bellevue, WA", "Paris", "san-fransisco"),
    "--tier": ("faang", "google", "AI startup", "mid size", "faangg"),
    "--specialization": ("rl", "distributed_training", "generalist", "vision"),
    "--industry": ("quant", "HFT", "adtech", "self driving", "farming"),
    "--degree": ("phd", "master", "none"),
    "--book": ("guide", "ours.toml", ".", "missing.toml", ""),
    "--base": ("240k", "240,000", "$1e5", "20", "-1", "nan"),
    "--bonus": ("15%", "0.15", "36k", "9" * 400, "%"),
    "--equity": ("400k", "0", "1_0_0", "$", "-5"),
    "--vesting": ("4y", "5/15/40/40", "33/33/33", "/", "9" * 30 + "y", "100", "4y monthly"),
    "--sign-on": ("50000,25000", "30k", ",", "1,2,3"),
    "--growth": ("10%", "0", "-99%", "1e9%"),
    "--equity-kind": ("private", "PUBLIC", "none"),
    "--file": ("ours.toml", ".", "missing.toml", ""),
    "--over-years": ("1", "5", "6", "x"),
    "--format": ("table", "json", "csv", "markdown", "xml"),
}
ARGUMENTS = ("estimate", "bands", "tier", "software engineer", "book", "ours.toml", "-", "guide")
junk = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["\x1b[31m", "[red]", "\u202eSF", "🤖" * 99, "x" * 9999, "\x00", "\udcff", "%s"]
    ),
)


@st.composite
def command_lines(draw: st.DrawFn) -> list[str]:
    """A command with options in any order, some repeated, junk or cut short."""
    words = draw(st.sampled_from(COMMANDS)).split()
    if draw(st.integers(0, 3)):
        words += ["--years", "4"] if words[0] in ("estimate", "offer", "compare", "levers") else []
    for _ in range(draw(st.integers(0, 6))):
        kind = draw(st.integers(0, 9))
        if kind < 7:
            option = draw(st.sampled_from(sorted(VALUES)))
            value = draw(
                st.one_of(st.sampled_from(VALUES[option]), junk)
                if kind < 2
                else st.sampled_from(VALUES[option])
            )
            words += draw(st.sampled_from([[option, value], [f"{option}={value}"], [option]]))
        elif kind == 7:
            words.append(draw(st.sampled_from(FLAGS)))
        else:
            words.append(draw(st.one_of(st.sampled_from(ARGUMENTS), junk)))
    if draw(st.integers(0, 5)) == 0:
        words = draw(st.permutations(words))
    if draw(st.integers(0, 5)) == 0:
        words[-1] = words[-1][: draw(st.integers(0, len(words[-1])))]
    # `book new` writes files; it is tested by hand.
    return [word for word in words if word != "new"]


def hold(done: Run, *, verifying: bool = False) -> None:
    """Hold what every run of mlcomp owes: an exit code, whole lines, and no mixture."""
    assert done.code in {0, 1, 2}, done
    assert "Traceback" not in done.out + done.err
    assert "a fault in mlcomp" not in done.err
    lines = done.err.removesuffix("\n").split("\n") if done.err else []
    assert all(line.startswith("mlcomp: ") and line.isprintable() for line in lines), lines
    if done.code == 0:
        assert not lines
        return
    # Figures that do not follow are the result of `verify`; all other failures have none.
    assert (not lines) if verifying and done.out else lines
    assert verifying or not done.out


@pytest.fixture(scope="module", autouse=True)
def own_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Run in a folder with one rule book in it."""
    folder = tmp_path_factory.mktemp("fuzz")
    (folder / "ours.toml").write_text(GUIDE, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield folder


@examples(300)
@given(words=command_lines(), stdin=st.one_of(st.just(""), st.text(max_size=40)))
@example(words=["verify", "-"], stdin="[" * 9999)
@example(words=["estimate"], stdin="")
def test_any_command_line(words: list[str], stdin: str) -> None:
    """Whatever is typed, the answer is a result, or lines on standard error."""
    if words and words != ["book"]:  # these show help
        hold(run(*words, stdin=stdin.encode("utf-8", "replace").decode()))


@pytest.mark.parametrize("words", [[], ["book"]], ids=["mlcomp", "mlcomp book"])
def test_no_command_shows_help(words: list[str]) -> None:
    """Without a command there is help, and no complaint that says nothing."""
    done = run(*words)
    assert "Usage: " in done.out + done.err
    assert "failed" not in done.err


SCALARS = st.one_of(
    st.none().map(lambda _: ""),
    st.booleans(),
    st.integers(),
    st.integers(-5, 70),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(
        [0, -1, 10**400, 16**3000, 1e308, 5e-324, "mid", "guide", "evidence", "\x1b[31m"]
    ),
)
JUNK = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=8,
)


@st.composite
def mutated(draw: st.DrawFn, document: Any, least: int = 1) -> Any:
    """A document with values replaced, and keys or items removed, renamed or repeated."""
    document = copy.deepcopy(document)
    for _ in range(draw(st.integers(least, 4))):
        at = document
        while True:
            keys = list(at) if isinstance(at, dict) else list(range(len(at)))
            if not keys:
                break
            key = draw(st.sampled_from(keys))
            if isinstance(at[key], dict | list) and at[key] and draw(st.integers(0, 5)):
                at = at[key]
                continue
            change = draw(st.sampled_from(["replace", "near", "delete", "copy", "rename"]))
            if change == "delete":
                del at[key]
            elif change == "near" and isinstance(at[key], int | float):
                at[key] = at[key] * draw(st.sampled_from([-1, 0, 0.5, 1.01, 2, 1e6]))
            elif change in ("copy", "rename") and isinstance(at, dict):
                value = at.pop(key) if change == "rename" else at[key]
                at[draw(st.one_of(st.just(f"{key}s"), st.text(max_size=9)))] = value
            elif change == "copy":
                at.insert(draw(st.integers(0, len(at))), copy.deepcopy(at[key]))
            else:
                at[key] = draw(JUNK)
            break
    return document


def toml(value: Any) -> str:
    """Return a value as TOML, tables inline; a very long integer in hexadecimal."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{toml(str(k))} = {toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and value > 10**1000:
        return hex(value)
    if isinstance(value, str):
        escaped = (c if c.isalnum() or c in " -_" else f"\\U{ord(c):08x}" for c in value)
        return '"' + "".join(escaped) + '"'
    return repr(value)


@examples(200)
@given(raw=st.one_of(mutated(RAW), raw_books().flatmap(mutated)))
@example(raw={})
def test_any_tables_are_a_book_or_its_faults(raw: dict[str, Any]) -> None:
    """Parsed TOML is a `Book`, or a list of faults that each say what was expected and found."""
    try:
        book, problems = validated(raw, "ours.toml"), []
    except BookError as error:
        book, problems = None, [str(fault) for fault in error.faults]
    assert isinstance(book, Book) or problems
    for problem in problems:
        assert problem.startswith("ours.toml: ")
        assert problem.isprintable()
        assert "expected" in problem
        assert "found" in problem


@examples(100)
@given(raw=mutated(RAW))
def test_any_tables_as_a_file(raw: dict[str, Any], own_folder: Path) -> None:
    """A mutated book, written as TOML, prices everybody or nobody, and says why not."""
    text = "".join(f"{toml(str(key))} = {toml(value)}\n" for key, value in raw.items())
    hold_file(own_folder, text.encode())


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """The guide's book with lines dropped, repeated, swapped or cut, or bytes replaced."""
    lines = GUIDE.splitlines(keepends=True)
    for _ in range(draw(st.integers(1, 4))):
        at, other = draw(st.integers(0, len(lines) - 2)), draw(st.integers(0, len(lines) - 2))
        change = draw(st.sampled_from(["drop", "repeat", "swap", "cut"]))
        if change == "drop":
            del lines[at]
        elif change == "repeat":
            lines.insert(other, lines[at])
        elif change == "swap":
            lines[at], lines[other] = lines[other], lines[at]
        else:
            lines[at] = lines[at][: draw(st.integers(0, len(lines[at])))]
    content = bytearray("".join(lines).encode())
    for _ in range(draw(st.integers(0, 2))):
        content[draw(st.integers(0, len(content) - 1))] = draw(st.integers(0, 255))
    return bytes(content)


@examples(150)
@given(content=damaged())
def test_any_bytes_as_a_file(content: bytes, own_folder: Path) -> None:
    """A damaged file prices everybody or nobody, and says why not."""
    hold_file(own_folder, content)


def hold_file(folder: Path, content: bytes) -> None:
    """Hold what `book check` says of a file, and that `estimate` agrees."""
    path = folder / "damaged.toml"
    path.write_bytes(content)
    checked = run("book", "check", str(path))
    hold(checked)
    priced = run("estimate", "--years", "7", "--book", str(path), "--json")
    hold(priced)
    if "expected an edition of its own, since" in checked.err:
        # The name of a shipped book on other values is a fault to `book check` alone.
        assert (checked.code, priced.code) == (1, 0)
        return
    assert checked.code == priced.code
    if checked.code:
        assert checked.err == priced.err
        assert all("damaged.toml: " in line for line in checked.err.splitlines())
    else:
        assert json.loads(priced.out)["base"]["low"] > 0


RECEIPT = run("estimate", "--years", "4", "--city", "SF", "--tier", "google", "--json").json


@examples(200)
@given(document=mutated(RECEIPT, least=0))
def test_any_receipt(document: Any) -> None:
    """A changed receipt is verified, found wrong or refused."""
    done = run("verify", "-", stdin=json.dumps(document))
    hold(done, verifying=True)
    if json.dumps(document) == json.dumps(RECEIPT):
        assert done.code == 0


@pytest.mark.parametrize("number", [0, 1e12, 5e-324, 1e-300])
@pytest.mark.parametrize("times", [1, 60])
def test_a_receipt_of_extreme_numbers(number: float, times: int) -> None:
    """Zeros, and products beyond what a float holds, are refused or found wrong."""
    document = copy.deepcopy(RECEIPT)
    applied = dict.fromkeys(("low", "typical", "high"), number)
    step = next(s for s in document["steps"] if s["operation"] == "multiply")
    document["steps"][1:1] = [{**step, "applied": applied}] * times
    hold(run("verify", "-", stdin=json.dumps(document)), verifying=True)
    document = copy.deepcopy(RECEIPT)
    document["software_engineer"]["premium"] = applied
    hold(run("verify", "-", stdin=json.dumps(document)), verifying=True)
