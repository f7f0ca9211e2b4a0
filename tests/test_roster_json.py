"""JSON lines: every key and every value comes through exactly, or its line is kept aside."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Run, examples, run
from people import table

duckdb = pytest.importorskip("duckdb")

ODD_KEYS = (
    "a\x01b",
    "*",
    "a.b",
    "$",
    "a/b",
    "~1",
    "~",
    "0",
    "a\tb",
    'q"q',
    "[0]",
    "é",
    "a'b",
    "\\",
)


def priced(folder: Path, text: str, ending: str) -> tuple[Run, Path]:
    """Price JSON lines into a file."""
    source, target = folder / "in.jsonl", folder / f"out.{ending}"
    source.write_text(text, encoding="utf-8")
    return run("batch", str(source), str(target), "--force", "--formulas"), target


def rows_of(file: Path) -> list[dict[str, Any]]:
    """Read what was written, by its ending."""
    if file.suffix == ".csv":
        return list(csv.DictReader(io.StringIO(file.read_text("utf-8"), newline="")))
    if file.suffix == ".jsonl":
        return [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT * FROM '{file}'")
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_odd_keys_come_through(tmp_path: Path, ending: str) -> None:
    """None is a wildcard, a path or null; each has its own value."""
    person = {"years": 4, **{key: f"v{n}" for n, key in enumerate(ODD_KEYS)}}
    result, target = priced(tmp_path, json.dumps(person) + "\n", ending)
    assert result.code == 0, result.err
    (row,) = rows_of(target)
    assert {key: row[key] for key in ODD_KEYS} == {key: person[key] for key in ODD_KEYS}


def test_a_key_that_is_no_column_keeps_its_line_aside(tmp_path: Path) -> None:
    """Twice in a line, without a name, with a NUL: kept in rejects; everybody else is priced."""
    lines = (
        '{"years": 4}',
        '{"years": 4, "city": "SF", "city": "NYC"}',
        '{"years": 4, "": 1}',
        '{"years": 4, "a\\u0000b": 1}',
        '{"years": 5, "city": "SF"}',
    )
    result, target = priced(tmp_path, "\n".join(lines), "csv")
    assert result.code == 1
    assert [row["years"] for row in rows_of(target)] == ["4", "5"]
    rejects = table((tmp_path / "out.csv.rejects").read_text("utf-8"))
    assert [(row["line"], row["text"]) for row in rejects] == [
        (str(number), lines[number - 1]) for number in (2, 3, 4)
    ]
    assert {row["reason"] for row in rejects} == {
        "expected keys that each have a name and are there once"
    }


LOOSE = ("NaN", "-Infinity", "nan", "[1, Inf]", '{"a": NaN}', "[1, ]", '{"a": 1,}', "1 ,")


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_what_is_nearly_json_is_kept_aside(tmp_path: Path, ending: str) -> None:
    """NaN, Infinity and a comma too many are no JSON; as texts they are."""
    texts = ['"NaN, ]"', '"say \\"inf\\" ,}"', '"\\\\"', '{"Inf": [",]"]}', '["a", "inf"]']
    lines = [f'{{"years": 4, "x": {value}}}' for value in (*LOOSE, *texts)]
    result, target = priced(tmp_path, "\n".join(lines) + "\n", ending)
    assert "5 of 5 people priced" in result.err
    rejects = table((tmp_path / f"out.{ending}.rejects").read_text("utf-8"))
    assert [row["text"] for row in rejects] == lines[: len(LOOSE)]
    assert {row["reason"] for row in rejects} == {
        "expected JSON, found NaN, Infinity or a comma before a bracket"
    }
    if ending == "jsonl":
        kept = [json.loads(line)["x"] for line in target.read_text("utf-8").splitlines()]
        assert kept == [json.loads(text) for text in texts]


def test_json_lines_end_as_they_like(tmp_path: Path) -> None:
    """In LF and in CR LF, mixed: a CR is a blank to JSON."""
    source = tmp_path / "in.jsonl"
    source.write_bytes(b'{"years": 4}\r\n{"years": 5}\n\r\n{"years": 6} \r\n{"years":\t7}')
    result = run("batch", str(source), "-", "--to", "csv")
    assert result.code == 0, result.err
    assert [row["years"] for row in table(result.out)] == ["4", "5", "6", "7"]


def test_columns_are_in_the_order_of_their_first_lines(tmp_path: Path) -> None:
    """Keys that come late are behind those that came before, each line by itself."""
    lines = '{"years": 4, "b": 1}\n{"a": 1, "years": 5}\n{"c": 1, "b": 2}\n'
    _, target = priced(tmp_path, lines, "jsonl")
    assert list(rows_of(target)[0])[:4] == ["years", "b", "a", "c"]


def test_a_line_is_written_as_it_was(tmp_path: Path) -> None:
    """Its blanks, numbers and escapes too, with what is added behind; a key of others is null."""
    lines = (
        r'{ "years" : 4.50, "b":{"c": [1 , "}"]} }',
        r'{"b": "\u00e9\/", "years": 5E0,"d\"":null}',
        "{ }",
    )
    result, target = priced(tmp_path, "  \r\n".join(lines), "jsonl")
    assert "2 of 3 people priced" in result.err
    written = target.read_text("utf-8").splitlines()
    assert written[0].startswith(lines[0][:-1] + ',"d\\"":null,"level_id":"mid",')
    assert written[1].startswith(lines[1][:-1] + ',"level_id":"mid",')
    assert written[2].startswith('{"years":null,"b":null,"d\\"":null,"level_id":null,')
    assert [json.loads(line)["error"] for line in written[:2]] == [None, None]


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_options_that_name_a_key(tmp_path: Path, ending: str) -> None:
    """What stands in it means what is said, and people are taxed where it has them."""
    source, target = tmp_path / "in.jsonl", tmp_path / f"out.{ending}"
    source.write_text('{"years": 4, "town": "HQ"}\n', encoding="utf-8")
    options = ("--map", "city=town", "--value", "town:HQ=SF", "--take-home", "--prefix", "x_")
    result = run("batch", str(source), str(target), *options)
    assert result.code == 0, result.err
    (row,) = rows_of(target)
    assert (row["town"], row["x_metro"][:13]) == ("HQ", "San Francisco")
    assert 150_000 < float(row["x_net"]) < float(row["x_total_typical"])


WHOLE = (2**53 + 1, 2**63 - 1, -(2**63), 2**64 - 1, 10**30 + 1, -(10**37) - 1, 0)
EXACT = (*WHOLE, Decimal("0.1"), Decimal("250000.25"), Decimal("123456789.123456"))


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
@examples(20)
@given(numbers=st.lists(st.sampled_from(EXACT) | st.integers(-(10**37), 10**37), min_size=1))
def test_numbers_are_exact(
    tmp_path_factory: pytest.TempPathFactory, ending: str, numbers: list[int | Decimal]
) -> None:
    """Whatever stands beside them in their column, integers past 2^53 keep every digit."""
    text = "".join(f'{{"years": 4, "n": {number}}}\n' for number in numbers)
    result, target = priced(tmp_path_factory.mktemp("json"), text, ending)
    assert result.code == 0, result.err
    if ending == "jsonl":
        lines = target.read_text("utf-8").splitlines()
        found = [json.loads(line, parse_float=Decimal)["n"] for line in lines]
    else:
        found = [row["n"] for row in rows_of(target)]
    assert [Decimal(str(number)) for number in found] == [Decimal(number) for number in numbers]


def test_types_of_parquet(tmp_path: Path) -> None:
    """A type that holds all values of a key, or else text, or JSON as it stands."""
    person = {
        "years": 4.5, "n": 3, "u": 2**64 - 1, "yes": True, "s": "x", "names": ["a", None],
        "mixed": 1, "more": {"a": [1, 2.50]}, "none": None,
    }  # fmt: skip
    other = {**person, "mixed": "x", "names": None}
    result, target = priced(tmp_path, f"{json.dumps(person)}\n{json.dumps(other)}\n", "parquet")
    assert result.code == 0, result.err
    with duckdb.connect() as connection:
        found = connection.sql(f"SELECT * FROM '{target}'")
        kinds = dict(zip(found.columns, map(str, found.types), strict=True))
    assert {name: kinds[name] for name in person} == {
        "years": "DOUBLE", "n": "BIGINT", "u": "UBIGINT", "yes": "BOOLEAN", "s": "VARCHAR",
        "names": "VARCHAR[]", "mixed": "VARCHAR", "more": "JSON", "none": "VARCHAR",
    }  # fmt: skip
    first, second = rows_of(target)
    assert (first["names"], first["mixed"], second["mixed"]) == (["a", None], "1", "x")
    assert json.loads(first["more"]) == person["more"]


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
@pytest.mark.parametrize(
    "odd",
    ['"years": 18446744073709551615', '"x": 18446744073709551615', f'"x": {"[" * 5000}{"]" * 5000}',
     f'"x": {{"a": {"9" * 400}}}', '"x": 1e400', f'"years": {"[" * 5000}{"]" * 5000}'],
    ids=["years", "large", "deep", "long", "infinite", "deep years"],
)  # fmt: skip
def test_one_odd_value_refuses_nobody_else(tmp_path: Path, odd: str, ending: str) -> None:
    """Whatever one line holds, the others are priced."""
    text = f'{{"years": 4, "x": -1}}\n{{{odd}}}\n{{"years": 5, "x": 1}}\n'
    result, target = priced(tmp_path, text, ending)
    assert "2 of 3 people priced" in result.err
    with duckdb.connect() as connection:
        columns = "format='newline_delimited', columns={'years': 'VARCHAR', 'level_id': 'VARCHAR'}"
        written = f"read_json('{target}', {columns})" if ending == "jsonl" else f"'{target}'"
        found = connection.execute(f"SELECT level_id FROM {written}").fetchall()
    assert (found[0], found[-1], len(found)) == (("mid",), ("mid",), 3)


def test_a_number_past_all_doubles_is_kept(tmp_path: Path) -> None:
    """As the text that it is, and not as infinity."""
    _, target = priced(tmp_path, '{"years": 4, "n": 1e400}\n{"years": 4, "n": 1.5}\n', "parquet")
    assert [row["n"] for row in rows_of(target)] == ["1e400", "1.5"]


def test_shapes_without_number(tmp_path: Path) -> None:
    """Thousands of shapes, no two lines' lists alike: everybody is priced."""
    text = "".join(
        f'{{"years": 4, "k{n % 13}": {n}, "j{n % 17}": "x", "i{n % 19}": [{{"a{n}": 1}}]}}\n'
        for n in range(20_000)
    )
    result, target = priced(tmp_path, text, "parquet")
    assert result.code == 0, result.err
    assert len(rows_of(target)) == 20_000
