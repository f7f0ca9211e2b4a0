"""Replay a receipt: every dollar of an estimate's JSON has to follow from its steps."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from mlcomp.book.ranges import Range
from mlcomp.documents.results import EstimateDoc
from mlcomp.errors import ReceiptError
from mlcomp.rules.pay import product
from mlcomp.rules.steps import UPLIFT, replay
from mlcomp.text import quoted

if TYPE_CHECKING:
    from mlcomp.documents.results import DollarsDoc, PayDoc, RangeDoc
    from mlcomp.rules.pay import Pay
    from mlcomp.rules.steps import Operation

MOST_STEPS = 1000
# What each operation of a receipt may apply: dollars, shares of a range, multipliers.
LIMITS: dict[Operation, tuple[float, float]] = {
    "start": (1, 1e9),
    "within": (0, 1),
    "multiply": (0.01, 100),
}


@dataclass(frozen=True, slots=True)
class Verification:
    """How many figures were replayed, and a line for each that does not follow."""

    checked: int
    problems: tuple[str, ...]


def verify(document: Any) -> Verification:
    """Replay an estimate's JSON (parsed), whose amounts are whole US dollars a year.

    Raises:
        ReceiptError: it is not an estimate's JSON.
    """
    try:
        receipt = _adapter().validate_python(document, strict=True)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in fault["loc"]) or "the document"
        found = quoted(fault["input"])
        raise ReceiptError(
            "expected an estimate's JSON (mlcomp/estimate/v1); "
            f"{quoted(where)[1:-1]}: {fault['msg'].lower()}, found {found}"
        ) from None
    return _Replay(receipt).result()


@cache
def _adapter() -> TypeAdapter[EstimateDoc]:
    return TypeAdapter(EstimateDoc)


class _Replay:
    def __init__(self, receipt: EstimateDoc) -> None:
        self.receipt = receipt
        self.checked = 0
        self.problems: list[str] = []

    def result(self) -> Verification:
        receipt = self.receipt
        steps = receipt["steps"]
        if not steps or steps[0]["operation"] != "start" or steps[-1]["id"] != UPLIFT:
            raise ReceiptError("expected steps from a band (start) to the uplift, found others")
        if len(steps) > MOST_STEPS:
            raise ReceiptError(f"expected at most {MOST_STEPS} steps, found {len(steps)}")
        stated = [
            (step["id"], step["operation"], _range(step["applied"], step["operation"]))
            for step in steps
        ]
        factors: list[Range] = []
        for step, reached in zip(steps, replay(stated), strict=True):
            if step["id"] == UPLIFT:
                self._pay("base", receipt["base"], product(factors))
            factors = [factor for _, factor in reached.factors]
            self._dollars(f"step {quoted(step['id'])}", step["reached"], reached.range)
            if step["id"] == "location" and step["applied"] != receipt["place"]["factor"]:
                factor = ", ".join(f"{number:g}" for number in step["applied"].values())
                self.problems.append(f"place.factor: expected {factor}, as step 'location' has it")
        self._pay("total", receipt["total"], product(factors))
        engineer = receipt["software_engineer"]
        if engineer:
            undone = _range(engineer["premium"], "multiply").inverse()
            base, total = product([*factors[:-1], undone]), product([*factors, undone])
            self._pay("software_engineer.base", engineer["base"], base)
            self._pay("software_engineer.total", engineer["total"], total)
        return Verification(self.checked, tuple(self.problems))

    def _dollars(self, where: str, stated: DollarsDoc, replayed: Range) -> None:
        for name in ("low", "typical", "high"):
            self._figure(f"{where}, {name}", stated[name], getattr(replayed, name))

    def _pay(self, where: str, stated: PayDoc, replayed: Pay) -> None:
        for name in ("low", "typical", "high", "likely_low", "likely_high"):
            self._figure(f"{where}.{name}", stated[name], getattr(replayed, name))

    def _figure(self, where: str, stated: int, replayed: float) -> None:
        self.checked += 1
        if stated != round(replayed):
            self.problems.append(f"{where}: expected {round(replayed)}, found {stated}")


def _range(stated: RangeDoc, operation: Operation) -> Range:
    low, typical, high = stated["low"], stated["typical"], stated["high"]
    least, most = LIMITS[operation]
    if not least <= low <= typical <= high <= most:
        raise ReceiptError(
            f"expected a rising range from {least:g} to {most:,.0f} for '{operation}', "
            f"found {low!r}, {typical!r}, {high!r}"
        )
    return Range(low, typical, high)
