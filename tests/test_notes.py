"""Notes say what they are about: nothing is left out or found by its words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mlcomp import Book, Profile, estimate, judge, load_book, read_offer
from mlcomp.rules.bands import bands
from mlcomp.scenarios.combinations import combinations
from mlcomp.scenarios.compare import compare


@pytest.mark.parametrize(
    ("book", "person", "kinds"),
    [
        ("guide", {"years": 4}, []),
        ("guide", {"years": 1, "level": "senior"}, ["years"]),
        ("guide", {"years": 10}, ["years", "edge"]),
        ("guide", {"years": 5.5}, ["edge"]),
        ("market", {"years": 5.5}, ["edge"]),
        ("guide", {"years": 5.5, "level": "mid"}, []),
        ("guide", {"years": 4, "tier": "google"}, ["company"]),
        ("guide", {"years": 4, "tier": "faang"}, []),
        ("guide", {"years": 4, "specialization": ("rl", "inference")}, ["strongest"]),
        ("guide", {"years": 4, "degree": "phd"}, ["degree"]),
        ("guide", {"years": 4, "city": "LA"}, ["place"]),
        ("guide", {"years": 4, "remote": True}, ["policy"]),
        ("market", {"years": 4, "level": "senior"}, ["years"]),
        ("market", {"years": 4, "industry": "quant", "city": "SF"}, ["bonus"]),
        (
            "guide",
            {"years": 10, "tier": "google", "degree": "phd", "city": "SF", "remote": True},
            ["years", "company", "degree", "edge", "policy"],
        ),
    ],
)
def test_an_estimate_s_notes_have_kinds(
    book: str, person: dict[str, Any], kinds: list[str]
) -> None:
    """One kind a note, in their order."""
    notes = estimate(Profile(**person), load_book(book)).notes
    assert [note.kind for note in notes] == kinds
    assert all(note.text.endswith((".", "?")) for note in notes)


def test_what_a_book_lacks_is_a_note(guide: Book) -> None:
    """A factor asked for that the book does not have changes nothing, and that is noted."""
    notes = estimate(Profile(years=4, lifecycle=True), replace(guide, lifecycle=None)).notes
    assert [note.kind for note in notes] == ["absent"]


def test_an_offer_s_notes_have_kinds(guide: Book) -> None:
    """Vesting, shares, and what the total lacks."""
    offer = read_offer(base="180k", equity="100k", growth="10%", vesting="4y monthly")
    notes = judge(offer, estimate(Profile(years=4, city="SF"), guide)).notes
    assert list(dict.fromkeys(note.kind for note in notes)) == ["vesting", "shares", "gap"]


def test_bands_and_comparisons_leave_out_other_policies(guide: Book) -> None:
    """What has the amounts of one estimate is not said of several; all else is."""
    person = Profile(remote=True, city="SF", degree="phd")
    assert [note.kind for note in bands(person, guide).notes] == ["degree"]
    scenarios = combinations(
        {"years": ["4"], "city": ["SF,San Francisco"], "remote": [True], "degree": ["phd"]}, guide
    )
    (only,) = compare(scenarios, guide).scenarios
    assert [note.kind for note in only.notes] == ["merged", "degree"]
    assert "policy" in [note.kind for note in only.estimate.notes]
