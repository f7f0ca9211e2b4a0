"""Errors carry their parts: what was wrong, expected and found; the sentence is made of them."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlcomp import Profile, ProfileError, estimate, load_book, read_offer
from mlcomp.book.loading import validated
from mlcomp.documents.verify import verify
from mlcomp.errors import (
    Fault,
    MlcompError,
    NoLevelError,
    RosterError,
)
from mlcomp.places.resolver import PlaceError, resolve
from mlcomp.rules.estimate import refused_in_order
from mlcomp.rules.profile import READ
from mlcomp.scenarios.combinations import combinations
from mlcomp.scenarios.file import read_scenarios

if TYPE_CHECKING:
    from collections.abc import Iterable

GUIDE = load_book()


def faults(refused: Any, *args: Any, **kwargs: Any) -> tuple[Fault, ...]:
    """Return the faults of what is refused; its text is theirs, a line each."""
    with pytest.raises(MlcompError) as caught:
        refused(*args, **kwargs)
    error = caught.value
    assert str(error) == "\n".join(map(str, error.faults))
    assert str(copy.copy(error)) == str(error)
    return error.faults


def priced(**person: Any) -> None:
    """Price a person by the guide."""
    estimate(Profile(**person), GUIDE)


@pytest.mark.parametrize(
    ("person", "fault", "sentence"),
    [
        (
            {"years": "abc"},
            Fault("years", expected="a number from 0 to 60", found="'abc'"),
            "years: expected a number from 0 to 60, found 'abc'",
        ),
        (
            {"level": "x\n"},
            Fault("level", expected="up to 200 printable characters", found="'x\\n'"),
            "level: expected up to 200 printable characters, found 'x\\n'",
        ),
        (
            {"years": 4, "degree": "doctrate"},
            Fault(
                "degree",
                expected="bachelor, master, doctorate",
                found="'doctrate'",
                hint="did you mean doctorate?",
                kind="unknown",
                choices=("doctorate",),
            ),
            "degree: 'doctrate' is not known; did you mean doctorate? valid: bachelor, master, doctorate",
        ),
        (
            {"years": 4, "factors": {"company-size": "small"}},
            Fault("factor", found="'company-size'", kind="absent"),
            "factor: the rule book has none, found 'company-size'",
        ),
        (
            {"years": 4, "hq": "NYC"},
            Fault("hq", expected="--remote with it", found="a job that is not remote"),
            "hq: expected --remote with it, found a job that is not remote",
        ),
        (
            {"years": 4, "city": "London"},
            Fault(
                "city",
                expected="London, United Kingdom,",
                found="'London'",
                hint="for the US town write `London, OH` or `London, KY`",
                kind="abroad",
                choices=("London, OH", "London, KY"),
            ),
            "city: 'London': London, United Kingdom, is not covered: mlcomp knows US places; for the US town write `London, OH` or `London, KY`",
        ),
        (
            {},
            Fault(expected="years or level", found="neither", kind="lacking"),
            "expected years or level, found neither",
        ),
    ],
    ids=lambda x: str(x)[:25],
)
def test_a_profile_is_refused_in_parts(person: dict[str, Any], fault: Fault, sentence: str) -> None:
    """Field, expected, found and hint; the sentence has all of them."""
    (found,) = faults(priced, **person)
    assert found == fault
    assert str(found) == sentence


def test_a_place_can_be_chosen_from_what_its_refusal_offers() -> None:
    """Choices are data; each of them is a place."""
    with pytest.raises(PlaceError) as refused:
        resolve("Springfield")
    (fault,) = refused.value.faults
    assert (fault.kind, fault.found) == ("several places", "'Springfield'")
    assert refused.value.choices == fault.choices
    assert all(resolve(choice) for choice in fault.choices)


def test_a_book_is_refused_with_every_fault_in_parts() -> None:
    """A file's faults name the file, the key and the record."""
    raw: dict[str, Any] = {"levle": [], "level": [{"id": "mid", "base": 1, "min_years": -1}]}
    found = {(fault.field, fault.record): fault for fault in faults(validated, raw, "ours.toml")}
    assert found["levle", ""].found == "an unknown one (did you mean level?)"
    years = found["level.min_years", "level 'mid'"]
    assert years == Fault(
        "level.min_years",
        "level 'mid'",
        "greater than or equal to 0",
        "-1",
        context=("ours.toml",),
    )
    assert str(years) == (
        "ours.toml: level.min_years, level 'mid': expected greater than or equal to 0, found -1"
    )


def test_what_a_record_cannot_be_is_a_fault_too() -> None:
    """A record made by hand is refused with what was expected, not with a sentence."""
    single = {"title": "A", "range": 1, "basis": "guide"}
    (fault,) = [
        fault
        for fault in faults(validated, {"national": single}, "ours.toml")
        if fault.field == "national"
    ]
    assert fault.expected == 'source and section, since basis is "guide"'


def test_an_offer_is_refused_with_every_value() -> None:
    """Each value under its option's name, with what was meant where that is guessed."""
    base, sign_on, growth = faults(read_offer, base="240", sign_on="x", growth="10%")
    assert (base.field, base.found, base.kind) == ("base", "'240'", "ambiguous")
    assert base.hint == "240k? $240 an hour would be 499,200 a year"
    assert sign_on.field == "sign-on"
    assert growth == Fault("growth", expected="equity or refresh with it", found="none")
    assert str(sign_on).startswith("sign-on: expected US dollars such as 30000 or 30k")


def test_a_file_of_scenarios_is_refused_with_its_records(tmp_path: Path) -> None:
    """A scenario's faults are the profile's and the offer's, with where they are."""
    path = tmp_path / "ours.toml"
    path.write_text(
        "[[offer]]\nname = 'A'\nbase = '240k'\nsign_on = 'x'\nyears = 4\n"
        "[[scenario]]\nname = 'B'\nyears = 4\nremote_policy = 'x'\n"
    )
    policy, offer = faults(read_scenarios, path, GUIDE)
    assert (offer.field, offer.record) == ("offer.sign_on", "offer 'A'")
    assert offer.context == policy.context == ("ours.toml",)
    assert (policy.field, policy.record) == ("scenario.remote_policy", "scenario 'B'")
    assert (policy.found, policy.kind) == ("'x'", "unknown")
    path.write_text("[[scenario]]\nname = 'A'\n")
    (neither,) = faults(read_scenarios, path, GUIDE)
    assert neither.hint == "for example: years = 4 under [person]"
    assert str(neither) == (
        "ours.toml: scenario, scenario 'A': expected years or level, found neither; "
        "for example: years = 4 under [person]"
    )


def test_too_many_scenarios_and_receipts() -> None:
    """Usage and receipts are refused in parts like everything else."""
    (fault,) = faults(combinations, {"city": [",".join(["SF"] * 500)]}, GUIDE)
    assert (fault.field, fault.expected) == ("compare", "up to 200 scenarios")
    (fault,) = faults(verify, {"schema": "mlcomp/estimate/v2"})
    assert (fault.field, fault.found) == ("schema", "'mlcomp/estimate/v2'")
    assert str(fault).startswith(
        "expected an estimate's JSON (mlcomp/estimate/v1); schema: input should be"
    )


def test_a_sentence_is_a_fault_without_parts() -> None:
    """What has no parts is said as it stands."""
    error = RosterError("spark: no Java")
    assert str(error) == "spark: no Java"
    assert error.faults == (Fault(found="spark: no Java", kind="stated"),)


@pytest.mark.parametrize(
    "fault",
    [
        Fault("tier", expected="a, b", found="'fang'", kind="unknown"),
        Fault("years", expected="a {number}", found="'{x}'", context=("{f}.toml",)),
        Fault("tier", found="'x'", kind="absent"),
        Fault(expected="a receipt", kind="expected"),
    ],
)
def test_a_sentence_stands_around_what_was_found(fault: Fault) -> None:
    """An engine puts its own cells where the value stands."""
    before, after = fault.around()
    assert before + fault.found + after == str(fault)
    if fault.found:
        assert str(fault._replace(found="'cell'")) == f"{before}'cell'{after}"


BAD: dict[str, list[Any]] = {
    "years": ["abc", -1, True],
    "level": ["no such", "", 5],
    "city": ["Atlantis", "Springfield", " "],
    "hq": ["Atlantis", ""],
    "remote_policy": ["no such", ""],
    "tier": ["no such", "x" * 300],
    "industry": ["no such", "\n"],
    "specialization": [("no such",), ("",)],
    "degree": ["no such", ""],
    "factors": [{"no-such": "x"}, {"no-such": ""}],
}
SHOWN = {"remote_policy": {"remote-policy"}, "factors": {"factor", "no-such"}}
BOOKS = {name: load_book(name) for name in ("guide", "market")}


@given(
    field=st.sampled_from(sorted(BAD)),
    book=st.sampled_from(sorted(BOOKS)),
    data=st.data(),
    remote=st.booleans(),
)
def test_whatever_is_wrong_is_named(
    field: str, book: str, data: st.DataObject, remote: bool
) -> None:
    """An error of a person's one wrong field names that field."""
    person: dict[str, Any] = {"years": 4, "remote": remote or field in ("hq", "remote_policy")}
    if field == "hq":
        person["remote_policy"] = "hq"
    person[field] = data.draw(st.sampled_from(BAD[field]))
    with pytest.raises(ProfileError) as refused:
        estimate(Profile(**person), BOOKS[book])
    (fault,) = refused.value.faults
    assert fault.field in SHOWN.get(field, {field})


def several(fields: Iterable[str]) -> st.SearchStrategy[list[str]]:
    """Some of the fields, each once."""
    return st.lists(st.sampled_from(sorted(fields)), min_size=1, max_size=5, unique=True)


@given(fields=several(BAD))
def test_a_profile_refuses_its_first_wrong_field(fields: list[str]) -> None:
    """The list by which a profile is read says which of several faults is reported."""
    with pytest.raises(ProfileError) as refused:
        Profile(**{field: BAD[field][-1] for field in fields})
    first = min(fields, key=READ.index)
    assert refused.value.faults[0].field in SHOWN.get(first, {first})


@given(fields=several(BAD.keys() - {"years", "remote_policy"}), book=st.sampled_from(sorted(BOOKS)))
def test_an_estimate_refuses_its_first_wrong_field(fields: list[str], book: str) -> None:
    """So does the list of what a book is asked for, for names that are text but unknown."""
    person: dict[str, Any] = {field: BAD[field][0] for field in fields}
    with pytest.raises(ProfileError) as refused:
        estimate(Profile(years=4, remote=True, remote_policy="hq", **person), BOOKS[book])
    order = refused_in_order(BOOKS[book])
    shown = [{"factors": "factor"}.get(field, field) for field in fields] + ["hq"]
    assert refused.value.faults[0].field == min(shown, key=order.index)


def test_neither_years_nor_level_comes_after_names_and_before_places() -> None:
    """The person without a level is refused where the order says."""
    assert refused_in_order(GUIDE)[-4:] == ("", "remote-policy", "city", "hq")
    for person in ({"tier": "no such"}, {"specialization": "no such"}):
        with pytest.raises(ProfileError) as refused:
            estimate(Profile(**person), GUIDE)
        assert refused.value.faults[0].field == next(iter(person))
    with pytest.raises(NoLevelError):
        estimate(Profile(city="Atlantis"), GUIDE)
