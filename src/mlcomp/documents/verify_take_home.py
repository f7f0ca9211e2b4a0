"""Replay the taxes of a receipt: each by the library, or from its own rates, and their sums."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcomp.errors import Fault, ReceiptError
from mlcomp.taxes.levies import CreditLevied, charged
from mlcomp.taxes.library import LAW, NAME, Inputs, computed, version
from mlcomp.text import integer, quoted, rounded

if TYPE_CHECKING:
    from mlcomp.documents.take_home import (
        BracketDoc,
        InputsDoc,
        LevyDoc,
        TakeHomeDoc,
        TaxLineDoc,
    )
    from mlcomp.taxes.records import Brackets

BOUNDS: dict[str, tuple[float, float]] = {
    "state": (0, 51),
    "mstat": (1, 2),
    "depx": (0, 15),
    "pwages": (0, 1e9),
    "swages": (0, 1e9),
    "proptax": (0, 1e9),
}


def replayed_taxes(
    receipt: TakeHomeDoc, where: str, typical: int | None
) -> tuple[int, list[Fault]]:
    """Return how many figures were replayed, and a fault for each that does not follow.

    Args:
        receipt: take-home pay in whole US dollars.
        where: its name in the document.
        typical: the estimate's typical pay that it is of, if any.

    Raises:
        ReceiptError: it cannot be replayed: it is of another law, or asks what nobody would.
        ExtraError: the library is not installed.
    """
    if receipt["law"] != LAW:
        raise ReceiptError(Fault(f"{where}.law", expected=f"{LAW}", found=f"{receipt['law']}"))
    stated: dict[str, float] = {}
    follows: dict[str, float] = {}
    for name, line, dollars in _lines(receipt, where):
        stated[name], follows[name] = line["dollars"], integer(dollars)
    sums = {
        "federal": receipt["federal"],
        "social_security_medicare": receipt["social_security_medicare"],
        "state": receipt["state"],
        "state_payroll": receipt["state_payroll"],
        "local": receipt["local"],
    }
    for kind, dollars in sums.items():
        stated[kind] = dollars
        follows[kind] = sum(each["dollars"] for each in receipt["lines"] if each["of"] == kind)
    earned = receipt["pay"] + receipt.get("spouse_pay", 0)
    net = earned - sum(sums.values())
    stated["net"], follows["net"] = receipt["net"], net
    stated["effective_percent"] = receipt["effective_percent"]
    follows["effective_percent"] = rounded(100 * (earned - net) / earned, 1) if earned else 0.0
    level, real = receipt["price_level"], receipt["net_at_national_prices"]
    if level and real is not None:
        stated["net_at_national_prices"] = real
        follows["net_at_national_prices"] = integer(receipt["net"] / level * 100)
    if typical is not None:
        stated["pay"], follows["pay"] = receipt["pay"], typical
    faults = [
        Fault(f"{where}.{name}", expected=f"{follows[name]:g}", found=f"{stated[name]:g}")
        for name in stated
        if abs(stated[name] - follows[name]) > _room(name)
    ]
    return len(stated), [*faults, *_asked_otherwise(receipt, where, earned)]


def _room(name: str) -> float:
    # A percentage whose last digit is a tie is rounded either way.
    return 0.11 if name.endswith("percent") else 0.0


def _lines(receipt: TakeHomeDoc, where: str) -> list[tuple[str, TaxLineDoc, float]]:
    """Return each line under its name, with what it is when it is computed again."""
    by_library = [each["library"] for each in receipt["lines"]]
    asked = [_inputs(each["inputs"], where) for each in by_library if each]
    for each in by_library:
        if each and each["name"] != NAME:
            raise ReceiptError(Fault(f"{where}.lines", expected=NAME, found=quoted(each["name"])))
    answers = iter(computed(asked))
    lines = []
    for line in receipt["lines"]:
        library, levy = line["library"], line["levy"]
        if library:
            dollars = getattr(next(answers), library["output"])
        elif levy:
            dollars = _levied(levy)
        else:
            expected = "library or levy, from which it follows"
            raise ReceiptError(Fault(f"{where}.lines", expected=expected, found="neither"))
        lines.append((f"line {quoted(line['label'])}{_by(library)}", line, dollars))
    return lines


def _by(library: object) -> str:
    """Say so where another version of the library replays a tax."""
    stated = library.get("version") if isinstance(library, dict) else None
    own = version() if stated else None
    return "" if stated == own else f" (of {NAME} {stated}, replayed by {own})"


def _inputs(inputs: InputsDoc, where: str) -> Inputs:
    found = Inputs(**inputs)
    for name, value in found._asdict().items():
        least, most = BOUNDS[name]
        if not least <= value <= most:
            expected = f"from {least:g} to {most:,.0f}"
            raise ReceiptError(Fault(f"{where}.{name}", expected=expected, found=repr(value)))
    return found


def _levied(levy: LevyDoc) -> float:
    credits_ = [
        CreditLevied(each["income_up_to"], each["fixed"], _brackets(each["rates"]))
        for each in levy["credits"]
    ]
    rates = _brackets(levy["rates"])
    return charged(levy["taxed"], levy["income"], rates, levy["fixed"], levy["at_most"], credits_)


def _brackets(rates: list[BracketDoc]) -> Brackets:
    return tuple((each["above"], each["percent"]) for each in rates)


def _asked_otherwise(receipt: TakeHomeDoc, where: str, earned: int) -> list[Fault]:
    """Find what the library was asked that is not what the receipt says of the person."""
    saved = receipt.get("pretax", 0)
    taken = [receipt["state"], receipt["state_payroll"], receipt["local"]]
    # Each of the lines that are itemized was rounded.
    deducted, room = sum(max(0, each) for each in taken), len(receipt["lines"])
    filer = 2 if receipt["filing"] == "married" else 1
    faults = []
    for line in receipt["lines"]:
        if (library := line["library"]) is None:
            continue
        asked = library["inputs"]
        wages = asked["pwages"] + asked["swages"]
        least = earned if line["of"] == "social_security_medicare" else earned - saved
        most = earned if line["of"] != "federal" else least
        name = f"{where}, line {quoted(line['label'])}"
        if not least - 2 <= wages <= most + 2:
            faults.append(Fault(name, expected=f"wages of {least:,.0f}", found=f"{wages:,.0f}"))
        # Asked for together with the state's tax, that is itemized by itself.
        itemized = asked["proptax"] + (max(0, receipt["state"]) if asked["state"] else 0)
        if line["of"] == "federal" and abs(itemized - deducted) > room:
            expected, found = f"taxes itemized of {deducted:,.0f}", f"{itemized:,.0f}"
            faults.append(Fault(name, expected=expected, found=found))
        if (asked["mstat"], asked["depx"]) != (filer, receipt.get("dependents", 0)):
            expected = f"{receipt['filing']} with {receipt.get('dependents', 0)} dependents"
            faults.append(Fault(name, expected=expected, found="others"))
    return faults
