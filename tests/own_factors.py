"""A rule book with two factors of its own, as text: the guide's with these at its end."""

from __future__ import annotations

from mlcomp.book.starting import shipped_text

OWN_FACTORS = """
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
title = "Pager duty"
help = "How often a pager rings."

[[factor.option]]
id = "weekly"
title = "On call every week"
range = [1.04, 1.10]
basis = "assumption"
reason = "Two employers told us."
"""


def own_text() -> str:
    """Return the guide's rule book with the two factors."""
    return shipped_text("guide") + OWN_FACTORS
