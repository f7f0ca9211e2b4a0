"""Spark: the same query over views of the look-ups, which are broadcast: nothing is shuffled."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Any

from pyspark.sql import functions as f

from mlcomp.roster.engines.engine import Engine, priced
from mlcomp.roster.pricing.sql import SPARK, Sql, listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pyspark.sql import DataFrame

    from mlcomp.roster.engines.engine import Task
    from mlcomp.roster.pricing.sql import Constant


class Spark(Engine):
    """A PySpark dataframe that has not run.

    Args:
        people: the dataframe.
        among: one with the same columns and more rows, whose distinct values are read where
            that takes less than to leave the others out.

    Attributes:
        rows: how many rows had their distinct values read.
    """

    dialect = SPARK

    def __init__(self, people: DataFrame, among: DataFrame | None = None) -> None:
        self._session = people.sparkSession
        self._views: dict[str, Any] = {}
        self._people = self._view(people)
        self._among = people if among is None else among
        self.rows = 0
        super().__init__(f"{self._people} AS people")

    def price(self, task: Task, keep: Sequence[str]) -> DataFrame:
        """Return the added columns after those that are kept."""
        added = priced(self, dict(self._views[self._people].dtypes), task)
        return self.answer(self.selection(keep, added, task.prefix))

    def distinct(self, columns: Mapping[str, Sql]) -> dict[str, list[str]]:
        """Run one job for the distinct values of some columns."""
        sets = ", ".join(f"collect_set({name}) AS {name}" for name in columns)
        cells = f"SELECT {listed(columns)} FROM {self.query}"
        asked = f"SELECT count(*) AS rows, {sets} FROM ({cells})"
        row: Any = self.answer(asked, {self._people: self._among}).first()
        self.rows = row["rows"]
        return {name: list(row[name]) for name in columns}

    def look_up(self, key: str, keys: list[str], columns: Mapping[str, Sequence[Constant]]) -> None:
        """Join a view of the look-up table, sent whole to every worker."""
        if not columns:
            return
        named: dict[str, Sequence[Constant]] = {key: keys, **columns}
        self.join(self._view(f.broadcast(self._table(named))), key, columns)

    def _table(self, columns: Mapping[str, Sequence[Constant]]) -> DataFrame:
        """Return constants as a dataframe, which is all SQL: no worker needs a Python.

        They come as JSON, which Spark reads far faster than an expression for each.
        """
        kinds = {
            name: "string" if any(isinstance(value, str) for value in values) else "double"
            for name, values in columns.items()
        }
        fields = ", ".join(f"c{place}: {kind}" for place, kind in enumerate(kinds.values()))
        rows = [
            {f"c{place}": value for place, value in enumerate(row) if value is not None}
            for row in zip(*columns.values(), strict=True)
        ]
        return self._session.sql(
            f"SELECT inline(from_json(:rows, :kind)) AS ({', '.join(columns)})",
            {"rows": json.dumps(rows), "kind": f"array<struct<{fields}>>"},
        )

    def answer(self, query: str, instead: Mapping[str, DataFrame] | None = None) -> DataFrame:
        """Return the dataframe of a query; Spark knows the views for as long as it reads it."""
        text = query.replace("{", "{{").replace("}", "}}")
        for name in self._views:
            text = text.replace(name, f"{{{name}}}")
        return self._session.sql(text, **self._views | dict(instead or {}))

    def _view(self, frame: DataFrame) -> str:
        """Name a dataframe as nothing else in a query is named."""
        name = f"mlcomp_{secrets.token_hex(8)}"
        self._views[name] = frame
        return name


def price_spark(frame: DataFrame, task: Task) -> DataFrame:
    """Return a PySpark dataframe with the added columns."""
    return Spark(frame).price(task, frame.columns)
