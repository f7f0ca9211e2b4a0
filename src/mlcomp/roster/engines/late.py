"""What a query asks of Python while it runs: who is not in its look-ups, and what it met.

Few rows are asked for: those with a value that none of the first rows has, and those with
something to count.
"""

from __future__ import annotations

import os
from collections import Counter
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from duckdb.func import FunctionNullHandling

from mlcomp.errors import OfferError, ProfileError
from mlcomp.offers.money import salary
from mlcomp.places.areas import metro_titles
from mlcomp.roster.cells import BETWEEN_FIELDS, PAY, person, profile_of
from mlcomp.roster.pricing.columns import POSITION, outputs_of
from mlcomp.roster.pricing.reading import placeless, refusal, together, written
from mlcomp.roster.pricing.sql import Sql, enumeration, is_null, name_of, one_of
from mlcomp.rules.estimate import estimate
from mlcomp.rules.pay import FIGURES
from mlcomp.rules.profile import MAX_YEARS
from mlcomp.text import rounded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duckdb import DuckDBPyConnection

    from mlcomp.roster.engines.engine import Task
    from mlcomp.roster.pricing.reading import Cell
    from mlcomp.rules.pay import Pay

MAX_LATE = 2_000
"""Rows priced one by one: beyond, reading all rows for their distinct values costs less."""
UNSEEN = "mlcomp: too many values are not in the sample"
_PRICED, _NOTED = "mlcomp_priced_alone", "mlcomp_noted"
_DIGITS = dict(zip(POSITION, (2, 4, 4), strict=True))


class UnseenError(Exception):
    """The sample does not stand for all rows."""


class Met(NamedTuple):
    """What there is to count of a row."""

    error: str | None
    priced: bool
    placeless: bool


class Late:
    """Prices rows one by one, and counts what is met.

    Attributes:
        task: what is priced.
        met: how many rows have something to count; None where no query asked.
        names: the columns that are priced.
    """

    def __init__(self, task: Task) -> None:
        self.task = task
        self.met: Counter[Met] | None = None
        self._cells: Mapping[str, Cell] = {}
        self.names: tuple[str, ...] = ()
        self._rows = 0
        self._lock = Lock()

    def texts(self) -> dict[str, list[str]]:
        """Return all that a column of names can hold, whatever the sample has."""
        return {
            "level_id": [level.id for level in self.task.book.level],
            "metro": [title for _, title in metro_titles()],
        }

    def asked(
        self,
        connection: DuckDBPyConnection,
        cells: Mapping[str, Cell],
        unseen: Sql,
        own: Mapping[str, Sql],
    ) -> Sql:
        """Return a query's columns as one struct, those of rows it does not know from Python."""
        self._cells, self.met = cells, Counter()
        self.names = outputs_of([kind for kind in PAY if kind in cells])
        texts = self.texts()
        # What is of one enumeration stays so, and is written faster.
        kinds = {
            name: enumeration(texts[name]) if name in texts else "DOUBLE" for name in self.names
        }
        kinds["error"] = "VARCHAR"
        result = ", ".join(f"{name_of(name)} {kind}" for name, kind in kinds.items())
        # DuckDB imports NumPy for a function, whose threads would then wait for work in a loop.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        connection.create_function(
            _PRICED, self.priced, ["VARCHAR"], f"STRUCT({result})", side_effects=True
        )
        connection.create_function(
            _NOTED,
            self.noted,
            ["VARCHAR", "BOOLEAN", "BOOLEAN"],
            "VARCHAR",
            null_handling=FunctionNullHandling.SPECIAL,
            side_effects=True,
        )
        row = together(list(cells.values()))
        known = ", ".join(
            f"{name_of(name)}: CAST({own[name]} AS {kind})" for name, kind in kinds.items()
        )
        # One choice for all columns: a choice for each takes a tenth of the arithmetic's time.
        return Sql(f"CASE WHEN {unseen} THEN {_PRICED}({row}) ELSE {{{known}}} END")

    def counted(self, error: Sql, level: Sql) -> Sql:
        """Return the error of a row, once what there is to count was."""
        blank = placeless(self._cells)
        asked = one_of(Sql(f"({error} IS NOT NULL)"), blank)
        return Sql(f"CASE WHEN {asked} THEN {_NOTED}({error}, NOT {is_null(level)}, {blank}) END")

    def noted(
        self,
        error: str | None,
        priced: bool,  # noqa: FBT001 (a query calls it)
        placeless: bool,  # noqa: FBT001
    ) -> str | None:
        """Count what was met, and return the error."""
        if self.met is not None:
            with self._lock:
                self.met[Met(error, priced, placeless)] += 1
        return error

    def priced(self, row: str) -> dict[str, str | float | None]:
        """Price the cells of one row.

        Raises:
            UnseenError: there are so many such rows that another way is faster.
        """
        texts = row.split(BETWEEN_FIELDS)
        self._rows += 1
        if self._rows > MAX_LATE or len(texts) != len(self._cells):
            raise UnseenError(UNSEEN)
        given = {
            name: written(text, cell) if text else ""
            for (name, cell), text in zip(self._cells.items(), texts, strict=True)
        }
        inputs = [name for name in given if name not in PAY]
        pay = [name for name in PAY if name in given]
        figures: dict[str, str | float | None] = dict.fromkeys(self.names)
        book = self.task.book
        try:
            said = person(inputs, BETWEEN_FIELDS.join(given[name] for name in inputs), book)
            if "years" in said and self._cells["years"].kind != "text":
                # What is no text is a number as it is; refused, it is named as one is written.
                number = float(said["years"])
                said["years"] = number if 0 <= number <= MAX_YEARS else said["years"]
            result = estimate(profile_of(said), book)
        except ProfileError as error:
            return {**figures, "error": str(error.faults[0])}
        metro = result.place.metro
        figures |= {"level_id": result.level.id, "metro": metro.name if metro else None}
        stated: dict[str, Pay[float]] = {"base": result.base, "total": result.total}
        for kind, each in stated.items():
            figures |= {f"{kind}_{name}": rounded(getattr(each, name), 2) for name in FIGURES}
        for kind in (kind for kind in pay if given[kind]):
            try:
                placed = _placed(stated[kind], salary(given[kind], self.task.per, "roster"))
            except OfferError:
                figures["error"] = figures["error"] or refusal(kind, given[kind], self.task.per)
            else:
                figures |= {f"{kind}_{name}": value for name, value in placed.items()}
        return figures


def _placed(pay: Pay[float], amount: float) -> dict[str, float | None]:
    """Say where real pay stands."""
    inside = pay.penetration(amount) if pay.high > pay.low else None
    shares = (pay.percentile(amount), pay.compa_ratio(amount), inside)
    return {
        name: None if share is None else rounded(share, digits)
        for (name, digits), share in zip(_DIGITS.items(), shares, strict=True)
    }
