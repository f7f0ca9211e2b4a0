"""What follows from a person's level: a part of its band, its years, and the uplift to total."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.roster.pricing.entries import figures_of, zones
from mlcomp.rules.estimate import uplift_of
from mlcomp.rules.experience import years_of
from mlcomp.rules.pay import Product

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlcomp.book.ranges import Range
    from mlcomp.book.records import EmployerUplift, Uplift
    from mlcomp.book.rulebook import Book
    from mlcomp.roster.pricing.columns import Columns
    from mlcomp.roster.pricing.sql import Sql


def band_of_place(columns: Columns) -> dict[str, Sql]:
    """Make one number of level and place, where levels have ranges of their own in places."""
    if not zones(columns.book):
        return {}
    number, count = columns.own("level"), len(columns.book.level)
    return {"rung": number + columns.found("place", "zone") * count}


def _rung(columns: Columns) -> Sql:
    return columns.own("rung" if zones(columns.book) else "level")


def _bases(book: Book) -> list[tuple[Range, bool]]:
    """Return each level's base, in no zone and then in each; whether it is the zone's own."""
    return [
        (level.locations.get(zone or "", level.base), zone in level.locations)
        for zone in (None, *zones(book))
        for level in book.level
    ]


def without_years(book: Book) -> bool:
    """Return whether years do not move people within some level."""
    return any(level.min_years is None for level in book.level)


def cell(columns: Columns) -> dict[str, Sql]:
    """Make one number of level and tier, and of level and employer, for what hangs on both."""
    number, count = columns.own("level"), len(columns.book.level)
    cells = {}
    if len(columns.meanings.parts) > 1:
        rungs = len(_bases(columns.book))
        cells["band_cell"] = _rung(columns) + columns.found("tier", "part") * rungs
    if columns.book.uplift_at:
        cells["uplift_cell"] = number + columns.own("uplift") * count
    return cells


def band(columns: Columns) -> dict[str, Sql]:
    """Look up the part of the level's band that the tier keeps, and how its years count."""
    levels, parts = columns.book.level, columns.meanings.parts
    bases = _bases(columns.book)
    bands = [base.within(part) for part in parts for base, _ in bases]
    number = columns.own("level")
    part = columns.own("band_cell") if len(parts) > 1 else _rung(columns)
    picked: dict[str, tuple[Sql, list[float]]] = {
        "band_low": (part, [band.low for band in bands]),
        "band_typical": (part, [band.typical for band in bands]),
        "band_high": (part, [band.high for band in bands]),
    }
    if zones(columns.book):
        picked["zoned"] = (_rung(columns), [float(own) for _, own in bases])
    progression = columns.book.progression
    if columns.has_years and progression:
        spans = [years_of(level, progression) or (0, 1) for level in levels]
        picked["first"] = (number, [float(first) for first, _ in spans])
        picked["length"] = (number, [float(length) for _, length in spans])
        if without_years(columns.book):
            steady = [float(level.min_years is None) for level in levels]
            picked["steady"] = (number, steady)
    curve = columns.book.years_curve
    if columns.has_years and curve:
        picked["named"] = (number, [level.base.typical for level in levels])
        if len(parts) > 1:
            widths = [Product.of(curve.range.within(part)) for part in parts]
            place = columns.found("tier", "part") + 1
            picked |= {f"width_{n}": (place, each) for n, each in _figures(widths).items()}
    figures = {name: columns.pick(*each) for name, each in picked.items()}
    return figures | _uplift(columns)


def employer(columns: Columns) -> dict[str, Sql]:
    """Say which uplift an employer's tier and industry have, from 0."""
    book = columns.book
    if not book.uplift_at:
        return {}
    tiers = [None, *(tier.id for tier in book.tier)]
    industries = [None, *(industry.id for industry in book.industry)]
    uplifts = _uplifts(book)
    numbers = [
        float(uplifts.index(uplift_of(tier, industry, book)))
        for industry in industries
        for tier in tiers
    ]
    option = columns.found("tier", "option") + columns.found("industry", "option") * len(tiers) + 1
    return {"uplift": columns.pick(option, numbers)}


def _uplift(columns: Columns) -> dict[str, Sql]:
    """Look up what equity and bonus multiply by, where that is not one number for all."""
    if same_uplift(columns.book):
        return {}
    levels = columns.book.level
    products = [
        Product.of(uplift.levels.get(level.id, uplift.range))
        for uplift in _uplifts(columns.book)
        for level in levels
    ]
    which = columns.own("uplift_cell" if columns.book.uplift_at else "level")
    return {
        f"uplift_{name}": columns.pick(which, values) for name, values in _figures(products).items()
    }


def _uplifts(book: Book) -> list[Uplift | EmployerUplift]:
    return [book.uplift, *book.uplift_at]


def same_uplift(book: Book) -> bool:
    """Return whether equity and bonus multiply by one range, whoever it is."""
    return not book.uplift_at and not book.uplift.levels


def _figures(products: Sequence[Product]) -> dict[str, list[float]]:
    """Return products as the columns of a look-up."""
    rows = [figures_of(product) for product in products]
    return {name: [row[name] for row in rows] for name in rows[0]}
