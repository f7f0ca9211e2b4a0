"""What was asked or read amiss is said, and what is the same comes out the same."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import examples, run
from mlcomp import BookError
from mlcomp.files import MAX_TOML_WORK, read_toml, toml_work
from people import batch

PACKAGE = Path(__file__).parents[1] / "src" / "mlcomp"
BEFORE_MAIN = """
import sys
before = set(sys.modules)
import mlcomp.cli
print(*sorted(set(sys.modules) - before))
"""


@pytest.mark.parametrize(
    "line",
    [
        ("batch", "in.csv", "out.csv", "--book", "guide", "--book", "market"),
        ("estimate", "--years", "4", "--book=guide", "--book=market"),
        ("offer", "--base", "240k", "--years", "4", "--book", "market", "--book", "guide"),
        ("compare", "--years", "4", "--book", "market", "--book", "guide"),
        ("levers", "--years", "4", "--book", "market", "--book", "guide"),
        ("sql", "--book", "market", "--book", "guide"),
        ("bands", "--book", "guide", "--book", "guide"),
    ],
    ids=" ".join,
)
def test_of_two_rule_books_none_is_dropped(line: tuple[str, ...]) -> None:
    """A command that takes one refuses two, whichever it is."""
    done = run(*line)
    assert (done.code, done.out) == (2, "")
    assert done.err == "mlcomp: book: expected one rule book, found 2\n"


def test_options_that_may_be_repeated_still_may(tmp_path: Path) -> None:
    """Books of a backtest, scenarios, names, flags; of other options the last one counts."""
    pytest.importorskip("duckdb")
    file = tmp_path / "pay.csv"
    file.write_text("years,base\n4,240k\n", encoding="utf-8")
    assert run("backtest", str(file), "--book", "guide", "--book", "market").code == 0
    assert run("compare", "--years", "4", "--city", "SF", "--city", "NYC").code == 0
    assert run("estimate", "--years", "4", "--json", "--json").code == 0
    assert run("estimate", "--years", "4", "--years", "5").code == 0
    several = ("--specialization", "rl", "--specialization", "generalist")
    assert run("estimate", "--years", "4", *several).code == 0


def test_a_blank_city_that_prices_the_nation_is_counted(tmp_path: Path) -> None:
    """In the summary, in JSON and on standard error; remote staff and refused rows are not."""
    pytest.importorskip("duckdb")
    rows = 'years,city,remote\n4,SF,\n5,,\n6,,true\n7," ",\n,,\n8,,no\n'
    done = batch(tmp_path, rows, "--allow-errors")
    assert "mlcomp:         2  without a city, priced as the nation\n" in done.err
    line = ("batch", str(tmp_path / "in.csv"), "--summary", "--allow-errors")
    assert "2 without a city, priced as the nation" in run(*line).out
    assert run(*line, "--json").json["without_city"] == 2
    mapped = batch(tmp_path, "years,where\n4,\n5,NYC\n", "--map", "city=where")
    assert "1  without a city, priced as the nation" in mapped.err
    assert "without a city" not in batch(tmp_path, "years\n4\n").err


def test_a_query_of_named_cities_is_the_same_each_time(tmp_path: Path) -> None:
    """Whatever the order in which Python keeps its sets."""
    pytest.importorskip("sqlglot")
    cities = tmp_path / "cities.txt"
    names = "SF\nsf\nNYC\nAustn\nSpringfield\nPortland, OR\nTexas\n41860\nLondon\n"
    cities.write_text(names, encoding="utf-8")
    found = {
        subprocess.run(
            [sys.executable, "-m", "mlcomp", "sql", "--cities", str(cities)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


def test_nothing_is_imported_before_ctrl_c_is_answered() -> None:
    """Up to `main` there is nothing but mlcomp's own two modules to interrupt."""
    done = subprocess.run(
        [sys.executable, "-c", BEFORE_MAIN], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["mlcomp", "mlcomp.cli"]


def dotted(parts: int, keys: int) -> str:
    return "".join(f"k{key}{'.a' * (parts - 1)} = 1\n" for key in range(keys))


def numbered(keys: int) -> str:
    return "".join(f"k{key} = 1\n" for key in range(keys))


DEEP = {
    "dotted keys": dotted(5000, 32),
    "many dotted keys": dotted(50, 3000),
    "one table": f"[{'a.' * 1500}a]\n" + numbered(5000),
    "a comma in its name": f'["a,"{".b" * 1300}]\n' + numbered(5000),
    "a bracket in its name": f'["]"{".b" * 1300}]\n' + numbered(5000),
    "arrays that look like tables": f"[{'a.' * 1500}a]\nx = [\n[1]\n]\n" + numbered(5000),
    "a comment behind": f"[{'a.' * 1500}a] # [b]\n" + numbered(5000),
    "a string before": 'x = """"a\\\\""""\n' + dotted(5000, 32),
    "a literal before": "x = '''\\'''\n" + dotted(5000, 32),
    "inline tables": "x = [\n" + "{ k" + "{ a.b, k".join([".a" * 3000 + " = 1 },\n"] * 8),
    "tables": "".join(f"[{'a.' * 40}k{key}]\n" for key in range(2000)),
    "spaces": "".join(f"k{key}{' . a' * 1200} = 1\n" for key in range(8)),
    "digits": "".join(f"{key}{'.1' * 2000} = 1\n" for key in range(8)),
    "no value": "a." * 3 * 10**5,
    "no end": "[" + "a." * 3 * 10**5,
    "line separators": "".join(
        '"\u2028"' + '."\u2028"' * 2000 + f".k{key} = 1\n" for key in range(8)
    ),
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_toml_is_read_to_a_total_depth(text: str, tmp_path: Path) -> None:
    """Keys of many parts are refused before they are read, in books and scenarios."""
    file = tmp_path / "deep.toml"
    file.write_text(text, encoding="utf-8")
    for command in (("book", "check", str(file)), ("compare", "--file", str(file))):
        done = run(*command)
        assert (done.code, done.out) == (1, "")
        assert "found keys nested too deeply" in done.err


KEYS = st.lists(
    st.sampled_from(["a", "b-1", "7", '"q.[]=,#"', '"\\""', "'l.\\'", "''"]), max_size=6
)
VALUES = st.sampled_from(
    ["1.5", '"# a.b = 1"', "'''\n[a.b]\n'''", '"""\n\\"""a.b = 1\n"""""', "[\n[1.5],\n[2]\n]"]
)
LINES = {
    "[{key}]": True,
    " [[{key}]] # x.y": True,
    "{key} = {value}": False,
    "# {key}.a.a.a = 1": None,
}


@examples(60)
@given(lines=st.lists(st.tuples(st.sampled_from([*LINES]), KEYS, VALUES), max_size=12))
def test_the_depth_of_toml_is_counted(lines: list[tuple[str, list[str], str]]) -> None:
    """No less than what tomllib walks, and no more than if all were in the deepest table."""
    table, walked, text = 0, 0, ""
    keys, tables = [], [2]
    for number, (line, key, value) in enumerate(lines):
        # Each begins with a name of its own, so that all of it is TOML.
        text += line.format(key=" . ".join([f"k{number}", *key]), value=value) + "\n"
        if LINES[line] is None:
            continue
        keys.append(1 + len(key))
        if LINES[line]:
            table = 1 + len(key)
            tables.append(table)
        else:
            walked += keys[-1] * (table + keys[-1])
    tomllib.loads(text)
    assert walked <= toml_work(text) <= sum(parts * (max(tables) + parts) for parts in keys)


@examples(30)
@given(
    parts=st.lists(
        st.sampled_from(["a = 1.05", "x.y = 2", "[t]", "[[u.v]]", "# a. b. c."]), max_size=9
    ),
    times=st.integers(1, 200),
)
def test_a_plain_file_is_never_too_deep(parts: list[str], times: int) -> None:
    """Decimals, short keys and prose do not add up to a depth that is refused."""
    text = "".join(f"[t{n}]\nv = [1.05, 2.25]\n# {' '.join(parts)}\n" for n in range(times))
    assert read_toml(io.BytesIO(text.encode()), "x", "a rule book", BookError)
    assert MAX_TOML_WORK > 1_000_000


@pytest.mark.parametrize(
    "text",
    [f"#{'.' * 2000}\na = 1\n", f'a = "{"x.y=" * 2000}"\n', f"a = [{'1.5, ' * 50_000}]\n",
     f"a = \'\'\'\n{'b.c = 1' * 2000}\'\'\'\n", numbered(40_000)],
    ids=["comment", "string", "decimals", "lines", "keys"],
)  # fmt: skip
def test_prose_and_numbers_have_no_depth(text: str) -> None:
    """Whatever stands in a comment, a string or an array."""
    assert read_toml(io.BytesIO(text.encode()), "x", "a rule book", BookError)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="POSIX has endless files")
@pytest.mark.parametrize(
    "line",
    [
        ("sql", "--cities"),
        ("estimate", "--years", "4", "--book"),
        ("book", "check"),
        ("compare", "--file"),
        ("verify",),
        ("backtest", "--from", "csv"),
        ("batch", "--summary", "--from", "csv"),
    ],
    ids=" ".join,
)
def test_an_endless_file_is_read_to_a_bound(line: tuple[str, ...]) -> None:
    """One line that names it."""
    done = run(*line, "/dev/zero")
    assert (done.code, done.out) == (1, "")
    assert "zero: " in done.err
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize(("content", "said"), [(b"\xff", "UTF-8"), (b"SF\n" * 2**21, "4 MiB")])
def test_cities_that_cannot_be_read_are_said(content: bytes, said: str, tmp_path: Path) -> None:
    """Other bytes, and more than any list of cities has."""
    pytest.importorskip("sqlglot")
    (tmp_path / "cities").write_bytes(content)
    done = run("sql", "--cities", str(tmp_path / "cities"))
    assert (done.code, done.out) == (1, "")
    assert said in done.err


EMPLOYERS = ("fields", "ladders", "registry")


def test_files_are_opened_in_few_places() -> None:
    """Whoever reads a file reads it by `files`, to a bound, or is the roster's own reader."""
    opening = {
        file.relative_to(PACKAGE).as_posix()
        for file in PACKAGE.rglob("*.py")
        if any(word in file.read_text("utf-8") for word in (".read_text(", ".read_bytes("))
    }
    shipped = {"places/areas.py", "places/gazetteer.py", "book/loading.py", "book/starting.py"}
    shipped |= {"book/fingerprint.py", "taxes/where.py", "render/report/page.py"}
    shipped |= {f"employers/{n}.py" for n in EMPLOYERS}
    assert opening <= {"files.py", *shipped}
