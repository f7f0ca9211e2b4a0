"""`--save FILE.svg|.html`: what the terminal shows, as a picture that stands alone."""

from __future__ import annotations

import re
import sys
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest

from conftest import run
from terminal import Terminal

PERSON = ("--years", "4", "--city", "SF")
COMMANDS = {
    "estimate": (*PERSON, "--explain"),
    "bands": (),
    "levers": PERSON,
    "compare": ("--years", "4", "--city", "SF,Austin"),
    "take-home": ("--pay", "250k", "--city", "SF"),
    "offer": ("--base", "240k", "--equity", "400k", *PERSON),
}
SVG = "{http://www.w3.org/2000/svg}"


def words(text: str) -> str:
    """Return text without any white space, of which a picture has more."""
    return "".join(text.replace("\xa0", " ").split())


def in_svg(picture: str) -> str:
    """Return what an SVG shows but its title, which is XML that loads nothing."""
    assert "http" not in picture.replace("http://www.w3.org/2000/svg", "")
    assert "url(" not in re.sub(r"url\(#[\w-]+\)", "", picture)
    whole = ElementTree.fromstring(picture)  # noqa: S314 (mlcomp has written it)
    texts = list(whole.iter(f"{SVG}text"))
    assert texts[0].text == "mlcomp"
    return words("".join("".join(each.itertext()) for each in texts[1:]))


def in_html(picture: str) -> str:
    """Return what a page shows, which loads nothing."""
    assert "http" not in picture.replace("http-equiv", "")
    assert "default-src 'none'" in picture
    shown = picture.partition("<pre>")[2].partition("</pre>")[0]
    return words(unescape(re.sub(r"</?span[^>]*>", "", shown)))


READERS = {"svg": in_svg, "html": in_html}


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_picture_shows_what_was_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, kind: str
) -> None:
    """Every word of the table is in the picture and none besides; standard output is the same."""
    monkeypatch.chdir(tmp_path)
    file = Path(f"shown.{kind}")
    saved = run(command, *COMMANDS[command], "--save", str(file))
    assert (saved.code, saved.err) == (0, f"mlcomp: wrote {file}\n")
    assert saved.out == run(command, *COMMANDS[command]).out
    assert READERS[kind](file.read_text(encoding="utf-8")) == words(saved.out)


def test_another_format_has_the_picture_beside_it(tmp_path: Path) -> None:
    """With --json the result is JSON and the picture that of the table."""
    file = tmp_path / "shown.svg"
    saved = run("estimate", *PERSON, "--json", "--save", str(file))
    assert saved.json == run("estimate", *PERSON, "--json").json
    assert in_svg(file.read_text(encoding="utf-8")) == words(run("estimate", *PERSON).out)


def test_the_summary_of_a_roster(tmp_path: Path) -> None:
    """`batch --save` is enough to ask for the summary, which is saved and printed."""
    people, file = tmp_path / "people.csv", tmp_path / "summary.html"
    people.write_text("years,city\n4,SF\n7,Austin\n", encoding="utf-8")
    saved = run("batch", str(people), "--save", str(file))
    assert saved.code == 0
    assert "2 of 2 people priced" in saved.out
    assert in_html(file.read_text(encoding="utf-8")) == words(saved.out)


@pytest.mark.parametrize("kind", READERS)
def test_a_backtest_with_its_calibration(tmp_path: Path, kind: str) -> None:
    """`backtest --save` keeps what it shows, as every command does: scores, and the bars."""
    pay, picture = tmp_path / "pay.csv", tmp_path / f"shown.{kind}"
    pay.write_text("years,base\n" + "".join(f"{n},{150 + n}000\n" for n in range(9)), "utf-8")
    saved = run("backtest", str(pay), "--save", str(picture))
    assert saved.code == 0, saved.err
    assert "real pay below each percentile" in saved.out
    assert READERS[kind](picture.read_text(encoding="utf-8")) == words(saved.out)


@pytest.mark.parametrize("kind", READERS)
def test_text_from_outside_is_text(tmp_path: Path, kind: str) -> None:
    """What a file names is shown letter by letter: no markup of Rich, SVG or HTML comes of it."""
    name = "</pre><script>alert(1)</script> [red]&amp;{x}"
    scenarios, file = tmp_path / "jobs.toml", tmp_path / f"jobs.{kind}"
    scenarios.write_text(
        f"[[scenario]]\nname = '{name}'\nyears = 4\n[[scenario]]\nname = 'B'\nyears = 6\n",
        encoding="utf-8",
    )
    saved = run("compare", "--file", str(scenarios), "--save", str(file))
    assert saved.code == 0, saved.err
    picture = file.read_text(encoding="utf-8")
    assert "<script" not in picture
    assert READERS[kind](picture) == words(saved.out)
    assert words("&amp;{x}") in READERS[kind](picture)


def test_nothing_is_replaced_unless_forced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is there is refused before any work, and --force replaces it."""
    monkeypatch.chdir(tmp_path)
    file = Path("shown.svg")
    file.write_text("mine", encoding="utf-8")
    refused = run("estimate", *PERSON, "--save", str(file))
    assert (refused.code, refused.out) == (1, "")
    assert refused.err == f"mlcomp: {file}: exists already; --force overwrites it\n"
    assert file.read_text(encoding="utf-8") == "mine"
    assert run("estimate", *PERSON, "--save", str(file), "--force").code == 0
    assert in_svg(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["shown.png", "shown", "svg", "shown.svg.gz"])
def test_another_kind_of_picture_is_refused(tmp_path: Path, name: str) -> None:
    """What is named like no picture that can be made is a fault of usage that says how to a PNG."""
    refused = run("bands", "--save", str(tmp_path / name))
    assert (refused.code, refused.out) == (2, "")
    assert "expected FILE.svg or FILE.html, found" in refused.err
    assert "PNG" in refused.err
    assert list(tmp_path.iterdir()) == []


def test_a_refusal_leaves_no_picture(tmp_path: Path) -> None:
    """Whoever cannot be priced gets no picture."""
    refused = run(
        "estimate", "--years", "4", "--city", "Springfield", "--save", str(tmp_path / "a.svg")
    )
    assert refused.code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_picture_has_colours_without_a_terminal(tmp_path: Path) -> None:
    """A picture is no terminal: neither a pipe nor NO_COLOR takes its colours."""
    plain, coloured = tmp_path / "plain.svg", tmp_path / "coloured.svg"
    assert run("bands", "--save", str(coloured)).code == 0
    assert run("bands", "--save", str(plain), env={"NO_COLOR": "1", "TERM": "dumb"}).code == 0
    assert plain.read_text(encoding="utf-8") == coloured.read_text(encoding="utf-8")
    assert len(set(re.findall(r"fill: (#\w+)", plain.read_text(encoding="utf-8")))) > 1


def test_a_picture_is_as_wide_as_the_terminal(tmp_path: Path) -> None:
    """On a narrow terminal the table is folded, and so it is in the picture."""
    mlcomp = Path(sys.executable).parent / "mlcomp"
    env = {"TERM": "xterm", "COLUMNS": "60", "PATH": "/usr/bin:/bin"}
    terminal = Terminal([mlcomp, "estimate", *PERSON, "--save", "shown.html"], env, tmp_path)
    try:
        assert terminal.ended()[0] == 0
    finally:
        terminal.close()
    page = (tmp_path / "shown.html").read_text(encoding="utf-8")
    shown = re.sub(r"<[^>]+>", "", page.partition("<pre>")[2].partition("</pre>")[0])
    assert max(len(line.rstrip()) for line in shown.splitlines()) <= 60
