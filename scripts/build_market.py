"""Write data/market.toml from the evidence; the same bytes for the same data.

    python scripts/build_market.py EVIDENCE_FOLDER data/market.toml

Metro and state wages come from data/areas.csv, which scripts/build_places.py makes. The
book's record of how well it holds comes from cross-validation.
"""

from __future__ import annotations

import sys
from pathlib import Path

from market_book import market_toml
from market_score import cross_validated, fitted, read_evidence, score_of


def main(folder: str, out: str) -> None:
    """Fit to everything, score on what each fold has not seen, and write the book."""
    evidence = read_evidence(Path(folder))
    held = score_of(cross_validated(evidence))
    text = market_toml(fitted(evidence), evidence.oews, held)
    Path(out).write_text(text, encoding="utf-8")
    print(f"{out}: {held.n:,} ranges and filings, {held.in_likely:.1%} inside")


if __name__ == "__main__":
    main(*sys.argv[1:])
