"""The house: its map is true and whole, and no file has grown too long."""

from __future__ import annotations

import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path

from mlcomp.errors import install

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "mlcomp"
MAX_LINES = 300
FIRST_CELL = re.compile(r"^\| `([^`]+)` \|", re.M)
A_PATH = re.compile(r"`((?:data|docs|scripts|src|tests|benchmarks|\.ci)/[\w./]*)`")


def the_map() -> str:
    """Return CONTRIBUTING's section on where things are."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return text.partition("\n## The map\n")[2].partition("\n## ")[0]


def top_folders() -> set[str]:
    """Return the folders of a checkout, without what tools leave there."""
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    patterns = [".git", *(line.rstrip("/") for line in ignored)]
    names = {path.name for path in ROOT.iterdir() if path.is_dir()}
    return {name for name in names if not any(fnmatch(name, each) for each in patterns)}


def rooms() -> set[str]:
    """Return every package in mlcomp and every module at its top, as the map writes them."""
    packages = {
        f"{file.parent.relative_to(ROOT).as_posix()}/" for file in PACKAGE.rglob("__init__.py")
    }
    return packages | {file.relative_to(ROOT).as_posix() for file in PACKAGE.glob("*.py")}


def test_the_map_has_every_room_and_folder() -> None:
    """Each top-level folder, room and top-level module has a line; nothing else has one."""
    lines = FIRST_CELL.findall(the_map())
    assert len(lines) == len(set(lines))
    inside = {line for line in lines if line.startswith("src/mlcomp/")}
    assert inside == rooms()
    assert {line.strip("/") for line in set(lines) - inside} == top_folders() - {"src"}


def test_nothing_on_the_map_is_missing() -> None:
    """Each file or folder that is named is there."""
    named = A_PATH.findall(the_map())
    assert len(named) > len(top_folders())
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_map_has_the_floors_in_their_order() -> None:
    """What the linter holds is what the map says: a room imports only from those above it."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (floors,) = (c for c in contracts if c["name"].startswith("Floors"))
    lines = [line.removeprefix("src/mlcomp/") for line in FIRST_CELL.findall(the_map())]
    on_map = [line.removesuffix("/").removesuffix(".py") for line in lines]
    layers = [layer.removeprefix("mlcomp.") for layer in reversed(floors["layers"])]
    assert [room for room in on_map if room in layers] == layers


def test_no_file_is_too_long() -> None:
    """A file of more than 300 lines is two files."""
    files = [
        file
        for folder in ("src", "tests", "scripts", "benchmarks")
        for file in (ROOT / folder).rglob("*.py")
    ]
    assert len(files) > 100
    lines = {file.name: len(file.read_text(encoding="utf-8").splitlines()) for file in files}
    assert {name: count for name, count in lines.items() if count > MAX_LINES} == {}


def test_every_hint_installs_this_distribution() -> None:
    """Advice to install names mlcomp's own distribution, and an extra of it, or a clone."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["scripts"] == {"mlcomp": "mlcomp.cli:main"}
    extras = project["optional-dependencies"]
    assert install("batch") == f"pip install '{project['name']}[batch]'"
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md")]
    for file in [*PACKAGE.rglob("*.py"), *pages]:
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"(?<![-\w.])mlcomp\[[a-z]|pip install '?mlcomp\b(?!-pay)", text), file
        for name, extra in re.findall(r"pip install (?:-e )?'([\w.-]*)\[([\w,]+)\]'", text):
            assert name in (project["name"], "."), file
            assert set(extra.split(",")) <= set(extras), file
    needing = [
        extra
        for file in PACKAGE.rglob("*.py")
        for extra in re.findall(r"(?:needing|install)\(['\"](\w+)", file.read_text("utf-8"))
    ]
    assert needing
    assert set(needing) <= set(extras)
