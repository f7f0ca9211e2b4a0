"""One factor under two spellings is refused, and faults that only follow are left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import run
from mlcomp import BookError, Profile, ProfileError, load_book
from mlcomp.book.starting import shipped_text

TEAM = """
[[factor]]
id = "team-size"
title = "Team size"
help = "How many work together."

[[factor.option]]
id = "small"
title = "Up to five"
range = [0.9, 1.0]
basis = "assumption"
reason = "Not measured."

[[factor.option]]
id = "large"
title = "More than five"
range = [1.0, 1.1]
basis = "assumption"
reason = "Not measured."
"""


def test_a_profile_takes_one_option_of_a_factor() -> None:
    """Two spellings of its id with two options are a slip; with one option they are not."""
    assert Profile(factors={"team-size": "small", "Team size": "Small"}).factors == {
        "team-size": "small"
    }
    with pytest.raises(ProfileError) as refused:
        Profile(factors={"team-size": "small", "team_size": "large"})
    assert str(refused.value) == "team-size: expected one option, found 'small' and 'large'"


def test_a_scenario_file_takes_one_spelling_of_a_factor(tmp_path: Path) -> None:
    """The second is named, whichever comes first."""
    book = tmp_path / "ours.toml"
    book.write_text(shipped_text("guide") + TEAM, encoding="utf-8")
    file = tmp_path / "jobs.toml"
    file.write_text(
        '[[scenario]]\nname = "One"\nyears = 4\n'
        'factor = { team-size = "small", team_size = "large" }\n',
        encoding="utf-8",
    )
    result = run("compare", "--file", str(file), "--book", str(book))
    assert result.code == 1
    assert result.err == (
        "mlcomp: jobs.toml: scenario.factor.team-size, scenario 'One': expected one name for it, "
        "found another spelling, 'team_size'\n"
    )


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (('basis = "assumption"\nreason = "Not measured."\n', ""), "factor.option.basis"),
        (('id = "small"', 'id = "Small Team"'), "small letters, digits and single hyphens"),
        (("range = [0.9, 1.0]", "range = [1.0, 0.9]"), "factor.option.range"),
    ],
)
def test_a_faulty_option_is_one_fault(tmp_path: Path, change: tuple[str, str], fault: str) -> None:
    """Where the only option is faulty, the list is not called empty besides."""
    one = TEAM[: TEAM.rindex("[[factor.option]]")].replace(*change)
    file = tmp_path / "ours.toml"
    file.write_text(shipped_text("guide") + one, encoding="utf-8")
    with pytest.raises(BookError) as refused:
        load_book(file)
    assert len(refused.value.faults) == 1
    assert fault in str(refused.value)
