"""Five offers by hand, by both books: where each stands, what it is called, what to ask for."""

from __future__ import annotations

from math import erf, exp, log, prod, sqrt
from typing import NamedTuple

import pytest

from conftest import run

Z = 1.2815515655
"""The normal's 90th percentile."""
Z75 = 0.6744897502
Three = tuple[float, float, float]


class Hand(NamedTuple):
    """A book's factors of base as its TOML has them, the band first; then that of total."""

    base: tuple[Three, ...]
    uplift: Three


HUB = (1.15, 1.225, 1.30)
GUIDE_UPLIFT = (1.2, 1.3, 1.4)
ANY_TIER = (0.859, 1.0, 1.165)
MARKET_NATION = (0.99, 1.196, 1.445)
OFFERS = [
    pytest.param(
        "--level mid --city SF --base 240k --bonus 15% --equity 400k",
        (240_000, 376_000),
        Hand(((180_000, 220_000, 260_000), HUB), GUIDE_UPLIFT),
        Hand(((109_300, 139_400, 177_900), (1.247, 1.297, 1.349), ANY_TIER), (1.09, 1.49, 2.08)),
        (("high", "high"), ("low", "fair")),
        id="a good one",
    ),
    pytest.param(
        # A FAANG-level firm keeps the top quarter of the guide's band of 260 to 350 thousand.
        "--level senior --city Seattle --tier amazon --base 185k --equity 400k",
        (185_000, 285_000),
        Hand(((327_500, 338_750, 350_000), HUB), GUIDE_UPLIFT),
        Hand(
            ((122_300, 156_000, 199_000), (1.145, 1.181, 1.218), (1.095, 1.095, 1.095)),
            (1.35, 1.8, 2.74),
        ),
        (("fair", "low"), ("low", "low")),
        id="low in equity",
    ),
    pytest.param(
        # A mid-size firm keeps 35 to 65% of 180 to 260 thousand, anywhere in the country.
        "--level mid --tier mid-size --base 110k --bonus 10%",
        (110_000, 121_000),
        Hand(((208_000, 220_000, 232_000), (1, 1, 1)), GUIDE_UPLIFT),
        Hand(
            ((109_300, 139_400, 177_900), MARKET_NATION, (0.744, 0.866, 1.008)), (1.05, 1.24, 1.73)
        ),
        (("low", "low"), ("low", "low")),
        id="low in all",
    ),
    pytest.param(
        "--level staff --city SF --base 330k --equity 1m --equity-kind private",
        (330_000, 330_000),
        Hand(((350_000, 400_000, 450_000), HUB), GUIDE_UPLIFT),
        Hand(((135_100, 172_400, 219_900), (1.247, 1.297, 1.349), ANY_TIER), (1.18, 1.8, 3)),
        (("high", "fair"), ("low", "low")),
        id="private shares",
    ),
    pytest.param(
        "--level entry --city Seattle --base 135k --bonus 20k --equity 30k/year",
        (135_000, 185_000),
        Hand(((130_000, 155_000, 180_000), HUB), GUIDE_UPLIFT),
        Hand(((89_900, 114_700, 146_300), (1.145, 1.181, 1.218), ANY_TIER), (1.06, 1.37, 1.73)),
        (("fair", "fair"), ("low", "low")),
        id="fair at the start",
    ),
]


def likely(factors: tuple[Three, ...]) -> Three:
    """Return likely low, typical and likely high of a product of independent factors."""
    typical = prod(factor[1] for factor in factors)
    down = sqrt(sum(log(middle / low) ** 2 for low, middle, _ in factors))
    up = sqrt(sum(log(high / middle) ** 2 for _, middle, high in factors))
    return typical / exp(down), typical, typical * exp(up)


@pytest.mark.parametrize(("line", "amounts", "guide", "market", "words"), OFFERS)
def test_an_offer_by_both_books(
    line: str,
    amounts: tuple[int, int],
    guide: Hand,
    market: Hand,
    words: tuple[tuple[str, str], tuple[str, str]],
) -> None:
    """Typical, percentile, distance and asks; the verdict by the market, and by the guide."""
    found = run("offer", *line.split(), "--json").json
    named = run("offer", *line.split(), "--book", "guide", "--json").json
    books = ((market, found["market"], found), (guide, found, named))
    for (hand, standing, judged), called in zip(books, words, strict=True):
        asks = []
        for name, amount in zip(("base", "total"), amounts, strict=True):
            factors = hand.base if name == "base" else (*hand.base, hand.uplift)
            low, typical, high = likely(factors)
            p75 = round(typical * exp(Z75 / Z * log(high / typical)))
            end = low if amount < typical else high
            below = 50 * (1 + erf(Z * log(amount / typical) / abs(log(end / typical)) / sqrt(2)))
            stands = standing[name]
            assert stands["amount"] == amount
            assert stands["typical"] == round(typical)
            assert stands["percentile"] == (0 if below < 1 else 100 if below > 99 else round(below))
            assert stands["above_typical"] == amount - round(typical)
            assert stands["to_typical"] == max(0, round(typical) - amount)
            assert stands["to_p75"] == max(0, p75 - amount)
            goals = {50: round(typical), 75: p75}
            wanted = {"low": (50, 75), "fair": (75,), "high": ()}
            asks += [
                {"of": name, "percentile": goal, "dollars": goals[goal] - amount}
                | {"amount": goals[goal]}
                for goal in wanted[called[name == "total"]]
            ]
        verdict = judged["verdict"]
        assert (verdict["base"], verdict["total"]) == called
        assert verdict["asks"] == asks
