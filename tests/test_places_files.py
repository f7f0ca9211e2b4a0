"""The place files: what is shipped, how it is made, and what a look-up loads."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mlcomp.places.names import key
from mlcomp.places.resolver import PlaceError, resolve
from place_data import DATA, EVIDENCE, METROS, PLACES, ROOT, code, no_hints, rows


def test_files_are_small_and_sorted() -> None:
    """Holds the size of what is shipped, and the order the look-up needs."""
    files = [DATA / name for name in ("places.csv", "areas.csv", "aliases.csv", "lookalikes.csv")]
    assert sum(file.stat().st_size for file in files) < 500_000
    keys = [row["key"] for row in PLACES]
    assert keys == sorted(keys)
    for row in PLACES:
        assert row["key"] == key(row["also"] or row["name"])
        assert row["metro"] in METROS or row["metro"] == ""


@pytest.mark.skipif(not EVIDENCE.exists(), reason="the evidence folder is not here")
def test_rebuilding_gives_the_same_bytes(tmp_path: Path) -> None:
    """Holds that the files are what the script makes of the evidence."""
    script = ROOT / "scripts" / "build_places.py"
    inputs = (EVIDENCE / "us_places.csv", EVIDENCE / "oews_2025_areas.csv")
    subprocess.run([sys.executable, script, *inputs, "--out", tmp_path], check=True)
    for name in ("places.csv", "areas.csv", "lookalikes.csv"):
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes()


@pytest.mark.skipif(not EVIDENCE.exists(), reason="the evidence folder is not here")
def test_every_census_name_resolves(monkeypatch: pytest.MonkeyPatch) -> None:
    """Holds the census's own spelling of every place, read from the evidence."""
    no_hints(monkeypatch)
    for row in rows(EVIDENCE / "us_places.csv"):
        expected = row["cbsa_code"] if row["cbsa_code"] in METROS else ""
        typed = [f"{row['place']}, {row['state']}"]
        typed += [
            f"{row['place']} ({row['county']}{end}), {row['state']}" for end in ("", " County")
        ]
        for text in typed:
            try:
                found = code(resolve(text))
            except PlaceError:
                continue
            if found == expected:
                break
        else:
            pytest.fail(f"none of {typed} is in {expected!r}")


def test_bad_input_is_named_in_one_line(tmp_path: Path) -> None:
    """Holds that the build names file, row and what was expected."""
    places = tmp_path / "places.csv"
    places.write_text(
        "place,state,population,county,cbsa_code,cbsa_name\nAustin,TX,many,Travis,12420,x\n"
    )
    command = [sys.executable, str(ROOT / "scripts" / "build_places.py"), str(places), "none.csv"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    expected = "places.csv, row 2: expected a count of people in 'population', found 'many'\n"
    assert done.stderr == expected


def test_resolving_loads_nothing_heavy() -> None:
    """Holds that a look-up in a fresh process needs no csv, difflib or pydantic."""
    script = (
        "import sys\n"
        "from mlcomp.places.resolver import resolve\n"
        "resolve('Portland, Maine')\n"
        "sys.exit(', '.join({'csv', 'difflib', 'pydantic'} & set(sys.modules)) or None)\n"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    subprocess.run([sys.executable, "-c", script], check=True, env=env)
