"""The JSON of `mlcomp take-home`, as types; see `documents`."""

from __future__ import annotations

from typing import Literal

# pydantic reads a TypedDict's fields before Python 3.12 only from this one.
from typing_extensions import TypedDict

from mlcomp.documents.base import strict
from mlcomp.documents.results import EstimateDoc
from mlcomp.documents.take_home import TakeHomeDoc


@strict
class TakeHomeResultDoc(TypedDict):
    """What is left of a pay, or of an estimate's typical pay."""

    schema: Literal["mlcomp/take-home/v1"]
    take_home: TakeHomeDoc
    """Of the pay that was given, or of the estimate's typical total."""
    take_home_of_base: TakeHomeDoc | None
    """Of the estimate's typical base; null where a pay was given."""
    estimate: EstimateDoc | None
    """What was priced; null where a pay was given."""
