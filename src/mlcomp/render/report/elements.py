"""Elements of HTML from what they hold; text is only ever text."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

VOID = frozenset({"meta"})


class Html(str):
    """Markup: whatever text is in it has been escaped."""

    __slots__ = ()


Inside: TypeAlias = "str | int | Iterable[Inside] | None"
"""What an element may hold; nothing is shown of None."""


def h(tag: str, *inside: Inside, **attributes: str | None) -> Html:
    """Return an element.

    Args:
        tag: its name.
        inside: what it holds.
        attributes: `class_` is class, `data_pay` is data-pay; None leaves one out.
    """
    named = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_text(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    return Html(f"<{tag}{named}>" if tag in VOID else f"<{tag}{named}>{together(*inside)}</{tag}>")


def together(*inside: Inside) -> Html:
    """Return several things, one after the other."""
    return Html("".join(map(_markup, inside)))


def _markup(inside: Inside) -> str:
    if inside is None:
        return ""
    if isinstance(inside, Html):
        return inside
    if isinstance(inside, int):
        return f"{inside:,}"
    return _text(inside) if isinstance(inside, str) else together(*inside)


def _text(text: str) -> str:
    """Return text from outside, whose control characters and line separators are blanks."""
    return escape("".join(c if c.isprintable() else " " for c in text))
