"""The arithmetic of an estimate on columns, stage by stage, in any algebra of columns.

What `ranges` and `experience` do to floats is done here to whatever stands for a column:
an expression of a dataframe or of SQL. Each stage names new columns in terms of those
before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from mlcomp.experience import moved_by_years, on_curve, position, years_of
from mlcomp.ranges import Pay, Product, Range
from mlcomp.rules import uplift_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlcomp.book import Book, EmployerUplift, Uplift, YearsCurve
    from mlcomp.ranges import Maths
    from mlcomp.roster.lookups import Lookups

PREFIX = "__mlcomp_"
"""Of the columns that are made on the way and do not stay."""

FIGURES = ("low", "typical", "high", "likely_low", "likely_high")
POSITION = ("percentile", "compa_ratio", "range_penetration")
FACTORS = ("place", "specialization", "industry", "lifecycle", "degree")


class Algebra(Protocol):
    """Columns as values with + - * / <, and what else the stages need of them."""

    maths: Maths

    def column(self, name: str) -> Any:
        """Return a column of the frame as it is before a stage."""

    def is_null(self, value: Any) -> Any:
        """Return whether a column is null, as a condition."""

    def both(self, one: Any, other: Any) -> Any:
        """Return whether two conditions hold."""

    def coalesce(self, values: Sequence[Any]) -> Any:
        """Return the first value that is not null, or null for none."""

    def pick(self, number: Any, values: Sequence[Any]) -> Any:
        """Return the value whose place, from 1, is in a column of whole numbers."""

    def rounded(self, value: Any, digits: int) -> Any:
        """Return a column rounded to so many decimals."""


class Roster(NamedTuple):
    """What is to be priced: the book, what its values mean, and what the frame has."""

    book: Book
    lookups: Lookups
    has_years: bool
    pay: tuple[str, ...] = ()
    odd_pay: tuple[str, ...] = ()

    def table_columns(self, name: str) -> dict[str, list[Any]]:
        """Return the columns of a look-up that the stages use, under their names there."""
        columns = self.lookups.tables[name].columns
        return {f"{PREFIX}{name}_{column}": values for column, values in columns.items()}

    @property
    def outputs(self) -> tuple[str, ...]:
        """The columns that pricing adds, in order."""
        pay = (f"{kind}_{figure}" for kind in ("base", "total") for figure in FIGURES)
        position = (f"{kind}_{figure}" for kind in self.pay for figure in POSITION)
        return ("level_id", "metro", *pay, *position, "error")


def stages(roster: Roster, algebra: Algebra) -> Iterator[dict[str, Any]]:
    """Yield the columns that each stage adds; the last one's are those of `Roster.outputs`.

    Before the first: what `Roster.table_columns` names for each dimension, and
    "years" and "years_error" if the roster has years, all under `PREFIX`.
    """
    pricing = _Pricing(roster, algebra)
    first = (pricing.error, pricing.level, pricing.employer, pricing.band)
    for stage in (*first, pricing.inside, pricing.spread):
        if columns := stage():
            yield {PREFIX + name: value for name, value in columns.items()}
    for kind in roster.pay:
        yield {PREFIX + name: value for name, value in pricing.widths(kind).items()}
    yield pricing.outputs()


def _figures(products: Sequence[Product]) -> dict[str, list[float]]:
    """Return products as the columns of a look-up."""
    return {
        "low": [product.range.low for product in products],
        "typical": [product.range.typical for product in products],
        "high": [product.range.high for product in products],
        "down": [product.down for product in products],
        "up": [product.up for product in products],
    }


class _Pricing:
    def __init__(self, roster: Roster, algebra: Algebra) -> None:
        self.roster = roster
        self.book = roster.book
        self.algebra = algebra
        self.maths = algebra.maths

    def own(self, name: str) -> Any:
        return self.algebra.column(PREFIX + name)

    def found(self, dimension: str, name: str) -> Any:
        """Return a column of a look-up, or the constant that it is."""
        table = self.roster.lookups.tables[dimension]
        if name in table.constants:
            return table.constants[name]
        return self.own(f"{dimension}_{name}")

    def error(self) -> dict[str, Any]:
        """Say what `estimate` would refuse first, or null."""
        errors = []
        for dimension, stage in self.roster.lookups.precedence:
            if dimension == "neither":
                errors.append(self._neither())
            elif dimension == "years":
                errors.append(self.own("years_error"))
            else:
                errors.append(self.found(dimension, f"error{stage}"))
        return {"error": self.algebra.coalesce([e for e in errors if e is not None])}

    def _neither(self) -> Any:
        """Return the message for neither years nor level, where that is so."""
        missing, level = True, self.found("level", "level")
        if self.roster.has_years:
            missing = self.algebra.is_null(self.own("years"))
        if isinstance(level, int):
            missing = missing if level == 0 else False
        else:
            missing = self.algebra.both(missing, level < 1)
        return self.maths.where(missing, self.roster.lookups.neither, None)  # type: ignore[arg-type]

    def level(self) -> dict[str, Any]:
        """Take the level as typed, or by completed years, as its number from 1."""
        by_years: Any = None
        if self.roster.has_years:
            by_years = len(self.book.level)
            for number, level in reversed(list(enumerate(self.book.level, 1))):
                if level.max_years is None:
                    by_years = number
                else:
                    within = self.own("years") < level.max_years + 1
                    by_years = self.maths.where(within, number, by_years)
        typed = self.found("level", "level")
        level_number = by_years if typed is None else self.maths.where(typed > 0, typed, by_years)
        priced = self.algebra.is_null(self.own("error"))
        # Null here, and so in everything that follows from it.
        return {"level": self.maths.where(priced, level_number, None)}  # type: ignore[arg-type]

    def band(self) -> dict[str, Any]:
        """Look up the part of the level's band that the tier keeps, and how its years count."""
        levels, parts = self.book.level, self.roster.lookups.parts
        bands = [level.base.within(part) for part in parts for level in levels]
        number = self.own("level")
        cell = number
        if len(parts) > 1:
            cell = number + self.found("tier", "part") * len(levels)
        picked = {
            "band_low": (cell, [band.low for band in bands]),
            "band_typical": (cell, [band.typical for band in bands]),
            "band_high": (cell, [band.high for band in bands]),
        }
        progression = self.book.progression
        if self.roster.has_years and progression:
            spans = [years_of(level, progression) for level in levels]
            picked["first"] = (number, [float(first) for first, _ in spans])
            picked["length"] = (number, [float(length) for _, length in spans])
        curve = self.book.years_curve
        if self.roster.has_years and curve:
            picked["named"] = (number, [level.base.typical for level in levels])
            if len(parts) > 1:
                widths = [Product.of(curve.range.within(part)) for part in parts]
                place = self.found("tier", "part") + 1
                picked |= {f"width_{n}": (place, each) for n, each in _figures(widths).items()}
        figures = {name: self.algebra.pick(*each) for name, each in picked.items()}
        return figures | self.uplift()

    def employer(self) -> dict[str, Any]:
        """Say which uplift an employer's tier and industry have, from 0."""
        if not self.book.uplift_at:
            return {}
        tiers = [None, *(tier.id for tier in self.book.tier)]
        industries = [None, *(industry.id for industry in self.book.industry)]
        uplifts = self._uplifts()
        numbers = [
            uplifts.index(uplift_of(tier, industry, self.book))
            for industry in industries
            for tier in tiers
        ]
        cell = self.found("tier", "option") + self.found("industry", "option") * len(tiers) + 1
        if isinstance(cell, int):
            return {"uplift": self.maths.where(self._unpriced(), None, numbers[cell - 1])}  # type: ignore[arg-type]
        return {"uplift": self.algebra.pick(cell, [float(number) for number in numbers])}

    def _uplifts(self) -> list[Uplift | EmployerUplift]:
        return [self.book.uplift, *self.book.uplift_at]

    def _unpriced(self) -> Any:
        return self.algebra.is_null(self.own("level"))

    def uplift(self) -> dict[str, Any]:
        """Look up what equity and bonus multiply by, where that is not one number for all."""
        if self._same_uplift():
            return {}
        levels = self.book.level
        products = [
            Product.of(uplift.levels.get(level.id, uplift.range))
            for uplift in self._uplifts()
            for level in levels
        ]
        cell = self.own("level")
        if self.book.uplift_at:
            cell = cell + self.own("uplift") * len(levels)
        return {
            f"uplift_{name}": self.algebra.pick(cell, values)
            for name, values in _figures(products).items()
        }

    def _same_uplift(self) -> bool:
        return not self.book.uplift_at and not self.book.uplift.levels

    def inside(self) -> dict[str, Any]:
        """Stand in the band where the years put a person, or read the years' own curve."""
        if not self.roster.has_years:
            return {}
        years, curve = self.own("years"), self.book.years_curve
        without = self.algebra.is_null(years)
        if curve:
            paid = on_curve(years, curve.points, self.maths)
            return {"curve": self.maths.where(self._unpriced(), None, paid)}  # type: ignore[arg-type]
        progression = self.book.progression
        if progression is None:
            return {}
        reached = position(years, self.own("first"), self.own("length"), progression, self.maths)
        return {"position": self.maths.where(without, 0.5, reached)}

    def spread(self) -> dict[str, Any]:
        """Multiply the factors; the band's own width is that of its part."""
        band = Range(*(self.own(f"band_{end}") for end in ("low", "typical", "high")))
        curve = self.book.years_curve
        if self.roster.has_years and curve:
            result = self._with_curve(band, curve)
        else:
            if self.roster.has_years:
                # As `within(Range(0, position, 1))`, whose ends are the band's own.
                band = Range(band.low, band.at(self.own("position"), self.maths), band.high)
            result = Product.of(band, self.maths)
            if not self._is_unchanged("tier"):
                result *= self._factor("tier")
        for name in FACTORS:
            if not self._is_unchanged(name):
                result *= self._factor(name)
        return {
            "low": result.range.low,
            "typical": result.range.typical,
            "high": result.range.high,
            "down": result.down,
            "up": result.up,
        }

    def _with_curve(self, band: Range, curve: YearsCurve) -> Product:
        """Multiply the band and the tier where years have a curve of their own.

        Years alone start from the curve; beside a level that is named they move its pay.
        """
        where, paid = self.maths.where, self.own("curve")
        typed, years = self.found("level", "level"), self.own("years")
        named = typed > 0
        by_level = Product.of(band, self.maths)
        moved = moved_by_years(paid, self.own("named"), curve, self.maths)
        moved = where(self.algebra.is_null(years), 1.0, moved)
        by_level *= Product(Range(moved, moved, moved), 0.0, 0.0)
        by_level *= self._factor("tier")
        parts = self.roster.lookups.parts
        width = Product.of(curve.range.within(parts[0]))
        if len(parts) > 1:
            ends = (self.own(f"width_{end}") for end in ("low", "typical", "high"))
            width = Product(Range(*ends), self.own("width_down"), self.own("width_up"))
        by_years = Product(
            Range(width.range.low * paid, width.range.typical * paid, width.range.high * paid),
            width.down,
            width.up,
        ) * self._factor("tier", "years_")
        one, other = by_level.range, by_years.range
        return Product(
            Range(
                where(named, one.low, other.low),
                where(named, one.typical, other.typical),
                where(named, one.high, other.high),
            ),
            where(named, by_level.down, by_years.down),
            where(named, by_level.up, by_years.up),
        )

    def _is_unchanged(self, dimension: str) -> bool:
        constants = self.roster.lookups.tables[dimension].constants
        return all(constants.get(end) == 1 for end in ("low", "typical", "high"))

    def _factor(self, dimension: str, prefix: str = "") -> Product:
        low, typical, high, down, up = (
            self.found(dimension, prefix + name)
            for name in ("low", "typical", "high", "down", "up")
        )
        return Product(Range(low, typical, high), down, up)

    def widths(self, kind: str) -> dict[str, Any]:
        """Say a pay in full, before real pay is set against it."""
        pay = self._pay(kind)
        unpriced = self.algebra.is_null(self.own("level"))
        paid = self.maths.where(unpriced, None, self.own(kind))  # type: ignore[arg-type]
        figures = {f"{kind}_{figure}": getattr(pay, figure) for figure in FIGURES}
        return {**figures, f"{kind}_amount": paid}

    def _pay(self, kind: str) -> Pay:
        base = Product(
            Range(self.own("low"), self.own("typical"), self.own("high")),
            self.own("down"),
            self.own("up"),
        )
        if kind == "total" and self._same_uplift():
            base *= Product.of(self.book.uplift.range)
        elif kind == "total":
            ends = (self.own(f"uplift_{end}") for end in ("low", "typical", "high"))
            base *= Product(Range(*ends), self.own("uplift_down"), self.own("uplift_up"))
        return base.pay(self.maths)

    def outputs(self) -> dict[str, Any]:
        """Name the level and the metro, round to the cent, and place real pay."""
        error = self.own("error")
        metro = self.found("place", "metro")
        priced = self.algebra.is_null(error)
        figures: dict[str, Any] = {
            "level_id": self.algebra.pick(
                self.own("level"), [level.id for level in self.book.level]
            ),
            "metro": self.maths.where(priced, metro, None),  # type: ignore[arg-type]
        }
        for kind in ("base", "total"):
            pay = self._pay(kind)
            for figure in FIGURES:
                figures[f"{kind}_{figure}"] = self.algebra.rounded(getattr(pay, figure), 2)
        errors = [error]
        for kind in self.roster.pay:
            figures |= self._placed(kind)
            if kind in self.roster.odd_pay:
                errors.append(self.own(f"{kind}_error"))
        figures["error"] = self.algebra.coalesce(errors)
        return figures

    def _placed(self, kind: str) -> dict[str, Any]:
        """Say where real pay stands in the estimate."""
        amount = self.own(f"{kind}_amount")
        pay = Pay(*(self.own(f"{kind}_{figure}") for figure in FIGURES))
        placed = (
            (pay.percentile(amount, self.maths), 2),
            (pay.compa_ratio(amount), 4),
            (pay.penetration(amount, self.maths), 4),
        )
        unpaid = self.algebra.is_null(amount)
        return {
            f"{kind}_{name}": self.maths.where(unpaid, None, self.algebra.rounded(value, digits))  # type: ignore[arg-type]
            for name, (value, digits) in zip(POSITION, placed, strict=True)
        }
