"""Take-home pay: five cities by hand, what holds of any pay, and one as many."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import examples
from mlcomp.errors import ProfileError, UsageError
from mlcomp.places.names import STATES
from mlcomp.places.resolver import resolve

pytest.importorskip("taxsim_py")

from mlcomp.taxes.bulk import nets_of
from mlcomp.taxes.household import ALONE, Household, household_of
from mlcomp.taxes.records import local_taxes
from mlcomp.taxes.take_home import NEXT, Case, TakeHome, take_home, take_homes
from mlcomp.taxes.where import Where, states_by_number, where, where_typed

PAY = 261_333.0
NO_INCOME_TAX = ("AK", "FL", "NV", "NH", "SD", "TN", "TX", "WA", "WY")
CITIES = ("NYC", "Yonkers", "SF", "Seattle", "Portland, OR", "Philadelphia", "Pittsburgh")
CLIFF = "New York, NY"
"""Its school tax credit ends at 500,000 dollars: there, some more pay leaves less."""


def at(city: str) -> Where:
    return where(resolve(city))


def left_of(pay: float, city: str, household: Household = ALONE) -> TakeHome:
    return take_home(Case(pay, at(city), at(city), household))


def whole_states() -> list[Where]:
    """Return every state as a whole: without local taxes, and without prices."""
    return [
        Where(STATES[state], state, None, city=False, prices=None, note=None)
        for state in states_by_number()
    ]


def by_brackets(amount: float, *brackets: tuple[float, float]) -> float:
    """Add up a tax in the way of a return's table: brackets end, and have a rate in percent."""
    start = tax = 0.0
    for end, percent in brackets:
        tax += max(0.0, min(amount, end) - start) * percent / 100
        start = end
    return tax


def federal(taxable: float) -> float:
    """Return a single person's federal income tax of 2025 (Revenue Procedure 2024-40)."""
    ends = (11_925, 48_475, 103_350, 197_300, 250_525, 626_350, float("inf"))
    return by_brackets(taxable, *zip(ends, (10, 12, 22, 24, 32, 35, 37), strict=True))


SECURITY = 0.062 * 176_100 + 0.0145 * PAY + 0.009 * (PAY - 200_000)
STANDARD = 15_750


def test_new_york_city_by_hand() -> None:
    """State tax with its recapture, insurance, and the city's tax less its school credit."""
    taxable = PAY - 8_000
    ends = (8_500, 11_700, 13_900, 80_650, 215_400, 1_077_550)
    state = by_brackets(taxable, *zip(ends, (4, 4.5, 5.25, 5.5, 6, 6.85), strict=True))
    state += 568 + 1_831 * (PAY - 215_400) / 50_000
    ends = (12_000, 25_000, 50_000, float("inf"))
    city = by_brackets(taxable, *zip(ends, (3.078, 3.762, 3.819, 3.876), strict=True))
    city -= 0.00171 * 12_000 + 0.00228 * (taxable - 12_000)
    insurance = 31.20 + 354.53
    found = left_of(PAY, "NYC")
    assert found.state == pytest.approx(state, abs=1)
    assert found.local == pytest.approx(city, abs=0.01)
    assert found.state_payroll == pytest.approx(insurance, abs=0.01)
    assert found.federal == pytest.approx(federal(PAY - state - city - insurance), abs=1)
    assert found.social_security_medicare == pytest.approx(SECURITY, abs=0.01)


def test_san_francisco_by_hand() -> None:
    """California's tax less an exemption that is phasing out, and insurance without a limit."""
    ends = (11_079, 26_264, 41_452, 57_542, 72_724, 371_479)
    state = by_brackets(PAY - 5_706, *zip(ends, (1, 2, 4, 6, 8, 9.3), strict=True))
    state -= 153 - 4 * 6
    insurance = 0.012 * PAY
    found = left_of(PAY, "SF")
    assert found.state == pytest.approx(state, abs=1)
    assert found.state_payroll == pytest.approx(insurance, abs=0.01)
    assert found.local == 0
    assert found.federal == pytest.approx(federal(PAY - state - insurance), abs=1)


def test_seattle_by_hand() -> None:
    """No income tax; paid leave up to the limit of Social Security, and long-term care."""
    found = left_of(PAY, "Seattle")
    assert found.state == found.local == 0
    assert found.state_payroll == pytest.approx(0.0092 * 0.7152 * 176_100 + 0.0058 * PAY, abs=0.01)
    assert found.federal == pytest.approx(federal(PAY - STANDARD), abs=0.01)
    assert found.net == pytest.approx(PAY - found.federal - SECURITY - found.state_payroll)


def test_portland_by_hand() -> None:
    """Oregon's tax, and those of Metro and of the county above 125,000 dollars of its income."""
    taxable = PAY - 2_835
    ends = (4_400, 11_100, 125_000, float("inf"))
    state = by_brackets(taxable, *zip(ends, (4.75, 6.75, 8.75, 9.9), strict=True))
    metro = 0.01 * (taxable - 125_000)
    county = 0.015 * 125_000 + 0.03 * (taxable - 250_000)
    insurance = 0.006 * 176_100 + 0.001 * PAY
    found = left_of(PAY, "Portland, OR")
    assert found.state == pytest.approx(state, abs=1)
    assert found.local == pytest.approx(metro + county, abs=0.01)
    assert found.federal == pytest.approx(federal(PAY - state - metro - county - insurance), abs=1)


def test_philadelphia_by_hand() -> None:
    """Flat taxes on all pay: the state's, the city's, and unemployment insurance."""
    taxes = (0.0307 * PAY, 0.03745 * PAY, 0.0007 * PAY)
    found = left_of(PAY, "Philadelphia")
    assert (found.state, found.local, found.state_payroll) == pytest.approx(taxes, abs=0.01)
    assert found.federal == pytest.approx(federal(PAY - sum(taxes)), abs=1)


def test_prices_make_one_pay_buy_different_things() -> None:
    """The same salary, after tax and at national prices: San Francisco, Seattle, Austin."""
    real = [left_of(PAY, city).real or 0 for city in ("SF", "Seattle", "Austin")]
    assert [round(each, -3) for each in real] == [147_000, 169_000, 194_000]
    assert left_of(PAY, "Texas").real is None


def test_who_works_there_and_who_lives_there() -> None:
    """Philadelphia taxes both at their own rates; New York City its residents alone."""
    suburb, city = at("King of Prussia, PA"), at("Philadelphia")
    commuter = take_home(Case(PAY, city, suburb))
    assert commuter.local == pytest.approx(0.03435 * PAY)
    resident = take_home(Case(PAY, suburb, city))
    assert resident.local == pytest.approx(0.03745 * PAY)
    assert take_home(Case(PAY, at("NYC"), at("White Plains, NY"))).local == 0
    assert take_home(Case(PAY, at("White Plains, NY"), at("NYC"))).local > 0
    # Yonkers taxes the state's tax of residents, and the pay of who only works there.
    assert take_home(Case(PAY, at("Yonkers"), at("White Plains, NY"))).local == 0.005 * PAY
    at_home = take_home(Case(PAY, at("Yonkers"), at("Yonkers")))
    assert at_home.local == pytest.approx(0.1675 * at_home.state)


def test_the_larger_of_two_local_taxes_stands() -> None:
    """A city of home gives credit for that of work, and the receipt keeps what gave way."""
    found = take_home(Case(PAY, at("Cleveland"), at("Cincinnati")))
    assert found.local == pytest.approx(0.025 * PAY)
    assert [each.levy.title for each in found.forgone] == ["Cincinnati income tax"]
    # In another state it is left out, as that state's own tax is.
    assert take_home(Case(PAY, at("Cleveland"), at("Pittsburgh"))).local == 0.03 * PAY


def test_counties_of_maryland_and_indiana_are_found_by_city() -> None:
    """A city's county taxes its residents; where the city is not on the list, none is known."""
    assert at("Bethesda, MD").county == "Montgomery"
    assert left_of(PAY, "Bethesda, MD").local == pytest.approx(0.032 * (PAY - 3_350))
    assert left_of(PAY, "Carmel, IN").local == pytest.approx(0.011 * (PAY - 1_000))
    assert left_of(PAY, "Baltimore").charges[0].levy.title == "Baltimore City income tax"
    assert left_of(PAY, "Maryland").local == 0


def test_savings_come_before_income_tax_alone() -> None:
    """What goes into a 401(k) is spared income tax, but not Social Security or Pennsylvania's."""
    saving = Household(pretax=23_500)
    before, after = left_of(PAY, "SF"), left_of(PAY, "SF", saving)
    assert after.social_security_medicare == before.social_security_medicare
    assert after.state_payroll == before.state_payroll
    assert before.state - after.state == pytest.approx(23_500 * 0.093, abs=200)
    assert left_of(PAY, "Pittsburgh", saving).state == left_of(PAY, "Pittsburgh").state
    assert left_of(PAY, "Pittsburgh", saving).federal < left_of(PAY, "Pittsburgh").federal


def test_a_couple_is_taxed_together_and_insured_each() -> None:
    """Two pays are taxed as one; what is insured up to a limit is so for each."""
    couple = Household("married", spouse_pay=200_000)
    both = left_of(200_000, "Boston", couple)
    assert both.state_payroll == pytest.approx(2 * 0.0046 * 176_100)
    alone = left_of(200_000, "Boston")
    # The additional Medicare tax alone begins at less than twice a single person's pay.
    assert both.net == pytest.approx(2 * alone.net - 0.009 * (400_000 - 250_000), abs=1)


def test_children_leave_more() -> None:
    """Each child under 17 brings a credit of 2,200 dollars below the income where it ends."""
    couple = Household("married")
    family = couple._replace(dependents=2)
    assert left_of(PAY, "Seattle", family).net - left_of(PAY, "Seattle", couple).net == (
        pytest.approx(4_400, abs=1)
    )


@pytest.mark.parametrize("typed", ["Puerto Rico", "San Juan, PR", "USA"])
def test_places_without_known_taxes_are_refused(typed: str) -> None:
    """The nation as a whole has no state's tax, and Puerto Rico's is not known."""
    with pytest.raises(ProfileError, match=r"^city: expected a .* for take-home pay"):
        where_typed(typed, "city")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"filing": "maried"}, "did you mean married"),
        ({"spouse_pay": "100k"}, "spouse-pay: expected --filing married with it, found single"),
        ({"dependents": "two"}, "dependents: expected a whole number from 0 to 15, found 'two'"),
        ({"dependents": "²"}, "dependents: expected a whole number"),
        ({"pretax": "lots"}, "pretax: expected US dollars"),
    ],
)
def test_what_cannot_be_meant_is_refused(typed: dict[str, str], said: str) -> None:
    """Each option of a household says what was wrong with it, and what would be right."""
    with pytest.raises(UsageError, match=said.replace("(", r"\(")):
        household_of(**typed)


def test_more_cannot_be_saved_than_is_earned() -> None:
    """Savings before tax come out of pay."""
    with pytest.raises(UsageError, match="pretax: expected at most the pay, 50,000, found 60,000"):
        left_of(50_000, "SF", Household(pretax=60_000))


PLACES = [*whole_states(), *map(at, CITIES)]
RAISES = st.floats(60_000, 990_000).map(round)


@examples(60)
@given(pay=RAISES)
def test_more_pay_never_leaves_less_and_marginal_rates_have_bounds(pay: int) -> None:
    """A thousand dollars more leave something, and at most 70% of them is taken.

    Of a single person, in each state and each city that was done by hand, but for New York:
    where its city's credit ends, and where the state's recapture begins (72%).
    """
    nets = nets_of({place: [float(pay), pay + NEXT] for place in PLACES})
    for place, (now, then) in nets.items():
        # Whole dollars: each of up to six taxes may have been rounded by half of one.
        if place.key == CLIFF and 499_000 <= pay <= 500_000:
            assert then - now < 0
        elif place.state == "NY" and 221_000 <= pay <= 224_000:
            assert then - now > 0
        else:
            assert 0.3 * NEXT - 6 < then - now <= NEXT, (place.key, pay)


@examples(40)
@given(pay=RAISES)
def test_no_state_costs_less_than_one_without_income_tax(pay: int) -> None:
    """Moving to a state without income tax never costs state income tax."""
    results = take_homes([Case(float(pay), at("NYC"), place) for place in PLACES], marginal=False)
    none = [each.state for each in results if each.case.home.state in NO_INCOME_TAX]
    assert none
    assert set(none) == {0}
    assert all(each.state >= 0 for each in results)


HOUSEHOLDS = st.sampled_from(
    [
        ALONE,
        Household("married"),
        Household("married", spouse_pay=150_000, dependents=2),
        Household(pretax=23_500, dependents=1),
        Household("married", spouse_pay=90_000, pretax=40_000),
    ]
)


@examples(20)
@given(household=HOUSEHOLDS, pays=st.lists(RAISES.map(float), min_size=1, max_size=5, unique=True))
def test_many_are_taxed_as_one_is(household: Household, pays: list[float]) -> None:
    """Columns of people, whatever their order, have the dollars that each has alone."""
    asked = dict.fromkeys((at("Bethesda, MD"), *PLACES[::-7], *map(at, CITIES)), pays)
    many = [net for nets in nets_of(asked, household).values() for net in nets]
    cases = [Case(pay, place, place, household) for place in asked for pay in pays]
    one = take_homes(cases, marginal=False)
    assert many == pytest.approx([each.net for each in one], abs=5)


def test_the_library_counts_states_as_we_do() -> None:
    """Its numbers are the places of the states and DC in the list of their names."""
    from taxsim_py.calculators.states import STATE_CALCULATOR_PATHS

    for state, number in states_by_number().items():
        module, _ = STATE_CALCULATOR_PATHS[number]
        assert module in (state.casefold(), f"{state.casefold()}_", "no_income_tax")
    assert len(states_by_number()) == 51


def test_what_is_taxed_here_is_no_tax_of_the_library() -> None:
    """Not one of the local taxes is a state's income tax."""
    assert not any("state income" in each.title.casefold() for each in local_taxes().local)
