"""The words of the market book; options are named as in the guide's book, and then some."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from mlcomp.files import data_file
from mlcomp.text import folded

HEAD = """\
# The market rule book, calibrated on open pay data. Made by scripts/build_market.py, which
# gives the same bytes for the same data: change that, not this file.
#
# How it was fitted: medians and 10th/90th percentiles of log pay, no other model. The salary
# survey is the ends of posted ranges: a range counts once, as people spread evenly over it.
# Widths come in two parts. A band's low and high are what is left when years, place and kind
# of employer are all known. What is not known has a range of its own ([national],
# [any_tier]), so knowing more never widens what is likely. [calibration] at the end says how
# well the book held in ten-fold cross-validation. Tables: docs/market.md.

schema = "mlcomp/book/v1"
edition = "market-2026"
title = "Market rule book 2026 (open pay data, 2023-26)"
country = "US"
currency = "USD"

[sources.survey]
title = "ai-jobs.net salary survey (CC0), posted ranges of US machine-learning engineers"
period = "2024-25"

[sources.lca]
title = "H-1B labor condition applications with machine learning in the title"
period = "October to December 2023"

[sources.pooled]
title = "ai-jobs.net posted ranges (CC0) and H-1B labor condition applications"
period = "2023-25"

[sources.recent]
title = "H-1B labor condition applications of data scientists, by city"
period = "October 2025 to March 2026"

[sources.labs]
title = "Posted base ranges of Anthropic and OpenAI, San Francisco"
period = "January 2026"

[sources.self-reports]
title = "levels.fyi self-reports, US machine-learning engineers"
period = "2018-2021"

[sources.oews]
title = "BLS Occupational Employment and Wage Statistics, by area"
period = "May 2025"

[sources.oews-industries]
title = "BLS Occupational Employment and Wage Statistics, by industry"
period = "May 2025"
"""

# Scope in a line, and the years that usually go with a title.
LEVELS = {
    "entry": ((0, 2), "Works on parts that others designed."),
    "mid": ((3, 5), "Owns bounded problems; the title names no seniority."),
    "senior": ((6, 10), "Leads work across teams."),
    "staff": ((11, None), "Sets direction for a company or a large part of it."),
}

# Kinds of employer that the guide's book does not have.
LABS = "frontier-lab"
TITLES = {
    "large-tech": "Large technology firm",
    "bank": "Bank or insurer",
    "frontier-lab": "Frontier AI lab",
}
TIERS = (*("faang", "frontier-lab", "ai-startup", "large-tech", "mid-size", "bank", "consultancy"),)

# Names beyond those of the guide's book, such as pay data uses.
ALIASES = {
    "entry": ["en"],
    "mid": ["mi", "ii"],
    "senior": ["se"],
    "staff": ["staff+", "ex"],
    "large-tech": ["large tech", "public tech", "large technology company"],
    "mid-size": ["other", "traditional", "traditional company"],
    "bank": ["finance", "banking", "insurer", "insurance"],
    "autonomous-driving": ["av/ev"],
    "frontier-lab": ["frontier lab", "ai lab", "frontier labs"],
}

# Which kinds of employer each tier prices; startups and traditional companies are most of the
# employers whose filings make the mid-size figure.
KINDS = {
    "faang": ["big-tech"],
    "frontier-lab": ["frontier-lab"],
    "ai-startup": ["ai-startup"],
    "large-tech": ["large-tech"],
    "mid-size": ["mid-size", "startup", "traditional"],
    "bank": ["bank", "finance", "insurer"],
    "consultancy": ["consultancy", "it-services"],
}


def named(dimension: str, id_: str) -> dict[str, Any]:
    """Return an option's id, title, aliases and kinds, so that one name means one thing."""
    guide = _guide().get((dimension, id_), {})
    moved = () if id_ == LABS else {folded(x) for x in ALIASES[LABS]}
    guides = [name for name in guide.get("aliases", []) if folded(name) not in moved]
    return {
        "id": id_,
        "title": guide.get("title") or TITLES[id_],
        "aliases": [*guides, *ALIASES.get(id_, [])],
        "kinds": KINDS.get(id_),
    }


@cache
def _guide() -> dict[tuple[str, str], dict[str, Any]]:
    raw = tomllib.loads(data_file("bands.toml").read_text(encoding="utf-8"))
    lists = {name: value for name, value in raw.items() if isinstance(value, list)}
    return {(name, option["id"]): option for name, value in lists.items() for option in value}
