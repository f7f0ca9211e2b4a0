"""Replay a receipt: every dollar of an estimate's JSON has to follow from its steps.

So has every tax on take-home pay from what it was computed from.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from mlcomp.book.ranges import Range
from mlcomp.documents.estimate_take_home import TakeHomeResultDoc
from mlcomp.documents.results import EstimateDoc
from mlcomp.errors import Fault, ReceiptError
from mlcomp.rules.pay import product
from mlcomp.rules.steps import UPLIFT, replay
from mlcomp.text import integer, printable, quoted

if TYPE_CHECKING:
    from mlcomp.documents.results import DollarsDoc, PayDoc, RangeDoc
    from mlcomp.documents.take_home import TakeHomeDoc
    from mlcomp.rules.pay import Pay
    from mlcomp.rules.steps import Operation

MAX_STEPS = 1000
TAKE_HOME = "mlcomp/take-home/v1"
ESTIMATE_JSON = "an estimate's JSON (mlcomp/estimate/v1)"
TAKE_HOME_JSON = f"take-home pay's JSON ({TAKE_HOME})"
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
    """Replay the JSON of an estimate or of take-home pay (parsed), in whole US dollars a year.

    Raises:
        ReceiptError: it is neither.
        ExtraError: it has take-home pay, and the library of taxes is not installed.
    """
    estimate: EstimateDoc | None
    left: TakeHomeDoc | None
    if isinstance(document, dict) and document.get("schema") == TAKE_HOME:
        result: TakeHomeResultDoc = _read(TakeHomeResultDoc, document, TAKE_HOME_JSON)
        estimate, left = result["estimate"], result["take_home"]
        left_of_base = result["take_home_of_base"]
    else:
        estimate = _read(EstimateDoc, document, ESTIMATE_JSON)
        left, left_of_base = estimate.get("take_home"), estimate.get("take_home_of_base")
    replayed = [_Replay(estimate).result()] if estimate else []
    taken = {
        "take_home": (left, estimate["total"] if estimate else None),
        "take_home_of_base": (left_of_base, estimate["base"] if estimate else None),
    }
    for where, (each, pay) in taken.items():
        if each:
            # Only such receipts need the taxes.
            from mlcomp.documents.verify_take_home import replayed_taxes

            checked, faults = replayed_taxes(each, where, pay["typical"] if pay else None)
            replayed.append(Verification(checked, tuple(faults)))
    return Verification(
        sum(each.checked for each in replayed),
        tuple(fault for each in replayed for fault in each.faults),
    )


def _read(kind: Any, document: Any, name: str) -> Any:
    """Return a document as one of a kind, to the last key."""
    try:
        return _adapter(kind).validate_python(document, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the document"
        # Pydantic knows what is wrong; its message is passed on as it is.
        wrong, found = first["msg"].lower(), quoted(first["input"])
        fault = Fault(printable(where), name, wrong, found, kind="no receipt")
        raise ReceiptError(fault) from None


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


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
