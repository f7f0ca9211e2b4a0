"""Nothing that is read makes DuckDB reach the network, load an extension or read another file."""

from __future__ import annotations

import ast
import csv
import io
from pathlib import Path

import pytest

from conftest import run
from mlcomp.roster.pricing.sql import text_of
from people import batch, table

duckdb = pytest.importorskip("duckdb")
from mlcomp.roster.engines.connection import connected  # noqa: E402

PACKAGE = Path(__file__).parents[1] / "src" / "mlcomp"


def test_a_database_is_opened_in_one_place() -> None:
    """No other module of mlcomp connects."""
    opening = [
        file.name
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in ("connect", "default_connection")
        and isinstance(node.value, ast.Name)
        and node.value.id == "duckdb"
    ]
    assert opening == ["connection.py"]


FORBIDDEN = (
    "SELECT * FROM read_csv({secret})",
    "SELECT content FROM read_text({secret})",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM glob('/etc/*')",
    "SELECT * FROM {secret}",
    "COPY (SELECT 1) TO {other}",
    "ATTACH {other}",
    "EXPORT DATABASE {other}",
    "INSTALL httpfs",
    "LOAD httpfs",
    "LOAD {other}",
    "SELECT * FROM read_csv('http://127.0.0.1:9/a.csv')",
    "SELECT * FROM read_parquet('s3://bucket/a.parquet')",
    "CREATE SECRET (TYPE s3, KEY_ID 'a', SECRET 'b')",
    "CREATE PERSISTENT SECRET (TYPE s3, KEY_ID 'a', SECRET 'b')",
    "SET enable_external_access = true",
    "SET allowed_paths = [{secret}]",
    "SET autoload_known_extensions = true",
    "SET temp_directory = '/tmp'",
    "RESET lock_configuration",
)


@pytest.mark.parametrize("query", [*FORBIDDEN, "SELECT * FROM a_variable"])
def test_a_database_is_closed_to_all_else(query: str, tmp_path: Path) -> None:
    """Files beside the one given, extensions, the network, secrets and its own settings."""
    given, secret = tmp_path / "in[1]*.csv", tmp_path / "in1.csv"
    given.write_text("a\n1\n", encoding="utf-8")
    secret.write_text("a\nsecret\n", encoding="utf-8")
    folder = tmp_path / "scratch"
    folder.mkdir()
    a_variable = {"a": [1]}
    names = {"secret": text_of(str(secret)), "other": text_of(str(tmp_path / "other"))}
    with connected(folder=folder, files=[given]) as connection:
        with pytest.raises(duckdb.Error):
            connection.execute(query.format(**names)).fetchall()
        name = text_of(str(given).replace("[1]*", "[[]1][*]"))
        assert connection.execute(f"SELECT a FROM read_csv({name})").fetchall() == [(1,)]
        connection.execute(f"COPY (SELECT 1) TO {text_of(str(folder / 'x.csv'))}")
    assert a_variable
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in1.csv", "in[1]*.csv", "scratch"]


@pytest.mark.parametrize("query", [*FORBIDDEN, "SELECT * FROM read_csv({given})"])
def test_a_database_that_finds_variables_is_closed_to_all_files(query: str, tmp_path: Path) -> None:
    """Python's variables are found, of whoever runs the query; no file is, nor the network."""
    given, other = tmp_path / "in.csv", tmp_path / "other"
    given.write_text("a\n1\n", encoding="utf-8")
    a_variable = pytest.importorskip("polars").DataFrame({"a": [1]})
    names = dict.fromkeys(("given", "secret"), text_of(str(given)))
    with connected(variables=True) as connection:
        with pytest.raises(duckdb.Error):
            connection.execute(query.format(other=text_of(str(other)), **names)).fetchall()
        assert connection.execute("SELECT a FROM a_variable").fetchall() == [(1,)]
    assert a_variable.height == 1
    assert [p.name for p in tmp_path.iterdir()] == ["in.csv"]


HOSTILE = (
    "'); SELECT * FROM read_text('{secret}'); --",
    "' + (SELECT content FROM read_text('{secret}')) + '",
    "\"; COPY (SELECT 1) TO '{secret}'; --",
    "{secret}",
    "file://{secret}",
    "http://127.0.0.1:9/x.csv",
    "$${secret}$$",
    "${{secret}}",
)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_no_cell_name_or_option_is_run_as_sql(text: str, ending: str, tmp_path: Path) -> None:
    """In a cell, a header, a mapping, a value and a prefix it is text, and nothing is read."""
    secret = tmp_path / "secret.txt"
    secret.write_text("you have read the secret", encoding="utf-8")
    text = text.format(secret=secret)
    out = io.StringIO()
    csv.writer(out).writerows([["years", "city", text], [text, "SF", text], ["4", text, "x"]])
    done = batch(tmp_path, out.getvalue(), "--prefix", text, "--allow-errors", "--to", ending)
    assert done.code == 0, done.err
    assert "you have read" not in done.out + done.err
    if ending == "csv":
        assert table(done.out)[1]["city"] == text
    mapped = run("batch", str(tmp_path / "in.csv"), "-", "--to", "csv", "--map", f"level={text}")
    assert mapped.code == 1
    assert "you have read" not in mapped.out + mapped.err
    file = tmp_path / "pay.csv"
    out = io.StringIO()
    csv.writer(out).writerows([["years", "city", "base", text], ["4", text, "200k", text]])
    file.write_text(out.getvalue(), encoding="utf-8")
    scored = run("backtest", str(file), "--by", text, "--value", f"city:{text}={text}")
    assert "you have read" not in scored.out + scored.err
    assert secret.read_text("utf-8") == "you have read the secret"
