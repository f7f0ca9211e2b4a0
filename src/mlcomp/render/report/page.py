"""The report as a page of HTML, from its document."""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mlcomp.render.parts import calibration_sentence, is_likely
from mlcomp.render.report.elements import Html, h
from mlcomp.render.report.tables import (
    NONE,
    SIDES,
    column_title,
    dollars,
    facts,
    histogram,
    outliers,
    ranges,
    ratios,
    share,
    short,
    table,
)
from mlcomp.roster.summary import MIN_WIDE
from mlcomp.roster.telling import FEW
from mlcomp.text import number_of

if TYPE_CHECKING:
    from mlcomp.book.rulebook import Held
    from mlcomp.documents.report import PaidDoc, RosterReportDoc
    from mlcomp.render.report.elements import Inside

UNMEASURED = "Nobody has measured how well this book holds"


def report_page(document: RosterReportDoc, held: Held | None) -> str:
    """Return a report as a page that stands alone and may ask no network for anything.

    Args:
        document: what it says.
        held: how well the rule book held against real pay.
    """
    script = Html(_shipped("report.js"))
    digest = b64encode(sha256(script.encode()).digest()).decode()
    # Plot styles its pictures where they are; a style can ask for nothing, since all else is shut.
    policy = (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; "
        "img-src blob:; base-uri 'none'; form-action 'none'"
    )
    head = h(
        "head",
        h("meta", charset="utf-8"),
        h("meta", http_equiv="Content-Security-Policy", content=policy),
        h("meta", name="viewport", content="width=device-width, initial-scale=1"),
        h("meta", name="color-scheme", content="light dark"),
        h("meta", name="referrer", content="no-referrer"),
        h("title", f"mlcomp: {document['file']}"),
        h("style", Html(_shipped("report.css"))),
    )
    body = h(
        "body",
        h("header", h("div", h("p", "mlcomp", class_="mark"), class_="bar")),
        h("main", _sections(document, held), class_="report"),
        h("p", class_="toast", role="status", id="toast"),
        h("footer", h("p", "This file asks no network for anything. US dollars a year.")),
        h("script", Html(_embedded(document)), type="application/json", id="report"),
        h("script", script, type="module"),
    )
    whole = f"<!doctype html>\n{h('html', head, body, lang='en')}\n"
    # Whatever the encoding of standard output is, it is written as it is read.
    return whole.encode("ascii", "xmlcharrefreplace").decode()


def _shipped(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _embedded(document: RosterReportDoc) -> str:
    """Return a document as JSON in plain ASCII that no parser of HTML sees the end of."""
    text = json.dumps(document, separators=(",", ":"))
    return text.replace("&", r"\u0026").replace("<", r"\u003c").replace(">", r"\u003e")


def _sections(document: RosterReportDoc, held: Held | None) -> list[Inside]:
    everybody = number_of(document["rows"], "person", "people")
    lead = f"{document['priced']:,} of {everybody} priced by {document['title']}."
    return [
        h("h1", f"Roster report: {document['file']}"),
        h("p", lead, class_="lead"),
        h("p", _record(held), class_="lead"),
        _estimated(document),
        [_paid(pay, document, _doubt(held)) for pay in document["pay"]],
        _errors(document),
        _about(document, held),
    ]


def _doubt(held: Held | None) -> str | None:
    """Say that the book may be what is wrong of who is outside; None where its record is good."""
    if is_likely(held):
        return None
    record = (
        f"{held.inside:.0%} of measured base pay fell inside this book's inner range, 80% should"
        if held
        else UNMEASURED
    )
    return (
        f"{record}: who is outside, and what that costs, may be the book's error. "
        "--book market judges by measured pay."
    )


def _record(held: Held | None) -> str:
    return calibration_sentence(held) if held else f"{UNMEASURED}."


def _estimated(document: RosterReportDoc) -> list[Inside]:
    typical: tuple[tuple[str, Literal["base_typical", "total_typical"]], ...]
    typical = (("Typical base", "base_typical"), ("Typical total", "total_typical"))
    listed = [("level", document["estimated"])]
    # Else the groups stand where their real pay does.
    if not document["pay"]:
        listed.append((document["by"] or "", document["estimated_groups"]))
    everyone = document["estimated"][:1]
    return [
        facts(
            ("People", document["rows"]),
            (
                "Priced",
                [document["priced"], h("small", share(document["priced"], document["rows"]))],
            ),
            *(
                (f"{name}, mean", dollars(each[kind]))
                for each in everyone
                for name, kind in typical
            ),
        ),
        [
            table(
                f"What the book says, by {name}",
                (column_title(name), "People", *(title for title, _ in typical)),
                [
                    (each["name"], each["people"], *(dollars(each[kind]) for _, kind in typical))
                    for each in estimated
                ],
                "Means of typical pay",
            )
            for name, estimated in listed
            if estimated
        ],
        None if document["pay"] else _others(document),
    ]


def _others(document: RosterReportDoc) -> Html | None:
    """Count the groups that are not shown."""
    more, people = document["other_groups"], document["other_people"]
    if not more:
        return None
    groups = f"{number_of(more, 'more group')} of {document['by']}"
    return h("p", f"{groups}, none larger, with {people:,} people in all: not shown.")


def _paid(pay: PaidDoc, document: RosterReportDoc, doubt: str | None) -> Html:
    everyone, by = pay["everyone"], document["by"]
    paid, ratio = everyone["paid"], everyone["compa_ratio"]
    below, above = everyone["below_minimum"], everyone["above_maximum"]
    return h(
        "section",
        h("h2", f"Real {pay['kind']} pay"),
        h("p", doubt, class_="doubt") if doubt else None,
        facts(
            ("With real pay", [paid, h("small", share(paid, document["priced"]))]),
            ("Compa-ratio, median", NONE if ratio is None else f"{ratio['p50']:.2f}"),
            ("Below the range", [below, h("small", share(below, paid))]),
            ("Above the range", [above, h("small", share(above, paid))]),
            ("Cost to the minimum", short(everyone["to_minimum"])),
            ("Cost to typical", short(everyone["to_typical"])),
        ),
        histogram(pay),
        ratios(pay, "levels", "level"),
        ranges(pay, "levels", "level"),
        [ratios(pay, "groups", by), ranges(pay, "groups", by)] if by else None,
        _others(document),
        outliers(pay, document["id"]),
    )


def _errors(document: RosterReportDoc) -> Html | None:
    lines, others = document["rejected"], document["other_errors"]
    errors = [*document["errors"], *([others] if others else [])]
    if not (errors or lines):
        return None
    reasons = [(each["message"], each["rows"]) for each in errors]
    unread = f"{number_of(lines, 'line')} could not be read as a row."
    return h(
        "section",
        h("h2", "Not priced"),
        h("p", unread) if lines else None,
        table("Why people could not be priced", ("Reason", "People"), reasons) if errors else None,
    )


def _about(document: RosterReportDoc, held: Held | None) -> Html:
    named: list[tuple[str, Inside]] = [
        ("Rule book", f"{document['title']}, edition {document['book']}"),
        ("Fingerprint", h("code", document["fingerprint"])),
        ("Its record", _record(held)),
        ("Range", "Each person's own: every factor at its lowest, to every factor at its highest."),
        ("Compa-ratio", "Real pay over typical pay; 1.00 is paid as the book says."),
    ]
    if document["without_city"]:
        named.append(("Without a city", f"{document['without_city']:,}, priced as the nation."))
    if document["pay"]:
        named.append(("Of people's pay", _single(document)))
    return h(
        "section",
        h("h2", "About this report"),
        h("dl", [[h("dt", name), h("dd", said)] for name, said in named]),
        class_="about",
    )


def _single(document: RosterReportDoc) -> str:
    """Say what of single people's pay stands in the file."""
    few = (
        f"Percentiles and costs are told of {MIN_WIDE} people and more, and counts of a level or "
        f"group of {FEW}."
    )
    if any(pay["outliers"][side] for pay in document["pay"] for side in SIDES):
        return f"This file holds the pay of those listed outside of their range. {few}"
    return f"This file holds nobody's own pay. {few}"
