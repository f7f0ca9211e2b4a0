"""Replay a receipt: every dollar of an estimate's JSON has to follow from its steps.

So has every tax on take-home pay from what it was computed from.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from mlcomp.documents.estimate_take_home import TakeHomeResultDoc
from mlcomp.documents.results import EstimateDoc
from mlcomp.documents.stated import stated_range
from mlcomp.documents.verify_book import apart, shipped_as
from mlcomp.errors import Fault, ReceiptError
from mlcomp.rules.pay import product
from mlcomp.rules.steps import UPLIFT, replay
from mlcomp.text import integer, printable, quoted

if TYPE_CHECKING:
    from mlcomp.book.ranges import Range
    from mlcomp.book.rulebook import Book
    from mlcomp.documents.results import DollarsDoc, PayDoc
    from mlcomp.documents.take_home import TakeHomeDoc
    from mlcomp.rules.pay import Pay

MAX_STEPS = 1000
TAKE_HOME = "mlcomp/take-home/v1"
ESTIMATE_JSON = "an estimate's JSON (mlcomp/estimate/v1)"
TAKE_HOME_JSON = f"take-home pay's JSON ({TAKE_HOME})"


@dataclass(frozen=True, slots=True)
class Verification:
    """How many figures were replayed, and a fault for each that does not follow.

    `book` is the edition that the receipt was held against, None where it was none; `apart`
    is what that book has otherwise.
    """

    checked: int
    faults: tuple[Fault, ...]
    book: str | None = None
    apart: tuple[Fault, ...] = ()

    @property
    def problems(self) -> tuple[Fault, ...]:
        """All that is wrong."""
        return (*self.faults, *self.apart)


def verify(document: Any, book: Book | None = None) -> Verification:
    """Replay the JSON of an estimate or of take-home pay (parsed), in whole US dollars a year.

    Args:
        document: the estimate.
        book: the rule book that it should come from; without, one of the shipped books if the
            receipt names one, else none.

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
    whole = Verification(
        sum(each.checked for each in replayed),
        tuple(fault for each in replayed for fault in each.faults),
    )
    held_by = book or (shipped_as(estimate["book"]) if estimate else None)
    if held_by is None:
        return whole
    differing = apart(estimate, held_by, by_name=book is None)
    return replace(whole, book=held_by.edition, apart=tuple(differing))


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
            (step["id"], step["operation"], stated_range(step["applied"], step["operation"]))
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
            undone = stated_range(engineer["premium"], "multiply").inverse()
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
