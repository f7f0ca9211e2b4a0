"""Whatever a person is described by is priced, said, or refused: no field is ignored."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from typing import Any

import pytest

from mlcomp import Book, Profile, ProfileError, estimate, load_book
from mlcomp.book.dimensions import BUILT_IN
from mlcomp.book.loading import validated
from own_factors import own_text

# A value of each field that tells, and what it needs beside it.
NAMED: dict[str, tuple[Any, dict[str, Any]]] = {
    "years": (9, {}),
    "level": ("staff", {}),
    "city": ("Austin, TX", {}),
    "remote": (True, {}),
    "remote_policy": ("local", {"remote": True}),
    "hq": ("NYC", {"remote": True, "remote_policy": "hq"}),
    "tier": ("google", {}),
    "specialization": (("distributed-training",), {}),
    "industry": ("marketing-analytics", {}),
    "lifecycle": (True, {}),
    "degree": ("doctorate", {}),
    "factors": ({"company-size": "small"}, {}),
}
PERSON = {"years": 4, "city": "SF"}


@pytest.fixture(scope="module", params=["guide", "market", "ours"])
def book(request: pytest.FixtureRequest) -> Book:
    """Both shipped books, and one with two factors of its own."""
    if request.param == "ours":
        return validated(tomllib.loads(own_text()), "ours.toml")
    return load_book(request.param)


def said(book: Book, person: Profile) -> Any:
    """Return an estimate's receipt and notes, or that the person was refused."""
    try:
        result = estimate(person, book)
    except ProfileError:
        return "refused"
    return result.steps, result.notes


@pytest.mark.parametrize("field", [field.name for field in fields(Profile)])
def test_naming_a_field_changes_the_receipt_or_is_refused(book: Book, field: str) -> None:
    """A step or a note differs from that of the same person without it."""
    value, needed = NAMED[field]
    plain = Profile(**{**PERSON, **needed})
    named = said(book, Profile(**{**PERSON, **needed, field: value}))
    assert named == "refused" or named != said(book, plain)


def test_naming_an_option_changes_the_receipt(book: Book) -> None:
    """Each option of each dimension but its default: alone, a step with its range or a note."""
    plain = Profile(**PERSON)
    for dimension in book.dimensions:
        for option in dimension.options:
            person = plain.naming(dimension.id, [option.id])
            steps = {step.id: step for step in estimate(person, book).steps}
            if option.range:
                assert steps[dimension.id].applied == option.range
                assert steps[dimension.id].label == option.title
            if option.id != dimension.default:
                assert said(book, person) != said(book, plain)


@pytest.mark.parametrize("dimension", [known.id for known in BUILT_IN])
def test_a_dimension_that_a_book_lacks_is_said_or_refused(dimension: str) -> None:
    """A flag leaves a note that it changes nothing; a name is refused."""
    raw = tomllib.loads(own_text())
    del raw[dimension]
    lacking = validated(raw, "ours.toml")
    plain = Profile(**PERSON)
    named = said(lacking, plain.naming(dimension, ["generalist"]))
    assert named == "refused" or named[1] != said(lacking, plain)[1]
