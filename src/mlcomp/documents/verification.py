"""The JSON of a replayed receipt, as a type; see `documents`."""

from __future__ import annotations

from typing import Literal

# pydantic reads a TypedDict's fields before Python 3.12 only from this one.
from typing_extensions import TypedDict

from mlcomp.documents.base import strict


@strict
class VerificationDoc(TypedDict):
    """Whether every figure of a receipt follows from its steps."""

    schema: Literal["mlcomp/verification/v1"]
    ok: bool
    book: str | None
    """The edition that the receipt was held against, too; null for none."""
    checked: int
    problems: list[str]
