"""The browser that pages are tried in."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium")
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)
AXE = Path(__file__).parents[1] / "page" / "node_modules" / "axe-core" / "axe.min.js"


def faults_of_access(page: Any) -> list[tuple[str, str]]:
    """What axe finds wrong on a page: the rule and the first element of each."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run().then((found) => found.violations)")
    return [(each["id"], each["nodes"][0]["html"]) for each in found]
