"""Industries, specialties, degrees, equity and bonus of the market book, as records."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log, sqrt
from typing import TYPE_CHECKING

import market_figures as figures
from market_fit import average_employer
from market_text import named
from market_toml import multiplier, record, within
from mlcomp.book.ranges import Range
from mlcomp.rules.pay import Z90

if TYPE_CHECKING:
    from collections.abc import Iterator

    from market_fit import Fit

DEGREE_MIX = {"bachelor": 0.4, "master": 0.4, "doctorate": 0.2}


def industries(found: Fit, oews: Mapping[str, tuple[float, int]]) -> Iterator[str]:
    """Yield the industries; advertising is measured by BLS alone (ratio, people employed)."""
    quant = figures.EMPLOYERS["quant"]
    n, ratio = figures.QUANT_ALL_ROLES
    centre = (quant.n * log(quant.base) + n * log(ratio)) / (quant.n + n)
    half = Z90 * figures.LOG_SD_EVERYTHING_KNOWN / sqrt(quant.n)
    ratios = sorted(ratio for ratio, _ in oews.values())
    roles = (
        f"Base over the average employer: all software and data roles {ratio}, ML engineers "
        f"{quant.base} (n = {quant.n}) times other technology."
    )
    advertising = (
        "Advertising and public relations (NAICS 5418) over the nation: data scientists, "
        "software developers. n counts the people employed."
    )
    for id_, size, source, count, reason in (
        ("technology", 1, "survey", found.survey_n, "Most ML engineers work here: no factor."),
        (
            "quant-finance",
            multiplier(_spread(centre - log(average_employer()), half)),
            *("self-reports", n, roles),
        ),
        (
            "autonomous-driving",
            multiplier(found.driving),
            *("self-reports", figures.EMPLOYERS["driving"].n),
            "Base over the average employer, pooled with 12 filings.",
        ),
        (
            "marketing-analytics",
            multiplier(Range(ratios[0], sqrt(ratios[0] * ratios[-1]), ratios[-1])),
            *("oews-industries", sum(employed for _, employed in oews.values()), advertising),
        ),
    ):
        yield record(
            "[industry]",
            **named("industry", id_),
            range=size,
            basis="evidence",
            source=source,
            n=count,
            reason=reason,
        )


def unproven() -> Iterator[str]:
    """Yield what was measured and cannot be told from no difference."""
    same = "2025-26 postings, level, metro and employer equal: {}; not distinguishable from 1."
    for id_, size, seen in (
        ("reinforcement-learning", 1, "0.99 (n = 4)"),
        ("distributed-training", 1.02, "1.07 (n = 15), 1.02 within a company, which is taken"),
        ("real-time-inference", 1, "1.02 (n = 37), 0.99 within a company"),
        ("generalist", 1, "1 by definition"),
    ):
        yield record(
            "[specialization]",
            **named("specialization", id_),
            range=size,
            basis="assumption",
            reason=same.format(seen),
        )
    yield record(
        "lifecycle",
        title="Full-lifecycle MLOps",
        range=1.02,
        basis="assumption",
        reason=same.format("0.98 (n = 34), 1.07 within a company, midway taken"),
    )
    yield record(
        "software_engineer",
        title="ML premium over software engineers",
        range=[1.03, 1.065, 1.09],
        basis="evidence",
        source="self-reports",
        n=figures.N,
        reason=(
            "Base at the same company and metro 1.08 (1.07-1.09); filings, same employer "
            "and state, 1.05 (1.03-1.08). Total differs more: 1.16."
        ),
    )


def education() -> Iterator[str]:
    """Yield the degrees, against people whose degree is not known."""
    mean = sum(DEGREE_MIX[x] * log(ratio) for x, ratio in figures.EDUCATION.items())
    for id_, ratio in figures.EDUCATION.items():
        yield record(
            "[degree]",
            **named("degree", id_),
            range=round(ratio / exp(mean), 2),
            note=f"Degree: base {ratio:.2f} times a bachelor's in self-reports.",
            basis="assumption",
            reason=(
                "Ratios as in self-reports 2018-2021; against people of unknown degree, taken "
                "as 40% bachelor's, 40% master's, 20% doctorates."
            ),
        )


Tiers = Mapping[str, tuple[list[float], list[float]]]


def uplifts(tiers: Tiers, any_tier: list[float]) -> Iterator[str]:
    """Yield equity and bonus on base: for everybody, then by industry and by tier.

    A tier's is narrowed where tier and uplift together would be wider than where the
    employer is not known: to know more never says less.
    """
    yield record(
        "uplift",
        title="Equity and bonus",
        range=_extra(_mean_extra()),
        levels={level: _extra(extra) for level, extra in figures.EXTRA.items()},
        **_measured(figures.N),
        reason="1 + (bonus + equity) / base: 10th percentile, median and 90th, by years of "
        "experience (0-2, 3-5, 6-10, over 10).",
    )
    kinds = figures.EMPLOYERS
    yield _uplift("industry", "quant-finance", kinds["quant"], said="nearly all bonus", bonus=0.95)
    yield _uplift("industry", "autonomous-driving", kinds["driving"])
    largest, technology, traditional = (
        kinds[kind] for kind in ("largest", "technology", "traditional")
    )
    limits = {tier: _limits(ranges, any_tier) for tier, ranges in tiers.items()}
    bonus, stock = 0.15, 0.43
    share = round(bonus / (bonus + stock), 2)
    said = f"at the median bonus {bonus}, stock {stock}"
    medians = figures.EXTRA_LARGEST
    unknown = "No data on equity there; taken as the largest technology firms."
    for tier, assumed in (
        ("faang", ""),
        ("frontier-lab", f"{unknown} Equity is not posted, and most of it is private shares."),
        ("ai-startup", unknown),
    ):
        yield _uplift(
            *("tier", tier, largest, medians, limits[tier]),
            said=said,
            bonus=share,
            assumed=assumed,
        )
    yield _uplift("tier", "large-tech", technology, figures.EXTRA_TECHNOLOGY, limits["large-tech"])
    middle = technology._replace(
        extra=tuple((a + b) / 2 for a, b in zip(technology.extra, traditional.extra, strict=True))
    )
    growth = {level: extra[1] / _mean_extra()[1] for level, extra in figures.EXTRA.items()}
    yield _uplift(
        "tier",
        "mid-size",
        middle,
        {level: ratio * middle.extra[1] for level, ratio in growth.items()},
        limits["mid-size"],
        assumed=f"Halfway between other technology (n = {technology.n:,}) and traditional "
        f"companies (n = {traditional.n}), since it may be either; by years as for everybody.",
    )
    yield _uplift("tier", "bank", kinds["bank"], limits=limits["bank"])
    yield _uplift("tier", "consultancy", kinds["consulting"], limits=limits["consultancy"])


def _limits(
    ranges: tuple[list[float], list[float]], any_tier: list[float]
) -> dict[str, tuple[float, float]]:
    """Return how far equity and bonus at a tier may reach down and up, in logs, by level."""
    limits = {}
    for level, extra in figures.EXTRA.items():
        general = _sides(_extra(extra))
        limits[level] = tuple(
            sqrt(max(0.0, g**2 + a**2 - max(_sides(r)[side] for r in ranges) ** 2))
            for side, (g, a) in enumerate(zip(general, _sides(any_tier), strict=True))
        )
    return limits


def _sides(size: list[float]) -> tuple[float, float]:
    low, typical, high = size
    return log(typical / low), log(high / typical)


def _uplift(
    key: str,
    id_: str,
    kind: figures.Employer,
    medians: Mapping[str, float] | None = None,
    limits: Mapping[str, tuple[float, float]] | None = None,
    *,
    said: str = "",
    bonus: float | None = None,
    assumed: str = "",
) -> str:
    """Return equity and bonus at one kind of employer, by level where medians are known."""
    low, typical, high = kind.extra
    known = "By years the medians as measured, the ends in proportion" if medians else "All years"
    whole = _extra(kind.extra)
    levels = {
        x: _extra((low * m / typical, m, high * m / typical)) for x, m in (medians or {}).items()
    }
    if limits:
        narrowest = [min(limit[side] for limit in limits.values()) for side in (0, 1)]
        narrowed = (
            within(whole, *narrowest, digits=2),
            {level: within(size, *limits[level], digits=2) for level, size in levels.items()},
        )
        if narrowed != (whole, levels):
            known += ", narrowed to what is said where the employer is not known"
        whole, levels = narrowed
    basis = (
        {"basis": "assumption", "reason": assumed}
        if assumed
        else {**_measured(kind.n), "reason": f"{'; '.join(filter(None, (known, said)))}."}
    )
    return record(
        "[uplift_at]", **{key: id_}, range=whole, levels=levels or None, bonus=bonus, **basis
    )


def _measured(n: int) -> dict[str, object]:
    return {"basis": "evidence", "source": "self-reports", "n": n}


def _mean_extra() -> tuple[float, ...]:
    """Return the self-reports' (bonus + equity) / base over all years, by their numbers."""
    return tuple(
        sum(figures.LEVEL_N[x] * extra[i] for x, extra in figures.EXTRA.items()) / figures.N
        for i in range(3)
    )


def _extra(extra: tuple[float, ...]) -> list[float]:
    return [round(1 + x, 2) for x in extra]


def _spread(centre: float, half: float) -> Range:
    return Range(exp(centre - half), exp(centre), exp(centre + half))
