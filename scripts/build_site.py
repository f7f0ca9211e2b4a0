"""Build the documentation site: `python scripts/build_site.py OUT`.

The pages of docs/, the changelog, and a reference made from the app, the documents, the rule
book's records and the public names, so that none of it can be out of date. Needs the extra
docs, and no network. Beside each page stands its Markdown, and llms.txt lists those.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import tomlkit

from site_book import book_page
from site_commands import commands_page
from site_python import data_page, python_page
from site_schemas import schema_files, schemas_page

ROOT = Path(__file__).parent.parent
GUIDES = "How-to guides"
# Pages that stand outside of docs/, and where the site has them and what is said in data/.
OUTSIDE = {"CHANGELOG.md": "changelog.md", "CONTRIBUTING.md": "contributing.md"}
DATA = re.compile(r"\]\(\.\./data/\w+\.md\)")


def stage(folder: Path) -> None:
    """Put all that the site is built from into a folder: pages, reference, configuration."""
    docs = folder / "docs"
    shutil.copytree(ROOT / "docs", docs)
    for page in docs.glob("*.md"):
        text = DATA.sub("](reference/data.md)", page.read_text(encoding="utf-8"))
        for name, here in OUTSIDE.items():
            text = text.replace(f"](../{name})", f"]({here})")
        page.write_text(text, encoding="utf-8")
    for name, here in OUTSIDE.items():
        shutil.copy(ROOT / name, docs / here)
    reference = docs / "reference"
    (reference / "schemas").mkdir(parents=True)
    for name, text in {
        "commands.md": commands_page(),
        "schemas.md": schemas_page(),
        "book.md": book_page(),
        "python.md": python_page(),
        "data.md": data_page(ROOT / "data"),
        **{f"schemas/{name}": text for name, text in schema_files().items()},
    }.items():
        (reference / name).write_text(text, encoding="utf-8")
    config = tomlkit.parse((ROOT / "zensical.toml").read_text(encoding="utf-8"))
    project: Any = config["project"]
    project["nav"] = nav_of(project["nav"].unwrap(), docs)
    (folder / "zensical.toml").write_text(tomlkit.dumps(config), encoding="utf-8")
    (docs / "llms.txt").write_text(
        llms(project["nav"].unwrap(), docs, project["site_description"]), encoding="utf-8"
    )


def nav_of(sections: list[dict[str, list[str]]], docs: Path) -> list[dict[str, list[str]]]:
    """Return the navigation, with each page that it does not name among the guides.

    Raises:
        SystemExit: it names a page that is not there.
    """
    named = {page for section in sections for pages in section.values() for page in pages}
    there = {page.relative_to(docs).as_posix() for page in docs.rglob("*.md")}
    if missing := sorted(named - there):
        raise SystemExit(f"zensical.toml names pages that are not there: {', '.join(missing)}")
    return [
        {title: [*pages, *(sorted(there - named) if title == GUIDES else [])]}
        for section in sections
        for title, pages in section.items()
    ]


def llms(sections: list[dict[str, list[str]]], docs: Path, about: str) -> str:
    """Return llms.txt: each page's Markdown with its title and first sentence."""
    lines = ["# mlcomp", "", f"> {about}"]
    for section in sections:
        for title, pages in section.items():
            lines += ["", f"## {title}", ""]
            for page in pages:
                name, first = opening((docs / page).read_text(encoding="utf-8"))
                lines.append(f"- [{name}]({page}): {first}")
    return "\n".join(lines) + "\n"


def opening(page: str) -> tuple[str, str]:
    """Return a page's title and its first sentence, as plain text."""
    title, _, rest = page.partition("\n")
    paragraph = next(part for part in rest.strip().split("\n\n") if not part.startswith("#"))
    plain = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", paragraph)
    # A colon ends it where what follows is a list or a block, not the rest of the sentence.
    first = re.split(r"(?<=\.)\s|(?<=:)\n", plain)[0]
    return title.removeprefix("# ").strip(), first.rstrip(":")


def build(out: Path) -> None:
    """Build the site into a folder, which is replaced; a warning is a failure.

    Raises:
        SystemExit: the folder holds something else, or the site cannot be built.
    """
    if out.exists() and any(out.iterdir()) and not (out / "llms.txt").exists():
        raise SystemExit(f"{out} holds something else than a site")
    with tempfile.TemporaryDirectory(prefix="mlcomp-site-") as scratch:
        folder = Path(scratch)
        stage(folder)
        command = [sys.executable, "-m", "zensical", "build", "--strict"]
        done = subprocess.run(command, cwd=folder, check=False)
        if done.returncode:
            raise SystemExit(done.returncode)
        site = folder / "site"
        for page in (folder / "docs").rglob("*.md"):
            shutil.copy(page, site / page.relative_to(folder / "docs"))
        if out.exists():
            shutil.rmtree(out)
        shutil.copytree(site, out)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: python scripts/build_site.py OUT")
    build(Path(sys.argv[1]))
