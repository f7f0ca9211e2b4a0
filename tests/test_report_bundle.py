"""What every report carries: made from page/ by a script, and committed as it makes it."""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

build_page = importlib.import_module("build_page")
build_report = importlib.import_module("build_report")
SCRIPT, STYLE, OUT = build_report.SCRIPT, build_report.STYLE, build_report.OUT

COMMITTED = {name: (OUT / name).read_text("utf-8") for name in (SCRIPT, STYLE)}


def test_what_is_committed_is_what_the_script_makes() -> None:
    """To the byte; `python scripts/build_report.py` makes it anew after a change under page/."""
    if not (build_page.MODULES / ".bin" / "esbuild").exists():
        pytest.skip("esbuild is not here: npm ci in page/ installs it")
    for name, text in build_report.bundled().items():
        assert text == COMMITTED[name], f"{name}: python scripts/build_report.py"


def test_it_holds_the_licences_of_what_is_in_it() -> None:
    """Each report is a copy of the bundle, so the notices that copies need are in it."""
    notice = COMMITTED[SCRIPT].partition("*/")[0]
    for package in ("@observablehq/plot", "d3-array", "d3-scale", "d3-shape", "d3-geo"):
        assert re.search(rf"^{package} [\d.]+: Copyright ", notice, re.M), package
    for text in ("permission notice appear in all copies", 'THE SOFTWARE IS PROVIDED "AS IS"'):
        assert text in notice


def test_it_can_stand_within_a_page() -> None:
    """In plain ASCII, without anything that would end a script or style or open a comment."""
    for name, text in COMMITTED.items():
        assert text.isascii(), name
        assert not re.search(r"</(script|style)|<!--", text, re.IGNORECASE), name
    assert build_report.ascii_of("/[↑🎈]/") == "/[\\u2191\\ud83c\\udf88]/"
    # Names of namespaces are the only addresses.
    code = COMMITTED[SCRIPT].partition("*/")[2] + COMMITTED[STYLE]
    found = set(re.findall(r"https?://([\w.-]+)", code))
    assert found == {"www.w3.org"}


def test_it_is_small() -> None:
    """Each report carries it whole."""
    assert sum(map(len, COMMITTED.values())) < 320_000
