"""The page in a real browser: what it says is what the commands say, and nothing leaves it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest

from conftest import run
from mlcomp import load_book
from own_factors import own_text
from page_asking import asked, dropped, faults_of_access, people, printed, typed_as

pytest_plugins = ["page_fixtures"]
ROOT = Path(__file__).parents[1]
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


def test_fifty_people_get_what_the_command_says(page: Any) -> None:
    """Each document is the command's own, and each refusal is in its words."""
    given = people()
    found = asked(page, *(f"#estimate?{urlencode(person)}" for person in given))
    refused = 0
    for person, answer in zip(given, found, strict=True):
        done = run("estimate", *typed_as(person), "--json")
        if "errors" in answer:
            refused += 1
            # A shell is shown an example of what to type there.
            expected = [line.partition("; for example: mlcomp")[0] for line in done.err.split("\n")]
            assert [f"mlcomp: {line}" for line in answer["errors"]] == expected[:-1]
        else:
            assert answer["document"] == done.json
            assert printed(answer["command"]) == done.json
    assert 5 < refused < 40


def test_every_view_shows_the_commands_document(page: Any) -> None:
    """In each view the command line beside the result prints the same; pictures are drawn."""
    for view in VIEWS:
        (answer,) = asked(page, f"#{view}")
        assert answer["document"] == printed(answer["command"])
        page.wait_for_selector(f".{view} figure svg[role=img][aria-label]")
    assert page.locator(".group").count() > 5


def test_a_range_is_called_likely_only_where_its_book_held(page: Any) -> None:
    """As in the terminal: the market's, and not the guide's; a percentile has no end."""
    (answer,) = asked(page, "#estimate?years=4")
    assert answer["document"]["calibration"]["likely"] is False
    said = page.locator(".opinion dd span").all_inner_texts()
    assert [text.partition(":")[0] for text in said] == ["likely, 8 in 10"] * 2 + [
        "inner range"
    ] * 2
    asked(page, "#offer?years=4&base=900k")
    assert "above 99" in page.locator(".offer table").first.inner_text()


def test_a_link_opens_the_same_result(page: Any, context: Any) -> None:
    """What is copied as a link holds every input, and opens the same offer elsewhere."""
    typed = "#offer?years=4&city=Austin%2C+TX&base=240k&equity=300k&vesting=5%2F15%2F40%2F40"
    (first,) = asked(page, typed)
    page.get_by_role("button", name="Copy link").click()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.partition("#")[2].startswith("offer?years=4&city=Austin")
    other = context.new_page()
    other.goto(link)
    other.wait_for_selector(".judged")
    assert other.locator(".judged").inner_text() == page.locator(".judged").inner_text()
    other.get_by_role("button", name="Copy JSON").click()
    other.wait_for_selector("#toast:has-text('JSON')")
    assert json.loads(other.evaluate("navigator.clipboard.readText()")) == first["document"]
    other.close()


def test_every_views_link_holds_every_input(page: Any) -> None:
    """What was typed is in the address, and nothing else; coming back to it finds the same."""
    for view, typed in LINKS.items():
        (first,) = asked(page, f"#{view}?{typed}")
        link = page.evaluate("location.hash")
        assert link.startswith(f"#{view}?")
        assert sorted(parse_qsl(link.partition("?")[2])) == sorted(parse_qsl(typed))
        _, again = asked(page, "#estimate?level=staff", link)
        assert again["document"] == first["document"] == printed(first["command"])


def test_what_another_book_knows_can_be_taken_away(page: Any) -> None:
    """A link may name an option that the book in use has not: it is refused, and in the form."""
    (found,) = asked(page, "#estimate?years=4&specialization=cobol&factor.shift=night")
    assert "'cobol' is not known" in found["errors"][0]
    page.get_by_label("cobol").uncheck()
    page.wait_for_selector(".refused:has-text('shift')")
    page.get_by_label("shift").select_option("")
    page.wait_for_selector(".summary:has-text('Mid')")
    assert page.evaluate("location.hash") == "#estimate?years=4"


def test_a_broken_book_is_refused_and_a_good_one_used(
    page: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dropped-in book gets the words of `book check`; without faults it prices."""
    monkeypatch.chdir(tmp_path)
    own = Path("ours.toml")
    assert run("book", "new", str(own)).code == 0
    text = own.read_text("utf-8")
    asked(page, "#estimate?years=4&city=SF")
    posing = (
        'schema = "mlcomp/book/v1"\nextends = "guide"\nedition = "guide-2026"\ntitle = "Ours"\n'
    )
    for broken in (text + "oops = 1\n[uplift]\nrange = [1.40, 1.20]\n", posing):
        own.write_text(broken, "utf-8")
        said = [f"mlcomp: {line}" for line in dropped(page, own)]
        assert said == run("book", "check", str(own)).err.splitlines()
    own.write_text(text, "utf-8")
    assert dropped(page, own) == run("book", "check", str(own)).out.splitlines()
    page.get_by_role("button", name="Copy JSON").click()
    page.wait_for_selector("#toast:has-text('JSON')")
    found = json.loads(page.evaluate("navigator.clipboard.readText()"))
    ours = run("estimate", "--years", "4", "--city", "SF", "--book", str(own), "--json").json
    assert found == ours
    assert found["book"] == "ours-1"


def test_a_books_own_factor_is_an_input_like_any_other(page: Any, tmp_path: Path) -> None:
    """It is offered in the form, changes the estimate as the command does, and is in the link."""
    own = tmp_path / "factors.toml"
    own.write_text(own_text().replace('"guide-2026"', '"ours-1"', 1), "utf-8")
    asked(page, "#estimate?years=4&city=SF")
    assert "no faults found" in dropped(page, own)[0]
    page.locator("summary:has-text('Skills')").click()
    choice = page.get_by_label("Company size")
    assert choice.locator("option").all_text_contents() == [
        *("not given", "Under 50 people", "50 to 1,000 people")
    ]
    choice.select_option("small")
    page.wait_for_selector(".receipt .what:has-text('Under 50 people')")
    link = page.evaluate("location.hash")
    assert "factor.company-size=small" in link
    options = ("--years", "4", "--city", "SF", "--factor", "company-size=small")
    (found,) = asked(page, link)
    assert found["document"] == run("estimate", *options, "--book", str(own), "--json").json
    assert page.get_by_label("Company size").input_value() == "small"


def test_the_markets_steps_are_of_the_level_that_a_book_means(page: Any, tmp_path: Path) -> None:
    """By its id: beside a book whose e3 is senior, the market's steps are not Meta's E3."""
    own = tmp_path / "levels.toml"
    head = 'schema = "mlcomp/book/v1"\nextends = "guide"\nedition = "ours-1"\ntitle = "Ours"\n'
    own.write_text(head + '[[level]]\nid = "senior"\naliases = ["e3"]\n', "utf-8")
    asked(page, "#estimate?years=4")
    dropped(page, own)
    (found,) = asked(page, "#estimate?level=e3&book=own")
    assert found["document"]["market"]["level"] == "senior"
    page.wait_for_selector("[aria-label='Receipt: Market'] .about:has-text('Senior')")


@pytest.mark.parametrize("name", FORMULAS)
def test_a_formula_that_was_dropped_in_prices_as_the_command_does(page: Any, name: str) -> None:
    """Each of the five books: a person by years, and a level of each ladder."""
    file = ROOT / "tests/books" / f"{name}.toml"
    asked(page, "#estimate?years=4")
    checked = run("book", "check", str(file)).out.replace(str(file), file.name)
    assert dropped(page, file) == checked.splitlines()
    found = asked(page, *(f"#estimate?{urlencode(one)}&book=own" for one in FORMULAS[name]))
    for person, answer in zip(FORMULAS[name], found, strict=True):
        done = run("estimate", *typed_as(person), "--book", str(file), "--json")
        assert answer["document"] == done.json, person
    levels = {level.id for level in load_book(file).level}
    shown = page.locator("[name=level] option").evaluate_all("all => all.map((each) => each.value)")
    assert set(shown) == {"", *levels}
    # Nothing is asked that the book has not.
    extra = page.locator("summary:has-text('Skills')").count()
    assert extra == (1 if name == "steps" else 0)


def test_the_keyboard_is_enough(page: Any) -> None:
    """Without a mouse one prices a person, opens a step's source, and copies the result."""
    asked(page, "#estimate?city=Boston")
    assert page.locator(".refused").inner_text().endswith("expected years or level, found neither")
    page.locator(".skip").focus()
    reached = []
    for _ in range(11):
        reached.append(page.evaluate("document.activeElement.name || document.activeElement.text"))
        page.keyboard.press("Tab")
    assert reached[:7] == ["Skip to the inputs", *(view.capitalize() for view in VIEWS), "years"]
    assert reached[7:] == ["level", "city", "tier", "remote"]
    page.keyboard.press("Enter")
    page.wait_for_selector("fieldset input[type=checkbox]")
    page.locator("[name=years]").focus()
    page.keyboard.type("12")
    page.wait_for_selector(".summary:has-text('Staff')")
    page.locator("[name=city]").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("Seat")
    page.wait_for_selector("datalist option[value='Seattle, WA']", state="attached")
    page.keyboard.type("tle, WA")
    page.wait_for_selector(".summary:has-text('Seattle')")
    page.locator(".receipt summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".receipt details[open] dd").last.inner_text()
    page.get_by_role("button", name="Copy CSV").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#toast:has-text('CSV')")
    expected = run("estimate", "--years", "12", "--city", "Seattle, WA", "--format", "csv").out
    assert page.evaluate("navigator.clipboard.readText()") == expected


def test_axe_finds_nothing(page: Any) -> None:
    """In each view, light and dark, from 360 px: no fault of access, and nothing cut off."""
    for view in VIEWS:
        asked(page, f"#{view}")
        page.evaluate("document.querySelectorAll('details').forEach((each) => each.open = true)")
        for width, scheme in ((360, "light"), (1280, "dark")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert faults_of_access(page) == [], (view, scheme)


def test_pictures_are_saved_by_themselves(page: Any) -> None:
    """A saved SVG has its title and no name of a colour that only the page knows; a PNG is one."""
    asked(page, "#offer")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save SVG of What each year pays").click()
    svg = Path(saved.value.path()).read_text("utf-8")
    assert saved.value.suggested_filename == "years.svg"
    assert "What each year pays" in svg
    assert "var(" not in svg
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save PNG of What each year pays").click()
    assert Path(saved.value.path()).read_bytes().startswith(b"\x89PNG")


def test_it_prints_on_one_page(page: Any) -> None:
    """Every view is a page, without the inputs, and with as much as one may ask it for."""
    for view in (*VIEWS, *(f"{view}?{typed}" for view, typed in LINKS.items())):
        asked(page, f"#{view}")
        page.emulate_media(media="print")
        assert not page.locator("form").is_visible()
        pdf = page.pdf(format="Letter", prefer_css_page_size=True)
        page.emulate_media(media="null")
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1, view


def test_nothing_leaves(page: Any, context: Any, address: str) -> None:
    """No request went anywhere else, and the policy refuses one, from a worker too."""
    assert len(context.asked) > 20
    assert [url for url in context.asked if not url.startswith((address, "blob:", "data:"))] == []
    before = len(page.faults)
    code = "fetch('http://localhost:9/').then(() => 'sent', (error) => String(error))"
    worker = f"""new Promise((resolve) => {{
      const code = new Blob([`{code}.then(postMessage)`], {{ type: "text/javascript" }});
      new Worker(URL.createObjectURL(code)).onmessage = (event) => resolve(event.data);
    }})"""
    assert page.evaluate(code) == page.evaluate(worker) == "TypeError: Failed to fetch"
    assert page.faults[before:]
    assert all("Content Security Policy" in fault for fault in page.faults[before:])
    del page.faults[before:]


def test_it_works_without_a_network(page: Any, context: Any, address: str) -> None:
    """After the first visit a new page answers offline."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    context.set_offline(True)
    other = context.new_page()
    other.goto(f"{address}#estimate?level=senior&city=Seattle")
    other.wait_for_selector(".summary:has-text('Senior')")
    other.close()
    context.set_offline(False)
