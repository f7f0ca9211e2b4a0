"""One reading of money: whoever reads it reads the same, and refuses it in the same words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conftest import examples, run
from mlcomp import OfferError, price
from mlcomp.offers.money import Per, salary
from people import batch, refused_pay, table

duckdb = pytest.importorskip("duckdb")

AMOUNTS = (
    *("92.50", "18,750", "2,250,000", "185k", "250.000", "180 000", "240_000", "$1.5m", "0.2M"),
    *(
        "18750/year",
        "92.50/hour",
        "20k a month",
        "$0,000",
        "1e5",
        "٣٠٠٠٠٠",
        "185\u212a",
        "60000",
        "-1",
    ),
    *("2000000", "2000000.01", "59999.99", "10000000 per yr", "10000001/yr", "240000 ", "\t240k\n"),
)


def read(value: object, per: Per | None = None) -> float | str:
    """What `salary` makes of a value, or says of it under the name `base`."""
    try:
        return salary(value, per, "roster")
    except OfferError as error:
        return str(error.faults[0]._replace(field="base"))


def in_sql(values: list[str] | list[float], per: Per | None) -> list[float | str]:
    """What a roster makes of the same values in SQL: pay over typical pay tells it."""
    pl = pytest.importorskip("polars")
    people = pl.DataFrame({"level": ["mid"] * len(values), "base": values})
    priced = price(people, pay=per)
    return [
        row["error"] or row["base_compa_ratio"] * row["base_typical"]
        for row in priced.iter_rows(named=True)
    ]


def assert_same(found: list[float | str], wanted: list[float | str]) -> None:
    """The words to the letter; amounts as closely as a compa-ratio of four places tells them."""
    for one, other in zip(found, wanted, strict=True):
        if isinstance(one, str) or isinstance(other, str):
            assert one == other
        else:
            assert one == pytest.approx(other, abs=20, rel=1e-6)


DIGITS = st.text("0123456789", min_size=1, max_size=7)
WRITTEN = st.one_of(
    st.tuples(
        st.sampled_from(["", "", "$", " $ ", "\n"]),
        st.one_of(DIGITS, st.integers(0, 12_000_000).map("{:,}".format)),
        st.sampled_from(["", "", ".5", ".125", "k", "K", "m", " 000", ",000", "_000"]),
        st.sampled_from(["", "", "k", " M", "/year", " a yr", " per Year", "/hour", " a month"]),
    ).map("".join),
    st.text(alphabet="0123456789.,_ $kKmMyear/\t\r\u212a٣é-+", min_size=1, max_size=12),
)


@examples(25)
@given(
    values=st.lists(WRITTEN, min_size=20, max_size=60), per=st.sampled_from([None, *get_args(Per)])
)
@example(values=list(AMOUNTS), per=None)
@example(values=list(AMOUNTS), per="hourly")
@example(values=list(AMOUNTS), per="monthly")
@example(values=list(AMOUNTS), per="yearly")
def test_sql_reads_money_as_python_does(values: list[str], per: Per | None) -> None:
    """Every text is the same amount, or the same refusal, in a roster as in an offer."""
    values = [value for value in values if value]
    assert_same(in_sql(values, per), [read(value, per) for value in values])


@examples(20)
@given(
    values=st.lists(st.floats(-10, 1.2e7, width=32), min_size=10, max_size=40),
    per=st.sampled_from([None, *get_args(Per)]),
)
@example(values=[59_999.996, 2e6, 1e7, 0.0], per=None)
def test_sql_reads_numbers_as_python_does(values: list[float], per: Per | None) -> None:
    """Likewise a column of numbers, which a refusal shows as Python writes them."""
    wanted = [read(value, per) for value in values]
    assert_same(in_sql(values, per), wanted)


def test_what_an_offer_refuses_is_refused_everywhere(tmp_path: Path) -> None:
    """An offer, a scenario, a roster and a backtest, mapped or not, say what can be of it there."""
    amounts = ("92.50", "18,750", "2,250,000", "250.000", "1e5", "185 k a")
    said = [refused_pay("base", amount) for amount in amounts]
    scenarios, tables = tmp_path / "s.toml", ""
    for n, amount in enumerate(amounts):
        assert (
            refused_pay("base", amount, "prompt")
            in run("offer", "--years", "4", "--base", amount).err
        )
        tables += f'[[scenario]]\nname = "{n}"\nyears = 4\nbase = "{amount}"\ntotal = "400k"\n'
    scenarios.write_text(tables, encoding="utf-8")
    told = run("compare", "--file", str(scenarios)).err
    for n, amount in enumerate(amounts):
        fault = refused_pay("base", amount, "file")
        assert f"scenario.base, scenario '{n}': {fault.removeprefix('base: ')}" in told
    for name, mapping in (("base", ()), ("wage", ("--map", "base=wage"))):
        rows = "".join(f'4,"{amount}"\n' for amount in (*amounts, "240k"))
        done = batch(tmp_path, f"years,{name}\n{rows}", *mapping)
        assert [row["error"] for row in table(done.out)] == [*said, ""]
        file = str(tmp_path / "in.csv")
        (book,) = run("backtest", file, *mapping, "--json").json["books"]
        assert sorted(each["reason"] for each in book["unpriced"]) == sorted(said)
        assert book["groups"][0]["n"] == 1
        summary = run("batch", file, "--summary", "--json", "--allow-errors", *mapping).json
        assert summary["base"]["paid"] == 1


@pytest.mark.parametrize(
    ("per", "written"),
    [("hourly", "92.50"), ("monthly", "$16,033.33"), ("yearly", "192,400"), (None, "192.4k")],
)
def test_a_file_says_what_its_pay_is_for(per: str | None, written: str, tmp_path: Path) -> None:
    """--pay multiplies every amount in batch, its summary and backtest; a cell's /year stands."""
    option = ("--pay", per) if per else ()
    rows = f'years,base\n4,"{written}"\n4,192400/year\n'
    one, other = table(batch(tmp_path, rows, *option).out)
    assert one["base_compa_ratio"] == other["base_compa_ratio"] != ""
    file = str(tmp_path / "in.csv")
    summary = run("batch", file, "--summary", "--json", *option).json
    assert (summary["base"]["paid"], summary["priced"]) == (2, 2)
    assert summary["base"]["to_minimum"] < 2 * 200_000
    (book,) = run("backtest", file, "--json", *option).json["books"]
    assert book["groups"][0]["n"] == 2
    assert 0.5 < book["groups"][0]["bias"] < 2


def test_pay_yearly_insists(tmp_path: Path) -> None:
    """What does not look like a year's pay counts where the file is said to be so."""
    rows = "".join(json.dumps({"years": 4, "base": each}) + "\n" for each in (18_750, "2,250,000"))
    file = tmp_path / "in.jsonl"
    file.write_text(rows, encoding="utf-8")
    assert run("batch", str(file), "--summary").code == 1
    done = run("batch", str(file), "--summary", "--json", "--pay", "yearly")
    assert done.json["base"]["paid"] == 2
