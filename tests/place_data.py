"""The place files as the tests read them, and an oracle of what is a name, independent of mlcomp."""

from __future__ import annotations

import csv
import os
import re
import unicodedata
from itertools import combinations
from pathlib import Path

import pytest

from mlcomp.places import hints
from mlcomp.places.names import STATES
from mlcomp.places.resolver import Place, PlaceError, resolve

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
EVIDENCE = Path(os.environ.get("MLCOMP_EVIDENCE") or ROOT.parent / "shared" / "evidence")


def rows(path: Path) -> list[dict[str, str]]:
    """Return a CSV file's records, without its comment lines."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


TYPED = rows(Path(__file__).parent / "data" / "places_typed.csv")
PLACES = rows(DATA / "places.csv")
ALIASES = rows(DATA / "aliases.csv")
POSTAL = rows(DATA / "postal.csv")
ZIPS = {
    row["zip3"] + row["ends"][at : at + 2]
    for row in rows(DATA / "zips.csv")
    for at in range(0, len(row["ends"]), 2)
}
METROS = {row["code"]: row for row in rows(DATA / "areas.csv") if row["kind"] == "metro"}

_WORK = "hybrid|onsite|on site|in office|office|hq|headquarters"
_ROUND = re.compile(
    rf"^(?:{_WORK}|greater|metro|metropolitan|downtown|city of|town of|state of|the)? ?(.*?)"
    rf"(?: (?:{_WORK}|metro|metropolitan|statistical|area|region|metroplex|state))*$"
)
_NATION = re.compile(r" (?:usa|us|united states(?: of america)?)$")
_TAILS = {name.lower() for name in STATES.values()} | {postal.lower() for postal in STATES}
_TAILS |= {
    "ala",
    "ariz",
    "ark",
    "cal",
    "calif",
    "colo",
    "conn",
    "del",
    "fla",
    "ill",
    "ind",
    "kan",
    "kans",
    "mass",
    "mich",
    "minn",
    "miss",
    "mont",
    "neb",
    "nebr",
    "nev",
    "nmex",
    "ndak",
    "okla",
    "ore",
    "penn",
    "penna",
    "sdak",
    "tenn",
    "tex",
    "wash",
    "wva",
    "wis",
    "wisc",
    "wyo",
}


def squash(text: str) -> str:
    """Fold a text on other lines than the package does, and without its spaces."""
    text = unicodedata.normalize("NFD", text.casefold()).replace("&", " and ")
    text = "".join(c for c in text if c.isalnum() or c == " ")
    for long, short in (("sainte", "st"), ("saint", "st"), ("ste", "st"), ("fort", "ft")):
        text = re.sub(rf"\b{long}\b", short, text)
    for long, short in (("mount", "mt"), ("mtn", "mountain"), ("n", "north"), ("s", "south")):
        text = re.sub(rf"\b{long}\b", short, text)
    for short, long in (("e", "east"), ("w", "west"), ("no", "north"), ("so", "south")):
        text = re.sub(rf"^{short}\b", long, text)
    for short, long in (("hts", "heights"), ("spgs", "springs"), ("twp", "township")):
        text = re.sub(rf"\b{short}\b", long, text)
    for short, long in (("univ", "university"), ("inst", "institute")):
        text = re.sub(rf"\b{short}\b", long, text)
    text = re.sub(r"\bafb\b", "air force base", text)
    return text.replace(" ", "")


def spaced(text: str) -> str:
    """Return a text with spaces for hyphens and the like, as names are written."""
    text = unicodedata.normalize("NFKD", text.casefold())
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = re.sub(r"[.'`\u2018\u2019\u02bb]", "", text)
    return re.sub(r"\s+", " ", re.sub(r"[-,/();\u2010\u2011\u2013\u2014]", " ", text)).strip()


def all_names() -> set[str]:
    """Return every name that may be resolved, squashed."""
    names = {squash(spaced(row["also"] or row["name"])) for row in PLACES}
    names |= {squash(spaced(row["name"])) for row in ALIASES}
    names |= {squash(spaced(row["name"] or row["key"])) for row in POSTAL}
    names |= {squash(name) for name in STATES.values()} | {postal.lower() for postal in STATES}
    names |= {n.removeprefix("the") for n in names}
    for metro in METROS.values():
        cities = [c for c in re.split(r"[-/]+", metro["name"].rpartition(", ")[0]) if c]
        for size in range(1, len(cities) + 1):
            names |= {squash(spaced(" ".join(some))) for some in combinations(cities, size)}
    return names


NAMES = all_names()


def is_name(text: str) -> bool:
    """Tell, independently of the package, whether a text is a name, alone or with what goes round.

    An oracle must not be narrower than the rules: it is wider where spaces are concerned, for
    which there is a test below.
    """
    if "/" in text and all(is_name(part) for part in text.split("/")):
        return True
    first, *rest = [p for p in re.split(r"[-,;/.\u2013\u2014]", text) if spaced(p)] or [""]
    if rest and _NATION.fullmatch(f" {spaced(first)}"):
        first, *rest = rest
    state = spaced(first).removesuffix(" state").replace(" ", "")
    if rest and state in {tail.replace(" ", "") for tail in _TAILS} and is_name(" ".join(rest)):
        return True
    if found := re.fullmatch(r"\s*(\d{5})(-\d{4})?\s*", text):
        return found[1] in ZIPS
    text = re.sub(r"[ ,]\d{5}(-\d{4})?\s*$", "", text)
    whole = spaced(text)
    for plain in {whole, _NATION.sub("", whole)}:
        found = _ROUND.match(plain)
        assert found
        for name in {plain, found[1]}:
            parts = name.split(" ")
            for size in range(len(parts)):
                left, tail = parts[: len(parts) - size], parts[len(parts) - size :]
                tail_ok = not tail or "".join(tail) in {t.replace(" ", "") for t in _TAILS}
                tail_ok = tail_ok or all(t in _TAILS for t in tail)
                one = " ".join(left).removeprefix("the ")
                if tail_ok and {squash(" ".join(left)), squash(one)} & NAMES:
                    return True
                if tail_ok and (inner := _ROUND.match(one)) and squash(inner[1]) in NAMES:
                    return True
                if tail_ok and squash(one.replace(" and ", " ")) in NAMES:
                    return True
                if tail_ok and squash(one.replace(" n ", " and ")) in NAMES:
                    return True
    return False


def no_hints(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the search for suggestions, which is the slow part of a refusal."""
    monkeypatch.setattr(hints, "nearest", lambda _: [])


def resolves(text: str) -> bool:
    """Tell whether a text is resolved; anything but a PlaceError fails the test."""
    try:
        resolve(text)
    except PlaceError:
        return False
    return True


def code(place: Place) -> str:
    """Return the metro's code, or nothing outside the metros."""
    return place.metro.code if place.metro else ""


def refused(typed: str) -> PlaceError:
    """Return the error that a text must raise, having checked its form."""
    with pytest.raises(PlaceError) as caught:
        resolve(typed)
    message = str(caught.value)
    assert message.isprintable()
    assert len(message) < 600
    for choice in caught.value.choices:
        assert resolve(choice), choice
    return caught.value
