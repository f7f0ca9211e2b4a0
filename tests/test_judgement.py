"""What is said of an offer in words: gaps, falls, growth, asks, and fields."""

from __future__ import annotations

import pytest

from conftest import run
from mlcomp import Book
from test_offer import EXAMPLE, PERSON, judged


@pytest.mark.parametrize(
    ("terms", "gap", "said"),
    [
        # 339,733 - 300,000: base is 38,667 above its typical, so the rest lacks 78,400.
        ({"base": "300k"}, (-38_667, 78_400), "equity and bonus are; base is not: the offer has no equity and no bonus"),
        # Base lacks 61,333; bonus and equity together 20,000 + 10,000 of 78,400.
        ({"base": "200k", "bonus": "20k", "equity": "40k"}, (61_333, 48_400), "base, equity and bonus are: the offer has equity of 10,000 a year and a bonus of 20,000"),
        # The same without equity but with a bonus: no -0, no 0.
        ({"base": "200k", "bonus": "7%"}, (61_333, 64_400), "the offer has no equity and a bonus of 14,000,"),
        # Base lacks 333, which no figure shows: 339,733 - 261,000.
        ({"base": "261k"}, (333, 78_400), "because equity and bonus are; base is not"),
        # Equity and bonus lack 400: 78,400 - 78,000. 339,733 - 318,000 = 21,733.
        ({"base": "240k", "bonus": "78k"}, (21_333, 400), "because base is; equity and bonus are not"),
        # Base lacks 61,333, bonus and equity are 21,600 above their 78,400.
        ({"base": "200k", "bonus": "50%"}, (61_333, -21_600), "because base is; equity and bonus are not"),
    ],
)  # fmt: skip
def test_where_the_gap_is(
    guide: Book, terms: dict[str, str], gap: tuple[int, int], said: str
) -> None:
    """A total below typical is said to lack base, or equity and bonus, which are one figure."""
    found = judged(guide, **terms)
    assert found.gap is not None
    assert (round(found.gap.base), round(found.gap.equity_and_bonus)) == gap
    assert sum(found.gap) == pytest.approx(found.total.to_typical)
    assert any(said in note.text for note in found.notes)


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"equity": "400k"}, "vested after year 4: equity falls from 100,000 to 0, and with it recurring pay from 340,000 to 240,000."),
        ({"equity": "300k", "vesting": "33/33/33"}, "after year 3: equity falls from 100,000 to 0"),
        ({"equity": "400k", "vesting": "5/15/40/40"}, "equity falls from 160,000 to 0"),
        # Sign-on pay of year 2 is no part of the fall: 250 recurs in year 1, then 240.
        ({"equity": "10k", "vesting": "1y", "sign_on": "0,50000"}, "recurring pay from 250,000 to 240,000."),
        ({"equity": "400k", "vesting": "5y"}, "vested after year 5; year 6 pays 80,000 less equity."),
        # Refreshers pay 4 x 25 in year 5 and in year 6; the first grant's 20 are gone.
        ({"equity": "100k", "vesting": "5y", "refresh": "100k", "refresh_vesting": "4y"}, "year 6 pays 20,000 less equity"),
        ({"equity": "400k", "equity_kind": "private"}, "claimed equity falls from 100,000 to 0, and with it recurring pay as claimed from 340,000 to 240,000."),
        ({"equity": "400k", "vesting": "4y/monthly"}, "Vesting monthly adds up to the same"),
        ({"equity": "400k", "vesting": "4y quarterly after the cliff"}, "Vesting quarterly after the cliff adds up to the same"),
        ({"equity": "100k", "refresh": "100k"}, "the refreshers make up for it"),
        ({"equity": "600k", "vesting": "6y"}, "17% of the first grant vests after year 5"),
        ({"refresh": "50k"}, "granted at the end of each year, so that the first one vests from year 2 on (25/25/25/25)"),
        ({"equity": "400k", "growth": "10%"}, "rise 10% a year"),
    ],
)  # fmt: skip
def test_what_a_number_hides_is_noted(guide: Book, terms: dict[str, str], said: str) -> None:
    """The fall when the first grant ends, schedules, refreshers and growth are said in words."""
    assert any(said in note.text for note in judged(guide, base="240k", **terms).notes)


@pytest.mark.parametrize(
    ("dollars", "shown"),
    [(0, "0"), (499, "0"), (500, "+1,000"), (-499, "0"), (-500, "-1,000"), (-64_208, "-64,000")],
)
def test_differences_are_shown_to_the_thousand(dollars: float, shown: str) -> None:
    """With their sign, halves away from nothing; what rounds to nothing is 0."""
    from mlcomp.render.parts import signed

    assert signed(dollars) == shown


def test_there_is_there_to_the_thousand(guide: Book) -> None:
    """Less than is shown is no gap: 339,733 less 339,300 is 433, no note and nothing to ask."""
    found = judged(guide, base="261.3k", bonus="78k")
    assert found.total.to_typical == 433
    assert found.gap is None
    assert found.notes == ()
    out = run("offer", "--base", "261.3k", "--bonus", "78k", *PERSON).out
    asked = next(line for line in out.splitlines() if line.startswith("Ask, to typical"))
    assert asked.split()[-2:] == ["there", "there"]
    assert "Each ask stands alone" not in out
    # 233 more is 67 dollars too much, 567 less is a thousand as shown.
    assert judged(guide, base="261.3k", bonus="77.9k").gap is not None


def test_growth_is_no_part_of_a_percentile(guide: Book) -> None:
    """10% a year lifts the years, not where the offer stands, and a note says both figures.

    400,000 in quarters: 100, 110, 121, 133.1; average 116.025. Recurring 240 + 100 = 340 at
    the price of the grant, 356.025 with growth.
    """
    found = judged(guide, base="240k", equity="400k", growth="10%")
    assert found.worth.recurring_total == 356_025
    assert found.total.amount == 340_000
    assert any("340,000 a year recurs, with it 356,025." in note.text for note in found.notes)
    assert not judged(guide, base="240k", equity=0, growth="10%").notes[1:]


def test_asks_are_not_to_be_added_up() -> None:
    """Base 240 to 261.333 with its 15%: 376 + 21.333 x 1.15 = 400.533; its percentile.

    ln(400,533 / 339,733) = 0.1646 of 0.21945: Phi(1.28155 x 0.7502) = Phi(0.9614) = 0.8318.
    """
    said = (
        "Each ask stands alone: base raised to typical would bring the total to 401,000 "
        "(percentile 83)."
    )
    assert said in " ".join(run(*EXAMPLE, "--no-market").out.split())
    assert said in run(*EXAMPLE, "--json").json["notes"]


def test_two_sign_ons_are_said_by_year() -> None:
    """What recurs is apart from what does not, each with its year."""
    out = " ".join(run(*EXAMPLE, "--sign-on", "50000,25000").out.split())
    assert "376,000 a year recurs on average over four years (base, bonus, equity)." in out
    assert "Sign-on pay is paid once: 50,000 in year 1 and 25,000 in year 2." in out


def test_titles_have_their_article() -> None:
    """An Entry engineer, a Mid one."""
    out = run("offer", "--base", "150k", "--level", "entry").out
    assert out.startswith("Offer to an Entry ML engineer")
    assert run("levers", "--level", "entry").out.startswith("Levers of an Entry ML engineer")
    assert run("levers", "--level", "mid").out.startswith("Levers of a Mid ML engineer")


DECISIONS = ("OfferTermsDoc", "OfferYearDoc", "ClaimedDoc", "JudgedDoc", "GapDoc", "PaidDoc")
DECISIONS += ("OptionsDoc", "MatchDoc", "AtWorthDoc")
DECISIONS += ("DifferenceDoc", "OfferComparedDoc", "ScenarioDoc", "ChangeDoc", "LeverDoc")


@pytest.mark.parametrize("result", ["offer", "compare", "levers"])
def test_every_field_is_described(result: str) -> None:
    """The JSON Schema says what each figure of a decision is, and in what unit."""
    schema = run("schema", result).json
    ours = {name: found for name, found in schema["$defs"].items() if name in DECISIONS}
    for found in (schema, *ours.values()):
        for field, described in found["properties"].items():
            assert field == "schema" or described.get("description"), (found["title"], field)


def test_the_ends_have_words(guide: Book) -> None:
    """Percentiles are whole numbers; below 1 and above 99 say so."""
    assert judged(guide, base="100k").base.percentile == 0
    assert judged(guide, base="900k").base.percentile == 100
    out = run("offer", "--base", "100k", "--equity", "9m", *PERSON).out
    assert "below 1" in out
    assert "above 99" in out
