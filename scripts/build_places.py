"""Build places.csv, areas.csv and lookalikes.csv from Census places and BLS wages.

    python scripts/build_places.py us_places.csv oews_2025_areas.csv [--out data]

The same input gives the same bytes. Names are folded by mlcomp's own rules, so that what is
written here is what a look-up finds. Two hand-written tables stand beside this script:
`names_people_use.csv` (census names that no rule turns into what people say) and
`more_places.csv` (boroughs, towns and consolidated cities the census list lacks).
"""

import argparse
import csv
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

_HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(_HERE.parent / "src"))

from census_names import other_names, usual_name  # noqa: E402
from mlcomp.places.names import STATES, key, words  # noqa: E402
from nonmetro import Outside, is_nonmetro  # noqa: E402
from place_rows import Row, counties, lookalikes  # noqa: E402

NATION_POPULATION = 331_097_593
"""People in the 50 states and DC: Census ACS 2022, five-year, the release OEWS metros carry."""

_OCCUPATIONS = ("15-2051", "15-1252")  # Data Scientists, Software Developers
_OUTWEIGHS = 5


class InputError(Exception):
    """One line: the file, its row, and what was expected."""


def _records(path: Path, columns: Iterable[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each record with the file and row to name when it is wrong."""
    wanted = tuple(columns)
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if missing := [c for c in wanted if c not in (reader.fieldnames or ())]:
                raise InputError(f"{path.name}, row 1: expected a column {missing[0]!r}")
            for record in reader:
                where = f"{path.name}, row {reader.line_num}"
                if any(record[column] is None for column in wanted):
                    raise InputError(f"{where}: expected {len(reader.fieldnames or ())} fields")
                yield where, record
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path.name}: expected a readable UTF-8 CSV file: {error}") from error


def _count(text: str, where: str, column: str) -> int:
    try:
        count = int(float(text))
    except ValueError:
        count = -1
    if count < 0:
        raise InputError(f"{where}: expected a count of people in {column!r}, found {text!r}")
    return count


def _state(code: str, where: str) -> str:
    if code not in STATES:
        raise InputError(f"{where}: expected a state's postal code, found {code!r}")
    return code


# --- areas -----------------------------------------------------------------------------------


@dataclass
class Market:
    """One line of areas.csv: per occupation employment, median wage and its ratio, as text."""

    kind: str
    name: str
    population: str
    figures: dict[str, tuple[str, str, str]]

    @property
    def jobs(self) -> int:
        """Return developers and data scientists together."""
        return sum(int(self.figures[soc][0] or 0) for soc in _OCCUPATIONS if soc in self.figures)


def read_markets(oews: Path, titles: dict[str, str]) -> dict[str, Market]:
    """Return nation, states and metros by code, and under `rest` all outside the metros.

    What is outside the metros of one state is under `WA-rest`.
    """
    code_of = {name: code for code, name in STATES.items()}
    markets: dict[str, Market] = {}
    outside = Outside(STATES)
    columns = ("area_type", "area_code", "area_name", "population", "soc", "employment", "p50")
    for where, record in _records(oews, (*columns, "ratio_p50")):
        soc, kind, code = record["soc"], record["area_type"], record["area_code"]
        if soc not in _OCCUPATIONS:
            raise InputError(f"{where}: expected an occupation {_OCCUPATIONS}, found {soc!r}")
        jobs = record["employment"] and str(_count(record["employment"], where, "employment"))
        if kind == "national":
            code, kind, name, people = "US", "nation", "United States", str(NATION_POPULATION)
        elif kind == "state":
            if (name := record["area_name"]) not in code_of:
                raise InputError(f"{where}: expected the name of a state, found {name!r}")
            code, people = code_of[name], ""
        elif kind != "metro":
            raise InputError(f"{where}: expected national, state or metro, found {kind!r}")
        elif is_nonmetro(record["area_name"]):
            outside.add(record["area_name"], soc, jobs, record["ratio_p50"])
            continue
        elif not re.fullmatch(r"\d{5}", code):
            raise InputError(f"{where}: expected a five-digit CBSA code, found {code!r}")
        else:
            name = titles.get(code, record["area_name"])
            people = str(_count(record["population"], where, "population"))
        market = markets.setdefault(code, Market(kind, name, people, {}))
        wage = record["p50"] and str(_count(record["p50"], where, "p50"))
        market.figures[soc] = (jobs, wage, record["ratio_p50"])
    # Puerto Rico is in neither count of the nation, so its metros must not be taken from it.
    inside = sum(
        int(m.population)
        for m in markets.values()
        if m.kind == "metro" and not m.name.endswith(" PR")
    )
    rest = {soc: (str(outside.jobs(soc)), "", "") for soc in _OCCUPATIONS}
    people = str(NATION_POPULATION - inside)
    markets["rest"] = Market("rest", "outside the metros", people, rest)
    for code, figures in outside.by_state():
        name = f"{STATES[code]} outside its metros"
        markets[f"{code}-rest"] = Market("nonmetro", name, "", figures)
    return markets


# --- places ----------------------------------------------------------------------------------


def read_places(census: Path) -> tuple[list[Row], dict[str, str]]:
    """Return the census places under all their names, and the titles of the metros."""
    rows, titles = [], {}
    by_hand = _names_by_hand()
    unused = set(by_hand)
    columns = ("place", "state", "population", "county", "cbsa_code", "cbsa_name")
    for where, record in _records(census, columns):
        name = unicodedata.normalize("NFC", record["place"])
        state = _state(record["state"], where)
        metro = record["cbsa_code"]
        if not key(name):
            raise InputError(f"{where}: expected the name of a place, found {name!r}")
        if not re.fullmatch(r"(\d{5})?", metro):
            raise InputError(f"{where}: expected a five-digit CBSA code or none, found {metro!r}")
        titles[metro] = record["cbsa_name"]
        hand = by_hand.get((name, state), [])
        unused.discard((name, state))
        usual = next((h for h, use in hand if use == "instead"), usual_name(name, state))
        people = _count(record["population"], where, "population")
        row = Row(usual, state, people, record["county"], metro)
        others = [*other_names(name, usual), *(h for h, use in hand if use == "also")]
        rows += [row, *(replace(row, also=other) for other in others)]
    if unused:
        name, state = min(unused)
        raise InputError(f"names_people_use.csv: expected census places, found {name}, {state}")
    return rows, titles


def _names_by_hand() -> dict[tuple[str, str], list[tuple[str, str]]]:
    found: defaultdict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    path = _HERE / "names_people_use.csv"
    for where, record in _records(path, ("census", "state", "name", "use", "why")):
        if record["use"] not in ("instead", "also"):
            raise InputError(f"{where}: expected instead or also, found {record['use']!r}")
        found[record["census"], record["state"]].append((record["name"], record["use"]))
    return found


def read_more(rows: list[Row]) -> list[Row]:
    """Return the hand-written places, each in the metro of the census place it lies beside."""
    metro_of = {(row.name, row.state): row.metro for row in rows}
    more = []
    path = _HERE / "more_places.csv"
    for where, record in _records(path, ("place", "state", "population", "beside", "why")):
        state, beside = _state(record["state"], where), record["beside"]
        if beside and not beside.isdigit():
            if (usual_name(beside, state), state) not in metro_of:
                raise InputError(f"{where}: expected a census place beside it, found {beside!r}")
            beside = metro_of[usual_name(beside, state), state]
        people = _count(record["population"], where, "population")
        more.append(Row(record["place"], state, people, "", beside))
    return more


def tell_apart(rows: list[Row], markets: dict[str, Market]) -> list[Row]:
    """Name by county the places of one state that share a name and do not share a metro.

    The one with five times the people of the next, or five times the weight, keeps the plain name.
    In one metro the larger place stands for both: they are priced alike.
    """

    def weight(row: Row) -> float:
        market = markets.get(row.metro, markets["rest"])
        return row.population * market.jobs / int(market.population)

    homonyms: defaultdict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        homonyms[row.state, *words(row.also or row.name)].append(row)
    told = []
    for group in homonyms.values():
        largest: dict[str, Row] = {}
        for row in sorted(group, key=lambda row: (-row.population, bool(row.also), row.name)):
            largest.setdefault(row.metro, row)
        ranked = sorted(largest.values(), key=weight, reverse=True)
        first, *others = ranked
        if not others or any(row.also for row in ranked):
            told += ranked
            continue
        if weight(first) >= _OUTWEIGHS * weight(others[0]) or all(
            first.population >= _OUTWEIGHS * other.population for other in others
        ):
            told.append(first)
        else:
            others = ranked
        for row in others:
            # Connecticut has no counties: the census gives its planning regions.
            county = row.county + ("" if row.state == "CT" else " County")
            by_county = replace(row, name=f"{row.name} ({county})")
            told += [by_county, replace(by_county, also=row.name)]
    return told


# --- output ----------------------------------------------------------------------------------


def _write(path: Path, header: str, lines: Iterable[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(("\n".join([header, *lines]) + "\n").encode())


def build(census: Path, oews: Path, out: Path) -> None:
    """Write the files into a folder, or raise InputError naming what is wrong."""
    rows, titles = read_places(census)
    markets = read_markets(oews, titles)
    metros = {code for code, market in markets.items() if market.kind == "metro"}
    # Smaller areas (micropolitan) have no BLS figures, so for pay they are outside any metro.
    rows = [replace(r, metro=r.metro if r.metro in metros else "") for r in rows]
    rows = tell_apart(rows + read_more(rows), markets) + counties(rows)
    weights = {
        code: (m.jobs, m.jobs / int(m.population)) for code, m in markets.items() if m.population
    }
    weights[""] = weights["rest"]
    lines = sorted(
        (r.key, r.state, -r.population, ",".join([r.key, r.name, r.state, *r.figures, r.also]))
        for r in rows
    )
    if odd := [r for r in rows if "," in r.name + r.also or '"' in r.name + r.also]:
        raise InputError(f"{census.name}: expected no comma in the usual name {odd[0].name!r}")
    _write(out / "places.csv", "key,name,state,population,metro,also", (line for *_, line in lines))
    names = {code: markets[code].name for code in metros}
    alike = sorted(",".join(found) for found in lookalikes(rows, names, weights))
    _write(out / "lookalikes.csv", "key,name,state", alike)
    order = {"nation": 0, "rest": 1, "state": 2, "nonmetro": 3, "metro": 4}
    _write(
        out / "areas.csv",
        "code,kind,population,ds_employment,ds_median,ds_ratio,sd_employment,sd_median,sd_ratio,name",
        (
            ",".join(
                [code, m.kind, m.population]
                + [text for soc in _OCCUPATIONS for text in m.figures.get(soc, ("", "", ""))]
                + [f'"{m.name}"']
            )
            for code, m in sorted(markets.items(), key=lambda item: (order[item[1].kind], item[0]))
        ),
    )


def main() -> int:
    """Run the command line; 1 means that an input file is wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("places", type=Path, help="Census places of 2,500 people and more, CSV")
    parser.add_argument("areas", type=Path, help="BLS OEWS areas, CSV")
    parser.add_argument("--out", type=Path, default=Path("data"), help="folder to write to")
    args = parser.parse_args()
    try:
        build(args.places, args.areas, args.out)
    except InputError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
