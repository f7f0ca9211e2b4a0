"""One rounding rule: halves up, the same in an offer, a dataframe and a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import examples, run
from mlcomp import price
from mlcomp.offers.judgement import Judged
from mlcomp.render.offer import judged_document
from mlcomp.roster.pricing.sql import Sql, sql
from mlcomp.roster.pricing.sql import rounded as rounded_in_sql
from mlcomp.rules.pay import Pay
from mlcomp.text import integer, rounded, thousands
from people import batch, table

duckdb = pytest.importorskip("duckdb")

BOOK = Path(__file__).parents[1] / "data" / "bands.toml"


@examples(20)
@given(
    numbers=st.lists(
        st.one_of(
            st.integers(-(10**8), 10**8).map(lambda n: (2 * n + 1) / 2e4),
            st.floats(-1e7, 1e7),
            st.integers(0, 10**7).map(lambda n: n / 1e4 + 5e-5),
        ),
        min_size=20,
    ),
    digits=st.sampled_from([2, 4]),
)
def test_sql_rounds_as_python_does(numbers: list[float], digits: int) -> None:
    """The very same number, for a half as for any other."""
    each = ", ".join(str(rounded_in_sql(Sql(sql(number)), digits)) for number in numbers)
    with duckdb.connect() as connection:
        (found,) = connection.execute(f"SELECT {each}").fetchall()
    assert list(found) == [rounded(number, digits) for number in numbers]


def test_halves_are_rounded_up() -> None:
    """Those that a float cannot hold too, and those that another order of sums just misses."""
    assert [integer(n) for n in (0.5, 1.5, 2.5, -0.5)] == [1, 2, 3, 0]
    assert rounded(1.74525, 4) == 1.7453
    assert rounded(1.7452499999999999, 4) == 1.7453
    assert rounded(2.675, 2) == 2.68
    assert thousands(1_500) == thousands(2_499) == "2,000"


def own_book(folder: Path, base: str) -> str:
    """The guide with every range of one width, so that pay has one figure."""
    text = BOOK.read_text("utf-8")
    (folder / "ours.toml").write_text(text.replace("base = [180_000, 260_000]", base), "utf-8")
    return str(folder / "ours.toml")


def test_a_tie_is_the_same_in_a_batch_a_frame_and_an_offer(tmp_path: Path) -> None:
    """A compa-ratio that ends in a half has one fourth place."""
    pl = pytest.importorskip("polars")
    book = own_book(tmp_path, "base = [160_000, 240_000]")
    # Typical is 200,000 without years, so a base of 349,050 is 1.74525 of it.
    text = "level,base\nmid,349050\nmid,349030\nmid,249010\n"
    filed = table(batch(tmp_path, text, "--book", book).out)
    framed = price(pl.DataFrame({"level": ["mid"] * 3, "base": [349_050, 349_030, 249_010]}), book)
    for number, amount in enumerate((349_050, 349_030, 249_010)):
        line = ("offer", "--level", "mid", "--base", str(amount), "--book", book, "--no-market")
        offered = run(*line, "--json").json["base"]
        found = (
            float(filed[number]["base_compa_ratio"]),
            framed["base_compa_ratio"][number],
            offered["compa_ratio"],
        )
        assert len(set(found)) == 1, found
        assert (float(filed[number]["base_range_penetration"])) == offered["range_penetration"]
    assert float(filed[0]["base_compa_ratio"]) == 1.7453


def test_a_band_without_width_has_no_penetration_anywhere(tmp_path: Path) -> None:
    """Nothing is inside of it: null in a batch, a frame and an offer."""
    pl = pytest.importorskip("polars")
    book = own_book(tmp_path, "base = [200_000, 200_000, 200_000]")
    people = {"level": ["mid"], "city": ["Texas"], "base": ["210000"]}
    assert Judged(210_000, Pay(2e5, 2e5, 2e5, 2e5, 2e5)).range_penetration is None
    line = "level,tier,base\nmid,,210000\n"
    filed = table(batch(tmp_path, line, "--book", book).out)
    framed = price(pl.DataFrame(people).drop("city"), book)
    offer = run(
        *("offer", "--level", "mid", "--base", "210000", "--book", book, "--no-market", "--json")
    ).json
    assert filed[0]["base_low"] == filed[0]["base_high"] == "200000.0"
    assert filed[0]["base_range_penetration"] == ""
    assert framed["base_range_penetration"][0] is None
    assert offer["base"]["range_penetration"] is None


def test_an_offer_document_has_the_rule_too() -> None:
    """Ratios to four places, halves up."""
    judged = Judged(349_050, Pay(1.6e5, 2e5, 2.4e5, 1.6e5, 2.4e5))
    assert judged_document(judged)["compa_ratio"] == 1.7453
