"""Build postal.csv and zips.csv: the names of the post office, and every ZIP code.

    python scripts/build_postal.py us_places.csv [--out data]

Needs the package `zipcodes` (MIT; its data are GeoNames', CC BY 4.0) and data/places.csv,
which `build_places.py` makes. The same package and places give the same bytes. A ZIP code is
in its county's metro; which that is, the census places say, and `more_counties.csv`, by hand,
for counties without a place of 2,500 people.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from math import cos, radians
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(_HERE.parent / "src"))

import zipcodes  # noqa: E402

from mlcomp.places import gazetteer  # noqa: E402
from mlcomp.places.areas import metro_titles  # noqa: E402
from mlcomp.places.names import STATES, key, words  # noqa: E402

_COUNTY = re.compile(
    r" (County|Parish|Borough|Census Area|Municipality|City and Borough|Municipio)$"
    r"|^(Municipality of|City and Borough of) ",
    re.IGNORECASE,
)
_CENSUS_CITY = re.compile(r" \(city\)$")


@dataclass(frozen=True)
class Code:
    """One ZIP code: its post office's name, the other names it takes, and where it lies."""

    digits: str
    name: str
    others: tuple[str, ...]
    state: str
    county: str
    latitude: float
    longitude: float


def read_codes() -> list[Code]:
    """Return every ZIP code of the package; those abroad and in territories have no county."""
    codes = []
    for record in zipcodes.list_all():
        names = [_plain(name) for name in (record["city"], *record["acceptable_cities"])]
        inside = record["state"] in STATES
        codes.append(
            Code(
                *(record["zip_code"], names[0], tuple(names[1:]), record["state"]),
                _county_key(record["county"]) if inside else "",
                float(record["lat"] or 0),
                float(record["long"] or 0),
            )
        )
    return sorted(codes, key=lambda code: code.digits)


def _plain(name: str) -> str:
    return " ".join(name.replace(",", " ").replace('"', "").split())


def _county_key(county: str) -> str:
    return key(words(_COUNTY.sub("", _CENSUS_CITY.sub(" city", county))))


def metros_of_counties(census: Path) -> dict[tuple[str, str], str]:
    """Return the metro of each county by key and state, blank outside those BLS reports."""
    paid = {code for code, _ in metro_titles()}
    found = {}
    for path, county, metro in (
        (census, "county", "cbsa_code"),
        (_HERE / "more_counties.csv", "county", "metro"),
    ):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                where = _county_key(row[county]), row["state"]
                found[where] = row[metro] if row[metro] in paid else ""
    return found


def metros_of_codes(codes: Sequence[Code], counties: dict[tuple[str, str], str]) -> dict[str, str]:
    """Return the metro of each ZIP code of a state, blank outside the metros.

    Connecticut has no counties any more, so its ZIP codes are in the metro of the place they
    are named after; those without such a place or a county, in that of the nearest that has.
    """
    found: dict[str, str] = {}
    unknown = []
    for code in codes:
        if code.state == "CT" or not code.county:
            metros = {town.metro for town in gazetteer.towns(words(code.name), code.state)}
            if len(metros) == 1:
                found[code.digits] = metros.pop()
            else:
                unknown.append(code)
        else:
            # A county that no list has holds no town and no city: it is outside the metros.
            found[code.digits] = counties.get((code.county, code.state), "")
    known: defaultdict[str, list[Code]] = defaultdict(list)
    for code in codes:
        if code.digits in found:
            known[code.state].append(code)
    for code in unknown:
        near = known[code.state]
        nearest = min(near, key=lambda each: (_apart(each, code), each.digits))
        found[code.digits] = found[nearest.digits]
    return found


def _apart(one: Code, other: Code) -> float:
    east = (one.longitude - other.longitude) * cos(radians(one.latitude))
    return float((one.latitude - other.latitude) ** 2 + east**2)


def zip_lines(codes: Iterable[Code], metros: dict[str, str]) -> Iterator[str]:
    """Yield the lines of zips.csv: first three digits, state, metro, name, last two of each."""
    ends: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for code in codes:
        head, tail = code.digits[:3], code.digits[3:]
        ends[head, code.state, metros.get(code.digits, ""), code.name].append(tail)
    for line, tails in sorted(ends.items()):
        yield ",".join([*line, "".join(sorted(tails))])


def name_lines(codes: Iterable[Code], metros: dict[str, str]) -> Iterator[str]:
    """Yield the lines of postal.csv, for names that places.csv does not have in the state.

    A post office's own name outweighs the same one as another that it takes. A name in several
    metros has a line for each, with one of its ZIP codes there.
    """
    own: defaultdict[tuple[str, str], list[tuple[str, Code]]] = defaultdict(list)
    taken: defaultdict[tuple[str, str], list[tuple[str, Code]]] = defaultdict(list)
    for code in codes:
        if code.state in STATES:
            own[key(words(code.name)), code.state].append((code.name, code))
            for other in code.others:
                taken[key(words(other)), code.state].append((other, code))
    known = {(name_key, state) for name_key, _, state in gazetteer.all_keys()}
    lines = []
    for (name_key, state), found in {**taken, **own}.items():
        # Of several spellings the most usual one.
        name = Counter(name for name, _ in found).most_common(1)[0][0]
        # `Annetta N`, cut short by the post office, is read as `Annetta and` before a state.
        typed = key(words(f"{name}, {state}"))
        if not name_key.isascii() or typed != name_key + state.lower():
            continue
        if (name_key, state) in known and gazetteer.towns(words(name), state):
            continue
        first: dict[str, str] = {}
        for _, code in found:
            first.setdefault(metros[code.digits], code.digits)
        shown = "" if name == name_key.capitalize() else name
        for metro, digits in sorted(first.items()):
            lines.append([name_key, state, metro, digits if len(first) > 1 else "", shown])
    return (",".join(line) for line in sorted(lines))


def build(census: Path, out: Path) -> None:
    """Write both files into a folder."""
    codes = read_codes()
    metros = metros_of_codes(
        [code for code in codes if code.state in STATES], metros_of_counties(census)
    )
    for name, header, lines in (
        ("zips.csv", "zip3,state,metro,name,ends", zip_lines(codes, metros)),
        ("postal.csv", "key,state,metro,zip,name", name_lines(codes, metros)),
    ):
        (out / name).write_bytes(("\n".join([header, *lines]) + "\n").encode())


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("places", type=Path, help="Census places of 2,500 people and more, CSV")
    parser.add_argument("--out", type=Path, default=Path("data"), help="folder to write to")
    args = parser.parse_args()
    build(args.places, args.out)


if __name__ == "__main__":
    main()
