"""Hold take-home pay against PolicyEngine-US, an independent implementation of the same law.

    python scripts/validate_take_home.py

Single people of 35 without dependents, wages of 90,000 to 800,000 dollars, in the 50 states and
DC: federal income tax, Social Security and Medicare, and the state's income tax; local taxes and
the states' insurance are not compared. It needs policyengine-us (large, AGPL) and taxsim-py in
an environment of its own, and prints a Markdown table of the states that differ.

PolicyEngine deducts the tax that a state withholds; here it is told to deduct its own state
income tax, as a return does.
"""

import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from mlcomp.places.names import STATES
from mlcomp.taxes.library import LAW
from mlcomp.taxes.take_home import Case, TakeHome, take_homes
from mlcomp.taxes.where import Where, states_by_number

WAGES = (90, 100, 110, 125, 140, 160, 180, 200, 225, 260, 300, 350, 420, 500, 600, 700, 800)
"""Thousands of dollars a year."""

SHOWN = 0.3
"""Percent of pay from which a state is shown, and explained in docs/take-home.md."""

CLOSE = 0.05
"""Percent of pay under which the median is to be."""

ROUNDS = 3
"""How often PolicyEngine's own state tax is given back to it as what it deducts."""


def cases() -> list[Case]:
    """Return every wage in every state, without local taxes or a state's insurance."""
    nowhere = Where("Texas", "TX", None, city=False, prices=None, note=None)
    return [
        Case(1000.0 * wage, nowhere, nowhere._replace(name=STATES[state], state=state))
        for state in states_by_number()
        for wage in WAGES
    ]


def theirs(asked: list[Case]) -> list[tuple[float, float, float]]:
    """Return PolicyEngine's federal tax, Social Security and Medicare, and state tax."""
    import numpy as np
    from policyengine_us import Simulation

    def group(role: str) -> dict[str, dict[str, object]]:
        return {f"{role}{n}": {"members": [f"p{n}"]} for n in range(len(asked))}

    people = {
        f"p{n}": {"age": {LAW: 35}, "employment_income": {LAW: each.pay}}
        for n, each in enumerate(asked)
    }
    households = group("household")
    for n, each in enumerate(asked):
        households[f"household{n}"]["state_code"] = {LAW: each.home.state}
    situation = {
        "people": people,
        "tax_units": group("unit"),
        "families": group("family"),
        "spm_units": group("spm"),
        "marital_units": group("marital"),
        "households": households,
    }
    withheld = None
    for _ in range(ROUNDS):
        simulation = Simulation(situation=situation)
        if withheld is not None:
            simulation.set_input("state_withheld_income_tax", LAW, withheld)
        state = simulation.calculate("state_income_tax", LAW)
        withheld = np.maximum(state, 0)
    federal = simulation.calculate("income_tax", LAW)
    payroll = sum(
        simulation.calculate(name, LAW)
        for name in ("employee_social_security_tax", "employee_medicare_tax")
    )
    # The additional Medicare tax is part of it under a name of its own.
    payroll = payroll + simulation.calculate("additional_medicare_tax", LAW)
    return list(zip(map(float, federal), map(float, payroll), map(float, state), strict=True))


def main() -> None:
    """Print how far both are apart."""
    asked = cases()
    ours = take_homes(asked, marginal=False)
    there = theirs(asked)
    apart = [
        100 * (sum(parts) - each.taxes) / each.case.pay
        for each, parts in zip(ours, there, strict=True)
    ]
    sizes = list(map(abs, apart))
    close = sum(size < CLOSE for size in sizes) / len(sizes)
    print(f"{len(sizes):,} cases: median {statistics.median(sizes):.4f}% of pay apart, ", end="")
    print(f"{close:.0%} under {CLOSE}%, most {max(sizes):.2f}%\n")
    print("| state | largest, percent of pay | at pay | federal | payroll | state |")
    print("|---|---:|---:|---:|---:|---:|")
    for place, number in enumerate(states_by_number()):
        at = range(place * len(WAGES), (place + 1) * len(WAGES))
        worst = max(at, key=sizes.__getitem__)
        if sizes[worst] > SHOWN or "--all" in sys.argv:
            print(_line(number, apart[worst], ours[worst], there[worst]))


def _line(state: str, apart: float, own: TakeHome, parts: tuple[float, ...]) -> str:
    mine = (own.federal, own.social_security_medicare, own.state)
    differences = (f"{other - tax:+,.0f}" for other, tax in zip(parts, mine, strict=True))
    return f"| {state} | {apart:+.2f} | {own.case.pay:,.0f} | {' | '.join(differences)} |"


if __name__ == "__main__":
    main()
