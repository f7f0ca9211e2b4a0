"""What an offer's terms mean as people write them, and what is asked back."""

from __future__ import annotations

from typing import Any

import pytest

from conftest import run
from mlcomp import OfferError, read_offer

PERSON = ("--years", "4", "--city", "SF")


def test_the_same_schedules_under_other_names() -> None:
    """Names, percent signs, paces and a file's list all mean a quarter a year."""
    names: list[Any] = ["4y", "4 years", "25/25/25/25", "25%/25%/25%/25%", "25,25,25,25"]
    names += ["4y monthly", "4Y-Quarterly", "25/25/25/25 quarterly after the cliff", [25] * 4]
    names += ["4y monthly after a one-year cliff", "4y after cliff", [25.0, 25, 25, 25]]
    for name in names:
        assert read_offer(base="240k", equity=0, vesting=name).vesting.shares == (0.25,) * 4


@pytest.mark.parametrize("part", ["16", "16.6", "16.67", "16.7", "17"])
def test_equal_parts_may_be_rounded_either_way(part: str) -> None:
    """Six times 16 and six times 16.7 are both sixths; 18 is not."""
    found = read_offer(base="240k", equity="60k", vesting="/".join([part] * 6))
    assert found.vesting.shares == (1 / 6,) * 6
    with pytest.raises(OfferError, match="sums to 108"):
        read_offer(base="240k", equity="60k", vesting="/".join(["18"] * 6))


@pytest.mark.parametrize(
    ("typed", "dollars"),
    [
        *[(typed, 240_000) for typed in ("240000", "240k", "240K", "240,000", "$240,000", "$240000")],
        *[(typed, 240_000) for typed in (240_000, 240_000.0, "240_000", " 240 k ", "0.24m", "$240k/year")],
        ("262.35k", 262_350),
        ("38000/year", 38_000),
    ],
)  # fmt: skip
def test_money_as_people_write_it(typed: Any, dollars: float) -> None:
    """One reader for options and files."""
    assert read_offer(base=typed).base == dollars


@pytest.mark.parametrize(
    ("sign_on", "amounts"),
    [
        ("30000", (30_000,)),
        ("30,000", (30_000,)),
        ("50000,25000", (50_000, 25_000)),
        ("50k,25k", (50_000, 25_000)),
        ("50,000, 25,000", (50_000, 25_000)),
        ([50_000, 25_000], (50_000, 25_000)),
        (0, (0,)),
    ],
)
def test_sign_on_once_or_twice(sign_on: Any, amounts: tuple[int, ...]) -> None:
    """A comma before three digits belongs to an amount; any other separates two years."""
    assert read_offer(base="240k", sign_on=sign_on).sign_on == amounts


def test_a_bonus_is_a_share_or_dollars() -> None:
    """15% of 240,000 is 36,000; so is 36k."""
    share, dollars = read_offer(base="240k", bonus="15%"), read_offer(base="240k", bonus="36k")
    assert share.bonus == dollars.bonus == 36_000
    assert (share.bonus_share, dollars.bonus_share) == (0.15, None)


REFUSED = [
    (("--bonus", "0.15"), "bonus: expected a percentage of base such as 15%", "'0.15' (15% or $0.15?)"),
    *[
        ((term, left), f"{term[2:]}: expected US dollars", "(did the shell take `$4`? write '$400k' in quotes)")
        for term in ("--base", "--equity", "--sign-on", "--refresh")
        for left in ("00k", "0k", "00,000", "00000", "0m")
    ],
    (("--base", "50k"), "base: expected", "if it is for a year, write 50000/year; a shell takes `$2` from $250k, write '$250k' in quotes"),
    (("--base", "59,999"), "base: expected", "a month"),
    (("--base", "20000/month"), "base: expected", "'20000/month' (240,000 a year?)"),
    (("--base", "$20k a month"), "base: expected", "(240,000 a year?)"),
    (("--base", "115/hour"), "base: expected", "'115/hour' (239,200 a year?)"),
    (("--base", "115 an hour"), "base: expected", "(239,200 a year?)"),
    (("--bonus", "$0.15"), "bonus: expected", "'$0.15' (15% or $0.15?)"),
    (("--bonus", "$15"), "bonus: expected", "(15% or $15?)"),
    (("--bonus", "301%"), "from 0% to 300%", "'301%'"),
    (("--bonus", "3k/month"), "bonus: expected", "(36,000 a year?)"),
    (("--equity", "1m", "--vesting", "monthly"), "such as 4y or '4y monthly'", "'monthly' (4y monthly?)"),
    (("--equity", "1m", "--vesting", "quarterly after the cliff"), "vesting: expected", "(4y quarterly after the cliff?)"),
    (("--vesting", "4y"), "vesting: expected equity or refresh with it", "found none"),
    (("--equity", "1m", "--refresh-vesting", "4y"), "refresh-vesting: expected refresh with it", "found none"),
    (("--growth", "10%"), "growth: expected equity or refresh with it", "found none"),
    (("--equity-kind", "private"), "equity-kind: expected equity or refresh with it", "found none"),
    (("--bonus", "15"), "bonus: expected", "(15% or $15?)"),
    (("--bonus", "-5%"), "from 0% to 300%", "'-5%'"),
    (("--bonus", "lots"), "bonus: expected", "'lots'"),
    (("--vesting", "25/25/25"), "vesting: expected yearly percentages that sum to 100", "which sums to 75"),
    (("--vesting", "0.25/0.25/0.25/0.25"), "vesting: expected", "0.25 is written 25"),
    (("--vesting", "50/60/-10"), "vesting: expected", "'50/60/-10'"),
    (("--vesting", "0y"), "vesting: expected", "'0y'"),
    (("--vesting", "99999999999y"), "over 1 to 10 years", "'99999999999y'"),
    (("--vesting", "/"), "vesting: expected", "'/'"),
    (("--refresh-vesting", "10/10"), "refresh-vesting: expected", "sums to 20"),
    (("--equity", "-400000"), "equity: expected US dollars such as", "'-400000'"),
    (("--equity", "400"), "equity: expected", "($400k or $400?)"),
    (("--equity", "9" * 400), "equity: expected", "'999"),
    (("--refresh", "1e5"), "refresh: expected", "'1e5'"),
    (("--sign-on", "50,000,25,000"), "for two years, such as 50000,25000", "'50,000,25,000'"),
    (("--sign-on", "1000,2000,3000,4"), "sign-on: expected", "'1000,2000,3000,4'"),
    (("--sign-on", "-1"), "sign-on: expected", "'-1'"),
    (("--growth", "0.1"), "growth: expected a percentage such as 10%", "(10% or 0.1%?)"),
    (("--growth", "10"), "growth: expected", "(10%?)"),
    (("--growth", "-100%"), "from -99% to 300%", "'-100%'"),
    (("--growth", "nan"), "growth: expected", "'nan'"),
    (("--equity-kind", "shares"), "equity-kind: expected public, private, options or public options", "'shares'"),
    (("--base", "240"), "base: expected US dollars a year such as 240000", "(240k? $240 an hour would be 499,200 a year)"),
    (("--base", "$115"), "base: expected", "$115 an hour would be 239,200 a year"),
    (("--base", "20000"), "base: expected", "$20,000 a month would be 240,000 a year"),
    (("--base", "20k"), "base: expected", "a month"),
    (("--base", "24000000"), "at most 10,000,000", "'24000000'"),
    (("--base", "0"), "base: expected", "'0'"),
    (("--base", "-240000"), "base: expected", "'-240000'"),
    (("--base", "240,00"), "base: expected", "'240,00'"),
    (("--base", "inf"), "base: expected", "'inf'"),
    (("--base", "٢٤٠٠٠٠"), "base: expected", "found"),
    (("--base", ""), "base: expected", "''"),
    (("--base", "\x1b[31m240k"), "base: expected", "x1b"),
    (("--tier", "fang"), "tier: 'fang' is not known", "did you mean faang?"),
]  # fmt: skip


@pytest.mark.parametrize(("options", "expected", "found"), REFUSED, ids=lambda x: str(x)[:40])
def test_what_cannot_be_meant_is_asked_back(
    options: tuple[str, ...], expected: str, found: str
) -> None:
    """One line with the option, what is expected and what was found; exit 2."""
    done = run("offer", *PERSON, "--base", "240k", *options)
    assert (done.code, done.out) == (2, "")
    line = done.err.removesuffix("\n")
    assert line.isprintable()
    assert expected in line
    assert found in line


def test_every_fault_is_said_at_once() -> None:
    """Three wrong options are three lines."""
    line = ("--base", "240", "--bonus", "0.15", "--growth", "0.1")
    done = run("offer", *PERSON, *line)
    assert [text.split(":")[1].strip() for text in done.err.splitlines()] == [
        *("base", "bonus", "growth")
    ]
    without_base = run("offer", "--years", "x", "--city", "Atlantis", "--bonus", "lots")
    assert without_base.code == 2
    assert [text.split(":")[1].strip() for text in without_base.err.splitlines()] == [
        *("years", "city", "base", "bonus")
    ]
    with pytest.raises(OfferError, match="found none"):
        read_offer(bonus="15%")
    with pytest.raises(TypeError, match="salary"):
        read_offer(base="240k", salary="1")
