"""How long the page takes: to its first answer, and from a change to what it shows.

Usage: python benchmarks/page.py [FOLDER]

FOLDER is where scripts/build_page.py built it, build/page without. Each first answer is in a
browser that has nothing from before, from the address to the figures on the screen; each change
is typed, and over once the next frame was painted. Debian's Chromium on this machine's own
address. Speed is reported, never a test.
"""

from __future__ import annotations

import os
import shutil
import sys
import threading
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from playwright.sync_api import sync_playwright

from mlcomp.cli.page import server_of

ROUNDS = 5
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")
AIMS = {"first answer": 5.0, "a change": 0.1}
CHANGES = """async ([address, field, values]) => {
  const answered = () => new Promise((resolve) =>
    document.addEventListener("answered", resolve, { once: true }));
  const painted = () => new Promise((resolve) =>
    requestAnimationFrame(() => setTimeout(resolve)));
  const opened = answered();
  location.hash = address;
  await opened;
  const times = [];
  for (const value of values) {
    const input = document.querySelector(`[name=${field}]`);
    const done = answered();
    const start = performance.now();
    input.value = value;
    input.dispatchEvent(new Event("change"));
    await done;
    await painted();
    times.push((performance.now() - start) / 1000);
  }
  return times;
}"""
EDITS = {
    "estimate: years": ("#estimate?years=1&city=SF", "years", [str(n / 2) for n in range(4, 40)]),
    "estimate: city": (
        "#estimate?years=4&city=SF",
        "city",
        ["Austin", "Boston", "Seattle", "Denver", "Chicago", "Miami", "NYC", "Detroit"],
    ),
    "offer: base": (
        "#offer?years=4&city=SF&base=200k&equity=400k",
        "base",
        [f"{n}k" for n in range(150, 300, 10)],
    ),
    "compare: years": ("#compare", "over_years", ["2", "3", "4", "5", "1", "2", "3"]),
    "places: level": ("#places?level=mid", "level", ["senior", "staff", "entry", "mid", "senior"]),
    "factors: dimension": ("#factors", "dimension", ["tier", "industry", "level", "location"]),
}


def main(arguments: list[str]) -> None:
    """Time the page and print what it took."""
    folder = Path(arguments[0] if arguments else "build/page")
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    print(f"{folder}: {size / 1e6:.1f} MB; load of this machine {os.getloadavg()[0]:.1f}")
    with server_of(folder) as server, sync_playwright() as playwright:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"
        chromium = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        firsts = [first(browser, address) for _ in range(ROUNDS)]
        show("first answer", firsts, AIMS["first answer"])
        page = browser.new_page()
        page.goto(address)
        page.wait_for_selector(".summary")
        for name, edit in EDITS.items():
            show(name, page.evaluate(CHANGES, list(edit)), AIMS["a change"])
        browser.close()
        server.shutdown()


def first(browser: Any, address: str) -> float:
    """Return the seconds to the first answer of a browser that has nothing of it."""
    context = browser.new_context()
    page = context.new_page()
    start = perf_counter()
    page.goto(f"{address}#estimate?years=4&city=SF")
    page.wait_for_selector(".summary")
    took = perf_counter() - start
    context.close()
    return took


def show(name: str, times: list[float], aim: float) -> None:
    """Print one line: median and worst in milliseconds, against the aim."""
    middle, worst = 1000 * median(times), 1000 * max(times)
    held = "within" if middle <= 1000 * aim else "OVER"
    print(f"{name:20} {middle:7.0f} ms (worst {worst:.0f}), {held} {1000 * aim:.0f} ms")


if __name__ == "__main__":
    main(sys.argv[1:])
