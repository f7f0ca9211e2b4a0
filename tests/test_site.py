"""The documentation site: its reference says all there is, and its pages are all found."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest

import mlcomp
from mlcomp.cli.app import COMMANDS
from mlcomp.documents.registry import DOCUMENTS, json_schema

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

needs_zensical = pytest.mark.skipif(
    find_spec("zensical") is None, reason="the site is built where the extra docs is installed"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site, built strictly: a link that leads nowhere would have stopped it."""
    from build_site import build

    folder = tmp_path_factory.mktemp("built") / "site"
    build(folder)
    return folder


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what the site is built from."""
    from build_site import stage

    folder = tmp_path_factory.mktemp("staged")
    stage(folder)
    return folder / "docs"


def test_every_command_and_option_is_in_the_reference(staged: Path) -> None:
    """The commands of the app, each with all its options."""
    import typer.main

    from mlcomp.cli.app import app

    page = (staged / "reference" / "commands.md").read_text(encoding="utf-8")
    commands = typer.main.get_command(app).commands
    for name in COMMANDS:
        subs = getattr(commands[name], "commands", {"": commands[name]})
        for sub, command in subs.items():
            heading = f"### mlcomp {name} {sub}".strip()
            section = page[page.index(f"{heading} {{#") :].split("\n### ")[0]
            for parameter in command.params:
                assert f"`{parameter.opts[0]}`" in section or f"`{parameter.metavar}`" in section


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_schema_is_in_the_reference(staged: Path, name: str) -> None:
    """Each JSON Schema is a file of the site, and each of its keys stands on a page."""
    schema = json_schema(name)
    file = staged / "reference" / "schemas" / f"{name}.json"
    assert json.loads(file.read_text(encoding="utf-8")) == schema
    page = "book.md" if name == "book" else "schemas.md"
    text = (staged / "reference" / page).read_text(encoding="utf-8")
    assert f"(schemas/{name}.json)" in text
    for record in (schema, *schema.get("$defs", {}).values()):
        for key in record.get("properties", {}):
            assert f"| `{key}` |" in text or key == "drop"


def test_every_key_of_a_book_is_explained(staged: Path) -> None:
    """No key of the rule book's reference goes without a word, and none is explained twice."""
    from site_book import KEYS

    text = (staged / "reference" / "book.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| .* \| (.*) \|$", text, re.M)
    assert len(rows) > 80
    assert all(about.removesuffix("Optional.").strip() for _, about in rows)
    assert all(sentence.endswith(".") for sentence in KEYS.values())


def test_every_public_name_is_in_the_reference(staged: Path) -> None:
    """What `mlcomp.__all__` names has a section with its docstring, and nothing of a machine."""
    text = (staged / "reference" / "python.md").read_text(encoding="utf-8")
    for name in mlcomp.__all__:
        section = text[text.index(f"\n## {name}\n") :].split("\n## ")[1]
        about = " ".join((getattr(mlcomp, name).__doc__ or "").split("\n\n")[0].split())
        assert about in " ".join(section.split())
    assert " at 0x" not in text
    assert "ForwardRef" not in text


def test_all_data_is_in_the_reference(staged: Path) -> None:
    """Every file of data/ and every source of the shipped books is listed."""
    text = (staged / "reference" / "data.md").read_text(encoding="utf-8")
    for file in (ROOT / "data").rglob("*.*"):
        if file.suffix != ".md":
            assert f"`data/{file.relative_to(ROOT / 'data').as_posix()}`" in text
    for book in ("guide", "market"):
        for source in mlcomp.load_book(book).sources.values():
            assert f"- {source.title}; {source.period}" in text


def test_every_page_is_in_the_navigation_and_llms_txt(staged: Path) -> None:
    """A page that nobody sorted in stands among the guides, and one that is gone is said."""
    from build_site import GUIDES, nav_of

    text = (staged / "llms.txt").read_text(encoding="utf-8")
    pages = {page.relative_to(staged).as_posix() for page in staged.rglob("*.md")}
    assert set(re.findall(r"^- \[[^]]+\]\(([^)]+)\): \S", text, re.M)) == pages
    assert nav_of([{GUIDES: []}], staged) == [{GUIDES: sorted(pages)}]
    with pytest.raises(SystemExit, match=r"not there: nobody\.md"):
        nav_of([{GUIDES: ["nobody.md"]}], staged)


def test_llms_txt_has_whole_sentences(staged: Path) -> None:
    """What a page is about is its first sentence: no heading, and no half of one with a colon."""
    text = (staged / "llms.txt").read_text("utf-8")
    about = re.findall(r"^- \[[^]]+\]\([^)]+\): (.*)", text, re.MULTILINE)
    assert len(about) > 25
    assert [said for said in about if said.startswith("#") or len(said) < 25] == []
    assert "the second counts what may break." in text


@needs_zensical
def test_the_site_asks_no_other_host(site: Path) -> None:
    """No page loads anything from elsewhere: not a font, a script or a picture."""
    pages = list(site.rglob("*.html"))
    assert len(pages) > 15
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"""<(?:script|img|link|iframe)[^>]+(?:src|href)=["']?https?:""", text)
    assert (site / "llms.txt").is_file()
    assert (site / "tutorial.md").is_file()


def test_a_folder_of_something_else_is_not_replaced(tmp_path: Path) -> None:
    """The site is not built over files that are no site."""
    from build_site import build

    (tmp_path / "letter.txt").write_text("Dear Sir", encoding="utf-8")
    with pytest.raises(SystemExit, match="holds something else than a site"):
        build(tmp_path)
    assert (tmp_path / "letter.txt").read_text(encoding="utf-8") == "Dear Sir"


def test_the_readme_is_short_and_says_where_pip_refuses() -> None:
    """150 lines at most, with the Python it needs and the ways around a system's own."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 150
    for word in (
        "Python 3.11",
        "externally-managed-environment",
        "virtual environment",
        "pipx",
        "uv",
    ):
        assert word in text
    linked = re.findall(r"\]\(([^)#:]+)\)", text)
    assert linked
    assert all((ROOT / file).is_file() for file in linked)


def test_every_link_of_the_sources_leads_somewhere() -> None:
    """Who reads the Markdown beside the code follows its links too, not the built site's alone."""
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
    dead = [
        (page.name, link)
        for page in pages
        for link in re.findall(r"\]\(([^):#\s]+)[^):\s]*\)", page.read_text("utf-8"))
        if not (page.parent / link).is_file()
    ]
    assert len(pages) > 20
    assert dead == []


def test_every_extra_is_explained() -> None:
    """The table of what may be installed besides has each extra of the package."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    table = re.findall(
        r"^\| (`.+`) \|", (ROOT / "docs/install.md").read_text("utf-8"), re.MULTILINE
    )
    told = [name for row in table for name in re.findall(r"`([\w-]+)`", row)]
    assert sorted(told) == sorted(extras["optional-dependencies"])


def test_the_changelog_tells_of_this_version() -> None:
    """CHANGELOG.md has a heading for the version that the package states."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## {re.escape(mlcomp.__version__)}\b", text, re.M)


def test_the_extra_that_builds_it_is_in_the_one_for_work_on_it() -> None:
    """`pip install '.[dev]'` brings what `.ci/run` builds the site with."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    assert any(each.startswith("zensical") for each in extras["docs"])
    assert "docs" in re.findall(r"\w+", extras["dev"][0])
    assert "scripts/build_site.py" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
