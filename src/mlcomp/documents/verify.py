"""Replay a receipt: every dollar of an estimate's JSON has to follow from its steps."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from mlcomp.book.ranges import Range
from mlcomp.documents.results import EstimateDoc
from mlcomp.errors import Fault, ReceiptError
from mlcomp.rules.pay import product
from mlcomp.rules.steps import UPLIFT, replay
from mlcomp.text import integer, printable, quoted

if TYPE_CHECKING:
    from mlcomp.documents.results import DollarsDoc, PayDoc, RangeDoc
    from mlcomp.rules.pay import Pay
    from mlcomp.rules.steps import Operation

MAX_STEPS = 1000
# What each operation of a receipt may apply: dollars, shares of a range, multipliers.
LIMITS: dict[Operation, tuple[float, float]] = {
    "start": (1, 1e9),
    "within": (0, 1),
    "multiply": (0.01, 100),
}


@dataclass(frozen=True, slots=True)
class Verification:
    """How many figures were replayed, and a fault for each that does not follow."""

    checked: int
    faults: tuple[Fault, ...]


def verify(document: Any) -> Verification:
    """Replay an estimate's JSON (parsed), whose amounts are whole US dollars a year.

    Raises:
        ReceiptError: it is not an estimate's JSON.
    """
    try:
        receipt = _adapter().validate_python(document, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the document"
        # Pydantic knows what is wrong; its message is passed on as it is.
        wrong, found = first["msg"].lower(), quoted(first["input"])
        fault = Fault(printable(where), expected=wrong, found=found, kind="no receipt")
        raise ReceiptError(fault) from None
    return _Replay(receipt).result()


@cache
def _adapter() -> TypeAdapter[EstimateDoc]:
    return TypeAdapter(EstimateDoc)


class _Replay:
    def __init__(self, receipt: EstimateDoc) -> None:
        self.receipt = receipt
        self.checked = 0
        self.faults: list[Fault] = []

    def result(self) -> Verification:
        receipt = self.receipt
        steps = receipt["steps"]
        if not steps or steps[0]["operation"] != "start" or steps[-1]["id"] != UPLIFT:
            expected = "steps from a band (start) to the uplift"
            raise ReceiptError(Fault(expected=expected, found="others"))
        if len(steps) > MAX_STEPS:
            expected = f"at most {MAX_STEPS} steps"
            raise ReceiptError(Fault(expected=expected, found=str(len(steps))))
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
                expected = f"{factor}, as step 'location' has it"
                self.faults.append(Fault("place.factor", expected=expected))
        self._pay("total", receipt["total"], product(factors))
        engineer = receipt["software_engineer"]
        if engineer:
            undone = _range(engineer["premium"], "multiply").inverse()
            base, total = product([*factors[:-1], undone]), product([*factors, undone])
            self._pay("software_engineer.base", engineer["base"], base)
            self._pay("software_engineer.total", engineer["total"], total)
        return Verification(self.checked, tuple(self.faults))

    def _dollars(self, where: str, stated: DollarsDoc, replayed: Range) -> None:
        for name in ("low", "typical", "high"):
            self._figure(f"{where}, {name}", stated[name], getattr(replayed, name))

    def _pay(self, where: str, stated: PayDoc, replayed: Pay) -> None:
        for name in ("low", "typical", "high", "likely_low", "likely_high"):
            self._figure(f"{where}.{name}", stated[name], getattr(replayed, name))

    def _figure(self, where: str, stated: int, replayed: float) -> None:
        self.checked += 1
        if stated != integer(replayed):
            self.faults.append(Fault(where, expected=f"{integer(replayed)}", found=f"{stated}"))


def _range(stated: RangeDoc, operation: Operation) -> Range:
    low, typical, high = stated["low"], stated["typical"], stated["high"]
    least, most = LIMITS[operation]
    if not least <= low <= typical <= high <= most:
        expected = f"a rising range from {least:g} to {most:,.0f} for '{operation}'"
        found = f"{low!r}, {typical!r}, {high!r}"
        raise ReceiptError(Fault(expected=expected, found=found))
    return Range(low, typical, high)
