"""A rule book that states only what differs from another one."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

from conftest import Run, run
from mlcomp import Book, BookError, Profile, estimate, load_book
from mlcomp.book.loading import validated

HEAD = """
schema = "mlcomp/book/v1"
extends = "{base}"
edition = "ours-2026"
title = "Ours"
"""
POLICY = 'basis = "policy"\nby = "Compensation committee"\ndate = 2026-01-15\n'


def ours(text: str = "", base: str = "guide") -> Book:
    """A book that extends a shipped one."""
    return validated(tomllib.loads(HEAD.format(base=base) + text), "ours.toml")


def faults(text: str, base: str = "guide") -> list[str]:
    """What is wrong with such a book."""
    with pytest.raises(BookError) as refused:
        ours(text, base)
    return [str(fault) for fault in refused.value.faults]


def level(book: Book, id_: str) -> tuple[float, float]:
    """The base range of a level."""
    base = next(each.base for each in book.level if each.id == id_)
    return base.low, base.high


@pytest.mark.parametrize("base", ["guide", "market"])
def test_nothing_of_its_own_prices_as_the_book_that_it_extends(base: str) -> None:
    """To the digit, under its own edition, and without that book's record of having held."""
    person = Profile(years=4, city="SF", tier="faang", industry="quant-finance", degree="phd")
    mine, theirs = estimate(person, ours(base=base)), estimate(person, load_book(base))
    assert (mine.base, mine.total, mine.steps) == (theirs.base, theirs.total, theirs.steps)
    assert mine.book == "ours-2026"
    assert mine.calibration is None


def test_a_record_is_changed_in_part_by_its_id() -> None:
    """Title, aliases and years stay; the figure and what it rests on are its own."""
    book = ours(f'[[level]]\nid = "mid"\nbase = [170_000, 240_000]\n{POLICY}')
    mid = next(each for each in book.level if each.id == "mid")
    assert (mid.base.low, mid.base.high, mid.max_years) == (170_000, 240_000, 5)
    assert (mid.title, mid.basis, mid.source, mid.section) == ("Mid", "policy", None, None)
    assert book.citation(mid) == "Compensation committee, 2026-01-15"
    assert level(book, "senior") == (260_000, 350_000)


def test_a_changed_figure_has_to_say_what_it_rests_on() -> None:
    """A number of one's own does not pass for the guide's; a name may change without a word."""
    assert faults('[[level]]\nid = "mid"\nbase = [170_000, 240_000]') == [
        "ours.toml: level.basis, level 'mid': expected what the changed base rests on, found none"
    ]
    assert faults("[uplift.levels]\nmid = 1.3")[0].startswith("ours.toml: uplift.basis: expected")
    assert ours('[[level]]\nid = "mid"\ntitle = "IC3"\naliases = ["ic3"]').level[1].title == "IC3"


def test_records_are_added_where_their_years_put_them() -> None:
    """A level between two others stands between them; an option comes last."""
    text = f"""
    [[level]]
    id = "staff"
    min_years = 15
    {POLICY}
    [[level]]
    id = "lead"
    title = "Lead engineer"
    min_years = 11
    max_years = 14
    base = [330_000, 360_000]
    summary = "Leads."
    {POLICY}
    [[industry]]
    id = "robotics"
    title = "Robotics"
    range = 1.05
    {POLICY}
    """
    book = ours(text)
    assert [each.id for each in book.level] == ["entry", "mid", "senior", "lead", "staff"]
    assert book.industry[-1].id == "robotics"


def test_what_is_dropped_is_gone_with_all_that_hangs_on_it() -> None:
    """Records, tables, keys; and what is inherited for a record that went is no fault."""
    book = ours('drop = ["lifecycle"]\n[[tier]]\nid = "consultancy"\ndrop = true', "market")
    assert book.lifecycle is None
    assert "consultancy" not in {tier.id for tier in book.tier}
    assert "consultancy" not in {uplift.tier for uplift in book.uplift_at}
    text = f"""
    [[level]]
    id = "staff"
    drop = true
    [[level]]
    id = "senior"
    drop = ["max_years"]
    {POLICY}
    """
    assert [each.id for each in ours(text).level] == ["entry", "mid", "senior"]


def test_what_a_book_says_itself_wins_over_what_it_inherits() -> None:
    """A metro or a name that both claim is its own: that is no fault."""
    text = f"""
    [[location]]
    id = "bay"
    title = "Bay Area"
    metros = ["41860", "41940"]
    range = 1.2
    {POLICY}
    [[tier]]
    id = "rivals"
    title = "Rivals"
    aliases = ["big tech"]
    band = [0.9, 1.0]
    {POLICY}
    """
    book = ours(text)
    assert estimate(Profile(years=4, city="SF"), book).steps[2].applied.typical == 1.2
    assert estimate(Profile(years=4, tier="big tech"), book).profile.tier == "rivals"
    assert {each.id for each in book.location} == {"new-york", "seattle", "bay"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('[[tier]]\nid = "consultncy"\ndrop = true', "did you mean consultancy?"),
        ('drop = ["tiers"]', "drop: expected keys that it has (schema, "),
        ("[lifecycle]\ndrop = 1", "lifecycle.drop: expected true for a record, or keys"),
        (
            '[[tier]]\nid = "faang"\ndrop = true\ntitle = "F"',
            "tier.drop, tier 'faang': expected nothing beside it, since the record goes, found",
        ),
        ('[[level]]\nid = "mid"\nbse = 1', "level.bse, level 'mid': expected a known key"),
        (
            '[[tier]]\nid = "faang"\ndrop = ["industry"]',
            "found 'industry'; a whole list is dropped above the first [table] of the file",
        ),
    ],
)
def test_what_cannot_be_dropped_or_changed_is_said(text: str, found: str) -> None:
    """With the record's id and the nearest name."""
    assert any(found in fault for fault in faults(text)), faults(text)


def test_a_misspelt_id_of_a_record_that_is_changed_is_one_fault() -> None:
    """A part of a record, under an id that is nearly one: the nearest, and nothing that follows."""
    said = faults(f'[[level]]\nid = "mids"\nbase = [175_000, 250_000]\n{POLICY}')
    expected = "an id that is there (entry, mid, senior, staff), or a title beside a new one"
    assert said == [
        f"ours.toml: level.id, level 'mids': expected {expected}, found 'mids'; did you mean mid?"
    ]


def test_an_edition_of_its_own_is_asked_for() -> None:
    """A book with other numbers is not the guide."""
    with pytest.raises(BookError) as refused:
        validated({"schema": "mlcomp/book/v1", "extends": "guide"}, "ours.toml")
    assert [fault.field for fault in refused.value.faults][:2] == ["edition", "title"]


def test_files_extend_files(tmp_path: Path) -> None:
    """By their path from where the book is; each states what differs from the one before."""
    (tmp_path / "base").mkdir()
    base = tmp_path / "base" / "company.toml"
    base.write_text(
        HEAD.format(base="guide") + f'[[level]]\nid = "mid"\nbase = [180_000, 250_000]\n{POLICY}'
    )
    team = tmp_path / "team.toml"
    team.write_text(
        HEAD.format(base="base/company.toml").replace("ours", "team")
        + f'[[level]]\nid = "entry"\nbase = [120_000, 150_000]\n{POLICY}'
    )
    book = load_book(team)
    assert (level(book, "entry"), level(book, "mid")) == ((120e3, 150e3), (180e3, 250e3))
    assert book.edition == "team-2026"


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="there are no pipes of the shell")
def test_a_book_through_a_pipe_extends_what_is_beside_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So an older version is compared from git; without another book the folder is the current."""
    pay = tmp_path / "pay"
    pay.mkdir()
    (pay / "all.toml").write_text(HEAD.format(base="guide").replace("ours", "all"))
    changed = f'[[level]]\nid = "mid"\nbase = [180_000, 250_000]\n{POLICY}'
    (pay / "new.toml").write_text(HEAD.format(base="all.toml") + changed)

    def piped(*command: str) -> Run:
        """A command that is given the older text by a pipe, for PIPE."""
        out, into = os.pipe()
        os.write(into, HEAD.format(base="all.toml").replace("ours", "old").encode())
        os.close(into)
        try:
            return run(*(part.replace("PIPE", f"/dev/fd/{out}") for part in command))
        finally:
            os.close(out)

    monkeypatch.chdir(tmp_path)
    for pair in (("PIPE", "pay/new.toml"), ("pay/new.toml", "PIPE")):
        found = piped("book", "diff", *pair)
        assert (found.code, "level mid base" in found.out) == (0, True)
    assert "all.toml: cannot be read" in piped("book", "diff", "guide", "PIPE").err
    assert "all.toml: cannot be read" in piped("book", "check", "PIPE").err
    monkeypatch.chdir(pay)
    assert piped("book", "diff", "guide", "PIPE").code == 0
    assert "edition old-2026" in piped("book", "check", "PIPE").out


def test_circles_and_missing_files_are_faults_like_others(tmp_path: Path) -> None:
    """One line each, naming the key and the files."""
    one, two = tmp_path / "one.toml", tmp_path / "two.toml"
    one.write_text(HEAD.format(base="two.toml"))
    two.write_text(HEAD.format(base="one.toml"))
    refused = run("book", "check", str(one))
    assert refused.code == 1
    assert "a circle: one.toml > two.toml > one.toml" in refused.err
    one.write_text(HEAD.format(base="gone.toml"))
    refused = run("book", "check", str(one))
    assert "one.toml: extends: " in refused.err
    assert "gone.toml: cannot be read: No such file" in refused.err
    assert refused.err.count("\n") == 1
    for base in ("gide", "", "/dev/zero"):
        one.write_text(HEAD.format(base=base))
        assert "extends: expected guide, market, or the path" in run("book", "check", str(one)).err


def test_the_faults_of_the_book_below_are_its_own(tmp_path: Path) -> None:
    """Reported under the name of the file that has them."""
    (tmp_path / "below.toml").write_text(HEAD.format(base="guide") + '[[level]]\nid = "x"\n')
    (tmp_path / "ours.toml").write_text(HEAD.format(base="below.toml"))
    refused = run("book", "check", str(tmp_path / "ours.toml"))
    assert all("below.toml: level." in line for line in refused.err.splitlines()), refused.err


def test_a_zone_in_which_a_higher_level_pays_less_is_a_fault() -> None:
    """Also where only one of two levels has a range of its own there."""
    zone = "[level.locations]\nseattle = [400_000, 500_000]\n"
    found = faults(f'[[level]]\nid = "mid"\n{POLICY}{zone}')
    assert found[0] == (
        "ours.toml: level.base, level 'senior': "
        "expected no less than level 'mid' (400,000 low) in location 'seattle', found 299,000"
    )
    unknown = faults(f'[[level]]\nid = "staff"\n{POLICY}[level.locations]\nmars = [9e5, 1e6]\n')
    assert unknown == [
        (
            "ours.toml: level.locations, level 'staff': expected an id of location "
            "(san-francisco, silicon-valley, new-york, seattle), found 'mars'"
        )
    ]
