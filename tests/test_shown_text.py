"""Text from outside, in CSV for a spreadsheet and in Markdown: shown, never run or followed."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from rich.table import Table
from rich.text import Text

from conftest import examples, run
from mlcomp.render.rows import Rows, as_csv
from mlcomp.render.tables.markdown import _cell
from mlcomp.render.tables.markdown import _table as markdown_of
from mlcomp.roster.files.writing import copied
from mlcomp.text import unrun
from people import batch, table

FORMULAS = (
    *("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1+1", "\tx", "\nx", "\rx"),
    *(
        "＝1+1",
        "＋1",
        "－1+1",
        "＠x",
        "  =1+1",
        "\u00a0=1",
        "\ufe661+1",
        "\ufe621",
        "\ufe631",
        "\ufe6bx",
        *("\u200b=1", "\ufeff=1", "\x0b=1", "\x85=1", "\u2028=1", " \u200b\ufeff+1"),
        "\u3000=1",
        "-",
        "=",
        "-5 or so",
    ),
)
TEXTS = ("SF", "a=b", "-5", "+3.5", "-1e5", "a\n=1", "", "5-4", "x\t", "'=1", "-.5", "+4.")


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_written_behind_an_apostrophe(text: str, tmp_path: Path) -> None:
    """By every writer of CSV, in cells and in headers."""
    pytest.importorskip("duckdb")
    assert cells(as_csv(Rows([text], [[text]]))) == [[f"'{text}"], [f"'{text}"]]
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(
        [["years", "note"], ["4", text]]
    )
    assert table(batch(tmp_path, out.getvalue()).out)[0]["note"] == f"'{text}"
    if text.isprintable() and text.strip() == text:
        out = io.StringIO()
        csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(
            [["years", text], ["4", "x"]]
        )
        assert batch(tmp_path, out.getvalue()).out.startswith(f"years,'{text}")


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_or_a_number_is_written_as_it_is(text: str) -> None:
    """A plain number with its sign is no formula, nor is a sign within a text."""
    assert unrun(text) == text


@examples(60)
@given(
    texts=st.lists(
        st.text(
            "=+-@\t\r\n ＝＋－＠\u00a0\u3000\x00\x0b\x85\u200b\u2028\ufeff\ufe62\ufe63\ufe66\ufe6b0123456789.eExa'\"",
            max_size=9,
        ),
        min_size=20,
        max_size=60,
    )
)
def test_sql_and_python_guard_alike(texts: list[str]) -> None:
    """A batch writes every text as a comparison would."""
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t AS SELECT unnest($1::VARCHAR[]) AS note", [texts])
        written = copied("FROM t", ["note"], Path("x"), "csv", {}, guarded={"note"})
        query = re.search(r"COPY \((.*)\) TO", written, re.S)
        assert query
        found = [row[0] for row in connection.execute(query[1]).fetchall()]
    assert found == [unrun(text) for text in texts]


def test_columns_that_would_be_one_are_refused(tmp_path: Path) -> None:
    """A name that stands behind an apostrophe already renames nobody's column."""
    pytest.importorskip("duckdb")
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("years,=a,'=A\n4,1,2\n", encoding="utf-8")
    done = run("batch", str(source), str(target))
    assert (done.code, done.out, target.exists()) == (2, "", False)
    assert "found '=a' and ''=A', both ''=A'; --formulas leaves them as they are" in done.err
    assert run("batch", str(source), str(target), "--formulas").code == 0
    assert target.read_text("utf-8").startswith("years,=a,'=A,")


def test_formulas_in_compare_and_backtest(tmp_path: Path) -> None:
    """Names of scenarios and values of columns are guarded in CSV."""
    pytest.importorskip("duckdb")
    scenarios = tmp_path / "s.toml"
    name = '=HYPERLINK(\\"http://x\\")'
    scenarios.write_text(f'[[scenario]]\nname = "{name}"\nyears = 4\n', encoding="utf-8")
    compared = cells(run("compare", "--file", str(scenarios), "--format", "csv").out)
    assert compared[1][0] == '\'=HYPERLINK("http://x")'
    pay = tmp_path / "pay.csv"
    pay.write_text("years,base,team\n4,240k,=cmd|x\n4,230k,-2+3\n", encoding="utf-8")
    scored = run("backtest", str(pay), "--by", "team", "--format", "csv").out
    found = {row[3] for row in cells(scored)}
    assert {"'=cmd|x", "'-2+3"} <= found


def as_markdown(text: str) -> str:
    """Return a Markdown table with one cell of text beside a number."""
    table = Table("name", "n")
    table.add_row(Text(text), "1")
    return markdown_of(table)


LINE = st.text(
    st.one_of(
        st.sampled_from("\\`*_[]()<>&|~!#:/.@wW-+1. "),
        st.characters(codec="utf-8", exclude_categories=["Cc"]),
    ),
    min_size=1,
    max_size=30,
)


@examples(150)
@given(text=LINE)
@example(text="<script>alert(1)</script>")
@example(text="[x](javascript:alert(1))")
@example(text="![x](http://x/y.png)")
@example(text="<http://x>")
@example(text="&lt;b&gt;")
@example(text="a|b\\|c")
@example(text="`code` **bold** __x__ ~~y~~ a_b_")
def test_markdown_shows_text_as_it_is(text: str) -> None:
    """A reader of Markdown sees the very text: no table cell, HTML, link, image or style of it."""
    markdown_it = pytest.importorskip("markdown_it")
    reader = markdown_it.MarkdownIt("commonmark").enable(["table", "strikethrough"])
    assume(_cell(Text(text)))
    tokens = reader.parse(as_markdown(text))
    inline = [token for token in tokens if token.type == "inline"]
    assert [token.content for token in inline][3:] == ["1"]
    kinds = {child.type for child in inline[2].children or ()}
    assert kinds <= {"text", "text_special"}
    shown = "".join(child.content for child in inline[2].children or ())
    assert shown.split() == " ".join(text.splitlines()).split()


@pytest.mark.parametrize("text", ["https://x.example/a", "www.x.example", "a@x.example"])
def test_markdown_makes_no_link_of_an_address(text: str) -> None:
    """GitHub would follow it otherwise: it is broken by a backslash, which is not shown."""
    line = as_markdown(text).splitlines()[-1]
    assert text not in line
    assert line.replace("\\", "") == f"| {text} | 1 |"


def test_names_of_columns_stay_readable() -> None:
    """An underscore inside a word needs no backslash."""
    assert "| base_low |" in as_markdown("base_low")


def test_json_is_not_changed(tmp_path: Path) -> None:
    """The guard is the spreadsheet's alone: JSON has the text itself."""
    pytest.importorskip("duckdb")
    rows = json.dumps({"years": 4, "note": "=1+1"}) + "\n"
    done = batch(tmp_path, rows, "--to", "jsonl", name="in.jsonl")
    assert json.loads(done.out)["note"] == "=1+1"
