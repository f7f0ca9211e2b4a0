"""What the page's tests share: it is built and served, and a browser has it open.

It is built once for all of them; MLCOMP_PAGE names a folder where it was built already.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mlcomp.cli.page import server_of

ROOT = Path(__file__).parents[1]
CHROMIUM = shutil.which("chromium")
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)
PATIENCE = 60_000  # milliseconds: a machine that does much else starts Python slowly


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, once for all tests: a process can have one Playwright."""
    reason = "what is tried in a browser needs playwright"
    api = pytest.importorskip("playwright.sync_api", reason=reason)
    if CHROMIUM is None:
        pytest.skip("what is tried in a browser needs chromium")
    with api.sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


@pytest.fixture(scope="session")
def folder(browser: Any, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The built page, where there is a browser for it; processes of one run share it."""
    assert browser
    if built := os.environ.get("MLCOMP_PAGE"):
        return Path(built)
    if not shutil.which("npm"):
        pytest.skip("the page is built with npm, which is not here")
    own = tmp_path_factory.getbasetemp()
    run = own if worker_id == "master" else own.parent
    out = run / "built" / "page"
    command = [sys.executable, str(ROOT / "scripts" / "build_page.py"), str(out)]
    with (run / "page.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (out / "build.json").is_file():
            return out
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode and re.search(r"failed: (npm ci|\S+ -m pip download)", done.stderr):
        pytest.skip("what the page is built from cannot be fetched here")
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="session")
def address(folder: Path) -> Iterator[str]:
    """Where the page is served, as `mlcomp page` serves it."""
    with server_of(folder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="session")
def context(browser: Any, address: str) -> Iterator[Any]:
    """A browser that has nothing from before; every request that it makes is in `asked`."""
    fresh = browser.new_context(viewport={"width": 1280, "height": 900})
    fresh.set_default_timeout(PATIENCE)
    fresh.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    fresh.asked = []
    fresh.on("request", lambda request: fresh.asked.append(request.url))
    yield fresh
    fresh.close()


@pytest.fixture(scope="session")
def started(context: Any, address: str) -> Any:
    """The page, once it has answered for the first time; what it complains of is in `faults`."""
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda said: page.faults.append(said.text) if said.type == "error" else None)
    page.goto(address)
    page.wait_for_selector(".summary")
    return page


@pytest.fixture
def page(started: Any) -> Iterator[Any]:
    """The page, in a wide window and light; it has nothing to complain of in the end."""
    started.set_viewport_size({"width": 1280, "height": 900})
    started.emulate_media(color_scheme="light")
    started.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = false))")
    yield started
    assert started.faults == []
