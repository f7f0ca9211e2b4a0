"""Asking the built page, and the commands that say the same."""

from __future__ import annotations

import random
import shlex
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from conftest import run

AXE = Path(__file__).parents[1] / "page" / "node_modules" / "axe-core" / "axe.min.js"
VIEWS = ("estimate", "offer", "compare", "places", "factors")
SIX = urlencode([("s", f"name=No.+{n}&years=4&base=20{n}k&equity=300k") for n in range(6)])
# A link of each view, with as many inputs as it takes.
LINKS = {
    "estimate": "years=4&city=Austin%2C+TX&tier=google&remote=yes&remote_policy=hq&hq=Boston"
    "&specialization=rl&specialization=distributed-training&industry=quant-finance&degree=phd&lifecycle=yes",
    "offer": "level=mid&city=Boise%2C+ID&base=210k&bonus=15%25&equity=400k&sign_on=30k&raise=3%25"
    "&vesting=5%2F15%2F40%2F40&refresh=50k&relocation=10k&book=market",
    "compare": f"{SIX}&over_years=3",
    "places": "level=senior&tier=google&top=40",
    "factors": "dimension=location&find=york&book=market",
}
# People of each formula: by years, and one of each ladder's levels.
FORMULAS = {
    "steps": ({"years": "4", "city": "SF", "factor.step": "top"}, {"level": "ic2"}),
    "national": ({"years": "5", "city": "SF"}, {"level": "l5", "city": "Wyoming"}),
    "zones": ({"years": "3", "city": "Palo Alto, CA"}, {"level": "p2", "city": "Denver"}),
    "ladders": ({"years": "4", "city": "SF"}, {"level": "e5"}, {"level": "m1", "city": "SF"}),
    "one-salary": ({"years": "25", "city": "NYC"}, {"level": "all"}),
}
# Follows addresses one after the other and keeps what the page was answered at each.
ASKED = """async (addresses) => {
  const found = [];
  for (const address of addresses) {
    const next = new Promise((resolve) =>
      document.addEventListener("answered", (event) => resolve(event.detail), { once: true }));
    location.hash = address;
    found.push(await next);
  }
  return found;
}"""


def asked(page: Any, *addresses: str) -> list[dict[str, Any]]:
    """What the page was answered at each address, or the errors that it shows."""
    page.evaluate("history.replaceState(null, '', '#')")
    return list(page.evaluate(ASKED, list(addresses)))


def dropped(page: Any, file: Path) -> list[str]:
    """Choose a rule book in the form; return what the page says of it, faults or none."""
    page.evaluate("document.querySelector('.shelf').open = true")
    page.evaluate("document.querySelector('.said').replaceChildren()")
    page.locator("#own-book").set_input_files(file)
    page.wait_for_selector(".said li")
    return list(page.locator(".said li").all_inner_texts())


def saved(page: Any, kind: str, title: str) -> tuple[str, bytes]:
    """Save a picture from the page; return its file's name and what is in it."""
    with page.expect_download() as found:
        page.get_by_role("button", name=f"Save {kind} of {title}").click()
    return found.value.suggested_filename, Path(found.value.path()).read_bytes()


def typed_as(person: dict[str, str]) -> list[str]:
    """The options of a command that say what the page's inputs say."""
    words = []
    for name, value in person.items():
        if name.startswith("factor."):
            words += ["--factor", f"{name.removeprefix('factor.')}={value}"]
        else:
            option = f"--{name.replace('_', '-')}"
            words += [option] if name == "remote" else [option, value]
    return words


def faults_of_access(page: Any) -> list[tuple[str, str]]:
    """What axe finds wrong on a page, each with the first element that has it."""
    if page.evaluate("typeof axe") == "undefined":
        if not AXE.exists():
            pytest.skip("axe-core is not here: npm ci in page/ installs it")
        page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run().then((found) => found.violations)")
    return [(each["id"], each["nodes"][0]["html"]) for each in found]


def printed(line: str) -> Any:
    """What a command line of the page prints with --json."""
    command, _, toml = line.partition(" <<'TOML'\n")
    return run(*shlex.split(command)[1:], "--json", stdin=toml.removesuffix("TOML")).json


def people() -> list[dict[str, str]]:
    """People of every kind, and some that mlcomp refuses."""
    dice = random.Random(17)
    made = []
    for _ in range(50):
        remote = dice.random() < 0.3
        given = {
            "years": dice.choice(["0", "2.5", "4", "9", "30", "61", ""]),
            "level": dice.choice(["", "", "mid", "staff", "lead"]),
            "city": dice.choice(["", "SF", "Austin, TX", "O'Fallon, MO", "Springfield", "nyc"]),
            "tier": dice.choice(["", "google", "consulting", "Big Tech", "gogle"]),
            "industry": dice.choice(["", "", "quant", "tech"]),
            "degree": dice.choice(["", "phd"]),
            "remote": "yes" if remote else "",
            "remote_policy": dice.choice(["", "local"]) if remote else "",
            "specialization": dice.choice(["", "rl"]),
            "book": dice.choice(["", "", "market"]),
        }
        made.append({name: value for name, value in given.items() if value})
    return made
