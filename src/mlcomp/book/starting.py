"""What `book new` writes: a book that extends a shipped one, or a copy of the whole."""

from __future__ import annotations

import re

from mlcomp.book.loading import SHIPPED
from mlcomp.errors import BookError, Fault
from mlcomp.files import data_file
from mlcomp.text import quoted

# The table with the comment above it, up to the next table or the end.
_CALIBRATION = re.compile(r"(?m)^(?:#.*\n)*\[calibration\]\n(?:[^\[\n].*\n?)*")
_MID = re.compile(r'(?m)^id = "mid"\n(?:.+\n)*?(base = .+)$')
_OWN = {"edition": "ours-1", "title": "Our rule book"}

_SHORT = f"""\
# A rule book that states only what differs from "{{book}}", by id.
#   mlcomp book check FILE   what is wrong with it
#   mlcomp book show FILE    the whole, and where each value comes from
# Take the `# ` off what you need. Every value says what it rests on: basis = "policy" with
# `by` and `date`; "evidence" with `source` and `n`; or "assumption" with `reason`.

schema = "mlcomp/book/v1"
extends = "{{book}}"
edition = "{_OWN["edition"]}"
title = "{_OWN["title"]}"

# Leave out whole lists that you do not have.
# drop = ["specialization", "degree"]

# Change a part of a level. Base salary is in US dollars a year: [low, high], or
# [low, typical, high]; this is what it is now.
# [[level]]
# id = "mid"
# title = "Engineer II"
# aliases = ["ic3"]
# {{base}}
# basis = "policy"
# by = "Compensation committee"
# date = 2026-01-15
{{zone}}
# A ladder of its own: years lead to no level of it, --level does.
# [[level]]
# id = "manager"
# title = "Manager"
# track = "manager"
# base = [260_000, 340_000]
# summary = "Leads a team."
# basis = "policy"
# by = "Compensation committee"
# date = 2026-01-15

# Pay over the national average in metros (`mlcomp places Denver` has the code) or states.
# [[location]]
# id = "denver"
# title = "Denver"
# metros = ["19740"]
# range = 1.08
# basis = "policy"
# by = "Compensation committee"
# date = 2026-01-15

# Leave out a single record that you do not have.
# [[tier]]
# id = "consultancy"
# drop = true
"""


_ZONE = """
# A level's own range in a location, in dollars, in place of the location's factor.
# [level.locations]
# new-york = [205_000, 295_000]
"""


def starter(book: str, *, full: bool = False) -> str:
    """Return the text of a book to start one's own from.

    Args:
        book: the shipped book that it is to extend.
        full: a copy of the whole, which then stands alone.

    Raises:
        BookError: there is no such shipped book.
    """
    if full:
        text = shipped_text(book)
        for key, value in _OWN.items():
            text = re.sub(rf'(?m)^{key} = ".*"$', f'{key} = "{value}"', text, count=1)
        return text
    text = shipped_text(book)
    (base,) = _MID.findall(text)
    # Years with a curve of their own know no places.
    zone = "" if "[years_curve]" in text else _ZONE
    return _SHORT.format(book=book, zone=zone, base=base)


def shipped_text(book: str) -> str:
    """Return the text of a shipped book, under its own edition.

    How well the shipped one held says nothing of a book with other numbers, so it is left out.

    Raises:
        BookError: there is no such shipped book.
    """
    if book not in SHIPPED:
        known = f"a shipped rule book: {', '.join(SHIPPED)}"
        raise BookError(Fault(expected=known, context=(quoted(book),)))
    text = data_file(SHIPPED[book]).read_text(encoding="utf-8")
    return _CALIBRATION.sub("", text).rstrip() + "\n"
