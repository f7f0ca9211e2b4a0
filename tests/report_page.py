"""Rosters for reports, and what a browser makes of one."""

from __future__ import annotations

import csv
import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from conftest import run

TEAMS = ("Research", "Platform", "Ads", "")
HOSTILE = (
    *(
        "</script><script>alert(1)</script>",
        "<b>bold</b>",
        "a\u2028b",
        "<!--",
        "'; drop table x; --",
    ),
    *("' onmouseover='alert(1)", "]]>", "&lt;i&gt;", "\x1b[31m", "<img src=x onerror=alert(1)>"),
)
OPTIONS = ("--by", "team", "--id", "name")


def roster(folder: Path, people: int = 120, teams: tuple[str, ...] = TEAMS) -> Path:
    """A file of people with real pay; every tenth cannot be priced, every seventh is not paid."""
    file = folder / "people.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(("name", "years", "city", "base", "team"))
        for n in range(people):
            city = "Springfield" if n % 10 == 9 else ("SF", "Austin, TX", "Boston")[n % 3]
            base = "" if n % 7 == 6 else 90_000 + 37_000 * n % 411_000
            rows.writerow((f"N{n}", n % 14, city, base, teams[n % len(teams)]))
    return file


class Page(HTMLParser):
    """What a browser makes of a page: its elements, its texts and the document it holds."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.scripts: list[str] = []
        self._within = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        self._within = tag
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, _: str) -> None:
        self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within == "script":
            self.scripts[-1] += data
        elif self._within != "style":
            self.text += f"{data}\n"

    @property
    def document(self) -> Any:
        return json.loads(self.scripts[0])


def reported(file: Path, *options: str) -> Page:
    """The page that standard output gets."""
    done = run("report", str(file), "-o", "-", "--allow-errors", *options)
    assert done.code == 0, done.err
    return Page(done.out)
