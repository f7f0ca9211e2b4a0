"""Write into data/bands.toml how well the guide holds, and change nothing else in it.

    python scripts/calibrate_guide.py EVIDENCE_FOLDER data/bands.toml

The guide is not fitted to any of these data, so all of them are unseen.
"""

from __future__ import annotations

import sys
from pathlib import Path

import tomlkit

from market_book import calibration_values
from market_score import at_book_time, estimated, read_evidence, score_of
from mlcomp.book.loading import check_book


def main(folder: str, book: str) -> None:
    """Score the book on the open pay data and renew its table `calibration`."""
    rows = at_book_time(read_evidence(Path(folder)))
    held = score_of(estimated(rows, check_book(book)))
    text = Path(book).read_text(encoding="utf-8")
    Path(book).write_text(calibrated(text, calibration_values(held, "pay-data")), encoding="utf-8")
    print(f"{book}: {held.n:,} ranges and filings, {held.in_likely:.1%} inside")


def calibrated(text: str, values: dict[str, object]) -> str:
    """Return a book's text with these values in its table `calibration`, comments kept."""
    document = tomlkit.parse(text)
    table = document.setdefault("calibration", tomlkit.table())
    for key, value in values.items():
        table[key] = value
    return tomlkit.dumps(document)


if __name__ == "__main__":
    main(*sys.argv[1:])
