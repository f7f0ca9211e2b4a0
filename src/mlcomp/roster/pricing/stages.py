"""The arithmetic of an estimate on columns, stage by stage, as SQL.

What `ranges` and `experience` do to floats is done here to expressions. Each stage names
new columns in terms of those before it: an engine would write an expression out again
wherever a later one uses it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mlcomp.book.ranges import Range
from mlcomp.roster.cells import PAY, aspects
from mlcomp.roster.pricing import tail
from mlcomp.roster.pricing.by_level import (
    band,
    band_of_place,
    cell,
    employer,
    same_uplift,
    without_years,
)
from mlcomp.roster.pricing.columns import ENDS, POSITION, Columns, made
from mlcomp.roster.pricing.entries import figures_of, zones
from mlcomp.roster.pricing.sql import (
    EXPRESSIONS,
    Sql,
    both,
    coalesce,
    is_null,
    one_of,
    only,
    rounded,
    sql,
    unless,
)
from mlcomp.rules.experience import moved_by_years, on_curve, position
from mlcomp.rules.pay import FIGURES, UNCHANGED, Pay, Product

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mlcomp.book.records import YearsCurve
    from mlcomp.roster.pricing.columns import Understood
    from mlcomp.roster.pricing.sql import Constant

WHERE = EXPRESSIONS.where


def stages(
    understood: Understood, pick: Callable[[Sql, Sequence[Constant]], Sql]
) -> Iterator[dict[str, Sql]]:
    """Yield the columns that each stage adds; the last one's are those of `outputs_of`.

    Before the first: the columns of each aspect's look-up, its name and `_` before them, and
    "years" and "years_error" if the roster has years; all as `made` names them.
    """
    pricing = _Pricing(understood, pick)
    before: list[Callable[[], dict[str, Sql]]]
    before = [pricing.error, pricing.level, partial(band_of_place, pricing)]
    before += [partial(stage, pricing) for stage in (employer, cell, band)]
    before += [pricing.inside, pricing.middle, pricing.spread]
    for kind in pricing.pay:
        steps = (pricing.widths, pricing.standing, pricing.distance, pricing.tail)
        before += [partial(step, kind) for step in steps]
    for stage in before:
        if columns := stage():
            yield {made(name): value for name, value in columns.items()}
    yield pricing.outputs()


class _Pricing(Columns):
    def error(self) -> dict[str, Sql]:
        """Say what `estimate` would refuse first, or null."""
        errors = []
        for aspect, stage in self.meanings.precedence:
            if aspect == "neither":
                errors.append(self._neither())
            elif aspect == "years":
                errors.append(self.own("years_error"))
            else:
                errors.append(self.found(aspect, stage.column))
        return {"error": coalesce(errors)}

    def _neither(self) -> Sql:
        """Return the message for neither years nor level, where that is so."""
        missing = self.found("level", "level") < 1
        if self.has_years and self.book.ladder:
            missing = both(is_null(self.own("years")), missing)
        return only(missing, self.meanings.neither)

    def level(self) -> dict[str, Sql]:
        """Take the level as typed, or by completed years, as its number from 1."""
        typed = self.found("level", "level")
        number = only(typed > 0, typed)
        if self.has_years:
            by_years: Sql | float = 0
            for level in reversed(self.book.ladder):
                place = self.book.level.index(level) + 1
                within = self.own("years") < (level.max_years or 0) + 1
                last = level.max_years is None or level is self.book.ladder[-1]
                by_years = place if last else WHERE(within, place, by_years)
            number = WHERE(typed > 0, typed, by_years)
        # Null where there is an error, and so in everything that follows from it.
        return {"level": only(is_null(self.own("error")), number)}

    def inside(self) -> dict[str, Sql]:
        """Stand in the band where the years put a person, or read the years' own curve."""
        if not self.has_years:
            return {}
        years, curve = self.own("years"), self.book.years_curve
        if curve:
            return {"curve": unless(self.unpriced(), on_curve(years, curve.points, EXPRESSIONS))}
        progression = self.book.progression
        if progression is None:
            return {}
        first, length = self.own("first"), self.own("length")
        reached = position(years, first, length, progression, EXPRESSIONS)
        middle = is_null(years)
        if without_years(self.book):
            middle = one_of(middle, self.own("steady") > 0)
        return {"position": WHERE(middle, 0.5, reached)}

    def middle(self) -> dict[str, Sql]:
        """Take the pay at that position: a stage of its own, since several figures need it."""
        if not self.has_years or self.book.years_curve:
            return {}
        return {"band_middle": self._band().at(self.own("position"), EXPRESSIONS)}

    def _band(self) -> Range[Sql]:
        return Range(*(self.own(f"band_{end}") for end in ENDS))

    def spread(self) -> dict[str, Sql]:
        """Multiply the factors; the band's own width is that of its part."""
        band = self._band()
        curve = self.book.years_curve
        if self.has_years and curve:
            result = self._with_curve(band, curve)
        else:
            if self.has_years:
                # As `within(Range(0, position, 1))`, whose ends are the band's own.
                band = Range(band.low, self.own("band_middle"), band.high)
            result = Product.of(band, EXPRESSIONS)
            if not self.is_unchanged("tier"):
                result *= self.factor("tier")
        for aspect in aspects(self.book):
            if aspect.name not in ("level", "tier") and not self.is_unchanged(aspect.name):
                result *= self.placed() if aspect.name == "place" else self.factor(aspect.name)
        return {
            **{end: getattr(result.range, end) for end in ENDS},
            "down": result.down,
            "up": result.up,
        }

    def placed(self) -> Product[Sql]:
        """Return what the place multiplies by: nothing where the band is the place's own."""
        factor = self.factor("place")
        if not zones(self.book):
            return factor
        own, unchanged = self.own("zoned") > 0, figures_of(UNCHANGED)
        return self.product(
            lambda figure: WHERE(own, unchanged[figure], self.found("place", figure))
        )

    def _with_curve(self, band: Range[Sql], curve: YearsCurve) -> Product[Sql]:
        """Multiply the band and the tier where years have a curve of their own.

        Years alone start from the curve; beside a level that is named they move its pay.
        """
        paid, named = self.own("curve"), self.found("level", "level") > 0
        moved = moved_by_years(paid, self.own("named"), curve, EXPRESSIONS)
        moved = WHERE(is_null(self.own("years")), 1.0, moved)
        by_level = Product.of(band, EXPRESSIONS)
        by_level = Product(by_level.range * Range(moved, moved, moved), by_level.down, by_level.up)
        by_level *= self.factor("tier")
        parts = self.meanings.parts
        if len(parts) > 1:
            width = self.product(lambda figure: self.own(f"width_{figure}"))
        else:
            whole = figures_of(Product.of(curve.range.within(parts[0])))
            width = self.product(lambda figure: Sql(sql(whole[figure])))
        by_years = Product(
            Range(width.range.low * paid, width.range.typical * paid, width.range.high * paid),
            width.down,
            width.up,
        ) * self.factor("tier", "years_")
        one, other = by_level.range, by_years.range
        return Product(
            Range(*(WHERE(named, getattr(one, end), getattr(other, end)) for end in ENDS)),
            WHERE(named, by_level.down, by_years.down),
            WHERE(named, by_level.up, by_years.up),
        )

    def widths(self, kind: str) -> dict[str, Sql]:
        """Say a pay in full, before real pay is set against it."""
        pay = self._pay(kind)
        figures = {f"{kind}_{figure}": getattr(pay, figure) for figure in FIGURES}
        return {**figures, f"{kind}_amount": unless(self.unpriced(), self.own(kind))}

    def standing(self, kind: str) -> dict[str, Sql]:
        """Set real pay against it, in standard deviations."""
        amount = self.own(f"{kind}_amount")
        return {f"{kind}_z": self._stated(kind).standing(amount, EXPRESSIONS)}

    def distance(self, kind: str) -> dict[str, Sql]:
        """Say how far that is from the median."""
        return {f"{kind}_distance": tail.distance(self.own(f"{kind}_z"), EXPRESSIONS)}

    def tail(self, kind: str) -> dict[str, Sql]:
        """Say what share is further out."""
        return {f"{kind}_tail": tail.tail(self.own(f"{kind}_distance"), EXPRESSIONS)}

    def _stated(self, kind: str) -> Pay[Sql]:
        return Pay(*(self.own(f"{kind}_{figure}") for figure in FIGURES))

    def _pay(self, kind: str) -> Pay[Sql]:
        base = self.product(self.own)
        if kind == "total" and same_uplift(self.book):
            base *= Product.of(self.book.uplift.range)
        elif kind == "total":
            base *= self.product(lambda figure: self.own(f"uplift_{figure}"))
        return base.pay(EXPRESSIONS)

    def outputs(self) -> dict[str, Sql]:
        """Name the level and the metro, round to the cent, and place real pay."""
        error = self.own("error")
        figures = {
            "level_id": self.pick(self.own("level"), [level.id for level in self.book.level]),
            "metro": only(is_null(error), self.found("place", "metro")),
        }
        for kind in PAY:
            pay = self._pay(kind)
            figures |= {f"{kind}_{name}": rounded(getattr(pay, name), 2) for name in FIGURES}
        for placed in map(self._placed, self.pay):
            figures |= placed
        errors = [error, *(self.own(f"{kind}_error") for kind in self.odd_pay)]
        return {**figures, "error": coalesce(errors)}

    def _placed(self, kind: str) -> dict[str, Sql]:
        """Say where real pay stands in the estimate."""
        amount = self.own(f"{kind}_amount")
        pay = self._stated(kind)
        z, share = self.own(f"{kind}_z"), self.own(f"{kind}_tail")
        placed = (
            (tail.percentile(z, share, EXPRESSIONS), 2),
            (pay.compa_ratio(amount), 4),
            (only(pay.high > pay.low, pay.penetration(amount)), 4),
        )
        return {
            f"{kind}_{name}": unless(is_null(amount), rounded(value, digits))
            for name, (value, digits) in zip(POSITION, placed, strict=True)
        }
