"""Take-home pay as JSON and as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.render.estimate import estimate_document
from mlcomp.render.renderers import Renderers
from mlcomp.render.rows import Rows
from mlcomp.render.taxed import take_home_document, take_home_rows

if TYPE_CHECKING:
    from mlcomp.documents.estimate_take_home import TakeHomeResultDoc
    from mlcomp.taxes.estimate import Left

COLUMNS = ("id", "label", "dollars", "basis", "source")


def left_document(left: Left) -> TakeHomeResultDoc:
    """Return take-home pay as `mlcomp/take-home/v1`."""
    return {
        "schema": "mlcomp/take-home/v1",
        "take_home": take_home_document(left.total),
        "take_home_of_base": take_home_document(left.base) if left.base else None,
        "estimate": estimate_document(left.estimate) if left.estimate else None,
    }


def left_rows(left: Left) -> Rows:
    """Return the pay, each tax, what is left, and what it buys, a row each."""
    rows = take_home_rows(take_home_document(left.total), "")
    if left.base:
        rows += take_home_rows(take_home_document(left.base), "base_")
    return Rows(COLUMNS, rows)


TAKE_HOME = Renderers(left_document, left_rows, "take_home:print_left")
