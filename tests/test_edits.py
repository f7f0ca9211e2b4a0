"""Which names are one edit from a text: what trying every edit finds, at a fraction of it."""

from __future__ import annotations

from string import ascii_lowercase

from hypothesis import given
from hypothesis import strategies as st

from mlcomp.places.edits import Names, is_one_edit

WORDS = st.text("abc", min_size=1, max_size=9)


def every_edit(text: str) -> set[str]:
    """All texts one insertion, deletion, substitution or swap away, and the text itself."""
    found = {text}
    for at in range(len(text) + 1):
        head, tail, rest = text[:at], text[at:], text[at + 1 :]
        found.add(head + rest)
        if len(tail) > 1:
            found.add(head + tail[1] + tail[0] + tail[2:])
        for letter in ascii_lowercase:
            found |= {head + letter + tail, head + letter + rest}
    return found


@given(WORDS, WORDS)
def test_one_edit_is_what_trying_all_finds(one: str, other: str) -> None:
    """Either way round."""
    assert is_one_edit(one, other) == (other in every_edit(one))
    assert is_one_edit(other, one) == is_one_edit(one, other)


@given(st.text("abc", min_size=3, max_size=9), st.lists(WORDS, max_size=40))
def test_names_one_edit_away_are_all_found(text: str, names: list[str]) -> None:
    """Of three letters and more, wherever the edit is."""
    assert Names(names).near(text) == set(names) & every_edit(text)


def test_every_edit_of_a_name_leads_to_it() -> None:
    """Each edit at each place of a long one, and of a short one."""
    for name in ("sanfrancisco", "nome", "ada"):
        names = Names([name, "elsewhere"])
        typed = {each for each in every_edit(name) if len(each) >= 3}
        assert all(names.near(each) == {name} for each in typed)
