"""What `book new` writes: a book that extends another one, or a copy of the whole."""

from __future__ import annotations

import os
import re
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from mlcomp.book.loading import SHIPPED, resolved_book
from mlcomp.errors import BookError, Fault, UsageError
from mlcomp.files import data_file
from mlcomp.text import quoted

if TYPE_CHECKING:
    from mlcomp.book.ranges import Range
    from mlcomp.book.rulebook import Book

# The table with the comment above it, up to the next table or the end.
_CALIBRATION = re.compile(r"(?m)^(?:#.*\n)*\[calibration\]\n(?:[^\[\n].*\n?)*")
_TITLE = "Our rule book"

_SHORT = """\
# A rule book that states only what differs from {extends}, by id.
#   mlcomp book check FILE   what is wrong with it
#   mlcomp book show FILE    the whole, and where each value comes from
# Take the `# ` off what you need. Every value says what it rests on: basis = "policy" with
# `by` and `date`; "evidence" with `source` and `n`; or "assumption" with `reason`.

schema = "mlcomp/book/v1"
extends = {extends}
edition = "{edition}"
title = "{title}"
"""
_LISTS = """
# Leave out whole lists that you do not have.
# drop = [{lists}]
"""
_LEVEL = """
# Change a part of a level. Base salary is in US dollars a year: [low, high], or
# [low, typical, high]; this is what it is now.
# [[level]]
# id = "{id}"
{names}# base = {base}
# basis = "policy"
# by = "Compensation committee"
# date = 2026-01-15
"""
_NAMES = """\
# title = "Engineer II"
# aliases = ["ic3"]
"""
_ZONE = """
# A level's own range in a location, in dollars, in place of the location's factor.
# [level.locations]
# {location} = {base}
"""
_LADDER = """
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
"""
_LOCATION = """
# Pay over the national average in metros (`mlcomp places Denver` has the code) or states.
# [[location]]
# id = "denver"
# title = "Denver"
# metros = ["19740"]
# range = 1.08
# basis = "policy"
# by = "Compensation committee"
# date = 2026-01-15
"""
_TIER = """
# Leave out a single record that you do not have.
# [[tier]]
# id = "{id}"
# drop = true
"""


def starter(book: str, target: Path, *, full: bool = False) -> str:
    """Return the text of a book to start one's own from.

    Args:
        book: the one that it is to extend: a shipped one by its name, or a TOML file.
        target: where the new one will be.
        full: a copy of the whole, which then stands alone.

    Raises:
        BookError: there is no such book, or it has faults.
        UsageError: a book that is to be extended has a name that ends otherwise than in .toml.
    """
    found, resolved = resolved_book(book)
    edition = next(new for n in count(1) if (new := f"ours-{n}") != found.edition)
    if full:
        if book in SHIPPED:
            text = shipped_text(book)
        else:
            # Only here is a book written that has no text of its own.
            from mlcomp.book.showing import resolved_text

            whole = {key: value for key, value in resolved.raw.items() if key != "calibration"}
            text = resolved_text(resolved._replace(raw=whole))
        for key, value in (("edition", edition), ("title", _TITLE)):
            text = re.sub(rf"(?m)^{key} = .*$", f'{key} = "{value}"', text, count=1)
        return text
    from tomlkit import string

    extends = string(named_from(book, target)).as_string()
    return _SHORT.format(extends=extends, edition=edition, title=_TITLE) + _examples(found)


def _examples(book: Book) -> str:
    """Return what may be taken as it stands, of those things that the book has."""
    level = next((each for each in book.level if each.id == "mid"), book.level[0])
    parts = []
    if lists := [name for name in ("specialization", "degree") if getattr(book, name)]:
        parts.append(_LISTS.format(lists=", ".join(f'"{name}"' for name in lists)))
    taken = frozenset().union(*(each.bare_names for each in book.level if each is not level))
    names = "" if taken & {"engineerii", "ic3"} else _NAMES
    parts.append(_LEVEL.format(id=level.id, names=names, base=_dollars(level.base)))
    # Years with a curve of their own know no places.
    if book.location and not book.years_curve:
        location = next((each for each in book.location if each.id == "new-york"), book.location[0])
        base = level.locations.get(location.id, level.base * location.range)
        parts.append(_ZONE.format(location=location.id, base=_dollars(base)))
    if len({each.track for each in book.level}) == 1 and "manager" not in taken:
        parts.append(_LADDER)
    parts.append(_LOCATION)
    if book.tier:
        tier = next((each for each in book.tier if each.id == "consultancy"), book.tier[-1])
        parts.append(_TIER.format(id=tier.id))
    return "".join(parts)


def _dollars(base: Range) -> str:
    low, typical, high = map(round, (base.low, base.typical, base.high))
    between = f"{typical:_}, " if 2 * typical != low + high else ""
    return f"[{low:_}, {between}{high:_}]"


def named_from(book: str, target: Path) -> str:
    """Return how a book at `target` names the one that it extends: from where it will be.

    Raises:
        UsageError: it has a name that ends otherwise than in .toml.
    """
    if book in SHIPPED:
        return book
    if not book.endswith(".toml"):
        expected = "a name that ends in .toml, since the new book extends it"
        raise UsageError(Fault("book", expected=expected, found=quoted(book)))
    path = Path(book)
    # A way up leads out of where a linked folder is, not of where its link is.
    there, here = os.path.realpath(path.parent), os.path.realpath(target.parent)
    try:
        folder = Path(os.path.relpath(there, here))
    except ValueError:
        # On Windows there is no way from one drive to another.
        folder = Path(there)
    return (folder / path.name).as_posix()


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
