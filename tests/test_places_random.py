"""What is not a name is never priced: random strings and mutations of real names."""

from __future__ import annotations

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import examples, many
from mlcomp.places.resolver import resolve
from place_data import ALIASES, PLACES, TYPED, is_name, no_hints, resolves


def mutated(name: str, rng: random.Random) -> str:
    """Return a name with one or two random edits."""
    for _ in range(rng.choice((1, 1, 1, 2))):
        at = rng.randrange(len(name) + 1)
        letter = rng.choice(string.ascii_letters + " .-,'0\u00e9\u00df\u0451")
        name = rng.choice(
            (
                name[:at] + letter + name[at:],
                name[:at] + name[at + 1 :],
                name[:at] + letter + name[at + 1 :],
                name[:at] + name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :],
            )
        )
    return name


def test_nothing_but_a_name_is_resolved(monkeypatch: pytest.MonkeyPatch) -> None:
    """Holds for mutations of real names and random strings, 100,000 in the full profile."""
    no_hints(monkeypatch)
    rng = random.Random(3)
    real = [f"{row['name']}, {row['state']}" for row in PLACES] + [row["name"] for row in PLACES]
    real += [f"US-{row['state']}-{row['name']}" for row in PLACES]
    real += [row["name"] for row in ALIASES] * 5
    letters = string.ascii_letters + string.digits + string.punctuation + " \t\n\x1b\u0130\u4e2d"
    taken, tries = 0, many(100_000)
    for i in range(tries):
        if i % 4:
            text = mutated(rng.choice(real), rng)
        else:
            text = "".join(rng.choices(letters, k=rng.randrange(12)))
        if resolves(text):
            taken += 1
            assert is_name(text), text
    assert 0.01 < taken / tries < 0.5  # the test does reach both outcomes


@examples(300)
@given(st.text(max_size=30) | st.from_regex(r"[A-Za-z .'-]{1,14}(, ?[A-Z]{2})?", fullmatch=True))
def test_any_text_is_a_name_or_refused(text: str) -> None:
    """Holds for any text at all, with the search for suggestions."""
    if resolves(text):
        assert is_name(text)


def test_a_space_inside_a_word_is_an_edit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Holds that spaces may be left out (`PaloAlto`) and not put in (`Bos ton`)."""
    no_hints(monkeypatch)
    for row in TYPED:
        plain = row["typed"].replace(" ", "")
        if row["typed"].isalpha() and len(plain) > 4 and row["typed"][1:].islower():
            assert not resolves(f"{plain[:2]} {plain[2:]}"), plain
    assert resolve("PaloAlto").name == "Palo Alto, CA"
