"""Build prices.csv and counties.csv, by which take-home pay knows a place's prices and taxes.

    python scripts/build_prices.py bea_rpp_2024.csv us_places.csv [--out data]

The same input gives the same bytes. Prices are the Bureau of Economic Analysis' regional price
parities; counties are the Census places' own, kept for the states whose counties tax income.
"""

import argparse
import csv
import re
import sys
from pathlib import Path

_HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(_HERE.parent / "src"))

from census_names import usual_name  # noqa: E402
from mlcomp.places.names import STATES  # noqa: E402

TAXING = ("IN", "MD")
"""States in which each county has an income tax of its own."""

CONSOLIDATED = (("Indianapolis", "IN", "Marion"),)
"""Consolidated city-counties that the census list leaves out."""

_OUTSIDE = re.compile(r"(.+) \(Nonmetropolitan Portion\)")
_CITY = re.compile(r" \(city\)$")


def prices(path: Path) -> list[str]:
    """Return a line for each metro, for each state outside its metros, and for the nation."""
    codes = {name: code for code, name in STATES.items()}
    lines = []
    for row in _rows(path, ("kind", "geofips", "name", "all", "housing")):
        outside = _OUTSIDE.fullmatch(row["name"])
        if row["kind"] == "metro" and not outside:
            code = "US" if row["geofips"] == "00000" else row["geofips"]
        elif row["kind"] == "portion" and outside:
            code = codes[outside[1]]
        else:
            continue
        if not float(row["all"]):
            continue  # A state that is all metros has nothing outside them.
        lines.append(f'{code},{row["all"]},{row["housing"]},"{row["name"]}"')
    return sorted(lines)


def counties(path: Path) -> list[str]:
    """Return a line for each place of the states whose counties tax income."""
    rows = [
        (usual_name(row["place"], row["state"]), row["state"], row["county"])
        for row in _rows(path, ("place", "state", "county"))
        if row["state"] in TAXING
    ]
    lines = {
        f"{name},{state},{_CITY.sub(' City', county)}"
        for name, state, county in (*rows, *CONSOLIDATED)
    }
    return sorted(lines)


def _rows(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if missing := set(columns) - set(reader.fieldnames or ()):
            sys.exit(f"{path.name}, row 1: expected a column {min(missing)!r}")
        return list(reader)


def _write(path: Path, header: str, lines: list[str]) -> None:
    path.write_bytes(("\n".join([header, *lines]) + "\n").encode())


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("prices", type=Path, help="BEA regional price parities, CSV")
    parser.add_argument("places", type=Path, help="Census places of 2,500 people and more, CSV")
    parser.add_argument("--out", type=Path, default=Path("data"), help="folder to write to")
    args = parser.parse_args()
    _write(args.out / "prices.csv", "code,all,housing,name", prices(args.prices))
    _write(args.out / "counties.csv", "name,state,county", counties(args.places))


if __name__ == "__main__":
    main()
