"""Which book it was: every result says so, and a receipt from another one is not verified."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import run
from mlcomp import load_book
from mlcomp.book.fingerprint import fingerprint_of, hash_of_data, known
from mlcomp.book.loading import SHIPPED, check_book
from mlcomp.book.starting import shipped_text
from mlcomp.files import data_file

PERSON = ("--years", "4", "--city", "SF")


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """A book of one's own, a copy of the guide's with another mid band."""
    file = tmp_path / "ours.toml"
    text = shipped_text("guide").replace('"guide-2026"', '"ours-1"', 1)
    file.write_text(text.replace("[180_000, 260_000]", "[180_000, 250_000]"), encoding="utf-8")
    return file


def test_the_recorded_hashes_are_those_of_the_data() -> None:
    """`python scripts/parse_books.py` has to be run after a change under data/."""
    assert known("data") == hash_of_data()
    for name in SHIPPED:
        book = check_book(name)
        assert known(book.edition) == fingerprint_of(book) == load_book(name).fingerprint


def test_it_is_of_what_a_book_says_not_how(ours: Path) -> None:
    """A comment changes nothing; a value does; so does what is inherited."""
    first = load_book(ours).fingerprint
    text = ours.read_text(encoding="utf-8")
    ours.write_text(f"# A comment.\n{text}", encoding="utf-8")
    assert load_book(ours).fingerprint == first
    ours.write_text(text.replace("250_000", "250_001", 1), encoding="utf-8")
    assert load_book(ours).fingerprint != first


@pytest.mark.parametrize(
    "command",
    [
        ("estimate", *PERSON),
        ("bands", "--city", "SF"),
        ("offer", *PERSON, "--base", "240k"),
        ("compare", "--years", "4", "--city", "SF,Austin"),
        ("levers", *PERSON),
        ("factors",),
        ("places", "Austin"),
        ("places", "--top", "3"),
    ],
)
def test_every_result_carries_edition_and_fingerprint(command: tuple[str, ...]) -> None:
    """As JSON; the market's part its own."""
    document = run(*command, "--json").json
    assert (document["book"], document["fingerprint"]) == ("guide-2026", known("guide-2026"))
    market: Any = document.get("market")
    if market:
        parts = market if isinstance(market, list) else [market]
        assert {part["fingerprint"] for part in parts} == {known("market-2026")}


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
@pytest.mark.parametrize("options", [(), ("--prefix", "est_"), ("--take-home",)])
def test_a_priced_row_says_which_book_it_was(
    ending: str, options: tuple[str, ...], ours: Path, tmp_path: Path
) -> None:
    """Its edition and the fingerprint's beginning, as `book check` says them of the same file.

    Rows that could not be priced say so too; Parquet carries the whole fingerprint besides.
    """
    duckdb = pytest.importorskip("duckdb")
    people, priced = tmp_path / "people.csv", tmp_path / f"priced.{ending}"
    people.write_text("years,city\n4,SF\n4,Nowhere\n", encoding="utf-8")
    batch = run("batch", str(people), str(priced), "--book", str(ours), *options)
    assert "1 of 2 people priced" in batch.err
    column = "est_book" if "est_" in options else "book"
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT {column} FROM '{priced}'").fetchall()
        assert found == [(f"ours-1 {load_book(ours).fingerprint[:12]}",)] * 2
        assert f"edition {found[0][0]}, 4 levels" in run("book", "check", str(ours)).out
        if ending == "parquet":
            labels = f"SELECT key, value FROM parquet_kv_metadata('{priced}')"
            assert {bytes(k): bytes(v) for k, v in connection.execute(labels).fetchall()} == {
                b"mlcomp.edition": b"ours-1",
                b"mlcomp.fingerprint": load_book(ours).fingerprint.encode(),
            }


def test_a_receipt_is_held_against_its_book(ours: Path, tmp_path: Path) -> None:
    """Its own book verifies it; another names what differs, step by step."""
    receipt = tmp_path / "r.json"
    mine = run("estimate", *PERSON, "--book", str(ours), "--json")
    receipt.write_text(mine.out, encoding="utf-8")
    good = run("verify", str(receipt), "--book", str(ours))
    assert good.out == "All 32 figures follow from the steps, and these from ours-1.\n"
    other = run("verify", str(receipt), "--book", "guide")
    assert other.code == 1
    assert other.out.splitlines() == [
        "book: expected guide-2026, found ours-1",
        (
            f"fingerprint: expected that of guide-2026 ({known('guide-2026')[:12]}), "
            f"found {mine.json['fingerprint'][:12]}"
        ),
        (
            "step 'band': expected 180,000, 220,000, 260,000, as guide-2026 has it, "
            "found 180,000, 215,000, 250,000"
        ),
    ]
    alone = run("verify", str(receipt))
    assert alone.code == 0
    assert "no rule book was asked: --book FILE asks one" in alone.out


def test_a_receipt_that_names_a_shipped_book_has_to_be_its(ours: Path, tmp_path: Path) -> None:
    """Without --book too."""
    document = run("estimate", *PERSON, "--book", str(ours), "--json").json
    document["book"] = "guide-2026"
    forged = tmp_path / "forged.json"
    forged.write_text(json.dumps(document), encoding="utf-8")
    assert run("verify", str(forged)).code == 1
    answer = run("verify", str(forged), "--json")
    assert not json.loads(answer.out)["ok"]


def test_a_receipt_without_a_fingerprint_is_held_against_the_book(
    ours: Path, tmp_path: Path
) -> None:
    """Asked for by --book, none is a fault; a receipt that names a shipped book needs none."""
    document = run("estimate", *PERSON, "--json").json
    del document["fingerprint"]
    receipt = tmp_path / "r.json"
    receipt.write_text(json.dumps(document), encoding="utf-8")
    named = run("verify", str(receipt))
    assert (named.code, named.out) == (
        0,
        "All 32 figures follow from the steps, and these from guide-2026.\n",
    )
    own = run("verify", str(receipt), "--book", "guide")
    assert (own.code, own.out) == (
        1,
        f"fingerprint: expected that of guide-2026 ({known('guide-2026')[:12]}), found none\n",
    )
    other = run("verify", str(receipt), "--book", str(ours))
    assert other.code == 1
    assert "book: expected ours-1, found guide-2026" in other.out
    assert "step 'band': expected 180,000, 215,000, 250,000, as ours-1 has it" in other.out
    other_steps = run("estimate", *PERSON, "--book", str(ours), "--json").json
    document |= {key: other_steps[key] for key in other_steps.keys() - {"book", "fingerprint"}}
    receipt.write_text(json.dumps(document), encoding="utf-8")
    refused = run("verify", str(receipt))
    assert (refused.code, "step 'band': expected 180,000" in refused.out) == (1, True)


def test_a_fingerprint_copied_onto_other_steps_verifies_nothing(ours: Path, tmp_path: Path) -> None:
    """The steps are asked whatever the fingerprint says."""
    document = run("estimate", *PERSON, "--book", str(ours), "--json").json
    guide = run("estimate", *PERSON, "--json").json
    document |= {key: guide[key] for key in ("book", "fingerprint")}
    receipt = tmp_path / "r.json"
    receipt.write_text(json.dumps(document), encoding="utf-8")
    refused = run("verify", str(receipt))
    assert refused.code == 1
    assert refused.out.startswith("step 'band': expected 180,000, 220,000, 260,000")


def test_take_home_pay_alone_is_of_no_book(tmp_path: Path) -> None:
    """Asked by --book, it is a fault that there is nothing to hold against the book."""
    pytest.importorskip("taxsim_py")
    receipt = tmp_path / "r.json"
    taken = run("take-home", "--pay", "200000", "--city", "Austin", "--json")
    receipt.write_text(taken.out, encoding="utf-8")
    assert run("verify", str(receipt)).code == 0
    asked = run("verify", str(receipt), "--book", "guide")
    assert (asked.code, asked.out) == (
        1,
        "estimate: expected an estimate, to hold against guide-2026, found none\n",
    )


def test_a_shipped_name_on_other_content_is_a_fault(tmp_path: Path) -> None:
    """A copy may bear it as long as it is one."""
    copy = tmp_path / "copy.toml"
    text = data_file("bands.toml").read_text(encoding="utf-8")
    copy.write_text(text, encoding="utf-8")
    assert run("book", "check", str(copy)).code == 0
    copy.write_text(text.replace("260_000", "260_001", 1), encoding="utf-8")
    refused = run("book", "check", str(copy))
    assert refused.code == 1
    assert "edition: expected an edition of its own, since guide-2026 as shipped" in refused.err
