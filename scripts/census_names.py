"""From the Census Bureau's names to those people use, as far as a rule can tell."""

import re

from mlcomp.places.names import key

_COUNTY = re.compile(r"^(?P<city>.+?)(?:[-/]|, ).+ County$")  # Macon-Bibb County
_URBAN = re.compile(r"^Urban (?P<city>.+)$")  # Urban Honolulu
_METRO_OF = re.compile(r"^Metro of (?P<city>.+)$")  # Metro of Magna, a metro township
_VILLAGE = re.compile(r"^(?P<city>.+), Village of .+$")  # Islamorada, Village of Islands
_BALANCE = re.compile(
    r"^(?P<city>.+?)(?:[-/].+)? (?:\(balance\)|(?:metro(?:politan)?|unified|consolidated)"
    r" government)(?: \(balance\))?$"
)
_CDP = re.compile(r"^(?P<city>.+) CDP$")
_MA_TOWN = re.compile(r"^(?P<city>.+) Town$")  # a city that kept its title: Watertown Town
_SECOND = re.compile(r"^(?P<city>.+) \((?P<other>.+)\)$")  # Oak Creek (Big Park)
_SHORT_WORDS = (("Univ.", "University"), ("Calif.", "California"), ("Inst.", "Institute"))


def usual_name(census: str, state: str) -> str:
    """Return what people call a census place, as far as a rule can tell."""
    rules = [_BALANCE, _COUNTY, _URBAN, _METRO_OF, _VILLAGE, _CDP, _SECOND]
    for rule in [*rules, _MA_TOWN] if state == "MA" else rules:
        if found := rule.match(census):
            census = found["city"]
    for short, full in _SHORT_WORDS:
        census = census.replace(short, full)
    return re.sub(r"\bSainte? ", "St. ", census)


def other_names(census: str, usual: str) -> list[str]:
    """Return the further names a rule finds: the census name, and `San X` of `San X (Y)`."""
    others = [census.replace(",", "")] if key(census) != key(usual) else []
    if found := _SECOND.match(census):
        others.append(found["other"])
    return others
