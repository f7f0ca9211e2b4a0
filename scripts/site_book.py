"""The reference's page of the rule book's keys; see scripts/build_site.py."""

from __future__ import annotations

from typing import Any

from mlcomp.documents.registry import json_schema
from site_schemas import tables

# What each key holds; one that means something else in a record stands as record.key.
EXTENDING = """
A book may state only what differs from another one; every table may then be stated in part.

| Key | Type | What it holds |
|---|---|---|
| `extends` | text | The book it extends: guide, market, or the path of a TOML file. |
| `drop` | true, or list of texts | `true` leaves a record out; names leave out keys of a table. |
"""

KEYS = {
    "aliases": "Other names that people type for it.",
    "any_tier": "A multiplier where no employer is named.",
    "band": "The part of the level's band that it keeps: 0 is its low end, 1 its high end.",
    "base": "Base salary, US dollars a year.",
    "basis": "What the figure rests on.",
    "bias": "The median of estimate over real pay; 1 would be right.",
    "bonus": "The cash part of what equity and bonus add, 0 to 1.",
    "by": "Who decided it.",
    "calibration": "How well the book held against real pay.",
    "ceiling": "The highest multiplier that measured wages may give.",
    "companies": "Well-known employers of this kind.",
    "country": "Where it is for.",
    "currency": "What its figures are in.",
    "date": "When it was decided.",
    "default": "The option where none is named.",
    "degree": "Degrees, each a note and perhaps a multiplier.",
    "edition": "The edition's name, which every result carries.",
    "elsewhere": "Pay in places that no location names.",
    "factor": "Factors that only this book has.",
    "help": "One sentence that says what it is.",
    "id": "Its name in options, files and JSON: small letters, digits and hyphens.",
    "industry": "Industries and what they multiply pay by.",
    "EmployerUplift.industry": "The industry it holds for.",
    "inside": "The share of real pay inside the likely range; 0.8 would be right.",
    "kinds": "Kinds of `data/kinds.csv` that it prices, with every employer of theirs.",
    "level": "The ladder: years, base pay and scope of each level.",
    "levels": "The multiplier at a level, by the level's id.",
    "lifecycle": "A multiplier for running the full ML lifecycle.",
    "location": "Places with a figure of their own.",
    "locations": "Base salary in a location, by its id, in place of its factor.",
    "max_years": "The last completed year of the level; none is open-ended.",
    "metros": "Metros, by their CBSA codes.",
    "min_years": "The first completed year of the level.",
    "n": "How many observations it rests on.",
    "national": "The multiplier of the national average, and of remote work.",
    "note": "What is said where it is named.",
    "open_ended_years": "Years over which pay moves through a level without a last year.",
    "option": "Its options, each with a multiplier.",
    "outside_spread": "The spread outside of a state's metros.",
    "period": "When it was published or measured.",
    "points": "Years and US dollars a year, in pairs; straight between them.",
    "positions": "Where in the band a level begins and ends: 0 is low, 1 high.",
    "progression": "How years move pay inside the band.",
    "range": "The multiplier.",
    "YearsCurve.range": "The width around the curve, a multiplier.",
    "reason": "Why this value, where nobody has measured it.",
    "schema": "The version of the book's form; see the changelog.",
    "section": "Where the source says so.",
    "shrink": "The power that measured ratios are raised to; 1 takes them as they are.",
    "software_engineer": "ML pay over a software engineer's, a multiplier for the note.",
    "source": "The source, by its id in sources.",
    "sources": "What values rest on, by an id.",
    "specialization": "Technical specializations and what they multiply pay by.",
    "spread": "How far pay may lie from the measured ratio on each side, a multiplier.",
    "states": "States, by postal code, that are priced so wherever the job is in them.",
    "summary": "The level's scope, in a sentence.",
    "tier": "Kinds of employer.",
    "EmployerUplift.tier": "The kind of employer it holds for, by its id.",
    "title": "What people read.",
    "track": "The ladder it belongs to; years lead to the one without a name.",
    "uplift": "Equity and bonus on base.",
    "uplift_at": "The same at one kind of employer or in one industry.",
    "wages": "Which measurement it takes.",
    "weight": "How much years count beside a level that is named: 0 not at all, 1 alone.",
    "whole_states": "States that are priced so where nothing but the state is known.",
    "years_curve": "Base pay by years, where nobody has named a level.",
    "years_range": "The multiplier for people whose pay comes from years, where it differs.",
}


def book_page() -> str:
    """Return every table and key of a rule book."""
    lines = [
        "# Rule book",
        "",
        (
            "Every table and key of a rule book (TOML), made from the records that read it. "
            "[book.json](schemas/book.json) is its JSON Schema, which editors check a book by. "
            "Keys that are not here are refused."
        ),
        "",
        (
            "A range is `[low, high]`, whose typical value is the midpoint, or `[low, typical, "
            "high]`; a single number is exact. `mlcomp book check FILE` says what a record needs "
            "beside its `basis`."
        ),
        EXTENDING,
        *tables(described(json_schema("book")), "Book"),
    ]
    return "\n".join(lines) + "\n"


def described(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema with what each key holds.

    Raises:
        KeyError: nothing is said of a key.
    """
    records = {"Book": schema, **schema.get("$defs", {})}
    for name, record in records.items():
        for key, value in record.get("properties", {}).items():
            if not value.get("description"):
                value["description"] = KEYS.get(f"{name}.{key}") or KEYS[key]
    return schema
