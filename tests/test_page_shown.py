"""What the page shows and hands on: links, pictures and paper, and what is wrong with an input."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qsl, urlencode

from page_asking import LINKS, VIEWS, asked, faults_of_access, printed, saved

pytest_plugins = ["page_fixtures"]


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


def test_what_is_wrong_is_marked_where_it_was_typed(page: Any) -> None:
    """On a phone a wrong link shows its faults in view, under their inputs, until these are right.

    So it is in a card of several scenarios, in the one that has the fault.
    """
    page.set_viewport_size({"width": 360, "height": 740})
    (found,) = asked(page, "#offer?years=8&city=SF&base=20000&bonus=0.15")
    for name, line in zip(("base", "bonus"), found["errors"], strict=True):
        field = page.locator(f"[name={name}][aria-invalid=true]")
        note = page.locator(f"#{field.get_attribute('aria-describedby')}")
        assert f"{name}: {note.inner_text()}" == line
    page.wait_for_function("document.querySelector('.fault').getBoundingClientRect().top < 740")
    assert faults_of_access(page) == []
    page.locator("[name=base]").fill("200k")
    page.wait_for_selector(".fault:has-text('hour')", state="detached")
    page.locator("[name=bonus]").fill("15%")
    page.wait_for_selector(".summary")
    assert page.locator("[aria-invalid], .fault").count() == 0
    cards = [("s", "name=A&years=4"), ("s", "name=B&years=4&base=20000")]
    asked(page, f"#compare?{urlencode(cards)}")
    assert page.locator("[data-record=B] [name=base][aria-invalid]").is_visible()
    assert page.locator("[data-record=A] [aria-invalid]").count() == 0


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
    """A saved SVG says whom it is about, by which editions, and how it is read; a PNG is one.

    No name of a colour is in it that only the page knows.
    """
    asked(page, "#offer?years=4&city=SF&base=210k&equity=400k&sign_on=30k")
    name, text = saved(page, "SVG", "What each year pays")
    svg = text.decode()
    assert name == "years.svg"
    assert "What each year pays" in svg
    about = "Offer: Mid, 4 years, San Francisco, CA; guide-2026, market-2026"
    assert page.locator(".summary").inner_text() == about
    assert about in " ".join(re.findall(r">([^<>]+)</text>", svg))
    assert "var(" not in svg
    ranges = saved(page, "SVG", "Where the offer stands")[1].decode()
    assert all(
        f">{way}" in ranges for way in ("The offer<", "Thick: likely", "Thin: low", "Dot: t")
    )
    assert saved(page, "PNG", "What each year pays")[1].startswith(b"\x89PNG")


def test_it_prints_on_one_page(page: Any) -> None:
    """Every view is a page, without the inputs, and with as much as one may ask it for."""
    low = "offer?years=8&city=SF&base=180k&bonus=15%25&equity=200k&sign_on=30k&tier=google"
    for view in (*VIEWS, low, *(f"{view}?{typed}" for view, typed in LINKS.items())):
        asked(page, f"#{view}")
        page.emulate_media(media="print")
        assert not page.locator("form").is_visible()
        pdf = page.pdf(format="Letter", prefer_css_page_size=True)
        page.emulate_media(media="null")
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1, view
