"""The reference's page of the rule book's keys; see scripts/build_site.py."""

from __future__ import annotations

from mlcomp.documents.registry import json_schema
from site_schemas import tables


def book_page() -> str:
    """Return every table and key of a rule book."""
    lines = [
        "# Rule book",
        "",
        (
            "Every table and key of a rule book (TOML), made from the records that read it; "
            "[book.json](schemas/book.json) is its JSON Schema, which editors check a book by. "
            "Keys that are not here are refused."
        ),
        "",
        (
            "A range is `[low, high]`, whose typical value is the midpoint, or `[low, typical, "
            "high]`; a single number is exact. Every record with a `basis` needs what it rests on: "
            '`source` and `section` for "guide", `source` and `n` for "evidence", `reason` for '
            '"assumption".'
        ),
        *tables(json_schema("book"), "The book"),
    ]
    return "\n".join(lines) + "\n"
