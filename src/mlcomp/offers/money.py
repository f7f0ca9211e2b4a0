"""Money and percentages as people type them: one reader for options and for files."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from mlcomp.errors import Fault, OfferError
from mlcomp.text import quoted, rounded

Per = Literal["hourly", "monthly", "yearly"]
Origin = Literal["prompt", "file", "roster"]
"""Where an amount was written: at a prompt, whose shell may have taken a part of it, or in a file.

What a roster's amounts are for can be said of all of them.
"""
"""What the amounts of a whole file are for, where it says so."""

MAX_DOLLARS = 1e9
MAX_PRICE = 1e6
HOURS_A_YEAR = 2080
# Below these an annual figure is likelier one of thousands, an hour or a month; above, a slip.
MIN_PLAIN = 1_000
MIN_SALARY = 60_000
MAX_UNSAID = 2_000_000
MAX_SALARY = 1e7
MAX_BONUS_SHARE = 3.0
SALARY = "US dollars a year such as 240000 or 240k"

# The grammar of an amount, in pieces that every engine's regular expressions read alike. No
# more digits than a billion and a double need, so that each can be cast.
_BLANK = "[ \t\r\n]*"
_FRACTION = "[.][0-9]{1,20}"
_GROUPS = "((,[0-9]{3}){1,3}|( [0-9]{3}){1,3}|(_[0-9]{3}){1,3})"
_DIGITS = f"([1-9][0-9]{{0,2}}{_GROUPS}|[1-9][0-9]{{0,11}}|0)({_FRACTION})?"
_A_YEAR_SAID = f"((/|(?i:an? |per )){_BLANK}(?i:year|yr))"
SALARY_PATTERN = f"^{_BLANK}[$]?{_BLANK}{_DIGITS}{_BLANK}[kKmM]?{_BLANK}({_A_YEAR_SAID})?{_BLANK}$"
"""The text of every salary but those that are refused for their amount."""
COMMON_PATTERN = f"^[$]?([1-9][0-9]{{0,11}}|[1-9][0-9]{{0,2}}(,[0-9]{{3}}){{1,3}}|0)({_FRACTION})?$"
"""Those among them that are digits, and at most a dollar sign and commas."""
NUMBER_PATTERN = "[0-9][0-9,_ .]*"
"""The number in the text of a salary."""

_MONEY = re.compile(
    f"{_BLANK}(?P<sign>[$])?{_BLANK}(?P<digits>{_DIGITS}|0[0-9,_]+){_BLANK}(?P<scale>[kKmM])?"
    f"{_BLANK}((/|(?i:an? |per )){_BLANK}(?P<unit>(?i:year|yr|month|mo|hour|hr|h)))?{_BLANK}",
    re.ASCII,
)
# What is left of $400k, $250,000 or $20k where a shell took the $ and the digit for a variable.
_HEADLESS = re.compile("0 *[0-9,_kKmM]")
_PERCENT = re.compile(r"(?P<number>[+-]?[0-9]+(?:\.[0-9]+)?)\s*(?P<sign>%)?")
TIMES: dict[Per, int] = {"hourly": HOURS_A_YEAR, "monthly": 12, "yearly": 1}
_SAID: dict[Per, str] = {
    "hourly": "US dollars an hour such as 92.50",
    "monthly": "US dollars a month such as 20000 or 20k",
    "yearly": SALARY,
}
_A_YEAR = {"month": 12, "mo": 12, "hour": HOURS_A_YEAR, "hr": HOURS_A_YEAR, "h": HOURS_A_YEAR}
_SCALES = {"": 1, "k": 1_000, "m": 1_000_000}


def unfit(expected: str, value: object, meant: str = "") -> OfferError:
    """Return the refusal of a value, perhaps with what it may have meant.

    It does not name its field: whoever reads the value knows it.
    """
    return OfferError(Fault(expected=expected, found=quoted(value), hint=meant, kind="ambiguous"))


class Money(NamedTuple):
    """An amount of US dollars; `plain` where neither $, k, m nor a comma marks it as money."""

    dollars: float
    plain: bool
    yearly: bool


def money(value: object, expected: str, *, decimals: int = 2, origin: Origin = "prompt") -> Money:
    """Read an amount from a file's number, or from text such as 240k, 240,000 or $240000.

    Text is read to the cent, or to so many decimals.

    Raises:
        OfferError: it is not an amount from 0 to a billion dollars.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        # A NaN fails this comparison too.
        if 0 <= value <= MAX_DOLLARS:
            return Money(rounded(value, decimals), plain=True, yearly=False)
        raise unfit(expected, value)
    match = _MONEY.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise unfit(expected, value)
    digits, scale = match["digits"], match["scale"] or ""
    if _HEADLESS.match(match[0].lstrip("$ \t\r\n")):
        lost = "did the shell take `$4`? write '$400k' in quotes" if origin == "prompt" else ""
        raise unfit(expected, value, lost)
    number = float(re.sub("[, _]", "", digits))
    # Rounded: 262.35 thousand is no 262,350.00000000006.
    dollars = rounded(number * _SCALES[scale.lower()], decimals)
    if dollars > MAX_DOLLARS:
        raise unfit(expected, value)
    unit = (match["unit"] or "").lower()
    if times := _A_YEAR.get(unit):
        raise unfit(expected, value, f"{dollars * times:,.0f} a year?")
    plain = not (match["sign"] or scale or "," in digits or " " in digits)
    return Money(dollars, plain=plain, yearly=bool(unit))


def amount(value: object) -> Money:
    """Read US dollars and whether they are a year's; a bare number under a thousand is rejected.

    Raises:
        OfferError: it is not an amount, or one that could be meant in thousands.
    """
    expected = "US dollars such as 30000 or 30k, at least 0"
    read = money(value, expected)
    if read.plain and 0 < read.dollars < MIN_PLAIN:
        meant = f"{read.dollars:g}"
        raise unfit(expected, value, f"${meant}k or ${meant}?")
    return read


def dollars(value: object) -> float:
    """Read US dollars as `amount` does.

    Raises:
        OfferError: it is not an amount, or one that could be meant in thousands.
    """
    return amount(value).dollars


def once(value: object) -> float:
    """Read US dollars that are paid once.

    Raises:
        OfferError: it is not an amount, or one a year.
    """
    read = amount(value)
    if read.yearly:
        raise unfit("US dollars paid once, such as 10000 or 10k", value, f"{read.dollars:,.0f}?")
    return read.dollars


def price(value: object) -> float:
    """Read the price of a share in US dollars, to a hundredth of a cent.

    Raises:
        OfferError: it is not a price from 0 to a million dollars.
    """
    expected = "US dollars a share such as 4 or 0.35"
    read = money(value, expected, decimals=4)
    if read.yearly or read.dollars > MAX_PRICE:
        raise unfit(expected, value)
    return read.dollars


def count(value: object) -> int:
    """Read a number of shares such as 20000, 20,000 or 20k.

    Raises:
        OfferError: it is not a whole number above 0.
    """
    expected = "a number of shares such as 20000"
    read = money(value, expected)
    in_dollars = isinstance(value, str) and "$" in value
    if in_dollars or read.yearly or not read.dollars or read.dollars % 1:
        raise unfit(expected, value)
    return int(read.dollars)


def salary(value: object, per: Per | None = None, origin: Origin = "prompt") -> float:
    """Read pay in US dollars a year; what looks hourly, monthly or a slip is ambiguous.

    Args:
        value: an amount as it is typed, or as a file has it.
        per: what it is for, where that was said of the whole file; "/year" in it goes before.
        origin: where it was written.

    Raises:
        OfferError: it is not an amount, or not plausible for a year; "30k/year" insists.
    """
    expected = SALARY if per is None else _SAID[per]
    read = money(value, expected, origin=origin)
    times = 1 if per is None or read.yearly else TIMES[per]
    paid = read.dollars * times
    if paid > MAX_SALARY:
        raise unfit(f"{expected}, at most {MAX_SALARY:,.0f}{' a year' if times > 1 else ''}", value)
    if paid < 1:
        raise unfit(expected, value)
    if per or read.yearly or MIN_SALARY <= paid <= MAX_UNSAID:
        return paid
    of_all = ", or give --pay yearly if all are" if origin == "roster" else ""
    insisting = f"if it is for a year, write {paid:.0f}/year{of_all}"
    if paid > MAX_UNSAID:
        raise unfit(SALARY, value, insisting)
    if paid < MIN_PLAIN:
        hourly = f"${paid:g} an hour would be {paid * HOURS_A_YEAR:,.0f} a year"
        raise unfit(SALARY, value, f"{paid:g}k? {hourly}")
    shell = "; a shell takes `$2` from $250k, write '$250k' in quotes" if origin == "prompt" else ""
    monthly = f"${paid:,.0f} a month would be {paid * 12:,.0f} a year"
    raise unfit(SALARY, value, f"{monthly}; {insisting}{shell}")


def percent(value: object, least: int, most: int) -> float:
    """Read a percentage such as 10% and return it as a share, 0.1; only 0 goes without its sign.

    Raises:
        OfferError: it is not between two whole percentages, or has no percent sign.
    """
    nothing = value == 0 and not isinstance(value, bool)
    text = value.strip() if isinstance(value, str) else "0" if nothing else ""
    if match := _PERCENT.fullmatch(text):
        number = float(match["number"])
        if least <= number <= most and (match["sign"] or number == 0):
            # Without the sign that -0.0 has.
            return round(number / 100, 12) + 0.0
    expected = f"a percentage such as 10%, from {least}% to {most}%"
    raise unfit(expected, value, _percents_meant(value))


def _percents_meant(value: object) -> str:
    """Say what a number without its percent sign may mean: 0.1 is 10% or 0.1%, 10 is 10%."""
    try:
        number = float(str(value))
    except ValueError:
        return ""
    if not -1000 < number < 1000:
        return ""
    return f"{number * 100:g}% or {number:g}%?" if abs(number) < 1 else f"{number:g}%?"


class Bonus(NamedTuple):
    """A target bonus: a share of base (0.15 is 15%), or US dollars a year; one of them."""

    share: float | None
    dollars: float | None

    def on(self, base: float) -> float:
        """Return the bonus in US dollars a year on a base salary."""
        return base * self.share if self.share is not None else self.dollars or 0.0


def bonus(value: object) -> Bonus:
    """Read a target bonus as a percentage of base or as dollars a year.

    Raises:
        OfferError: it is neither, or an amount under a thousand, which is likelier a
            percentage (0.15, 15, $0.15); "500/year" insists.
    """
    expected = "a percentage of base such as 15%, or US dollars a year such as 36000 or 36k"
    if isinstance(value, str) and value.strip().endswith("%"):
        return Bonus(percent(value, 0, round(MAX_BONUS_SHARE * 100)), None)
    read = money(value, expected)
    if not read.yearly and 0 < read.dollars < MIN_PLAIN:
        number = read.dollars
        share = f"{number * 100:g}%" if number < 1 else f"{number:g}%"
        raise unfit(expected, value, f"{share} or ${number:g}?")
    return Bonus(None, read.dollars)
