"""A dimension that may be named several times, in a query: which option counts.

Most name one, which a join finds; for the others every name is looked for in the cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.roster.pricing.sql import text_of
from mlcomp.roster.query.names import names_known
from mlcomp.roster.query.text import NOBODY, any_of, own
from mlcomp.text import bare

if TYPE_CHECKING:
    from mlcomp.roster.cells import Aspect
    from mlcomp.roster.pricing.sql import Constant
    from mlcomp.roster.query.values import Values


class Several:
    """Its part of a query; an option's place is 1 for none, then as the book lists them."""

    def __init__(self, aspect: Aspect) -> None:
        self.aspect = aspect
        options = aspect.dimension.options if aspect.dimension else ()
        ranked = sorted(
            enumerate(options, 2),
            key=lambda pair: -(pair[1].range.typical if pair[1].range else 1.0),
        )
        self.named = [
            (place, list(dict.fromkeys(f";{bare(name)};" for name in option.names)))
            for place, option in ranked
        ]
        self.name = f"mlcomp_{aspect.name}"
        self.cell = own(f"cell_{aspect.inputs[0]}")

    def table(self, values: Values) -> str:
        """Return the place of each name."""
        rows: dict[str, list[Constant]] = {NOBODY: [1]}
        for place, names in self.named:
            for name in names:
                rows.setdefault(name, [place])
        return values.table(rows, ["place"])

    def join(self) -> str:
        """Return the join of what names one or none."""
        return f" LEFT JOIN {self.name} ON {self.name}.k = {self.cell}"

    def place(self) -> str:
        """Return the place of the option of the highest premium."""
        cases = f"WHEN NOT {self.name}.k IS NULL THEN {self.name}.place "
        for place, names in self.named:
            named = " OR ".join(f"strpos({self.cell}, {text_of(each)}) > 0" for each in names)
            cases += f"WHEN {named} THEN {place} "
        return f"CASE {cases}ELSE 1 END"

    def unknown(self) -> str:
        """Return 1 where one of them is not known, and null elsewhere."""
        known = text_of(any_of(bare(name) for name in names_known(self.aspect)))
        wrong = f"CASE WHEN regexp_replace({self.cell}, {known}, '') <> '' THEN 1 END"
        return f"CASE WHEN {self.name}.k IS NULL THEN {wrong} END"
