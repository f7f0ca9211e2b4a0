"""The reference's pages of the Python API, from its docstrings, and of the data."""

from __future__ import annotations

import dataclasses
import inspect
import re
from typing import TYPE_CHECKING, Any

import mlcomp
from mlcomp.book.loading import load_book
from site_commands import cell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECTION = re.compile(r"^(Args|Attributes|Returns|Raises|Yields):$", re.M)
# An annotation that is kept as text: alone, or in a named tuple.
FORWARD = re.compile(r"(?<=: )(?:ForwardRef\()?'([^']*)'\)?")
ITEM = re.compile(r"^    ([*\w]+): ", re.M)


def python_page() -> str:
    """Return every public name with its signature and docstring."""
    lines = [
        "# Python",
        "",
        "What `mlcomp.__all__` names, from the docstrings. Anything else may move.",
        "",
        "```python",
        inspect.cleandoc(mlcomp.__doc__ or "").partition("\n\n")[2].strip(),
        "```",
    ]
    for name in sorted(mlcomp.__all__, key=str.casefold):
        lines += ["", f"## {name}", *_described(name, getattr(mlcomp, name))]
    return "\n".join(lines) + "\n"


def _described(name: str, thing: Any) -> Iterator[str]:
    if not issubclass(thing, Exception) if inspect.isclass(thing) else True:
        yield from ("", "```python", f"{name}{_signature(thing)}", "```")
    yield from ("", _text(inspect.getdoc(thing) or ""))
    if not inspect.isclass(thing):
        return
    own = [
        (key, value)
        for base in reversed(thing.__mro__)
        if base.__module__.startswith("mlcomp")
        for key, value in vars(base).items()
        if not key.startswith("_")
    ]
    for key, value in dict(own).items():
        call = inspect.unwrap(getattr(value, "__func__", value))
        if isinstance(value, property) or inspect.isfunction(call):
            about = (inspect.getdoc(value) or "").partition("\n\n")[0]
            takes = "" if isinstance(value, property) else f"({', '.join(_names(call))})"
            yield f"\n- `{key}{takes}`: {cell(about)}"


def _names(call: Any) -> Iterator[str]:
    return (name for name in inspect.signature(call).parameters if name not in ("self", "cls"))


def _signature(thing: Any) -> str:
    """Return a signature, a parameter a line where it is long."""
    if inspect.isclass(thing) and dataclasses.is_dataclass(thing):
        parts = [f"{each.name}: {each.type}{_default(each)}" for each in dataclasses.fields(thing)]
    else:
        parts = [str(each) for each in inspect.signature(thing).parameters.values()]
        parts = [FORWARD.sub(r"\1", part) for part in parts]
    shown = f"({', '.join(parts)})"
    return shown if len(shown) < 60 else "(\n    " + ",\n    ".join(parts) + ",\n)"


def _default(field: dataclasses.Field[Any]) -> str:
    if field.default is not dataclasses.MISSING:
        return f" = {field.default!r}"
    made = field.default_factory
    return "" if made is dataclasses.MISSING else f" = {getattr(made, '__name__', made)}()"


def _text(docstring: str) -> str:
    """Return a docstring in Markdown: its sections as lists."""
    parts = SECTION.split(docstring)
    lines = [parts[0].strip()]
    for title, body in zip(parts[1::2], parts[2::2], strict=True):
        plain = inspect.cleandoc(body.strip("\n"))
        listed = ITEM.sub(r"- `\1`: ", body.rstrip()) if ITEM.search(body) else plain
        lines.append(f"**{title}**\n\n{inspect.cleandoc(listed)}")
    return "\n\n".join(lines)


def data_page(data: Path) -> str:
    """Return all data with its sources: the rule books', then that of places."""
    lines = [
        "# Data and sources",
        "",
        (
            "Every number that mlcomp knows stands in `data/`, with what it rests on. "
            "`mlcomp factors` and `--explain` say it beside each figure."
        ),
        "",
        "| file | bytes | what |",
        "|---|---:|---|",
    ]
    kinds = {".csv": "facts, as said below", ".json": "the rule book of that name, parsed"}
    for file in sorted(data.rglob("*.*")):
        if file.suffix != ".md":
            name = file.relative_to(data).as_posix()
            what = _first(file) or kinds.get(file.suffix, "")
            lines.append(f"| `data/{name}` | {file.stat().st_size:,} | {what} |")
    for name in ("guide", "market"):
        book = load_book(name)
        lines += ["", f"## {book.title}", "", f"`{name}`, edition {book.edition}, rests on:", ""]
        lines += [f"- {each.title}; {each.period}" for each in book.sources.values()]
    for page in sorted(data.glob("*.md")):
        text = page.read_text(encoding="utf-8")
        lines += ["", re.sub(r"^#", "##", text, flags=re.M).strip()]
    return "\n".join(lines) + "\n"


def _first(file: Path) -> str:
    """Return the first sentence of a file's comment at its top."""
    with file.open(encoding="utf-8") as opened:
        comment = []
        for line in opened:
            if not line.startswith("# "):
                break
            comment.append(line[2:].strip())
    return cell(re.split(r"(?<=\.)\s", " ".join(comment))[0].rstrip("."))
