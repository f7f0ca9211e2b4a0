"""The arithmetic of an estimate on columns, stage by stage, in any algebra of columns.

What `ranges` and `experience` do to floats is done here to whatever stands for a column:
an expression of a dataframe or of SQL. Each stage names new columns in terms of those
before it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from mlcomp.book.ranges import Range
from mlcomp.roster.pricing import normal
from mlcomp.roster.pricing.by_level import band, cell, employer, same_uplift
from mlcomp.roster.pricing.columns import FIGURES, POSITION, PREFIX, Columns
from mlcomp.rules.experience import moved_by_years, on_curve, position
from mlcomp.rules.pay import Pay, Product

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mlcomp.book.records import YearsCurve
    from mlcomp.roster.pricing.columns import Algebra, Roster

FACTORS = ("place", "specialization", "industry", "lifecycle", "degree")


def stages(roster: Roster, algebra: Algebra) -> Iterator[dict[str, Any]]:
    """Yield the columns that each stage adds; the last one's are those of `Roster.outputs`.

    Before the first: what `Roster.table_columns` names for each dimension, and
    "years" and "years_error" if the roster has years, all under `PREFIX`.
    """
    pricing = _Pricing(roster, algebra)
    before: list[Callable[[], dict[str, Any]]]
    before = [pricing.error, pricing.level]
    before += [partial(stage, pricing) for stage in (employer, cell, band)]
    before += [pricing.inside, pricing.middle, pricing.spread]
    for kind in roster.pay:
        steps = (pricing.widths, pricing.standing, pricing.distance, pricing.tail)
        before += [partial(step, kind) for step in steps]
    for stage in before:
        if columns := stage():
            yield {PREFIX + name: value for name, value in columns.items()}
    yield pricing.outputs()


class _Pricing(Columns):
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
        level = self.found("level", "level")
        # A level that is one for all is a number: 0 where none is named.
        missing = level == 0 if isinstance(level, int) else level < 1
        if self.roster.has_years and missing is not False:
            without = self.algebra.is_null(self.own("years"))
            missing = without if missing is True else self.algebra.both(without, missing)
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

    def inside(self) -> dict[str, Any]:
        """Stand in the band where the years put a person, or read the years' own curve."""
        if not self.roster.has_years:
            return {}
        years, curve = self.own("years"), self.book.years_curve
        without = self.algebra.is_null(years)
        if curve:
            paid = on_curve(years, curve.points, self.maths)
            return {"curve": self.maths.where(self.unpriced(), None, paid)}  # type: ignore[arg-type]
        progression = self.book.progression
        if progression is None:
            return {}
        reached = position(years, self.own("first"), self.own("length"), progression, self.maths)
        return {"position": self.maths.where(without, 0.5, reached)}

    def middle(self) -> dict[str, Any]:
        """Take the pay at that position: a stage of its own, since several figures need it."""
        if not self.roster.has_years or self.book.years_curve:
            return {}
        band = self._band()
        return {"band_middle": band.at(self.own("position"), self.maths)}

    def _band(self) -> Range:
        return Range(*(self.own(f"band_{end}") for end in ("low", "typical", "high")))

    def spread(self) -> dict[str, Any]:
        """Multiply the factors; the band's own width is that of its part."""
        band = self._band()
        curve = self.book.years_curve
        if self.roster.has_years and curve:
            result = self._with_curve(band, curve)
        else:
            if self.roster.has_years:
                # As `within(Range(0, position, 1))`, whose ends are the band's own.
                band = Range(band.low, self.own("band_middle"), band.high)
            result = Product.of(band, self.maths)
            if not self.is_unchanged("tier"):
                result *= self.factor("tier")
        for name in FACTORS:
            if not self.is_unchanged(name):
                result *= self.factor(name)
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
        by_level *= self.factor("tier")
        parts = self.roster.lookups.parts
        width = Product.of(curve.range.within(parts[0]))
        if len(parts) > 1:
            ends = (self.own(f"width_{end}") for end in ("low", "typical", "high"))
            width = Product(Range(*ends), self.own("width_down"), self.own("width_up"))
        by_years = Product(
            Range(width.range.low * paid, width.range.typical * paid, width.range.high * paid),
            width.down,
            width.up,
        ) * self.factor("tier", "years_")
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

    def widths(self, kind: str) -> dict[str, Any]:
        """Say a pay in full, before real pay is set against it."""
        pay = self._pay(kind)
        paid = self.maths.where(self.unpriced(), None, self.own(kind))  # type: ignore[arg-type]
        figures = {f"{kind}_{figure}": getattr(pay, figure) for figure in FIGURES}
        return {**figures, f"{kind}_amount": paid}

    def standing(self, kind: str) -> dict[str, Any]:
        """Set real pay against it, in standard deviations."""
        return {f"{kind}_z": self._said(kind).standing(self.own(f"{kind}_amount"), self.maths)}

    def distance(self, kind: str) -> dict[str, Any]:
        """Say how far that is from the median."""
        return {f"{kind}_distance": normal.distance(self.own(f"{kind}_z"), self.maths)}

    def tail(self, kind: str) -> dict[str, Any]:
        """Say what share is further out."""
        return {f"{kind}_tail": normal.tail(self.own(f"{kind}_distance"), self.maths)}

    def _said(self, kind: str) -> Pay:
        return Pay(*(self.own(f"{kind}_{figure}") for figure in FIGURES))

    def _pay(self, kind: str) -> Pay:
        base = Product(
            Range(self.own("low"), self.own("typical"), self.own("high")),
            self.own("down"),
            self.own("up"),
        )
        if kind == "total" and same_uplift(self.book):
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
            "metro": self.maths.where(priced, metro, None)  # type: ignore[arg-type]
            if metro is not None
            else self.algebra.coalesce([]),
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
        pay = self._said(kind)
        z, share = self.own(f"{kind}_z"), self.own(f"{kind}_tail")
        placed = (
            (normal.percentile(z, share, self.maths), 2),
            (pay.compa_ratio(amount), 4),
            (pay.penetration(amount, self.maths), 4),
        )
        unpaid = self.algebra.is_null(amount)
        return {
            f"{kind}_{name}": self.maths.where(unpaid, None, self.algebra.rounded(value, digits))  # type: ignore[arg-type]
            for name, (value, digits) in zip(POSITION, placed, strict=True)
        }
