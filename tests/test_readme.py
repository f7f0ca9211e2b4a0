"""The README and docs/ execute: each command is run, and prints what the page shows.

`python tests/test_readme.py --write` puts the real outputs into all of them.
"""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
DOCS = ROOT / "docs"
PAGES = [README, *sorted(DOCS.glob("**/*.md"))]
PICTURE = "mlcomp estimate --years 4 --city SF --save estimate.svg --force"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.S | re.M)
FILE = {"toml": re.compile(r"# (.+)\n"), "sh": re.compile(r"#!.+\n# (.+)\n")}

needs_bash = pytest.mark.skipif(
    os.name == "nt" or not shutil.which("bash"), reason="the README's commands are for bash"
)


def shell(command: str, folder: Path) -> str:
    """Run a command with this environment's mlcomp; return what a terminal would show."""
    scripts = Path(sys.executable).parent
    env = {k: v for k, v in os.environ.items() if k not in ("MLCOMP_BOOK", "COLUMNS")}
    env |= {"PATH": f"{scripts}{os.pathsep}{env['PATH']}", "PYTHONUTF8": "1"}
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return done.stdout


def executed(text: str, folder: Path) -> str:
    """Return a page with the output of each command as it is now.

    A block of TOML that begins with a file's name as its comment is that file, and so is a
    script with it below its first line. A block of text is what the page's main job, the end of
    its first `sh` block, prints.
    """
    jobs = [body for language, body in BLOCK.findall(text) if language == "sh"]

    def output(match: re.Match[str]) -> str:
        language, body = match.groups()
        if named := FILE[language].match(body) if language in FILE else None:
            (folder / named[1]).write_text(body, encoding="utf-8")
        if language == "text" and jobs:
            return f"```text\n{shell(jobs[0].rsplit('&& ', 1)[1].strip(), folder)}```"
        if language != "console":
            return match.group(0)
        shown = []
        for line in body.splitlines():
            if line.startswith("$ "):
                if "jq" in line and not shutil.which("jq"):
                    return match.group(0)
                shown.append(f"{line}\n{shell(line[2:], folder)}")
        return "```console\n" + "".join(shown) + "```"

    return BLOCK.sub(output, text)


@needs_bash
@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_commands_print_what_the_page_shows(page: Path, tmp_path: Path) -> None:
    """Every `$ command` of a page, and the README's main job, to the letter."""
    text = page.read_text(encoding="utf-8")
    assert executed(text, tmp_path) == text
    if not shutil.which("jq") and "jq" in text:
        pytest.skip("jq is not installed: the blocks that use it were not run")


@needs_bash
def test_the_hook_in_the_docs_checks_what_is_staged(tmp_path: Path) -> None:
    """Neither the working tree nor what is not added; no `pay/` yet is no fault."""
    hook = next(
        body
        for language, body in BLOCK.findall((DOCS / "books.md").read_text("utf-8"))
        if language == "sh" and "pre-commit" in body
    )
    shell("git init -q . && git config user.name Ana && git config user.email a@b.org", tmp_path)
    installed = tmp_path / ".git" / "hooks" / "pre-commit"
    installed.write_text(hook, encoding="utf-8")
    installed.chmod(0o755)
    head = 'schema = "mlcomp/book/v1"\nextends = "{}"\nedition = "{}"\ntitle = "Ours"\n'

    def commit(files: dict[str, str], left: dict[str, str]) -> str:
        """Stage some text, leave some in the working tree, commit: what the hook said."""
        for texts, then in ((files, f"git add {' '.join(files)}"), (left, "true")):
            for name, text in texts.items():
                (tmp_path / name).parent.mkdir(exist_ok=True)
                (tmp_path / name).write_text(text, encoding="utf-8")
            shell(then, tmp_path)
        return shell("git commit -q -m change; echo $?", tmp_path)

    company, ours = head.format("guide", "all-1"), head.format("../company.toml", "pay-1")
    assert commit({"notes.txt": "Pay."}, {}) == "0\n"
    good = commit({"company.toml": company, "pay/ours.toml": ours}, {"pay/draft.toml": "no"})
    assert re.fullmatch(r"\./pay/ours\.toml: edition pay-1 .*, no faults found\n0\n", good)
    faulty = ours.replace("title", "titel")
    refused = commit({"pay/ours.toml": faulty}, {"pay/ours.toml": ours})
    assert "mlcomp: ./pay/ours.toml: titel: expected a known key" in refused
    assert refused.endswith("\n1\n")
    below = commit({"pay/ours.toml": ours, "company.toml": "no"}, {"company.toml": company})
    assert below.endswith("\n1\n")
    changed = commit({"company.toml": f"# All.\n{company}"}, {"pay/ours.toml": faulty})
    assert changed.endswith("no faults found\n0\n")


def test_python_examples_run() -> None:
    """The examples in Python give what the pages show."""
    parser = doctest.DocTestParser()
    runner = doctest.DocTestRunner()
    for page in PAGES:
        for language, body in BLOCK.findall(page.read_text(encoding="utf-8")):
            if language == "python":
                runner.run(parser.get_doctest(body, {}, page.stem, page.name, 0))
    assert runner.tries > 0
    assert runner.failures == 0


def test_the_first_two_blocks_are_the_main_job_and_the_tests() -> None:
    """Whoever follows the README installs into an environment of its own, estimates, then tests."""
    blocks = re.findall(r"^```sh\n(.*?)^```", README.read_text(encoding="utf-8"), re.S | re.M)
    environment = "python3 -m venv .venv && . .venv/bin/activate && "
    assert blocks[0] == f"{environment}pip install . && mlcomp estimate --years 4 --city SF\n"
    assert blocks[1] == f"{environment}pip install '.[test]' && python -m pytest\n"


@needs_bash
def test_the_picture_shows_what_the_command_shows(tmp_path: Path) -> None:
    """The picture in the README is the one that its command saves, word by word."""
    shell(PICTURE, tmp_path)
    words = re.compile(r">([^<]+)</text>")
    shown, now = (
        words.findall((at / "estimate.svg").read_text("utf-8")) for at in (DOCS, tmp_path)
    )
    assert shown == now != []


if __name__ == "__main__" and "--write" in sys.argv:
    for shown in PAGES:
        with tempfile.TemporaryDirectory() as scratch:
            new = executed(shown.read_text(encoding="utf-8"), Path(scratch))
            shown.write_text(new, encoding="utf-8")
    shell(PICTURE, DOCS)
