"""Figures measured on pay data that may be cited but not copied, as published with it.

levels.fyi self-reports 2018-2021, US, machine learning and AI, n = 3,107: ratios and shapes
are used, never the dollars themselves. Dollars are thousands a year.
"""

from __future__ import annotations

from math import exp, log, sqrt
from typing import NamedTuple

N = 3107
MEDIAN = 156.0
LOG_SD_EVERYTHING_KNOWN = 0.190
"""Standard deviation of log base with years, metro and kind of employer known."""
LOG_SD_PLACE_KNOWN = 0.196
"""The same with years and metro known and the employer not."""

BY_YEAR = (
    *((0, 130, 377), (1, 132, 281), (2, 145, 410), (3, 150, 351), (4, 155, 320)),
    *((5, 169, 343), (6, 172, 195), (7, 180, 150), (8, 184, 143), (9, 194, 80)),
    *((10, 200, 149), (12, 190, 53), (15, 200, 71), (20, 201, 29)),
)
"""Years of experience, median base, n."""


class Employer(NamedTuple):
    """A kind of employer: n, base over other technology, (bonus + equity) / base."""

    n: int
    base: float
    extra: tuple[float, ...]


EMPLOYERS = {
    "quant": Employer(12, 1.26, (0.17, 0.60, 1.52)),
    "driving": Employer(91, 1.18, (0.26, 0.68, 1.25)),
    "largest": Employer(1598, 1.04, (0.26, 0.59, 1.28)),
    "technology": Employer(1038, 1.00, (0.06, 0.39, 1.11)),
    "bank": Employer(152, 0.94, (0.05, 0.16, 0.38)),
    "traditional": Employer(118, 0.92, (0.05, 0.13, 0.61)),
    "consulting": Employer(96, 0.94, (0.00, 0.01, 0.15)),
}
QUANT_ALL_ROLES = (191, 1.31)
"""All software and data roles in quantitative finance: n, base over other technology."""

LEVEL_N = {"entry": 1068, "mid": 1014, "senior": 717, "staff": 308}
EXTRA = {
    "entry": (0.06, 0.37, 0.73),
    "mid": (0.09, 0.49, 1.08),
    "senior": (0.14, 0.67, 1.50),
    "staff": (0.18, 0.80, 2.00),
}
"""(bonus + equity) / base at 0-2, 3-5, 6-10 and over 10 years: p10, median, p90."""

EXTRA_LARGEST = {"entry": 0.46, "mid": 0.62, "senior": 0.80, "staff": 1.08}
# As measured 0.31, 0.36, 0.57, 0.55; the last two pooled, so that more years never pay less.
EXTRA_TECHNOLOGY = {"entry": 0.31, "mid": 0.36, "senior": 0.56, "staff": 0.56}

METROS = {
    "san-francisco": ("San Francisco", "41860", 1.24, 1.36, 1554),
    "silicon-valley": ("San Jose and Silicon Valley", "41940", 1.24, 1.36, 1554),
    "new-york": ("New York", "35620", 1.23, 1.28, 249),
    "seattle": ("Seattle", "42660", 1.14, 1.22, 684),
    "boston": ("Boston", "14460", 1.02, 1.14, 93),
    "austin": ("Austin", "12420", 0.96, 1.10, 31),
}
"""Controlled comparisons with the rest of the country: title, CBSA, low, high, n.

For the first four the range that several data sets span; for Boston and Austin one figure
(1.08 and 1.03) with its sampling error and 3% for what one data set cannot show.
"""

EDUCATION = {"bachelor": 1.00, "master": 1.07, "doctorate": 1.19}


class Lab(NamedTuple):
    """A lab's posted base ranges for machine learning and research engineers, thousands.

    Medians of low, midpoint and high, and the 10th and 90th percentile of midpoints.
    """

    n: int
    low: float
    middle: float
    high: float
    p10: float
    p90: float


LABS = {
    "Anthropic": Lab(29, 350, 425, 500, 352, 615),
    "OpenAI": Lab(29, 310, 385, 460, 310, 427),
}
"""Posted in San Francisco in January 2026; equity is not posted."""
LABS_N = sum(lab.n for lab in LABS.values())
LABS_SENIOR = 1000 * exp(sum(lab.n * log(lab.middle) for lab in LABS.values()) / LABS_N)
"""What the labs post at the middle, US dollars a year; their titles name no level."""
LABS_YEARS = 8
"""Years of experience in the middle of those that go with a senior title."""


def labs_log_sd() -> float:
    """Return how base spreads at the labs: between midpoints, inside ranges, between the two."""
    z90 = 1.2815515655
    variances = 0.0
    for lab in LABS.values():
        between = log(lab.p90 / lab.p10) / 2 / z90
        inside = log(lab.high / lab.low) ** 2 / 12
        apart = log(1000 * lab.middle / LABS_SENIOR) ** 2
        variances += lab.n / LABS_N * (between**2 + inside + apart)
    return sqrt(variances)
