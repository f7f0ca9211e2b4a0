"""The market book is made from the evidence, and as right on unseen rows as its report says."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from mlcomp import Pay, load_book
from mlcomp.accuracy.score import Score
from mlcomp.files import data_file
from place_data import EVIDENCE, ROOT

needs_evidence = pytest.mark.skipif(
    not EVIDENCE.is_dir(), reason="the pay data is not beside the project (MLCOMP_EVIDENCE)"
)
sys.path.insert(0, str(ROOT / "scripts"))


@needs_evidence
def test_the_file_rebuilds_byte_for_byte(tmp_path: Path) -> None:
    """The script and the data give the shipped file, its calibration included."""
    from build_market import main

    main(str(EVIDENCE), str(tmp_path / "market.toml"))
    assert (tmp_path / "market.toml").read_bytes() == data_file("market.toml").read_bytes()


@needs_evidence
def test_the_guides_calibration_is_what_the_script_measures(tmp_path: Path) -> None:
    """And the script changes nothing else in the file, comments included."""
    from calibrate_guide import main

    shipped = data_file("bands.toml").read_text(encoding="utf-8")
    copy = tmp_path / "bands.toml"
    copy.write_text(shipped.replace("inside = 0.1", "inside = 0.9"), encoding="utf-8")
    main(str(EVIDENCE), str(copy))
    assert copy.read_text(encoding="utf-8") == shipped


@needs_evidence
def test_the_survey_is_the_ends_of_posted_ranges() -> None:
    """99.6% of its rows pair; a range counts once, with a part of its weight for each level."""
    from market_data import RECENT, posted_ranges, read_rows, read_survey

    file = EVIDENCE / "salaries_cc0_us_mle_2020_2025.csv"
    postings = list(posted_ranges(list(read_rows(file))))
    # Of 5,462 rows 2,719 pairs and 24 singles.
    assert len(postings) == 2_743
    assert all(low <= high for _, low, high in postings)
    recent = [row for row in read_survey(file) if row.year == RECENT]
    ranges = {(row.low, row.high) for row in recent}
    assert sum(row.weight for row in recent) == pytest.approx(len(ranges))
    assert len(ranges) == 843
    assert {row.level for row in recent} == {"entry", "mid", "senior"}


@needs_evidence
def test_folds_split_neither_ranges_nor_employers() -> None:
    """Whatever its levels, and however often it is there."""
    from market_score import FOLDS, fold_of, read_evidence

    evidence = read_evidence(EVIDENCE)
    folds: dict[str, set[int]] = {}
    for row in (*evidence.recent, *evidence.lca):
        folds.setdefault(row.employer or f"{row.low} {row.high}", set()).add(fold_of(row))
    assert all(len(found) == 1 for found in folds.values())
    assert {fold for found in folds.values() for fold in found} == set(range(FOLDS))


class HeldOut(NamedTuple):
    """Everything scored, priced by books that have not seen it."""

    known: list[tuple[Any, Pay]]
    hidden: list[tuple[Any, Pay]]

    def score(self, data: str, *, hidden: bool = False, **asked: str) -> Score:
        from market_score import only, score_of

        return score_of(only(self.hidden if hidden else self.known, data=data, **asked))


@pytest.fixture(scope="module")
def held_out() -> HeldOut:
    """With the filings' employers, and without."""
    from market_score import cross_validated, read_evidence

    evidence = read_evidence(EVIDENCE)
    return HeldOut(cross_validated(evidence), cross_validated(evidence, employers=False))


@needs_evidence
def test_the_likely_range_holds_eight_in_ten_people(held_out: HeldOut) -> None:
    """77 to 83% of people in ranges and of filings; 74 to 86% with the employer hidden."""
    assert 0.77 <= held_out.score("survey").in_likely <= 0.83
    assert 0.77 <= held_out.score("lca").in_likely <= 0.83
    assert 0.74 <= held_out.score("lca", hidden=True).in_likely <= 0.86
    assert held_out.score("lca", hidden=True).pinball.mean <= 12_000
    for data, level in (("survey", "mid"), ("survey", "senior"), ("lca", "mid"), ("lca", "senior")):
        assert 0.70 <= held_out.score(data, level=level).in_likely <= 0.90


@needs_evidence
def test_the_height_is_right_where_the_employer_is_known_and_midway_elsewhere(
    held_out: HeldOut,
) -> None:
    """Within 3% with the employer; the data sets' gap of 12% is shared where it is not."""
    assert 0.97 <= held_out.score("lca").bias <= 1.03
    for state in ("CA", "NY", "WA"):
        assert 0.92 <= held_out.score("lca", state=state).bias <= 1.08
    low, high = held_out.score("survey").bias, held_out.score("lca", hidden=True).bias
    assert 0.94 <= low <= 1 <= high <= 1.06


@needs_evidence
def test_the_error_is_near_the_practical_limit(held_out: HeldOut) -> None:
    """At most 1.1 times that of boosted trees on the same columns and folds of the filings."""
    pytest.importorskip("sklearn", reason="the comparison needs scikit-learn")
    from market_gbm import boosted_error
    from market_score import at_book_time, read_evidence

    rows = [row for row in at_book_time(read_evidence(EVIDENCE)) if row.data == "lca"]
    assert held_out.score("lca").median_error <= 1.1 * boosted_error(rows)


@needs_evidence
def test_the_books_record_is_what_was_scored(held_out: HeldOut) -> None:
    """`[calibration]` pools survey and filings."""
    from market_score import score_of

    found, stated = score_of(held_out.known), load_book("market").calibration
    assert stated
    assert (stated.inside, stated.n) == (round(found.in_likely, 3), found.n)
    assert stated.bias == round(found.bias, 3)


@needs_evidence
def test_the_report_says_what_the_data_says(held_out: HeldOut) -> None:
    """The tables of docs/market.md that this data makes stand in it, line by line."""
    text = (ROOT / "docs" / "market.md").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "{{" not in text
    for name, data, hidden in (
        ("survey, people in posted ranges", "survey", False),
        ("filings, level and state known", "lca", True),
        ("filings, employer known too", "lca", False),
    ):
        s = held_out.score(data, hidden=hidden)
        assert f"| {name} | {s.n:,} | {s.in_likely:.1%} |" in text
        assert f"| {s.in_likely:.0%} | {s.bias:.2f} | {s.median_error:.0%} |" in readme
