"""A roster's report in a real browser, opened as a file: drawn, and nothing is asked for."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from conftest import run
from page_asking import faults_of_access
from report_page import HOSTILE, OPTIONS, roster

pytest.importorskip("duckdb")
pytest_plugins = ["page_fixtures"]

# Each way in which a page asks for something, and a script that is not the report's own.
ASKING = """async (address) => {
  const add = (tag, attributes) =>
    document.body.append(Object.assign(document.createElement(tag), attributes));
  await fetch(address).catch(() => 0);
  add("img", { src: `${address}a.png` });
  add("script", { src: `${address}a.js` });
  add("script", { textContent: "window.ran = true" });
  add("iframe", { src: address });
  add("link", { rel: "stylesheet", href: `${address}a.css` });
  add("div", { style: `background: url(${address}b.png)` });
  const font = `@font-face { font-family: other; src: url(${address}f.woff) }`;
  add("style", { textContent: `${font} body { font-family: other }` });
  await new Promise((resolve) => setTimeout(resolve, 200));
}"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of people in teams whose names would be markup, some of them too small."""
    folder = tmp_path_factory.mktemp("report")
    people = roster(folder, 150, (*HOSTILE, *(["Ads"] * 9)))
    out = folder / "report.html"
    assert run("report", str(people), "-o", str(out), *OPTIONS, "--allow-errors").code == 0
    return out


@pytest.fixture
def page(browser: Any, report: Path) -> Iterator[Any]:
    """The report, open from its file; in the end it has asked for nothing and has no complaint."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.goto(report.as_uri())
    page.wait_for_selector("figure svg[role=img]")
    yield page
    assert [url for url in asked if not url.startswith("blob:")] == [report.as_uri()]
    assert said == []
    context.close()


def test_each_picture_is_drawn_and_named(page: Any) -> None:
    """Five of one kind of pay, each with a name that says its figures, a row for each group told.

    A group too small for its spread to be told is in the tables alone, and they say so.
    """
    pictures = page.locator("figure svg[role=img]")
    assert pictures.count() == 5
    names = [each.get_attribute("aria-label") for each in pictures.all()]
    assert re.match(r"Compa-ratios of \d+ people: the median is \d\.\d\d, and half", names[0])
    assert names[1].startswith("Compa-ratio of base pay by level: Everyone, median ")
    assert re.search(r"Entry, range \$\d+,000 to \$\d+,000, median \$\d+,000", names[2])
    document = page.evaluate("JSON.parse(document.getElementById('report').textContent)")
    groups = document["pay"][0]["groups"]
    assert {group["pay"] is None for group in groups} == {True, False}
    drawn = page.locator("figure[data-name=base-by-groups]")
    told = sum(bool(group["pay"]) for group in groups)
    assert drawn.locator("circle, path[d*='A']").count() == told
    assert page.locator("[aria-label='Base pay against the range by team'] .foot").inner_text() == (
        "–: fewer than 10 people with pay"
    )
    assert page.locator("main b, main img, main u").count() == 0
    assert page.get_by_text("<b>bold</b>").first.is_visible()


def test_names_that_begin_alike_are_told_apart_on_a_phone(browser: Any, tmp_path: Path) -> None:
    """In two lines, and of a longer one its beginning and end; the ends of ratios say they are."""
    teams = tuple(f"Team number {n} with a rather long name of {n}" for n in range(3))
    people = roster(tmp_path, 120, teams)
    out = tmp_path / "report.html"
    assert run("report", str(people), "-o", str(out), "--by", "team", "--allow-errors").code == 0
    page = browser.new_page(viewport={"width": 360, "height": 900})
    page.goto(out.as_uri())
    drawn = page.locator("figure[data-name=base-by-groups] svg[role=img]")
    drawn.wait_for()
    names = drawn.locator("text:has(tspan)").all_text_contents()
    assert {f"Team number {n}" for n in range(3)} == {
        name[:13] for name in names if name[:4] == "Team"
    }
    ratios = page.locator("figure[data-name=base-compa-ratio] svg[role=img]").text_content()
    assert "<0.40" in ratios
    assert "2.00+" in ratios
    page.close()


def test_axe_finds_nothing(page: Any) -> None:
    """Light and dark, from 360 px: no fault of access, and the page itself never scrolls aside."""
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    for width, scheme in ((360, "light"), (1280, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(50)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        widths = page.evaluate(
            "[...document.querySelectorAll('figure svg')].map((s) => s.clientWidth)"
        )
        assert max(widths) <= width
        assert faults_of_access(page) == [], (width, scheme)


def test_the_keyboard_reaches_every_table(page: Any) -> None:
    """Those that scroll aside can be focused, and have a name."""
    for each in page.locator(".scroll").all():
        assert each.get_attribute("tabindex") == "0"
        assert each.get_attribute("aria-label") == each.locator("caption span").evaluate(
            "(node) => node.firstChild.textContent"
        )


def test_no_request_can_be_made(browser: Any, report: Path) -> None:
    """The policy refuses whatever a script, picture, style, frame or font would ask for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)

    page = browser.new_page()
    page.goto(report.as_uri())
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page.evaluate(ASKING, f"http://127.0.0.1:{server.server_port}/")
        server.shutdown()
    assert asked == []
    assert page.evaluate("window.ran") is None
    page.close()


def test_without_javascript_the_tables_say_everything(browser: Any, report: Path) -> None:
    """Each picture's place is empty, and a table with its title stands for it."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report.as_uri())
    assert page.locator("svg").count() == 0
    places = page.locator("[data-chart]")
    captions = page.locator("caption span").all_text_contents()
    assert places.count() == 5
    for place in places.all():
        title = place.get_attribute("data-title")
        assert [caption for caption in captions if caption.startswith(title)]
    page.locator("summary").click()
    assert page.locator("details table").is_visible()
    context.close()


def test_it_prints_on_white(page: Any) -> None:
    """Whatever the screen's colours; buttons stay away, tables are whole."""
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator(".saves").first.is_visible()
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.scroll')).overflowX") == "visible"
    )
    assert page.pdf(format="Letter", prefer_css_page_size=True).startswith(b"%PDF")


def test_a_phone_prints_pictures_as_wide_as_the_paper(page: Any) -> None:
    """Drawn anew for it, not cut at its end, and on the screen as before when it is done."""
    page.set_viewport_size({"width": 360, "height": 900})
    drawn = page.locator("figure[data-name=base-by-groups] svg[role=img]")
    page.wait_for_function("document.querySelector('figure svg[role=img]').clientWidth < 360")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert drawn.get_attribute("width") == "680"
    page.emulate_media(media="print")
    assert page.evaluate(
        "[...document.querySelectorAll('figure svg[role=img]')].every((s) => s.clientHeight <= 768)"
    )
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert int(drawn.get_attribute("width")) < 360


def test_a_long_id_leaves_room_for_the_metro(browser: Any, tmp_path: Path) -> None:
    """It is broken instead, so that a metro's name has no line for each word."""
    people = roster(tmp_path)
    people.write_text(people.read_text("utf-8").replace("N1", "N" * 60 + "1"), "utf-8")
    out = tmp_path / "report.html"
    assert run("report", str(people), "-o", str(out), "--id", "name", "--allow-errors").code == 0
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(out.as_uri())
    table = page.locator("[aria-label='Farthest below the range, base pay']")
    assert table.evaluate("(node) => node.scrollWidth <= node.clientWidth")
    metros = table.locator("td:nth-child(4)")
    assert min(metros.evaluate_all("(all) => all.map((cell) => cell.clientWidth)")) >= 176
    page.close()


def test_a_picture_is_saved_by_itself(page: Any) -> None:
    """As SVG and as PNG, under the policy that lets no request out."""
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save SVG of Base pay against the range by level").click()
    assert saved.value.suggested_filename == "base-by-levels.svg"
    svg = Path(saved.value.path()).read_text("utf-8")
    assert "Base pay against the range by level" in svg
    assert "var(" not in svg
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save PNG of Base pay against the range by level").click()
    assert Path(saved.value.path()).read_bytes().startswith(b"\x89PNG")
