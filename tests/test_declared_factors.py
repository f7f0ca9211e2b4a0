"""Factors that a rule book declares: named, priced, refused, replayed."""

from __future__ import annotations

import pytest

from mlcomp import Book, Profile, ProfileError, estimate, load_book
from mlcomp.book.loading import shipped_text

COMPANY_SIZE = """
[[factor]]
id = "company-size"
title = "Company size"
help = "How many people work there."
default = "mid"

[[factor.option]]
id = "small"
title = "Under 50 people"
aliases = ["tiny", "under 50"]
range = [0.90, 1.00]
basis = "assumption"
reason = "No data of ours counts a company's people."

[[factor.option]]
id = "mid"
title = "50 to 1,000 people"
range = [1.00, 1.00]
basis = "assumption"
reason = "Where most people work."

[[factor]]
id = "on-call"
title = "On call"
help = "How often a pager rings."

[[factor.option]]
id = "weekly"
title = "On call every week"
range = [1.04, 1.10]
basis = "assumption"
reason = "Two employers told us."
"""


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The guide's book with two factors of its own."""
    file = tmp_path_factory.mktemp("books") / "ours.toml"
    file.write_text(shipped_text("guide") + COMPANY_SIZE, encoding="utf-8")
    return load_book(file)


def test_a_declared_factor_multiplies_after_the_built_in_ones(ours: Book, guide: Book) -> None:
    """It is a step of the receipt with its id, in the book's order, before the uplift."""
    profile = Profile(years=4, city="SF", industry="quant")
    named = {"Company Size": "Tiny", "on_call": "weekly"}
    result = estimate(Profile(years=4, city="SF", industry="quant", factors=named), ours)
    ids = [step.id for step in result.steps]
    assert ids == ["band", "years", "location", "industry", "company-size", "on-call", "uplift"]
    assert result.steps[4].label == "Under 50 people"
    assert result.profile.factors == {"company-size": "small", "on-call": "weekly"}
    without = estimate(profile, guide).base.typical
    assert result.base.typical == pytest.approx(without * 0.95 * 1.07)


def test_a_default_counts_where_none_is_named(ours: Book) -> None:
    """A factor without a default is no step unless it is named."""
    result = estimate(Profile(years=4), ours)
    assert [step.id for step in result.steps][3:] == ["company-size", "uplift"]
    assert result.profile.factors == {"company-size": "mid"}


@pytest.mark.parametrize(
    ("factors", "said"),
    [
        ({"company-size": "smal"}, "company-size: 'smal' is not known; did you mean small? valid"),
        ({"company-sze": "small"}, "factor: 'company-sze' is not known; did you mean company-size"),
        ({"company-size": ""}, "company-size: expected a name, found ''"),
        ({"on-call": "a\tb"}, "on-call: expected up to 200 printable characters"),
    ],
)
def test_what_is_not_known_is_refused(ours: Book, factors: dict[str, str], said: str) -> None:
    """With the nearest names, whether the factor or its option is wrong."""
    with pytest.raises(ProfileError) as refused:
        estimate(Profile(years=4, factors=factors), ours)
    assert str(refused.value).startswith(said)


def test_a_book_without_factors_refuses_them(guide: Book) -> None:
    """It never ignores what it cannot price."""
    with pytest.raises(ProfileError, match="factor: the rule book has none, found 'company-size'"):
        estimate(Profile(years=4, factors={"company-size": "small"}), guide)
